"""The command `buuan interdict`."""

from __future__ import annotations

import heapq
import random
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta

import click
from django.utils import timezone

from buuan.base.access.registry import rights_of
from buuan.base.accounts.queries import system_actor
from buuan.base.dispatch.actions import escalate_due
from buuan.base.organisations.actions import found_drill_bodies
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.console import answer, os_user
from buuan.work.interdiction.actions import acknowledge_order, begin_drill, finish_drill

SPAN = timedelta(minutes=95)
"""How much simulated time passes: long enough for the last rung, the superior and the sender at 60 minutes."""

SLOWEST_S = 14 * 60
SEED = 7


@click.group()
def interdict() -> None:
    """Lệnh ngăn chặn khẩn cấp."""


@interdict.command()
@click.option("--operators", default=40, show_default=True, type=click.IntRange(1, 1_000), help="Số doanh nghiệp.")
@click.option("--branches", default=300, show_default=True, type=click.IntRange(0, 20_000), help="Số chi nhánh tất cả.")
@click.option("--silent", default=10.0, show_default=True, type=click.FloatRange(0, 100), help="Phần trăm chi nhánh im lặng.")
def drill(operators: int, branches: int, silent: float) -> None:
    """Diễn tập: lệnh đi đúng đường thật tới các đơn vị bịa, đồng hồ chạy nhanh; in thời gian xác nhận và số phải báo lên."""
    actor = system_actor(source="command", address=os_user())
    begun = timezone.now() - SPAN - timedelta(minutes=5)
    bodies = found_drill_bodies(actor, operators, branches, at=begun)
    order = begin_drill(actor, at=begun, to=bodies)
    script = list(_plan(bodies, silent, begun))
    heapq.heapify(script)
    minute = begun
    with click.progressbar(length=len(script), file=sys.stderr) if sys.stderr.isatty() else nullcontext() as bar:
        while script:
            at, _key, body = heapq.heappop(script)
            while minute + timedelta(minutes=1) <= at:
                minute += timedelta(minutes=1)
                escalate_due(actor, at=minute)
            acknowledge_order(_person(body), order, at=at)
            if bar is not None:
                bar.update(1)
    while minute < begun + SPAN:
        minute += timedelta(minutes=1)
        escalate_due(actor, at=minute)
    order.refresh_from_db()
    found = finish_drill(actor, order, at=begun + SPAN)
    answer({"number": order.number, "drill": True, **found.as_json()}, f"{order.number}. {found.sentence()}")


def _plan(bodies: list[Organisation], silent: float, begun: datetime) -> Iterator[tuple[datetime, int, Organisation]]:
    """Give when each body acknowledges: systems in seconds, people in minutes; a share of the branches never does."""
    chance = random.Random(SEED)  # noqa: S311 - an exercise, no secret
    branches = [one for one in bodies if one.kind != "postal_operator"]
    quiet = {one.pk for one in chance.sample(branches, round(len(branches) * silent / 100))}
    for number, body in enumerate(bodies):
        if body.pk in quiet:
            continue
        middle = 8 if body.kind == "postal_operator" else 180
        seconds = min(SLOWEST_S, 1 + chance.lognormvariate(0, 0.7) * middle)
        yield begun + timedelta(seconds=round(seconds)), number, body


def _person(body: Organisation) -> Actor:
    """Give the invented person who acknowledges for an invented body; no account stands behind him."""
    return Actor(
        account_id=None,
        username="dien-tap",
        name="Người diễn tập",
        role="officer",
        body_id=body.pk,
        body_code=body.code,
        body_name=str(body),
        body_kind=body.kind,
        tree=body.path,
        rights=rights_of("officer", body.kind),
        source="command",
    )
