"""One declaration over HTTP, as a counter asks: how many a second at most, and how long one waits at half of that."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from datetime import UTC, datetime

from buuan.base.accounts.actions import issue_token
from buuan.engine.bench import make_texts
from buuan.registers.goods.actions import load_goods
from buuan.site.benchmarks.province import found_bodies, hire
from buuan.site.benchmarks.rows import Row, quantile
from buuan.site.benchmarks.served import served

WHAT = (
    "`POST /api/v1/items/screen` with one declaration, by kept-open connections and a token, against the server as it is started"
    " by `buuan serve`. The rate is what it answers to connections that ask again at once; then questions come at half that rate,"
    " evenly, and a wait counts from the moment when the question was due. Who asks shares the machine."
)
LINES, SECONDS = 8, 8.0


def bench_http() -> list[Row]:
    """Measure in a throwaway province."""
    at = datetime.now(tz=UTC)
    actor = found_bodies(at)
    load_goods(actor, at=at)
    account = hire(actor, "duty_officer", at)
    _, token = issue_token(actor, account, name="đo", days=1, at=at)
    with served() as server:
        return asyncio.run(_measure(server.port, token))


async def _measure(port: int, token: str) -> list[Row]:
    questions = [_question(port, token, text) for text in make_texts(2_000)]
    lines = [await _Line.open(port) for _ in range(LINES)]
    turn = itertools.cycle(questions)
    await _closed(lines, turn, 2.0)  # compiled and cached things are loaded
    answered, took = await _closed(lines, turn, SECONDS)
    rate = answered / took
    waits = await _at_rate(lines, turn, rate / 2)
    for line in lines:
        line.close()
    note = f"{len(waits):,} questions, {rate / 2:,.0f} a second"
    return [
        Row("declarations answered a second, at most", rate, "items/s", None, f"{LINES} connections, one declaration each"),
        Row("one declaration at half of that, median", quantile(waits, 0.5) * 1000, "ms", None, note),
        Row("one declaration at half of that, p99", quantile(waits, 0.99) * 1000, "ms", None, "bound 5 ms"),
    ]


def _question(port: int, token: str, text: str) -> bytes:
    body = json.dumps({"items": [{"declared_content": text}]}).encode()
    head = (
        f"POST /api/v1/items/screen HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Line:
    """One kept-open connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> _Line:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, question: bytes) -> None:
        """Ask and wait for the whole answer; raises RuntimeError for any but 200."""
        self.writer.write(question)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:20]:
            raise RuntimeError(f"answered {head[:60]!r}")
        length = next(int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length"))
        await self.reader.readexactly(length)

    def close(self) -> None:
        """Let it go."""
        self.writer.close()


async def _closed(lines: list[_Line], turn: itertools.cycle[bytes], seconds: float) -> tuple[int, float]:
    """Let every line ask again as soon as it is answered; gives how many answers came, in how long."""
    begun, counts = time.perf_counter(), [0] * len(lines)

    async def ask(at: int) -> None:
        while time.perf_counter() - begun < seconds:
            await lines[at].ask(next(turn))
            counts[at] += 1

    await asyncio.gather(*(ask(at) for at in range(len(lines))))
    return sum(counts), time.perf_counter() - begun


async def _at_rate(lines: list[_Line], turn: itertools.cycle[bytes], rate: float) -> list[float]:
    """Ask at a fixed rate; gives how long each question waited from the moment when it was due."""
    begun, due = time.perf_counter() + 0.1, itertools.count()
    waits: list[float] = []

    async def ask(line: _Line) -> None:
        while (when := next(due) / rate) < SECONDS:
            early = begun + when - time.perf_counter()
            if early > 0:
                await asyncio.sleep(early)
            await line.ask(next(turn))
            waits.append(time.perf_counter() - begun - when)

    await asyncio.gather(*(ask(line) for line in lines))
    return waits
