"""What proves a point: the tables of cases and intake against the records that their acts really leave."""

from __future__ import annotations

import pytest

from buuan.base.audit.models import Record
from buuan.kit.proof import Proof
from buuan.work.cases import actions, proof
from buuan.work.cases.actions import CaseOpening
from buuan.work.cases.tests.cast import HOUR, MONDAY

LATER = MONDAY + HOUR


def proven(room_proof: tuple[Proof, ...]) -> set[str]:
    """Give the points that the records on the stage prove."""
    records = list(Record.objects.values_list("action", "facts"))
    return {point for line in room_proof for point in line.points if any(line.counts(*one) for one in records)}


@pytest.mark.parametrize(
    ("record", "facts", "counts"),
    [
        ("a.b", {"kind": "x", "more": 1}, True),
        ("a.b", {"kind": "y"}, False),
        ("a.b", {}, False),
        ("a.c", {"kind": "x"}, False),
    ],
)
def test_a_record_counts_when_it_holds_the_facts(record, facts, counts):
    assert Proof("a.b", ("1a",), "khi", facts={"kind": "x"}).counts(record, facts) is counts


def test_a_fact_that_is_missing_is_not_an_empty_one():
    assert not Proof("a.b", ("1a",), "khi", facts={"kind": None}).counts("a.b", {})


def lead_to_the_end(cast, who: str, body: str) -> None:
    actor = cast.actor(who)
    case = actions.open_case(actor, cast.bodies[body], CaseOpening("Nghi hàng lậu", "low", "kiểm tra"), at=MONDAY)
    case = actions.verify_case(actor, case, assignee=None, at=LATER)
    case = actions.conclude_case(actor, case, violation_found=False, conclusion="Không.", at=LATER)
    actions.close_case(actor, case, at=LATER)


@pytest.mark.parametrize(
    ("who", "body", "points"),
    [
        pytest.param("police", "police", {"2d"}, marks=pytest.mark.point("2d")),
        pytest.param("department", "department", {"1d"}, marks=pytest.mark.point("1d")),
        pytest.param("commune", "commune", {"6b"}, marks=pytest.mark.point("6b")),
        ("market", "market", set()),
    ],
)
def test_a_case_led_to_its_end_proves_the_leads_point_and_no_other(cast, who, body, points):
    lead_to_the_end(cast, who, body)

    assert proven(proof.PROOF) == points


@pytest.mark.point("3b")
def test_what_the_market_surveillance_seizes_as_partner_proves_its_point(cast, case):
    case = actions.verify_case(cast.police, case, assignee=None, at=LATER)
    actions.record_outcome(cast.market, case.items.get(), outcome="seized", quantity="1", unit="gói", value_vnd=0, at=LATER)

    assert proven(proof.PROOF) == {"3b"}


def test_opening_a_case_proves_nothing_yet(cast, case):
    assert proven(proof.PROOF) == set()
