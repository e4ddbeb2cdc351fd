"""The shipped calendar: the holidays of the Labour Code, what was announced for each year, and what is still open."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buuan.kit.workdays import DayKind
from buuan.registers.law.reading import read_calendar

CALENDAR = read_calendar()


def on(text: str) -> date:
    return date.fromisoformat(text)


LUNAR_NEW_YEARS = ["2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"]
HUNG_KINGS = ["2021-04-21", "2022-04-10", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26", "2027-04-16"]


@pytest.mark.parametrize("year", range(2021, 2028))
def test_every_year_has_the_holidays_of_the_labour_code(year):
    """Labour Code art. 112: 1 January, five days of Tết, 10th of the third lunar month, 30 April, 1 May, 2 September."""
    fixed = [f"{year}-01-01", f"{year}-04-30", f"{year}-05-01", f"{year}-09-02"]
    lunar = [day for day in (*LUNAR_NEW_YEARS, *HUNG_KINGS) if day.startswith(str(year))]
    for day in map(on, (*fixed, *lunar)):
        row = CALENDAR.special_on(day)
        assert row is not None, day
        assert row.kind is DayKind.HOLIDAY
        assert row.verified, day
        assert not CALENDAR.is_working_day(day)


@pytest.mark.parametrize("year", range(2021, 2028))
def test_a_year_has_eleven_days_off_the_law_and_those_still_open_are_named(year):
    kinds = Counter(row.kind for row in CALENDAR.special if row.day.year == year)
    if year < 2027:
        assert kinds[DayKind.HOLIDAY] == 11
    else:  # one day of Tết and one of 2 September were not announced in any source read
        assert kinds[DayKind.HOLIDAY] == 9
        assert kinds[DayKind.PENDING] == 5
    assert kinds[DayKind.EXCHANGED] == kinds[DayKind.SWAPPED]


def test_every_holiday_on_a_weekend_is_made_up_on_the_next_working_day():
    """Labour Code art. 111 cl. 3; days still pending are left as they are."""
    made_up = {row.compensates: row.day for row in CALENDAR.special if row.kind is DayKind.COMPENSATION}
    for row in CALENDAR.special:
        if row.kind is not DayKind.HOLIDAY:
            continue
        assert (row.day in made_up) is (row.day.weekday() >= 5), row.day
        if row.day in made_up:
            between = (row.day + timedelta(days=n) for n in range(1, (made_up[row.day] - row.day).days))
            assert not any(CALENDAR.is_working_day(day) for day in between)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2021-02-10", "2021-02-16"),
        ("2022-01-29", "2022-02-06"),
        ("2023-01-20", "2023-01-26"),
        ("2024-02-08", "2024-02-14"),
        ("2025-01-25", "2025-02-02"),
        ("2026-02-14", "2026-02-22"),
        ("2024-04-27", "2024-05-01"),
        ("2025-04-30", "2025-05-04"),
        ("2026-01-01", "2026-01-04"),
        ("2026-08-29", "2026-09-02"),
    ],
)
def test_the_announced_rests_are_whole_and_no_longer(first, last):
    first, last = on(first), on(last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(CALENDAR.is_working_day(day) for day in days)
    assert CALENDAR.is_working_day(first - timedelta(days=1))
    assert CALENDAR.is_working_day(last + timedelta(days=1))


@pytest.mark.parametrize("day", ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
def test_swapped_saturdays_are_worked(day):
    assert on(day).weekday() == 5
    assert CALENDAR.is_working_day(on(day))


def test_a_day_of_which_the_law_is_not_clear_counts_as_the_week_has_it():
    assert CALENDAR.special_on(on("2026-11-24")).kind is DayKind.PENDING
    assert CALENDAR.is_working_day(on("2026-11-24"))


def test_days_known_only_by_hearsay_are_not_marked_verified():
    for row in CALENDAR.special:
        assert row.source
        if "chưa đối chiếu" in row.source or row.kind is DayKind.PENDING:
            assert not row.verified, row.day


@given(st.dates(date(2021, 1, 1), date(2027, 12, 1)), st.integers(1, 15))
def test_working_days_of_the_real_calendar_end_on_one_and_count_back(day, count):
    end = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(day, end) == count
