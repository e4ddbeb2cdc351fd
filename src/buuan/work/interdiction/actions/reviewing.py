"""After the order: whether it was right, item by item; wrongful holds are counted against the body that asked for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.work.interdiction.actions.noting import locked, note, noted, tell
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries.clocks import is_late
from buuan.work.interdiction.rules import ORDER_FLOW, RIGHTFUL, STOPPED


@noted("review")
@action
def review_order(actor: Actor, order: Order, *, text: str, judged: Mapping[int, str], at: datetime, explanation: str = "") -> Order:
    """Review an order that has ended (đánh giá sau lệnh): what came of it, and of every item that was held whether rightly.

    Raises Invalid for an empty text or a held item that is not judged.
    """
    require(actor, "interdiction.review", order)
    order = locked(order)
    step = ORDER_FLOW.step(order.state, "review")
    held = list(order.items.filter(state__in=STOPPED))
    errors: dict[str, list[str]] = {}
    if not text.strip():
        errors["text"] = ["Cần ghi đánh giá."]
    if any(judged.get(one.pk) not in RIGHTFUL for one in held):
        errors["judged"] = ["Mỗi bưu gửi đã giữ cần được đánh giá: giữ đúng, giữ oan hoặc chưa rõ."]
    if errors:
        raise Invalid(errors)

    order.move(step, reviewed_by_id=actor.account_id, reviewed_at=at, review=text.strip())
    for one in held:
        one.judged = judged[one.pk]
        one.save(update_fields=("judged",))
    words = explanation.strip() or ("Đánh giá sau hạn." if is_late(order, "interdiction.review", at) else "")
    finish_clocks(actor, order, kind="interdiction.review", at=at, explanation=words)

    note(actor, "review", order, at=at)
    tell(order, actor, "reviewed", at)
    counts = {name: sum(1 for one in held if judged[one.pk] == name) for name in RIGHTFUL}
    record(actor, "interdiction.reviewed", order, at=at, issuer_kind=order.issuer.kind, held=len(held), **counts)
    return order
