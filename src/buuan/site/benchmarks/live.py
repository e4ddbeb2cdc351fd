"""Many people before the live page of one order: how soon each sees what happened, and what it costs the server."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

from asgiref.sync import sync_to_async

from buuan.base.accounts.models import Account
from buuan.base.organisations.actions import found_drill_bodies
from buuan.base.organisations.models import Organisation
from buuan.site.benchmarks.province import found_bodies, hire
from buuan.site.benchmarks.rows import Row, quantile
from buuan.site.benchmarks.served import Server, cookie_of, served
from buuan.work.interdiction import actions
from buuan.work.interdiction.commands import _person

WHAT = (
    "Streams of one order's live page, all open at once over real HTTP; a branch acknowledges the order, and each stream waits for"
    " the part of the page that tells it. Seconds from the commit to the last byte at the reader, who shares the machine."
)
READERS, CHANGES = 500, 8
AT_A_TIME, PATIENCE = 20, 20.0


def bench_live() -> list[Row]:
    """Measure in a throwaway province."""
    at = datetime.now(tz=UTC)
    actor = found_bodies(at)
    chief = hire(actor, "leader", at)
    bodies = found_drill_bodies(actor, 40, 300, at=at)
    order = actions.begin_drill(actor, at=at, to=bodies)
    with served() as server:
        return asyncio.run(_measure(server, chief, order, bodies[: CHANGES + 1]))


async def _measure(server: Server, chief: Account, order: object, bodies: list[Organisation]) -> list[Row]:
    cookie = await sync_to_async(cookie_of)(chief)
    readers = [_Reader() for _ in range(READERS)]
    before = server.memory()
    streams = []
    for begin in range(0, READERS, AT_A_TIME):  # people do not all come in one moment
        some = readers[begin : begin + AT_A_TIME]
        streams += [asyncio.create_task(one.read(server.port, f"/lenh/{order.number}/luong", cookie)) for one in some]  # type: ignore[attr-defined]
        await asyncio.gather(*(one.told(1) for one in some))
    held = server.memory()
    waits: list[float] = []
    reached = 0
    for number, body in enumerate(bodies):
        known = [one.count for one in readers]
        await sync_to_async(actions.acknowledge_order)(_person(body), order, at=datetime.now(tz=UTC))
        done = time.perf_counter()
        await asyncio.gather(*(one.told(count + 1) for one, count in zip(readers, known, strict=True)))
        if number:  # the first finds everything cold
            waits += [max(0.0, one.at - done) for one in readers]
            reached += sum(one.count > count for one, count in zip(readers, known, strict=True))
    after = server.memory()
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    all_told = READERS * (len(bodies) - 1)
    return [
        Row("a change reaches a reader, median", quantile(waits, 0.5), "s", None, f"{READERS} readers, {len(bodies) - 1} changes"),
        Row("a change reaches a reader, p95", quantile(waits, 0.95), "s", None, "bound 1 s"),
        Row("a change reaches a reader, slowest", max(waits), "s"),
        Row("readers reached", 100 * reached / all_told, "%", None, f"{reached} of {all_told}"),
        Row("memory of the server, nobody reads", before, "MB"),
        Row("memory of the server, all read", held, "MB", held / before),
        Row("memory of the server, after the changes", after, "MB", after / held, "over that before the changes"),
    ]


class _Reader:
    """One open stream: how many parts of the page came, and when the last one did."""

    def __init__(self) -> None:
        self.count, self.at = 0, 0.0
        self.came = asyncio.Event()

    async def read(self, port: int, path: str, cookie: str) -> None:
        """Read until the stream is closed."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
        try:
            request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
            writer.write(request.encode())
            status = (await reader.readline()).split()
            if status[1:2] != [b"200"]:
                raise RuntimeError(f"the stream was answered {status}")
            part = False
            while line := await reader.readline():
                part = part or line.startswith(b"id: ")
                if part and line == b"\n":
                    part, self.count, self.at = False, self.count + 1, time.perf_counter()
                    self.came.set()
        finally:
            writer.close()

    async def told(self, count: int) -> None:
        """Wait until so many parts came, or patience ends."""
        until = time.perf_counter() + PATIENCE
        while self.count < count and time.perf_counter() < until:
            self.came.clear()
            with_time = until - time.perf_counter()
            try:
                await asyncio.wait_for(self.came.wait(), max(0.01, with_time))
            except TimeoutError:
                return
