"""The work of delivering: everything that is due at a moment, or for ever with the clock of the machine."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import psycopg
from django.db import connection

from buuan.base.access.guard import require
from buuan.base.dispatch.actions.delivering import claim, settle
from buuan.base.dispatch.actions.leaving import WAKE
from buuan.base.dispatch.delivery.carrier import Carrier
from buuan.kit.actor import Actor

log = logging.getLogger("buuan.dispatch")

IDLE_S = 1.0
FLIGHT_S = 0.05
AFTER_A_FAULT_S = 1.0


@dataclass(slots=True)
class Tally:
    """What a run of the worker did: messages by how their try ended, and endpoints that died."""

    tried: int = 0
    delivered: int = 0
    dead: list[int] = field(default_factory=list)


def deliver_due(actor: Actor, *, at: datetime, carrier: Carrier | None = None) -> Tally:
    """Try every message that is due at `at` and wait for the outcomes; time comes from the caller only.

    What fails waits for its next moment, which a drill reaches by calling again with a later `at`.
    """
    require(actor, "dispatch.deliver")
    if carrier is None:
        with Carrier() as own:
            return deliver_due(actor, at=at, carrier=own)
    tally = Tally()
    while True:
        _take(carrier, at)
        if not carrier.on_the_way:
            return tally
        _note(actor, carrier, at, tally, wait_s=FLIGHT_S)


def deliver_forever(make_actor: Callable[[], Actor], now: Callable[[], datetime], stop: threading.Event) -> None:
    """Deliver until told to stop; woken by the database when something was written, and by itself every second.

    When the database is away for a while, or something fails that nobody foresaw, it is logged and tried again: what waits is
    still there.
    """
    while not stop.is_set():
        try:
            with Carrier() as carrier, _listener() as listener:
                actor = make_actor()
                while not stop.is_set():
                    at = now()
                    _take(carrier, at)
                    if carrier.on_the_way:
                        _note(actor, carrier, now(), Tally(), wait_s=FLIGHT_S)
                    else:
                        list(listener.notifies(timeout=IDLE_S, stop_after=1))
        except Exception:
            log.exception("delivering stopped; it starts again")
            connection.close()
            stop.wait(AFTER_A_FAULT_S)


def repeat(work: Callable[[], object], every_s: float, stop: threading.Event) -> None:
    """Do something again and again until told to stop, whatever happens to it; faults are logged."""
    while not stop.is_set():
        started = time.monotonic()
        try:
            work()
        except Exception:
            log.exception("a round failed; the next one follows")
            connection.close()
        stop.wait(max(0.1, every_s - (time.monotonic() - started)))


def _take(carrier: Carrier, at: datetime) -> None:
    for job in claim(at=at, limit=carrier.room, busy=carrier.busy):
        carrier.take(job)


def _note(actor: Actor, carrier: Carrier, at: datetime, tally: Tally, *, wait_s: float) -> None:
    outcomes = carrier.outcomes(wait_s)
    if outcomes:
        tally.dead += settle(actor, outcomes, at=at)
        tally.tried += sum(len(one.job.deliveries) for one in outcomes)
        tally.delivered += sum(len(one.job.deliveries) for one in outcomes if one.result == "delivered")


def _listener() -> psycopg.Connection:
    """Open a connection of its own that hears when messages are written."""
    wanted = ("host", "hostaddr", "port", "user", "password", "dbname", "sslmode", "service", "passfile", "options")
    given = connection.get_connection_params()
    listener = psycopg.connect(**{key: value for key, value in given.items() if key in wanted}, autocommit=True)
    listener.execute(f"LISTEN {WAKE}")
    return listener
