"""Answers a request for a list: the page, the part that htmx refreshes, or the file."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from buuan.base.web import formats
from buuan.base.web.lists.cells import CellWriter
from buuan.base.web.lists.declare import ListPage, Tab
from buuan.base.web.lists.export import export_list
from buuan.base.web.lists.keyset import COUNT_CAP, TAB_CAP, Cursor, capped_counts, encode_cursor, page_by_key
from buuan.base.web.lists.state import CURSOR, FILE, SORT, TAB, ListState


def render_list(request: HttpRequest, page: ListPage, queryset: QuerySet, **context: Any) -> HttpResponseBase:
    """Answer a request for a list of `queryset`, which is scoped to `request.actor` and does its joins.

    Two statements whatever the number of rows: one page of rows, and all counts; a search by words is one more. Where it
    finds many, only the tab that is shown is counted. `context` goes on to the template.
    Raises Invalid when the address asks for a filter value, tab, order or place that this list does not have.
    """
    actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    state = ListState(page, request.GET, actor)
    if FILE in request.GET:
        return export_list(state, state.of_tab(state.narrow(queryset)), request.GET[FILE], now)
    of_all_tabs, are_few = state.found(queryset)
    shown = state.of_tab(of_all_tabs)
    found = page_by_key(shown, state.order, state.cursor, page.per_page)
    caps = _caps(state)
    counted = [tab for tab in page.tabs if are_few or tab is state.tab]
    numbers = capped_counts(
        [tab.apply(of_all_tabs) for tab in counted] if page.tabs else [shown], [caps[tab] for tab in counted or [None]]
    )
    counts = dict(zip(counted or [None], numbers, strict=True))
    count, count_said = counts[state.tab], count_words(counts[state.tab], caps[state.tab])
    writer = CellWriter(page.columns, actor, now)
    part = is_part(request)
    answer = {
        "page": page,
        "title": page.title,
        "list": {
            "columns": [_heading(state, column) for column in page.columns if column.shown],
            "rows": [(row.pk, writer.row(row)) for row in found.rows],
            "tabs": _tabs(state, counts, caps) if page.tabs else [],
            "pills": state.pills(),
            "count": count_said,
            "count_line": f"{count_said} {page.noun}",
            "any": count > 0,
            "controls": _controls(state),
            "search": page.search is not None,
            "text": state.text,
            "tab": state.tab.key if state.tab and state.tab is not page.tabs[0] else "",
            "sort": state.sort,
            "clear": state.address(dict.fromkeys(["q", *(one.key for one in page.filters)])),
            "next": _place(state, found.next),
            "previous": _place(state, found.previous),
            "first": state.address() if state.cursor else "",
            "csv": state.address({FILE: "csv"}),
            "xlsx": state.address({FILE: "xlsx"}),
            "part": part,
        },
        **page.extra,
        **context,
    }
    return render(request, "web/parts/list_part.html" if part else page.template, answer)


def is_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for the refreshed part only; going back in the history asks for the whole page."""
    return request.headers.get("HX-Request-Type") == "partial" and "HX-History-Restore-Request" not in request.headers


def count_words(count: int, cap: int = COUNT_CAP) -> str:
    """Write a capped count: exact up to the cap, beyond it "hơn 1.000"."""
    if count > cap:
        return gettext("hơn %(n)s") % {"n": formats.number(cap)}
    return formats.number(count)


def _caps(state: ListState) -> dict[Tab | None, int]:
    """Give how far each tab is counted; a list without tabs is counted like a tab that is shown."""
    shown = TAB_CAP if state.text else COUNT_CAP
    return {None: shown, **{tab: shown if tab is state.tab else TAB_CAP for tab in state.page.tabs}}


def _heading(state: ListState, column: Any) -> dict[str, Any]:
    sorted_by = state.sorted_by(column.key)
    return {
        "title": column.title,
        "css": " ".join(part for part in column.css.split() if part in ("num", "act", "pick")),
        "url": state.sort_address(column.key) if column.sort else "",
        "sorted": sorted_by,
        "icon": {"ascending": "arrow-narrow-up", "descending": "arrow-narrow-down"}.get(sorted_by, "arrows-sort"),
    }


def _tabs(state: ListState, counts: dict[Tab | None, int], caps: dict[Tab | None, int]) -> list[dict[str, Any]]:
    first = state.page.tabs[0] if state.page.tabs else None
    return [
        {
            "name": tab.title,
            "url": state.address({TAB: None if tab is first else tab.key, SORT: state.sort}),
            "active": tab is state.tab,
            "count": count_words(counts[tab], caps[tab]) if tab in counts else None,
        }
        for tab in state.page.tabs
    ]


def _place(state: ListState, cursor: Cursor | None) -> str:
    return state.address({CURSOR: encode_cursor(cursor, state.order)}) if cursor else ""


def _controls(state: ListState) -> dict[str, list[dict[str, Any]]]:
    """Give the filters as controls: those beside the search box, and those under "Lọc thêm"."""
    made: dict[str, list[dict[str, Any]]] = {"first": [], "more": []}
    for one in state.page.filters:
        texts = state.texts_of(one.key)
        options = one.options(state.actor) if one.kind == "choice" else []  # type: ignore[attr-defined]
        many = getattr(one, "many", False)
        made["first" if one.first and not many else "more"].append(
            {
                "key": one.key,
                "title": one.title,
                "kind": "many" if many else one.kind,
                "text": texts[0] if texts else "",
                "options": [(value, words, value in texts) for value, words in options],
                "set": bool(texts),
            }
        )
    return made
