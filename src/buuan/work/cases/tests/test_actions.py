"""What the acts on a case do: rows, records, notices, holds, clocks; and what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from buuan.base.action import NoRecord, OutsideAction, action
from buuan.base.audit.models import Record, subject_of
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Recipient
from buuan.base.organisations.models import Organisation
from buuan.kit.errors import Forbidden, Invalid, NotFound, Refused
from buuan.registers.items.actions import place_hold
from buuan.registers.items.models import Hold
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.models import Case, CaseEvent, CaseItem, LooseEnd, Note, Participant, Reporter
from buuan.work.cases.queries import case_by_number, next_steps, step_of
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

LATER = MONDAY + 2 * HOUR


@action
def within(actor, do):
    """Run what a room above does inside its own act."""
    from buuan.base.audit.actions import record

    result = do()
    record(actor, "test.act", "test.case", at=MONDAY)
    return result


def again(case: Case) -> Case:
    return Case.objects.select_related("lead").get(pk=case.pk)


def take_up(cast, case: Case) -> Case:
    """Bring a case into handling, with its one item seized."""
    case = actions.verify_case(cast.police, case, assignee=cast.account("police"), at=LATER)
    return actions.handle_case(cast.police, case, at=LATER)


def seize(cast, case: Case, **more: object) -> CaseItem:
    return actions.record_outcome(
        cast.police, case.items.get(), outcome="seized", quantity="36", unit="quả", value_vnd=1_200_000, at=LATER, **more
    )


def records(name: str) -> list[Record]:
    return list(Record.objects.filter(action=name).order_by("pk"))


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


# -- people ------------------------------------------------------------------------------------------------------------


def test_a_case_is_given_to_a_colleague_of_a_body_that_takes_part(cast, case):
    actions.assign_case(cast.police, case, cast.account("market"), at=LATER)
    assert again(case).assignee == cast.account("market")

    with pytest.raises(Refused, match="không thuộc cơ quan đang tham gia"):
        actions.assign_case(cast.police, case, cast.account("customs"), at=LATER)
    with pytest.raises(Refused, match="không thuộc cơ quan đang tham gia"):
        actions.verify_case(cast.police, case, assignee=cast.account("stranger"), at=LATER)


def test_assigning_does_not_write_back_an_old_state(cast, case):
    seen = again(case)
    actions.verify_case(cast.police, case, assignee=None, at=LATER)

    with pytest.raises(Refused):
        actions.assign_case(cast.police, seen, cast.account("second"), at=LATER)
    assert again(case).state == "verifying"


def test_an_invited_body_sees_the_case_from_then_on_and_is_told(cast, case):
    with pytest.raises(NotFound):
        case_by_number(cast.customs, case.number)

    actions.invite_partner(cast.police, case, cast.bodies["customs"], at=LATER)

    assert case_by_number(cast.customs, case.number) == case
    assert Recipient.objects.filter(organisation=cast.bodies["customs"], notice__kind="cases.partner").count() == 1
    with pytest.raises(Refused, match="đã tham gia"):
        actions.invite_partner(cast.police, case, cast.bodies["customs"], at=LATER)
    with pytest.raises(Refused, match="không phải cơ quan xử lý"):
        actions.invite_partner(cast.police, case, cast.bodies["operator"], at=LATER)


def test_a_body_that_has_ended_is_not_invited(cast, case):
    body = Organisation.objects.get(pk=cast.bodies["customs"].pk)
    body.until_on = MONDAY.date()
    within(cast.police, body.save)

    with pytest.raises(Refused, match="không còn hoạt động"):
        actions.invite_partner(cast.police, case, body, at=LATER)


def test_a_note_to_the_reporters_reaches_them(cast, case):
    with pytest.raises(Invalid, match="từng ô") as refusal:
        actions.add_note(cast.police, case, level="reporter", text="Xin giữ thêm.", at=LATER)
    assert list(refusal.value.errors) == ["level"]
    within(cast.police, lambda: actions.add_reporter(case, cast.bodies["counter"], "BC-2026-00001"))

    actions.add_note(cast.police, case, level="reporter", text="Xin giữ thêm.", at=LATER)

    assert Recipient.objects.get(organisation=cast.bodies["counter"]).notice.text == "Xin giữ thêm."


def test_an_own_note_stays_out_of_the_timeline(cast, case):
    actions.add_note(cast.police, case, level="own", text="Chỉ mình biết.", at=LATER)

    assert not CaseEvent.objects.filter(kind="noted").exists()
    assert records("cases.noted")[0].facts == {"level": "own", "note": Note.objects.get().pk}


@pytest.mark.parametrize(
    ("level", "text", "fields"), [("own", " ", {"text"}), ("all", "x", {"level"}), ("", "", {"level", "text"})]
)
def test_a_note_says_what_and_to_whom(cast, case, level, text, fields):
    with pytest.raises(Invalid) as refusal:
        actions.add_note(cast.police, case, level=level, text=text, at=LATER)
    assert set(refusal.value.errors) == fields


# -- items -------------------------------------------------------------------------------------------------------------


def held(cast, case: Case, item_id: str = "SM0001TH", ground: str = "report", subject=None) -> Hold:
    place = cast.bodies["counter"]
    return within(
        cast.clerk,
        lambda: place_hold(
            cast.clerk, cast.bodies["operator"], item_id, ground=ground, subject=subject or case, holder=place, at=MONDAY
        ),
    )


@pytest.mark.parametrize(
    ("outcome", "reason", "moves"),
    [
        ("released", "outcome", "Bưu gửi được chuyển tiếp."),
        ("returned", "outcome", "Bưu gửi được chuyển tiếp."),
        ("nothing_found", "outcome", "Bưu gửi được chuyển tiếp."),
        ("destroyed", "taken", "Bưu gửi không được chuyển tiếp."),
        ("transferred", "taken", "Bưu gửi không được chuyển tiếp."),
    ],
)
def test_an_outcome_ends_the_hold_and_the_holder_is_told_whether_the_item_moves(cast, case, outcome, reason, moves):
    hold = held(cast, case)
    case = take_up(cast, case)

    actions.record_outcome(cast.police, case.items.get(), outcome=outcome, at=LATER)

    hold.refresh_from_db()
    assert (hold.until_at, hold.end_reason) == (LATER, reason)
    assert Recipient.objects.get(organisation=cast.bodies["counter"]).notice.text.endswith(moves)


def test_the_hold_of_an_order_outlives_an_outcome(cast, case):
    hold = held(cast, case, ground="order")
    case = take_up(cast, case)

    actions.record_outcome(cast.police, case.items.get(), outcome="released", at=LATER)

    hold.refresh_from_db()
    assert hold.until_at is None


def test_an_item_is_not_released_while_another_open_case_waits_for_it(cast, case):
    other = actions.open_case(
        cast.police,
        cast.bodies["police"],
        CaseOpening(title="Vụ khác", severity="low", source="x", items=(ItemFacts(cast.bodies["operator"], "SM0001TH"),)),
        at=MONDAY,
    )
    hold = held(cast, case)
    case, other = take_up(cast, case), take_up(cast, other)

    actions.record_outcome(cast.police, case.items.get(), outcome="released", at=LATER)

    hold.refresh_from_db()
    assert hold.until_at is None
    assert CaseEvent.objects.filter(case=case, kind="outcome").get().facts["stays"] is True

    actions.record_outcome(cast.police, other.items.get(), outcome="released", at=LATER)

    hold.refresh_from_db()
    assert hold.end_reason == "outcome"


def test_a_seizure_keeps_quantity_unit_and_value(cast, case):
    case = take_up(cast, case)

    with pytest.raises(Invalid) as refusal:
        actions.record_outcome(cast.police, case.items.get(), outcome="seized", at=LATER)
    assert set(refusal.value.errors) == {"quantity", "unit", "value_vnd"}

    item = seize(cast, case)

    assert (item.quantity, item.unit, item.value_vnd, item.outcome_at) == (Decimal("36"), "quả", 1_200_000, LATER)
    assert item.quantity_text() == "36"
    facts = records("cases.outcome")[0].facts
    assert (facts["quantity"], facts["unit"], facts["value_vnd"], facts["previous"]) == ("36", "quả", 1_200_000, "")


def test_a_corrected_outcome_says_what_it_corrects(cast, case):
    case = take_up(cast, case)
    seize(cast, case)

    actions.record_outcome(cast.police, case.items.get(), outcome="returned", at=LATER + timedelta(minutes=5))

    assert [one.facts["previous"] for one in records("cases.outcome")] == ["", "seized"]
    item = case.items.get()
    assert (item.outcome, item.quantity, item.value_vnd) == ("returned", None, None)


def test_no_outcome_before_the_case_is_taken(cast, case):
    with pytest.raises(Refused, match="đang xác minh hoặc xử lý"):
        actions.record_outcome(cast.police, case.items.get(), outcome="released", at=LATER)


def test_an_officer_adds_an_item_once(cast, case):
    more = (ItemFacts(cast.bodies["operator"], "SM0002TH", "thuốc lá điện tử"),)
    actions.add_items(cast.police, case, more, at=LATER)

    assert {one.item_id for one in case.items.all()} == {"SM0001TH", "SM0002TH"}
    assert "dien" in again(case).folded.split()
    with pytest.raises(Invalid, match="từng ô"):
        actions.add_items(cast.police, case, more, at=LATER)
    with pytest.raises(Invalid):
        actions.add_items(cast.police, case, (ItemFacts(cast.bodies["operator"], "?"),), at=LATER)


def test_a_settled_case_takes_nothing_more_in(cast, case):
    case = take_up(cast, case)
    seize(cast, case)
    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có.", at=LATER)
    more = (ItemFacts(cast.bodies["operator"], "SM0002TH"),)

    for act in (
        lambda: actions.add_to_case(cast.police, case, more, at=LATER, why="x"),
        lambda: actions.add_items(cast.police, case, more, at=LATER),
        lambda: actions.assign_case(cast.police, case, cast.account("second"), at=LATER),
        lambda: actions.invite_partner(cast.police, case, cast.bodies["customs"], at=LATER),
        lambda: actions.record_outcome(cast.police, case.items.get(), outcome="released", at=LATER),
    ):
        with pytest.raises(Refused):
            act()


# -- what the database itself refuses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("concluded_case_says_so", lambda case: Case.objects.filter(pk=case.pk).update(conclusion="Có.")),
        ("case_state_fits_its_moments", lambda case: Case.objects.filter(pk=case.pk).update(state="concluded")),
        ("closed_case_says_when", lambda case: Case.objects.filter(pk=case.pk).update(closed_at=LATER)),
        (
            "one_part_a_body",
            lambda case: Participant.objects.create(case=case, organisation=case.lead, role="partner", from_at=LATER),
        ),
        ("seizure_says_how_much", lambda case: case.items.filter().update(outcome="seized", outcome_at=LATER)),
        ("outcome_says_when", lambda case: case.items.filter().update(outcome="released")),
        (
            "note_says_something",
            lambda case: Note.objects.create(case=case, level="own", text="", organisation=case.lead, author="x", at=LATER),
        ),
        (
            "told_reporter_got_words",
            lambda case: Reporter.objects.create(case=case, organisation=case.lead, report="BC-1", told_at=LATER),
        ),
    ],
)
def test_the_database_refuses_rows_that_contradict_themselves(cast, case, name, change):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        within(cast.police, lambda: change(case))


def test_rows_of_a_case_are_written_by_actions_only(case):
    with pytest.raises(OutsideAction):
        case.save()
    with pytest.raises(OutsideAction):
        Case.objects.filter(pk=case.pk).update(title="x")


def test_an_act_that_leaves_no_record_is_undone(cast, case):
    @action
    def silent():
        Case.objects.filter(pk=case.pk).update(title="x")

    with pytest.raises(NoRecord):
        silent()
    assert again(case).title == "Nghi pháo nổ trong bưu gửi"
