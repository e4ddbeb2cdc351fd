"""What turns up: manifests, events of items and questions at a counter, held against the orders in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.registers.items.actions import EventOutcome, record_events
from buuan.registers.items.rules import EventFacts, item_key
from buuan.work.interdiction.actions.matching import match_found
from buuan.work.interdiction.actions.noting import tell
from buuan.work.interdiction.models import Order, OrderItem
from buuan.work.interdiction.queries.reach import Found
from buuan.work.interdiction.queries.watch import Stop, check_items, match_rows


def watch_manifest(
    actor: Actor, operator: Organisation, items: pl.DataFrame, categories: Sequence[str | None], *, at: datetime
) -> int:
    """Put the items of a manifest that orders seek under them, inside the act that takes it in; gives how many are new."""
    if not items.height:
        return 0
    found = match_rows(items, operator.code, at, categories)
    return match_found(actor, found, source="manifest", at=at) if found else 0


def take_events(actor: Actor, operator: Organisation, events: Sequence[EventFacts], *, at: datetime) -> list[EventOutcome]:
    """Record where items are, and whatever of them an order names is held from then on; its unit is told."""
    outcomes = record_events(actor, operator, events, at=at)
    seen = {one.item_id: facts for one, facts in zip(outcomes, events, strict=True) if one.outcome == "recorded"}
    if seen:
        _meet(actor, operator, seen, at)
    return outcomes


def check_at_counter(
    actor: Actor, operator: Organisation | None, items: Sequence[Mapping[str, Any]], *, at: datetime
) -> dict[int, Stop]:
    """Give which of the items that a counter or a system asks about may not move, by their place in the question.

    What is new to an order is put under it at once, so that the answer and the register never differ.
    """
    if operator is None:
        return {}
    stops, fresh = check_items([dict(one) for one in items], operator.code, operator.pk, at)
    if fresh:
        match_found(actor, fresh, source="check", at=at)
    return stops


def _meet(actor: Actor, operator: Organisation, seen: Mapping[str, EventFacts], at: datetime) -> None:
    rows = pl.DataFrame(
        {
            "item_id": list(seen),
            "accept_point": [one.point.strip().upper() or None for one in seen.values()],
            "service_class": ["other"] * len(seen),
        },
        schema={"item_id": pl.String, "accept_point": pl.String, "service_class": pl.String},
    )
    found = match_rows(rows, operator.code, at)
    by_id = {pk: [one for one in listed if one.found_by == "items"] for pk, listed in found.items()}
    by_id = {pk: listed for pk, listed in by_id.items() if listed}
    if by_id:
        match_found(actor, by_id, source="event", at=at)
    _follow(actor, operator, seen, at)


@action
def _move_items(actor: Actor, rows: Sequence[tuple[OrderItem, Organisation]], *, at: datetime) -> None:
    for row, unit in rows:
        row.unit = unit
        row.save(update_fields=("unit",))
        tell(row.order, actor, "moved", at, item=row.item_id, unit=str(unit))

    record(
        actor, "interdiction.items_followed", "interdiction.orderitem", at=at,
        items=[row.item_id for row, _unit in rows], units=[unit.code for _row, unit in rows],
    )  # fmt: skip


def _follow(actor: Actor, operator: Organisation, seen: Mapping[str, EventFacts], at: datetime) -> None:
    """Let an item under an order in force be where its operator last said, so that the unit that has it answers for it."""
    keys = [item_key(one) for one in seen]
    in_force = Order.objects.in_force(at)
    rows = OrderItem.objects.filter(operator=operator, item_id__in=keys, order__in=in_force).select_related("order")
    codes = {facts.point.strip().upper() for facts in seen.values()} - {""}
    units = {one.code: one for one in Organisation.objects.under(operator.path).filter(code__in=codes)}
    latest = {item_key(item): units.get(facts.point.strip().upper()) for item, facts in seen.items()}
    moved = [(row, unit) for row in rows if (unit := latest.get(row.item_id)) is not None and unit.pk != row.unit_id]
    if moved:
        _move_items(actor, moved, at=at)


__all__ = ["Found", "check_at_counter", "take_events", "watch_manifest"]
