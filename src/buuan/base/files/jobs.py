"""The nightly clearing away of uploads that stopped half-way."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from buuan.base.accounts.queries import system_actor
from buuan.base.files.actions import drop_stale_uploads


@app.periodic(cron="41 2 * * *")
@app.task(queue="files", queueing_lock="drop_stale_uploads", pass_context=False)
def clear_uploads(timestamp: int) -> None:
    """Drop what stopped arriving two days ago."""
    drop_stale_uploads(system_actor(source="worker"), at=timezone.now())
