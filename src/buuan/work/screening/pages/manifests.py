"""Manifests: the list, one with every error of its file, and the report as a file."""

from __future__ import annotations

from collections import Counter
from typing import Any

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
    rows = one.report if one.report_rows <= len(one.report) else report_of(one).to_dicts()
    counts = Counter((row["code"], row["severity"]) for row in rows)
    ordered = sorted(counts.items(), key=lambda pair: ("FEWQ".find(pair[0][1]), -pair[1]))
    wanted = request.GET.get("ma", "")
    shown = [row for row in rows if row["code"] == wanted] if wanted else rows
    text = request.GET.get("tu", "")
    start = min(int(text), len(shown)) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    more = start + REPORT_SHOWN
    return {
        "report": shown[start:more],
        "codes": [{"code": code, "len": count, "active": code == wanted} for (code, _severity), count in ordered],
        "wanted": wanted,
        "report_from": start,
        "report_rows": len(shown),
        "report_more": f"?ma={wanted}&tu={more}" if more < len(shown) else "",
    }


@page("screening.read")
def report(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the whole error report as JSON, CSV or XLSX."""
    one = manifest_of(request.actor, pk)
    body, media_type = report_file(one, kind)
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-loi-{one.pk}.{kind}"'
    return response
