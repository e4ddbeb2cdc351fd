"""Endpoints of referrals: ask another body to take a case over, and its answer."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.organisations.models import Organisation
from buuan.base.web.lists import key_page
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.work.cases import actions
from buuan.work.cases.models import Referral
from buuan.work.cases.queries import case_by_number, referral_by_pk, referrals_for_list
from buuan.work.cases.rules import REFERRAL_FLOW

router = Endpoints()
ORDER = ("-asked_at",)


class ReferIn(Schema):
    """The code of the body that is to take the case over, and why."""

    to: str = Field(max_length=60)
    reason: str = Field(max_length=4_000)


class AcceptIn(Schema):
    """`explanation` where the clock of the answer is over."""

    explanation: str = Field("", max_length=4_000)


class DeclineIn(AcceptIn):
    """Why the body does not take the case."""

    reason: str = Field(max_length=4_000)


class WithdrawIn(Schema):
    """Why the question is taken back."""

    reason: str = Field(max_length=4_000)


class ReferralOut(Schema):
    """A referral; of the case its number and state, whoever leads it now."""

    id: int
    number: str = Field(description="number of the case")
    case_state: str
    sender: str = Field(description="code of the organisation that passes the case on")
    to: str = Field(description="code of the organisation that is asked")
    state: str = Field(description=", ".join(REFERRAL_FLOW.states))
    reason: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class ReferralPage(Schema):
    """One page of referrals, the latest first; `next` is empty on the last one."""

    items: list[ReferralOut]
    next: str


@router.get("/referrals", right="cases.read", response=ReferralPage, summary="Chuyển vụ việc")
def list_referrals(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> ReferralPage:
    """List the referrals from and to my body; `state` keeps those in one state."""
    rows = referrals_for_list(request.actor)
    if state:
        if state not in REFERRAL_FLOW.states:
            raise Invalid({"state": [f"Không có trạng thái «{state[:40]}»."]})
        rows = rows.filter(state=state)
    found, following = key_page(rows, ORDER, cursor, limit)
    return ReferralPage(items=[_out(one) for one in found], next=following)


@router.get("/referrals/{pk}", right="cases.read", response=ReferralOut, summary="Một lần chuyển vụ việc")
def get_referral(request: HttpRequest, pk: int) -> ReferralOut:
    """Give one referral."""
    return _out(referral_by_pk(request.actor, pk))


@router.post("/cases/{number}/referrals", right="cases.refer", response={201: ReferralOut}, summary="Chuyển vụ việc")
def refer_case(request: HttpRequest, number: str, payload: ReferIn) -> tuple[int, ReferralOut]:
    """Ask another body to take the case over."""
    case = case_by_number(request.actor, number)
    to = Organisation.objects.visible_to(request.actor).filter(code=payload.to).first()
    if to is None:
        raise Invalid({"to": ["Không có cơ quan mang mã này."]})
    return 201, _out(actions.refer_case(request.actor, case, to, reason=payload.reason, at=timezone.now()))


@router.post("/referrals/{pk}/accept", right="cases.refer", response=ReferralOut, summary="Nhận vụ việc")
def accept_referral(request: HttpRequest, pk: int, payload: AcceptIn | None = None) -> ReferralOut:
    """Take the case over; its clocks run on."""
    given = payload.dict() if payload else {}
    return _answered(request.actor, actions.accept_referral(request.actor, _found(request, pk), **given, at=timezone.now()))


@router.post("/referrals/{pk}/decline", right="cases.refer", response=ReferralOut, summary="Từ chối nhận vụ việc")
def decline_referral(request: HttpRequest, pk: int, payload: DeclineIn) -> ReferralOut:
    """Say that my body does not take the case, and why."""
    return _answered(
        request.actor, actions.decline_referral(request.actor, _found(request, pk), **payload.dict(), at=timezone.now())
    )


@router.post("/referrals/{pk}/withdraw", right="cases.refer", response=ReferralOut, summary="Rút lại việc chuyển")
def withdraw_referral(request: HttpRequest, pk: int, payload: WithdrawIn) -> ReferralOut:
    """Take the question back while nobody has answered."""
    return _answered(
        request.actor, actions.withdraw_referral(request.actor, _found(request, pk), **payload.dict(), at=timezone.now())
    )


def _found(request: HttpRequest, pk: int) -> Referral:
    return referral_by_pk(request.actor, pk)


def _answered(actor: Actor, referral: Referral) -> ReferralOut:
    return _out(referral_by_pk(actor, referral.pk))


def _out(one: Referral) -> ReferralOut:
    return ReferralOut(
        id=one.pk,
        number=one.number,
        case_state=one.case.state,
        sender=one.sender.code,
        to=one.to.code,
        state=one.state,
        reason=one.reason,
        asked_at=one.asked_at,
        answer=one.answer,
        answered_at=one.answered_at,
    )
