"""Passing a case to another lead (chuyển vụ việc): asked, accepted, declined, withdrawn.

The case stays with its lead until the other body accepts; from then on the former lead learns where the case stands, no more.
The case is always locked before the referral, so that two who answer at once do not wait for each other for ever.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks, move_clocks, start_clock
from buuan.base.clocks.queries import clocks_of
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions.clocking import end_all_clocks, start_missed
from buuan.work.cases.actions.telling import check_lead, day_of, locked, page_of, refuse, take, tell
from buuan.work.cases.models import Case, Participant, Referral
from buuan.work.cases.queries import addressee
from buuan.work.cases.rules import REFERRAL_FLOW, may_receive, may_refer

ANSWER = "cases.answer_referral"
"""The clock of the receiver's answer, and the limit that it runs by."""


@action
def refer_case(actor: Actor, case: Case, to: Organisation, *, reason: str, at: datetime) -> Referral:
    """Ask another competent body to take the case over (chuyển vụ việc); its clock for the answer starts.

    Raises Invalid without a reason; Refused while another body has not answered, when the case is decided, and for a body that
    leads it already, handles no cases or has ceased to exist.
    """
    require(actor, "cases.refer", case)
    check_lead(actor, case)
    case = take(case)
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do chuyển."]})
    refuse(may_refer(case.facts()) + may_receive(addressee(case, to, day_of(at))))

    referral = Referral.objects.create(case=case, sender=case.lead, to=to, reason=reason.strip(), asked_at=at, asked_by=actor.name)

    record(actor, "cases.referred", case, at=at, referral=referral.pk, to=to.code, to_kind=to.kind, lead_kind=case.lead.kind)
    tell(case, actor, "referred", at, to=str(to), reason=referral.reason)
    start_clock(
        actor,
        referral,
        kind=ANSWER,
        task=gettext_noop("Nhận hoặc từ chối vụ việc"),
        # Not the case's own title: the receiver's units keep this line when it declines, and know the case no longer.
        title=f"{case.lead} chuyển vụ việc {case.number}",
        holder=to,
        limit=limit_in_force(ANSWER, day_of(at)),
        at=at,
        url=page_of_referral(referral),
        button=gettext_noop("Trả lời"),
        source=str(case.lead),
        place=str(case.area or ""),
        severity=case.severity,
    )
    _notify(actor, referral, "cases.referred", to, f"{case.lead} chuyển vụ việc {case.number}", referral.reason, at)
    return referral


@action
def accept_referral(actor: Actor, referral: Referral, *, at: datetime, explanation: str = "") -> Referral:
    """Take the case over (nhận vụ việc): the lead passes, its open clocks run on with the new lead, nobody is assigned yet.

    The former lead takes part no longer. Raises Refused when it was answered or withdrawn, when the receiver no longer exists, or
    when the answer is late and nothing explains it (giải trình).
    """
    require(actor, "cases.refer", referral)
    referral, case = _take(referral)
    _check_receiver(actor, referral)
    step = REFERRAL_FLOW.step(referral.state, "accept")
    old, new = case.lead, referral.to
    refuse(may_receive(addressee(case, new, day_of(at))))

    referral.move(step, answered_at=at, answered_by=actor.name)
    Participant.objects.filter(case=case, organisation__in=(old, new), until_at=None).update(until_at=at)
    Participant.objects.create(case=case, organisation=new, role="lead", from_at=at)
    case.lead, case.assignee = new, None
    case.save(update_fields=("lead", "assignee"))
    finish_clocks(actor, referral, kind=ANSWER, at=at, explanation=explanation)
    # What the former lead owed and the new one does not ended when the case was sent; the rest runs on.
    sent = [one.limit for one in case.plan.clocks if "refer" in one.ends and not one.runs_for(new.kind, case.details)]
    end_all_clocks(actor, case, sent, at=referral.asked_at, explanation=f"Đã chuyển {new}.")
    running = clocks_of(case).running().filter(holder=old)
    moved = [
        clock.pk for kind in sorted({one.kind for one in running}) for clock in move_clocks(actor, case, kind=kind, to=new, at=at)
    ]
    start_missed(actor, case, at=at, since=at)

    record(
        actor,
        "cases.referral_accepted",
        case,
        at=at,
        referral=referral.pk,
        sender=old.code,
        to=new.code,
        to_kind=new.kind,
        clocks=len(moved),
    )
    tell(case, actor, "referral_accepted", at, sender=str(old), to=str(new))
    title = f"{new} đã nhận vụ việc {case.number}"
    said = "Cơ quan chuyển chỉ còn theo dõi trạng thái của vụ việc."
    _notify(actor, referral, "cases.referral_accepted", old, title, said, at)
    partners = [one.organisation for one in case.participants.filter(until_at=None, role="partner").select_related("organisation")]
    send(actor, "cases.lead_changed", about=case, to=partners, title=title, at=at, url=page_of(case))
    return referral


@action
def decline_referral(actor: Actor, referral: Referral, *, reason: str, at: datetime, explanation: str = "") -> Referral:
    """Answer that the body does not take the case over (từ chối nhận), with the reason; the case stays with its lead."""
    require(actor, "cases.refer", referral)
    referral, case = _take(referral)
    _check_receiver(actor, referral)
    return _end(actor, referral, case, "decline", reason, at, explanation)


@action
def withdraw_referral(actor: Actor, referral: Referral, *, reason: str, at: datetime) -> Referral:
    """Take the question back while nobody has answered (rút lại), with the reason; also the way out where the receiver is gone."""
    require(actor, "cases.refer", referral)
    referral, case = _take(referral)
    if not referral.is_sent_by(actor):
        raise Forbidden("referral.not_sender", f"Chỉ {referral.sender} được rút lại.")
    # Nobody is to blame for an answer that is no longer asked for.
    return _end(actor, referral, case, "withdraw", reason, at, explanation=f"{referral.sender} đã rút lại.")


def page_of_referral(referral: Referral) -> str:
    """Give the address of a referral's page."""
    return reverse("cases:referral", args=[referral.pk])


def _take(referral: Referral) -> tuple[Referral, Case]:
    """Give the referral and its case as they stand now, locked until the action ends."""
    case = locked(referral.case)
    Referral.objects.select_for_update().values_list("pk").get(pk=referral.pk)
    now = Referral.objects.select_related("sender", "to").get(pk=referral.pk)
    now.case = case
    return now, case


def _check_receiver(actor: Actor, referral: Referral) -> None:
    if not referral.is_sent_to(actor):
        raise Forbidden("referral.not_receiver", f"Chỉ {referral.to} được trả lời.")


def _end(actor: Actor, referral: Referral, case: Case, verb: str, reason: str, at: datetime, explanation: str) -> Referral:
    step = REFERRAL_FLOW.step(referral.state, verb)
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do."]})

    referral.move(step, answered_at=at, answered_by=actor.name, answer=reason.strip())
    finish_clocks(actor, referral, kind=ANSWER, at=at, explanation=explanation)

    told = referral.sender if verb == "decline" else referral.to
    kind = f"referral_{referral.state}"
    record(actor, f"cases.{kind}", case, at=at, referral=referral.pk, sender=referral.sender.code, to=referral.to.code)
    tell(case, actor, kind, at, to=str(referral.to), reason=referral.answer)
    title = (
        f"{referral.to} từ chối nhận vụ việc {case.number}" if verb == "decline" else f"Đã rút lại: chuyển vụ việc {case.number}"
    )
    _notify(actor, referral, f"cases.{kind}", told, title, referral.answer, at)
    return referral


def _notify(actor: Actor, referral: Referral, kind: str, to: Organisation, title: str, text: str, at: datetime) -> None:
    send(actor, kind, about=referral, to=[to], title=title, text=text, at=at, url=page_of_referral(referral))
