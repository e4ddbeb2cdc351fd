from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from buuan.base.web import formats

NOW = datetime(2026, 11, 23, 6, 20, tzinfo=UTC)  # 13:20 in Việt Nam


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1284310, None, "1.284.310"),
        (0, None, "0"),
        (999, None, "999"),
        (-1500, None, "−1.500"),
        (0.97, None, "0,97"),
        (2.5, None, "2,5"),
        (Decimal("2.005"), 2, "2,01"),
        (1000.0, None, "1.000"),
        (3, 1, "3,0"),
        (-0.001, None, "0"),
        (0.1 + 0.2, None, "0,3"),
        (None, None, ""),
        ("", None, ""),
    ],
)
def test_numbers_are_written_the_vietnamese_way(value, decimals, text):
    with override("vi"):
        assert formats.number(value, decimals) == text


def test_numbers_change_their_marks_with_the_language():
    with override("en"):
        assert formats.number(1284310.5) == "1,284,310.5"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 g"), (400, "400 g"), (999, "999 g"), (1000, "1 kg"), (2400, "2,4 kg"), (None, "")]
)
def test_weights_are_in_grams_below_a_kilogram(value, text):
    with override("vi"):
        assert formats.grams(value) == text.replace(" ", "\u00a0")


def test_amounts_and_shares():
    with override("vi"):
        assert formats.vnd(1500000) == "1.500.000\u00a0đ"
        assert formats.percent(24, 25) == "96\u00a0%"
        assert formats.percent(0, 0) == ""
        assert formats.percent(None) == ""


def test_moments_are_shown_in_vietnamese_time():
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)

    assert formats.moment(late) == "24/11/2026 00:30"
    assert formats.day(late) == "24/11/2026"
    assert formats.day(date(2026, 1, 2)) == "02/01/2026"
    assert formats.moment(None) == formats.day(None) == ""


def test_a_moment_without_a_zone_is_refused_because_its_meaning_would_be_a_guess():
    with pytest.raises(ValueError, match="time zone"):
        formats.moment(datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (-3, "10:20 hôm nay"),
        (-14, "23:20 hôm qua"),
        (11, "00:20 ngày mai"),
        (48, "25/11 13:20"),
        (24 * 60, "22/01/2027 13:20"),
    ],
)
def test_moments_near_now_are_said_as_people_say_them(hours, text):
    with override("vi"):
        assert formats.near_moment(NOW + timedelta(hours=hours), NOW) == text


def test_the_last_minute_of_a_day_stands_for_the_day():
    end = datetime(2026, 11, 30, 23, 59, 59, tzinfo=formats.ICT)
    with override("vi"):
        assert formats.near_moment(end, NOW) == "30/11"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "vừa xong"),
        (59, "vừa xong"),
        (180, "3 phút trước"),
        (7199, "1 giờ trước"),
        (86400, "1 ngày trước"),
        (-5, "23/11/2026 13:20"),
    ],
)
def test_how_long_ago(seconds, text):
    with override("vi"):
        assert formats.ago(NOW - timedelta(seconds=seconds), NOW) == text
