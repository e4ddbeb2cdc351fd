"""Holds a session that was begun with a PIN to its phone: bound to it, short, and without what six digits are not enough for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from buuan.base.access.guard import PUBLIC, rule_of
from buuan.base.accounts.middleware import BY_PIN
from buuan.base.devices.models import Pin
from buuan.base.devices.queries import device_of
from buuan.base.devices.rules import CLOSED_TO_PIN, is_over

COOKIE = "buuan_may_quay"
SESSION = BY_PIN
TOUCH = timedelta(minutes=1)
OPEN = frozenset({"devices:pin", "account_logout", "devices:counter"})


class DeviceMiddleware:
    """Stands behind the one that makes the actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        bound = request.session.get(SESSION)
        if bound is not None and request.actor is not None:  # type: ignore[attr-defined]
            now = timezone.now()
            device = device_of(request.COOKIES.get(COOKIE, ""))
            seen = datetime.fromisoformat(bound["seen"])
            if device is None or device.pk != bound["pk"] or is_over(now - seen, now - datetime.fromisoformat(bound["from"])):
                logout(request)
                request.actor = None  # type: ignore[attr-defined]
            else:
                actor = request.actor  # type: ignore[attr-defined]
                request.actor = replace(actor, rights=actor.rights - CLOSED_TO_PIN)  # type: ignore[attr-defined]
                if now - seen > TOUCH:
                    request.session[SESSION] = bound | {"seen": now.isoformat()}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Keep the account itself out of reach, and send a clerk whose PIN was given by somebody else to change it first."""
        if request.actor is None or SESSION not in request.session or rule_of(view) == PUBLIC:  # type: ignore[attr-defined]
            return None
        match = request.resolver_match
        if match is None or match.view_name in OPEN:
            return None
        if match.namespace == "accounts" or match.view_name.startswith("mfa_"):
            return redirect("devices:pin")
        if Pin.objects.filter(account_id=request.actor.account_id, is_temporary=True).exists():  # type: ignore[attr-defined]
            return redirect("devices:pin")
        return None
