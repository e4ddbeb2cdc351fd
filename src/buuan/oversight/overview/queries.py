"""The figures of the home page, and the search over all rooms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q
from django.utils.functional import Promise

from buuan.base.clocks.models import Clock
from buuan.kit.actor import Actor
from buuan.oversight.overview.registry import finders
from buuan.work.intake.queries import triaged

SHORTEST_SEARCH = 2
EACH = 10
MOST_MEASURED = 2_000


class Median(Aggregate):
    """The value in the middle; between two of them, half-way."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def running_count(actor: Actor) -> int:
    """Give how many clocks of the actor's organisation run, counted to 100 at most: the menu of every page asks."""
    return Clock.objects.visible_to(actor).running()[:100].count()


def overdue(actor: Actor, now: datetime) -> int:
    """Give how many running clocks of the actor's organisation are over at `now`, counted to 1,000."""
    return Clock.objects.visible_to(actor).running().filter(due_at__lt=now)[:1000].count()


def due_within(actor: Actor, now: datetime, span: timedelta) -> int:
    """Give how many running clocks fall due within `span` from now."""
    return Clock.objects.visible_to(actor).running().filter(due_at__gte=now, due_at__lt=now + span)[:1000].count()


def median_minutes_to_triage(actor: Actor, from_at: datetime, until_at: datetime) -> tuple[int | None, bool]:
    """Give the median number of minutes from a report's arrival to its triage, over the visible reports decided in the period.

    Over the latest `MOST_MEASURED` of them where there are more, which the second value tells; None where there is none.
    """
    decided = triaged(actor, from_at, until_at).order_by("-decided_at").values("pk")[: MOST_MEASURED + 1]
    took = ExpressionWrapper(F("decided_at") - F("received_at"), output_field=DurationField())
    found = decided.annotate(took=took).aggregate(middle=Median("took"), n=Count("pk"))
    minutes = None if found["middle"] is None else round(found["middle"].total_seconds() / 60)
    return minutes, found["n"] > MOST_MEASURED


def share_done_in_time(actor: Actor, from_at: datetime, until_at: datetime) -> tuple[int, int]:
    """Give how many clocks of the organisation ended in time in the period, and how many ended at all."""
    ended = Clock.objects.visible_to(actor).filter(finished_at__gte=from_at, finished_at__lt=until_at)
    found = ended.aggregate(in_time=Count("pk", filter=Q(finished_at__lte=F("due_at"))), ended=Count("pk"))
    return found["in_time"], found["ended"]


def search(actor: Actor, text: str) -> list[tuple[str | Promise, list[dict[str, Any]]]]:
    """Give what every room finds for `text`, under the room's heading; nothing for less than two letters."""
    if len(text.strip()) < SHORTEST_SEARCH:
        return []
    found = [(name, find(actor, text, EACH)) for name, find in finders()]
    return [(name, rows) for name, rows in found if rows]
