"""How fast an urgent notice reaches a province: rows, first tries, deliveries to receivers of all tempers, the silent escalated.

The receivers are real HTTP servers on loopback. Time runs as on the wall until the last that fails twice has it; then the clock
of the worker is moved forward to the moments of the ladder and of the last retries, as a drill does.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta

import click
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import acknowledge, escalate_due, open_endpoint, send
from buuan.base.dispatch.delivery.run import deliver_due, deliver_forever
from buuan.base.dispatch.models import Delivery, Endpoint, Escalation, Notice
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.site.benchmarks.receivers import DEAD, FAILS_TWICE, HEALTHY, MUTE, SLOW, Receiver, Receivers
from buuan.site.benchmarks.rows import Row, quantile

WHAT = (
    "An urgent notice with cascade to 40 operators and their branches: all rows written in one transaction; webhooks to 40 real"
    " local receivers, of which 4 answer after 5 s, 4 fail twice, 1 refuses the connection and 1 never answers; the silent"
    " escalated at 15, 30 and 60 minutes of a clock that is moved forward. `BENCH_BRANCHES`"
    " (else 300,12000) says which sizes are measured."
)
OPERATORS = 40
SIZES = tuple(int(one) for one in os.environ.get("BENCH_BRANCHES", "300,12000").split(","))
PATIENCE_S = 60
ANSWERING = 100
RIGHTS = frozenset(f"dispatch.{one}" for one in ("escalate", "deliver", "acknowledge", "manage_endpoints", "read"))


def bench_dispatch() -> list[Row]:
    """Measure both sizes, each with operators of its own."""
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    rows: list[Row] = []
    for size in SIZES:
        found = _measure(size)
        for one in found:
            click.echo(f"{one.name}: {one.median:,.2f} {one.unit} {one.note}", err=True)
        rows += found
    return rows


def _measure(size: int) -> list[Row]:
    started_at = datetime.now(tz=UTC)
    sender, operators = _province(size, started_at)
    receivers = [Receiver(temper, slow_s=5.0) for temper in _tempers()]
    name = f"{OPERATORS} operators, {size:,} branches"
    with Receivers(receivers):
        for operator, receiver in zip(operators, receivers, strict=True):
            owner = _actor(operator)
            facts = {"channel": "webhook", "name": "máy chủ", "target": receiver.url, "at": started_at}
            _endpoint, receiver.secret = open_endpoint(owner, operator, **facts)
        stop = threading.Event()
        worker = threading.Thread(target=deliver_forever, args=(lambda: sender, lambda: datetime.now(tz=UTC), stop), daemon=True)
        worker.start()
        began, cpu = time.perf_counter(), time.thread_time()
        at = datetime.now(tz=UTC)
        notice = _order(sender, operators, at)
        written, cpu = time.perf_counter() - began, time.thread_time() - cpu
        wall = time.time() - (time.perf_counter() - began)
        _wait_until_the_living_have_it(receivers)
        stop.set()
        worker.join(15)
        _wait_until_nothing_is_leased(notice)
        rows = _after(name, notice, receivers, wall)
        rows.insert(
            0,
            Row(
                f"{name}: all rows written",
                written,
                "s",
                None,
                f"{notice.recipients.count():,} recipients, {cpu:.2f} s of one core; bound 2 s",
            ),
        )
        rows += _the_silent(name, sender, notice, at)
        rows.append(_duplicates(name, receivers))
    return rows


def _tempers() -> list[str]:
    return [SLOW] * 4 + [FAILS_TWICE] * 4 + [DEAD, MUTE] + [HEALTHY] * (OPERATORS - 10)


def _wait_until_the_living_have_it(receivers: list[Receiver]) -> None:
    living = [one for one in receivers if one.temper not in (DEAD, MUTE)]
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and not all(one.accepted for one in living):
        time.sleep(0.05)


def _wait_until_nothing_is_leased(notice: Notice) -> None:
    """A worker that was stopped leaves its leases behind, by the database's clock, which is not moved forward."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and notice.deliveries.filter(state="waiting", leased_until__gt=Now()).exists():
        time.sleep(0.5)


def _after(name: str, notice: Notice, receivers: list[Receiver], wall: float) -> list[Row]:
    def took(temper: str) -> list[float]:
        return [min(one.accepted.values()) - wall for one in receivers if one.temper == temper and one.accepted]

    first = [
        (one.first_tried_at - notice.at).total_seconds() for one in Delivery.objects.filter(notice=notice) if one.first_tried_at
    ]
    rows = [
        Row(f"{name}: first try, p99", quantile(first, 0.99), "s", None, f"{len(first)} of {OPERATORS} endpoints; bound 10 s"),
    ]
    for temper, bound in ((HEALTHY, "bound 10 s"), (SLOW, "each takes 5 s itself"), (FAILS_TWICE, "bound 60 s")):
        found, all_ = took(temper), sum(one.temper == temper for one in receivers)
        rows.append(Row(f"{name}: delivered, {temper}, slowest", max(found), "s", None, f"{len(found)} of {all_}; {bound}"))
    return rows


def _the_silent(name: str, sender: Actor, notice: Notice, at: datetime) -> list[Row]:
    """A hundred branches acknowledge; move the clock and see that every other recipient is escalated at each rung."""
    rows = []
    answering = list(notice.recipients.select_related("notice", "organisation").order_by("-pk")[:ANSWERING])
    for one in answering:
        acknowledge(_actor(one.organisation), one, at=at + timedelta(minutes=1))
    silent = notice.recipients.filter(owes=True).count()
    slowest = 0.0
    for minutes in (15, 30, 60):
        began = time.perf_counter()
        escalate_due(sender, at=at + timedelta(minutes=minutes))
        slowest = max(slowest, time.perf_counter() - began)
    for seconds in range(0, 3600, 300):
        deliver_due(sender, at=at + timedelta(hours=1, seconds=seconds))
    for number in (1, 2, 3):
        climbed = Escalation.objects.filter(recipient__notice=notice, number=number)
        late = sum(1 for one in climbed if one.at != one.belongs_at)
        rows.append(
            Row(
                f"{name}: silent escalated, rung {number}", climbed.count() * 100 / silent, "%", None, f"of {silent:,}; {late} late"
            )
        )
    wrong = Escalation.objects.filter(recipient__in=answering).count()
    rows.append(
        Row(f"{name}: escalated though they had acknowledged", wrong, "recipients", None, f"of {len(answering):,}; bound 0")
    )
    rows.append(Row(f"{name}: one rung for all silent, slowest", slowest, "s"))
    dead = Endpoint.objects.filter(organisation__in=[one.organisation for one in notice.recipients.filter(passed_by=None)])
    told = Notice.objects.filter(kind="dispatch.endpoint_dead", recipients__organisation=sender.body_id, at__gte=at).count()
    rows.append(
        Row(
            f"{name}: dead endpoints escalated",
            dead.exclude(dead_at=None).count(),
            "endpoints",
            None,
            f"of 2; {told} told the sender",
        )
    )
    return rows


def _duplicates(name: str, receivers: list[Receiver]) -> Row:
    seen = sum(len(one.bodies) - len(one.accepted) for one in receivers)
    again = sum(one.duplicates for one in receivers)
    forged = sum(one.forged for one in receivers)
    note = f"{again} sent again with the id of one that was accepted; {forged} signatures refused"
    return Row(f"{name}: duplicates seen by who remembers ids", seen, "messages", None, note)


# -- the province of the measurement -------------------------------------------------------------------------------------


@action
def _province(size: int, at: datetime) -> tuple[Actor, list[Organisation]]:
    code = f"do{size}"
    police = Organisation.objects.create(
        code=f"{code}-ca", name="Công an đo", short_name="Công an đo", kind="police", path=f"{code}-ca/", source="đo"
    )
    operators = Organisation.objects.bulk_create(
        Organisation(
            code=f"{code}-{number}",
            name=f"Bưu chính đo {number}",
            short_name=f"Bưu chính đo {number}",
            kind="postal_operator",
            path=f"{code}-{number}/",
            source="đo",
        )
        for number in range(OPERATORS)
    )
    branches = []
    for number in range(size):
        top = operators[number % OPERATORS]
        key = f"{top.code}-{number}"
        branches.append(
            Organisation(
                code=key,
                name=f"Chi nhánh {key}",
                short_name=f"Chi nhánh {key}",
                kind="operator_unit",
                unit_type="branch",
                parent=top,
                path=f"{top.path}{key}/",
                source="đo",
            )
        )
    Organisation.objects.bulk_create(branches, batch_size=2_000)
    sender = _actor(police)
    record(sender, "bench.province", "bench", at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organisations_organisation")
    return sender, operators


@action
def _order(sender: Actor, operators: list[Organisation], at: datetime) -> Notice:
    facts = {"title": "Lệnh đo", "at": at, "urgent": True, "asks": "acknowledge", "cascade": True, "drill": True}
    notice = send(sender, "bench.order", about=operators[0], to=operators, **facts)
    record(sender, "bench.ordered", "bench", at=at)
    assert notice is not None  # noqa: S101 - there is somebody to tell
    return notice


def _actor(body: Organisation) -> Actor:
    return Actor(
        None,
        "do-luong",
        "Đo lường",
        "system",
        body.pk,
        body.code,
        body.short_name,
        body.kind,
        body.path,
        rights=RIGHTS,
        source="worker",
    )
