"""How long a change of the catalogue takes until it counts: from the decision to the next call in another process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from buuan.base.accounts.actions import create_account, create_system_account
from buuan.base.accounts.queries import actor_of, system_actor
from buuan.base.organisations.actions import load_organisations
from buuan.base.organisations.models import Organisation
from buuan.base.places.actions import load_areas
from buuan.engine import store as engine_store
from buuan.engine.catalogue import Row
from buuan.engine.terms import compile_terms
from buuan.registers.goods import store
from buuan.registers.goods.actions import draft_term, load_goods, put_in_force, try_terms
from buuan.registers.goods.queries import judge
from buuan.registers.goods.reading import Draft
from buuan.registers.goods.shipped import shipped_catalogue
from buuan.site.benchmarks.rows import Row as Figure

WHAT = (
    "A new term of the goods catalogue, from the second person's decision to the next judgement, in the process that decides and in"
    " one that was not told (it reads the compiled form from disk; on top comes the time until it asks, at most one second)."
)
ROUNDS = 3


def bench_catalogue() -> list[Figure]:
    """Measure compiling and activating a version; CPU and wall time, median of `ROUNDS`."""
    at = timezone.now() - timedelta(days=1)
    create_system_account(at=at)
    system = system_actor(source="command")
    load_areas(system, at=at)
    load_organisations(system, at=at)
    police = Organisation.objects.filter(kind="police", until_on=None).order_by("pk")[0]
    people = [
        create_account(system, police, username=name, name=name, role=role, password="only-for-a-bench", at=at, checked=False)  # noqa: S106
        for name, role in (("bench-desk", "officer"), ("bench-chief", "leader"))
    ]
    desk, chief = (actor_of(one, source="command") for one in people)
    loading = _timed(lambda: load_goods(system, at=at))
    judge("khởi động")
    full = [_timed(lambda: compile_terms(shipped_catalogue())) for _ in range(ROUNDS)]
    deciding, here, elsewhere = [], [], []
    for number in range(ROUNDS):
        now = at + timedelta(minutes=number + 1)
        text = f"món thử nghiệm số {['một', 'hai', 'ba', 'bốn', 'năm'][number]} kỳ quặc"
        term = draft_term(desk, Draft(Row("term", text, "DRG_ATS", "sure", source="bench"), "bench"), at=now)
        try_terms(desk, [term], at=now)
        deciding.append(_timed(lambda term=term, now=now: put_in_force(chief, [term], at=now)))
        here.append(_timed(lambda text=text: _must_flag(text)))
        store.forget()
        engine_store._KEPT.clear()  # as a process that has never read it
        elsewhere.append(_timed(lambda text=text: _must_flag(text)))
    rows = [
        ("load the register with the shipped catalogue, once", [loading], ""),
        ("compile the whole catalogue from nothing", full, "what happens when a version is asked for that nobody kept"),
        ("decide: compile with the new term, keep, activate", deciding, "the second person's click"),
        ("next judgement in the deciding process", here, ""),
        ("next judgement in another process", elsewhere, "reads the compiled form; asks at most 1 s after the decision"),
    ]
    found = []
    for name, times, note in rows:
        found.append(Figure(f"{name} (CPU)", statistics.median(cpu for cpu, _wall in times) * 1000, "ms", None, note))
        found.append(Figure(f"{name} (wall)", statistics.median(wall for _cpu, wall in times) * 1000, "ms", None, note))
    return found


def _must_flag(text: str) -> None:
    if judge(text).verdict != "prohibited":
        raise RuntimeError(f"{text} is not in force")


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Give CPU and wall time of an act, in seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return time.process_time() - cpu, time.perf_counter() - wall
