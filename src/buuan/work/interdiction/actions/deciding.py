"""Deciding about a draft: approve and put in force, or refuse. Whoever drafted it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import start_clock
from buuan.base.dispatch.actions import send
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions import add_loose_end
from buuan.work.cases.actions.telling import refuse
from buuan.work.interdiction.actions.drafting import check_bounds
from buuan.work.interdiction.actions.matching import match_archive, name_items
from buuan.work.interdiction.actions.noting import locked, note, noted, raise_watch, tell
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries.names import page_of
from buuan.work.interdiction.queries.reach import recipients_of_scope
from buuan.work.interdiction.rules import ASKS, MOST_ORDERS_WITH_PERSONS, ORDER_FLOW, may_approve

_PERSONS = 0x6275_7561_6E06  # the advisory lock under which orders that name persons are counted
ACKNOWLEDGE_LIMIT = "interdiction.acknowledge"


@noted("approve")
@action
def approve_order(actor: Actor, order: Order, *, at: datetime, note_text: str = "") -> Order:
    """Approve an order and put it in force (duyệt, phát lệnh): sought at once, sent at once, acknowledged by the clock.

    Raises Refused for one's own draft, for what the bounds do not allow any more, and when 200 orders in force name persons.
    """
    require(actor, "interdiction.approve", order)
    order = locked(order)
    step = ORDER_FLOW.step(order.state, "approve")
    refuse(may_approve(order.drafted_by_id, actor.account_id, actor.is_system))
    caught = check_bounds(order, order.issuer.kind, at=at)
    if order.names_persons:
        _check_room_for_persons(at)

    order.move(
        step,
        decided_by_id=actor.account_id,
        decided_at=at,
        decision_note=note_text.strip(),
        in_force_at=at,
        caught_last_week=caught,
    )
    put_in_force(actor, order, at=at)

    note(actor, "approve", order, at=at, caught=caught)
    record(
        actor,
        "interdiction.approved",
        order,
        at=at,
        issuer_kind=order.issuer.kind,
        ground=order.ground,
        scope=order.reach().counts(),
        items=order.items.count(),
        expires_at=order.expires_at.isoformat(),
        recipients=order.notice.recipients.count() if order.notice else 0,
    )
    return order


@noted("refuse")
@action
def refuse_order(actor: Actor, order: Order, *, reason: str, at: datetime) -> Order:
    """Refuse a draft (không duyệt) with the reason; nothing was sought or sent."""
    require(actor, "interdiction.approve", order)
    order = locked(order)
    step = ORDER_FLOW.step(order.state, "refuse")
    refuse(may_approve(order.drafted_by_id, actor.account_id, actor.is_system))
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do không duyệt."]})

    order.move(step, decided_by_id=actor.account_id, decided_at=at, decision_note=reason.strip())

    note(actor, "refuse", order, at=at)
    tell(order, actor, "refused", at)
    record(actor, "interdiction.refused", order, at=at)
    send(
        actor,
        "interdiction.refused",
        about=order,
        to=[order.issuer],
        title=f"Lệnh ngăn chặn {order.number} không được duyệt",
        at=at,
        url=page_of(order),
    )
    return order


def put_in_force(actor: Actor, order: Order, *, at: datetime) -> None:
    """Inside a running action: let the order be sought from now on, find what the archive knows, and send it to all concerned."""
    tell(order, actor, "in_force", at)
    items = [] if order.drill else [*name_items(actor, order, at=at), *match_archive(actor, order, at=at)]
    if not order.drill:
        raise_watch()
    places = [one.unit for one in items if one.unit] + [one.operator for one in items if one.operator]
    send_order(actor, order, places, at=at)
    if order.case is not None:
        add_loose_end(order.case, f"interdiction.order:{order.pk}", f"lệnh ngăn chặn {order.number} đang hiệu lực", at=at)


def send_order(actor: Actor, order: Order, places: list, *, at: datetime, to: list | None = None) -> None:
    """Inside a running action: send the order, or its new version, to all whom it concerns; each owes an acknowledgement.

    What leaves the machine holds nothing that is sought, only that there is an order and where it is read.
    """
    on = at.astimezone(VIETNAM).date()
    told = to if to is not None else recipients_of_scope(order.reach(), places, on)
    limit = limit_in_force(ACKNOWLEDGE_LIMIT, on)
    asked = ", ".join(ASKS[one] for one in order.asks)
    mark = "DIỄN TẬP: " if order.drill else ""
    order.notice = send(
        actor,
        "interdiction.order",
        about=order,
        to=told,
        title=f"{mark}Lệnh ngăn chặn {order.number}"[:250],
        text=f"{mark}Yêu cầu: {asked}. Mở lệnh, xác nhận và trả lời từng bưu gửi. Điện thoại: {order.phone}.",
        at=at,
        url=page_of(order),
        urgent=True,
        asks="acknowledge",
        drill=order.drill,
        supersedes=order.notice,
    )
    order.save(update_fields=("notice",))
    tell(order, actor, "sent", at, recipients=len(told), version=order.version)
    if order.drill:
        return
    # The dispatch climbs its own ladder for each of them; the clock stands on the operator's worklist and calls nobody twice.
    plain = replace(limit, ladder_code="")
    for operator in told:
        if operator.kind == "postal_operator" and order.version == 1:
            start_clock(
                actor,
                order,
                kind="interdiction.acknowledge",
                task=gettext_noop("Xác nhận lệnh ngăn chặn"),
                title=f"Lệnh ngăn chặn {order.number}",
                holder=operator,
                limit=plain,
                at=at,
                url=page_of(order),
                button=gettext_noop("Xác nhận"),
                source=str(order.issuer),
                severity="critical",
            )


def _check_room_for_persons(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PERSONS])
    if Order.objects.in_force(at).filter(names_persons=True).count() >= MOST_ORDERS_WITH_PERSONS:
        raise Refused(
            "order.too_many_with_persons",
            f"Đang có {MOST_ORDERS_WITH_PERSONS} lệnh hiệu lực nêu người, không phát thêm được (giới hạn của nền tảng).",
        )
