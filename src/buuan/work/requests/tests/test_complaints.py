"""A user's complaint that is passed on to an operator: what it sees, until when it settles, and what the focal case learns."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from buuan.base.audit.models import Record, subject_of
from buuan.base.clocks.actions import escalate_due_clocks
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Recipient
from buuan.base.files.actions import keep_file
from buuan.base.files.arriving import on_disk
from buuan.kit.errors import Forbidden, Invalid, NotFound, Refused
from buuan.work.cases.actions import CaseOpening, ItemFacts, load_kinds, open_case, waive_task
from buuan.work.cases.models import Case, LooseEnd
from buuan.work.cases.tests.acts import within
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.requests import actions
from buuan.work.requests.actions import AnswerFacts, ComplaintFacts
from buuan.work.requests.models import InformationRequest, RequestAttempt
from buuan.work.requests.queries import complaints_of, request_by_number

pytestmark = pytest.mark.django_db

SECRET_TITLE = "Bà Lê Thị Mẫu khiếu nại mất gói"
WHOLE = ComplaintFacts("SMTEST", "lost", "Gói gửi ngày 01/10 chưa phát.", "Trực ban Thử", "02373852246", "SM0001TH")
LATE = MONDAY + 75 * DAY


@pytest.fixture
def case(cast) -> Case:
    """A complaint about a parcel of the operator, led by the police, which the operator got on the Friday before."""
    load_kinds(cast.system, at=MONDAY)
    return opened(cast)


def opened(cast, kind: str = "complaint", **details: str) -> Case:
    opening = CaseOpening(
        title=SECRET_TITLE,
        severity="low",
        source="đơn",
        kind=kind,
        details=details or ({"received_on": "2026-11-20", "route": "domestic"} if kind == "complaint" else {}),
        items=(ItemFacts(cast.bodies["operator"], "SM0001TH"),),
    )
    return open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)


@pytest.fixture
def passed(cast, case) -> InformationRequest:
    """The complaint as it was passed on at 08:00."""
    return actions.pass_complaint(cast.police, case, WHOLE, at=MONDAY)


def clock_of(asked: InformationRequest) -> Clock:
    return Clock.objects.get(subject=subject_of(asked), kind="requests.complaint")


def last_day(asked: InformationRequest) -> str:
    return timezone.localdate(asked.due_at - timedelta(seconds=1)).isoformat()


def test_the_operators_own_time_runs_from_the_day_it_got_the_complaint(cast, passed):
    clock = clock_of(passed)
    assert passed.number.startswith("KN-2026-")
    assert (clock.holder.code, clock.is_running, clock.due_at) == ("SMTEST", True, passed.due_at)
    assert last_day(passed) == "2027-01-20", "two months from 20 November"
    assert Recipient.objects.filter(notice=passed.notice).values_list("organisation__code", flat=True).get() == "SMTEST"
    assert LooseEnd.objects.open().filter(case=passed.case).count() == 1
    assert Record.objects.filter(action="requests.complaint_passed_on").count() == 1


def test_a_complaint_about_an_item_from_abroad_has_three_months(cast, case):
    abroad = opened(cast, received_on="2026-11-20", route="international")
    made = actions.pass_complaint(cast.police, abroad, WHOLE, at=MONDAY)
    assert last_day(made) == "2027-02-22", "the 20th is a Saturday"


def test_the_holder_is_reminded_before_the_due_time(cast, passed):
    before = Recipient.objects.filter(organisation__code="SMTEST").count()
    escalate_due_clocks(cast.system, at=passed.due_at - 6 * DAY)
    assert Recipient.objects.filter(organisation__code="SMTEST").count() > before


def test_the_operator_sees_the_piece_and_nothing_of_the_case(cast, passed, now):
    asked = request_by_number(cast.operator, passed.number)
    assert not asked.case.is_visible_to(cast.operator)
    page = cast.client("operator").get(reverse("requests:request", args=[passed.number])).content.decode()
    for shown in (passed.number, "Khiếu nại về mất bưu gửi", "SM0001TH", "Gói gửi ngày 01/10 chưa phát.", "Điều 38"):
        assert shown in page
    for hidden in (SECRET_TITLE, "Lê Thị Mẫu", passed.case.number):
        assert hidden not in page
    work = cast.client("operator").get("/viec").content.decode()
    assert passed.number in work
    assert SECRET_TITLE not in work


def test_another_operator_knows_nothing_of_it(cast, passed):
    with pytest.raises(NotFound):
        request_by_number(cast.rival, passed.number)
    assert cast.client("rival").get(reverse("requests:request", args=[passed.number])).status_code == 404


@pytest.mark.parametrize("outcome", ["settled", "refused"])
def test_the_operator_answers_with_words_and_a_file_and_the_focal_case_learns_it(cast, passed, outcome):
    with on_disk(io.BytesIO(b"bien ban giai quyet")) as part:
        file = keep_file(cast.operator, cast.bodies["operator"], part, name="bien-ban.txt", title="", at=MONDAY)
    answer = actions.answer_request(
        cast.operator, passed, AnswerFacts("Đã trả lời.", outcome=outcome), at=MONDAY + HOUR, files=[file]
    )

    assert (answer.state, answer.outcome, answer.is_late) == ("answered", outcome, False)
    assert InformationRequest.objects.get(pk=passed.pk).state == "answered"
    assert not clock_of(passed).is_running
    assert not LooseEnd.objects.open().filter(case=passed.case).exists()
    assert "đúng hạn" in passed.case.events.get(kind="requests.ended").facts["text"]
    assert Recipient.objects.filter(notice__kind="requests.answered", organisation=cast.bodies["police"]).exists()
    (row,) = complaints_of(cast.police, passed.case)
    assert row.outcome == outcome


def test_a_late_answer_needs_an_explanation_and_is_seen_as_late(cast, passed, monkeypatch):
    with pytest.raises(Refused):
        actions.answer_request(cast.operator, passed, AnswerFacts("Đã bồi thường.", outcome="settled"), at=LATE)
    facts = AnswerFacts("Đã bồi thường.", explanation="Chờ bưu chính nước ngoài.", outcome="settled")
    assert actions.answer_request(cast.operator, passed, facts, at=LATE).is_late
    monkeypatch.setattr(timezone, "now", lambda: LATE + HOUR)
    page = cast.client("police").get(reverse("requests:complaint", args=[passed.case.number])).content.decode()
    assert "trả lời quá hạn" in page


def test_it_is_answered_once_by_the_operator_that_it_was_passed_to(cast, passed):
    with pytest.raises((Refused, Forbidden, NotFound)):
        actions.answer_request(cast.rival, passed, AnswerFacts("Không phải của tôi.", outcome="settled"), at=MONDAY)
    with pytest.raises(Invalid):
        actions.answer_request(cast.operator, passed, AnswerFacts("Không.", outcome="ignored"), at=MONDAY)
    actions.answer_request(cast.operator, passed, AnswerFacts("Đã phát đúng hạn.", outcome="refused"), at=MONDAY)
    with pytest.raises(Refused):
        actions.answer_request(cast.operator, passed, AnswerFacts("Lần nữa.", outcome="settled"), at=MONDAY)
    tries = RequestAttempt.objects.filter(request=passed).exclude(verb="pass_on").order_by("pk")
    assert list(tries.values_list("verb", "outcome")) == [
        ("settle", "refused"),
        ("settle", "refused"),
        ("settle", "accepted"),
        ("settle", "refused"),
    ]


def test_a_complaint_is_not_answered_as_a_request_nor_a_request_as_a_complaint(cast, passed, ask):
    with pytest.raises(Refused, match="Đây là khiếu nại"):
        actions.answer_request(cast.operator, passed, AnswerFacts("Trả lời."), at=MONDAY)
    with pytest.raises(Refused, match="không phải khiếu nại"):
        actions.answer_request(cast.operator, ask(), AnswerFacts("Trả lời.", outcome="settled"), at=MONDAY)


def test_it_is_passed_on_once_until_it_is_answered(cast, case, passed):
    with pytest.raises(Refused, match="đang chờ trả lời"):
        actions.pass_complaint(cast.police, case, WHOLE, at=MONDAY)
    row = RequestAttempt.objects.filter(outcome="refused").get()
    assert (row.verb, row.code) == ("pass_on", "complaint.out")


def test_only_a_complaint_goes_to_an_operator_and_only_from_its_lead(cast, case):
    with pytest.raises(Refused, match="không phải khiếu nại"):
        actions.pass_complaint(cast.police, opened(cast, kind="plain"), WHOLE, at=MONDAY)
    with pytest.raises(Refused):
        actions.pass_complaint(cast.police, case, replace(WHOLE, operator="chi-cuc-hq"), at=MONDAY)
    with pytest.raises((Refused, Forbidden, NotFound)):
        actions.pass_complaint(cast.department, case, WHOLE, at=MONDAY)
    with pytest.raises(Forbidden):
        actions.pass_complaint(cast.operator, case, WHOLE, at=MONDAY)
    assert not InformationRequest.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 5_000}, "text"),
        ({"about": "letters"}, "about"),
        ({"phone": "không có"}, "phone"),
        ({"officer": ""}, "officer"),
        ({"item_id": "EH000000000VN"}, "item_id"),
    ],
)
def test_what_is_missing_or_not_of_the_case_is_said_field_by_field(cast, case, change, field):
    with pytest.raises(Invalid) as refused:
        actions.pass_complaint(cast.police, case, replace(WHOLE, **change), at=MONDAY)
    assert list(refused.value.facts["errors"]) == [field]


def test_what_is_marked_secret_is_not_passed_on(cast, case):
    with pytest.raises(Refused):
        actions.pass_complaint(cast.police, case, replace(WHOLE, text="TỐI MẬT: nội dung"), at=MONDAY)


def test_a_complaint_never_carries_a_search(cast, passed):
    """The database itself refuses a complaint that names somebody or a kind of goods."""
    rows = InformationRequest.objects.filter(pk=passed.pk)
    for change in ({"category": "FWK_BANG"}, {"names_persons": True}, {"case": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            within(cast.police, partial(rows.update, **change))


def test_it_can_be_taken_back_and_its_clock_ends(cast, passed):
    actions.withdraw_request(cast.chief, passed, reason="Người dùng đã rút khiếu nại.", at=MONDAY + HOUR)
    assert not clock_of(passed).is_running
    assert not LooseEnd.objects.open().filter(case=passed.case).exists()


def test_the_pages_pass_it_on_and_take_the_answer(cast, case, now):
    police, operator = cast.client("police"), cast.client("operator")
    page = reverse("requests:complaint", args=[case.number])
    assert page in police.get(reverse("cases:case", args=[case.number])).content.decode()
    given = {
        "operator": "SMTEST",
        "about": "lost",
        "item_id": "SM0001TH",
        "text": "Gói chưa phát.",
        "officer": "Trực ban",
        "phone": "02373852246",
    }
    assert police.post(page, {**given, "text": ""}).status_code == 422
    assert police.post(page, given).status_code == 302
    made = InformationRequest.objects.get()
    answer = reverse("requests:answer", args=[made.number])
    assert operator.post(answer, {"outcome": "", "text": "Đã phát."}).status_code == 422
    file = io.BytesIO(b"phieu")
    file.name = "phieu.txt"
    assert operator.post(answer, {"outcome": "settled", "text": "Đã phát.", "files": [file]}).status_code == 302
    assert made.parts.get().files.count() == 1
    for who in (police, operator):
        assert "Đã giải quyết" in who.get(reverse("requests:request", args=[made.number])).content.decode()
    assert operator.get(page).status_code in (403, 404)


def test_the_api_passes_it_on_and_takes_the_answer(cast, case, client, now):
    def post(who: str, address: str, body: dict):
        return client.post(f"/api/v1{address}", body, content_type="application/json", headers=keys[who])

    keys = {who: cast.bearer(who, now) for who in ("police", "operator", "rival")}
    body = {"case_number": case.number, "operator": "SMTEST", "about": "late", "text": "Chậm 20 ngày.", "officer": "Trực ban"}
    assert post("police", "/complaints", {**body, "phone": "x"}).status_code == 422
    made = post("police", "/complaints", {**body, "phone": "02373852246"})
    assert made.status_code == 201
    number = made.json()["number"]
    assert post("rival", f"/requests/{number}/settle", {"outcome": "settled", "text": "Đã xin lỗi."}).status_code == 404
    said = post("operator", f"/requests/{number}/settle", {"outcome": "settled", "text": "Đã xin lỗi."})
    assert said.status_code == 200
    (part,) = said.json()["parts"]
    assert (said.json()["kind"], part["outcome"], part["late"]) == ("complaint", "settled", False)
    assert post("operator", f"/requests/{number}/settle", {"outcome": "settled", "text": "Lại."}).status_code == 409


def tasks_of(case: Case) -> dict[str, str]:
    return dict(case.tasks.exclude(code="").values_list("code", "state"))


def test_passing_on_and_the_answer_tick_their_tasks_by_themselves(cast, case):
    asked = actions.pass_complaint(cast.police, case, WHOLE, at=MONDAY)
    assert tasks_of(case) == {"pass_to_operator": "done", "operator_answer": "open", "operator_first": "open"}

    actions.answer_request(cast.operator, asked, AnswerFacts("Đã bồi thường.", outcome="settled"), at=MONDAY + HOUR)
    assert tasks_of(case)["operator_answer"] == "done"
    told = case.events.filter(kind="task_done").order_by("pk")
    assert [one.facts["act"] for one in told] == ["requests.complaint_passed_on", "requests.complaint_answered"]
    assert [one.body for one in told] == [cast.police.body_name, cast.operator.body_name]
    assert Record.objects.filter(action="cases.task_done").count() == 2
    page = cast.client("police").get(reverse("cases:case", args=[case.number])).content.decode()
    assert "Hệ thống ghi khi doanh nghiệp trả lời khiếu nại" in page


def test_a_task_waits_until_the_last_operator_has_answered(cast, case):
    first = actions.pass_complaint(cast.police, case, WHOLE, at=MONDAY)
    second = actions.pass_complaint(cast.police, case, replace(WHOLE, operator="HTTEST"), at=MONDAY)
    actions.answer_request(cast.operator, first, AnswerFacts("Không phải của tôi.", outcome="refused"), at=MONDAY + HOUR)
    assert tasks_of(case)["operator_answer"] == "open"
    actions.answer_request(cast.rival, second, AnswerFacts("Đã bồi thường.", outcome="settled"), at=MONDAY + HOUR)
    assert tasks_of(case)["operator_answer"] == "done"


def test_a_task_that_a_person_waived_stays_waived(cast, case):
    waive_task(cast.police, case.tasks.get(code="operator_answer"), reason="Doanh nghiệp đã ngừng.", at=MONDAY)
    asked = actions.pass_complaint(cast.police, case, WHOLE, at=MONDAY)
    actions.answer_request(cast.operator, asked, AnswerFacts("Đã bồi thường.", outcome="settled"), at=MONDAY + HOUR)
    assert tasks_of(case)["operator_answer"] == "not_needed"


def test_a_refused_passing_on_ticks_nothing(cast, case):
    with pytest.raises(Invalid):
        actions.pass_complaint(cast.police, case, replace(WHOLE, text=""), at=MONDAY)
    assert set(tasks_of(case).values()) == {"open"}


def test_the_page_and_the_api_say_that_a_case_is_no_complaint(cast, case, client, now):
    plain = opened(cast, kind="plain")
    page = reverse("requests:complaint", args=[plain.number])
    given = {
        "operator": "SMTEST",
        "about": "lost",
        "item_id": "SM0001TH",
        "text": "Gói chưa phát.",
        "officer": "Trực ban",
        "phone": "02373852246",
    }
    for answer in (cast.client("police").get(page), cast.client("police").post(page, given)):
        assert answer.status_code == 409
        assert "không phải khiếu nại" in answer.content.decode()
    body = {**given, "case_number": plain.number, "text": ""}
    told = client.post("/api/v1/complaints", body, content_type="application/json", headers=cast.bearer("police", now))
    assert (told.status_code, told.json()["code"]) == (409, "complaint.no_complaint")
    assert RequestAttempt.objects.filter(outcome="refused", code="complaint.no_complaint").count() == 2


def test_the_case_is_due_when_the_operator_is(cast, case, passed):
    clock = Clock.objects.get(subject=subject_of(case), kind="complaint.settle_domestic")
    assert clock.due_at == passed.due_at, "both count from the day on which the operator got the complaint"
