"""The nightly forgetting of forms that can no longer be sent."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.work.tips.actions import forget_spent


@app.periodic(cron="23 3 * * *")
@app.task(queue="tips", queueing_lock="forget_spent_forms", pass_context=False)
def forget_spent_forms(timestamp: int) -> None:
    """Forget spent forms and old unlockings."""
    forget_spent(system_actor(source="worker"), at=timezone.now())
