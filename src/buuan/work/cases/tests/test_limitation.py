"""The limitation period (thời hiệu) counts from the end of the act, else from when it was found, and the page says from what."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import clocks_of
from buuan.kit.errors import Invalid
from buuan.kit.workdays import VIETNAM
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, load_kinds
from buuan.work.cases.models import Case
from buuan.work.cases.rules import ClockPlan, Faults, as_json, read_kind
from buuan.work.cases.tests.acts import again, records
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

LIMITATION = "sanctions.limitation"
FOUND_AT = MONDAY - 3 * DAY


@pytest.fixture
def opened(cast):
    """Open a case of an administrative violation."""
    load_kinds(cast.system, at=MONDAY)

    def do(found_at: datetime | None = None, kind: str = "violation", **details: str) -> Case:
        opening = CaseOpening("Gửi hàng cấm", "low", "kiểm tra", kind=kind, details=details, found_at=found_at)
        return actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)

    return do


def clock_of(case: Case, kind: str = LIMITATION) -> Clock:
    return clocks_of(case).running().get(kind=kind)


def midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), VIETNAM)


def last_day(clock: Clock) -> str:
    return (clock.due_at.astimezone(VIETNAM) - timedelta(seconds=1)).date().isoformat()


@pytest.mark.parametrize(
    ("details", "found_at", "expected"),
    [
        ({"ended_on": "2026-03-10", "found_on": "2026-11-01"}, FOUND_AT, midnight("2026-03-10")),
        ({"found_on": "2026-11-01"}, FOUND_AT, midnight("2026-11-01")),
        ({}, FOUND_AT, FOUND_AT),
        ({}, None, MONDAY),
    ],
)
def test_the_end_of_the_act_comes_first_then_its_discovery_then_the_opening(opened, details, found_at, expected):
    clock = clock_of(opened(found_at, **details))
    assert clock.started_at == expected
    assert last_day(clock) == expected.astimezone(VIETNAM).date().replace(year=2027).isoformat()


def test_a_day_written_later_counts_the_running_clock_anew(cast, opened):
    case = opened(FOUND_AT)
    actions.fill_details(cast.police, case, details={"ended_on": "2026-02-02"}, at=MONDAY + HOUR)
    clock = clock_of(case)
    assert (clock.started_at, last_day(clock)) == (midnight("2026-02-02"), "2027-02-02")
    assert clock.first_due_at == clock.due_at
    assert records("cases.details_filled")[-1].facts["recounted"] == [LIMITATION]

    actions.fill_details(cast.police, again(case), details={"ended_on": ""}, at=MONDAY + 2 * HOUR)
    assert clock_of(case).started_at == FOUND_AT, "the act goes on after all"


def test_two_years_for_trade_count_from_the_same_day(cast, opened):
    case = opened(FOUND_AT, ended_on="2026-02-02")
    actions.fill_details(cast.police, case, details={"limitation": "trade"}, at=MONDAY + HOUR)
    assert last_day(clock_of(case, "sanctions.limitation_trade")) == "2028-02-02"
    assert not clocks_of(case).running().filter(kind=LIMITATION).exists()


def test_a_case_that_becomes_a_violation_keeps_the_time_of_its_report(cast, opened):
    case = opened(FOUND_AT, kind="plain")
    actions.set_kind(cast.police, case, kind="violation", details={}, reason="Có hành vi vi phạm.", at=MONDAY + DAY)
    assert clock_of(case).started_at == FOUND_AT


def test_an_act_that_ended_long_ago_is_barred_at_once_and_says_so(opened):
    case = opened(FOUND_AT, ended_on="2019-05-06")
    assert clock_of(case).due_at < MONDAY


@pytest.mark.parametrize("field", ["ended_on", "found_on"])
def test_a_day_that_has_not_come_is_refused_in_its_field(cast, opened, field):
    with pytest.raises(Invalid) as refused:
        opened(**{field: "2026-11-24"})
    assert list(refused.value.facts["errors"]) == [field]
    with pytest.raises(Invalid):
        actions.fill_details(cast.police, opened(), details={field: "2027-01-01"}, at=MONDAY)
    assert clock_of(Case.objects.get(kind="violation")).started_at == MONDAY


@pytest.mark.parametrize(
    ("details", "found_at", "words"),
    [
        ({"ended_on": "2026-03-10"}, FOUND_AT, ["ngày chấm dứt hành vi vi phạm</span>: 10/03/2026"]),
        ({}, FOUND_AT, ["Tính từ lúc phát hiện: 20/11/2026", "chưa ghi", "ngày chấm dứt hành vi vi phạm"]),
        ({}, None, ["Tính từ lúc mở vụ việc: 23/11/2026"]),
    ],
)
def test_the_page_says_from_what_it_counts(cast, opened, details, found_at, words):
    case = opened(found_at, **details)
    page = cast.client("police").get(f"/vu-viec/{case.number}").content.decode()
    for one in words:
        assert one in page


def test_a_template_may_count_only_from_days_that_it_asks_for(opened):
    opened()
    plan = as_json(Case.objects.get().template.plan)
    assert read_kind(plan, "k", Faults()).clocks[-2] == ClockPlan(
        "sanctions.limitation_trade", "open", ("conclude",), (), (("limitation", "trade"),), ("ended_on", "found_on", "found")
    )
    faults = Faults()
    plan["clocks"][-1]["since"] = ["minutes_number"]
    read_kind(plan, "k", faults)
    assert list(faults.found) == [f"k.clocks[{len(plan['clocks']) - 1}].since"]
