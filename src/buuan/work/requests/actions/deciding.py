"""Deciding about a draft: approve and send, or refuse; and taking a request back. Whoever drafted it never approves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_noop

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks, start_clock
from buuan.base.clocks.climbing import LadderedLimit
from buuan.base.clocks.queries import calendar
from buuan.base.clocks.rules import ClockFacts, Unit, first_due_at
from buuan.base.dispatch.actions import close_notices, send
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions import add_loose_end, tie_loose_end
from buuan.work.cases.actions.telling import day_of, refuse
from buuan.work.cases.actions.telling import tell as tell_case
from buuan.work.requests.actions.drafting import check_bounds, check_own, said
from buuan.work.requests.actions.noting import locked, note, noted, tell
from buuan.work.requests.models import InformationRequest
from buuan.work.requests.queries import page_of
from buuan.work.requests.rules import REQUEST_FLOW, may_approve

CLOCK, COMPLAINT_CLOCK = "requests.answer", "requests.complaint"
LIMIT, URGENT_LIMIT = "cooperation.answer", "cooperation.answer_urgent"


@noted("approve")
@action
def approve_request(actor: Actor, asked: InformationRequest, *, at: datetime, note_text: str = "") -> InformationRequest:
    """Approve a request and send it (duyệt, gửi): each who is asked is told, and its clock runs to the due time.

    Raises Refused for one's own draft and for what the bounds do not allow any more.
    """
    require(actor, "requests.approve", asked)
    asked = locked(asked)
    check_own(actor, asked)
    step = REQUEST_FLOW.step(asked.state, "approve")
    refuse(may_approve(asked.drafted_by_id, actor.account_id, actor.is_system))
    check_bounds(asked, asked.asker.kind, at=at)
    limit = limit_of(asked, at)
    due = first_due_at(ClockFacts(at, limit), calendar())

    asked.move(step, decided_by_id=actor.account_id, decided_at=at, decision_note=note_text.strip(), sent_at=at, due_at=due)
    _send(actor, asked, limit, at)
    if asked.case is not None:
        add_loose_end(asked.case, end_of(asked), f"yêu cầu cung cấp thông tin {asked.number} chưa được trả lời", at=at)
        tell_case(asked.case, actor, "requests.sent", at, text=f"Gửi yêu cầu cung cấp thông tin {asked.number}")

    note(actor, "approve", asked, at=at)
    record(actor, "requests.approved", asked, at=at, due_at=due.isoformat(), **said(asked))
    return asked


@noted("refuse")
@action
def refuse_request(actor: Actor, asked: InformationRequest, *, reason: str, at: datetime) -> InformationRequest:
    """Refuse a draft (không duyệt) with the reason; nothing was sent."""
    require(actor, "requests.approve", asked)
    asked = locked(asked)
    check_own(actor, asked)
    step = REQUEST_FLOW.step(asked.state, "refuse")
    refuse(may_approve(asked.drafted_by_id, actor.account_id, actor.is_system))
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do không duyệt."]})

    asked.move(step, decided_by_id=actor.account_id, decided_at=at, decision_note=reason.strip(), ended_at=at)

    note(actor, "refuse", asked, at=at)
    tell(asked, actor, "refused", at)
    record(actor, "requests.refused", asked, at=at)
    title = f"Yêu cầu cung cấp thông tin {asked.number} không được duyệt"
    send(actor, "requests.refused", about=asked, to=[asked.asker], title=title, at=at, url=page_of(asked))
    return asked


@noted("withdraw")
@action
def withdraw_request(actor: Actor, asked: InformationRequest, *, reason: str, at: datetime) -> InformationRequest:
    """Take a request back (rút yêu cầu): who has not answered need not any more; what was answered stays."""
    require(actor, "requests.approve", asked)
    asked = locked(asked)
    check_own(actor, asked)
    step = REQUEST_FLOW.step(asked.state, "withdraw")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do rút yêu cầu."]})
    waiting = list(asked.parts.filter(state="waiting").select_related("organisation"))

    asked.move(step, ended_at=at)
    asked.parts.filter(state="waiting").update(state="withdrawn")
    close_notices(asked, at=at)
    finish_clocks(actor, asked, kind=clock_of(asked), at=at, explanation="Cơ quan yêu cầu đã rút.")
    settle_case(actor, asked, f"Rút {called(asked)}", at)

    note(actor, "withdraw", asked, at=at)
    tell(asked, actor, "withdrawn", at)
    record(actor, "requests.withdrawn", asked, at=at, reason=reason.strip()[:500], waiting=len(waiting))
    title = f"Đã rút {called(asked)}, không phải trả lời"
    send(actor, "requests.withdrawn", about=asked, to=[one.organisation for one in waiting], title=title, at=at, url=page_of(asked))
    return asked


def limit_of(asked: InformationRequest, at: datetime) -> LadderedLimit:
    """Give the limit of the answer: the register's row in force, with the days that were asked for where it is not urgent."""
    row = limit_in_force(URGENT_LIMIT if asked.urgent else LIMIT, day_of(at))
    return row if asked.urgent else replace(row, amount=asked.days, unit=Unit.WORKING_DAYS)


def clock_of(asked: InformationRequest) -> str:
    """Give the kind of clock by which the answer is measured."""
    return COMPLAINT_CLOCK if asked.is_complaint else CLOCK


def called(asked: InformationRequest) -> str:
    """Give what a line of the case or a notice calls it."""
    return f"khiếu nại {asked.number} chuyển doanh nghiệp" if asked.is_complaint else f"yêu cầu cung cấp thông tin {asked.number}"


def end_of(asked: InformationRequest) -> str:
    """Give the name of the request's loose end at its case."""
    return f"requests.informationrequest:{asked.pk}"


def settle_case(actor: Actor, asked: InformationRequest, words: str, at: datetime) -> None:
    """Inside a running action: the case need not wait for this request any more."""
    if asked.case is not None:
        tie_loose_end(asked.case, end_of(asked), at=at)
        tell_case(asked.case, actor, "requests.ended", at, text=words)


def _send(actor: Actor, asked: InformationRequest, limit: LadderedLimit, at: datetime) -> None:
    """Tell each who is asked, in words that hold nothing of what is sought, and start its clock."""
    parts = list(asked.parts.select_related("organisation").order_by("pk"))
    title = f"Yêu cầu cung cấp thông tin {asked.number}"
    asked.notice = send(
        actor,
        "requests.asked",
        about=asked,
        to=[one.organisation for one in parts],
        title=title,
        text=f"Mở yêu cầu để xem căn cứ, phạm vi và trả lời. Điện thoại: {asked.phone}.",
        at=at,
        url=page_of(asked),
        urgent=asked.urgent,
        asks="answer",
        answer_by=asked.due_at,
    )
    asked.save(update_fields=("notice",))
    for one in parts:
        # The dispatch reminds and climbs its own ladder; the clock stands on the worklist and calls nobody twice.
        start_clock(
            actor,
            asked,
            kind=CLOCK,
            task=gettext_noop("Trả lời yêu cầu cung cấp thông tin"),
            title=title,
            holder=one.organisation,
            limit=replace(limit, ladder_code=""),
            at=at,
            url=page_of(asked),
            button=gettext_noop("Trả lời"),
            source=str(asked.asker),
            severity="high" if asked.urgent else "medium",
        )
    tell(asked, actor, "sent", at, recipients=len(parts))
