"""What may be opened and ended, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from buuan.base.organisations.models import OPERATOR_KINDS, UNIT_TYPES, home_number
from buuan.base.organisations.rules import UNIT_KINDS, check_code, check_days, check_place_in_tree


@pytest.mark.parametrize("code", ["BCX", "BCX-TH-001", "so-khcn-2025", "x" * 60])
def test_codes_that_may_be_given(code: str):
    assert check_code(code) == []


@pytest.mark.parametrize("code", ["", "B", "a/b", "a~b", "-BCX", "BCX-", "BC X", "Mẫu", "x" * 61])
def test_codes_that_may_not(code: str):
    assert len(check_code(code)) == 1


@pytest.mark.parametrize(
    ("kind", "unit_type", "parent_kind", "wrong"),
    [
        ("postal_operator", "", None, set()),
        ("postal_operator", "", "postal_operator", {"parent"}),
        ("postal_operator", "branch", None, {"unit_type"}),
        ("operator_unit", "branch", "postal_operator", set()),
        ("operator_unit", "point", "operator_unit", set()),
        ("operator_unit", "agent", "operator_unit", {"unit_type"}),
        ("operator_unit", "branch", None, {"parent"}),
        ("operator_unit", "branch", "police", {"parent"}),
        ("agent", "agent", "operator_unit", set()),
        ("agent", "agent", "agent", {"parent"}),
        ("agent", "", "postal_operator", {"unit_type"}),
        ("police_commune", "", "police", set()),
        ("police", "", None, set()),
        ("police", "branch", None, {"unit_type"}),
        ("police_commune", "", "postal_operator", {"parent"}),
    ],
)
def test_where_an_organisation_may_stand(kind: str, unit_type: str, parent_kind: str | None, wrong: set[str]):
    assert set(check_place_in_tree(kind, unit_type, parent_kind, OPERATOR_KINDS)) == wrong


def test_an_end_comes_after_the_beginning():
    assert check_days(date(2026, 1, 1), date(2026, 1, 2)) == []
    assert check_days(None, date(2026, 1, 2)) == []
    assert check_days(date(2026, 1, 1), date(2026, 1, 1)) != []


def test_every_type_of_unit_has_a_kind():
    assert set(UNIT_KINDS) == set(UNIT_TYPES)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+84912345678", "0912 345 678"),
        ("+842373852246", "0237 3852 246"),
        ("+8419001234", "1900 1234"),
        ("+85512345678", "+85512345678"),
    ],
)
def test_numbers_are_written_as_people_dial_them(stored: str, shown: str):
    assert home_number(stored) == shown
