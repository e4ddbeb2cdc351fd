"""The month as a queue of moments: what people do at one moment may lead to what they do at a later one."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, datetime

Act = Callable[[datetime], None]


class Story:
    """Acts with the moment at which each happens, run in the order of time; what lies at or after the end has not happened yet."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self._queue: list[tuple[datetime, int, Act]] = []
        self._told = 0

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at `moment` (it is handed on in UTC); of two acts of one moment the one asked for first comes first."""
        if moment < self.end:
            self._told += 1
            heapq.heappush(self._queue, (moment.astimezone(UTC), self._told, act))

    def run(self) -> None:
        """Let everything happen, with what follows from it."""
        while self._queue:
            moment, _order, act = heapq.heappop(self._queue)
            act(moment)
