"""The directive at a glance, one point with its records, and the way from a file to a directive in force."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import page
from buuan.base.organisations.models import KINDS
from buuan.base.places.queries import areas_on
from buuan.base.web.refusals import add_refusal
from buuan.base.web.words import in_words, say_period
from buuan.kit.errors import Invalid, Refused
from buuan.kit.period import Period, PeriodKind
from buuan.oversight.duties.actions import Assignment, assign_point, end_directive, import_directive, put_in_force
from buuan.oversight.duties.forms import AssignForm, EndForm, InForceForm, UploadForm
from buuan.oversight.duties.models import Directive
from buuan.oversight.duties.presenters import link_of, say_record
from buuan.oversight.duties.queries import (
    Tile,
    directive_by_code,
    directive_in_force,
    open_to,
    point_of,
    records_of,
    slowest,
    tiles,
)
from buuan.oversight.duties.registry import proof_of, tests_by_point
from buuan.oversight.duties.rules import STATES
from buuan.registers.items.queries import items_screened
from buuan.work.cases.queries import violations_by_area, with_violation


def period_of(request: HttpRequest) -> Period:
    """Give the period that the address asks for, this quarter when it asks for none."""
    token = request.GET.get("ky", "")
    return Period.parse(token) if token else Period.of(PeriodKind.QUARTER, timezone.localdate())


@page("duties.read")
def dashboard(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the directive in force (or the one named) at a glance: tiles by point or by owner, the slowest, the map."""
    directive = directive_by_code(code) if code else directive_in_force()
    if directive is None:
        return render(request, "duties/none.html", {"manages": request.actor.may("duties.manage")})
    period = period_of(request)
    now = timezone.now()
    rows = tiles(directive, period.starts_at, period.ends_at, now, timezone.localdate())
    by_owner: dict[str, list[Any]] = {}
    for one in rows:
        by_owner.setdefault(str(in_words(KINDS).get(one.point.owner_kind, one.point.printed_owner)), []).append(one)
    counts = {state: sum(1 for one in rows if one.state == state) for state in STATES}
    return render(
        request,
        "duties/dashboard.html",
        {
            "directive": directive,
            "period": period,
            "tiles": rows,
            "by_owner": by_owner.items() if request.GET.get("xem") == "co-quan" else None,
            "latest": sorted((one for one in rows if one.latest), key=lambda one: one.latest, reverse=True)[:6],
            "counts": counts,
            "states": in_words(STATES),
            "commune_count": areas_on("commune", timezone.localdate()).count(),
            "shapes_url": reverse("places:boundaries", args=[2025]),
            "other_url": f"?ky={period.token}" + ("" if request.GET.get("xem") == "co-quan" else "&xem=co-quan"),
            "slowest": slowest(request.actor, now),
            "figures": _figures(request, rows, period),
            "manages": request.actor.may("duties.manage"),
        },
    )


def _figures(request: HttpRequest, rows: list[Tile], period: Period) -> list[dict[str, Any]]:
    """The four figures on top; each opens the rows that it counts."""
    late = sum(1 for one in rows if one.state == "late")
    screened = items_screened(request.actor, period.starts_at, period.ends_at)
    found = with_violation(request.actor, period.starts_at, period.ends_at).count()
    done = sum(1 for one in rows if one.state == "done")
    return [
        {"value": len(rows), "label": _("điểm của Chỉ thị · %(done)s có kết quả trong kỳ") % {"done": done}, "url": "#content"},
        {"value": late, "label": _("điểm có việc quá hạn"), "url": "?xem=co-quan", "hot": bool(late)},
        {"value": screened, "label": _("bưu gửi đã sàng lọc trong kỳ"), "url": reverse("screening:manifests")},
        {"value": found, "label": _("vụ việc xác minh có vi phạm"), "url": f"{reverse('duties:map_table')}?ky={period.token}"},
    ]


@page("duties.read")
def map_values(request: HttpRequest) -> HttpResponse:
    """Give the figures of the map: concluded cases with a violation by commune, from the same query as the table."""
    period = period_of(request)
    body = {
        "title": say_period(period),
        "unit": _("vụ việc"),
        "low": _("ít"),
        "high": _("nhiều"),
        "none": _("chưa có"),
        "areas": _by_commune(request, period),
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@page("duties.read")
def map_table(request: HttpRequest) -> HttpResponse:
    """Show the figures of the map as a table."""
    period = period_of(request)
    return render(request, "duties/map_table.html", {"rows": _by_commune(request, period), "period": period})


def _by_commune(request: HttpRequest, period: Period) -> list[dict[str, Any]]:
    counts = violations_by_area(request.actor, period.starts_at, period.ends_at)
    cases = reverse("cases:list")
    rows = [
        {
            "code": one.code,
            "name": one.full_name,
            "value": counts[one.pk],
            "url": f"{cases}?nhom=tat-ca&ket-qua=co&dia-ban={quote(one.name)}",
        }
        for one in areas_on("commune", timezone.localdate())
        if one.pk in counts
    ]
    return sorted(rows, key=lambda row: -row["value"])


@page("duties.read")
def point(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """Show one point: its text, who holds it today, what counts as proof, and the records that prove it."""
    directive = directive_by_code(code)
    one = point_of(directive, ref)
    period = period_of(request)
    found = next(
        t for t in tiles(directive, period.starts_at, period.ends_at, timezone.now(), timezone.localdate()) if t.point.pk == one.pk
    )
    records = list(records_of(request.actor, ref, period.starts_at, period.ends_at)[:200])
    mine = open_to(request.actor, records)
    rows = [(record, say_record(record), link_of(record)) if record.pk in mine else (record, "", "") for record in records]
    return render(
        request,
        "duties/point.html",
        {
            "directive": directive,
            "point": one,
            "tile": found,
            "state": _(STATES[found.state]),
            "period": period,
            "rows": rows,
            "owners": found.owners[:30],
            "owners_more": max(0, len(found.owners) - 30),
            "partners": [in_words(KINDS).get(kind, kind) for kind in one.partner_kinds],
            "proof": [(room, line) for room, line in proof_of(ref)],
            "tests": tests_by_point().get(ref, ()),
            "reads_all": request.actor.may("duties.read_all"),
        },
    )


@page("duties.manage")
def directives(request: HttpRequest) -> HttpResponse:
    """List the directives and take in a new one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = import_directive(request.actor, upload.read(), name=upload.name, at=timezone.now())
        except Refused as error:
            form.add_error("file", error.sentence)
        else:
            return redirect("duties:preview", kept.code)
    rows = Directive.objects.order_by("-imported_at").prefetch_related("points")
    return render(request, "duties/directives.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


@page("duties.manage")
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was read with the proposed owners, and put it in force."""
    directive = directive_by_code(code)
    form = InForceForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        put_in_force(request.actor, directive, from_on=form.cleaned_data["from_on"], at=timezone.now())
        messages.success(request, _("Chỉ thị đã được đưa vào thực hiện."))
        return redirect("duties:directive", directive.code)
    points = list(directive.points.select_related("section").order_by("position"))
    missing = [one.ref for one in points if not one.owner_kind]
    return render(
        request,
        "duties/preview.html",
        {"directive": directive, "points": points, "missing": missing, "form": form, "kinds": in_words(KINDS)},
        status=422 if form.errors else 200,
    )


@page("duties.manage")
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Say from which day a directive no longer holds."""
    directive = directive_by_code(code)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        end_directive(request.actor, directive, on=form.cleaned_data["on"], at=timezone.now())
        messages.success(request, _("Chỉ thị đã được chấm dứt hiệu lực; bản ghi vẫn giữ."))
        return redirect("duties:directives")
    context = {
        "form": form,
        "title": _("Chấm dứt hiệu lực"),
        "intro": directive.title,
        "submit": _("Chấm dứt hiệu lực"),
        "kind": "r",
        "cancel_url": reverse("duties:directives"),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@page("duties.manage")
def assign(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    """Decide who does one point."""
    directive = directive_by_code(code)
    one = point_of(directive, ref)
    initial = {"title": one.title, "owner_kind": one.owner_kind, "partner_kinds": one.partner_kinds, "cadence": one.cadence}
    form = AssignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            assign_point(
                request.actor,
                one,
                Assignment(data["owner_kind"], tuple(data["partner_kinds"]), data["cadence"], data["title"], one.leads),
                at=timezone.now(),
            )
        except Invalid as error:
            add_refusal(form, error)
        else:
            return redirect("duties:preview", directive.code)
    return render(
        request, "duties/assign.html", {"directive": directive, "point": one, "form": form}, status=422 if form.errors else 200
    )
