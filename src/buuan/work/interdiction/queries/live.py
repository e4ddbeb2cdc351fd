"""Waking pages that watch an order: one listener a process waits for PostgreSQL's notifications and wakes all its streams.

A stream costs no database connection while it waits; the one listener has its own. Where it cannot connect, pages still ask
by themselves.
"""

from __future__ import annotations

import logging
import threading

import psycopg
from django.db import connection

from buuan.work.interdiction.models import Order

log = logging.getLogger(__name__)
ORDERS = "buuan_order"
NOTICES = "buuan_notice"
"""The channels of `actions.noting` and of the dispatch; a query does not import an action."""


class Hub:
    """Counts what happened to each order and wakes who waits for it."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.seen: dict[str, int] = {}
        self.streams = 0
        self.starts = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the listener once a process."""
        with self.changed:
            if self._thread is not None and self._thread.is_alive():
                return
            self._thread = threading.Thread(target=self._listen, name="order-live", daemon=True)
            self._thread.start()

    def wake(self, key: str) -> None:
        """Note that something about a key changed."""
        with self.changed:
            self.seen[key] = self.seen.get(key, 0) + 1
            self.changed.notify_all()

    def wait(self, keys: tuple[str, ...], known: int, seconds: float) -> int:
        """Wait until something about one of the keys changes, at most so long; gives the count as it stands."""
        with self.changed:
            self.changed.wait_for(lambda: self._count(keys) != known, timeout=seconds)
            return self._count(keys)

    def count(self, keys: tuple[str, ...]) -> int:
        """Give the count as it stands."""
        with self.changed:
            return self._count(keys)

    def _count(self, keys: tuple[str, ...]) -> int:
        return self.starts + sum(self.seen.get(one, 0) for one in keys)

    def _listen(self) -> None:
        settings = connection.get_connection_params()
        wanted = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
        try:
            with psycopg.connect(**wanted, autocommit=True) as line:
                line.execute(f"LISTEN {ORDERS}")
                line.execute(f"LISTEN {NOTICES}")
                with self.changed:
                    self.starts += 1  # whatever was told before somebody listened is looked for by everybody now
                    self.changed.notify_all()
                for told in line.notifies():
                    self.wake(told.payload)
        except psycopg.Error:
            log.warning("the listener of live pages lost its connection; pages ask by themselves until it is back")
            with self.changed:
                self._thread = None
                self.changed.notify_all()


hub = Hub()


def keys_of(order: Order) -> tuple[str, ...]:
    """Give what is told about an order: by its own acts, and by the dispatch about its notice."""
    return order.number, f"interdiction.order:{order.pk}"
