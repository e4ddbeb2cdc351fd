"""Manifests: the list, one with every error of its file, and the report as a file."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.work.screening.lists import MANIFESTS
from buuan.work.screening.queries import hits_for_list, manifest_of, manifests_for_list, standing_of
from buuan.work.screening.reports import REPORT_SHOWN, report_file, report_of


@page("screening.read")
def manifests(request: HttpRequest) -> HttpResponseBase:
    """List the manifests."""
    return render_list(request, MANIFESTS, manifests_for_list(request.actor), may_import=request.actor.may("screening.import"))


@page("screening.read")
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one manifest: what was taken, every error of the file, and its hits."""
    one = manifest_of(request.actor, pk)
    return render(
        request,
        "screening/manifest.html",
        {
            "manifest": one,
            "standing": standing_of(request.actor, one),
            "hits": hits_for_list(request.actor).filter(manifest=one).order_by("-score", "-pk")[:50],
            "may_import": request.actor.may("screening.import"),
            **_report_page(request, one),
        },
    )


def _report_page(request: HttpRequest, one: Any) -> dict[str, Any]:
    """Give one page of the report, of all findings or of those of one code, with how many there are of each code."""
    if one.report_rows <= len(one.report):
        report = pl.DataFrame(one.report, schema_overrides={"row": pl.UInt32()}) if one.report else pl.DataFrame()
    else:
        report = report_of(one)
    if not report.height:
        return {"report": [], "codes": [], "report_more": ""}
    counts = report.group_by("code", "severity").len().sort("severity", "len", descending=[False, True]).to_dicts()
    wanted = request.GET.get("ma", "")
    shown = report.filter(pl.col("code") == wanted) if wanted else report
    text = request.GET.get("tu", "")
    start = min(int(text), shown.height) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    more = start + REPORT_SHOWN
    return {
        "report": shown.slice(start, REPORT_SHOWN).to_dicts(),
        "codes": [{**count, "active": count["code"] == wanted} for count in counts],
        "wanted": wanted,
        "report_from": start,
        "report_rows": shown.height,
        "report_more": f"?ma={wanted}&tu={more}" if more < shown.height else "",
    }


@page("screening.read")
def report(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the whole error report as JSON, CSV or XLSX."""
    one = manifest_of(request.actor, pk)
    body, media_type = report_file(one, kind)
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-loi-{one.pk}.{kind}"'
    return response
