"""Endpoints of clocks: the open work of my organisation, and one due time explained."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import clock_by_id, explain, worklist
from buuan.base.web.lists import decode_cursor, encode_cursor, page_by_key

router = Endpoints()
ORDER = ("due_at",)


class ClockOut(Schema):
    """Who must do what about which record by when; `due_at` is null while the clock stands still."""

    id: int
    kind: str
    task: str
    number: str
    title: str
    holder: str
    holder_name: str
    place: str
    severity: str
    url: str
    started_at: datetime
    first_due_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    finished_at: datetime | None
    state: str = Field(description="not_yet_due, due_soon, overdue, done_in_time, done_late")


class ClockPage(Schema):
    """One page of open clocks, the first due first; `next` is empty on the last one."""

    items: list[ClockOut]
    next: str


class ClockWhy(ClockOut):
    """One clock with the sentence that tells how its due time came about."""

    why: str
    limit_code: str
    limit_verified: bool


@router.get("/clocks", right="clocks.read", response=ClockPage, summary="Việc đang mở của đơn vị")
def open_clocks(request: HttpRequest, tab: str = "", cursor: str = "", limit: int = 50) -> ClockPage:
    """List the open clocks of my organisation and its units; `tab`: a kind, not_yet_due, due_soon or overdue."""
    now = timezone.now()
    place = decode_cursor(cursor, ORDER) if cursor else None
    found = page_by_key(worklist(request.actor, now, tab or None), ORDER, place, min(max(limit, 1), 200))
    items = [ClockOut(**_facts(one, now)) for one in found.rows]
    return ClockPage(items=items, next=encode_cursor(found.next, ORDER) if found.next else "")


@router.get("/clocks/{pk}", right="clocks.read", response=ClockWhy, summary="Vì sao hạn này?")
def one_clock(request: HttpRequest, pk: int) -> ClockWhy:
    """Give one clock, open or done, and how its due time came about."""
    clock = clock_by_id(request.actor, pk)
    return ClockWhy(
        **_facts(clock, timezone.now()),
        why=explain(clock),
        limit_code=clock.limit_code,
        limit_verified=clock.limit_verified,
    )


def _facts(clock: Clock, now: datetime) -> dict[str, object]:
    names = (
        "kind",
        "task",
        "number",
        "title",
        "place",
        "severity",
        "url",
        "started_at",
        "first_due_at",
        "due_at",
        "paused_at",
        "finished_at",
    )
    return {
        "id": clock.pk,
        "holder": clock.holder.code,
        "holder_name": str(clock.holder),
        "state": clock.bucket(now).value,
        **{name: getattr(clock, name) for name in names},
    }
