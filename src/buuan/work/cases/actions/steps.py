"""The four steps of a case: verify, handle, conclude, close."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks, start_clock
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.actions import send
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions.clocking import end_all_clocks, end_clocks, start_clocks
from buuan.work.cases.actions.people import check_colleague
from buuan.work.cases.actions.telling import check_lead, day_of, locked, page_of, refuse, take, tell
from buuan.work.cases.models import Case, Reporter
from buuan.work.cases.rules import CASE_FLOW, may_close, may_conclude, may_override, may_sanction, may_take

FEEDBACK_LIMIT = "cases.feedback"


@action
def verify_case(actor: Actor, case: Case, *, assignee: Account | None, at: datetime, explanation: str = "") -> Case:
    """Take a received case into verification (nhận xác minh) and name who works on it; two officers cannot both take it.

    Raises Refused when a clock that it ends is late and nothing explains it (giải trình).
    """
    require(actor, "cases.verify", case)
    check_lead(actor, case)
    case = _untaken(case)
    step = CASE_FLOW.step(case.state, "verify")
    if assignee is not None:
        check_colleague(case, assignee, at)
        case.assignee = assignee
    refuse(may_take(case.facts(), "verify"))

    case.move(step, verifying_at=at, assignee=assignee)
    end_clocks(actor, case, "verify", at=at, explanation=explanation)
    start_clocks(actor, case, "verify", at=at)

    record(actor, "cases.verifying", case, at=at, assignee=assignee.username if assignee else None)
    tell(case, actor, "verifying", at, assignee=assignee.name if assignee else "")
    return case


@action
def handle_case(actor: Actor, case: Case, *, at: datetime, explanation: str = "") -> Case:
    """Pass from verification to handling (chuyển xử lý)."""
    require(actor, "cases.handle", case)
    check_lead(actor, case)
    case = take(case)
    step = CASE_FLOW.step(case.state, "handle")
    refuse(may_take(case.facts(), "handle"))

    case.move(step, handling_at=at)
    end_clocks(actor, case, "handle", at=at, explanation=explanation)
    start_clocks(actor, case, "handle", at=at)

    record(actor, "cases.handling", case, at=at)
    tell(case, actor, "handling", at)
    return case


@action
def conclude_case(actor: Actor, case: Case, *, violation_found: bool, conclusion: str, at: datetime, explanation: str = "") -> Case:
    """Conclude the case (kết luận); stops the clocks that its kind ends here and starts the one for telling the reporters.

    Raises Refused while an item has no outcome, and when the clock is late and nothing explains it (giải trình).
    """
    require(actor, "cases.conclude", case)
    check_lead(actor, case)
    case = take(case)
    step = CASE_FLOW.step(case.state, "conclude")
    if not conclusion.strip():
        raise Invalid({"conclusion": ["Cần ghi kết luận."]})
    refuse(may_conclude(case.facts()) + (may_sanction(case.facts()) if violation_found else []))

    case.move(step, concluded_at=at, violation_found=violation_found, conclusion=conclusion.strip())
    clocks = end_clocks(actor, case, "conclude", at=at, explanation=explanation)
    start_clocks(actor, case, "conclude", at=at)

    seized = [one for one in case.items.all() if one.outcome == "seized"]
    record(
        actor,
        "cases.concluded",
        case,
        at=at,
        violation_found=violation_found,
        lead_kind=case.lead.kind,
        category=case.category,
        seized_items=len(seized),
        seized_value_vnd=sum(one.value_vnd or 0 for one in seized),
        in_time=_in_time(clocks),
    )
    tell(case, actor, "concluded", at, violation_found=violation_found, in_time=_in_time(clocks))
    _start_feedback(actor, case, at)
    return case


@action
def close_case(actor: Actor, case: Case, *, at: datetime, feedback: str = "", explanation: str = "", override: str = "") -> Case:
    """Close the file (đóng hồ sơ): every reporter is told what came of it, in `feedback` or in the usual words.

    Raises Refused, with every reason, while a loose end is open, an outcome is missing, another body has not answered, or signs of
    a crime have not gone to the investigating body. A leader of the lead body may set the first two aside in writing (`override`);
    what was set aside is kept with the case.
    """
    require(actor, "cases.close", case)
    check_lead(actor, case)
    case = take(case)
    step = CASE_FLOW.step(case.state, "close")
    reasons = may_close(case.facts())
    aside = override.strip() if reasons else ""
    if aside:
        require(actor, "cases.close_override", case)
    if not (aside and may_override(reasons)):
        refuse(reasons)
    waiting = list(case.reporters.filter(told_at=None, left_at=None).select_related("organisation"))
    words = feedback.strip() or usual_feedback(case)

    left = [one.sentence for one in reasons]
    case.move(step, closed_at=at, override=aside, override_by=actor.name if aside else "", overridden=left)
    Reporter.objects.filter(pk__in=[one.pk for one in waiting]).update(told_at=at, feedback=words)
    clocks = finish_clocks(actor, case, kind="cases.feedback", at=at, explanation=explanation)
    clocks += end_clocks(actor, case, "close", at=at, explanation=explanation or aside)
    clocks += end_all_clocks(
        actor, case, [one.limit for one in case.plan.clocks], at=at, explanation=explanation or aside or "Hồ sơ đã đóng."
    )

    record(
        actor,
        "cases.closed",
        case,
        at=at,
        violation_found=case.violation_found,
        lead_kind=case.lead.kind,
        reporters_told=len(waiting),
        in_time=_in_time(clocks),
        override=aside,
        overridden=[one.code for one in reasons],
    )
    tell(case, actor, "closed", at, reporters_told=len(waiting), override=aside)
    for one in waiting:
        send(actor, "cases.feedback", about=case, to=[one.organisation], title=f"Kết quả báo cáo {one.report}", text=words, at=at)
    return case


def usual_feedback(case: Case) -> str:
    """Give the words that a reporter is told when the officer writes none; they say the result and nothing of the case."""
    found = "có vi phạm" if case.violation_found else "không phát hiện vi phạm"
    return f"Vụ việc {case.number} đã được xác minh, kết luận: {found}. Cảm ơn đơn vị đã báo."


def _untaken(case: Case) -> Case:
    """Give the case locked; raises Refused, naming who was first, when somebody has taken it."""
    now = locked(case)
    if now.state != "received" and now.verifying_at is not None:
        who = now.assignee.name if now.assignee else str(now.lead)
        when = now.verifying_at.astimezone(VIETNAM)
        raise Refused("case.already_taken", f"{who} đã nhận xác minh vụ việc này lúc {when:%H:%M ngày %d/%m/%Y}.")
    return now


def _in_time(clocks: list[Clock]) -> bool:
    return all(one.finished_at is not None and one.due_at is not None and one.finished_at <= one.due_at for one in clocks)


def _start_feedback(actor: Actor, case: Case, at: datetime) -> None:
    if not case.reporters.filter(told_at=None, left_at=None).exists():
        return
    start_clock(
        actor,
        case,
        kind="cases.feedback",
        task=gettext_noop("Phản hồi người báo, đóng hồ sơ"),
        title=case.title,
        holder=case.lead,
        limit=limit_in_force(FEEDBACK_LIMIT, day_of(at)),
        at=at,
        url=page_of(case),
        button=gettext_noop("Phản hồi"),
        source=case.source,
        place=str(case.area or ""),
        severity=case.severity,
    )
