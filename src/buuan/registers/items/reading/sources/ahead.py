"""Reading ahead: the next chunk is parsed in a second thread while this one is checked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from buuan.registers.items.reading.sources.base import Part


def read_ahead(parts: Iterator[Part]) -> Iterator[Part]:
    """Give the parts in their order, always one ahead; what the reader raises is raised here, in its turn."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="manifest") as worker:
        coming = worker.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = worker.submit(next, parts, None)
            yield part
