"""Passing a case to another lead: who asks, who answers, what moves, what the former lead still sees, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from buuan.base.audit.models import subject_of
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Recipient
from buuan.base.organisations.models import Organisation, Succession
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases import actions, proof
from buuan.work.cases.models import Case, Referral
from buuan.work.cases.queries import next_steps, step_of, waiting_referrals
from buuan.work.cases.rules import Addressee, CaseFacts, may_conclude, may_receive, may_refer, referral_shows
from buuan.work.cases.tests.acts import LATER, again, records, seize, take_up, within
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.cases.tests.test_proof import proven

SOON = LATER + HOUR


@pytest.fixture
def referral(cast, case) -> Referral:
    """The case that the police asks the customs to take over."""
    return actions.refer_case(cast.police, case, cast.bodies["customs"], reason="Hàng nhập khẩu", at=LATER)


def told(kind: str) -> list[str]:
    return sorted(Recipient.objects.filter(notice__kind=kind).values_list("organisation__code", flat=True))


# -- rules -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "waiting", "codes"),
    [
        ("received", "", []),
        ("verifying", "", []),
        ("handling", "", []),
        ("concluded", "", ["case.not_referable"]),
        ("closed", "", ["case.not_referable"]),
        ("handling", "Hải quan", ["case.referral_open"]),
    ],
)
def test_a_case_is_referred_once_at_a_time_and_before_it_is_decided(state, waiting, codes):
    assert [one.code for one in may_refer(CaseFacts(state, (), referred_to=waiting))] == codes


def test_while_nobody_has_answered_the_case_is_not_concluded():
    assert [one.code for one in may_conclude(CaseFacts("handling", (), referred_to="Hải quan"))] == ["case.referral_open"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"is_lead": True}, "referral.to_itself"),
        ({"exists": False}, "organisation.ended"),
        ({"handles": False}, "referral.cannot_lead"),
    ],
)
def test_only_another_body_that_handles_cases_and_exists_can_receive_one(change, code):
    body = Addressee(**({"name": "Hải quan", "handles": True, "exists": True, "is_lead": False} | change))

    assert [one.code for one in may_receive(body)] == ([code] if code else [])


def test_a_body_that_ended_is_refused_with_the_names_of_its_heirs():
    gone = Addressee("Đội 4", handles=True, exists=False, is_lead=False, successors=("Chi cục QLTT",))

    assert "Cơ quan kế thừa: Chi cục QLTT." in may_receive(gone)[0].sentence


@pytest.mark.parametrize(
    ("state", "sees_case", "is_receiver", "shows"),
    [
        ("open", False, True, "summary"),
        ("declined", False, True, "status"),
        ("withdrawn", False, True, "status"),
        ("accepted", False, False, "status"),
        ("open", True, False, "case"),
    ],
)
def test_the_page_shows_what_its_reader_needs_and_no_more(state, sees_case, is_receiver, shows):
    assert referral_shows(state, sees_case=sees_case, is_receiver=is_receiver) == shows


# -- asking ------------------------------------------------------------------------------------------------------------


def test_a_referral_leaves_the_case_with_its_lead_and_starts_the_clock_of_the_receiver(cast, case, referral):
    assert again(case).lead.code == "cong-an-tinh"
    assert (referral.state, referral.sender.code, referral.to.code) == ("open", "cong-an-tinh", "chi-cuc-hq")
    clock = Clock.objects.get(subject=subject_of(referral))
    assert (clock.kind, clock.holder.code, clock.label, clock.limit_verified) == (
        "cases.answer_referral",
        "chi-cuc-hq",
        case.number,
        False,
    )
    assert case.title not in clock.title
    (record,) = records("cases.referred")
    assert (record.facts["to"], record.facts["lead_kind"]) == ("chi-cuc-hq", "police")
    assert told("cases.referred") == ["chi-cuc-hq"]
    assert list(waiting_referrals(cast.customs)) == [referral]
    assert not Case.objects.visible_to(cast.customs).exists(), "who has not accepted does not read the file"


def test_two_leads_at_once_cannot_come_about(cast, case, referral):
    with pytest.raises(Refused) as refusal:
        actions.refer_case(cast.police, case, cast.bodies["market"], reason="Hàng giả", at=SOON)
    assert refusal.value.code == "case.referral_open"

    with pytest.raises(IntegrityError, match="one_open_referral_a_case"), transaction.atomic():
        within(cast.police, lambda: _second_row(case, cast))


def _second_row(case, cast):
    Referral.objects.create(
        case=case, sender=case.lead, to=cast.bodies["market"], reason="x", asked_at=SOON, asked_by="Thử", state="open"
    )


def test_the_lead_alone_refers_and_says_why(cast, case):
    with pytest.raises(Refused) as refusal:
        actions.refer_case(cast.market, case, cast.bodies["customs"], reason="Hàng nhập khẩu", at=LATER)
    assert refusal.value.code == "case.not_lead"

    with pytest.raises(Invalid) as invalid:
        actions.refer_case(cast.police, case, cast.bodies["customs"], reason="  ", at=LATER)
    assert list(invalid.value.errors) == ["reason"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["operator", "clerk", "agency", "leader", "auditor", "administrator", "stranger"])
def test_whoever_has_no_part_refers_nothing(cast, case, who):
    with pytest.raises(Forbidden):
        actions.refer_case(cast.actor(who), case, cast.bodies["customs"], reason="Hàng nhập khẩu", at=LATER)


@pytest.mark.parametrize(
    ("body", "code"), [("police", "referral.to_itself"), ("operator", "referral.cannot_lead"), ("agency", "referral.cannot_lead")]
)
def test_a_case_does_not_go_to_its_own_lead_nor_to_a_body_that_handles_none(cast, case, body, code):
    with pytest.raises(Refused) as refusal:
        actions.refer_case(cast.police, case, cast.bodies[body], reason="Thẩm quyền", at=LATER)
    assert refusal.value.code == code


def test_a_body_that_ceased_to_exist_last_month_receives_nothing_and_its_heir_is_named(cast, case):
    gone = cast.bodies["customs"]

    def end() -> None:
        Organisation.objects.filter(pk=gone.pk).update(until_on=(MONDAY - 30 * DAY).date())
        Succession.objects.create(old=gone, new=cast.bodies["market"], effective_on=(MONDAY - 30 * DAY).date())

    within(cast.system, end)

    with pytest.raises(Refused, match="Cơ quan kế thừa: Chi cục QLTT") as refusal:
        actions.refer_case(cast.police, case, Organisation.objects.get(pk=gone.pk), reason="Thẩm quyền", at=LATER)
    assert refusal.value.code == "organisation.ended"


def test_a_decided_case_stays_where_it_was_decided(cast, case):
    case = take_up(cast, case)
    seize(cast, case)
    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có pháo.", at=LATER)

    with pytest.raises(Refused) as refusal:
        actions.refer_case(cast.police, case, cast.bodies["customs"], reason="Thẩm quyền", at=SOON)
    assert refusal.value.code == "case.not_referable"


# -- answering ---------------------------------------------------------------------------------------------------------


def test_on_acceptance_lead_and_clocks_pass_and_the_former_lead_sees_the_status_alone(cast, case, referral):
    due = Clock.objects.get(subject=subject_of(case)).due_at

    actions.accept_referral(cast.customs, referral, at=SOON)

    now = again(case)
    assert (now.lead.code, now.assignee) == ("chi-cuc-hq", None)
    clock = Clock.objects.get(subject=subject_of(case))
    assert (clock.holder.code, clock.due_at, clock.moves.get().old.code) == ("chi-cuc-hq", due, "cong-an-tinh")
    assert not Clock.objects.running().filter(subject=subject_of(referral)).exists()
    parts = now.participants.filter(until_at=None).order_by("role").values_list("organisation__code", "role")
    assert list(parts) == [("chi-cuc-hq", "lead"), ("chi-cuc-qltt", "partner")]
    assert not now.is_visible_to(cast.police)
    assert Referral.objects.visible_to(cast.police).get() == referral
    (record,) = records("cases.referral_accepted")
    assert (record.facts["sender"], record.facts["to_kind"], record.facts["clocks"]) == ("cong-an-tinh", "customs", 1)
    assert told("cases.referral_accepted") == ["cong-an-tinh"]
    assert told("cases.lead_changed") == ["chi-cuc-qltt"]
    with pytest.raises(Forbidden):
        actions.handle_case(cast.police, now, at=SOON)
    assert actions.verify_case(cast.customs, now, assignee=None, at=SOON).state == "verifying"


def test_a_partner_that_takes_over_leads_and_is_no_partner_any_more(cast, case):
    referral = actions.refer_case(cast.police, case, cast.bodies["market"], reason="Hàng giả", at=LATER)

    actions.accept_referral(cast.market, referral, at=SOON)

    assert list(again(case).participants.filter(until_at=None).values_list("organisation__code", "role")) == [
        ("chi-cuc-qltt", "lead")
    ]


def test_what_is_declined_stays_with_its_lead_and_may_be_referred_again(cast, case, referral):
    with pytest.raises(Invalid):
        actions.decline_referral(cast.customs, referral, reason=" ", at=SOON)

    actions.decline_referral(cast.customs, referral, reason="Hàng trong nước", at=SOON)

    assert (again(case).lead.code, Referral.objects.get().answer) == ("cong-an-tinh", "Hàng trong nước")
    assert told("cases.referral_declined") == ["cong-an-tinh"]
    assert actions.refer_case(cast.police, case, cast.bodies["market"], reason="Hàng giả", at=SOON).state == "open"


def test_the_sender_withdraws_while_nobody_has_answered_and_the_clock_ends_without_blame(cast, case, referral):
    late = MONDAY + 10 * DAY

    actions.withdraw_referral(cast.second, referral, reason="Gửi nhầm", at=late)

    assert Referral.objects.get().state == "withdrawn"
    assert Clock.objects.get(subject=subject_of(referral)).finished_at == late
    assert told("cases.referral_withdrawn") == ["chi-cuc-hq"]
    with pytest.raises(Refused) as refusal:
        actions.accept_referral(cast.customs, referral, at=late)
    assert refusal.value.code == "referral.not_open"


def test_each_side_does_only_its_own_part(cast, case, referral):
    for act in (actions.accept_referral, actions.decline_referral):
        given = {"reason": "x"} if act is actions.decline_referral else {}
        with pytest.raises(Forbidden) as refusal:
            act(cast.police, referral, at=SOON, **given)
        assert refusal.value.code == "referral.not_receiver"
    with pytest.raises(Forbidden) as refusal:
        actions.withdraw_referral(cast.customs, referral, reason="x", at=SOON)
    assert refusal.value.code == "referral.not_sender"
    with pytest.raises(Forbidden) as refusal:
        actions.accept_referral(cast.market, referral, at=SOON)
    assert refusal.value.facts.get("hidden"), "a partner is not asked"


def test_a_late_answer_needs_an_explanation(cast, case, referral):
    late = MONDAY + timedelta(days=9)
    with pytest.raises(Refused) as refusal:
        actions.accept_referral(cast.customs, referral, at=late)
    assert refusal.value.code == "clock.needs_explanation"
    assert again(case).lead.code == "cong-an-tinh", "nothing of it stands"

    actions.accept_referral(cast.customs, referral, at=late, explanation="Chờ ý kiến cấp trên")

    assert again(case).lead.code == "chi-cuc-hq"


def test_the_greyed_button_says_who_has_not_answered(cast, case, referral):
    case = take_up(cast, case)
    seize(cast, case)

    step = step_of(next_steps(cast.police, again(case), SOON), "conclude")

    assert [one.code for one in step.reasons] == ["case.referral_open"]
    with pytest.raises(Refused) as refusal:
        actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có pháo.", at=SOON)
    assert refusal.value.code == "case.referral_open"


def test_the_timeline_tells_each_step(cast, case, referral):
    actions.accept_referral(cast.customs, referral, at=SOON)

    assert [one.kind for one in again(case).events.order_by("pk")] == ["opened", "referred", "referral_accepted"]


# -- faces and proof ---------------------------------------------------------------------------------------------------


@pytest.mark.point("2d")
def test_what_the_police_take_over_proves_their_point_and_what_others_take_does_not(cast):
    opening = actions.CaseOpening("Nghi ma túy", "high", "kiểm tra")
    case = actions.open_case(cast.market, cast.bodies["market"], opening, at=MONDAY)
    referral = actions.refer_case(cast.market, case, cast.bodies["police"], reason="Dấu hiệu tội phạm", at=LATER)
    assert not proven(proof.PROOF)

    actions.accept_referral(cast.police, referral, at=SOON)

    assert proven(proof.PROOF) == {"2d"}


def test_a_case_is_referred_and_taken_over_on_the_pages(cast, case, now):
    police, customs = cast.client("police"), cast.client("customs")
    refer = reverse("cases:refer", args=[case.number])
    assert refer in page(police, reverse("cases:case", args=[case.number]))

    empty = police.post(refer, {"organisation": cast.bodies["customs"].pk, "reason": ""})
    assert empty.status_code == 422
    sent = police.post(refer, {"organisation": cast.bodies["customs"].pk, "reason": "Hàng nhập khẩu"}, follow=True)
    assert "đang chờ trả lời" in sent.content.decode()

    referral = Referral.objects.get()
    address = reverse("cases:referral", args=[referral.pk])
    assert address in page(customs, reverse("cases:referrals"))
    asked = page(customs, address)
    assert case.title in asked
    assert "SM0001TH" not in asked, "the items are for who takes the case"
    assert reverse("cases:referral_withdraw", args=[referral.pk]) not in asked
    customs.post(reverse("cases:referral_accept", args=[referral.pk]), {})

    assert customs.get(reverse("cases:case", args=[case.number])).status_code == 200
    assert police.get(reverse("cases:case", args=[case.number])).status_code == 404
    left = page(police, address)
    assert "chỉ theo dõi trạng thái" in left
    assert case.title not in left


@pytest.mark.parametrize("who", ["market", "department", "stranger"])
def test_a_body_that_was_not_asked_finds_no_referral(cast, referral, who):
    assert cast.client(who).get(reverse("cases:referral", args=[referral.pk])).status_code == 404


def test_a_system_refers_and_answers(cast, case, client, now):
    def call(who: str, path: str, body: dict | None = None):
        given = cast.bearer(who, now)
        if body is None:
            return client.get(f"/api/v1{path}", headers=given)
        return client.post(f"/api/v1{path}", body, content_type="application/json", headers=given)

    unknown = call("police", f"/cases/{case.number}/referrals", {"to": "khong-co", "reason": "x"})
    assert unknown.status_code == 422
    made = call("police", f"/cases/{case.number}/referrals", {"to": "chi-cuc-hq", "reason": "Hàng nhập khẩu"})
    assert (made.status_code, made.json()["state"]) == (201, "open")
    path = f"/referrals/{made.json()['id']}"
    assert call("market", path).status_code == 404
    assert call("police", f"{path}/accept", {}).status_code == 403
    assert [one["number"] for one in call("customs", "/referrals?state=open").json()["items"]] == [case.number]
    assert call("customs", f"{path}/accept", {}).json()["state"] == "accepted"
    assert call("police", path).json()["case_state"] == "received"
    again_answered = call("customs", f"{path}/decline", {"reason": "x"})
    assert (again_answered.status_code, again_answered.json()["code"]) == (409, "referral.not_open")


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()
