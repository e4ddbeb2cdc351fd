"""The items that may not move now, each reason a line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buuan.base.access.guard import page
from buuan.base.web.lists import ChoiceFilter, Column, ListPage, TextFilter, render_list
from buuan.base.web.words import in_words
from buuan.registers.items.queries import holds_for_list
from buuan.registers.items.rules import GROUNDS

HOLDS = ListPage(
    name="tam-giu",
    title=_("Bưu gửi đang tạm giữ"),
    columns=(
        Column("item_id", _("Mã bưu gửi"), css="lead"),
        Column("ground", _("Vì"), value="get_ground_display"),
        Column("label", _("Số hiệu"), css="ref"),
        Column("holder", _("Nơi giữ"), value="holder.short_name"),
        Column("operator", _("Doanh nghiệp"), value="operator.short_name"),
        Column("from_at", _("Từ"), sort="from_at", css="nw"),
        Column("lapses_at", _("Tự hết lúc"), css="nw"),
    ),
    filters=(
        TextFilter(key="ma", title=_("Mã bưu gửi"), field="item_id__iexact", first=True),
        ChoiceFilter(key="vi", title=_("Vì"), field="ground", choices=lambda _actor: list(in_words(GROUNDS).items())),
        TextFilter(key="doanh_nghiep", title=_("Mã doanh nghiệp"), field="operator__code__iexact"),
    ),
    order=("-from_at",),
    empty_title=_("Không có bưu gửi nào đang tạm giữ"),
    empty_text=_("Bưu gửi chỉ được chuyển tiếp khi không còn lý do tạm giữ nào."),
)


@page("items.read_holds")
def holds(request: HttpRequest) -> HttpResponse:
    """List the open holds: a branch sees what it must not move, a body what is kept for it."""
    return render_list(request, HOLDS, holds_for_list(request.actor))
