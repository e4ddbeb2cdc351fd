"""Endpoints of dispatch: the feed by cursor, one notice and its acknowledgement, webhooks and their log."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.dispatch.actions import (
    acknowledge,
    answer,
    end_endpoint,
    open_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    send_again,
)
from buuan.base.dispatch.models import Delivery, Endpoint, Recipient
from buuan.base.dispatch.queries import (
    delivery_by_pk,
    delivery_log,
    endpoint_by_pk,
    endpoints_of,
    own_body,
    recipient_by_pk,
)
from buuan.base.dispatch.queries.feed import events_since
from buuan.kit.errors import Invalid

router = Endpoints()
MOST = 200


class NoticeOut(Schema):
    """One notice as one organisation was told it; `id` names this delivery."""

    id: int
    number: str
    type: str
    label: str
    title: str
    text: str
    url: str
    organisation: str
    sender: str
    at: datetime
    urgent: bool
    asks: str = Field(description="acknowledge, answer, or empty")
    answer_by: datetime | None
    owes: bool
    drill: bool
    version: int
    closed_at: datetime | None
    opened_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None


class Feed(Schema):
    """What happened since a cursor; ask again with `next`, which stays the same while nothing new is there."""

    items: list[NoticeOut]
    next: str


class AnswerIn(Schema):
    """The answer of the organisation."""

    text: str = Field(max_length=2000)


class WebhookIn(Schema):
    """A webhook to open for the caller's organisation."""

    url: str = Field(max_length=500)
    name: str = Field(max_length=80)
    kinds: list[str] = Field(default=[], max_length=20, description="beginnings of kinds; empty for all")
    covers_units: bool = True


class WebhookOut(Schema):
    """A webhook; `secret` is filled once, when it is opened or exchanged."""

    id: int
    url: str
    name: str
    organisation: str
    kinds: list[str]
    covers_units: bool
    state: str = Field(description="in_use, paused, failing, dead, ended")
    secret: str = ""


class AttemptOut(Schema):
    """One try."""

    number: int
    at: datetime
    outcome: str
    status: int | None
    took_ms: int


class MessageOut(Schema):
    """One message to a webhook with its tries, the latest first."""

    id: int
    message_id: str = Field(description="the webhook-id, the same for every try")
    notice: str
    round: int
    state: str
    due_at: datetime | None
    delivered_at: datetime | None
    attempts: list[AttemptOut]


@router.get("/events", right="dispatch.read", response=Feed, summary="Việc đã xảy ra từ một con trỏ")
def feed(request: HttpRequest, cursor: str = "0", limit: int = 100) -> Feed:
    """Give what my organisation and its units were told since `cursor`, oldest first; nothing is passed over."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Invalid({"cursor": ["Con trỏ không đọc được."]})
    rows = list(events_since(request.actor, int(cursor), min(max(limit, 1), MOST)))
    return Feed(items=[_notice(one) for one in rows], next=str(rows[-1].pk) if rows else cursor)


@router.get("/notices/{pk}", right="dispatch.read", response=NoticeOut, summary="Một thông báo")
def notice(request: HttpRequest, pk: int) -> NoticeOut:
    """Give one notice as one organisation was told it."""
    return _notice(recipient_by_pk(request.actor, pk))


@router.post("/notices/{pk}/acknowledge", right="dispatch.acknowledge", response=NoticeOut, summary="Xác nhận đã nhận")
def acknowledge_notice(request: HttpRequest, pk: int) -> NoticeOut:
    """Acknowledge a notice for my organisation."""
    acknowledge(request.actor, recipient_by_pk(request.actor, pk), at=timezone.now())
    return _notice(recipient_by_pk(request.actor, pk))


@router.post("/notices/{pk}/answer", right="dispatch.acknowledge", response=NoticeOut, summary="Trả lời thông báo")
def answer_notice(request: HttpRequest, pk: int, payload: AnswerIn) -> NoticeOut:
    """Answer a notice for my organisation."""
    answer(request.actor, recipient_by_pk(request.actor, pk), text=payload.text, at=timezone.now())
    return _notice(recipient_by_pk(request.actor, pk))


@router.get("/webhooks", right="dispatch.manage_endpoints", response=list[WebhookOut], summary="Webhook của đơn vị")
def webhooks(request: HttpRequest) -> list[WebhookOut]:
    """List the webhooks of my organisation and its units."""
    return [_webhook(one) for one in endpoints_of(request.actor).filter(channel="webhook")]


@router.post("/webhooks", right="dispatch.manage_endpoints", response={201: WebhookOut}, summary="Đặt webhook")
def open_webhook(request: HttpRequest, payload: WebhookIn) -> tuple[int, WebhookOut]:
    """Open a webhook; the secret is shown this once."""
    found, secret = open_endpoint(
        request.actor,
        own_body(request.actor),
        channel="webhook",
        name=payload.name,
        target=payload.url,
        kinds=payload.kinds,
        covers_units=payload.covers_units,
        at=timezone.now(),
    )
    return 201, _webhook(found, secret)


@router.post("/webhooks/{pk}/rotate", right="dispatch.manage_endpoints", response=WebhookOut, summary="Đổi khóa ký")
def rotate_webhook(request: HttpRequest, pk: int) -> WebhookOut:
    """Exchange the secret; the former one signs beside it for 24 hours."""
    secret = rotate_secret(request.actor, endpoint_by_pk(request.actor, pk), at=timezone.now())
    return _webhook(endpoint_by_pk(request.actor, pk), secret)


@router.post("/webhooks/{pk}/pause", right="dispatch.manage_endpoints", response=WebhookOut, summary="Tạm dừng webhook")
def pause_webhook(request: HttpRequest, pk: int) -> WebhookOut:
    """Stop sending there for a while."""
    return _webhook(pause_endpoint(request.actor, endpoint_by_pk(request.actor, pk), at=timezone.now()))


@router.post("/webhooks/{pk}/resume", right="dispatch.manage_endpoints", response=WebhookOut, summary="Chạy lại webhook")
def resume_webhook(request: HttpRequest, pk: int) -> WebhookOut:
    """Send there again."""
    return _webhook(resume_endpoint(request.actor, endpoint_by_pk(request.actor, pk), at=timezone.now()))


@router.post("/webhooks/{pk}/end", right="dispatch.manage_endpoints", response=WebhookOut, summary="Bỏ webhook")
def end_webhook(request: HttpRequest, pk: int) -> WebhookOut:
    """Give the webhook up for ever."""
    return _webhook(end_endpoint(request.actor, endpoint_by_pk(request.actor, pk), at=timezone.now()))


@router.get("/webhooks/{pk}/messages", right="dispatch.manage_endpoints", response=list[MessageOut], summary="Nhật ký gửi")
def webhook_log(request: HttpRequest, pk: int, limit: int = 50) -> list[MessageOut]:
    """Give the latest messages to a webhook with every try."""
    found = endpoint_by_pk(request.actor, pk)
    return [_message(one) for one in delivery_log(found)[: min(max(limit, 1), MOST)]]


@router.post("/messages/{pk}/send-again", right="dispatch.manage_endpoints", response=MessageOut, summary="Gửi lại một bản gửi")
def send_message_again(request: HttpRequest, pk: int) -> MessageOut:
    """Try one message again at once, with the same `webhook-id`."""
    return _message(send_again(request.actor, delivery_by_pk(request.actor, pk), at=timezone.now()))


def _notice(row: Recipient) -> NoticeOut:
    told = row.notice
    return NoticeOut(
        id=row.pk,
        number=told.number,
        type=told.kind,
        label=told.label,
        title=told.title,
        text=told.text,
        url=told.url,
        organisation=row.organisation.code,
        sender=told.sender.code,
        at=told.at,
        urgent=told.urgent,
        asks=told.asks,
        answer_by=told.answer_by,
        owes=row.owes,
        drill=told.drill,
        version=told.version,
        closed_at=told.closed_at,
        opened_at=row.opened_at,
        acknowledged_at=row.acknowledged_at,
        answered_at=row.answered_at,
    )


def _webhook(row: Endpoint, secret: str = "") -> WebhookOut:
    state = (
        "ended"
        if row.ended_at
        else "paused"
        if row.paused_at
        else "dead"
        if row.dead_at
        else "failing"
        if row.failing_since
        else "in_use"
    )
    return WebhookOut(
        id=row.pk,
        url=row.target,
        name=row.name,
        organisation=row.organisation.code,
        kinds=row.kinds,
        covers_units=row.covers_units,
        state=state,
        secret=secret,
    )


def _message(row: Delivery) -> MessageOut:
    return MessageOut(
        id=row.pk,
        message_id=f"msg_{row.message_id.hex}",
        notice=row.notice.number,
        round=row.round,
        state=row.state,
        due_at=row.due_at,
        delivered_at=row.delivered_at,
        attempts=[
            AttemptOut(number=one.number, at=one.at, outcome=one.outcome, status=one.status, took_ms=one.took_ms)
            for one in row.attempts.all()
        ],
    )
