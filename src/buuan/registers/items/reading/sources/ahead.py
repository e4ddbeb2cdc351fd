"""Reading ahead: the next chunk is parsed in a thread of its own while others are checked, side by side."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from buuan.registers.items.reading.sources.base import Part

R = TypeVar("R")
CHECKERS = min(4, os.cpu_count() or 1)
"""Chunks that are checked side by side: columns are checked without the interpreter's lock, most of the time."""


def checked_in_order(parts: Iterator[Part], check: Callable[[Part], R]) -> Iterator[R]:
    """Check the parts side by side and give what `check` gives, in their order; few parts are held at a time.

    What the reader raises is raised when all parts before it have been given.
    """
    with ThreadPoolExecutor(CHECKERS, thread_name_prefix="manifest-check") as pool:
        waiting: deque[Future[R]] = deque()
        coming, broken = read_ahead(parts), None
        while True:
            try:
                part = next(coming, None)
            except Exception as error:
                part, broken = None, error
            if part is None:
                break
            waiting.append(pool.submit(check, part))
            if len(waiting) > CHECKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        if broken is not None:
            raise broken


def read_ahead(parts: Iterator[Part]) -> Iterator[Part]:
    """Give the parts in their order, always one ahead; what the reader raises is raised here, in its turn."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="manifest") as worker:
        coming = worker.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = worker.submit(next, parts, None)
            yield part
