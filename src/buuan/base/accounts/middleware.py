"""Makes the actor of a web request from the signed-in account."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from buuan.base.accounts.queries import actor_of


class ActorMiddleware:
    """Sets `request.actor`: the person behind the session, or None; an account out of use is signed out at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            if request.user.works_on(timezone.localdate()):
                request.actor = actor_of(request.user, source="page", address=request.META.get("REMOTE_ADDR", ""))  # type: ignore[attr-defined]
            else:
                logout(request)
        return self.get_response(request)
