"""What a PIN and a code of enrolment look like, and when a session on a phone is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from buuan.base.devices.rules import CODE_SIGNS, IDLE, LONGEST, against_pin, is_over, normal_code, shown_code


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "12345a", "１２３４５６", "123456", "890123", "654321", "000000", "112112", "121212"]
)
def test_a_pin_that_everybody_tries_first_is_refused(pin):
    assert against_pin(pin)


@pytest.mark.parametrize("pin", ["402917", "918273", "135790"])
def test_any_other_six_digits_are_a_pin(pin):
    assert against_pin(pin) == []


def test_a_code_is_read_as_people_type_it():
    assert normal_code(" k7qf2-9m x3p ") == "K7QF29MX3P"
    assert shown_code("K7QF29MX3P") == "K7QF2-9MX3P"
    assert not set("01IO") & set(CODE_SIGNS)


def test_a_session_ends_after_a_pause_and_after_a_shift():
    assert not is_over(IDLE, LONGEST)
    assert is_over(IDLE + timedelta(seconds=1), timedelta())
    assert is_over(timedelta(), LONGEST + timedelta(seconds=1))
