"""Loading the shipped kinds into a province that runs: what changed holds from that day, what cases and people rest on stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, kinds
from buuan.work.cases.models import Case, CaseKind
from buuan.work.cases.queries import kind_in_force, kinds_on
from buuan.work.cases.rules import KINDS, KindPlan, TaskPlan, as_json, parts_as_json
from buuan.work.cases.tests.acts import again, records
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

TODAY = MONDAY.date()
OLD = (TaskPlan("make_minutes", "Lập biên bản"),)


@pytest.fixture
def old(cast, monkeypatch) -> None:
    """A province that was set up by a file in which a violation had one task and no end of the act to count from."""
    ship(monkeypatch, lambda plan: replace(plan, clocks=(), fields=(), tasks=OLD))
    actions.load_kinds(cast.system, at=MONDAY - 90 * DAY)
    monkeypatch.undo()


def ship(monkeypatch, change, code: str = "violation") -> None:
    plans = kinds.shipped_kinds()
    changed = [change(one) if one.code == code else one for one in plans]
    monkeypatch.setattr(kinds, "shipped_kinds", lambda: changed)


def shipped(code: str = "violation") -> KindPlan:
    return next(one for one in kinds.shipped_kinds() if one.code == code)


def opened(cast, at=MONDAY - 2 * DAY) -> Case:
    opening = CaseOpening("Gửi hàng cấm", "low", "kiểm tra", kind="violation")
    return actions.open_case(cast.police, cast.bodies["police"], opening, at=at)


def rows(code: str = "violation") -> list[tuple[date, date | None]]:
    return list(CaseKind.objects.filter(code=code).order_by("from_on").values_list("from_on", "until_on"))


def test_an_old_row_ends_today_and_what_is_shipped_holds_from_today(cast, old):
    case = opened(cast)
    actions.load_kinds(cast.system, at=MONDAY)

    assert rows() == [(date(2022, 1, 1), TODAY), (TODAY, None)]
    assert [one.code for one in again(case).plan.tasks] == ["make_minutes"], "an open case keeps the row it was opened by"
    assert kind_in_force("violation", TODAY - timedelta(days=1)).plan.tasks == OLD
    new = opened(cast, at=MONDAY + HOUR)
    assert parts_as_json(new.template.plan) == parts_as_json(shipped())
    assert records("cases.kinds_loaded")[-1].facts["written"] == 1
    assert len(kinds_on(TODAY)) == len(KINDS)


def test_an_old_row_that_no_case_rests_on_stays_in_the_history_too(cast, old):
    actions.load_kinds(cast.system, at=MONDAY)
    assert rows() == [(date(2022, 1, 1), TODAY), (TODAY, None)]


def test_loading_again_writes_nothing_more(cast, old):
    actions.load_kinds(cast.system, at=MONDAY)
    before = list(CaseKind.objects.order_by("pk").values())
    for later in (HOUR, DAY, 40 * DAY):
        actions.load_kinds(cast.system, at=MONDAY + later)
    assert list(CaseKind.objects.order_by("pk").values()) == before


def test_a_kind_that_a_person_keeps_is_left_alone(cast, old):
    kept = replace(shipped(), from_on=TODAY - timedelta(days=1), tasks=(TaskPlan("call", "Gọi"),), clocks=(), fields=())
    tree = {"format": actions.FORMAT, "kinds": [as_json(kept)]}
    actions.import_kinds(cast.chief, tree, at=MONDAY - DAY)
    before = list(CaseKind.objects.filter(code="violation").order_by("pk").values())
    actions.load_kinds(cast.system, at=MONDAY)
    assert list(CaseKind.objects.filter(code="violation").order_by("pk").values()) == before


def test_two_upgrades_on_one_day_leave_one_row_until_a_case_rests_on_it(cast, old, monkeypatch):
    ship(monkeypatch, lambda plan: replace(plan, tasks=(*OLD, TaskPlan("second", "Hai"))))
    actions.load_kinds(cast.system, at=MONDAY)
    monkeypatch.undo()
    actions.load_kinds(cast.system, at=MONDAY + HOUR)
    assert rows() == [(date(2022, 1, 1), TODAY), (TODAY, None)]

    opened(cast, at=MONDAY + 2 * HOUR)
    ship(monkeypatch, lambda plan: replace(plan, about="Mới."))
    actions.load_kinds(cast.system, at=MONDAY + 3 * HOUR)
    assert rows()[1:] == [(TODAY, TODAY + timedelta(days=1)), (TODAY + timedelta(days=1), None)]


def test_a_kind_that_the_file_ends_is_in_force_no_longer(cast, old, monkeypatch):
    ship(monkeypatch, lambda plan: replace(plan, until_on=TODAY))
    actions.load_kinds(cast.system, at=MONDAY)
    actions.load_kinds(cast.system, at=MONDAY + DAY)
    assert rows() == [(date(2022, 1, 1), TODAY)]
    assert "violation" not in [one.code for one in kinds_on(TODAY)]
