"""The calendar and the ladders as rows: loaded twice they change nothing, corrected they reach what runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from buuan.base.action import OutsideAction
from buuan.base.clocks import queries
from buuan.base.clocks.actions import DatedLadder, finish_clocks, load_calendar, load_ladders
from buuan.base.clocks.climbing import LadderedLimit
from buuan.base.clocks.models import CalendarEdition, Clock, LadderRow, OfficeWeek, SpecialDay
from buuan.base.clocks.queries import calendar, ladder_in_force
from buuan.base.clocks.rules import Ladder, Step, Unit
from buuan.base.clocks.tests.sample import CALENDAR, DAY, HOUR, at, limit, off
from buuan.base.clocks.tests.stage import LADDER, MONDAY, within_act
from buuan.kit.errors import Refused
from buuan.kit.workdays import DayKind


def reload(cast, new):
    return within_act(cast.system, lambda: load_calendar(new, at=MONDAY), MONDAY)


def with_days(*days):
    return replace(CALENDAR, special=(*CALENDAR.special, *days))


def test_the_rows_give_back_the_calendar_that_was_loaded(cast):
    queries._editions.clear()  # read from the rows, not from what an earlier test left
    loaded = calendar()
    assert sorted(loaded.special, key=lambda one: one.day) == sorted(CALENDAR.special, key=lambda one: one.day)
    assert (loaded.first_year, loaded.last_year) == (2025, 2027)
    assert [week.days for week in loaded.weeks] == [week.days for week in CALENDAR.weeks]


def test_without_a_calendar_nothing_is_counted(db):
    with pytest.raises(Refused) as refusal:
        calendar()
    assert refusal.value.code == "calendar.not_loaded"


def test_the_calendar_is_built_once_and_again_when_its_rows_change(cast):
    first = calendar()
    with CaptureQueriesContext(connection) as asked:
        assert calendar() is first
    assert len(asked) == 1

    reload(cast, with_days(off("2026-03-23", "Ngày nghỉ mới")))
    assert calendar() is not first
    assert not calendar().is_working_day(at("2026-03-23T08:00").date())


def test_loading_the_same_calendar_again_changes_nothing(cast):
    before = CalendarEdition.objects.get()
    assert reload(cast, CALENDAR) == {"special_days": len(CALENDAR.special), "office_weeks": 1, "clocks_recounted": 0}
    assert CalendarEdition.objects.get().loaded_at == before.loaded_at


def test_a_new_holiday_moves_running_clocks_and_says_so(start, cast):
    done = start(cast.bodies["dn-cn"])
    within_act(
        cast.officer, lambda: finish_clocks(cast.officer, cast.bodies["dn-cn"], kind=done.kind, at=MONDAY + DAY), MONDAY + DAY
    )
    clock = start()

    counts = reload(cast, with_days(off("2026-03-23", "Ngày nghỉ mới")))

    assert counts["clocks_recounted"] == 1
    clock.refresh_from_db()
    done.refresh_from_db()
    assert clock.due_at == at("2026-03-25T00:00")
    assert clock.warn_at == clock.due_at - clock.warn_before
    assert clock.look_at == clock.due_at - 24 * HOUR
    assert clock.first_due_at == done.due_at == at("2026-03-24T00:00")
    assert "lịch làm việc đã được cập nhật" in queries.explain(clock)
    assert "Hạn đã ghi là 24:00 thứ Hai 23/03/2026" in queries.explain(done)


def test_a_saturday_that_is_worked_may_bring_a_due_time_forward(start, cast):
    clock = start(limit=limit(3, Unit.WORKING_DAYS), when=at("2026-03-05T08:00"))
    assert clock.due_at == at("2026-03-10T17:00")
    reload(cast, with_days(off("2026-03-07", "làm bù", DayKind.SWAPPED)))
    clock.refresh_from_db()
    assert clock.due_at == at("2026-03-09T17:00") < clock.first_due_at


def test_a_day_that_is_taken_out_of_the_calendar_goes(cast):
    reload(cast, replace(CALENDAR, special=CALENDAR.special[1:]))
    assert SpecialDay.objects.count() == len(CALENDAR.special) - 1


def test_calendar_and_ladders_are_loaded_within_an_act_only(cast):
    with pytest.raises(OutsideAction):
        load_calendar(CALENDAR, at=MONDAY)
    with pytest.raises(OutsideAction):
        load_ladders([])


def dated(ladder, from_on="2026-01-01", until_on=None):
    return DatedLadder(ladder, at(f"{from_on}T00:00").date(), at(f"{until_on}T00:00").date() if until_on else None, "nguồn", True)


def test_a_ladder_that_changes_from_a_day_on_leaves_running_clocks_on_the_old_one(start, cast):
    clock = start()
    new = replace(LADDER, name="Thang mới")
    within_act(cast.system, lambda: load_ladders([dated(LADDER, until_on="2026-04-01"), dated(new, "2026-04-01")]), MONDAY)

    assert ladder_in_force("thu", at("2026-03-31T08:00").date()).name == "Thang để thử"
    assert ladder_in_force("thu", at("2026-04-01T08:00").date()).name == "Thang mới"
    clock.refresh_from_db()
    assert clock.ladder.name == "Thang để thử"


def test_a_corrected_ladder_reaches_the_clocks_that_climb_by_it(start, cast):
    clock = start()
    earlier = Ladder("thu", LADDER.name, (Step("remind", -48 * HOUR, "assignee", "Nhắc trước hạn 48 giờ"), *LADDER.steps[1:]))
    within_act(cast.system, lambda: load_ladders([dated(earlier)]), MONDAY)
    clock.refresh_from_db()
    assert clock.look_at == clock.due_at - 48 * HOUR
    assert LadderRow.objects.filter(code="thu").count() == 1


def test_a_ladder_that_names_unknown_people_is_a_fault_of_the_file(cast):
    strange = Ladder("la", "Lạ", (Step("a", 0 * HOUR, "neighbour", "Báo hàng xóm"),))
    with pytest.raises(ValueError, match="neighbour"):
        within_act(cast.system, lambda: load_ladders([dated(strange)]), MONDAY)


def test_a_limit_that_names_its_ladder_climbs_by_it(start):
    named = LadderedLimit("test.act", 2, Unit.CALENDAR_HOURS, "Việc", "Điều 1", True, ladder_code="goi")
    assert start(limit=named, ladder_code="").ladder.code == "goi"
    assert Clock.objects.get().look_at == MONDAY + HOUR / 4


def test_the_database_refuses_two_ladders_or_weeks_on_one_day(cast):
    ladder = LadderRow(code="thu", name="Thang", from_on=at("2026-05-01T00:00").date(), source="nguồn")
    with pytest.raises(IntegrityError, match="ladder_code_once_a_day"), transaction.atomic():
        models.QuerySet(LadderRow).bulk_create([ladder])
    week = OfficeWeek(from_on=at("2026-05-01T00:00").date(), days=[[]] * 7, source="nguồn")
    with pytest.raises(IntegrityError, match="one_week_a_day"), transaction.atomic():
        models.QuerySet(OfficeWeek).bulk_create([week])
