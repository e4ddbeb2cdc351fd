"""What proves a point: the table of intake against the records that its acts really leave."""

from __future__ import annotations

import pytest

from buuan.work.cases.tests.cast import MONDAY
from buuan.work.cases.tests.test_proof import proven
from buuan.work.intake import actions, proof
from buuan.work.intake.actions import ReportFacts


@pytest.mark.point("7c")
@pytest.mark.parametrize(("by", "point"), [("clerk", "counter"), ("branch", "counter"), ("operator", "operator")])
def test_a_report_of_an_operators_people_proves_7c(say, by, point):
    say(by=by, point=point)

    assert proven(proof.PROOF) == {"7c"}


@pytest.mark.point("5b")
def test_a_report_of_a_department_proves_5b(say):
    say(by="agency", point="agency", item_id="")

    assert proven(proof.PROOF) == {"5b"}


@pytest.mark.point("6d")
def test_a_report_of_a_commune_proves_6d(say):
    say(by="commune", point="commune", item_id="")

    assert proven(proof.PROOF) == {"6d"}


def test_a_hit_that_an_agency_reports_is_no_report_of_the_operator(cast):
    facts = ReportFacts("SM0001TH", "hit-1", MONDAY, MONDAY, "pháo nổ")
    actions.receive_report(cast.market, cast.bodies["counter"], facts, at=MONDAY, source="screening")

    assert proven(proof.PROOF) == set()


@pytest.mark.point("2d")
@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_each_answer_of_the_focal_point_proves_2d(cast, say, answer):
    report = say()
    if answer == "accept":
        actions.accept_report(cast.police, report, at=MONDAY)
    else:
        actions.decline_report(cast.police, report, reason="Hợp lệ.", at=MONDAY)

    assert proven(proof.PROOF) == {"7c", "2d"}
