"""How allauth behaves here: nobody signs up by himself, and every sign-in leaves a record."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from buuan.base.accounts.actions import note_sign_in
from buuan.base.accounts.queries import actor_of


class AccountAdapter(DefaultAccountAdapter):
    """The platform's rules for allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are created by an administrator only."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign the person in and record it."""
        super().login(request, user)
        actor = actor_of(user, source="page", address=request.META.get("REMOTE_ADDR", ""))
        note_sign_in(actor, user, at=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        """Sign the person out and record it."""
        user = request.user
        if user.is_authenticated:
            actor = actor_of(user, source="page", address=request.META.get("REMOTE_ADDR", ""))
            note_sign_in(actor, user, at=timezone.now(), ended=True)
        super().logout(request)
