"""The nightly forgetting of answers that nobody will ask for again."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.access.endpoints import forget_answers

KEPT = timedelta(days=30)
"""How long the same Idempotency-Key gives the same answer."""


@app.periodic(cron="17 3 * * *")
@app.task(queue="access", queueing_lock="forget_old_answers", pass_context=False)
def forget_old_answers(timestamp: int) -> None:
    """Forget the answers that were given more than 30 days ago."""
    forget_answers(timezone.now() - KEPT)
