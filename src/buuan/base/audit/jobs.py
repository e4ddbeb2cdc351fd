"""The sealer: links what was written every few seconds."""

from __future__ import annotations

from procrastinate.contrib.django import app

from buuan.base.audit.actions import seal_all


@app.periodic(cron="* * * * * */3")
@app.task(queue="seal", queueing_lock="seal", pass_context=False)
def seal_chain(timestamp: int) -> None:
    """Link all waiting records; a later run finds what this one left."""
    seal_all()
