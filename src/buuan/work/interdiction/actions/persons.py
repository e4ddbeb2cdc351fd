"""What concerns the people of an order: seeing who is named, and remembering who is not meant."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.items.actions import end_hold
from buuan.registers.items.models import Hold
from buuan.work.interdiction.actions.matching import matched_marks
from buuan.work.interdiction.actions.noting import note, noted, tell
from buuan.work.interdiction.models import NotSame, Order, OrderItem
from buuan.work.interdiction.rules import NOT_SAME_LASTS, Scope


@noted("unmask")
@action
def unmask_persons(actor: Actor, order: Order, *, reason: str, at: datetime) -> Scope:
    """Give the persons that an order names against a reason (xem dữ liệu cá nhân); who looked and why stands in the log."""
    require(actor, "interdiction.unmask", order)
    if actor.is_system:
        raise Refused("order.system_may_not", "Tài khoản hệ thống không xem dữ liệu cá nhân.")
    if len(reason.strip()) < 5:
        raise Invalid({"reason": ["Cần ghi lý do xem dữ liệu cá nhân."]})

    note(actor, "unmask", order, at=at)
    tell(order, actor, "unmasked", at)
    record(actor, "interdiction.unmasked", order, at=at, reason=reason.strip()[:500], scope=order.reach().counts())
    return order.reach()


@noted("not_same")
@action
def mark_not_same(actor: Actor, item: OrderItem, *, reason: str, at: datetime) -> OrderItem:
    """Decide that the people of an item are not the ones meant (không phải người được nêu); its hold under this order ends.

    Remembered for 90 days by a mark that means nothing outside this order. Raises Refused for an item that was found by its own
    code or its goods.
    """
    require(actor, "interdiction.draft", item)
    item = OrderItem.objects.select_for_update(of=("self",)).select_related("order", "operator").get(pk=item.pk)
    if item.found_by not in ("persons", "phones"):
        raise Refused("item.not_by_person", "Bưu gửi này không khớp theo người, không có gì để loại trừ.")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi vì sao không phải người được nêu."]})

    item.not_same = True
    item.save(update_fields=("not_same",))
    for mark in matched_marks(item.marks, item.side):
        NotSame.objects.update_or_create(
            order=item.order,
            mark=mark,
            defaults={
                "decided_by": actor.name, "decided_at": at, "reason": reason.strip()[:300], "lapses_at": at + NOT_SAME_LASTS,
            },
        )  # fmt: skip
    held = Hold.objects.filter(subject=subject_of(item.order), operator=item.operator, item_id=item.item_id, until_at=None)
    for hold in held.select_related("holder"):
        end_hold(actor, hold, reason="order_ended", at=at)

    note(actor, "not_same", item.order, at=at)
    tell(item.order, actor, "not_same", at, item=item.item_id)
    record(actor, "interdiction.not_same", item, at=at, item=item.item_id, reason=reason.strip()[:300])
    return item
