"""Stop orders: from an order to its matches over the archive, to the next check, to all recipients; and the drill."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from statistics import median

import polars as pl

from buuan.base.accounts.queries import actor_of, system_actor
from buuan.base.dispatch.actions import escalate_due
from buuan.base.organisations.actions import found_drill_bodies
from buuan.base.organisations.models import Organisation
from buuan.engine.run import warm
from buuan.kit.actor import Actor
from buuan.registers.items.store import archive
from buuan.site.benchmarks.province import found_bodies, hire
from buuan.site.benchmarks.rows import Row, quantile
from buuan.work.interdiction import actions
from buuan.work.interdiction.actions import OrderFacts
from buuan.work.interdiction.commands import _person
from buuan.work.interdiction.queries.reach import search
from buuan.work.interdiction.rules import Scope

WHAT = (
    "Seconds of wall clock on a shared machine. `order → match` reads the encrypted archive (BENCH_ITEMS rows, else a million)"
    " for one telephone number; nothing is extrapolated. `next check` is the first question at a counter after the commit of an"
    " order, which compiles what is sought anew. `written` is the whole act of sending, with receipts and messages."
)
DAYS, PART = 10, 100_000


def bench_interdiction() -> list[Row]:
    """Measure in a throwaway province."""
    at = datetime.now(tz=UTC)
    police, chief = _found_province(at)
    rows = [*_match(at), *_next_check(police, chief, at)]
    return [*rows, *_deliveries(at, 40, 300), *_deliveries(at, 40, 12_000), *_drill(at)]


def _found_province(at: datetime) -> tuple[Actor, Actor]:
    actor = found_bodies(at)
    warm()
    made = [hire(actor, role, at) for role in ("duty_officer", "leader")]
    return actor_of(made[0], source="command"), actor_of(made[1], source="command")


def _match(at: datetime) -> list[Row]:
    total = int(os.environ.get("BENCH_ITEMS", "1000000"))
    for number in range(0, total, PART):
        _store(number, min(PART, total - number), at)
    rows = []
    for name, scope in (("one telephone number", Scope(phones=("+84900000001",), category="FWK_BANG")),):
        seconds, cpu = [], []
        for _round in range(3):
            started, begun = time.perf_counter(), time.process_time()
            found, searched = search(scope, since=at - timedelta(days=DAYS + 1), until=at + timedelta(days=1))
            seconds.append(time.perf_counter() - started)
            cpu.append(time.process_time() - begun)
        note = f"{searched:,} items read, {len(found)} found, {median(cpu):.2f} s of CPU; bound 15 s for ten million"
        rows.append(Row(f"order → match, {name}", median(seconds), "s", None, note))
    return rows


def _store(first: int, count: int, at: datetime) -> None:
    """Put invented items into the archive, each person another, one in a hundred thousand the one that is sought."""
    numbers = pl.int_range(first, first + count, eager=True)
    text = numbers.cast(pl.String)
    phone = pl.Series([f"+849{10_000_000 + n:08d}" if n % 100_000 else "+84900000001" for n in numbers])
    frame = pl.DataFrame(
        {
            "item_id": "BM" + text.str.zfill(9) + "VN",
            "service_class": ["parcel"] * count,
            "accept_point": ["BM-1"] * count,
            "accepted_at": [at - timedelta(days=(first // PART) % DAYS)] * count,
            "sender_name": "Nguyễn Văn " + text,
            "sender_phone": phone,
            "sender_address": "Số " + text + " đường Thử",
            "receiver_name": "Trần Thị " + text,
            "receiver_phone": "+848" + text.str.zfill(8),
            "receiver_address": "Thôn " + text,
        },
        schema_overrides={"accepted_at": pl.Datetime("us", "UTC")},
    )
    archive().commit(
        operator="BENCH", manifest_id=f"M{first}", revision=1, kind="full", content_hash=str(first), at=at, items=frame
    )


def _next_check(police: Actor, chief: Actor, at: datetime) -> list[Row]:
    operator = Organisation.objects.filter(kind="postal_operator", until_on=None).first()
    seconds, later = [], []
    for number in range(5):
        facts = OrderFacts(
            title="Đo lường", ground="goods", reason="đo", scope=Scope(items=(f"BMX{number:05d}VN",), category="FWK_BANG"),
            asks=("hold",), officer="Đo", phone="02373852246", expires_at=at + timedelta(hours=5),
        )  # fmt: skip
        order = actions.submit_order(police, actions.draft_order(police, facts, at=at), at=at)
        actions.approve_order(chief, order, at=at)
        asked = [{"item_id": f"BMX{number:05d}VN", "service_class": "parcel"}]
        started = time.perf_counter()
        stops = actions.check_at_counter(police, operator, asked, at=at)
        seconds.append(time.perf_counter() - started)
        if not stops:
            raise RuntimeError("the order was not effective on the next check")
        started = time.perf_counter()
        actions.check_at_counter(police, operator, [{"item_id": "BMY00001VN", "service_class": "parcel"}], at=at)
        later.append(time.perf_counter() - started)
    return [
        Row("order → effective on the next check", median(seconds), "s", None, f"slowest {max(seconds):.3f} s"),
        Row("a check while orders are in force", median(later) * 1000, "ms", None, f"p95 {quantile(later, 0.95) * 1000:.1f} ms"),
    ]


def _deliveries(at: datetime, operators: int, branches: int) -> list[Row]:
    actor = system_actor(source="command")
    bodies = found_drill_bodies(actor, operators, branches, at=at)
    started, cpu = time.perf_counter(), time.process_time()
    order = actions.begin_drill(actor, at=at, to=bodies)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    actions.finish_drill(actor, order, at=at + timedelta(minutes=1))
    return [
        Row(
            f"written to {operators} operators, {branches:,} branches",
            seconds,
            "s",
            None,
            f"{len(bodies):,} recipients, {cpu:.2f} s of one core; bound 2 s",
        )
    ]


def _drill(at: datetime) -> list[Row]:
    actor = system_actor(source="command")
    bodies = found_drill_bodies(actor, 40, 300, at=at)
    started = time.perf_counter()
    order = actions.begin_drill(actor, at=at, to=bodies)
    for number, body in enumerate(bodies):
        if number % 10:
            actions.acknowledge_order(_person(body), order, at=at + timedelta(seconds=number))
    for minute in range(1, 96):
        escalate_due(actor, at=at + timedelta(minutes=minute))
    order.refresh_from_db()
    found = actions.finish_drill(actor, order, at=at + timedelta(minutes=96))
    note = f"{found.acknowledged} acknowledged, {found.escalated} of {found.unanswered} silent escalated"
    return [Row("drill of 40 operators, 300 branches", time.perf_counter() - started, "s", None, note)]
