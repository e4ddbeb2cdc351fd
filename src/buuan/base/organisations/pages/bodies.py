"""The list of bodies as of a day, and the page of one."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from buuan.base.access.guard import page
from buuan.base.organisations.models import KINDS, OPERATOR_KINDS, Organisation, Succession
from buuan.base.organisations.presenters import facts_of, kind_of, last_day, source_lines, standing_of
from buuan.base.organisations.queries import NOT_IN_DIRECTORY, bodies, holder_today, successions_from, successions_to
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, ListPage, TextFilter, by_words, render_list
from buuan.base.web.words import in_words
from buuan.kit.errors import NotFound

DAY = DayFilter(key="ngay", title=_("Có vào ngày"), narrow=lambda rows, on: rows.as_of(on), first=True)
NAMED = 3
"""So many successors are named in a row of the list; the page of the body names all."""


@page("organisations.read")
@require_safe
def body_list(request: HttpRequest) -> HttpResponseBase:
    """List the bodies that existed on a day, today by default, each with those that took over its work."""
    successions = Succession.objects.select_related("new").order_by("effective_on", "new__sort_key")
    rows = (
        bodies().visible_to(request.actor).select_related("area", "parent").prefetch_related(Prefetch("successions", successions))
    )
    if not request.GET.get("ngay", "").strip():
        rows = rows.as_of(timezone.localdate())
    return render_list(request, BODIES, rows)


@page("organisations.read")
@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """Show one body: facts with their sources, predecessors, successors, and who holds its work today."""
    today = timezone.localdate()
    shown = bodies().visible_to(request.actor).select_related("area", "parent").filter(code=code).first()
    if shown is None:
        raise NotFound()
    return render(
        request,
        "organisations/body.html",
        {
            "shown": shown,
            "kind": kind_of(shown),
            "standing": standing_of(shown, today),
            "facts": facts_of(shown),
            "source": source_lines(shown),
            "holders": [] if shown.holds_on(today) else holder_today(shown, today),
            "successors": successions_from(shown),
            "predecessors": successions_to(shown),
            "below": _count_below(shown, today),
        },
    )


def _count_below(shown: Organisation, today: date) -> int:
    return shown.children.as_of(today).count()


def _address_of(row: Organisation) -> str:
    return reverse("organisations:body", args=[row.code])


def _successors(row: Organisation) -> list[str]:
    names = list(dict.fromkeys(str(one.new) for one in row.successions.all()))
    if len(names) <= NAMED + 1:
        return names
    return [*names[:NAMED], gettext("và %(n)s nơi khác") % {"n": len(names) - NAMED}]


def _below(rows: QuerySet, code: str) -> QuerySet:
    return rows.filter(parent__code=code)


BODIES = ListPage(
    name="co-quan",
    title=_("Cơ quan"),
    intro=_("Cơ quan mà chỉ thị nêu tên hoặc ràng buộc, và cơ quan kế thừa. Chọn ngày để xem cơ quan nào có vào ngày đó."),
    noun=_("cơ quan"),
    columns=(
        Column("short_name", _("Tên"), css="lead", sort="sort_key", link=_address_of),
        Column("kind", _("Loại"), value=kind_of),
        Column("parent", _("Trực thuộc"), value=lambda row: str(row.parent) if row.parent else ""),
        Column("area", _("Địa bàn"), value="area.full_name"),
        Column("from_on", _("Từ ngày"), css="nw", sort="from_on"),
        Column("until_on", _("Đến hết ngày"), css="nw", value=last_day),
        Column("successors", _("Kế thừa"), value=_successors),
        Column("code", _("Mã"), shown=False),
        Column("name", _("Tên đầy đủ"), shown=False),
    ),
    filters=(
        DAY,
        ChoiceFilter(
            key="loai",
            title=_("Loại"),
            field="kind",
            choices=[(kind, words) for kind, words in in_words(KINDS).items() if kind not in (*OPERATOR_KINDS, *NOT_IN_DIRECTORY)],
            many=True,
        ),
        TextFilter(key="thuoc", title=_("Trực thuộc mã"), narrow=_below),
    ),
    search=by_words,
    search_hint=_("Tên hoặc mã cơ quan"),
    order=("sort_key",),
    template="organisations/bodies.html",
    empty_title=_("Không có cơ quan nào"),
    empty_text=_("Có thể cơ quan chưa thành lập hoặc đã kết thúc vào ngày được chọn."),
)
