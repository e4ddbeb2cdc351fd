"""Who calls the API: the account behind `Authorization: Bearer <token>`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from buuan.base.access.endpoints import check_needed_right
from buuan.base.accounts.actions import note_token_use
from buuan.base.accounts.queries import actor_of, token_in_force


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <token>`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Set `request.actor` to the account behind the token; None when it may not be used now.

        Raises Forbidden at once when the token does not cover the right of the endpoint, before its input is read.
        """
        now = timezone.now()
        found = token_in_force(token, now)
        if found is None:
            return None
        request.actor = actor_of(  # type: ignore[attr-defined]
            found.account,
            source="api",
            address=request.META.get("REMOTE_ADDR", ""),
            scopes=frozenset(found.scopes) if found.scopes else None,
        )
        note_token_use(found, timezone.localdate(now))
        check_needed_right(request)
        return found
