"""When clocks fall due and where they stand, as tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from buuan.base.clocks.rules import (
    BUCKETS,
    UNITS,
    Bucket,
    ClockFacts,
    ExtensionTerm,
    Unit,
    bucket,
    chip_text,
    due_at,
    first_due_at,
    reckon,
    time_left,
)
from buuan.base.clocks.tests.sample import CALENDAR, DAY, HOUR, at, clock, limit, more_time
from buuan.kit.errors import Refused

# -- when it falls due ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        # Minutes and hours run at night and on holidays too, to the minute.
        ("2026-03-02T08:10", 15, Unit.CALENDAR_MINUTES, "2026-03-02T08:25"),
        ("2026-02-14T22:30", 24, Unit.CALENDAR_HOURS, "2026-02-15T22:30"),
        # The day of the start is not counted; the period ends at 24:00 of its last day.
        ("2026-03-02T08:10", 1, Unit.CALENDAR_DAYS, "2026-03-04T00:00"),
        ("2026-03-02T00:00", 1, Unit.CALENDAR_DAYS, "2026-03-04T00:00"),
        ("2026-03-02T23:59", 1, Unit.CALENDAR_DAYS, "2026-03-04T00:00"),
        ("2026-11-24T08:10", 20, Unit.CALENDAR_DAYS, "2026-12-15T00:00"),
        # A last day on a weekend, on Tết, on a day given off: the next working day.
        ("2026-03-02T08:10", 5, Unit.CALENDAR_DAYS, "2026-03-10T00:00"),
        ("2026-02-10T08:10", 7, Unit.CALENDAR_DAYS, "2026-02-24T00:00"),
        ("2025-12-31T08:10", 2, Unit.CALENDAR_DAYS, "2026-01-06T00:00"),
        # A swapped Saturday is a working day like any other.
        ("2026-01-05T08:10", 5, Unit.CALENDAR_DAYS, "2026-01-11T00:00"),
        # Months end on the day of the same number, or on the last of a shorter month.
        ("2026-03-02T08:10", 1, Unit.CALENDAR_MONTHS, "2026-04-03T00:00"),
        ("2027-01-31T08:10", 1, Unit.CALENDAR_MONTHS, "2027-03-02T00:00"),  # 28 February 2027 is a Sunday
        ("2026-05-31T08:10", 1, Unit.CALENDAR_MONTHS, "2026-07-01T00:00"),
        ("2026-08-31T08:10", 6, Unit.CALENDAR_MONTHS, "2027-03-02T00:00"),
        ("2025-03-02T08:10", 12, Unit.CALENDAR_MONTHS, "2026-03-03T00:00"),
        # Working days end when the office closes; Tết does not count, a swapped Saturday does.
        ("2026-03-02T08:10", 2, Unit.WORKING_DAYS, "2026-03-04T17:00"),
        ("2026-03-06T20:00", 1, Unit.WORKING_DAYS, "2026-03-09T17:00"),
        ("2026-02-13T08:10", 2, Unit.WORKING_DAYS, "2026-02-24T17:00"),
        ("2026-01-09T08:10", 1, Unit.WORKING_DAYS, "2026-01-10T17:00"),
        ("2026-03-07T10:00", 1, Unit.WORKING_DAYS, "2026-03-09T17:00"),
        # Working hours run only while the office is open.
        ("2026-03-02T16:00", 2, Unit.WORKING_HOURS, "2026-03-03T08:30"),
        ("2026-02-13T16:00", 2, Unit.WORKING_HOURS, "2026-02-23T08:30"),
        ("2026-03-07T10:00", 4, Unit.WORKING_HOURS, "2026-03-09T11:30"),
    ],
)
def test_the_due_time_follows_the_way_the_law_counts(start, amount, unit, expected):
    facts = clock(start, amount, unit)
    assert due_at(facts, CALENDAR) == first_due_at(facts, CALENDAR) == at(expected)


def test_a_start_given_in_another_zone_counts_from_its_vietnamese_day():
    started = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)  # 01:00 on the 2nd in Vietnam
    assert due_at(ClockFacts(started, limit(1, Unit.CALENDAR_DAYS)), CALENDAR) == at("2026-03-04T00:00")


def test_a_fixed_date_of_the_year_does_not_move_off_a_weekend():
    facts = clock("2026-12-31T17:00", 30, Unit.CALENDAR_DAYS, rolls=False)
    assert due_at(facts, CALENDAR) == at("2027-01-31T00:00")  # the end of Saturday 30 January


@pytest.mark.parametrize(
    ("amount", "unit", "pauses", "expected"),
    [
        # In hours and minutes the very time of the pause is left out.
        (10, Unit.CALENDAR_HOURS, [("2026-03-02T10:00", "2026-03-02T13:20")], "2026-03-02T21:20"),
        (10, Unit.CALENDAR_HOURS, [("2026-03-02T20:00", "2026-03-02T23:00")], "2026-03-02T18:00"),  # after the due time
        (10, Unit.CALENDAR_HOURS, [("2026-03-02T18:00", "2026-03-02T23:00")], "2026-03-02T18:00"),  # right at it
        (8, Unit.WORKING_HOURS, [("2026-03-02T10:00", "2026-03-03T10:00")], "2026-03-04T08:30"),
        (8, Unit.WORKING_HOURS, [("2026-03-02T17:00", "2026-03-03T07:30")], "2026-03-03T08:30"),  # only closed hours
        # In days a day counts if the clock runs at its end. (7 March is a Saturday; the clock starts on the 2nd.)
        (3, Unit.CALENDAR_DAYS, [("2026-03-03T10:00", "2026-03-05T10:00")], "2026-03-10T00:00"),
        (9, Unit.CALENDAR_DAYS, [("2026-03-03T10:00", "2026-03-05T10:00")], "2026-03-14T00:00"),
        (9, Unit.CALENDAR_DAYS, [("2026-03-03T10:00", "2026-03-03T16:00")], "2026-03-12T00:00"),
        (9, Unit.CALENDAR_DAYS, [("2026-03-03T10:00", "2026-03-05T00:00")], "2026-03-14T00:00"),  # to the midnight
        (9, Unit.CALENDAR_DAYS, [("2026-03-11T10:00", "2026-03-12T09:00")], "2026-03-13T00:00"),  # on the last day
        (9, Unit.CALENDAR_DAYS, [("2026-03-02T10:00", "2026-03-04T09:00")], "2026-03-14T00:00"),  # on the first day
        (2, Unit.WORKING_DAYS, [("2026-03-03T10:00", "2026-03-05T10:00")], "2026-03-06T17:00"),
        (2, Unit.WORKING_DAYS, [("2026-03-04T17:30", "2026-03-09T10:00")], "2026-03-04T17:00"),
        (2, Unit.WORKING_DAYS, [("2026-03-02T09:00", "2026-03-04T10:00")], "2026-03-06T17:00"),
        # Two pauses add up.
        (10, Unit.CALENDAR_HOURS, [("2026-03-02T09:00", "2026-03-02T10:00"), ("2026-03-02T12:00", "2026-03-02T14:00")],
         "2026-03-02T21:00"),
    ],
)  # fmt: skip
def test_a_pause_moves_the_due_time_by_what_it_holds_up(amount, unit, pauses, expected):
    facts = clock("2026-03-02T08:00", amount, unit, pauses=pauses, pause_allowed=True)
    assert due_at(facts, CALENDAR) == at(expected)


@pytest.mark.parametrize("unit", Unit)
def test_a_clock_that_stands_still_has_no_due_time_until_it_goes_on(unit):
    facts = clock("2026-03-02T08:00", 5, unit, pauses=[("2026-03-02T08:01", None)], pause_allowed=True)
    assert due_at(facts, CALENDAR) is None
    assert first_due_at(facts, CALENDAR) is not None
    resumed = facts.resumed(at("2026-03-12T09:00"))
    assert not resumed.is_paused
    assert due_at(resumed, CALENDAR) > first_due_at(facts, CALENDAR)


def test_a_pause_that_comes_too_late_does_not_hide_that_the_clock_ran_out():
    facts = clock("2026-03-02T08:00", 2, Unit.CALENDAR_HOURS, pauses=[("2026-03-02T12:00", None)])
    assert due_at(facts, CALENDAR) == at("2026-03-02T10:00")
    facts = clock("2026-03-02T08:00", 1, Unit.WORKING_DAYS, pauses=[("2026-03-03T18:00", None)])
    assert due_at(facts, CALENDAR) == at("2026-03-03T17:00")


@pytest.mark.parametrize(
    ("amount", "unit", "extension", "expected"),
    [
        (10, Unit.CALENDAR_HOURS, more_time(5, Unit.CALENDAR_HOURS), "2026-03-02T23:00"),
        (16, Unit.CALENDAR_HOURS, more_time(1, Unit.CALENDAR_DAYS), "2026-03-04T00:00"),  # 24:00 belongs to the 2nd
        (5, Unit.CALENDAR_DAYS, more_time(2, Unit.CALENDAR_DAYS), "2026-03-12T00:00"),  # goes on from Monday the 9th
        (2, Unit.WORKING_DAYS, more_time(3, Unit.WORKING_DAYS), "2026-03-09T17:00"),
        (2, Unit.CALENDAR_DAYS, more_time(1, Unit.WORKING_DAYS), "2026-03-05T17:00"),
        (20, Unit.CALENDAR_DAYS, more_time(2, Unit.CALENDAR_MONTHS), "2026-05-26T00:00"),  # from Monday 23 March on
        (20, Unit.CALENDAR_DAYS, more_time(2, Unit.CALENDAR_MONTHS, from_start=True), "2026-05-05T00:00"),
        (20, Unit.CALENDAR_DAYS, more_time(3, Unit.CALENDAR_DAYS, from_start=True), "2026-03-24T00:00"),  # never sooner
    ],
)
def test_an_extension_goes_on_from_the_due_time_and_keeps_the_first(amount, unit, extension, expected):
    facts = clock("2026-03-02T08:00", amount, unit)
    extended = facts.extended(extension)
    assert due_at(extended, CALENDAR) == at(expected)
    assert first_due_at(extended, CALENDAR) == due_at(facts, CALENDAR) == reckon(extended, CALENDAR).first_due_at


def test_a_due_time_beyond_the_loaded_years_is_refused_and_not_guessed():
    with pytest.raises(Refused) as refused:
        due_at(clock("2027-12-20T08:00", 10, Unit.WORKING_DAYS), CALENDAR)
    assert refused.value.facts["year"] == 2028


def test_facts_that_cannot_be_are_defects():
    start = at("2026-03-02T08:00")
    two_hours = limit(2, Unit.CALENDAR_HOURS)
    for pauses in (
        [(start - HOUR, start)],
        [(start + HOUR, start)],
        [(start, None), (start + HOUR, None)],
        [(start, start + 2 * HOUR), (start + HOUR, start + 3 * HOUR)],
    ):
        with pytest.raises(ValueError, match="pause"):
            ClockFacts(start, two_hours, pauses)
    with pytest.raises(ValueError, match="end before"):
        ClockFacts(start, two_hours, finished_at=start - HOUR)
    with pytest.raises(ValueError, match="time zone"):
        ClockFacts(datetime(2026, 3, 2), two_hours)  # noqa: DTZ001
    with pytest.raises(ValueError, match="from 1 up"):
        limit(0, Unit.CALENDAR_DAYS)
    with pytest.raises(ValueError, match="source"):
        limit(1, Unit.CALENDAR_DAYS, source=" ")
    with pytest.raises(ValueError, match="one term for each"):
        limit(1, Unit.CALENDAR_DAYS, max_extensions=2, extension_terms=(ExtensionTerm(1, Unit.CALENDAR_DAYS),))


# -- where it stands -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "finished", "now", "expected"),
    [
        ("2026-03-05T17:00", None, "2026-03-04T16:59", Bucket.NOT_YET_DUE),
        ("2026-03-05T17:00", None, "2026-03-04T17:00", Bucket.DUE_SOON),
        ("2026-03-05T17:00", None, "2026-03-05T17:00", Bucket.DUE_SOON),
        ("2026-03-05T17:00", None, "2026-03-05T17:01", Bucket.OVERDUE),
        ("2026-03-05T17:00", "2026-03-05T17:00", "2026-03-09T08:00", Bucket.DONE_IN_TIME),
        ("2026-03-05T17:00", "2026-03-05T17:01", "2026-03-09T08:00", Bucket.DONE_LATE),
        ("2026-03-05T17:00", "2026-03-06T08:00", "2026-03-05T18:00", Bucket.OVERDUE),  # as it was then
        (None, None, "2026-03-05T18:00", Bucket.NOT_YET_DUE),  # held by a pause
    ],
)
def test_the_bucket_is_computed_from_due_time_end_and_moment(due, finished, now, expected):
    due, finished = (at(text) if text else None for text in (due, finished))
    assert bucket(due, finished, at(now), DAY) is expected


def test_buckets_and_units_have_their_names_on_the_screen():
    assert list(BUCKETS.values()) == [
        "chưa đến hạn",
        "sắp đến hạn",
        "quá hạn",
        "hoàn thành đúng hạn",
        "hoàn thành quá hạn",
    ]
    assert [value for value in BUCKETS if Bucket(value).is_open] == ["not_yet_due", "due_soon", "overdue"]
    assert UNITS["working_days"] == "ngày làm việc"
    assert set(UNITS) == {unit.value for unit in Unit}


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(hours=-3, minutes=-25), "Quá 3 giờ"),
        (timedelta(minutes=-40), "Quá 40 phút"),
        (timedelta(days=-9, hours=-4), "Quá 9 ngày"),
        (timedelta(seconds=-20), "Quá dưới 1 phút"),
        (timedelta(), "Còn dưới 1 phút"),
        (timedelta(minutes=59, seconds=59), "Còn 59 phút"),
        (timedelta(hours=2), "Còn 2 giờ"),
        (timedelta(hours=23, minutes=59), "Còn 23 giờ"),
        (timedelta(days=6, hours=15), "Còn 6 ngày"),
    ],
)
def test_the_chip_never_promises_more_time_than_is_left(left, text):
    now = at("2026-03-02T08:00")
    assert time_left(now + left, now) == left
    assert chip_text(now + left, now) == text


def test_the_chip_of_a_finished_or_paused_clock_says_so():
    due = at("2026-03-02T08:00")
    assert chip_text(due, due + 9 * DAY, due) == "Đúng hạn"
    assert chip_text(due, due + 9 * DAY, due + 2 * DAY) == "Trễ 2 ngày"
    assert chip_text(None, due) == "Tạm dừng"
