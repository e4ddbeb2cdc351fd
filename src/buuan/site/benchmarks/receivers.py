"""Receivers of webhooks on loopback, for benchmarks and fault tests: each a real HTTP server with a temper of its own.

They check every signature with the helper that receivers are given, remember ids, and count what they saw twice.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from buuan.kit.webhook import BadSignature, verify

HEALTHY, SLOW, FAILS_TWICE, DEAD, MUTE = "healthy", "slow", "fails_twice", "dead", "mute"


@dataclass
class Receiver:
    """One receiver: `dead` refuses the connection, `mute` takes it and never answers. Times are of `time.time()`."""

    temper: str = HEALTHY
    secret: str = ""
    slow_s: float = 5.0
    port: int = 0
    asked: list[float] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    accepted: dict[str, float] = field(default_factory=dict)
    forged: int = 0
    refused: int = 0
    bodies: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/nhan"

    @property
    def duplicates(self) -> int:
        """How many times it got again what it had accepted; it remembers ids, so nobody sees them."""
        return sum(self.ids[message] for message in self.accepted) - len(self.accepted) - self.refused

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read requests off one connection and answer each by temper."""
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:]
        given = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        body = await reader.readexactly(int(given.get("content-length", "0")))
        self.asked.append(time.time())
        status = await self._judge(given, body)
        writer.write(f"HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()
        return True

    async def _judge(self, given: dict[str, str], body: bytes) -> int:
        try:
            message = verify(self.secret, given, body, now=time.time())
        except BadSignature:
            self.forged += 1
            return 401
        self.ids[message.id] += 1
        if self.temper == MUTE:
            await asyncio.sleep(3600)
        if self.temper == SLOW:
            await asyncio.sleep(self.slow_s)
        if self.temper == FAILS_TWICE and self.ids[message.id] <= 2:
            self.refused += 1
            return 500
        if message.id not in self.accepted:
            self.accepted[message.id] = time.time()
            self.bodies.append(body)
        return 200


class Receivers:
    """Many receivers in one thread; use it as a context."""

    def __init__(self, receivers: list[Receiver]) -> None:
        self.all = receivers
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="receivers", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _start(self) -> None:
        self._servers = []
        for one in self.all:
            server = await asyncio.start_server(one.answer, "127.0.0.1", 0)
            one.port = server.sockets[0].getsockname()[1]
            if one.temper == DEAD:
                server.close()
            else:
                self._servers.append(server)

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        mine = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not mine:
                task.cancel()
