"""Home and search."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import page, signed_in
from buuan.base.clocks.queries import tab_counts, worklist
from buuan.base.web.formats import number
from buuan.oversight.overview.queries import (
    MOST_MEASURED,
    due_within,
    median_minutes_to_triage,
    overdue,
    search,
    share_done_in_time,
)

SHOWN = 50


@signed_in
def first(request: HttpRequest) -> HttpResponse:
    """Send each person to the first page of the role: the counter, the accounts, the directive, or the work."""
    actor = request.actor
    if actor.role == "counter_clerk":
        return redirect("intake:report")
    if not actor.may("overview.home"):
        return redirect("accounts:people" if actor.may("accounts.manage") else "accounts:account")
    if actor.body_kind in ("provincial_peoples_committee", "provincial_chairman"):
        return redirect("duties:dashboard")
    return redirect("overview:home")


@page("overview.home")
def home(request: HttpRequest) -> HttpResponse:
    """Show what my organisation must do, ordered by the clock, each with its one next action."""
    actor, now = request.actor, timezone.now()
    tab = request.GET.get("viec", "")
    counts = tab_counts(actor)
    here = reverse("overview:home")
    rows = list(worklist(actor, now, tab or None)[: SHOWN + 1])
    month = now - timedelta(days=30)
    late, (minutes, latest_only) = overdue(actor, now), median_minutes_to_triage(actor, month, now)
    in_time, ended = share_done_in_time(actor, month, now)
    figures = [
        {"value": late, "label": _("Quá hạn xử lý"), "url": here, "hot": bool(late)},
        {"value": due_within(actor, now, timedelta(hours=24)), "label": _("Đến hạn trong 24 giờ"), "url": here},
    ]
    if minutes is not None:
        value = _("%(n)s phút") % {"n": minutes} if minutes < 120 else _("%(n)s giờ") % {"n": round(minutes / 60)}
        over = _("%(n)s báo cáo mới nhất") % {"n": number(MOST_MEASURED)} if latest_only else _("30 ngày")
        label = _("Trung vị từ báo cáo đến tiếp nhận, %(over)s") % {"over": over}
        figures.append({"value": value, "label": label, "url": reverse("intake:list")})
    if ended:
        figures.append({"value": f"{round(100 * in_time / ended)} %", "label": _("Việc hoàn thành đúng hạn, 30 ngày"), "url": here})
    tabs = [{"name": _("Tất cả"), "url": here, "active": not tab, "count": sum(one["count"] for one in counts)}]
    tabs += [
        {"name": _(one["name"]), "url": f"{here}?viec={one['kind']}", "active": tab == one["kind"], "count": one["count"]}
        for one in counts
    ]
    return render(
        request,
        "overview/home.html",
        {
            "rows": rows[:SHOWN],
            "more": len(rows) > SHOWN,
            "shown": SHOWN,
            "figures": figures,
            "tabs": tabs,
            "late": late,
            "open": tabs[0]["count"],
        },
    )


@page("overview.search")
def find(request: HttpRequest) -> HttpResponse:
    """Search the records that the person may see; never the archive of items, never by person."""
    text = request.GET.get("q", "")[:120]
    return render(request, "overview/search.html", {"search_text": text, "groups": search(request.actor, text)})
