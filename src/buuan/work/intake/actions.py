"""Taking a report in, and the focal point's three answers to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks, start_clock
from buuan.base.dispatch.actions import send
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.kit.fold import fold_words
from buuan.registers.goods.queries import category, judge
from buuan.registers.items.actions import end_holds_of, keep_holds_of, place_hold
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions import CaseOpening, ItemFacts, add_reporter, add_to_case, open_case, tell
from buuan.work.cases.models import Case
from buuan.work.intake.models import ReportPhoto, Routing, SuspicionReport
from buuan.work.intake.queries import bodies_told
from buuan.work.intake.rules import GRAVE, REPORT_FLOW, SIGNS, check_report, kinds_told, normal_item_id, severity_of

GRAVE_LIMIT = "report.accept_critical"
OTHER_LIMIT = "report.accept"
HOLD_LIMIT = "hold.clerk"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the person at the counter says; `client_key` is made by the form, so that sending twice is one report."""

    item_id: str
    client_key: str
    found_at: datetime
    sent_at: datetime
    declared_content: str = ""
    signs: tuple[str, ...] = ()
    text: str = ""


@action
def receive_report(
    actor: Actor, point: Organisation, facts: ReportFacts, *, at: datetime, photos: tuple[StoredFile, ...] = ()
) -> SuspicionReport:
    """Take a suspicion report in (báo cáo nghi vấn): hold the item, route it, give it a number, start the focal point's clock.

    `point` is where the item was found, within the actor's own organisation. The same form sent again gives the report that
    stands. Raises Invalid when it does not say enough, Forbidden for a point of another organisation.
    """
    require(actor, "intake.report")
    if not point.path.startswith(actor.tree):
        raise Forbidden("report.foreign_point", "Chỉ báo cáo cho điểm phục vụ của đơn vị mình.")
    standing = SuspicionReport.objects.filter(account_id=actor.account_id, client_key=facts.client_key).first()
    if standing is not None:
        record(actor, "intake.report_repeated", standing, at=at)
        return standing
    item_id = normal_item_id(facts.item_id)
    verdict = judge(facts.declared_content)
    check_report(
        item_id=item_id,
        declared_content=facts.declared_content,
        signs=facts.signs,
        text=facts.text,
        found_at=facts.found_at,
        at=at,
        verdict=verdict.verdict,
    )
    goods = category(verdict.category)
    severity = severity_of(goods.severity if goods else "", verdict.verdict, facts.signs)
    told = bodies_told(kinds_told(goods.route_to if goods else ()), at)

    is_operator = point.kind in OPERATOR_KINDS
    operator = Organisation.objects.get(code=point.root_code) if is_operator else None
    report = SuspicionReport(
        number=next_number("BC", at.year),
        source="operator" if is_operator else "agency",
        reporter_id=actor.body_id,
        account_id=actor.account_id,
        operator=operator,
        point=point,
        area=point.area,
        client_key=facts.client_key,
        item_id=item_id,
        declared_content=facts.declared_content.strip(),
        verdict=verdict.verdict,
        category=verdict.category,
        category_name=goods.name if goods else "",
        hits=[one.brief() for one in verdict.hits],
        law="; ".join(dict.fromkeys(one.law for one in verdict.hits))[:400],
        signs=list(facts.signs),
        text=facts.text.strip(),
        severity=severity,
        found_at=facts.found_at,
        sent_at=facts.sent_at,
        received_at=at,
    )
    report.folded = fold_words(f"{report.number} {item_id} {report.declared_content} {report.category_name} {point.name} {report.area or ''}")
    report.save()
    for body in told:
        Routing.objects.create(report=report, organisation=body, role="focal" if body.kind == "police" else "competent")
    for photo in photos:
        ReportPhoto.objects.create(report=report, file=photo)
    lapses_at = None
    if operator is not None:
        hold_limit = limit_in_force(HOLD_LIMIT, at.date())
        lapses_at = at + timedelta(hours=hold_limit.amount)
        place_hold(actor, operator, item_id, ground="report", subject=report, holder=point, at=at, lapses_at=lapses_at)

    record(
        actor,
        "intake.report_received",
        report,
        at=at,
        item=item_id,
        verdict=report.verdict,
        category=report.category,
        severity=severity,
        signs=list(facts.signs),
        point=point.code,
        photos=len(photos),
        minutes_to_report=int((at - facts.found_at).total_seconds() // 60),
        routed_to=[body.code for body in told],
    )
    _start_triage(actor, report, told, at)
    return report


@action
def accept_report(actor: Actor, report: SuspicionReport, *, at: datetime, title: str = "", explanation: str = "") -> Case:
    """Take a waiting report into a new case (tiếp nhận) led by the focal point; the hold no longer ends by itself.

    Raises Refused when another officer was first, or when the clock is late and nothing explains it.
    """
    require(actor, "intake.triage", report)
    step = REPORT_FLOW.step(report.state, "accept")
    focal = _focal_body(report)

    case = open_case(
        actor,
        focal,
        CaseOpening(
            title=title.strip() or _title_of(report),
            severity=report.severity,
            source=f"báo cáo {report.number} của {report.reporter}",
            category=report.category,
            category_name=report.category_name,
            area=report.area,
            items=_item_of(report),
            partners=tuple(one.organisation for one in report.routings.all() if one.role == "competent"),
        ),
        at=at,
    )
    _take_up(actor, report, case, step, at, explanation)
    return case


@action
def join_report(actor: Actor, report: SuspicionReport, case: Case, *, at: datetime, explanation: str = "") -> Case:
    """Take a waiting report into a case that is open (nhập vào vụ việc); both numbers stay findable."""
    require(actor, "intake.triage", report)
    step = REPORT_FLOW.step(report.state, "join")

    add_to_case(actor, case, _item_of(report), at=at, why=f"báo cáo {report.number}")
    _take_up(actor, report, case, step, at, explanation)
    return case


@action
def decline_report(actor: Actor, report: SuspicionReport, *, reason: str, at: datetime, explanation: str = "") -> SuspicionReport:
    """Answer that nothing is to be done (không thụ lý), with the reason; the item is released and the reporter told."""
    require(actor, "intake.triage", report)
    step = REPORT_FLOW.step(report.state, "decline")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do không thụ lý."]})

    report.move(step, decided_at=at, decided_by=actor.name, decline_reason=reason.strip())
    finish_clocks(actor, report, kind="intake.accept", at=at, explanation=explanation)
    end_holds_of(actor, report, reason="declined", at=at)

    record(actor, "intake.report_declined", report, at=at, item=report.item_id)
    send(actor, "intake.declined", about=report, to=[report.reporter], title=f"Báo cáo {report.number}: không thụ lý", text=reason.strip(), at=at, url=_url(report))
    return report


def _take_up(actor: Actor, report: SuspicionReport, case: Case, step: object, at: datetime, explanation: str) -> None:
    report.move(step, decided_at=at, decided_by=actor.name, case=case)  # type: ignore[arg-type]
    finish_clocks(actor, report, kind="intake.accept", at=at, explanation=explanation)
    keep_holds_of(report)
    add_reporter(case, report.reporter, report.number)

    minutes = int((at - report.received_at).total_seconds() // 60)
    record(actor, f"intake.report_{report.state}", report, at=at, case=case.number, minutes_to_triage=minutes)
    tell(case, actor, "report_taken", at, report=report.number, minutes=minutes, point=str(report.point))
    send(
        actor,
        "intake.taken",
        about=report,
        to=[report.reporter],
        title=f"Báo cáo {report.number} đã được tiếp nhận",
        text=f"Bưu gửi {report.item_id} tiếp tục được tạm giữ cho đến khi có kết quả.",
        at=at,
        url=_url(report),
    )


def _start_triage(actor: Actor, report: SuspicionReport, told: list[Organisation], at: datetime) -> None:
    is_grave = report.severity in GRAVE
    focal = next(body for body in told if body.kind == "police")
    start_clock(
        actor,
        report,
        kind="intake.accept",
        task="Tiếp nhận báo cáo nghi vấn",
        title=_title_of(report),
        holder=focal,
        limit=limit_in_force(GRAVE_LIMIT if is_grave else OTHER_LIMIT, at.date()),
        at=at,
        url=_url(report),
        button="Tiếp nhận",
        law=report.law[:200],
        source=str(report.point),
        place=str(report.area or ""),
        severity=report.severity,
    )
    send(
        actor,
        "intake.received",
        about=report,
        to=told,
        title=f"Báo cáo nghi vấn {report.number} từ {report.point}",
        at=at,
        url=_url(report),
        urgent=is_grave,
    )


def _focal_body(report: SuspicionReport) -> Organisation:
    for one in report.routings.select_related("organisation"):
        if one.role == "focal":
            return one.organisation
    raise Refused("intake.no_focal_point", "Báo cáo không có đầu mối tiếp nhận.")


def _item_of(report: SuspicionReport) -> tuple[ItemFacts, ...]:
    if report.operator is None:
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


def _title_of(report: SuspicionReport) -> str:
    about = report.category_name.lower() if report.category_name else ", ".join(SIGNS[one].lower() for one in report.signs[:2])
    return f"Nghi {about or 'bưu gửi vi phạm'} trong bưu gửi {report.item_id}"[:250]


def _url(report: SuspicionReport) -> str:
    return reverse("intake:report", args=[report.number])
