"""Codes, tolls and the flow, by tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from buuan.kit.errors import Invalid, Refused
from buuan.work.tips.rules import (
    TIP_FLOW,
    Identity,
    TipFacts,
    Toll,
    check_digit,
    check_tip,
    check_toll,
    has_worked,
    in_fours,
    question_of,
    read_code,
    rounded,
    toll,
)
from buuan.work.tips.sealing import new_code

AT = datetime(2026, 11, 23, 3, 7, 41, tzinfo=UTC)


def test_the_check_digit_is_that_of_luhn():
    assert check_digit("7992739871") == "3"


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {1} ", "{2}"])
def test_a_code_is_read_however_it_is_parted(typed):
    code = new_code()

    assert read_code(typed.format(code, in_fours(code), in_fours(code).replace(" ", "-"))) == code


def test_one_wrong_digit_is_told_before_anything_is_looked_up():
    code = new_code()
    for place in range(16):
        wrong = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        with pytest.raises(Invalid, match="chưa đúng") as caught:
            read_code(wrong)
        assert "chép nhầm" in caught.value.errors["code"][0]


@pytest.mark.parametrize("typed", ["", "123", "1" * 17, "abcd efgh ijkl mnop", "١٢٣٤٥٦٧٨١٢٣٤٥٦٧٨"])
def test_what_is_no_code_is_refused_with_the_number_of_digits(typed):
    with pytest.raises(Invalid):
        read_code(typed)


def test_of_the_time_of_a_tip_only_the_quarter_is_kept():
    assert rounded(AT) == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert rounded(AT + timedelta(minutes=8)) == datetime(2026, 11, 23, 3, 15, tzinfo=UTC)


def test_the_toll_grows_with_the_flood_and_has_an_end():
    calm, busy, flood = toll(0), toll(500), toll(100_000)

    assert calm.bits < busy.bits < flood.bits <= 24
    assert calm.wait_s < busy.wait_s <= flood.wait_s == 180
    assert (calm.is_open_without_script, busy.is_open_without_script) == (True, False)


def _work(token: str, bits: int) -> str:
    return next(str(one) for one in range(10_000_000) if has_worked(token, str(one), bits))


def test_work_pays_the_toll_at_once():
    paid = Toll(bits=8, wait_s=60, is_open_without_script=False)

    check_toll(paid, token="t", nonce="n", issued_at=AT, at=AT, work=_work("t", 8), answer="")


@pytest.mark.parametrize(
    ("seconds", "answer", "code"),
    [(5, None, "tips.wait"), (16, "99", "tips.question"), (16, "", "tips.question"), (16, None, "")],
)
def test_without_a_script_one_waits_and_answers(seconds, answer, code):
    asked = Toll(bits=30, wait_s=15, is_open_without_script=True)
    given = {"token": "t", "nonce": "n", "issued_at": AT, "at": AT + timedelta(seconds=seconds), "work": "0"}
    right = str(question_of("n")[1])
    if code:
        with pytest.raises(Refused) as caught:
            check_toll(asked, **given, answer=right if answer is None else answer)
        assert caught.value.code == code
    else:
        check_toll(asked, **given, answer=right)


def test_a_form_from_yesterday_is_refused_and_a_flooded_line_asks_for_a_script():
    asked = Toll(bits=30, wait_s=0, is_open_without_script=False)
    with pytest.raises(Refused, match="12 giờ"):
        check_toll(asked, token="t", nonce="n", issued_at=AT - timedelta(hours=13), at=AT, work="", answer="")
    with pytest.raises(Refused, match="JavaScript"):
        check_toll(asked, token="t", nonce="n", issued_at=AT, at=AT, work="", answer="1")


def test_every_error_of_a_tip_is_told_at_once():
    with pytest.raises(Invalid) as caught:
        check_tip(TipFacts("ngắn", place="x" * 300), Identity(name="y" * 300), 9)
    assert set(caught.value.errors) == {"text", "place", "name", "photos"}


def test_every_state_is_reached():
    assert {TIP_FLOW.start, *(one.target for one in TIP_FLOW.steps)} == set(TIP_FLOW.states)
