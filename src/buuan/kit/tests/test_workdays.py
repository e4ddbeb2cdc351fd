"""Working days and hours, with Tết, swapped Saturdays and the edges of what is loaded."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buuan.kit.errors import Refused
from buuan.kit.workdays import (
    OFFICE_WEEK,
    VIETNAM,
    Calendar,
    DayKind,
    Span,
    SpecialDay,
    WorkingWeek,
    say_day,
    say_end,
    say_moment,
)


def special(day: str, kind: DayKind, name: str = "ngày nghỉ", pays_for: str | None = None, *, verified: bool = True):
    other = date.fromisoformat(pays_for) if pays_for else None
    return SpecialDay(date.fromisoformat(day), kind, name, "nguồn để thử", verified, other)


# Tết 2026 (Monday to Friday off), the Friday after New Year swapped with a Saturday, one day of which nothing is sure.
CALENDAR = Calendar(
    2025,
    2026,
    (
        special("2026-01-01", DayKind.HOLIDAY, "Tết Dương lịch"),
        special("2026-01-02", DayKind.EXCHANGED, "nghỉ hoán đổi", "2026-01-10"),
        special("2026-01-10", DayKind.SWAPPED, "làm bù", "2026-01-02"),
        *(special(f"2026-02-{day}", DayKind.HOLIDAY, "Tết Nguyên đán") for day in range(16, 21)),
        special("2026-04-26", DayKind.HOLIDAY, "Giỗ Tổ Hùng Vương"),
        special("2026-04-27", DayKind.COMPENSATION, "nghỉ bù Giỗ Tổ", "2026-04-26"),
        special("2026-11-24", DayKind.PENDING, "Ngày Văn hóa Việt Nam", verified=False),
    ),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-01-05", True),  # an ordinary Monday
        ("2026-01-03", False),  # an ordinary Saturday
        ("2026-01-01", False),  # a holiday
        ("2026-01-02", False),  # a Friday given off
        ("2026-01-10", True),  # the Saturday that pays for it
        ("2026-02-18", False),  # Tết
        ("2026-04-27", False),  # the Monday for a holiday on Sunday
        ("2026-11-24", True),  # nothing is sure: counted as the week has it
    ],
)
def test_a_day_is_worked_unless_the_week_or_a_row_says_otherwise(day, worked):
    assert CALENDAR.is_working_day(on(day)) is worked


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-02-13", 1, "2026-02-23"),  # Friday before Tết: the next working day is ten days later
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-01-09", 1, "2026-01-10"),  # the swapped Saturday counts
        ("2026-01-09", 2, "2026-01-12"),
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-02-17", 0, "2026-02-23"),  # on a holiday, zero days lead to the next working day
        ("2026-02-13", 0, "2026-02-13"),
        ("2026-02-23", -1, "2026-02-13"),
        ("2026-02-21", -2, "2026-02-12"),
    ],
)
def test_working_days_step_over_tet_and_onto_swapped_days(day, count, expected):
    assert CALENDAR.add_working_days(on(day), count) == on(expected)


def test_working_days_between_leave_out_the_first_and_count_the_last():
    assert CALENDAR.working_days_between(on("2026-02-13"), on("2026-02-23")) == 1
    assert CALENDAR.working_days_between(on("2026-02-23"), on("2026-02-13")) == -1
    assert CALENDAR.working_days_between(on("2026-01-05"), on("2026-01-11")) == 5


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-03-02T08:00", 1, "2026-03-02T09:00"),
        ("2026-03-02T08:00", 3.5, "2026-03-02T11:30"),  # ends when the morning ends, not when the afternoon begins
        ("2026-03-02T11:00", 1, "2026-03-02T14:00"),
        ("2026-03-02T12:15", 1, "2026-03-02T14:30"),
        ("2026-03-02T16:00", 2, "2026-03-03T08:30"),
        ("2026-02-13T16:30", 1, "2026-02-23T08:00"),  # over Tết
        ("2026-01-09T16:30", 1, "2026-01-10T08:00"),  # into the swapped Saturday
        ("2026-03-07T10:00", 0, "2026-03-09T07:30"),
        ("2026-03-02T12:00", 0, "2026-03-02T13:30"),
        ("2026-03-03T08:30", -2, "2026-03-02T16:00"),
        ("2026-03-02T14:00", -0.5, "2026-03-02T13:30"),
    ],
)
def test_working_time_runs_only_while_the_office_is_open(start, hours, expected):
    assert CALENDAR.add_working_time(at(start), timedelta(hours=hours)) == at(expected)


def test_a_full_day_has_seven_and_a_half_hours():
    assert CALENDAR.working_time_between(at("2026-03-02T00:00"), at("2026-03-03T00:00")) == timedelta(hours=7.5)
    assert CALENDAR.working_time_between(at("2026-03-03T09:00"), at("2026-03-02T16:00")) == -timedelta(hours=2.5)


def test_the_closing_moment_is_no_longer_open():
    assert CALENDAR.is_working_moment(at("2026-03-02T16:59"))
    assert not CALENDAR.is_working_moment(at("2026-03-02T17:00"))
    assert CALENDAR.next_working_moment(at("2026-03-02T17:00")) == at("2026-03-03T07:30")
    assert CALENDAR.closes_at(on("2026-01-10")) == at("2026-01-10T17:00")
    with pytest.raises(ValueError, match="not a working day"):
        CALENDAR.closes_at(on("2026-01-02"))


def test_moments_of_another_zone_are_understood_and_answers_are_vietnamese():
    utc = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # 16:30 in Vietnam
    answer = CALENDAR.add_working_time(utc, timedelta(hours=1))
    assert answer == at("2026-03-03T08:00")
    assert answer.utcoffset() == timedelta(hours=7)


def test_a_moment_without_a_zone_is_a_defect():
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.next_working_moment(datetime(2026, 3, 2, 8, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("ask", "year"),
    [
        (lambda c: c.is_working_day(date(2027, 1, 4)), 2027),
        (lambda c: c.is_working_day(date(2024, 12, 31)), 2024),
        (lambda c: c.add_working_days(date(2026, 12, 31), 1), 2027),
        (lambda c: c.add_working_days(date(2025, 1, 1), -1), 2024),
        (lambda c: c.add_working_days(date(2026, 6, 1), 200), 2027),
        (lambda c: c.working_days_between(date(2026, 12, 1), date(2028, 1, 4)), 2028),
        (lambda c: c.add_working_time(at("2026-12-31T16:00"), timedelta(hours=2)), 2027),
        (lambda c: c.add_working_time(at("2025-01-02T08:00"), timedelta(days=-30)), 2024),
        (lambda c: c.next_working_moment(at("2026-12-31T17:00")), 2027),
        (lambda c: c.working_time_between(at("2026-12-31T16:00"), at("2027-01-04T09:00")), 2027),
    ],
)
def test_counting_beyond_the_loaded_years_is_refused_by_naming_the_year(ask, year):
    with pytest.raises(Refused) as refused:
        ask(CALENDAR)
    assert refused.value.code == "calendar.year_not_loaded"
    assert refused.value.facts["year"] == year
    assert f"chưa có năm {year}" in refused.value.sentence


def test_the_midnight_that_ends_the_last_year_still_belongs_to_it():
    whole = CALENDAR.working_time_between(at("2025-01-01T00:00"), at("2027-01-01T00:00"))
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    worked = CALENDAR.working_days_between(first, last) + CALENDAR.is_working_day(first)
    assert whole == worked * timedelta(hours=7.5)


def test_hours_may_change_during_a_year_and_a_swapped_day_has_the_hours_of_its_partner():
    friday = (Span(time(7, 0), time(11, 0)),)
    summer = WorkingWeek(on("2026-05-01"), None, (*OFFICE_WEEK.days[:4], friday, (), ()), "nguồn để thử")
    winter = WorkingWeek(on("2026-01-01"), on("2026-05-01"), OFFICE_WEEK.days, "nguồn để thử")
    calendar = Calendar(
        2026,
        2026,
        (
            special("2026-06-05", DayKind.EXCHANGED, pays_for="2026-06-13"),
            special("2026-06-13", DayKind.SWAPPED, pays_for="2026-06-05"),
        ),
        (winter, summer),
    )
    assert calendar.closes_at(on("2026-04-24")) == at("2026-04-24T17:00")
    assert calendar.closes_at(on("2026-06-12")) == at("2026-06-12T11:00")
    assert calendar.closes_at(on("2026-06-13")) == at("2026-06-13T11:00")


@pytest.mark.parametrize(
    "rows",
    [
        (special("2027-01-01", DayKind.HOLIDAY),),
        (special("2026-01-01", DayKind.HOLIDAY), special("2026-01-01", DayKind.PENDING)),
        (special("2026-03-03", DayKind.SWAPPED),),  # a Tuesday
        (special("2026-03-07", DayKind.EXCHANGED),),  # a Saturday
        (special("2026-03-08", DayKind.COMPENSATION),),  # a Sunday
    ],
)
def test_rows_that_contradict_the_week_are_not_accepted(rows):
    with pytest.raises(ValueError, match=r"2026|2027|twice"):
        Calendar(2026, 2026, rows)


def test_a_day_of_rest_says_why():
    assert CALENDAR.why_not_working(on("2026-02-17")) == "Tết Nguyên đán"
    assert CALENDAR.why_not_working(on("2026-03-08")) == "Chủ nhật"
    assert CALENDAR.why_not_working(on("2026-11-24")) is None
    assert CALENDAR.special_on(on("2026-01-10")).kind is DayKind.SWAPPED


def test_a_pending_day_on_a_weekend_stays_a_day_of_rest():
    calendar = Calendar(2026, 2026, (special("2026-03-07", DayKind.PENDING, verified=False),))
    assert not calendar.is_working_day(on("2026-03-07"))


def test_days_that_nobody_checked_can_be_named():
    (row,) = CALENDAR.unsettled_between(on("2026-11-24"), on("2026-11-25"))
    assert row.name == "Ngày Văn hóa Việt Nam"
    assert CALENDAR.unsettled_between(on("2026-11-01"), on("2026-11-24")) == ()


def test_calendars_are_values():
    again = Calendar(2025, 2026, CALENDAR.special)
    assert again == CALENDAR
    assert hash(again) == hash(CALENDAR)
    with pytest.raises(AttributeError):
        again.first_year = 2020


def test_days_and_ends_are_said_as_officers_write_them():
    assert say_day(on("2026-11-24")) == "thứ Ba 24/11/2026"
    assert say_moment(datetime(2026, 11, 24, 1, 10, tzinfo=UTC)) == "08:10 thứ Ba 24/11/2026"
    assert say_end(at("2026-12-15T00:00")) == "24:00 thứ Hai 14/12/2026"
    assert say_end(at("2026-12-14T17:00")) == "17:00 thứ Hai 14/12/2026"


# -- laws that hold for every day and every amount -----------------------------------------------------------------

days = st.dates(date(2025, 2, 1), date(2026, 11, 30))
moments = st.datetimes(datetime(2025, 2, 1), datetime(2026, 11, 30)).map(lambda m: m.replace(tzinfo=VIETNAM))  # noqa: DTZ001
amounts = st.timedeltas(timedelta(minutes=1), timedelta(hours=80))


def is_worked_plainly(day: date) -> bool:
    """The rule of the week and the rows, written again without the calendar's indexes."""
    kinds = {row.day: row.kind for row in CALENDAR.special}
    kind = kinds.get(day)
    if kind is DayKind.SWAPPED:
        return True
    if kind in (DayKind.HOLIDAY, DayKind.EXCHANGED, DayKind.COMPENSATION):
        return False
    return day.weekday() < 5


@given(days, st.integers(1, 15))
def test_adding_working_days_agrees_with_counting_them_one_by_one(day, count):
    walked, left = day, count
    while left:
        walked += timedelta(days=1)
        left -= is_worked_plainly(walked)
    assert CALENDAR.add_working_days(day, count) == walked


@given(days, st.integers(-15, 15))
def test_going_back_undoes_going_forward(day, count):
    start = CALENDAR.add_working_days(day, 0)
    there = CALENDAR.add_working_days(start, count)
    assert CALENDAR.add_working_days(there, -count) == start
    assert CALENDAR.working_days_between(start, there) == count


@given(moments, amounts)
def test_the_time_that_was_added_is_the_time_that_lies_between(start, amount):
    end = CALENDAR.add_working_time(start, amount)
    assert end > start
    assert CALENDAR.working_time_between(start, end) == amount


@given(moments, amounts)
def test_going_there_and_back_in_working_time_returns_to_the_open_office(start, amount):
    opened = CALENDAR.next_working_moment(start)
    assert CALENDAR.add_working_time(CALENDAR.add_working_time(opened, amount), -amount) == opened


@given(moments, st.integers(1, 600))
def test_working_time_agrees_with_counting_minutes_one_by_one(start, minutes):
    start = start.replace(second=0, microsecond=0)
    now, left = start, minutes
    while left:
        clock = now.time()
        is_open = time(7, 30) <= clock < time(11, 30) or time(13, 30) <= clock < time(17, 0)
        if is_open and is_worked_plainly(now.date()):
            left -= 1
            now += timedelta(minutes=1)
        elif is_worked_plainly(now.date()) and clock < time(17, 0):
            now += timedelta(minutes=1)
        else:
            now = datetime.combine(now.date() + timedelta(days=1), time(0, 0), VIETNAM)
    assert CALENDAR.add_working_time(start, timedelta(minutes=minutes)) == now


@given(moments, amounts, amounts)
def test_more_working_time_never_ends_earlier(start, one, other):
    less, more = sorted((one, other))
    assert CALENDAR.add_working_time(start, less) <= CALENDAR.add_working_time(start, more)
