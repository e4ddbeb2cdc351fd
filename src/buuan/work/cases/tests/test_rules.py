"""The rules of a case, by tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from buuan.kit.errors import Invalid, Refused
from buuan.work.cases.rules import (
    CASE_FLOW,
    EVENT_GROUPS,
    OUTCOMES,
    RELEASING,
    CaseFacts,
    check_outcome,
    fault_of_item_id,
    may_close,
    may_conclude,
    may_record_outcome,
    may_take,
    normal_item_id,
    normal_text,
    read_quantity,
)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("received", ["verify"]),
        ("verifying", ["handle", "conclude"]),
        ("handling", ["conclude"]),
        ("concluded", ["close"]),
        ("closed", []),
    ],
)
def test_from_each_state_exactly_these_steps_lead_on(state, verbs):
    assert [step.verb for step in CASE_FLOW.open_from(state)] == verbs


@pytest.mark.parametrize("state", ["verifying", "handling", "concluded", "closed"])
def test_a_case_is_taken_once(state):
    with pytest.raises(Refused, match="Nhận xác minh"):
        CASE_FLOW.step(state, "verify")


def facts(*items: tuple[str, str | None], ends: tuple[str, ...] = ()) -> CaseFacts:
    return CaseFacts("handling", items, ends)


@pytest.mark.parametrize(
    ("given", "conclude", "close"),
    [
        (facts(), [], []),
        (facts(("A", "seized")), [], []),
        (facts(("A", "seized"), ("B", None)), ["case.outcome_missing"], ["case.outcome_missing"]),
        (facts(("A", None), ("A", "released")), ["case.outcome_missing"], ["case.outcome_missing"]),
        (facts(("A", "seized"), ends=("lệnh LNC-1",)), [], ["case.loose_end"]),
        (
            facts(("A", None), ends=("lệnh LNC-1", "tiền phạt")),
            ["case.outcome_missing"],
            ["case.outcome_missing"] + ["case.loose_end"] * 2,
        ),
    ],
)
def test_an_outcome_for_every_item_concludes_and_tied_ends_close(given, conclude, close):
    assert [one.code for one in may_conclude(given)] == conclude
    assert [one.code for one in may_close(given)] == close
    assert [one.code for one in may_take(given, "close")] == close
    assert may_take(given, "verify") == []


def test_a_long_list_of_missing_outcomes_is_shortened():
    sentence = may_conclude(facts(*((f"BG{n}", None) for n in range(1, 8))))[0].sentence

    assert "BG1, BG2, BG3 và 4 bưu gửi khác" in sentence
    assert "BG4" not in sentence


def test_a_reason_names_the_loose_end():
    assert (
        may_close(facts(ends=("Lệnh ngăn chặn LNC-2026-0031",)))[0].sentence
        == "Còn việc chưa kết thúc: Lệnh ngăn chặn LNC-2026-0031."
    )


@pytest.mark.parametrize(
    ("state", "open_"), [("received", False), ("verifying", True), ("handling", True), ("concluded", False), ("closed", False)]
)
def test_outcomes_are_written_while_the_case_is_worked_on(state, open_):
    assert (may_record_outcome(state) == []) is open_


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("36", "36"),
        ("2,4", "2.4"),
        ("2.4", "2.4"),
        ("1.200", "1200"),
        ("1.200,5", "1200.5"),
        (" 12 000 ", "12000"),
        ("1.284.310", "1284310"),
        (7, "7"),
        (Decimal("0.125"), "0.125"),
        ("", None),
        ("   ", None),
        (None, None),
    ],
)
def test_an_amount_is_read_as_people_write_it(given, read):
    assert read_quantity(given) == (None if read is None else Decimal(read))


@pytest.mark.parametrize("given", ["0", "-3", "ba", "1,2345", "1.2.3", "1e5", "NaN", 0, Decimal("Infinity"), "99999999999"])
def test_what_is_no_amount_is_refused(given):
    with pytest.raises(ValueError, match="no amount"):
        read_quantity(given)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (("seized", "", "", None), {"quantity", "unit", "value_vnd"}),
        (("seized", "36", "", 0), {"unit"}),
        (("seized", "36", "quả", None), {"value_vnd"}),
        (("seized", "36", "quả", -1), {"value_vnd"}),
        (("seized", "nhiều", "quả", 0), {"quantity"}),
        (("given_back", "", "", None), {"outcome"}),
        (("returned", "x", "", None), {"quantity"}),
    ],
)
def test_an_outcome_that_says_too_little_is_refused_with_every_field(given, fields):
    with pytest.raises(Invalid) as refusal:
        check_outcome(*given)
    assert set(refusal.value.errors) == fields


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
def test_every_outcome_of_the_list_is_taken_when_it_is_whole(outcome):
    assert check_outcome(outcome, "36", "quả", 0) == 36


def test_an_item_moves_on_only_after_an_outcome_that_releases_it():
    assert {"returned", "released", "nothing_found"} == RELEASING
    assert set(OUTCOMES) > RELEASING


@pytest.mark.parametrize(
    ("typed", "stored"),
    [(" eh 418 207 338 vn ", "EH418207338VN"), ("SM-12.34/5", "SM-12.34/5"), ("ＥＨ４１８", "EH418")],
)
def test_a_code_is_stored_in_one_form(typed, stored):
    assert normal_item_id(typed) == stored


@pytest.mark.parametrize(
    ("code", "fine"),
    [("EH418207338VN", True), ("SM-1.2", True), ("AB", False), ("X" * 41, False), ("ĐƠN123", False), ("A B C D", False)],
)
def test_a_code_that_may_be_stored(code, fine):
    assert (fault_of_item_id(code) == "") is fine


def test_what_a_phone_pastes_is_composed():
    assert normal_text("  pha\u0301o no\u0302\u0309 ") == "pháo nổ"


def test_every_kind_of_event_stands_in_one_group():
    kinds = [kind for group in EVENT_GROUPS.values() for kind in group]

    assert len(kinds) == len(set(kinds))
