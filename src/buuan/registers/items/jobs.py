"""Jobs about items: every minute the clerks' own holds whose limit has passed come to an end."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.registers.items.actions import end_lapsed_holds
from buuan.registers.items.models import Hold


@app.periodic(cron="* * * * *")
@app.task(queue="holds", queueing_lock="holds", pass_context=False)
def end_holds(timestamp: int) -> None:
    """End what has lapsed, some hundreds at a time; a minute in which nothing lapses leaves no empty record."""
    at = timezone.now()
    actor = system_actor(source="worker")
    while Hold.objects.filter(until_at=None, lapses_at__lte=at).exists() and end_lapsed_holds(actor, at=at):
        continue
