"""What every write to a clock shares: taking the row, refusing with reasons, counting its due time anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from buuan.base.clocks import rules
from buuan.base.clocks.climbing import next_look_at
from buuan.base.clocks.models import Clock
from buuan.kit.errors import Refused
from buuan.kit.workdays import Calendar

COUNTED = ("due_at", "warn_at", "look_at")
"""The columns that `count_due` writes."""


def taken(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Give the clocks locked until the action ends, so that of two people the second sees what the first did."""
    return clocks.select_for_update(of=("self",)).order_by("pk")


def take(clock: Clock) -> Clock:
    """Give the clock as it stands now, locked until the action ends."""
    return taken(Clock.objects.filter(pk=clock.pk)).get()


def refuse(reasons: Sequence[rules.Reason]) -> None:
    """Raise Refused with all the reasons if there are any; the first one gives the code."""
    if reasons:
        sentence = " ".join(reason.sentence for reason in reasons)
        raise Refused(reasons[0].code, sentence, reasons=[reason.code for reason in reasons])


def count_due(clock: Clock, calendar: Calendar) -> None:
    """Set the due time and what hangs on it from what happened; the first due time stays. Saves nothing."""
    clock.due_at = rules.due_at(clock.facts(), calendar)
    clock.warn_at = clock.due_at - clock.warn_before if clock.due_at else None
    clock.look_at = None
    if clock.ladder is not None and clock.paused_at is None:
        already = frozenset(clock.escalations.values_list("key", flat=True)) if clock.pk else frozenset()
        clock.look_at = next_look_at(clock.ladder.as_value(), clock.started_at, clock.due_at, already)
