"""What sender and receiver of an item were told, and until when telling waits."""

from __future__ import annotations

from datetime import datetime

from buuan.base.organisations.models import home_number
from buuan.base.web import formats
from buuan.work.interdiction.models import NoticeWait, OrderItem, PartyNotice
from buuan.work.interdiction.rules import DECIDERS, Held, words_of


def told_of(item: OrderItem) -> list[PartyNotice]:
    """Give the notices of an item, the first one first."""
    return list(item.party_notices.select_related("unit").order_by("pk"))


def wait_of(item: OrderItem, at: datetime) -> NoticeWait | None:
    """Give the decision by which telling waits at a moment; none once the order has ended."""
    if item.order.state != "in_force":
        return None
    return item.notice_waits.filter(until_at__gt=at).select_related("body").order_by("-pk").first()


def notice_words(item: OrderItem) -> tuple[str, ...]:
    """Give the words that can be told about an item as it stands."""
    order = item.order
    decision = ""
    if order.has_decision and order.decision_on:
        decision = f"quyết định số {order.decision_number} ngày {formats.day(order.decision_on)} của {DECIDERS[order.decision_by]}"
    return words_of(
        Held(
            item_id=item.item_id,
            operator=item.operator.name if item.operator else "doanh nghiệp bưu chính",
            issuer=order.issuer.name,
            number=order.number,
            phone=home_number(order.phone),
            ground=order.ground,
            held_at=formats.moment(item.held_at),
            until=formats.moment(order.expires_at),
            decision=decision,
            drill=order.drill,
        )
    )
