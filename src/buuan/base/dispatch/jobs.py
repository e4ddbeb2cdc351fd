"""The threads of the worker that tell: one delivers what leaves the machine, one climbs the ladders of the silent."""

from __future__ import annotations

import threading

from django.utils import timezone

from buuan.base.accounts.queries import system_actor
from buuan.base.dispatch.actions import escalate_due
from buuan.base.dispatch.delivery.run import deliver_forever, repeat
from buuan.kit.actor import Actor

ESCALATE_EVERY_S = 5.0


def start_dispatch(stop: threading.Event) -> list[threading.Thread]:
    """Start delivering and escalating beside the job queue, until `stop` is set."""
    threads = [
        threading.Thread(target=deliver_forever, args=(_worker, timezone.now, stop), name="dispatch-deliver", daemon=True),
        threading.Thread(target=repeat, args=(_escalate, ESCALATE_EVERY_S, stop), name="dispatch-escalate", daemon=True),
    ]
    for one in threads:
        one.start()
    return threads


def _worker() -> Actor:
    return system_actor(source="worker")


def _escalate() -> None:
    escalate_due(_worker(), at=timezone.now())
