"""A list page is declared, not programmed; all lists look and act alike.

    CASES = ListPage(
        name="vu-viec", title="Vụ việc",
        columns=(Column("number", "Số", css="ref", sort="number", link=case_url), Column("opened_at", "Mở lúc",
        sort="opened_at"), …), filters=(ChoiceFilter("state", "Trạng thái", field="state", choices=STATES),
        DayFilter("from", "Từ ngày", field="opened_at", side="from"), …), tabs=(Tab("", "Tất cả"), Tab("late", "Quá
        hạn", narrow=lambda cases: cases.filter(due_at__lt=…)), …), search=by_words, order=("-opened_at",),
    )

    @page("cases.read")
    def cases(request):
        return render_list(request, CASES, Case.objects.visible_to(request.actor).with_owner())

Search, filters, tab and order live in the address; pages are found by key, never by offset; two statements fetch rows
and counts, whatever their number; the same address with `tep=csv` or `tep=xlsx` gives exactly the rows that are
shown. The view gives a queryset that is already scoped to the actor and does its joins; nothing here widens it.
"""

from buuan.base.web.lists.declare import (
    ChoiceFilter,
    Column,
    DayFilter,
    Filter,
    FlagFilter,
    ListPage,
    Tab,
    TextFilter,
    by_words,
)
from buuan.base.web.lists.keyset import Cursor, KeyPage, capped_counts, decode_cursor, encode_cursor, key_page, page_by_key
from buuan.base.web.lists.render import render_list

__all__ = [
    "ChoiceFilter",
    "Column",
    "Cursor",
    "DayFilter",
    "Filter",
    "FlagFilter",
    "KeyPage",
    "ListPage",
    "Tab",
    "TextFilter",
    "by_words",
    "capped_counts",
    "decode_cursor",
    "encode_cursor",
    "key_page",
    "page_by_key",
    "render_list",
]
