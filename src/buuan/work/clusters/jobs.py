"""Jobs about clusters: every night, when the day's manifests are in, each operator's last seven days are looked through."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.work.clusters.actions import find_in
from buuan.work.clusters.queries import searched_operators


@app.periodic(cron="30 20 * * *")
@app.task(queue="clusters", queueing_lock="clusters", pass_context=False)
def find_every_night(timestamp: int) -> None:
    """Look through yesterday and the six days before, operator by operator (03:30 in Vietnam)."""
    at = timezone.now()
    until = timezone.localdate(at) - timedelta(days=1)
    for operator in searched_operators(until):
        find_in(system_actor(source="worker"), operator, until=until, at=at)
