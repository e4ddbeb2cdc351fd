"""The auditor's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.oversight.trail.lists import looks_page
from buuan.oversight.trail.queries import looks


@page("trail.read")
def looked(request: HttpRequest) -> HttpResponseBase:
    """List who looked at what, and why."""
    return render_list(request, looks_page(), looks())
