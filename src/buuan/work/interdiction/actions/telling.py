"""Telling sender and receiver of a held item, and letting that wait; each step on record, nobody named."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.work.cases.actions.telling import refuse
from buuan.work.interdiction.actions.noting import note, noted, tell
from buuan.work.interdiction.models import NoticeWait, OrderItem, PartyNotice
from buuan.work.interdiction.queries.names import page_of
from buuan.work.interdiction.queries.telling import notice_words, wait_of
from buuan.work.interdiction.rules import SIDES, WAYS, check_moment, may_tell, may_wait


@noted("tell_party")
@action
def tell_party(actor: Actor, item: OrderItem, *, side: str, way: str, at: datetime, told_at: datetime | None = None) -> PartyNotice:
    """Note that a side of a held item was given the notice (báo người gửi, người nhận), with its words as they stand.

    Raises Invalid for an unknown side or way, Refused for an item that is not held, a side told already, and while telling waits.
    """
    require(actor, "interdiction.answer", item)
    item = _locked(item)
    told_at = told_at or at
    errors = {}
    if side not in SIDES:
        errors["side"] = ["Chỉ báo cho người gửi hoặc người nhận."]
    if way not in WAYS:
        errors["way"] = ["Cách báo không có trong danh mục."]
    if errors:
        raise Invalid(errors)
    waiting = wait_of(item, at)
    refuse(
        [
            *check_moment(told_at, at),
            *may_tell(
                held_at=item.held_at,
                told=item.party_notices.filter(side=side).exists(),
                waits_until=waiting.until_at if waiting else None,
                at=at,
            ),
        ]
    )

    made = PartyNotice.objects.create(
        item=item,
        side=side,
        way=way,
        text="\n".join(notice_words(item)),
        told_at=min(told_at, at),
        at=at,
        unit_id=actor.body_id,
        who=actor.name,
        via=actor.source[:10],
    )

    note(actor, "tell_party", item.order, at=at)
    tell(item.order, actor, "party_told", at, item=item.item_id, side=SIDES[side])
    record(actor, "interdiction.party_told", item, at=at, item=item.item_id, side=side, way=way, drill=item.order.drill)
    return made


@noted("wait")
@action
def let_notice_wait(
    actor: Actor, item: OrderItem, *, reason: str, until: datetime, at: datetime, note_text: str = ""
) -> NoticeWait:
    """Let telling wait (hoãn báo) for a listed reason, at most until the order ends; the unit that holds the item is told.

    Raises Refused for an item that is not held, once somebody was told, for an unlisted reason, and for longer than the limit.
    """
    require(actor, "interdiction.let_wait", item)
    item = _locked(item)
    order = item.order
    refuse(
        may_wait(
            held_at=item.held_at,
            told=item.party_notices.exists(),
            in_force=order.binds_at(at),
            reason=reason,
            until=until,
            expires_at=order.expires_at,
            at=at,
        )
    )

    made = NoticeWait.objects.create(
        item=item, reason=reason, note=note_text.strip()[:300], until_at=until, decided_by=actor.name, body_id=actor.body_id, at=at
    )

    note(actor, "wait", order, at=at)
    tell(order, actor, "notice_waits", at, item=item.item_id)
    record(actor, "interdiction.notice_waits", item, at=at, item=item.item_id, reason=reason, until=until.isoformat())
    send(
        actor,
        "interdiction.notice_waits",
        about=order,
        to=[one for one in (item.unit or item.operator,) if one is not None],
        title=f"Lệnh ngăn chặn {order.number}: hoãn báo người gửi, người nhận một bưu gửi",
        at=at,
        url=page_of(order),
        urgent=True,
        drill=order.drill,
    )
    return made


def _locked(item: OrderItem) -> OrderItem:
    rows = OrderItem.objects.select_for_update(of=("self",)).select_related("order__issuer", "operator", "unit")
    return rows.get(pk=item.pk)
