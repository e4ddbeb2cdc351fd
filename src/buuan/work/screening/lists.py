"""The lists of screening: manifests, hits, and who looked at personal data."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, FlagFilter, ListPage, Tab, TextFilter
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.screening.queries import category_choices
from buuan.work.screening.rules import FLAGGED, HIT_STATES, MANIFEST_STATES, SCORES

MANIFESTS = ListPage(
    name="bang-ke",
    title=gettext_lazy("Bảng kê bưu gửi"),
    columns=(
        Column("manifest_id", gettext_lazy("Bảng kê"), css="lead", link=lambda row: reverse("screening:manifest", args=[row.pk])),
        Column("operator", gettext_lazy("Doanh nghiệp"), value="operator.short_name"),
        Column("received_at", gettext_lazy("Nhận lúc"), sort="received_at"),
        Column("state", gettext_lazy("Trạng thái"), value="get_state_display"),
        Column("accepted", gettext_lazy("Bưu gửi"), css="num"),
        Column("refused", gettext_lazy("Dòng lỗi"), css="num"),
        Column("hits", gettext_lazy("Cảnh báo"), css="num"),
        Column("description_quality", gettext_lazy("Chất lượng mô tả"), css="num"),
    ),
    filters=(
        ChoiceFilter(
            key="trang_thai",
            title=gettext_lazy("Trạng thái"),
            field="state",
            choices=tuple(in_words(MANIFEST_STATES).items()),
        ),
        TextFilter(key="doanh_nghiep", title=gettext_lazy("Mã doanh nghiệp"), field="operator__code__iexact"),
        DayFilter(key="tu", title=gettext_lazy("Từ ngày"), field="received_at", side="from"),
        DayFilter(key="den", title=gettext_lazy("Đến ngày"), field="received_at", side="until"),
    ),
    order=("-received_at",),
)


def _hit_url(row: Any) -> str:
    return reverse("screening:hit", args=[row.pk])


def _categories(_actor: Actor) -> list[tuple[str, str]]:
    return category_choices()


HITS = ListPage(
    name="canh-bao",
    title=gettext_lazy("Sàng lọc bưu gửi"),
    columns=(
        Column("pick", "", css="pick", template="screening/cells/pick.html", exported=False),
        Column("declared_content", gettext_lazy("Nội dung khai"), css="lead", template="screening/cells/content.html"),
        Column("verdict", gettext_lazy("Kết quả"), value="get_verdict_display", template="screening/cells/verdict.html"),
        Column("law", gettext_lazy("Vì sao"), template="screening/cells/why.html"),
        Column("item_id", gettext_lazy("Bưu gửi"), template="screening/cells/item.html"),
        Column("score", gettext_lazy("Điểm"), css="num", sort="score", shown=False),
        Column("category_name", gettext_lazy("Nhóm hàng"), shown=False),
        Column("operator", gettext_lazy("Doanh nghiệp"), value="operator.short_name", shown=False),
        Column("point", gettext_lazy("Điểm chấp nhận"), shown=False),
        Column("accepted_at", gettext_lazy("Chấp nhận lúc"), shown=False),
        Column("state", gettext_lazy("Trạng thái"), value="get_state_display", shown=False),
        Column("decided_by", gettext_lazy("Người xem"), shown=False),
        Column("reason", gettext_lazy("Lý do"), shown=False),
        Column("act", "", css="act", template="screening/cells/act.html", exported=False),
    ),
    filters=(
        ChoiceFilter(
            key="ket_qua", title=gettext_lazy("Kết quả"), field="verdict", choices=tuple(in_words(FLAGGED).items()), first=True
        ),
        ChoiceFilter(key="nhom_hang", title=gettext_lazy("Nhóm hàng"), field="category", choices=_categories),
        TextFilter(key="doanh_nghiep", title=gettext_lazy("Mã doanh nghiệp"), field="operator__code__iexact"),
        TextFilter(key="ma", title=gettext_lazy("Mã bưu gửi"), field="item_id__iexact"),
        ChoiceFilter(
            key="diem",
            title=gettext_lazy("Điểm từ"),
            choices=SCORES,
            narrow=lambda rows, least: rows.filter(score__gte=least),
        ),
        ChoiceFilter(
            key="trang_thai", title=gettext_lazy("Trạng thái"), field="state", choices=tuple(in_words(HIT_STATES).items())
        ),
        DayFilter(key="tu", title=gettext_lazy("Chấp nhận từ ngày"), field="day", side="from", moment=False),
        DayFilter(key="den", title=gettext_lazy("Chấp nhận đến ngày"), field="day", side="until", moment=False),
        FlagFilter(
            key="nghiem_trong", title=gettext_lazy("Chỉ nghiêm trọng"), narrow=lambda rows, _yes: rows.filter(severity="critical")
        ),
    ),
    tabs=(
        Tab("", gettext_lazy("Cần xem"), narrow=lambda rows: rows.filter(state="open")),
        Tab("cam", gettext_lazy("Không được gửi"), narrow=lambda rows: rows.filter(state="open", verdict="prohibited")),
        Tab("dieu-kien", gettext_lazy("Có điều kiện"), narrow=lambda rows: rows.filter(state="open", verdict="conditional")),
        Tab("da-xu-ly", gettext_lazy("Đã xử lý"), narrow=lambda rows: rows.filter(state__in=("accepted", "dismissed"))),
        Tab("tat-ca", gettext_lazy("Tất cả")),
    ),
    order=("-score",),
    noun=gettext_lazy("cảnh báo"),
    template="screening/hits.html",
)

LOOKS = ListPage(
    name="luot-xem-du-lieu",
    title=gettext_lazy("Lượt xem dữ liệu người"),
    intro=gettext_lazy("Ai đã mở tên, điện thoại, địa chỉ của một bưu gửi, lúc nào và vì lý do gì."),
    columns=(
        Column("at", gettext_lazy("Lúc"), sort="at", css="nw"),
        Column("who", gettext_lazy("Người xem"), css="lead"),
        Column("body", gettext_lazy("Đơn vị"), value="body.short_name"),
        Column("item_id", gettext_lazy("Bưu gửi"), css="ref"),
        Column("operator", gettext_lazy("Doanh nghiệp"), value="operator.short_name"),
        Column("parts", gettext_lazy("Đã xem"), value=lambda row: ", ".join(row.parts)),
        Column("reason", gettext_lazy("Lý do")),
    ),
    filters=(
        TextFilter(key="ma", title=gettext_lazy("Mã bưu gửi"), field="item_id__iexact", first=True),
        TextFilter(key="nguoi", title=gettext_lazy("Người xem"), field="who__icontains"),
        DayFilter(key="tu", title=gettext_lazy("Từ ngày"), field="at", side="from"),
        DayFilter(key="den", title=gettext_lazy("Đến ngày"), field="at", side="until"),
    ),
    order=("-at",),
    empty_title=gettext_lazy("Chưa ai xem dữ liệu người"),
)
