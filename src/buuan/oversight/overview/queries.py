"""The figures of the home page, and the search over all rooms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise

from buuan.base.clocks.models import Clock
from buuan.kit.actor import Actor
from buuan.oversight.overview.registry import finders
from buuan.work.intake.models import SuspicionReport

SHORTEST_SEARCH = 2
EACH = 10


def running_count(actor: Actor) -> int:
    """Give how many clocks of the actor's organisation run, counted to 100 at most: the menu of every page asks."""
    return Clock.objects.visible_to(actor).running()[:100].count()


def overdue(actor: Actor, now: datetime) -> int:
    """Give how many clocks of the actor's organisation are overdue, counted to 1,000."""
    return Clock.objects.visible_to(actor).in_bucket("overdue", now)[:1000].count()


def due_within(actor: Actor, now: datetime, span: timedelta) -> int:
    """Give how many running clocks fall due within `span` from now."""
    return Clock.objects.visible_to(actor).running().filter(due_at__gte=now, due_at__lt=now + span)[:1000].count()


def median_minutes_to_triage(actor: Actor, from_at: datetime, until_at: datetime) -> int | None:
    """Give the median number of minutes from a report's arrival to its triage, over the visible reports decided in the period."""
    rows = (
        SuspicionReport.objects.visible_to(actor)
        .filter(decided_at__gte=from_at, decided_at__lt=until_at)
        .values_list("received_at", "decided_at")[:10_000]
    )
    took = sorted((decided - received).total_seconds() for received, decided in rows)
    return round(took[len(took) // 2] / 60) if took else None


def share_done_in_time(actor: Actor, from_at: datetime, until_at: datetime) -> tuple[int, int]:
    """Give how many clocks of the organisation ended in time in the period, and how many ended at all."""
    ended = Clock.objects.visible_to(actor).filter(finished_at__gte=from_at, finished_at__lt=until_at)
    return ended.in_bucket("done_in_time", until_at).count(), ended.count()


def search(actor: Actor, text: str) -> list[tuple[str | Promise, list[dict[str, Any]]]]:
    """Give what every room finds for `text`, under the room's heading; nothing for less than two letters."""
    if len(text.strip()) < SHORTEST_SEARCH:
        return []
    found = [(name, find(actor, text, EACH)) for name, find in finders()]
    return [(name, rows) for name, rows in found if rows]
