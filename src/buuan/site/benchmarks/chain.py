"""How many records a second the log takes with 1, 8 and 32 writers, against one chain under a lock held to commit."""

from __future__ import annotations

import hashlib
import threading
import time
from datetime import UTC, datetime
from statistics import median

from django.db import connection, connections, transaction

from buuan.base.action import action
from buuan.base.audit.actions import record, seal_all
from buuan.base.audit.queries import verify
from buuan.kit.actor import Actor
from buuan.site.benchmarks.rows import Row

WHAT = (
    "Records a second, each in a transaction of its own on a durable database (fsync on), by so many threads writing at once;"
    " and the same writes where every writer takes one lock and reads the chain's head first, as a chain without a sealer must."
)
SECONDS = 2.0
ROUNDS = 3
WRITERS = (1, 8, 32)
ACTOR = Actor(None, "do-luong", "Đo lường", "system", None, "buu-an", "Bưu An", "platform")


@action
def _write(number: int) -> None:
    record(
        ACTOR, "bench.written", f"bench:{number}", at=datetime.now(tz=UTC), text="một bản ghi có độ dài thường gặp", number=number
    )


def _write_locked(number: int) -> None:
    """The peer: one chain, its head locked until commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711)")
        cursor.execute("SELECT hash FROM bench_chain ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
        head = bytes(row[0]) if row else b""
        facts = f'{{"number":{number},"text":"một bản ghi có độ dài thường gặp"}}'
        cursor.execute(
            "INSERT INTO bench_chain (at, facts, hash) VALUES (now(), %s::jsonb, %s)",
            [facts, hashlib.sha256(head + facts.encode()).digest()],
        )


def bench_chain() -> list[Row]:
    """Measure both ways in interleaved rounds, then seal and verify what was written."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_chain (id bigserial PRIMARY KEY, at timestamptz, facts jsonb, hash bytea)")
    rates: dict[tuple[str, int], list[float]] = {}
    for _round in range(ROUNDS):
        for writers in WRITERS:
            rates.setdefault(("ours", writers), []).append(_rate(_write, writers))
            rates.setdefault(("locked", writers), []).append(_rate(_write_locked, writers))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_chain")
    rows = []
    for writers in WRITERS:
        ours, locked = median(rates["ours", writers]), median(rates["locked", writers])
        rows.append(Row(f"{writers} writers", ours, "records/s", ours / locked, "ratio to one locked chain"))
        rows.append(Row(f"{writers} writers, one locked chain", locked, "records/s"))
    started = time.perf_counter()
    sealed = seal_all()
    rows.append(Row("sealing", sealed / (time.perf_counter() - started), "records/s", None, f"{sealed} records in one go"))
    started = time.perf_counter()
    verdict = verify()
    rows.append(
        Row("verify", verdict.records / (time.perf_counter() - started), "records/s", None, "ok" if verdict.ok else "NOT OK")
    )
    return rows


def _rate(write: object, writers: int) -> float:
    stop = time.perf_counter() + SECONDS
    done = [0] * writers

    def work(mine: int) -> None:
        try:
            while time.perf_counter() < stop:
                write(done[mine])  # type: ignore[operator]
                done[mine] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(writers)]
    started = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(done) / (time.perf_counter() - started)
