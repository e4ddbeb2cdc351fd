"""Interdiction over the API: the orders that bind me, acknowledging, answering per item, and telling where items are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.web.lists import key_page
from buuan.kit.errors import Invalid
from buuan.registers.items.queries import own_operator
from buuan.registers.items.rules import MOST_EVENTS, EventFacts
from buuan.work.interdiction import actions
from buuan.work.interdiction.actions.answering import MOST_ANSWERS
from buuan.work.interdiction.models import Order, OrderItem
from buuan.work.interdiction.queries import (
    item_by_code,
    items_of,
    notice_words,
    order_by_number,
    orders_for_list,
    own_recipient,
    told_of,
    wait_of,
)
from buuan.work.interdiction.rules import ANSWERS, ASKS, HINDERS, ITEM_STATES, MISSES, ORDER_FLOW, SIDES, WAYS

router = Endpoints()
ORDER = ("-drafted_at",)
MOST_A_PAGE = 100
MOST_ITEMS = 1_000
ZONE_MISSING = "Thời điểm phải có múi giờ, ví dụ 2026-11-24T08:15:00+07:00."


class OrderItemOut(Schema):
    """An item of an order that is in my hands, or may come into them."""

    item_id: str
    operator: str
    unit: str = Field(description="code of the unit that has it, as far as it is known")
    found_by: str
    state: str = Field(description=", ".join(ITEM_STATES))
    reason: str
    place: str
    release_due_at: datetime | None


class OrderOut(Schema):
    """An order: what is asked, whom to call, until when. Nobody who is sought is ever named here."""

    number: str
    version: int
    title: str
    state: str = Field(description=", ".join(ORDER_FLOW.states))
    drill: bool
    issuer: str
    officer: str
    phone: str
    asks: list[str] = Field(description=", ".join(ASKS))
    category: str
    in_force_at: datetime | None
    expires_at: datetime
    acknowledged_at: datetime | None
    items: list[OrderItemOut]


class OrderPage(Schema):
    """One page of orders, the latest first; `next` is empty on the last one."""

    items: list[OrderOut]
    next: str


class ReceiptOut(Schema):
    """The acknowledgement of my unit."""

    number: str
    acknowledged_at: datetime
    seconds: int


class AnswerIn(Schema):
    """What became of one item; a miss needs its reason, a hold its place or point."""

    item_id: str = Field(max_length=60)
    answer: str = Field(max_length=24, description=", ".join(ANSWERS))
    reason: str = Field("", max_length=24, description=", ".join(MISSES))
    at: datetime | None = None
    point: str = Field("", max_length=60)
    place: str = Field("", max_length=160)
    note: str = Field("", max_length=300)
    handed_to: str = Field("", max_length=160)


class AnswersIn(Schema):
    """Answers, each taken or refused by itself."""

    answers: list[AnswerIn] = Field(min_length=1, max_length=MOST_ANSWERS)


class AnswerOut(Schema):
    """What became of one answer."""

    item_id: str
    outcome: str = Field(description="recorded, repeated, refused")
    code: str
    message: str


class AnswersOut(Schema):
    """The outcomes in the order of the question."""

    number: str
    results: list[AnswerOut]


class PartyToldIn(Schema):
    """Which side of a held item was told, and how."""

    side: str = Field(max_length=8, description=", ".join(SIDES))
    way: str = Field(max_length=8, description=", ".join(WAYS))
    at: datetime | None = None


class NoticeWaitIn(Schema):
    """Until when telling waits, and why."""

    reason: str = Field(max_length=10, description=", ".join(HINDERS))
    until: datetime
    note: str = Field("", max_length=300)


class PartyToldOut(Schema):
    """One side that was told."""

    side: str
    way: str
    at: datetime
    unit: str


class PartyNoticeOut(Schema):
    """What sender and receiver of an item can be told; the text is empty while it is not held, and names nobody."""

    item_id: str
    text: str
    told: list[PartyToldOut]
    waits_until: datetime | None
    reason: str = Field(description=", ".join(HINDERS))


class EventIn(Schema):
    """One event: an item, what happened, when, and at which of the operator's points."""

    item_id: str = Field(max_length=60)
    event: str = Field(max_length=60, description="Một sự kiện của từ vựng chung, hoặc mã trạng thái của doanh nghiệp")
    at: datetime
    point: str = Field(default="", max_length=40)


class EventsIn(Schema):
    """Events in any order; with `vocabulary` (emsevt, ghn, vtp, ghtk) they come in an operator's own status codes."""

    events: list[EventIn] = Field(min_length=1, max_length=MOST_EVENTS)
    vocabulary: str = Field(default="", max_length=20)


class EventOut(Schema):
    """What became of one event; `held` warns that the item may not move on."""

    item_id: str
    outcome: str = Field(description="recorded, repeated, refused")
    event: str
    held: bool
    message: str


class EventsOut(Schema):
    """The outcomes in the order of the question."""

    recorded: int
    repeated: int
    refused: int
    results: list[EventOut]


@router.get("/orders", right="interdiction.read", response=OrderPage, summary="Các lệnh ngăn chặn")
def list_orders(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> OrderPage:
    """List the orders that I may see; for an operator those that bind it, with the items that concern it."""
    rows = orders_for_list(request.actor)
    if state:
        if state not in ORDER_FLOW.states:
            raise Invalid({"state": [f"Không có trạng thái «{state[:40]}»."]})
        rows = rows.filter(state=state)
    found, following = key_page(rows, ORDER, cursor, limit, most=MOST_A_PAGE)
    lines = [_out(request.actor, one) for one in found]
    return OrderPage(items=lines, next=following)


@router.get("/orders/{number}", right="interdiction.read", response=OrderOut, summary="Một lệnh ngăn chặn")
def get_order(request: HttpRequest, number: str) -> OrderOut:
    """Give one order with the items that concern me."""
    return _out(request.actor, order_by_number(request.actor, number))


@router.post("/orders/{number}/acknowledge", right="interdiction.answer", response=ReceiptOut, summary="Xác nhận lệnh")
def acknowledge(request: HttpRequest, number: str) -> ReceiptOut:
    """Acknowledge an order for the unit of the token; a second time and after its end it is refused with 409."""
    order = order_by_number(request.actor, number)
    got = actions.acknowledge_order(request.actor, order, at=timezone.now())
    return ReceiptOut(
        number=order.number,
        acknowledged_at=got.acknowledged_at,
        seconds=int((got.acknowledged_at - got.delivered_at).total_seconds()),
    )


@router.post("/orders/{number}/items", right="interdiction.answer", response=AnswersOut, summary="Trả lời từng bưu gửi")
def answer(request: HttpRequest, number: str, payload: AnswersIn) -> AnswersOut:
    """Answer per item; each is taken or refused by itself, and where none could be taken the whole call is refused."""
    order = order_by_number(request.actor, number)
    given = []
    for one in payload.answers:
        if one.at is not None and timezone.is_naive(one.at):
            raise Invalid({"at": [ZONE_MISSING]})
        plain = one.model_dump(exclude={"at"})
        given.append(actions.AnswerFacts(**plain, said_at=one.at))
    told = actions.answer_items(request.actor, order, given, at=timezone.now())
    lines = [AnswerOut(item_id=one.item_id, outcome=one.outcome, code=one.code, message=one.sentence) for one in told]
    return AnswersOut(number=order.number, results=lines)


@router.get(
    "/orders/{number}/items/{item_id}/notice", right="interdiction.read", response=PartyNoticeOut, summary="Thông báo tạm giữ"
)
def get_notice(request: HttpRequest, number: str, item_id: str) -> PartyNoticeOut:
    """Give the words for sender and receiver of a held item, who was told, and until when telling waits."""
    return _notice_out(item_by_code(request.actor, order_by_number(request.actor, number), item_id))


@router.post("/orders/{number}/items/{item_id}/notice", right="interdiction.answer", response=PartyNoticeOut, summary="Ghi đã báo")
def post_notice(request: HttpRequest, number: str, item_id: str, payload: PartyToldIn) -> PartyNoticeOut:
    """Note that a side of a held item was told; a second time, and while telling waits, it is refused with 409."""
    if payload.at is not None and timezone.is_naive(payload.at):
        raise Invalid({"at": [ZONE_MISSING]})
    item = item_by_code(request.actor, order_by_number(request.actor, number), item_id)
    actions.tell_party(request.actor, item, side=payload.side, way=payload.way, told_at=payload.at, at=timezone.now())
    return _notice_out(item)


@router.post(
    "/orders/{number}/items/{item_id}/notice-wait", right="interdiction.let_wait", response=PartyNoticeOut, summary="Hoãn báo"
)
def post_wait(request: HttpRequest, number: str, item_id: str, payload: NoticeWaitIn) -> PartyNoticeOut:
    """Let telling wait for a listed reason, at most until the order ends."""
    if timezone.is_naive(payload.until):
        raise Invalid({"until": [ZONE_MISSING]})
    item = item_by_code(request.actor, order_by_number(request.actor, number), item_id)
    facts = {"reason": payload.reason, "until": payload.until, "note_text": payload.note}
    actions.let_notice_wait(request.actor, item, **facts, at=timezone.now())
    return _notice_out(item)


def _notice_out(item: OrderItem) -> PartyNoticeOut:
    waiting = wait_of(item, timezone.now())
    return PartyNoticeOut(
        item_id=item.item_id,
        text="\n".join(notice_words(item)) if item.held_at else "",
        told=[PartyToldOut(side=one.side, way=one.way, at=one.told_at, unit=one.unit.code) for one in told_of(item)],
        waits_until=waiting.until_at if waiting else None,
        reason=waiting.reason if waiting else "",
    )


@router.post("/items/events", right="items.report_events", response=EventsOut)
def post_events(request: HttpRequest, payload: EventsIn) -> dict[str, Any]:
    """Tell where items are, up to 5,000 at a time, in any order; the same event again changes nothing.

    An item that an order names is held from its first event on.
    """
    actor = request.actor  # type: ignore[attr-defined]
    facts = [EventFacts(one.item_id, one.event, one.at, one.point, payload.vocabulary) for one in payload.events]
    told = actions.take_events(actor, own_operator(actor), facts, at=timezone.now())
    results = [
        {"item_id": one.item_id, "outcome": one.outcome, "event": one.event, "held": one.held, "message": one.sentence}
        for one in told
    ]
    counts = {word: sum(1 for one in told if one.outcome == word) for word in ("recorded", "repeated", "refused")}
    return counts | {"results": results}


def _out(actor: Any, order: Order) -> OrderOut:
    mine = own_recipient(actor, order)
    return OrderOut(
        **{name: getattr(order, name) for name in ("number", "version", "title", "state", "drill", "officer", "phone", "asks")},
        issuer=order.issuer.code,
        category=order.category,
        in_force_at=order.in_force_at,
        expires_at=order.expires_at,
        acknowledged_at=mine.acknowledged_at if mine else None,
        items=[
            OrderItemOut(
                item_id=one.item_id,
                operator=one.operator.code if one.operator else "",
                unit=one.unit.code if one.unit else "",
                found_by=one.found_by,
                state=one.state,
                reason=one.reason,
                place=one.place,
                release_due_at=one.release_due_at,
            )
            for one in items_of(actor, order)[:MOST_ITEMS]
        ],
    )
