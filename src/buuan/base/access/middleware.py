"""The door: closes every view that has no rule, asks for the right of those that have one, and words every refusal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from buuan.base.access.guard import PUBLIC, SIGNED_IN, as_told, require, rule_of
from buuan.kit.errors import NotFound, Refusal

log = logging.getLogger(__name__)


class RuleMiddleware:
    """Denies by default: a view without a rule is not found, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Check the rule of the view that was found for the address, before anything of the view runs."""
        if is_endpoint(request):
            return None  # every endpoint carries its own right, see endpoints.Endpoints
        rule = rule_of(view)
        if rule is None:
            log.error("a view without a rule was asked for", extra={"view": getattr(view, "__name__", str(view))})
            return refusal_page(request, NotFound())
        if rule == PUBLIC:
            return None
        if request.actor is None:  # type: ignore[attr-defined]
            return to_sign_in(request)
        if rule == SIGNED_IN:
            return None
        try:
            require(request.actor, rule)  # type: ignore[attr-defined]
        except Refusal as error:
            return refusal_page(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal into the page that says why; everything else stays loud."""
        if isinstance(error, Refusal):
            return refusal_page(request, error)
        return None


def is_endpoint(request: HttpRequest) -> bool:
    """Tell whether the address belongs to the API."""
    return request.resolver_match is not None and request.resolver_match.app_name == "ninja"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page, and from there back to where the person wanted to read; a form is not sent twice."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseRedirect(settings.LOGIN_URL)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")


def refusal_page(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Render the sentence of a refusal with a next step; existence is not told to those who may not know."""
    told = as_told(error)
    return render(request, "web/error.html", {"error": told, "status": told.status}, status=told.status)
