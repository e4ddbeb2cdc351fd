"""Ending the offers of hand-overs that nobody confirmed in time."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.work.custody.actions import expire_offers


@app.periodic(cron="*/10 * * * *")
@app.task(queue="custody", queueing_lock="end_offers", pass_context=False)
def end_offers(timestamp: int) -> None:
    """End what has expired."""
    expire_offers(system_actor(source="worker"), at=timezone.now())
