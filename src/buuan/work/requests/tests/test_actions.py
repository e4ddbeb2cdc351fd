"""Asking, approving, answering: what is written, who is told, what the case and the register keep, and what is refused."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from buuan.base.audit.models import Record, subject_of
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Recipient
from buuan.base.files.actions import keep_file
from buuan.base.files.arriving import on_disk
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.actions import CaseOpening, ItemFacts, open_case
from buuan.work.cases.models import LooseEnd
from buuan.work.cases.tests.acts import within
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.interdiction.rules import Person, Scope
from buuan.work.requests import actions
from buuan.work.requests.actions import AnswerFacts, RequestDecision
from buuan.work.requests.models import InformationRequest, Part, RequestAttempt
from buuan.work.requests.tests.conftest import BY_PHONE, FIREWORK, facts

pytestmark = [pytest.mark.django_db, pytest.mark.point("7f")]


def test_a_request_is_sent_when_another_person_approved_it(cast, ask):
    made = ask(to=("SMTEST", "chi-cuc-hq"))
    assert made.number.startswith("YC-2026-")
    assert (made.state, made.sent_at) == ("sent", MONDAY)
    told = Recipient.objects.filter(notice=made.notice, owes=True).values_list("organisation__code", flat=True)
    assert set(told) == {"SMTEST", "chi-cuc-hq"}
    clocks = Clock.objects.running().filter(subject=subject_of(made), kind="requests.answer")
    assert {one.holder.code for one in clocks} == {"SMTEST", "chi-cuc-hq"}
    assert {one.due_at for one in clocks} == {made.due_at}
    assert made.due_at - MONDAY > 5 * DAY, "five working days from Monday end in the next week"


def test_an_urgent_request_is_due_in_a_day(ask):
    assert ask(urgent=True).due_at == MONDAY + 24 * HOUR


def test_nobody_approves_their_own_draft(cast, draft):
    made = actions.draft_request(cast.chief, facts(), at=MONDAY)
    made = actions.submit_request(cast.chief, made, at=MONDAY)
    with pytest.raises(Refused, match="không tự duyệt"):
        actions.approve_request(cast.chief, made, at=MONDAY)
    assert InformationRequest.objects.get(pk=made.pk).state == "submitted"


def test_an_attempt_without_power_is_refused_and_stands_in_the_register(cast):
    with pytest.raises(Refused) as refused:
        actions.draft_request(cast.department, facts(), at=MONDAY)
    assert refused.value.code == "request.body_without_power"
    row = RequestAttempt.objects.get()
    assert (row.outcome, row.code, row.ground, row.scope) == ("refused", refused.value.code, "goods", {"items": 1, "category": 1})
    assert Record.objects.filter(action="requests.attempt_refused").exists()
    assert not InformationRequest.objects.exists()


def test_every_item_of_a_person_is_refused_and_the_register_names_nobody(cast):
    everything = Scope(persons=(Person("Nguyễn Văn Mẫu", "Số 1 đường Thử"),), from_at=MONDAY - DAY, until_at=MONDAY)
    with pytest.raises(Refused) as refused:
        actions.draft_request(cast.police, facts(everything, ground="danger"), at=MONDAY)
    assert refused.value.code == "request.goods_missing"
    row = RequestAttempt.objects.values().get()
    assert row["scope"] == {"persons": 1}
    assert "Mẫu" not in str(row)
    assert "Mẫu" not in str(Record.objects.get(action="requests.attempt_refused").facts)


def test_what_rests_on_a_document_reaches_single_items_with_a_decision(cast):
    one = Scope(items=("SM0001TH",))
    with pytest.raises(Refused) as refused:
        actions.draft_request(cast.police, facts(one, ground="other"), at=MONDAY)
    assert refused.value.code == "request.decision_missing"
    decision = RequestDecision("12/QĐ", MONDAY.date(), "procuracy")
    assert actions.draft_request(cast.police, facts(one, ground="other", decision=decision), at=MONDAY).state == "draft"


def test_a_body_that_ceased_last_month_cannot_be_asked(cast):
    def end() -> None:
        body = cast.bodies["rival"]
        type(body).objects.filter(pk=body.pk).update(until_on=(MONDAY - 30 * DAY).date())

    within(cast.system, end)
    with pytest.raises(Refused) as refused:
        actions.draft_request(cast.police, facts(to=("HTTEST",)), at=MONDAY)
    assert refused.value.code == "request.recipient_ended"


def test_a_body_that_ceases_between_draft_and_approval_is_noticed(cast, draft):
    made = actions.submit_request(cast.police, draft(to=("HTTEST",)), at=MONDAY)
    within(
        cast.system,
        lambda: type(cast.bodies["rival"]).objects.filter(code="HTTEST").update(until_on=(MONDAY + DAY).date()),
    )
    with pytest.raises(Refused, match="không còn hoạt động"):
        actions.approve_request(cast.chief, made, at=MONDAY + 2 * DAY)


def test_a_marking_of_state_secrecy_in_a_question_is_refused(cast):
    with pytest.raises(Refused) as refused:
        actions.draft_request(cast.police, facts(question="Theo công văn TỐI MẬT số 3"), at=MONDAY)
    assert refused.value.code.startswith("secrecy.")


def test_the_last_answer_ends_the_request(cast, ask):
    made = ask(to=("SMTEST", "chi-cuc-hq"))
    part = actions.answer_request(cast.operator, made, AnswerFacts("Đang ở bưu cục."), at=MONDAY + HOUR)
    assert (part.state, part.personal) == ("answered", False)
    made.refresh_from_db()
    assert made.state == "sent"
    actions.decline_request(cast.customs, made, reason="no_data", text="Không có tờ khai nào.", at=MONDAY + HOUR)
    made.refresh_from_db()
    assert (made.state, made.ended_at) == ("answered", MONDAY + HOUR)
    assert not Clock.objects.running().filter(subject=subject_of(made)).exists()
    assert not Recipient.objects.filter(notice=made.notice, owes=True).exists()
    fact = Record.objects.get(action="requests.answered").facts
    assert (fact["by_operator"], fact["unit"]) == (True, "SMTEST")


def test_who_is_not_asked_or_has_answered_does_not_answer(cast, ask):
    made = ask()
    with pytest.raises(Refused, match="không phải nơi được yêu cầu"):
        actions.answer_request(cast.police, made, AnswerFacts("?"), at=MONDAY)
    with pytest.raises(Forbidden):
        actions.answer_request(cast.customs, made, AnswerFacts("?"), at=MONDAY)
    actions.answer_request(cast.operator, made, AnswerFacts("Một lần"), at=MONDAY)
    with pytest.raises(Refused, match="đã trả lời"):
        actions.answer_request(cast.operator, made, AnswerFacts("Hai lần"), at=MONDAY)
    assert made.parts.get().answer == "Một lần"


def test_a_late_answer_says_why(cast, ask):
    made = ask(urgent=True)
    late = MONDAY + 30 * HOUR
    with pytest.raises(Refused, match="giải trình"):
        actions.answer_request(cast.operator, made, AnswerFacts("Muộn"), at=late)
    assert made.parts.get().state == "waiting"
    actions.answer_request(cast.operator, made, AnswerFacts("Muộn", explanation="Mất điện hai ngày"), at=late)
    assert Record.objects.get(action="requests.answered").facts["late"] is True


def test_an_open_request_keeps_its_case_from_closing_until_it_is_answered(cast, ask):
    opening = CaseOpening(title="Pháo nổ", severity="high", source="thử", items=(ItemFacts(cast.bodies["operator"], "SM0001TH"),))
    case = open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)
    made = ask(case=case)
    assert LooseEnd.objects.open().filter(case=case).get().name == f"yêu cầu cung cấp thông tin {made.number} chưa được trả lời"
    assert made.number in str(case.facts().loose_ends)
    actions.answer_request(cast.operator, made, AnswerFacts("Đã phát."), at=MONDAY + HOUR)
    assert not LooseEnd.objects.open().filter(case=case).exists()


def test_a_withdrawn_request_asks_nobody_any_more_and_keeps_what_was_answered(cast, ask):
    made = ask(to=("SMTEST", "chi-cuc-hq"))
    actions.answer_request(cast.operator, made, AnswerFacts("Đang ở bưu cục."), at=MONDAY + HOUR)
    made = actions.withdraw_request(cast.chief, made, reason="Đã tìm thấy", at=MONDAY + 2 * HOUR)
    assert {(one.organisation.code, one.state) for one in made.parts.all()} == {("SMTEST", "answered"), ("chi-cuc-hq", "withdrawn")}
    assert not Clock.objects.running().filter(subject=subject_of(made)).exists()
    with pytest.raises(Refused):
        actions.answer_request(cast.customs, made, AnswerFacts("?"), at=MONDAY + 3 * HOUR)


def test_nobody_who_is_asked_sees_a_draft_or_anothers_answer(cast, draft, ask):
    hidden, made = draft(), ask(to=("SMTEST", "HTTEST"))
    actions.answer_request(cast.rival, made, AnswerFacts("Chỗ chúng tôi."), at=MONDAY)
    seen = InformationRequest.objects.visible_to
    assert set(seen(cast.operator)) == {made}
    assert set(seen(cast.police)) == {hidden, made}
    assert set(seen(cast.auditor)) == {hidden, made}
    for stranger in (cast.market, cast.stranger, cast.administrator, cast.clerk, cast.branch):
        assert not seen(stranger).exists()
    assert [one.organisation.code for one in Part.objects.visible_to(cast.operator)] == ["SMTEST"]
    assert Part.objects.visible_to(cast.police).filter(request=made).count() == 2


def test_seeing_who_is_named_needs_a_reason_and_is_recorded(cast, ask):
    made = ask(BY_PHONE)
    assert made.personal
    with pytest.raises(Invalid):
        actions.unmask_request(cast.operator, made, reason=" ", at=MONDAY)
    assert actions.unmask_request(cast.operator, made, reason="Tra cứu để trả lời", at=MONDAY).phones == ("+84900000001",)
    kept = Record.objects.get(action="requests.unmasked")
    assert (kept.facts["reason"], kept.facts["scope"]) == ("Tra cứu để trả lời", {"phones": 1, "category": 1})
    with pytest.raises((Refused, Forbidden)):
        actions.unmask_request(cast.system, made, reason="máy tự xem", at=MONDAY)


def test_an_answer_to_a_question_about_a_person_is_personal_whatever_its_author_ticks(cast, ask):
    made = ask(wanted=("parties",))
    assert actions.answer_request(cast.operator, made, AnswerFacts("Người gửi là …"), at=MONDAY).personal


def test_a_file_of_a_personal_answer_opens_only_with_a_reason(cast, ask):
    made = ask(wanted=("parties",))
    with on_disk(io.BytesIO("mã;nơi\nSM0001TH;bưu cục\n".encode())) as part:
        kept = keep_file(cast.operator, cast.bodies["operator"], part, name="tra-loi.csv", title="", at=MONDAY)
    answered = actions.answer_request(cast.operator, made, AnswerFacts("Xem tệp"), at=MONDAY, files=[kept])
    file = answered.files.get()
    with pytest.raises(Refused, match="ghi lý do"):
        actions.open_file(cast.police, file, has_reason=False, at=MONDAY)
    actions.open_file(cast.police, file, has_reason=True, at=MONDAY)
    assert Record.objects.filter(action="requests.opened_file").count() == 1


def test_a_scope_beyond_the_month_is_refused_at_the_door(cast):
    wide = Scope(phones=("0900000001",), category=FIREWORK, from_at=MONDAY - 60 * DAY, until_at=MONDAY)
    with pytest.raises(Refused) as refused:
        actions.draft_request(cast.police, facts(wide), at=MONDAY)
    assert refused.value.code == "request.period_too_long"


def test_a_due_time_runs_over_midnight_by_vietnamese_days(ask):
    at = MONDAY.replace(hour=16, minute=59, second=59)  # 23:59:59 in Vietnam
    later = at + timedelta(seconds=1)
    assert ask(days=1, at=later).due_at - ask(days=1, at=at).due_at == DAY
