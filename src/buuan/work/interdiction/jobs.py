"""Jobs of interdiction: every minute the orders whose time has passed come to an end."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.work.interdiction.actions import expire_orders
from buuan.work.interdiction.models import Order


@app.periodic(cron="* * * * *")
@app.task(queue="interdiction", queueing_lock="interdiction", pass_context=False)
def end_orders(timestamp: int) -> None:
    """End what is over; a minute in which nothing ends leaves no empty record."""
    at = timezone.now()
    actor = system_actor(source="worker")
    while Order.objects.filter(state="in_force", expires_at__lte=at).exists() and expire_orders(actor, at=at):
        pass
