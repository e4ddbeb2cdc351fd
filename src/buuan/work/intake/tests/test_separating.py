"""Undoing that a report was joined to a case: it waits again, its clock runs on, item and hold go with it; and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from buuan.base.audit.models import Record
from buuan.base.dispatch.models import Notice
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.items.queries import may_move
from buuan.work.cases.actions import conclude_case, record_outcome, verify_case
from buuan.work.cases.models import Case
from buuan.work.cases.queries import feedback_on, left_cases, left_reports
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.intake import actions
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import hold_of, triage_clock

SOON, LATER = MONDAY + timedelta(minutes=11), MONDAY + HOUR


def again(report: SuspicionReport) -> SuspicionReport:
    return SuspicionReport.objects.select_related("reporter", "point", "operator", "case").get(pk=report.pk)


@pytest.fixture
def case(cast, say) -> Case:
    return actions.accept_report(cast.police, say(), at=SOON)


@pytest.fixture
def joined(cast, say, case) -> SuspicionReport:
    """A second report, of another item, that was joined to the case of the first."""
    second = say(item_id="SM0002TH", client_key="mẫu-0002")
    actions.join_report(cast.police, second, case, at=SOON)
    return again(second)


def test_a_separated_report_waits_again_and_its_clock_runs_on(cast, case, joined):
    due = triage_clock(joined).due_at

    actions.separate_report(cast.police, joined, reason="Khác người gửi", at=LATER)

    report = again(joined)
    assert (report.state, report.case, report.decided_at, report.decided_by) == ("received", None, None, "")
    clock = triage_clock(report)
    assert (clock.is_running, clock.due_at, clock.started_at) == (True, due, MONDAY)
    assert {one.item_id for one in case.items.all()} == {"SM0001TH"}
    assert "sm0002th" not in Case.objects.get(pk=case.pk).folded
    record = Record.objects.get(action="intake.report_separated")
    assert (record.facts["case"], record.facts["reason"], record.facts["item_left"]) == (case.number, "Khác người gửi", True)
    assert Record.objects.get(action="cases.separated").label == case.number
    assert Notice.objects.get(kind="intake.separated").recipients.get().organisation.code == "SMTEST-BC1"


def test_both_numbers_stay_findable_and_the_case_owes_that_report_no_answer(cast, case, joined):
    actions.separate_report(cast.police, joined, reason="Khác người gửi", at=LATER)

    assert [one.report for one in left_reports(case)] == [joined.number]
    assert left_cases(cast.police, joined.number) == [case]
    assert left_cases(cast.customs, joined.number) == []
    assert feedback_on(joined.number) is None
    assert case.events.order_by("-pk").first().facts["report"] == joined.number


def test_the_item_stays_held_but_no_longer_than_a_clerk_may_hold_it(cast, case, joined):
    assert hold_of(joined).lapses_at is None

    actions.separate_report(cast.police, joined, reason="Khác người gửi", at=LATER)

    hold = hold_of(again(joined))
    assert (hold.until_at, hold.lapses_at) == (None, LATER + 24 * HOUR)
    assert not may_move(joined.operator_id, "SM0002TH")


def test_an_item_that_another_report_named_stays_in_the_case_with_its_hold(cast, say, case):
    second = say(client_key="mẫu-0002", by="branch")
    actions.join_report(cast.police, second, case, at=SOON)

    actions.separate_report(cast.police, again(second), reason="Báo trùng", at=LATER)

    assert [one.item_id for one in case.items.all()] == ["SM0001TH"]
    assert hold_of(again(second)).lapses_at is None


def test_what_was_separated_can_be_taken_into_a_case_of_its_own_or_joined_again(cast, case, joined):
    actions.separate_report(cast.police, joined, reason="Khác người gửi", at=LATER)

    actions.join_report(cast.police, again(joined), case, at=LATER)
    actions.separate_report(cast.police, again(joined), reason="Nhầm lần nữa", at=LATER)
    own = actions.accept_report(cast.police, again(joined), at=LATER)

    assert own != case
    assert [one.item_id for one in own.items.all()] == ["SM0002TH"]
    assert hold_of(again(joined)).lapses_at is None


def test_a_report_is_not_separated_from_the_case_that_it_opened_nor_without_a_reason(cast, case, joined):
    first = SuspicionReport.objects.get(number="BC-2026-00001")
    with pytest.raises(Refused) as refusal:
        actions.separate_report(cast.police, first, reason="x", at=LATER)
    assert refusal.value.code == "report.not_open"
    with pytest.raises(Invalid):
        actions.separate_report(cast.police, joined, reason=" ", at=LATER)
    with pytest.raises(Forbidden):
        actions.separate_report(cast.market, joined, reason="x", at=LATER)
    assert again(joined).state == "joined"


def test_an_item_whose_outcome_is_written_does_not_leave_the_case(cast, case, joined):
    case = verify_case(cast.police, case, assignee=None, at=SOON)
    record_outcome(cast.police, case.items.get(item_id="SM0002TH"), outcome="released", at=SOON)

    with pytest.raises(Refused) as refusal:
        actions.separate_report(cast.police, joined, reason="x", at=LATER)
    assert refusal.value.code == "case.outcome_stands"

    record_outcome(cast.police, case.items.get(item_id="SM0001TH"), outcome="released", at=SOON)
    conclude_case(cast.police, case, violation_found=False, conclusion="Không.", at=SOON)
    with pytest.raises(Refused) as refusal:
        actions.separate_report(cast.police, joined, reason="x", at=LATER)
    assert refusal.value.code == "case.not_open"
    assert again(joined).state == "joined", "nothing of it stands"


def test_an_officer_separates_on_the_page_and_a_system_by_the_api(cast, case, joined, client, now):
    police = cast.client("police")
    receipt, separate = (reverse(f"intake:{name}", args=[joined.number]) for name in ("receipt", "separate"))
    assert separate in police.get(receipt).content.decode()
    assert separate not in cast.client("market").get(receipt).content.decode()
    assert police.post(separate, {"reason": ""}).status_code == 422

    done = police.post(separate, {"reason": "Khác người gửi"}, follow=True).content.decode()

    assert case.number in done, "the page says which case it was separated from"
    assert joined.number in police.get(reverse("cases:case", args=[case.number])).content.decode()
    address, given = f"/api/v1/reports/{joined.number}/separate", cast.bearer("police", now)
    twice = client.post(address, {"reason": "x"}, content_type="application/json", headers=given)
    assert (twice.status_code, twice.json()["code"]) == (409, "report.not_open")
    actions.join_report(cast.police, again(joined), case, at=LATER)
    assert client.post(address, {"reason": "x"}, content_type="application/json", headers=given).json()["state"] == "received"
