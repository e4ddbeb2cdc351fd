"""What one act reads of rows that seldom change it reads once, and never longer than it may."""

from __future__ import annotations

import pytest

from buuan.base.action import action, check_writing, one_reading, read_once
from buuan.base.audit.actions import record
from buuan.kit.errors import Refused
from buuan.work.cases.tests.cast import MONDAY

OF = frozenset({"Limit"})


class Rows:
    """Rows as another process may change them at any moment."""

    def __init__(self) -> None:
        self.stand = 1
        self.asked = 0

    def read(self) -> int:
        self.asked += 1
        return self.stand

    def now(self) -> int:
        return read_once(("rows",), self.read, of=OF)


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def act(cast):
    """Give a way to run a function as an action."""

    def run(function):
        @action
        def one(actor):
            found = function()
            record(actor, "test.read", "test", at=MONDAY)
            return found

        return one(cast.police)

    return run


def test_outside_an_action_the_rows_are_asked_each_time(rows):
    assert rows.now() == 1
    rows.stand = 2
    assert (rows.now(), rows.asked) == (2, 2)


def test_an_action_goes_by_what_stood_when_it_first_asked_and_the_next_one_asks_again(rows, act):
    def twice():
        first = rows.now()
        rows.stand = 2
        return first, rows.now()

    assert act(twice) == (1, 1)
    assert act(rows.now) == 2


def test_an_action_within_another_goes_by_the_same_reading(rows, act):
    def outer():
        first = rows.now()
        rows.stand = 2
        return first, act(rows.now)

    assert act(outer) == (1, 1)


def test_what_an_action_writes_itself_it_sees_at_once(rows, act):
    def write():
        first = rows.now()
        rows.stand = 2
        check_writing("Limit")
        return first, rows.now()

    assert act(write) == (1, 2)


def test_what_was_read_of_writes_that_were_taken_back_is_forgotten(rows, act):
    def refused():
        rows.stand = 2
        check_writing("Limit")
        assert rows.now() == 2
        raise Refused("test.refused", "Không.")

    def outer():
        first = rows.now()
        with pytest.raises(Refused):
            act(refused)
        rows.stand = 1
        return first, rows.now()

    assert act(outer) == (1, 1)


def test_a_load_that_is_whole_or_not_at_all_is_one_act(rows, act):
    with one_reading():
        first = act(rows.now)
        rows.stand = 2
        second = act(rows.now)
    assert (first, second, act(rows.now)) == (1, 1, 2)
