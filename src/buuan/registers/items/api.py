"""Where items are, over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.registers.items.actions import record_events
from buuan.registers.items.queries import own_operator
from buuan.registers.items.rules import MOST_EVENTS, EventFacts

router = Endpoints()


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


@router.post("/items/events", right="items.report_events", response=EventsOut)
def post_events(request: HttpRequest, payload: EventsIn) -> dict[str, Any]:
    """Tell where items are, up to 5,000 at a time, in any order; the same event again changes nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    facts = [EventFacts(one.item_id, one.event, one.at, one.point, payload.vocabulary) for one in payload.events]
    told = record_events(actor, own_operator(actor), facts, at=timezone.now())
    results = [
        {"item_id": one.item_id, "outcome": one.outcome, "event": one.event, "held": one.held, "message": one.sentence}
        for one in told
    ]
    counts = {word: sum(1 for one in told if one.outcome == word) for word in ("recorded", "repeated", "refused")}
    return counts | {"results": results}
