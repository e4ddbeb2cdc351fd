"""Makes the actor of a web request from the signed-in account, and holds him to what must be done first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import PUBLIC, rule_of
from buuan.base.access.middleware import is_endpoint
from buuan.base.accounts.queries import actor_of, has_second_factor

# What stays open to somebody who must first change a password or set up the second factor.
ALWAYS_OPEN = frozenset(
    {
        "accounts:password",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
    }
)


BY_PIN = "device"
"""The word in a session that was begun with a PIN on a counter's phone (see `base.devices`): it never touches the password."""

SEEN_EVERY = timedelta(minutes=5)
MOST_KNOWN = 10_000
"""Of so many sessions a process remembers when they were last noted."""


class SeenMiddleware:
    """Keeps when and from where each session was last used, to five minutes, so that most pages neither write nor ask.

    In the place of allauth's own, which writes a row for every page (`USERSESSIONS_TRACK_ACTIVITY = False` turns that off).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._known: dict[str, datetime] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            self._note(request, request.session.session_key, timezone.now())
        return self.get_response(request)

    def _note(self, request: HttpRequest, key: str, now: datetime) -> None:
        known = self._known.get(key)
        if known is not None and now - known < SEEN_EVERY:
            return
        rows = UserSession.objects.filter(session_key=key)
        agent = request.META.get("HTTP_USER_AGENT", "")[: UserSession._meta.get_field("user_agent").max_length]
        address = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104
        if rows.filter(last_seen_at__lt=now - SEEN_EVERY).update(last_seen_at=now, ip=address, user_agent=agent):
            seen = now
        else:  # another process noted it, or it has just begun
            seen = rows.values_list("last_seen_at", flat=True).first() or now
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[key] = seen


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

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send to the page of what must be done first, whatever was asked for."""
        if request.actor is None or rule_of(view) == PUBLIC or is_endpoint(request):  # type: ignore[attr-defined]
            return None
        if request.resolver_match is None or request.resolver_match.view_name in ALWAYS_OPEN:
            return None
        if request.user.password_is_temporary and BY_PIN not in request.session:
            _say_once(request, _("Mật khẩu đang dùng do quản trị đặt. Hãy đổi mật khẩu trước khi làm việc khác."))
            return redirect("accounts:password")
        if _needs_second_factor(request):
            _say_once(request, _("Vai trò của anh/chị phải bật xác thực hai lớp trước khi làm việc khác."))
            return redirect("mfa_index")
        return None


def _needs_second_factor(request: HttpRequest) -> bool:
    """Tell whether the role needs a second factor and none is set up; asked once a session."""
    if request.actor.role not in settings.SECOND_FACTOR_ROLES:  # type: ignore[attr-defined]
        return False
    if request.session.get("second_factor") == request.user.pk:
        return False
    if has_second_factor(request.user.pk):
        request.session["second_factor"] = request.user.pk
        return False
    return True


def _say_once(request: HttpRequest, sentence: str) -> None:
    """Say it, unless it already waits to be shown: a page asks for more than one address."""
    waiting = messages.get_messages(request)
    said = any(str(one) == sentence for one in waiting)
    waiting.used = False  # looking does not take them away
    if not said:
        messages.warning(request, sentence)
