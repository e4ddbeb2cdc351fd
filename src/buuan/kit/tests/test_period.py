"""Periods: their days, their names, their tokens, and how they follow each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buuan.kit.errors import Invalid
from buuan.kit.period import Period, PeriodKind

days = st.dates(date(1950, 1, 1), date(2900, 12, 31))
kinds = st.sampled_from(PeriodKind)


@pytest.mark.parametrize(
    ("token", "first", "last", "name"),
    [
        ("2026", "2026-01-01", "2026-12-31", "năm 2026"),
        ("2026-H1", "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
        ("2026-H2", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "quý I/2026"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "quý IV/2026"),
        ("2026-11", "2026-11-01", "2026-11-30", "tháng 11/2026"),
        ("2024-02", "2024-02-01", "2024-02-29", "tháng 02/2024"),
        ("2026-11-24", "2026-11-24", "2026-11-24", "ngày 24/11/2026"),
        ("2026-BC", "2025-12-15", "2026-12-14", "năm báo cáo 2026 (15/12/2025–14/12/2026)"),
        ("2026-BC-H1", "2025-12-15", "2026-06-14", "6 tháng đầu năm báo cáo 2026 (15/12/2025–14/06/2026)"),
        ("2026-BC-H2", "2026-06-15", "2026-12-14", "6 tháng cuối năm báo cáo 2026 (15/06/2026–14/12/2026)"),
    ],
)
def test_a_token_names_its_days_and_the_period_says_its_name(token, first, last, name):
    period = Period.parse(token)
    assert (period.from_on.isoformat(), period.last_on.isoformat()) == (first, last)
    assert period.name == str(period) == name
    assert period.token == token


@pytest.mark.parametrize(
    "token",
    [
        *("", "26", "0026", "3000", "２０２６", " 2026", "2026\n", "../2026"),
        *("2026-Q5", "2026-Q0", "2026-q1", "2026-H3", "2026-BC-H3", "2026-BC-Q1"),
        *("2026-13", "2026-00", "2026-1", "2026-02-30", "2026-11-24T00:00"),
    ],
)
def test_what_is_no_period_is_refused_with_the_forms_that_are(token):
    with pytest.raises(Invalid) as refused:
        Period.parse(token)
    assert refused.value.code == "period.unreadable"
    assert "2026-Q4" in refused.value.sentence


@given(kinds, days)
def test_the_period_of_a_day_contains_it_and_reads_back_from_its_token(kind, day):
    period = Period.of(kind, day)
    assert period.kind is kind
    assert period.contains(day)
    assert Period.parse(period.token) == period


@given(kinds, days)
def test_periods_of_a_kind_follow_each_other_without_gap_or_overlap(kind, day):
    period = Period.of(kind, day)
    assert period.next().from_on == period.until_on
    assert period.next().previous() == period
    assert period.previous().next() == period
    assert not period.overlaps(period.next())
    assert not period.overlaps(period.previous())
    assert period.overlaps(period)


@given(kinds, days)
def test_a_period_contains_its_first_and_last_day_and_neither_neighbour(kind, day):
    period = Period.of(kind, day)
    assert period.contains(period.from_on)
    assert period.contains(period.last_on)
    assert not period.contains(period.until_on)
    assert not period.contains(period.from_on - timedelta(days=1))
    assert period.days == (period.last_on - period.from_on).days + 1


def test_a_moment_lies_in_the_day_that_it_has_in_vietnam():
    november = Period.month(2026, 11)
    assert november.contains(datetime(2026, 10, 31, 17, 0, tzinfo=UTC))  # midnight in Vietnam
    assert not november.contains(datetime(2026, 10, 31, 16, 59, tzinfo=UTC))
    assert not november.contains(november.ends_at)
    assert november.contains(november.starts_at)
    with pytest.raises(ValueError, match="time zone"):
        november.contains(datetime(2026, 11, 1))  # noqa: DTZ001


def test_bounds_are_moments_of_vietnamese_time():
    year = Period.year(2026)
    assert year.starts_at == datetime(2025, 12, 31, 17, 0, tzinfo=UTC)
    assert year.ends_at - year.starts_at == timedelta(days=365)


def test_the_reporting_year_overlaps_two_calendar_years():
    report = Period.report_year(2026)
    assert report.overlaps(Period.year(2025))
    assert report.overlaps(Period.year(2026))
    assert not report.overlaps(Period.year(2027))
    assert Period.of(PeriodKind.REPORT_YEAR, date(2026, 12, 14)) == report
    assert Period.of(PeriodKind.REPORT_YEAR, date(2026, 12, 15)) == report.next()


@pytest.mark.parametrize(
    ("make", "part"),
    [(Period.quarter, 5), (Period.quarter, 0), (Period.half_year, 3), (Period.report_half_year, 0), (Period.month, 13)],
)
def test_parts_that_a_year_does_not_have_are_defects(make, part):
    with pytest.raises(ValueError, match=r"is not 1 to|month must be"):
        make(2026, part)
