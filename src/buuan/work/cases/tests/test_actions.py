"""Opening a case and its four steps: rows, records, notices, clocks; and what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from buuan.base.action import OutsideAction
from buuan.base.audit.models import subject_of
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Recipient
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.models import Case, CaseEvent, LooseEnd, Reporter
from buuan.work.cases.queries import next_steps, step_of
from buuan.work.cases.tests.acts import LATER, again, records, seize, take_up, within
from buuan.work.cases.tests.cast import DAY, MONDAY

# -- opening -----------------------------------------------------------------------------------------------------------


def test_an_opened_case_has_its_parts_its_record_its_clock_and_tells_the_partners(cast, case):
    assert case.number == "VV-2026-00001"
    assert case.state == "received"
    assert [(one.organisation.code, one.role) for one in case.participants.order_by("pk")] == [
        ("cong-an-tinh", "lead"),
        ("chi-cuc-qltt", "partner"),
    ]
    item = case.items.get()
    assert (item.item_id, item.outcome) == ("SM0001TH", "")
    assert item.hits, "what was declared is judged by the catalogue"
    assert "phao" in case.folded.split()
    assert "sm0001th" in case.folded.split()
    (opened,) = records("cases.opened")
    assert (opened.label, opened.facts["lead_kind"], opened.facts["partners"]) == (case.number, "police", ["chi-cuc-qltt"])
    clock = Clock.objects.get(subject=subject_of(case))
    assert (clock.kind, clock.holder.code, clock.limit_code) == ("cases.verify", "cong-an-tinh", "cases.verify")
    assert clock.due_at == clock.first_due_at > MONDAY + 19 * DAY
    assert [one.organisation.code for one in Recipient.objects.all()] == ["chi-cuc-qltt"]
    assert CaseEvent.objects.get(case=case).kind == "opened"


def test_numbers_count_up_in_the_year_of_vietnam(cast):
    opening = CaseOpening(title="Nghi hàng cấm", severity="low", source="kiểm tra")
    new_year = datetime(2025, 12, 31, 18, 0, tzinfo=UTC)  # 01:00 of 1 January 2026 in Vietnam

    numbers = [actions.open_case(cast.police, cast.bodies["police"], opening, at=at).number for at in (new_year, MONDAY)]

    assert numbers == ["VV-2026-00001", "VV-2026-00002"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "   "}, "title"),
        ({"severity": "terrible"}, "severity"),
        ({"marking": "top_secret"}, "marking"),
    ],
)
def test_an_opening_that_says_too_little_is_refused_and_leaves_nothing(cast, change, field):
    opening = CaseOpening(**({"title": "Nghi pháo", "severity": "low", "source": "kiểm tra"} | change))

    with pytest.raises(Invalid) as refusal:
        actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)

    assert list(refusal.value.errors) == [field]
    assert not Case.objects.exists()
    assert not records("cases.opened")


def test_no_body_opens_a_case_on_the_table_of_another(cast):
    opening = CaseOpening(title="Nghi pháo", severity="low", source="kiểm tra")

    with pytest.raises(Refused, match="không mở vụ việc thay cho"):
        actions.open_case(cast.market, cast.bodies["police"], opening, at=MONDAY)


@pytest.mark.parametrize("who", ["operator", "clerk", "agency", "leader", "auditor", "administrator"])
def test_only_bodies_that_handle_cases_open_them(cast, who):
    actor = cast.actor(who)
    opening = CaseOpening(title="Nghi pháo", severity="low", source="kiểm tra")

    with pytest.raises(Forbidden):
        actions.open_case(actor, cast.bodies["police"], opening, at=MONDAY)


def test_an_item_code_that_cannot_be_one_is_refused(cast):
    opening = CaseOpening(
        title="Nghi pháo", severity="low", source="kiểm tra", items=(ItemFacts(cast.bodies["operator"], "MÃ SAI"),)
    )

    with pytest.raises(Invalid) as refusal:
        actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)
    assert list(refusal.value.errors) == ["item_id"]


# -- the four steps ----------------------------------------------------------------------------------------------------


@pytest.mark.point("2d")
def test_a_case_goes_from_report_to_closure(cast, case):
    within(cast.police, lambda: actions.add_reporter(case, cast.bodies["counter"], "BC-2026-00001"))
    case = actions.verify_case(cast.police, case, assignee=cast.account("second"), at=LATER)
    assert (case.state, case.assignee.username, case.verifying_at) == ("verifying", "thu-second", LATER)
    case = actions.handle_case(cast.police, case, at=LATER)
    seize(cast, case)

    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có pháo nổ tự chế.", at=LATER)

    assert (case.state, case.violation_found) == ("concluded", True)
    (concluded,) = records("cases.concluded")
    wanted = {"violation_found": True, "lead_kind": "police", "seized_items": 1, "seized_value_vnd": 1_200_000, "in_time": True}
    assert {key: concluded.facts[key] for key in wanted} == wanted
    running = Clock.objects.running().filter(subject=subject_of(case))
    assert [one.kind for one in running] == ["cases.feedback"]

    case = actions.close_case(cast.police, case, at=LATER)

    assert (case.state, case.closed_at) == ("closed", LATER)
    assert not Clock.objects.running().filter(subject=subject_of(case)).exists()
    told = Reporter.objects.get()
    assert told.told_at == LATER
    assert "có vi phạm" in told.feedback
    notice = Recipient.objects.get(organisation=cast.bodies["counter"]).notice
    assert (notice.kind, notice.text) == ("cases.feedback", told.feedback)
    assert records("cases.closed")[0].facts["reporters_told"] == 1
    assert [one.kind for one in CaseEvent.objects.filter(case=case).order_by("pk")] == [
        "opened",
        "verifying",
        "handling",
        "outcome",
        "concluded",
        "closed",
    ]


def test_the_second_of_two_officers_is_told_who_was_first(cast, case):
    seen_by_second = again(case)
    actions.verify_case(cast.police, case, assignee=cast.account("police"), at=LATER)

    with pytest.raises(Refused, match=r"Trực ban Thử đã nhận xác minh vụ việc này lúc 10:00 ngày 23/11/2026") as refusal:
        actions.verify_case(cast.second, seen_by_second, assignee=cast.account("second"), at=LATER)

    assert refusal.value.code == "case.already_taken"
    assert again(case).assignee == cast.account("police")
    assert len(records("cases.verifying")) == 1


def test_an_act_on_a_case_that_moved_meanwhile_is_refused_and_changes_nothing(cast, case):
    case = actions.verify_case(cast.police, case, assignee=None, at=LATER)
    seen = again(case)
    actions.handle_case(cast.police, case, at=LATER)

    with pytest.raises(Refused) as refusal:
        actions.handle_case(cast.second, seen, at=LATER)

    assert refusal.value.code == "case.moved_meanwhile"
    assert len(records("cases.handling")) == 1


def test_a_step_that_does_not_lead_on_from_here_is_refused(cast, case):
    with pytest.raises(Refused, match="Không thể «Chuyển xử lý» khi đang ở trạng thái «đã tiếp nhận»"):
        actions.handle_case(cast.police, case, at=LATER)


def test_a_case_is_not_concluded_while_an_item_has_no_outcome(cast, case):
    case = take_up(cast, case)

    with pytest.raises(Refused, match="SM0001TH") as refusal:
        actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có.", at=LATER)

    assert refusal.value.facts["reasons"] == ["case.outcome_missing"]
    assert again(case).state == "handling"


def test_a_conclusion_needs_words(cast, case):
    case = take_up(cast, case)
    seize(cast, case)

    with pytest.raises(Invalid):
        actions.conclude_case(cast.police, case, violation_found=True, conclusion="  ", at=LATER)


def test_a_late_conclusion_needs_an_explanation_which_the_clock_keeps(cast, case):
    case = take_up(cast, case)
    seize(cast, case)
    late = MONDAY + 40 * DAY

    with pytest.raises(Refused) as refusal:
        actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có.", at=late)
    assert refusal.value.code == "clock.needs_explanation"
    assert again(case).state == "handling"
    assert step_of(next_steps(cast.police, again(case), late), "conclude").is_late

    actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có.", at=late, explanation="Chờ giám định.")

    clock = Clock.objects.get(kind="cases.verify")
    assert (clock.explanation, clock.finished_at) == ("Chờ giám định.", late)
    assert records("cases.concluded")[0].facts["in_time"] is False


def test_an_explanation_given_in_time_does_not_make_it_late(cast, case):
    case = take_up(cast, case)
    seize(cast, case)

    actions.conclude_case(cast.police, case, violation_found=False, conclusion="Không.", at=LATER, explanation="Phòng xa.")

    assert records("cases.concluded")[0].facts["in_time"] is True
    assert Clock.objects.get(kind="cases.verify").explanation == ""


def test_a_case_without_reporters_has_no_feedback_to_give(cast, case):
    case = take_up(cast, case)
    seize(cast, case)
    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có.", at=LATER)

    assert not Clock.objects.running().exists()
    actions.close_case(cast.police, case, at=LATER)
    assert records("cases.closed")[0].facts["reporters_told"] == 0


def test_a_case_does_not_close_over_a_loose_end_and_says_which(cast, case):
    case = take_up(cast, case)
    seize(cast, case)
    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có.", at=LATER)
    within(cast.police, lambda: actions.add_loose_end(case, "interdiction.order:1", "Lệnh ngăn chặn LNC-2026-00001", at=LATER))

    with pytest.raises(Refused, match="LNC-2026-00001") as refusal:
        actions.close_case(cast.police, case, at=LATER)
    assert refusal.value.code == "case.loose_end"
    button = step_of(next_steps(cast.police, again(case), LATER), "close")
    assert [one.sentence for one in button.reasons] == [refusal.value.sentence], (
        "the greyed button says what the action refuses with"
    )

    within(cast.police, lambda: actions.tie_loose_end(case, "interdiction.order:1", at=LATER))

    assert actions.close_case(cast.police, case, at=LATER).state == "closed"
    with pytest.raises(Refused):
        within(cast.police, lambda: actions.add_loose_end(case, "interdiction.order:2", "Lệnh khác", at=LATER))


def test_loose_ends_and_reporters_are_written_inside_an_act_only(case):
    with pytest.raises(OutsideAction):
        actions.add_loose_end(case, "x:1", "x", at=LATER)
    with pytest.raises(OutsideAction):
        actions.add_reporter(case, case.lead, "BC-1")
    with pytest.raises(OutsideAction):
        LooseEnd.objects.open().filter(case=case).update(tied_at=LATER)


def test_a_partner_notes_and_writes_outcomes_but_does_not_decide(cast, case):
    actions.verify_case(cast.police, case, assignee=None, at=LATER)
    case = again(case)

    item = actions.record_outcome(cast.market, case.items.get(), outcome="seized", quantity="36", unit="quả", value_vnd=0, at=LATER)
    actions.add_note(cast.market, case, level="inter_agency", text="Đã niêm phong.", at=LATER)

    assert item.outcome == "seized"
    assert records("cases.outcome")[0].facts["by_kind"] == "market_surveillance"
    for act in (
        lambda: actions.handle_case(cast.market, case, at=LATER),
        lambda: actions.conclude_case(cast.market, case, violation_found=True, conclusion="Có.", at=LATER),
        lambda: actions.assign_case(cast.market, case, cast.account("market"), at=LATER),
        lambda: actions.invite_partner(cast.market, case, cast.bodies["customs"], at=LATER),
    ):
        with pytest.raises(Refused, match="Chỉ cơ quan chủ trì") as refusal:
            act()
        assert refusal.value.code == "case.not_lead"
    assert [one.reasons[0].code for one in next_steps(cast.market, again(case), LATER)] == ["case.not_lead", "case.not_lead"]


@pytest.mark.parametrize("who", ["stranger", "operator", "clerk", "auditor", "administrator", "leader"])
def test_whoever_has_no_part_changes_nothing(cast, case, who):
    actor = cast.actor(who)

    with pytest.raises(Forbidden):
        actions.verify_case(actor, case, assignee=None, at=LATER)
    with pytest.raises(Forbidden):
        actions.add_note(actor, case, level="own", text="Xin chào.", at=LATER)
    assert again(case).state == "received"
