"""The list of operators and units, and the page of one."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from buuan.base.access.guard import page
from buuan.base.organisations.models import KINDS, UNIT_TYPES, Contact, Organisation, home_number
from buuan.base.organisations.presenters import facts_of, kind_of, last_day, source_lines, standing_of
from buuan.base.organisations.queries import (
    children_with_counts,
    contact_of,
    contacts_of,
    holder_today,
    may_name_contact,
    operator_units,
    successions_from,
    successions_to,
    unit_counts,
    with_figures,
    within,
)
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, ListPage, Tab, TextFilter, by_words, render_list
from buuan.base.web.words import in_words
from buuan.base.web.words import shown as shown_word
from buuan.kit.errors import NotFound

DAY = DayFilter(key="ngay", title=_("Có vào ngày"), narrow=lambda rows, on: rows.as_of(on))


@page("organisations.read")
@require_safe
def operators(request: HttpRequest) -> HttpResponseBase:
    """List the operators and their units that the reader may know of; an operator sees its own tree."""
    today = timezone.localdate()
    rows = operator_units().visible_to(request.actor).select_related("area", "parent")
    return render_list(request, _list(today), with_figures(rows, today))


@page("organisations.read")
@require_safe
def operator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one operator or unit: facts, what stands below it, whom to call, and who took over."""
    today = timezone.localdate()
    text = request.GET.get("ngay", "").strip()
    on = DAY.read([text], request.actor) if text else today
    shown = operator_by_code(request, code)
    below = children_with_counts(shown, on)
    duty = contacts_of([row for row, _count in below], "duty_24_7", on)
    counts = unit_counts(shown, on)
    return render(
        request,
        "organisations/operator.html",
        {
            "shown": shown,
            "kind": kind_of(shown),
            "standing": standing_of(shown, today),
            "on": on,
            "is_today": on == today,
            "above": _above(shown),
            "facts": facts_of(shown),
            "source": source_lines(shown),
            "figures": [
                {
                    "value": counts[unit_type],
                    "label": gettext(UNIT_TYPES[unit_type]),
                    "url": f"{reverse('organisations:operators')}?cay={shown.code}&nhom={unit_type}&ngay={on.isoformat()}",
                }
                for unit_type in counts
            ],
            "below": [(row, kind_of(row), _area(row), count, duty[row.pk]) for row, count in below],
            "contacts": [(purpose, label, contact_of(shown, purpose, on)) for purpose, label in in_words(Contact.PURPOSES).items()],
            "may_name": may_name_contact(request.actor, shown) and shown.holds_on(today),
            "may_edit": request.actor.may("organisations.edit") and shown.until_on is None,
            "holders": [] if shown.holds_on(today) else holder_today(shown, today),
            "successors": successions_from(shown),
            "predecessors": successions_to(shown),
        },
    )


def operator_by_code(request: HttpRequest, code: str) -> Organisation:
    """Give the operator or unit that the reader may know of; raises NotFound."""
    found = operator_units().visible_to(request.actor).select_related("area", "parent").filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def _above(shown: Organisation) -> list[Organisation]:
    """Give what stands above, from the root down."""
    return list(Organisation.objects.filter(path__in=shown.paths_up()[1:]).order_by("path"))


def _list(today: date) -> ListPage:
    def tab(unit_type: str) -> Tab:
        return Tab(unit_type, shown_word(UNIT_TYPES[unit_type]), lambda rows: rows.filter(unit_type=unit_type))

    def in_state(rows: object, value: str) -> object:
        return rows.as_of(today) if value == "dang-hoat-dong" else rows.filter(until_on__lte=today)

    return ListPage(
        name="doanh-nghiep",
        title=_("Doanh nghiệp bưu chính"),
        noun=_("dòng"),
        columns=(
            Column("short_name", _("Tên"), css="lead", sort="sort_key", template="organisations/parts/name_cell.html"),
            Column("code", _("Mã"), css="ref", sort="code"),
            Column("area", _("Địa bàn"), value=_area),
            Column("units", _("Đơn vị"), css="num", sort="units"),
            Column("leader_name", _("Lãnh đạo phụ trách an toàn"), exported=False),
            Column("duty_phone", _("Đầu mối 24/7"), css="nw", value=_duty, exported=False),
            Column("from_on", _("Từ ngày"), css="nw", sort="from_on"),
            Column("until_on", _("Đến hết ngày"), value=last_day, shown=False),
            Column("kind", _("Loại"), value=kind_of, shown=False),
            Column("name", _("Tên đầy đủ"), shown=False),
            Column("address", _("Địa chỉ"), shown=False),
        ),
        filters=(
            ChoiceFilter(
                key="tinh-trang",
                title=_("Tình trạng"),
                choices=(("dang-hoat-dong", _("đang hoạt động")), ("da-dung", _("đã dừng"))),
                narrow=in_state,
                first=True,
            ),
            ChoiceFilter(
                key="du-lieu",
                title=_("Dữ liệu"),
                choices=(("hoat-dong", _("có hoạt động trên nền tảng")), ("tra-cuu", _("chỉ để tra cứu"))),
                narrow=lambda rows, value: rows.filter(reference_only=value == "tra-cuu"),
            ),
            ChoiceFilter(
                key="loai",
                title=_("Loại"),
                field="kind",
                choices=[(kind, gettext(KINDS[kind])) for kind in ("postal_operator", "operator_unit", "agent")],
            ),
            TextFilter(key="cay", title=_("Thuộc cây của mã"), narrow=within),
            DAY,
        ),
        tabs=(
            Tab("", _("Doanh nghiệp"), lambda rows: rows.filter(kind="postal_operator")),
            *map(tab, UNIT_TYPES),
            Tab("tat-ca", _("Tất cả")),
        ),
        search=by_words,
        search_hint=_("Tên hoặc mã doanh nghiệp, đơn vị"),
        order=("sort_key",),
        template="organisations/operators.html",
        empty_title=_("Không có doanh nghiệp, đơn vị nào"),
        empty_text=_("Thử bỏ bớt bộ lọc hoặc chọn nhóm khác."),
    )


def _area(row: Organisation) -> str:
    """Give the commune of a unit; that an operator or a branch works in the province needs no saying."""
    return row.area.full_name if row.area and row.area.level == "commune" else ""


def _duty(row: Organisation) -> str:
    if not row.duty_phone:
        return ""
    return gettext("%(name)s · %(phone)s") % {"name": row.duty_name, "phone": home_number(row.duty_phone)}
