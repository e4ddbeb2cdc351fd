"""The league of descriptions: who declares plainly what it carries, and who does not."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import page
from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.base.web import formats
from buuan.base.web.lists.export import table_file
from buuan.kit.errors import Invalid
from buuan.registers.items.reading.quality import SAYS
from buuan.work.screening.league import LEAST_ITEMS, REASONS, League, description_league, last_days

SPANS = {"7": 7, "30": 30, "90": 90}


@page("screening.read")
def quality(request: HttpRequest) -> HttpResponseBase:
    """Show the league of a period; an operator sees its own line and place."""
    span = request.GET.get("ngay", "30")
    if span not in SPANS:
        raise Invalid({"ngay": [span[:10]]}, _("Chỉ xem được 7, 30 hoặc 90 ngày gần nhất."), code="league.bad_span")
    today = timezone.localdate()
    league = description_league(request.actor, *last_days(today, SPANS[span]))
    kind = request.GET.get("tep", "")
    if kind in ("csv", "xlsx"):
        return _file(request, league, kind)
    context = {
        "league": league,
        "least": LEAST_ITEMS,
        "own_only": request.actor.body_kind in OPERATOR_KINDS,
        "reasons": [(code, _(SAYS[code])) for code in REASONS],
        "rows": [(one, [(code, one.shares[code]) for code in REASONS]) for one in league.rows],
        "spans": [(key, days, key == span) for key, days in SPANS.items()],
        "span": span,
    }
    return render(request, "screening/quality.html", context)


def _file(request: HttpRequest, league: League, kind: str) -> HttpResponseBase:
    now = timezone.now()
    last = date.fromordinal(league.until_on.toordinal() - 1)
    head = [
        (_("Bảng"), _("Chất lượng mô tả nội dung bưu gửi")),
        (_("Kỳ"), f"{formats.day(league.from_on)} – {formats.day(last)}"),
        (_("Người xuất"), f"{request.actor.name}, {request.actor.body_name}"),
        (_("Thời điểm"), f"{formats.moment(now)} (+07:00)"),
    ]
    titles = [_("Hạng"), _("Mã"), _("Doanh nghiệp"), _("Điểm"), _("Thay đổi"), _("Bưu gửi"), *(f"{code} (%)" for code in REASONS)]
    lines = (
        [one.place, one.code, one.name, one.score, one.change, one.items, *(round(one.shares[code] * 100, 1) for code in REASONS)]
        for one in league.rows
    )
    return table_file("chat-luong-mo-ta", head, titles, lines, kind=kind, at=now)
