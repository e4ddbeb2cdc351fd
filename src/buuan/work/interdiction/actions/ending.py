"""The end of an order: lifted or expired, every held item is to be released, and the release is confirmed by who holds it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks, start_clock
from buuan.base.clocks.queries import calendar
from buuan.base.clocks.rules import ClockFacts, Limit, first_due_at
from buuan.base.dispatch.actions import close_notices, send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.actions import end_holds_of
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions import tie_loose_end
from buuan.work.interdiction.actions.noting import locked, note, noted, raise_watch, tell
from buuan.work.interdiction.models import Order, OrderItem
from buuan.work.interdiction.queries.names import page_of
from buuan.work.interdiction.rules import END_REASONS, ORDER_FLOW

RELEASE_LIMIT = "interdiction.confirm_release"
REVIEW_LIMIT = "interdiction.review"


@noted("lift")
@action
def lift_order(actor: Actor, order: Order, *, reason: str, at: datetime) -> Order:
    """Lift an order before its time (dỡ bỏ): its held items are to be released and the release confirmed."""
    require(actor, "interdiction.approve", order)
    order = locked(order)
    step = ORDER_FLOW.step(order.state, "lift")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do dỡ bỏ."]})

    order.move(step, ended_at=at, end_reason="lifted")
    held = _end(actor, order, at)

    note(actor, "lift", order, at=at)
    record(actor, "interdiction.lifted", order, at=at, reason=reason.strip()[:500], to_release=held)
    return order


@action
def expire_orders(actor: Actor, *, at: datetime) -> int:
    """End the orders whose time has passed; gives how many. A check asks the time itself, so none binds a second longer."""
    require(actor, "interdiction.expire")
    over = Order.objects.filter(state="in_force", expires_at__lte=at).select_for_update(skip_locked=True, of=("self",))
    orders = list(over.select_related("issuer", "case", "notice").order_by("expires_at")[:100])

    for order in orders:
        order.move(ORDER_FLOW.step(order.state, "expire"), ended_at=order.expires_at, end_reason="expired")
        held = _end(actor, order, at)
        note(actor, "expire", order, at=at)
        record(actor, "interdiction.expired", order, at=at, to_release=held)

    record(actor, "interdiction.expiry_looked", "interdiction.order", at=at, orders=[one.number for one in orders])
    return len(orders)


def _end(actor: Actor, order: Order, at: datetime) -> int:
    """Close what the order asks, end its holds, and ask who holds an item to confirm its release; gives how many items."""
    limit = limit_in_force(RELEASE_LIMIT, at.astimezone(VIETNAM).date())
    tell(order, actor, order.state, at)
    raise_watch()
    close_notices(order, at=at)
    for kind in ("interdiction.acknowledge", "interdiction.answer"):
        finish_clocks(actor, order, kind=kind, at=at, explanation=f"Lệnh {END_REASONS[order.end_reason]}.")
    end_holds_of(actor, order, reason="order_ended", at=at)
    held = list(order.items.filter(state="held", released_at=None).select_related("operator", "unit"))
    if held:
        due = first_due_at(ClockFacts(at, limit), calendar())
        OrderItem.objects.filter(pk__in=[one.pk for one in held]).update(release_due_at=due)
        _ask_release(actor, order, held, limit, at)
    if order.case is not None:
        tie_loose_end(order.case, f"interdiction.order:{order.pk}", at=at)
    if not order.drill:
        start_clock(
            actor,
            order,
            kind="interdiction.review",
            task=gettext_noop("Đánh giá sau lệnh ngăn chặn"),
            title=order.title,
            holder=order.issuer,
            limit=limit_in_force(REVIEW_LIMIT, at.astimezone(VIETNAM).date()),
            at=at,
            url=page_of(order),
            button=gettext_noop("Đánh giá"),
            source=order.number,
            severity="medium",
        )
    return len(held)


def _ask_release(actor: Actor, order: Order, held: list[OrderItem], limit: Limit, at: datetime) -> None:
    units: dict[int, Organisation] = {}
    for one in held:
        units |= {place.pk: place for place in (one.unit, one.operator) if place is not None}
    send(
        actor,
        "interdiction.release",
        about=order,
        to=list(units.values()),
        title=f"Lệnh ngăn chặn {order.number} kết thúc: giải tỏa {len(held)} bưu gửi",
        at=at,
        url=page_of(order),
        urgent=True,
        drill=order.drill,
    )
    for operator in {one.operator.pk: one.operator for one in held if one.operator is not None}.values():
        start_clock(
            actor,
            order,
            kind="interdiction.confirm_release",
            task=gettext_noop("Xác nhận đã giải tỏa bưu gửi"),
            title=f"Lệnh ngăn chặn {order.number}",
            holder=operator,
            limit=limit,
            at=at,
            url=page_of(order),
            button=gettext_noop("Giải tỏa"),
            source=str(order.issuer),
            severity="high",
        )
