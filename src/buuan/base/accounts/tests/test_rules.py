"""Who may be given which role, and what a user name looks like."""

from __future__ import annotations

import pytest

from buuan.base.accounts.rules import against_role, against_username, is_wide


@pytest.mark.parametrize(
    ("role", "kind", "wide"),
    [
        ("administrator", "lead_department", True),
        ("administrator", "platform", True),
        ("system", "platform", True),
        ("administrator", "police", False),
        ("administrator", "postal_operator", False),
        ("leader", "lead_department", False),
    ],
)
def test_only_the_administrators_of_the_lead_department_manage_the_whole_province(role, kind, wide):
    assert is_wide(role, kind) is wide


@pytest.mark.parametrize(
    ("role", "kind", "wide", "refused"),
    [
        ("leader", "police", False, False),
        ("counter_clerk", "operator_unit", False, False),
        ("counter_clerk", "police", True, True),
        ("auditor", "police", True, False),
        ("auditor", "police", False, True),
        ("auditor", "postal_operator", True, True),
        ("system", "platform", True, True),
        ("king", "police", True, True),
    ],
)
def test_a_role_that_reads_everything_is_given_by_few_and_never_to_operators(role, kind, wide, refused):
    assert bool(against_role(role, kind, wide=wide)) is refused


@pytest.mark.parametrize("username", ["truc-ban", "a", "Nguyen.An2", "x_1"])
def test_plain_names_are_taken(username):
    assert against_username(username) == []


@pytest.mark.parametrize("username", ["", "trực-ban", "a b", "-a", "a-", "a@b", "a\nb", "x" * 61, "../../etc"])
def test_names_that_nobody_could_type_or_that_mean_something_elsewhere_are_refused(username):
    assert against_username(username)
