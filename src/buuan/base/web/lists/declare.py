"""What a room says of a list: its columns, filters, tabs, search and order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from buuan.base.web.formats import ICT, day
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid

Narrow = Callable[[QuerySet], QuerySet]
Choices = Sequence[tuple[str, str]] | Callable[[Actor], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: on the screen, in the export, and if `sort` names a field, a key of the order.

    `value` is a path of attributes (`case.owner.name`), a function of the row, or empty for the attribute called `key`.
    `template` draws the cell (it is given `row`, `value`, `actor`, `now`); without it a value is written by its type.
    `css` says what the cell is: `lead` (the main text), `ref`, `num`, `nw`, `when` (a clock), `mark` (a tag), `act`
    (buttons). `link` gives the address that the value leads to. Columns of many values are not sortable: which of
    them would count? `by` names the fields on which alone the drawn cell depends: it is drawn once for all rows that have the same.
    """

    key: str
    title: str
    value: str | Callable[[Any], Any] = ""
    template: str = ""
    sort: str = ""
    css: str = ""
    link: Callable[[Any], str] | None = None
    by: tuple[str, ...] = ()
    shown: bool = True
    exported: bool = True

    def plain(self, row: Any) -> Any:
        """Give the plain value of this column in `row`; an attribute missing on the way gives None."""
        if callable(self.value):
            return self.value(row)
        found = row
        for name in (self.value or self.key).split("."):
            if found is None:
                return None
            found = getattr(found, name)
            if callable(found):
                found = found()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow a list: by the lookup `field`, or by the function `narrow` (queryset, value) → queryset.

    `first` puts the control beside the search box; others open under "Lọc thêm".
    """

    key: str = ""
    title: str = ""
    field: str = ""
    narrow: Callable[[QuerySet, Any], QuerySet] | None = None
    first: bool = False

    kind = "text"

    def read(self, texts: Sequence[str], actor: Actor) -> Any:
        """Give the value that the address asks for; raises Invalid for an unknown one rather than show more rows."""
        return texts[0]

    def apply(self, queryset: QuerySet, value: Any) -> QuerySet:
        """Keep the rows that fit `value`."""
        if self.narrow is not None:
            return self.narrow(queryset, value)
        return queryset.filter(**{self.field or self.key: value})

    def say(self, value: Any, actor: Actor) -> str:
        """Give the value in words, for the pill above the table and the first lines of the export."""
        return str(value)

    def refuse(self) -> Invalid:
        """Give the refusal for a value that this filter does not know."""
        sentence = gettext("Bộ lọc «%(title)s» trong địa chỉ có giá trị không dùng được.") % {"title": self.title}
        return Invalid({self.key: [sentence]}, sentence, code="list.bad_filter")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFilter(Filter):
    """A text that must stand in a field, as the lookup says (`number__startswith`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFilter(Filter):
    """One of a set of values, or with `many` several of them; `choices` may depend on the actor."""

    choices: Choices = ()
    many: bool = False

    kind = "choice"

    def options(self, actor: Actor) -> list[tuple[str, str]]:
        """Give the values with their words."""
        listed = self.choices(actor) if callable(self.choices) else self.choices
        return [(str(value), str(words)) for value, words in listed]

    def read(self, texts: Sequence[str], actor: Actor) -> list[str]:
        """Give the chosen values, each of which must be open to the actor."""
        open_values = {value for value, _ in self.options(actor)}
        if not open_values.issuperset(texts) or (len(texts) > 1 and not self.many):
            raise self.refuse()
        return list(texts)

    def apply(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        """Keep the rows whose field holds one of the values."""
        if self.narrow is not None:
            return self.narrow(queryset, value if self.many else value[0])
        return queryset.filter(**{f"{self.field or self.key}__in": value})

    def say(self, value: list[str], actor: Actor) -> str:
        """Give the words of the chosen values."""
        words = dict(self.options(actor))
        return ", ".join(words[one] for one in value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter(Filter):
    """Yes, or not asked: narrows by a function or by a field that must be true."""

    kind = "flag"

    def read(self, texts: Sequence[str], actor: Actor) -> bool:
        """Give True; the address can only say 1."""
        if list(texts) != ["1"]:
            raise self.refuse()
        return True

    def say(self, value: bool, actor: Actor) -> str:
        """Give "có": the title says of what."""
        return gettext("có")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFilter(Filter):
    """From a day on (`side="from"`) or until a day, that day included (`side="until"`), in Indochina Time.

    `moment` tells that the field holds moments, not days.
    """

    side: str = "from"
    moment: bool = True

    kind = "day"

    def read(self, texts: Sequence[str], actor: Actor) -> date:
        """Read yyyy-MM-dd, as a date control sends it, or dd/MM/yyyy, as people write it."""
        for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(texts[0], pattern).replace(tzinfo=ICT).date()
            except ValueError:
                continue
        raise self.refuse()

    def apply(self, queryset: QuerySet, value: date) -> QuerySet:
        """Keep the rows on the right side of the day."""
        if self.narrow is not None:
            return self.narrow(queryset, value)
        name = self.field or self.key
        if self.side == "from":
            edge = datetime.combine(value, time(0), ICT) if self.moment else value
            return queryset.filter(**{f"{name}__gte": edge})
        after = value + timedelta(days=1)
        edge = datetime.combine(after, time(0), ICT) if self.moment else after
        return queryset.filter(**{f"{name}__lt": edge})

    def say(self, value: date, actor: Actor) -> str:
        """Write the day."""
        return day(value)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab above the table with its own count; the key of the first one is usually empty (all rows)."""

    key: str
    title: str
    narrow: Narrow | None = None

    def apply(self, queryset: QuerySet) -> QuerySet:
        """Keep the rows of this tab."""
        return self.narrow(queryset) if self.narrow else queryset


def by_words(queryset: Any, text: str) -> QuerySet:
    """Search a `Searchable` model by the beginnings of its folded words."""
    return queryset.matching(text)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A declared list.

    `name` is the name of the exported file; `order` the order until the reader chooses one; `search` a function
    (queryset, text) → queryset, or None for a list without a search box. `noun` is what a row is (`vụ việc`).
    `batch` names a template with the buttons for chosen rows: with it each row has a box called `pick`.
    `told_export` is called with (actor, facts) before a file leaves, for lists whose export must be recorded.
    """

    name: str
    title: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    tabs: Sequence[Tab] = ()
    search: Callable[[QuerySet, str], QuerySet] | None = None
    search_hint: str = ""
    order: Sequence[str] = ("-pk",)
    per_page: int = 50
    noun: str = gettext_lazy("dòng")
    intro: str = ""
    empty_title: str = ""
    empty_text: str = ""
    batch: str = ""
    template: str = "web/list.html"
    told_export: Callable[[Actor, Mapping[str, Any]], None] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        reserved = {"q", "nhom", "xep", "moc", "tep"}
        keys = [one.key for one in self.filters]
        if reserved & set(keys) or len(set(keys)) < len(keys) or "" in keys:
            raise ValueError(f"{self.name}: a filter's key is empty, taken, or one of {sorted(reserved)}")
        if len({one.key for one in self.columns}) < len(self.columns):
            raise ValueError(f"{self.name}: two columns have one key")

    def sorts(self) -> dict[str, str]:
        """Give the fields that may order this list, by the key of their column."""
        return {column.key: column.sort for column in self.columns if column.sort}
