"""Putting items under an order: those it names, those in the archive, and every one that turns up from then on."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.clocks.actions import start_clock
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.actions import place_hold
from buuan.registers.law.queries import limit_in_force
from buuan.work.interdiction.actions.noting import tell
from buuan.work.interdiction.models import NotSame, Order, OrderItem
from buuan.work.interdiction.queries.names import page_of
from buuan.work.interdiction.queries.reach import Found, kept_since, search
from buuan.work.interdiction.queries.whereabouts import places_of
from buuan.work.interdiction.rules import CEILINGS, STOPPING

ANSWER_LIMIT = "interdiction.answer"


def name_items(actor: Actor, order: Order, *, at: datetime) -> list[OrderItem]:
    """Inside a running action: put the items that the order names under it, whether or not anybody has seen them yet.

    Where one operator alone is named they are held there at once; else the operator becomes known by an answer, a manifest, an
    event or a question at a counter. Nothing is looked up for this.
    """
    check_writing("OrderItem")
    scope = order.reach()
    operator = Organisation.objects.filter(code=scope.operators[0]).first() if len(scope.operators) == 1 else None
    found = [Found(operator.code if operator else "", item, "items", "", 1.0, "", None) for item in scope.items]
    return add_items(actor, order, found, source="named", at=at)


def match_archive(actor: Actor, order: Order, *, at: datetime) -> list[OrderItem]:
    """Inside a running action: look for the order in what the archive keeps; nothing is read on a ground of single items."""
    check_writing("OrderItem")
    if not CEILINGS[order.ground].may_match:
        return []
    started = time.monotonic()
    found, searched = search(order.reach(), since=kept_since(at), until=at + timedelta(days=1))
    order.searched, order.search_ms = searched, round((time.monotonic() - started) * 1000)
    order.save(update_fields=("searched", "search_ms"))
    added = add_items(actor, order, found, source="archive", at=at)
    tell(order, actor, "searched", at, searched=searched, ms=order.search_ms, found=len(added))
    return added


def add_items(actor: Actor, order: Order, found: Iterable[Found], *, source: str, at: datetime) -> list[OrderItem]:
    """Inside a running action: put what was found under the order, hold it, and tell those who have it; gives what is new.

    An item whose people were decided not to be the ones meant is left alone while that is remembered.
    """
    check_writing("OrderItem")
    listed = [one for one in found if not _is_known_other(order, one, at)]
    if not listed:
        return []
    operators = {one.code: one for one in Organisation.objects.filter(code__in={one.operator for one in listed})}
    points = {one.code: one for one in Organisation.objects.filter(code__in={one.point for one in listed if one.point})}
    standing = {(row.operator_id, row.item_id): row for row in order.items.filter(item_id__in=[one.item_id for one in listed])}
    places = places_of([(operators[one.operator].pk, one.item_id) for one in listed if one.operator in operators])
    new: list[OrderItem] = []
    for one in listed:
        operator = operators.get(one.operator)
        known = standing.get((operator.pk if operator else None, one.item_id))
        if known is not None:
            continue
        unit = places.get((operator.pk, one.item_id)) if operator else None
        unit = unit or _within(points.get(one.point), operator) or operator
        unclaimed = standing.get((None, one.item_id))
        if unclaimed is not None and operator is not None:
            _claim(unclaimed, operator, unit, one, order)
            new.append(unclaimed)
            continue
        row = OrderItem(
            order=order,
            operator=operator,
            unit=unit,
            item_id=one.item_id,
            found_by=one.found_by,
            side=one.side,
            score=round(min(one.score, 1.0), 3),
            source=source,
            day=one.day,
            marks=[mark_of(order, text) for text in one.people],
            matched_at=at,
        )
        standing[operator.pk if operator else None, one.item_id] = row
        new.append(row)
    fresh = [row for row in new if row.pk is None]
    OrderItem.objects.bulk_create(fresh, batch_size=500)
    _hold_and_tell(actor, order, new, source, at)
    return new


@action
def match_found(actor: Actor, found: dict[int, list[Found]], *, source: str, at: datetime) -> int:
    """Put items that turned up now (bảng kê, sự kiện, hỏi tại quầy) under the orders that seek them; gives how many are new."""
    total = 0
    orders = Order.objects.in_force(at).select_related("issuer", "notice").in_bulk(list(found))
    for pk, order in orders.items():
        added = add_items(actor, order, found[pk], source=source, at=at)
        total += len(added)
        if added:
            tell(order, actor, "matched", at, source=source, found=len(added))

    record(
        actor,
        "interdiction.matched",
        "interdiction.order",
        at=at,
        source=source,
        orders=[one.number for one in orders.values()],
        found=total,
    )
    return total


def mark_of(order: Order, text: str) -> str:
    """Give the mark of a person within one order: salted, so that the same person bears another mark in another order."""
    return hmac.new(order.salt.encode(), text.encode(), hashlib.sha256).hexdigest()[:24]


def _claim(row: OrderItem, operator: Organisation, unit: Organisation | None, one: Found, order: Order) -> None:
    row.operator, row.unit = operator, unit
    row.day = row.day or one.day
    row.marks = row.marks or [mark_of(order, text) for text in one.people]
    row.save(update_fields=("operator", "unit", "day", "marks"))


def _within(point: Organisation | None, operator: Organisation | None) -> Organisation | None:
    return point if point is not None and operator is not None and point.path.startswith(operator.path) else None


def _is_known_other(order: Order, one: Found, at: datetime) -> bool:
    if one.found_by not in ("persons", "phones") or not one.people:
        return False
    marks = matched_marks([mark_of(order, text) for text in one.people], one.side)
    return NotSame.objects.filter(order=order, mark__in=marks, lapses_at__gt=at).exists()


def matched_marks(marks: Sequence[str], side: str) -> list[str]:
    """Give the mark of the side that was matched, of sender and receiver in this order: the other one was never meant."""
    return list(marks[-1:] if side == "receiver" else marks[:1])


def _hold_and_tell(actor: Actor, order: Order, items: Sequence[OrderItem], source: str, at: datetime) -> None:
    """Hold each item and tell its unit and operator; their clock for answering starts with the first item."""
    by_place: dict[int, list[OrderItem]] = {}
    units: dict[int, Organisation] = {}
    for row in items:
        if row.operator is None:
            continue
        if STOPPING & set(order.asks):
            place_hold(actor, row.operator, row.item_id, ground="order", subject=order, holder=row.unit or row.operator, at=at)
        for unit in {one.pk: one for one in (row.unit, row.operator) if one is not None}.values():
            units[unit.pk] = unit
            by_place.setdefault(unit.pk, []).append(row)
    if source != "named" or order.notice_id is not None:
        for pk, rows in by_place.items():
            send(
                actor,
                "interdiction.items",
                about=order,
                to=[units[pk]],
                title=f"Lệnh ngăn chặn {order.number}: {len(rows)} bưu gửi cần giữ, trả lời",
                at=at,
                url=page_of(order),
                urgent=True,
                drill=order.drill,
            )
    for operator in {row.operator.pk: row.operator for row in items if row.operator is not None}.values():
        start_answer_clock(actor, order, operator, at=at)


def start_answer_clock(actor: Actor, order: Order, operator: Organisation, *, at: datetime) -> None:
    """Inside a running action: the operator answers for its items by the limit, one clock an order."""
    running = Clock.objects.running().filter(subject=subject_of(order), kind="interdiction.answer", holder=operator)
    if running.exists():
        return
    start_clock(
        actor,
        order,
        kind="interdiction.answer",
        task=gettext_noop("Trả lời từng bưu gửi"),
        title=f"Lệnh ngăn chặn {order.number}",
        holder=operator,
        limit=limit_in_force(ANSWER_LIMIT, at.astimezone(VIETNAM).date()),
        at=at,
        url=page_of(order),
        button=gettext_noop("Trả lời"),
        source=str(order.issuer),
        severity="critical",
    )
