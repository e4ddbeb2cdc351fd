"""The rules of intake, by tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from buuan.engine.store import shipped_terms
from buuan.kit.errors import Invalid, Refused
from buuan.work.intake.rules import (
    COMPETENT,
    GRAVE,
    OWN_CODE,
    REPORT_FLOW,
    S10_FINE,
    S10_FLAWED,
    SIGNS,
    check_report,
    kinds_told,
    proposed_kind,
    read_code,
    severity_of,
)

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("verb", ["accept", "join", "decline"])
def test_a_report_is_answered_once(verb):
    assert REPORT_FLOW.step("received", verb).right == "intake.triage"
    for state in ("accepted", "joined", "declined"):
        with pytest.raises(Refused):
            REPORT_FLOW.step(state, verb)


@pytest.mark.parametrize(
    ("goods", "verdict", "signs", "severity"),
    [
        ("critical", "prohibited", (), "critical"),
        ("high", "conditional", ("misdeclared",), "high"),
        ("critical", "clear", (), "low"),  # advice about goods that may be sent makes nothing grave
        ("", "clear", (), "low"),
        ("", "clear", ("misdeclared",), "low"),
        ("", "clear", ("misdeclared", "refuses_opening"), "medium"),
        ("", "clear", ("smell_leak",), "medium"),
        ("", "clear", ("xray_differs",), "medium"),
    ],
)
def test_a_report_is_as_grave_as_the_goods_or_else_its_signs(goods, verdict, signs, severity):
    assert severity_of(goods, verdict, signs) == severity


@pytest.mark.parametrize(
    ("route_to", "told"),
    [
        ((), ("police", "lead_department")),
        (("market_surveillance",), ("police", "lead_department", "market_surveillance")),
        (("police", "customs", "police"), ("police", "lead_department", "customs")),
        (("postal_operator", "customs"), ("police", "lead_department", "customs")),
    ],
)
def test_the_focal_point_comes_first_and_no_operator_is_ever_told(route_to, told):
    assert kinds_told(route_to) == told


def test_whatever_the_catalogue_says_a_report_stays_with_the_bodies():
    for goods in shipped_terms().categories:
        assert set(kinds_told(goods.route_to)) <= set(COMPETENT), goods.code
        assert goods.severity in ("low", "medium", *GRAVE), goods.code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("EH418207338VN", S10_FINE),
        ("EH418207339VN", S10_FLAWED),
        ("RR473124829VN", S10_FINE),
        ("RR473124828VN", S10_FLAWED),
        ("SM0001TH", OWN_CODE),
        ("8412345678901", OWN_CODE),
        ("ABC", S10_FLAWED),
        ("ĐƠN12345", S10_FLAWED),
        ("", ""),
    ],
)
def test_a_code_says_what_it_is(code, kind):
    said, sentence = read_code(code)

    assert said == kind
    assert bool(sentence) is bool(kind)


def test_a_wrong_check_digit_is_named_with_the_right_one():
    assert read_code("RR473124828VN")[1] == "Xem lại mã: chữ số kiểm tra là 8, đúng ra phải là 9."


def checked(**change: object) -> set[str]:
    given = {
        "item_id": "SM0001TH",
        "declared_content": "pháo hoa",
        "signs": ("misdeclared",),
        "text": "",
        "found_at": AT,
        "at": AT,
        "verdict": "prohibited",
    }
    try:
        check_report(**(given | change))
    except Invalid as error:
        return set(error.errors)
    return set()


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, set()),
        ({"signs": ()}, set()),  # the declaration itself is reason enough
        ({"signs": (), "verdict": "clear"}, {"signs"}),
        ({"signs": (), "verdict": "clear", "text": "gói rò nước"}, set()),
        ({"item_id": ""}, {"item_id"}),
        ({"item_id": "AB"}, {"item_id"}),
        ({"item_id": "A" * 41}, {"item_id"}),
        ({"item_id": "mã<script>"}, {"item_id"}),
        ({"signs": ("looks_foreign",)}, {"signs"}),
        ({"declared_content": "x" * 501}, {"declared_content"}),
        ({"text": "x" * 2001}, {"text"}),
        ({"found_at": AT + timedelta(minutes=6)}, {"found_at"}),
        ({"found_at": AT + timedelta(minutes=4)}, set()),  # clocks of phones go a little wrong
        ({"found_at": AT - timedelta(days=91)}, {"found_at"}),
        ({"item_id": "", "found_at": AT + timedelta(days=1), "signs": ("x",)}, {"item_id", "found_at", "signs"}),
        ({"item_id": "", "is_operator": False, "text": "Rao bán trên mạng"}, set()),
        ({"item_id": "", "is_operator": False, "signs": ()}, {"text"}),
        ({"item_id": "AB", "is_operator": False}, {"item_id"}),
    ],
)
def test_a_report_says_enough_to_act_on(change, fields):
    assert checked(**change) == fields


def test_no_sign_speaks_of_a_person():
    words = " ".join(SIGNS.values()).lower()

    for forbidden in ("tôn giáo", "dân tộc", "chính trị", "quan điểm", "người nước"):
        assert forbidden not in words


@pytest.mark.parametrize(
    ("source", "verdict", "severity", "kind"),
    [
        ("operator", "prohibited", "critical", "crime_report"),
        ("operator", "prohibited", "high", "violation"),
        ("screening", "conditional", "high", "plain"),
        ("operator", "clear", "critical", "plain"),
        ("tip", "clear", "low", "petition"),
        ("tip", "prohibited", "critical", "crime_report"),
    ],
)
def test_a_kind_is_proposed_by_the_goods_and_never_by_who_is_named(source, verdict, severity, kind):
    proposed, why = proposed_kind(source, verdict, severity)

    assert proposed == kind
    assert why, "the officer reads why"
