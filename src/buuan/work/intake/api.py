"""Endpoints of intake: reports from operators' and agencies' own systems."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.organisations.queries import operators_on
from buuan.base.web.lists import key_page
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.work.cases.queries import case_clocks, case_to_join, feedback_on
from buuan.work.cases.rules import DECLARED_MAX, normal_item_id
from buuan.work.intake.actions import ReportFacts
from buuan.work.intake.actions import accept_report as accept
from buuan.work.intake.actions import decline_report as decline
from buuan.work.intake.actions import join_report as join
from buuan.work.intake.actions import receive_report as receive
from buuan.work.intake.actions import separate_report as separate
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import hold_of, point_by_code, report_by_number, reports_for_list, triage_clock
from buuan.work.intake.rules import REPORT_FLOW, SIGNS, TEXT_MAX, proposed_kind

router = Endpoints()
ORDER = ("-received_at",)


class ReportIn(Schema):
    """A suspicion report. `point` is the code of the unit where the item was found, the token's own unit when it is empty;
    `found_at` is now when it is left out. An agency may leave `item_id` empty and name the operator by its code.
    """

    item_id: str = Field(max_length=60)
    declared_content: str = Field("", max_length=DECLARED_MAX)
    signs: list[str] = Field(default_factory=list, description=", ".join(SIGNS))
    point: str = Field("", max_length=60)
    found_at: datetime | None = None
    text: str = Field("", max_length=TEXT_MAX)
    operator: str = Field("", max_length=60)


class ReportReceipt(Schema):
    """The receipt: the number, where it went (codes of organisations, the focal point first), until when it is answered."""

    number: str
    state: str
    routed_to: list[str]
    due_at: datetime | None


class ReportLine(ReportReceipt):
    """A report as the list shows it."""

    item_id: str
    declared_content: str
    verdict: str
    category: str
    severity: str
    point: str
    received_at: datetime


class ReportPage(Schema):
    """One page of reports, the latest first; `next` is empty on the last one."""

    items: list[ReportLine]
    next: str


class HitOut(Schema):
    """A recognised word: code points of the declaration, end excluded."""

    rule: str
    start: int
    end: int
    text: str
    law: str


class CaseOfReport(Schema):
    """What somebody who reported may know of the case: number, state, and what they were told."""

    number: str
    state: str
    feedback: str
    told_at: datetime | None


class ReportOut(ReportLine):
    """A report whole, with what became of it; `held`: its hold keeps the item now, `held_until`: when that ends by itself."""

    signs: list[str]
    text: str
    hits: list[HitOut]
    law: str
    found_at: datetime
    decided_at: datetime | None
    decline_reason: str
    held: bool
    held_until: datetime | None
    hold_ended: str
    case: CaseOfReport | None


class AcceptIn(Schema):
    """A new case: its title (made from the report when empty), its kind (else the proposed one), and what that kind asks for."""

    title: str = Field("", max_length=250)
    kind: str = Field("", max_length=40, description="code of a kind in force, see GET /case-kinds")
    details: dict[str, str] = Field(default_factory=dict, description="what the kind asks at once, by the codes of its fields")
    explanation: str = Field("", max_length=TEXT_MAX, description="where the clock of triage is over")


class JoinIn(Schema):
    """The number of the open case that the report belongs to."""

    case: str = Field(max_length=20)
    explanation: str = Field("", max_length=TEXT_MAX)


class DeclineIn(Schema):
    """Why nothing is to be done; told to whoever reported."""

    reason: str = Field(max_length=4_000)
    explanation: str = Field("", max_length=TEXT_MAX)


class ClockOut(Schema):
    """A clock of the new case: the limit's code, who holds it, until when, and whether anybody has read its source."""

    kind: str
    holder: str
    due_at: datetime | None
    verified: bool


class TakenOut(Schema):
    """The case that a report was taken into, with the clocks that run on it."""

    report: str
    case: str
    kind: str
    state: str
    clocks: list[ClockOut]


class SeparateIn(Schema):
    """Why the report does not belong to the case."""

    reason: str = Field(max_length=4_000)


@router.post("/reports", right="intake.report", response={201: ReportReceipt, 200: ReportReceipt}, summary="Báo cáo nghi vấn")
def receive_report(request: HttpRequest, payload: ReportIn) -> tuple[int, ReportReceipt]:
    """Report a suspicion: the item is held, the competent bodies are told, the focal point's clock starts.

    The same report sent again gives the one that stands (200): told by its `Idempotency-Key`, or without one by the same words on
    the same day.
    """
    now = timezone.now()
    actor: Actor = request.actor
    point = point_by_code(actor, payload.point, timezone.localdate(now))
    operator = None
    if payload.operator:
        operator = operators_on(timezone.localdate(now)).filter(code=payload.operator).first()
        if operator is None:
            raise Invalid({"operator": ["Không có doanh nghiệp mang mã này."]})
    found_at = payload.found_at or now
    if timezone.is_naive(found_at):
        raise Invalid({"found_at": ["Thời điểm phải có múi giờ, ví dụ 2026-11-24T08:15:00+07:00."]})
    facts = ReportFacts(
        item_id=normal_item_id(payload.item_id),
        client_key=_key_of(request, payload),
        found_at=found_at,
        sent_at=now,
        declared_content=payload.declared_content,
        signs=tuple(payload.signs),
        text=payload.text,
        operator=operator,
    )
    report = receive(actor, point, facts, at=now)
    return (201 if report.received_at == now else 200), _receipt(report)


@router.get("/reports", right="intake.read", response=ReportPage, summary="Các báo cáo nghi vấn")
def list_reports(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> ReportPage:
    """List the reports that I may see; `state` keeps those in one state."""
    rows = reports_for_list(request.actor).prefetch_related("routings__organisation")
    if state:
        if state not in REPORT_FLOW.states:
            raise Invalid({"state": [f"Không có trạng thái «{state[:40]}»."]})
        rows = rows.filter(state=state)
    found, following = key_page(rows, ORDER, cursor, limit)
    lines = [ReportLine(**_line(one), due_at=one.due_at) for one in found]
    return ReportPage(items=lines, next=following)


@router.get("/reports/{number}", right="intake.read", response=ReportOut, summary="Một báo cáo nghi vấn")
def get_report(request: HttpRequest, number: str) -> ReportOut:
    """Give one report with its state, its hold, and number and state of the case that it led to."""
    report = report_by_number(request.actor, number)
    clock, hold = triage_clock(report), hold_of(report)
    told = feedback_on(report.number) if report.case_id else None
    return ReportOut(
        **_line(report),
        due_at=clock.due_at if clock else None,
        signs=report.signs,
        text=report.text,
        hits=[HitOut(**one) for one in report.hits],
        law=report.law,
        found_at=report.found_at,
        decided_at=report.decided_at,
        decline_reason=report.decline_reason,
        held=hold is not None and hold.until_at is None,
        held_until=hold.lapses_at if hold and hold.until_at is None else None,
        hold_ended=hold.end_reason if hold else "",
        case=CaseOfReport(number=told.number, state=told.state, feedback=told.words, told_at=told.told_at) if told else None,
    )


@router.post("/reports/{number}/accept", right="intake.triage", response={201: TakenOut}, summary="Tiếp nhận, lập vụ việc")
def accept_report(request: HttpRequest, number: str, payload: AcceptIn) -> tuple[int, TakenOut]:
    """Take a waiting report into a new case of a kind; the statutory clocks of that kind start."""
    report = report_by_number(request.actor, number)
    kind = payload.kind or proposed_kind(report.source, report.verdict, report.severity)[0]
    given = {"title": payload.title, "kind": kind, "details": payload.details, "explanation": payload.explanation}
    return 201, _taken(report, accept(request.actor, report, at=timezone.now(), **given))


@router.post("/reports/{number}/join", right="intake.triage", response=TakenOut, summary="Nhập vào vụ việc đang mở")
def join_report(request: HttpRequest, number: str, payload: JoinIn) -> TakenOut:
    """Take a waiting report into a case that is open."""
    report, case = report_by_number(request.actor, number), case_to_join(request.actor, payload.case)
    return _taken(report, join(request.actor, report, case, at=timezone.now(), explanation=payload.explanation))


@router.post("/reports/{number}/decline", right="intake.triage", response=ReportReceipt, summary="Không thụ lý")
def decline_report(request: HttpRequest, number: str, payload: DeclineIn) -> ReportReceipt:
    """Answer that nothing is to be done: the item is released and whoever reported is told why."""
    decline(request.actor, report_by_number(request.actor, number), **payload.dict(), at=timezone.now())
    return _receipt(report_by_number(request.actor, number))


@router.post("/reports/{number}/separate", right="intake.triage", response=ReportReceipt, summary="Tách báo cáo khỏi vụ việc")
def separate_report(request: HttpRequest, number: str, payload: SeparateIn) -> ReportReceipt:
    """Take a report out of the case that it was joined to; it waits for triage again."""
    separate(request.actor, report_by_number(request.actor, number), reason=payload.reason, at=timezone.now())
    return _receipt(report_by_number(request.actor, number))


def _taken(report: SuspicionReport, case: Any) -> TakenOut:
    clocks = [
        ClockOut(kind=one.kind, holder=one.holder.code, due_at=one.due_at, verified=one.limit_verified)
        for one in case_clocks(case)
        if one.is_running
    ]
    return TakenOut(report=report.number, case=case.number, kind=case.kind, state=case.state, clocks=clocks)


def _key_of(request: HttpRequest, payload: ReportIn) -> str:
    """Give the key by which the same report is known again."""
    key = request.headers.get("Idempotency-Key", "")
    words = f"key {key}" if key else f"{timezone.localdate()} {json.dumps(payload.model_dump(mode='json'), sort_keys=True)}"
    return hashlib.sha256(words.encode()).hexdigest()


def _receipt(report: SuspicionReport) -> ReportReceipt:
    clock = triage_clock(report)
    return ReportReceipt(
        number=report.number, state=report.state, routed_to=_routed(report), due_at=clock.due_at if clock else None
    )


def _routed(report: SuspicionReport) -> list[str]:
    return [one.organisation.code for one in sorted(report.routings.all(), key=lambda one: one.pk)]


def _line(report: SuspicionReport) -> dict[str, object]:
    names = ("number", "state", "item_id", "declared_content", "verdict", "category", "severity", "received_at")
    return {name: getattr(report, name) for name in names} | {"routed_to": _routed(report), "point": report.point.code}
