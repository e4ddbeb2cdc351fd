"""Telephone numbers as people type them."""

from __future__ import annotations

import pytest

from buuan.kit.phones import NEW_PREFIX, mask, normalise, read_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0900000001", "+84900000001"),
        (" 0900 000 001 ", "+84900000001"),
        ("0900.000.001", "+84900000001"),
        ("+84900000001", "+84900000001"),
        ("+84 (0) 900 000 001", "+84900000001"),
        ("84900000001", "+84900000001"),
        ("0084900000001", "+84900000001"),
        ("0237000 0001", "+842370000001"),
        ("19000001", "+8419000001"),
        ("+81300000000", "+81300000000"),
        ("01680000001", "+84380000001"),
        ("900000001", "+84900000001"),
        ("0900000001 / 0900000002", "+84900000001"),
    ],
)
def test_each_way_of_typing_gives_one_stored_form(typed, stored):
    assert normalise(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "không có", "0000000000", "0123456789", "+84123456789", "9999999999", "0912***345", "090000001", "09000000011",
     "0400000001", "-", "０９０００００００１", "+8490", "123"],
)  # fmt: skip
def test_what_cannot_be_called_is_none(typed):
    assert normalise(typed) is None


def test_the_note_says_what_was_done():
    assert read_phone("01680000001").note == "old_prefix"
    assert read_phone("900000001").note == "lost_zero"
    assert read_phone("0900000001/0900000002").note == "several"
    assert read_phone("0900000001").note == ""


def test_every_old_prefix_leads_to_a_mobile_prefix_of_today():
    assert all(read_phone(old + "0000001").number == "+84" + new[1:] + "0000001" for old, new in NEW_PREFIX.items())


def test_a_masked_number_shows_only_its_ends():
    assert mask("0900000001") == "090•••••01"
    assert mask("0900") == "••••"
