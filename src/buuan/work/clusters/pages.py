"""The list of clusters and each cluster's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.web.lists import Column, DayFilter, ListPage, Tab, TextFilter, render_list
from buuan.kit.errors import Invalid
from buuan.work.clusters.actions import dismiss_cluster, report_cluster, unmask_cluster
from buuan.work.clusters.models import Cluster
from buuan.work.clusters.queries import cluster_of, clusters_for_list, looks_at
from buuan.work.clusters.rules import LINKS, strongest_first

CLUSTERS = ListPage(
    name="cum-nguoi-gui",
    title=gettext_lazy("Cụm người gửi giả"),
    columns=(
        Column("number", gettext_lazy("Cụm"), css="lead", template="clusters/cells/cluster.html"),
        Column("items", gettext_lazy("Bưu gửi"), css="num", sort="items"),
        Column("names", gettext_lazy("Tên khác nhau"), css="num"),
        Column("score", gettext_lazy("Độ mạnh"), css="num", sort="score"),
        Column("first_at", gettext_lazy("Chấp nhận"), css="nw", sort="first_at"),
        Column("point", gettext_lazy("Điểm"), css="ref"),
        Column("operator", gettext_lazy("Doanh nghiệp"), value="operator.short_name"),
        Column("state", gettext_lazy("Trạng thái"), value="get_state_display"),
    ),
    filters=(
        TextFilter(key="doanh_nghiep", title=gettext_lazy("Mã doanh nghiệp"), field="operator__code__iexact", first=True),
        DayFilter(key="tu", title=gettext_lazy("Từ ngày"), field="first_at", side="from"),
        DayFilter(key="den", title=gettext_lazy("Đến ngày"), field="first_at", side="until"),
    ),
    tabs=(
        Tab("", gettext_lazy("Cần xem"), narrow=lambda rows: rows.filter(state="open")),
        Tab("da-xu-ly", gettext_lazy("Đã xử lý"), narrow=lambda rows: rows.exclude(state="open")),
    ),
    order=("-score",),
    empty_title=gettext_lazy("Không có cụm nào cần xem"),
    empty_text=gettext_lazy(
        "Mỗi đêm, bưu gửi bảy ngày gần nhất của từng doanh nghiệp được xem lại; thư và tài liệu không được xem."
    ),
)


@page("clusters.read")
def clusters(request: HttpRequest) -> HttpResponse:
    """Show the clusters that wait for a look, the strongest first."""
    return render_list(request, CLUSTERS, clusters_for_list(request.actor))


@page("clusters.read")
def cluster(request: HttpRequest, number: str) -> HttpResponse:
    """Show one cluster: what binds it, its items, and who looked at the names; no name."""
    return _show(request, cluster_of(request.actor, number))


@never_cache
@page("clusters.unmask")
@require_POST
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    """Show the declared names and numbers, once, for a reason."""
    one = cluster_of(request.actor, number)
    try:
        rows = unmask_cluster(request.actor, one, reason=request.POST.get("reason", ""), at=timezone.now())
    except Invalid as error:
        return _show(request, one, errors=error.errors["reason"], status=422)
    return _show(request, one, senders=rows, shown=True)


@page("clusters.review")
@require_POST
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Report a cluster."""
    made = report_cluster(request.actor, cluster_of(request.actor, number), at=timezone.now())
    messages.success(request, _("Đã báo cụm: %(number)s.") % {"number": made.number})
    return redirect("clusters:cluster", number)


@page("clusters.review")
@require_POST
def dismiss(request: HttpRequest, number: str) -> HttpResponse:
    """Dismiss a cluster with a reason."""
    one = cluster_of(request.actor, number)
    try:
        dismiss_cluster(request.actor, one, reason=request.POST.get("reason", ""), at=timezone.now())
    except Invalid as error:
        return _show(request, one, errors=error.errors["reason"], status=422)
    messages.success(request, _("Đã bỏ qua cụm %(number)s.") % {"number": number})
    return redirect("clusters:list")


def _show(request: HttpRequest, one: Cluster, *, status: int = 200, **more: Any) -> HttpResponse:
    links = [
        {"name": _(LINKS[link["kind"]]), "share": link["share"], "strength": link["strength"], "key": link["key"]}
        for link in strongest_first(one.links)
    ]
    context = {
        "cluster": one,
        "links": links,
        "looks": looks_at(one),
        "may_review": request.actor.may("clusters.review") and one.state == "open",
        "may_unmask": request.actor.may("clusters.unmask"),
        "report_url": reverse("intake:receipt", args=[one.report.number]) if one.report else "",
        **more,
    }
    return render(request, "clusters/cluster.html", context, status=status)
