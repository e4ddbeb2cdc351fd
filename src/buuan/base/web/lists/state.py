"""What the address of a list says, and the addresses that lead on from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from buuan.base.web.lists.declare import Filter, ListPage, Tab
from buuan.base.web.lists.keyset import Cursor, decode_cursor
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid

SEARCH, TAB, SORT, CURSOR, FILE = "q", "nhom", "xep", "moc", "tep"
FEW = 500
"""Up to how many rows that words found are named by their keys."""


class ListState:
    """One reading of a list: search text, chosen filters, tab, order and place; raises Invalid for what is not open.

    Whatever the list does not declare (campaign marks of a mail program, say) is left alone and not carried on.
    """

    def __init__(self, page: ListPage, params: QueryDict, actor: Actor) -> None:
        self.page = page
        self.actor = actor
        self.text = params.get(SEARCH, "").strip()[:200] if page.search else ""
        self.chosen: list[tuple[Filter, Any]] = []
        self._texts: dict[str, list[str]] = {}
        for one in page.filters:
            texts = [text.strip() for text in params.getlist(one.key) if text.strip()]
            if texts:
                self.chosen.append((one, one.read(texts, actor)))
                self._texts[one.key] = texts
        self.tab = self._read_tab(params.get(TAB, ""))
        self.sort = params.get(SORT, "")
        self.order = self._read_order(self.sort)
        place = params.get(CURSOR, "")
        self.cursor: Cursor | None = decode_cursor(place, self.order) if place else None

    def _read_tab(self, key: str) -> Tab | None:
        if not self.page.tabs:
            return None
        for tab in self.page.tabs:
            if tab.key == key:
                return tab
        if not key:
            return self.page.tabs[0]
        sentence = gettext("Danh sách này không có nhóm «%(key)s».") % {"key": key[:40]}
        raise Invalid({TAB: [sentence]}, sentence, code="list.bad_tab")

    def _read_order(self, sort: str) -> tuple[str, ...]:
        """Give the order; only the columns that declare it can be sorted by."""
        if not sort:
            return tuple(self.page.order)
        field = self.page.sorts().get(sort.removeprefix("-"))
        if field is None:
            sentence = gettext("Danh sách này không sắp xếp được theo «%(key)s».") % {"key": sort[:40]}
            raise Invalid({SORT: [sentence]}, sentence, code="list.bad_sort")
        return (f"-{field}" if sort.startswith("-") else field,)

    # Rows

    def narrow(self, queryset: QuerySet) -> QuerySet:
        """Keep the rows that fit search and filters, of all tabs."""
        if self.text and self.page.search:
            queryset = self.page.search(queryset, self.text)
        for one, value in self.chosen:
            queryset = one.apply(queryset, value)
        return queryset

    def found(self, queryset: QuerySet) -> tuple[QuerySet, bool]:
        """Keep the rows that fit search and filters, of all tabs, and tell whether they are few enough to count every tab.

        What words find is looked up once: a few hundred rows are then named by their keys, so that no count asks the words again.
        """
        if not self.text or self.page.search is None:
            return self.narrow(queryset), True
        keys = list(self.narrow(queryset).order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(keys) > FEW:
            return self.narrow(queryset), False
        return queryset.filter(pk__in=keys), True

    def of_tab(self, queryset: QuerySet) -> QuerySet:
        """Keep the rows of the tab at hand."""
        return self.tab.apply(queryset) if self.tab else queryset

    # Addresses

    def address(self, changes: Mapping[str, Any] | None = None) -> str:
        """Give the query of this list with `changes` (a value, a list of values, or None to leave one out).

        The place in the list is never carried on: whatever changes, reading starts at the first page.
        """
        now: dict[str, Any] = {SEARCH: self.text, **self._texts}
        now[TAB] = self.tab.key if self.tab and self.tab is not self.page.tabs[0] else ""
        now[SORT] = self.sort
        now |= changes or {}
        pairs = [
            (key, one)
            for key, value in now.items()
            for one in (value if isinstance(value, list | tuple) else [value])
            if one not in (None, "")
        ]
        return "?" + urlencode(pairs)

    def sort_address(self, key: str) -> str:
        """Give the address that sorts by a column, or turns the order round when it already does."""
        return self.address({SORT: f"-{key}" if self.sort == key else key})

    def sorted_by(self, key: str) -> str:
        """Tell how the rows are sorted by a column: `ascending`, `descending` or not at all."""
        field = self.page.sorts().get(key)
        first = self.order[0] if self.order else ""
        return {field: "ascending", f"-{field}": "descending"}.get(first, "") if field else ""

    def pills(self) -> list[dict[str, str]]:
        """Give what narrows the list in words, each with the address that takes it away."""
        pills = []
        if self.text:
            pills.append({"title": gettext("Tìm"), "words": f"“{self.text}”", "url": self.address({SEARCH: None})})
        for one, value in self.chosen:
            pills.append({"title": one.title, "words": one.say(value, self.actor), "url": self.address({one.key: None})})
        return pills

    def in_words(self) -> Sequence[tuple[str, str]]:
        """Give what the rows were chosen by, for the first lines of an export."""
        said = [(str(pill["title"]), str(pill["words"])) for pill in self.pills()]
        if self.tab and (self.tab.key or not said):
            said.insert(0, (gettext("Nhóm"), str(self.tab.title)))
        return said

    def texts_of(self, key: str) -> list[str]:
        """Give what the address says for one filter, for its control."""
        return self._texts.get(key, [])
