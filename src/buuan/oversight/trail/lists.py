"""The auditor's list, declared."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from buuan.base.audit.models import Record
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, ListPage, Tab, TextFilter
from buuan.base.web.words import shown
from buuan.oversight.trail.queries import READS, UNMASKED, names_of

WORDS = {
    "unmasked": gettext_noop("xem dữ liệu cá nhân"),
    "opened_file": gettext_noop("mở bản sao tệp"),
    "opened_original": gettext_noop("mở bản gốc tệp"),
    "exported_bundle": gettext_noop("xuất gói hồ sơ"),
    "exported": gettext_noop("xuất danh sách"),
    "read_restricted": gettext_noop("mở vụ việc hạn chế"),
}


def _what(row: Record) -> str:
    return shown(WORDS.get(row.action.rpartition(".")[2], row.action))


def _who(row: Record) -> str:
    return f"{row.actor.get('name', '')} ({row.account})"


def _case(row: Record) -> str:
    return row.about or row.label


def _only(*words: str):
    def narrow(rows: QuerySet) -> QuerySet:
        return rows.filter(action__in=names_of(*words))

    return narrow


def looks_page() -> ListPage:
    """Give the list of looks, worded in the language of the reader who asks."""
    return ListPage(
        name="xem-du-lieu",
        title=_("Nhật ký xem dữ liệu"),
        noun=_("lần xem"),
        columns=(
            Column("at", _("Lúc"), sort="at", css="when nw"),
            Column("who", _("Ai"), value=_who, css="lead"),
            Column("body", _("Đơn vị"), value=lambda row: row.actor.get("body_name", "")),
            Column("what", _("Việc"), value=_what),
            Column("case", _("Hồ sơ"), value=_case, css="ref"),
            Column("reason", _("Lý do")),
            Column("source", _("Qua"), value=lambda row: row.actor.get("source", ""), shown=False),
        ),
        filters=(
            TextFilter(key="ai", title=_("Tài khoản"), field="account__iexact", first=True),
            TextFilter(key="don-vi", title=_("Mã đơn vị"), field="body__iexact", first=True),
            ChoiceFilter(
                key="viec",
                title=_("Việc"),
                choices=[(key, shown(words)) for key, words in WORDS.items()],
                narrow=lambda rows, value: rows.filter(action__in=names_of(value)),
            ),
            DayFilter(key="tu-ngay", title=_("Từ ngày"), field="at", side="from"),
            DayFilter(key="den-ngay", title=_("Đến ngày"), field="at", side="until"),
        ),
        tabs=(
            Tab("", _("Dữ liệu cá nhân"), _only(UNMASKED)),
            Tab("tep", _("Hồ sơ nhạy cảm"), _only(*READS)),
            Tab("tat-ca", _("Tất cả")),
        ),
        order=("-at",),
        empty_title=_("Chưa có lần xem nào"),
        empty_text=_("Mọi lần xem dữ liệu cá nhân, mở tệp, xuất hồ sơ đều hiện ở đây, kèm lý do."),
    )
