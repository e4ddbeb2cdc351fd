"""The nightly end of sealing keys to which no phone can hold a report any more."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.work.intake.actions import destroy_sealing_keys
from buuan.work.intake.queries import sealing_keys_over


@app.periodic(cron="23 3 * * *")
@app.task(queue="intake", queueing_lock="destroy_sealing_keys", pass_context=False)
def clear_sealing_keys(timestamp: int) -> None:
    """Destroy what is over; a night with nothing to destroy leaves no empty record."""
    at = timezone.now()
    if sealing_keys_over(at):
        destroy_sealing_keys(system_actor(source="worker"), at=at)
