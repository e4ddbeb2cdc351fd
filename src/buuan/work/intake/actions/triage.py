"""The focal point's answers to a report: accept, join, decline, and undoing a join (tiếp nhận, nhập, không thụ lý, tách)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks, reopen_clocks
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.flow import Step
from buuan.registers.items.actions import end_holds_of, keep_holds_of, let_holds_lapse
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions import CaseOpening, ItemFacts, add_reporter, add_to_case, open_case, separate_from_case, tell
from buuan.work.cases.models import Case
from buuan.work.cases.queries import plain_or_kind
from buuan.work.cases.rules import PLAIN_KIND
from buuan.work.intake.actions.naming import page_of, title_of
from buuan.work.intake.actions.receiving import HOLD_LIMIT
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import hold_of, lapse_of, today
from buuan.work.intake.rules import RECEIVED_ON, REPORT_FLOW


@action
def accept_report(
    actor: Actor,
    report: SuspicionReport,
    *,
    at: datetime,
    title: str = "",
    kind: str = PLAIN_KIND,
    details: Mapping[str, str] | None = None,
    explanation: str = "",
) -> Case:
    """Take a waiting report into a new case (tiếp nhận) led by the focal point; the hold no longer ends by itself.

    The case is of the kind that the officer chose, whose statutory clocks start now; the day on which it came in is the report's
    unless `details` says otherwise. The bodies that the report was routed to work on the case as partners. Raises Invalid for
    what the kind asks at once and is not given, Refused when another officer was first, or when the clock is late and nothing
    explains it.
    """
    require(actor, "intake.triage", report)
    report = _take(report)
    step = REPORT_FLOW.step(report.state, "accept")

    case = open_case(
        actor,
        _focal_body(report),
        CaseOpening(
            title=title.strip() or title_of(report),
            severity=report.severity,
            source=f"báo cáo {report.number} của {report.reporter}",
            category=report.category,
            category_name=report.category_name,
            area=report.area,
            items=_item_of(report),
            partners=tuple(one.organisation for one in report.routings.select_related("organisation") if one.role == "competent"),
            kind=kind,
            details=details_for(report, kind, details or {}, at),
            found_at=report.found_at,
        ),
        at=at,
    )
    _take_up(actor, report, case, step, at, explanation)
    return case


def details_for(report: SuspicionReport, kind: str, given: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Give the details of the new case: what was given, and the report's day where the kind asks for one and none was given."""
    row = plain_or_kind(kind, today(at))
    said = {key: value for key, value in given.items() if value}
    if row is not None and any(one.code == RECEIVED_ON for one in row.plan.own_fields()):
        said.setdefault(RECEIVED_ON, today(report.received_at).isoformat())
    return said


@action
def join_report(actor: Actor, report: SuspicionReport, case: Case, *, at: datetime, explanation: str = "") -> Case:
    """Take a waiting report into a case that is open (nhập vào vụ việc); both numbers stay findable.

    Raises Refused as `accept_report` does, and for a case that is concluded or closed.
    """
    require(actor, "intake.triage", report)
    report = _take(report)
    step = REPORT_FLOW.step(report.state, "join")

    case = add_to_case(actor, case, _item_of(report), at=at, why=f"báo cáo {report.number}", severity=report.severity)
    _take_up(actor, report, case, step, at, explanation)
    return case


@action
def decline_report(actor: Actor, report: SuspicionReport, *, reason: str, at: datetime, explanation: str = "") -> SuspicionReport:
    """Answer that nothing is to be done (không thụ lý), with the reason; the item is released and the reporter told."""
    require(actor, "intake.triage", report)
    report = _take(report)
    step = REPORT_FLOW.step(report.state, "decline")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do không thụ lý."]})

    report.move(step, decided_at=at, decided_by=actor.name, decline_reason=reason.strip())
    finish_clocks(actor, report, kind="intake.accept", at=at, explanation=explanation)
    end_holds_of(actor, report, reason="declined", at=at)

    record(actor, "intake.report_declined", report, at=at, item=report.item_id, minutes_to_triage=_minutes(report, at))
    send(
        actor,
        "intake.declined",
        about=report,
        to=[report.reporter],
        title=f"Báo cáo {report.number}: không thụ lý",
        text=reason.strip(),
        at=at,
        url=page_of(report),
    )
    return report


@action
def separate_report(actor: Actor, report: SuspicionReport, *, reason: str, at: datetime) -> SuspicionReport:
    """Undo that a report was joined to a case (tách): it waits for triage again, and its clock runs on as if it never had ended.

    Both numbers stay findable from each other. The item leaves the case if this report brought it there; its hold then ends by
    itself after the time that a clerk's hold has, counted from now. Raises Refused for a report that is not joined, and when the
    case is decided or says already what became of the item.
    """
    require(actor, "intake.triage", report)
    report = _locked(report)
    step = REPORT_FLOW.step(report.state, "separate")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do tách."]})
    case = Case.objects.select_related("lead").get(pk=report.case_id)
    others = SuspicionReport.objects.filter(case=case, operator_id=report.operator_id, item_id=report.item_id)
    left = separate_from_case(
        actor,
        case,
        report.operator_id,
        report.item_id,
        report=report.number,
        reason=reason.strip(),
        at=at,
        item_stays=others.exclude(pk=report.pk).exists(),
    )

    report.move(step, case=None, decided_at=None, decided_by="")
    reopen_clocks(actor, report, kind="intake.accept", at=at)
    if left:
        let_holds_lapse(report, at=lapse_of(limit_in_force(HOLD_LIMIT, today(at)), at))

    record(actor, "intake.report_separated", report, at=at, case=case.number, item_left=left, reason=reason.strip())
    send(
        actor,
        "intake.separated",
        about=report,
        to=[report.reporter],
        title=f"Báo cáo {report.number} được xem xét riêng",
        text="Đầu mối tách báo cáo khỏi vụ việc đã nhập và sẽ trả lời lại.",
        at=at,
        url=page_of(report),
    )
    return report


def _locked(report: SuspicionReport) -> SuspicionReport:
    """Give the report as it stands now, locked until the action ends."""
    rows = SuspicionReport.objects.select_for_update(of=("self",)).select_related("reporter", "point", "operator", "area")
    return rows.get(pk=report.pk)


def _take(report: SuspicionReport) -> SuspicionReport:
    """Give the report as it stands now, locked until the action ends; raises Refused when somebody has answered it."""
    now = _locked(report)
    if now.state != "received":
        done = REPORT_FLOW.states[now.state]
        raise Refused("report.already_decided", f"Báo cáo {now.number} đã được {now.decided_by} xử lý: {done}.", state=now.state)
    return now


def _take_up(actor: Actor, report: SuspicionReport, case: Case, step: Step, at: datetime, explanation: str) -> None:
    report.move(step, decided_at=at, decided_by=actor.name, case=case)
    finish_clocks(actor, report, kind="intake.accept", at=at, explanation=explanation)
    keep_holds_of(report)
    add_reporter(case, report.reporter, report.number)
    hold = hold_of(report)
    minutes = _minutes(report, at)

    record(actor, f"intake.report_{report.state}", report, at=at, case=case.number, minutes_to_triage=minutes)
    tell(
        case,
        actor,
        "report_taken",
        at,
        report=report.number,
        minutes=minutes,
        point=str(report.point),
        hold="" if hold is None else "lapsed" if hold.until_at else "open",
    )
    if hold is None:
        said = ""
    elif hold.until_at is None:
        said = f"Bưu gửi {report.item_id} tiếp tục được tạm giữ cho đến khi có kết quả."
    else:
        said = (
            f"Thời hạn tự tạm giữ bưu gửi {report.item_id} đã hết trước khi báo cáo được tiếp nhận; "
            "muốn giữ tiếp cần yêu cầu của cơ quan có thẩm quyền. Báo ngay cho đầu mối nếu bưu gửi còn ở điểm."
        )
    send(
        actor,
        "intake.taken",
        about=report,
        to=[report.reporter],
        title=f"Báo cáo {report.number} đã được tiếp nhận",
        text=said,
        at=at,
        url=page_of(report),
    )


def _minutes(report: SuspicionReport, at: datetime) -> int:
    return int((at - report.received_at).total_seconds() // 60)


def _focal_body(report: SuspicionReport) -> Organisation:
    for one in report.routings.select_related("organisation"):
        if one.role == "focal":
            return one.organisation
    raise Refused("intake.no_focal_point", "Báo cáo không có đầu mối tiếp nhận.")


def _item_of(report: SuspicionReport) -> tuple[ItemFacts, ...]:
    if report.operator is None or not report.item_id:
        return ()
    return (
        ItemFacts(
            operator=report.operator,
            item_id=report.item_id,
            declared_content=report.declared_content,
            hits=tuple(report.hits),
            law=report.law,
        ),
    )
