"""The first line of every action (`require`) and the rule of every page (`page`, `signed_in`, `public`)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from buuan.base.access.registry import all_rights
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, NotFound, Refusal

SIGNED_IN = "signed_in"
PUBLIC = "public"

View = Callable[..., HttpResponse]


def require(actor: Actor | None, right: str, subject: Any = None) -> None:
    """Raise Forbidden unless `actor` holds `right`, and may see `subject` if one is given and has `is_visible_to`.

    Nobody (None) holds no right. A subject that the actor may not see is told as not found, see `as_told`.
    """
    if right not in all_rights():
        raise LookupError(f"no room defines the right {right}")
    if actor is None or not actor.may(right):
        raise Forbidden(right=right)
    if subject is not None and hasattr(subject, "is_visible_to") and not subject.is_visible_to(actor):
        raise Forbidden(right=right, hidden=True)


def as_told(error: Refusal) -> Refusal:
    """Give the refusal as the person hears it: what is hidden from him does not exist, so that a number cannot be tried out."""
    if isinstance(error, Forbidden) and error.facts.get("hidden"):
        return NotFound()
    return error


def page(right: str) -> Callable[[View], View]:
    """Give a view the rule: only for a signed-in person who holds `right`."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.actor, right)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.rule = right  # type: ignore[attr-defined]
        return guarded

    return mark


def signed_in(view: View) -> View:
    """Give a view the rule: for every signed-in person (own work, own settings)."""
    view.rule = SIGNED_IN  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Give a view the rule: for everybody, without an account."""
    view.rule = PUBLIC  # type: ignore[attr-defined]
    return view


def rule_of(view: Any) -> str | None:
    """Give the rule of a view, or None when it has none and is therefore closed to all."""
    return getattr(view, "rule", None)
