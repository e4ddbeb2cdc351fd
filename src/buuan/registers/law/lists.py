"""How the documents and the limits are listed."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, ListPage, Tab, by_words
from buuan.base.web.words import in_words
from buuan.registers.law.models import DatedSearchQuerySet, LegalDocument
from buuan.registers.law.reading import FORMS, LIMIT_KINDS, MARKS


def _on_day(rows: DatedSearchQuerySet, day: date) -> DatedSearchQuerySet:
    return rows.as_of(day)


def _today(rows: DatedSearchQuerySet) -> DatedSearchQuerySet:
    return rows.as_of(timezone.localdate())


def _unread(rows: DatedSearchQuerySet) -> DatedSearchQuerySet:
    return rows.exclude(mark="I").read_in_a_source(yes=False)


def _document_url(row: LegalDocument) -> str:
    return reverse("law:document", args=[row.code])


_TABS = (Tab("", _("Đang có hiệu lực"), _today), Tab("tat-ca", _("Tất cả")), Tab("chua-doi-chieu", _("Chưa đối chiếu"), _unread))
_MARK = Column("mark", _("Đối chiếu"), value="get_mark_display", template="law/cells/mark.html", css="mark", sort="mark")

DOCUMENTS = ListPage(
    name="van-ban-phap-luat",
    title=_("Văn bản pháp luật"),
    noun=_("văn bản"),
    intro=_("Văn bản mà nền tảng viện dẫn. Quy định chưa đối chiếu không được in trên văn bản hành chính."),
    columns=(
        Column("name", _("Văn bản"), css="lead", link=_document_url),
        Column("title", _("Trích yếu"), sort="title"),
        Column("issuer", _("Cơ quan ban hành"), sort="issuer"),
        Column("from_on", _("Hiệu lực"), template="law/cells/validity.html", sort="from_on", css="nw"),
        Column("until_on", _("Hết hiệu lực từ"), shown=False),
        _MARK,
        Column("source", _("Đọc tại"), shown=False),
        Column("note", _("Ghi chú"), shown=False),
    ),
    filters=(
        ChoiceFilter(key="hinh-thuc", title=_("Hình thức"), field="form", choices=list(in_words(FORMS).items()), first=True),
        DayFilter(key="ngay", title=_("Có hiệu lực ngày"), narrow=_on_day, moment=False),
        ChoiceFilter(key="doi-chieu", title=_("Mức đối chiếu"), field="mark", choices=list(in_words(MARKS).items()), many=True),
    ),
    tabs=_TABS,
    search=by_words,
    search_hint=_("Số, tên văn bản, cơ quan ban hành"),
    order=("form", "code"),
    template="law/list.html",
)

LIMITS = ListPage(
    name="thoi-han",
    title=_("Thời hạn"),
    noun=_("thời hạn"),
    intro=_("Thời hạn theo luật và chỉ tiêu phục vụ của nền tảng. Hồ sơ giữ thời hạn có hiệu lực vào ngày bắt đầu việc."),
    columns=(
        Column("name", _("Việc"), css="lead", template="law/cells/limit.html", sort="name"),
        Column("code", _("Mã"), shown=False),
        Column("said", _("Thời hạn"), template="law/cells/said.html"),
        Column("starts", _("Tính từ"), shown=False),
        Column("source", _("Căn cứ")),
        Column("from_on", _("Hiệu lực"), template="law/cells/validity.html", sort="from_on", css="nw"),
        Column("until_on", _("Hết hiệu lực từ"), shown=False),
        _MARK,
        Column("read_in", _("Đọc tại"), shown=False),
        Column("note", _("Ghi chú"), shown=False),
    ),
    filters=(
        ChoiceFilter(key="loai", title=_("Loại"), field="kind", choices=list(in_words(LIMIT_KINDS).items()), first=True),
        DayFilter(key="ngay", title=_("Có hiệu lực ngày"), narrow=_on_day, moment=False),
        ChoiceFilter(key="doi-chieu", title=_("Mức đối chiếu"), field="mark", choices=list(in_words(MARKS).items()), many=True),
    ),
    tabs=_TABS,
    search=by_words,
    search_hint=_("Việc, căn cứ, mã"),
    order=("code", "from_on"),
    template="law/list.html",
)
