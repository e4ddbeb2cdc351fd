"""What is done within a case: people, notes, items and their holds; and what the database itself refuses."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from buuan.base.action import NoRecord, OutsideAction, action
from buuan.base.dispatch.models import Recipient
from buuan.base.organisations.models import Organisation
from buuan.kit.errors import Invalid, NotFound, Refused
from buuan.registers.items.actions import place_hold
from buuan.registers.items.models import Hold
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.models import Case, CaseEvent, Note, Participant, Reporter
from buuan.work.cases.queries import case_by_number
from buuan.work.cases.tests.acts import LATER, again, records, seize, take_up, within
from buuan.work.cases.tests.cast import MONDAY

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
    assert records("cases.noted")[0].facts == {"level": "own", "note": Note.objects.get().pk, "marking": "internal"}


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
