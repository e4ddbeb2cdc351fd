"""The pure rules: when a channel speaks, which rungs are due, what is owed, what changed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from buuan.base.dispatch import rules
from buuan.base.dispatch.rules.timing import is_quiet

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam
NIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 23:00 in Vietnam
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
URGENT, USUAL = rules.LADDERS["khan"], rules.LADDERS["thuong"]


def climb(ladder, at, *, acknowledged=False, answer_by=None, already=frozenset()):
    due = rules.due_rungs(ladder, NOON, answer_by, acknowledged=acknowledged, already=already, at=at)
    return [(one.rung.whom, one.at - NOON) for one in due]


@pytest.mark.parametrize(
    ("at", "manner", "urgent", "expected"),
    [
        (NOON, "now", False, NOON),
        (NIGHT, "now", True, NIGHT),
        (NIGHT, "daily", True, NIGHT),
        (NIGHT, "now", False, datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),  # 06:00
        (NOON, "daily", False, datetime(2026, 11, 24, 0, 0, tzinfo=UTC)),  # 07:00
    ],
)
def test_only_what_is_urgent_speaks_at_night(at, manner, urgent, expected):
    assert rules.when_to_send(at, manner, urgent=urgent) == expected


def test_quiet_hours_may_lie_within_a_day_or_be_none():
    assert is_quiet(NOON, (time(11), time(13)))
    assert not is_quiet(NOON, (time(13), time(11, 30)))
    assert not is_quiet(NIGHT, (time(0), time(0)))


def test_the_urgent_ladder_climbs_at_15_30_and_60_minutes():
    assert climb(URGENT, NOON + 14 * MINUTE) == []
    assert climb(URGENT, NOON + 15 * MINUTE) == [("duty", 15 * MINUTE)]
    assert climb(URGENT, NOON + 61 * MINUTE) == [
        ("duty", 15 * MINUTE),
        ("leader", 30 * MINUTE),
        ("superior", 60 * MINUTE),
        ("sender", 60 * MINUTE),
    ]
    first = rules.due_rungs(URGENT, NOON, None, acknowledged=False, already=frozenset(), at=NOON + 15 * MINUTE)[0]
    assert climb(URGENT, NOON + 15 * MINUTE, already={first.key}) == []


def test_who_has_acknowledged_is_only_reminded_around_the_due_time():
    assert climb(URGENT, NOON + DAY, acknowledged=True) == []
    due = NOON + 10 * DAY
    assert climb(USUAL, NOON + 3 * DAY, acknowledged=True, answer_by=due) == [("duty", 3 * DAY)]


def test_a_reminder_before_the_due_time_is_dropped_once_it_passed():
    due = NOON + 10 * DAY
    assert climb(USUAL, due + DAY, answer_by=due) == [("duty", 11 * DAY), ("superior", 11 * DAY)]


def test_the_next_look_is_the_first_rung_left():
    look = rules.next_look(URGENT, NOON, None, acknowledged=False, already=frozenset(), after=NOON)
    assert look == NOON + 15 * MINUTE
    assert rules.next_look(URGENT, NOON, None, acknowledged=False, already=frozenset(), after=NOON + 60 * MINUTE) is None
    assert rules.next_look(USUAL, NOON, None, acknowledged=False, already=frozenset(), after=NOON) is None


@pytest.mark.parametrize(
    ("asks", "acknowledged", "answered", "expected"),
    [
        ("", False, False, False),
        ("acknowledge", False, False, True),
        ("acknowledge", True, False, False),
        ("answer", True, False, True),
        ("answer", True, True, False),
    ],
)
def test_an_answer_settles_everything_an_acknowledgement_only_what_asks_no_more(asks, acknowledged, answered, expected):
    assert rules.owes(asks, acknowledged=acknowledged, answered=answered) is expected


def test_the_difference_names_what_went_and_what_came():
    lines = rules.difference("giữ\nđến 18 giờ\nbáo lại", "giữ\nđến 20 giờ\nbáo lại")
    assert [(one.change, one.text) for one in lines] == [
        ("same", "giữ"),
        ("gone", "đến 18 giờ"),
        ("new", "đến 20 giờ"),
        ("same", "báo lại"),
    ]


def test_a_hundred_percent_means_all():
    found = rules.standing_of([(NOON, NOON, None, None, False)] * 199 + [(NOON, None, None, None, True)])
    assert (found.opened_percent, found.owing, found.done) == (99, 1, 199)
    assert rules.summed([found, found]).total == 400


def test_an_urgent_message_is_given_up_in_minutes_another_in_hours():
    def total(urgent):
        waits = [rules.retry_after(number, urgent=urgent) for number in range(1, 20)]
        return sum((one for one in waits if one is not None), timedelta())

    assert total(True) < 6 * MINUTE
    assert total(False) > timedelta(hours=6)
    assert rules.retry_after(3, urgent=True) + rules.retry_after(2, urgent=True) <= MINUTE


def test_who_is_reminded_where_the_sender_said_nothing():
    assert rules.default_ladder(urgent=True, asks="acknowledge", has_due=False) == "khan"
    assert rules.default_ladder(urgent=False, asks="answer", has_due=True) == "thuong"
    assert rules.default_ladder(urgent=False, asks="answer", has_due=False) == ""
    assert rules.default_ladder(urgent=True, asks="", has_due=True) == ""
