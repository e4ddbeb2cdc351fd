"""The register of attempts: what was accepted is noted by the act itself, what was refused in an act of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from buuan.base.action import action, check_writing, noting_refusals
from buuan.base.attempts.actions import keep_attempt
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Refusal
from buuan.work.interdiction.models import Attempt, Order, OrderEvent, WatchVersion
from buuan.work.interdiction.rules import Scope

LIVE = "buuan_order"
"""The channel on which pages of an order hear that something changed; the payload is the order's number."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What is known of an attempt that reaches no order: its ground and how much it asked for."""

    ground: str = ""
    scope: dict[str, int] = field(default_factory=dict)


@action
def note_refusal(actor: Actor, verb: str, subject: Any, error: Refusal, *, at: datetime) -> Attempt:
    """Keep that an attempt was refused, by whom, on which ground and why; what was sought is not repeated."""
    order = subject if isinstance(subject, Order) else getattr(subject, "order", None)
    order = Order.objects.filter(pk=order.pk).first() if order is not None else None
    tried = getattr(subject, "tried", None) or Tried()

    attempt = keep_attempt(
        Attempt,
        actor,
        verb,
        at=at,
        error=error,
        order=order,
        ground=order.ground if order else tried.ground if tried.ground in dict(Attempt._meta.get_field("ground").choices) else "",
        scope=order.reach().counts() if order else tried.scope,
        caught=error.facts.get("caught"),
        drill=bool(order and order.drill),
    )

    record(actor, "interdiction.attempt_refused", attempt, at=at, verb=verb, code=error.code, order=order.number if order else "")
    return attempt


noted = noting_refusals(note_refusal)


def note(actor: Actor, verb: str, order: Order, *, at: datetime, caught: int | None = None) -> Attempt:
    """Note inside a running action that an attempt was accepted."""
    return keep_attempt(
        Attempt,
        actor,
        verb,
        at=at,
        order=order,
        ground=order.ground,
        scope=order.reach().counts(),
        caught=caught,
        drill=order.drill,
    )


def tell(order: Order, actor: Actor, kind: str, at: datetime, **facts: Any) -> OrderEvent:
    """Add a line to what happened to the order, inside a running action, and wake the pages that show it."""
    event = OrderEvent.objects.create(order=order, at=at, kind=kind, who=actor.name, body=actor.body_name, facts=facts)
    tell_live(order)
    return event


def tell_live(order: Order) -> None:
    """Wake the pages that show the order, when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [LIVE, order.number])


def raise_watch() -> None:
    """Say that what is sought changed, inside a running action: every check from the commit on compiles it anew.

    The mark is drawn, not counted up: a number that a transaction took back would be given again to another state.
    """
    check_writing("WatchVersion")
    table = WatchVersion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, version) VALUES (1, (random() * 9007199254740991)::bigint)"  # noqa: S608 - its own name
            " ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version"
        )


def locked(order: Order) -> Order:
    """Give the order as it stands now, locked until the action ends."""
    Order.objects.select_for_update().values_list("pk").get(pk=order.pk)
    return Order.objects.select_related("issuer", "case", "ground_row", "drafted_by", "decided_by", "notice").get(pk=order.pk)


def scope_tried(ground: str, scope: Scope) -> Tried:
    """Give what the register keeps of a draft that was refused."""
    return Tried(ground, scope.counts())
