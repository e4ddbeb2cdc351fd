"""The whole matrix: who walks, through which addresses, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from buuan.base.access.guard import rule_of
from buuan.base.accounts.actions import issue_token
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.site import house
from buuan.site.access.bodies import body_of
from buuan.site.access.walk import Cell, Route, Walker
from buuan.site.api import api


@dataclass
class Matrix:
    """What a walk found: every cell, addresses without a rule, leaks, and addresses that could not be tried."""

    cells: list[Cell] = field(default_factory=list)
    routes: int = 0
    people: list[str] = field(default_factory=list)
    unruled: list[str] = field(default_factory=list)
    untried: list[str] = field(default_factory=list)

    @property
    def leaks(self) -> list[dict[str, Any]]:
        """The cells that should have been answered otherwise."""
        return [asdict(one) for one in self.cells if one.finding]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not (self.unruled or self.untried or self.leaks)

    def as_json(self) -> dict[str, Any]:
        """Give the answer of `buuan access matrix --json`."""
        return {
            "ok": self.ok,
            "routes": self.routes,
            "people": self.people,
            "requests": len(self.cells),
            "unruled": self.unruled,
            "untried": self.untried,
            "leaks": self.leaks,
            "cells": [asdict(one) for one in self.cells],
        }


def run_matrix(told: Callable[[str], None] = lambda _who: None) -> Matrix:
    """Let one person of every role and kind of organisation, and a stranger, walk every page and endpoint.

    `told` hears of each person who comes back. Nothing stays behind: sessions, tokens and whatever a page writes when it is
    read are taken back with the transaction.
    """
    routes = list(all_routes())
    found = Matrix(routes=len(routes), unruled=unruled())
    with transaction.atomic():
        for account in (*people(), None):
            point = transaction.savepoint()
            walker = _walker(account)
            found.people.append(f"{walker.role} {walker.kind}".strip())
            found.cells += walker.walk(routes)
            found.untried += [one for one in walker.findings if one not in found.untried]
            transaction.savepoint_rollback(point)
            told(found.people[-1])
        transaction.set_rollback(True)
    return found


def people() -> list[Account]:
    """Give one account in use of every role and kind of organisation; the platform's own cannot sign in and is left out."""
    chosen: dict[tuple[str, str], Account] = {}
    rows = Account.objects.filter(is_active=True, password_is_temporary=False).exclude(role="system").select_related("organisation")
    for account in rows.order_by("pk"):
        if account.works_on(timezone.localdate()):
            chosen.setdefault((account.role, account.organisation.kind), account)
    return list(chosen.values())


def all_routes() -> Iterator[Route]:
    """Give every page and every endpoint of the API."""
    for address, view in house.routes():
        yield Route("GET", address, rule_of(view), _room_of(view), view)
    schema = api.get_openapi_schema()
    components = schema.get("components", {}).get("schemas", {})
    for method, path, right in house.endpoints():
        body, media_type = body_of(schema["paths"][path][method.lower()], components)
        yield Route(method, path, right, (right or "").split(".")[0], None, True, body, media_type)


def unruled() -> list[str]:
    """Give the pages and endpoints without a rule, or with one that no room defines."""
    return [*house.route_faults(), *house.endpoint_faults()]


def _room_of(view: Any) -> str:
    """Give the label of the room in whose module a view stands."""
    parts = getattr(view, "__module__", "").split(".")
    return parts[2] if len(parts) > 2 else ""


def _walker(account: Account | None) -> Walker:
    if account is None:
        return Walker(None, None)
    actor = actor_of(account, source="page", address="127.0.0.1")
    token = ""
    if actor.may("accounts.issue_token"):
        token = issue_token(actor, account, name="ma trận quyền", days=1, at=timezone.now())[1]
    return Walker(account, actor, token)
