"""The minute hand: climbs the ladders of the clocks that have come to a rung."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.base.clocks.actions import escalate_due_clocks


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", queueing_lock="escalate_clocks", pass_context=False)
def escalate_clocks(timestamp: int) -> None:
    """Tell whom the ladders name; what one run leaves, the next finds."""
    escalate_due_clocks(system_actor(source="worker"), at=timezone.now())
