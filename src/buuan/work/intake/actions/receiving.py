"""Taking a report in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import start_clock
from buuan.base.dispatch.actions import send
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.organisations.queries import root_of
from buuan.base.series import next_number
from buuan.base.web.search import folded_text
from buuan.engine.catalogue import Category
from buuan.engine.verdict import CLEAR, Verdict
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.goods.queries import category, judge
from buuan.registers.items.actions import place_hold
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.rules import DECLARED_MAX, citations, cite, normal_item_id, normal_text
from buuan.work.intake.actions.naming import page_of, title_of
from buuan.work.intake.models import ReportPhoto, Routing, SuspicionReport
from buuan.work.intake.queries import bodies_told, lapse_of, today
from buuan.work.intake.rules import GRAVE, MOST_PHOTOS, check_report, kinds_told, severity_of

GRAVE_LIMIT = "intake.accept_critical"
OTHER_LIMIT = "intake.accept"
HOLD_LIMIT = "intake.clerk_hold"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the person at the counter says; `client_key` is made by the form, so that sending twice is one report.

    `operator` is named by an agency that knows whose item it is; an operator's own reports need not say it. `temporary` is the code
    under which a report that was written without a network waited (mã tạm): the number takes its place, and both find the report.
    """

    item_id: str
    client_key: str
    found_at: datetime
    sent_at: datetime
    declared_content: str = ""
    signs: tuple[str, ...] = ()
    text: str = ""
    operator: Organisation | None = None
    temporary: str = ""


@action
def receive_report(
    actor: Actor,
    point: Organisation,
    facts: ReportFacts,
    *,
    at: datetime,
    photos: Sequence[StoredFile] = (),
    scans: Sequence[StoredFile] = (),
    source: str = "",
) -> SuspicionReport:
    """Take a suspicion report in (báo cáo nghi vấn): hold the item, route it, give it a number, start the focal point's clock.

    `point` is where the item was found, within the actor's own organisation; only a report that comes out of a hit
    (`source="screening"`), whose room has asked whether the actor may review it, may be about another's. An item at an operator's
    point is held there, and the point is told where it is not the one that reports; what an agency says of an item that it has not
    at hand holds nothing, for that takes an order.

    The same form sent again for the same item gives the report that stands. Raises Invalid when it does not say enough, Forbidden
    for a point of another organisation.
    """
    require(actor, "intake.report")
    if source != "screening" and not point.path.startswith(actor.tree):
        raise Forbidden("report.foreign_point", "Chỉ báo cáo cho điểm phục vụ của đơn vị mình.")
    facts = _normal(facts)
    standing = _standing(actor, facts)
    if standing is not None:
        record(actor, "intake.report_repeated", standing, at=at)
        return standing
    is_held = point.kind in OPERATOR_KINDS
    verdict = judge(facts.declared_content if len(facts.declared_content) <= DECLARED_MAX else "")
    _check(facts, verdict, len(photos) + len(scans), is_held, at)
    goods = category(verdict.category) if verdict.verdict != CLEAR else None
    told = bodies_told(kinds_told(goods.route_to if goods else ()), today(at))

    report = _new(actor, point, facts, verdict, goods, at)
    report.source = source or ("operator" if is_held else "agency")
    report.operator = root_of(point) if is_held else facts.operator
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        standing = _standing(actor, facts)  # the same form came by another request in the same moment
        if standing is None:
            raise
        record(actor, "intake.report_repeated", standing, at=at)
        return standing
    roles = {body.pk: "focal" if body.kind == "police" else "competent" for body in told}
    Routing.objects.bulk_create(Routing(report=report, organisation=body, role=roles[body.pk]) for body in told)
    _keep(report, photos, "package", at)
    _keep(report, scans, "scan", at)
    held_until = _hold(actor, report, point, at) if is_held else None

    record(
        actor,
        "intake.report_received",
        report,
        at=at,
        source=report.source,
        reporter_kind=actor.body_kind,
        by_operator=actor.body_kind in OPERATOR_KINDS,
        item=report.item_id,
        verdict=report.verdict,
        category=report.category,
        severity=report.severity,
        signs=list(facts.signs),
        point=point.code,
        photos=len(photos) + len(scans),
        temporary=facts.temporary,
        waited_minutes=int((at - facts.sent_at).total_seconds() // 60),
        held_until=held_until.isoformat() if held_until else None,
        minutes_to_report=int((at - facts.found_at).total_seconds() // 60),
        routed_to=[body.code for body in told],
    )
    _start_triage(actor, report, told, at)
    return report


@action
def add_photos(
    actor: Actor, report: SuspicionReport, *, at: datetime, photos: Sequence[StoredFile] = (), scans: Sequence[StoredFile] = ()
) -> SuspicionReport:
    """Add photos to a report that was sent in a hurry; whoever sent it may, until it is declined.

    Raises Refused for a declined report and when there would be too many.
    """
    require(actor, "intake.report", report)
    if not report.is_own_of(actor):
        raise Forbidden("report.not_own", "Chỉ đơn vị đã báo mới bổ sung ảnh.")
    report = SuspicionReport.objects.select_for_update(of=("self",)).select_related("reporter", "point").get(pk=report.pk)
    if report.state == "declined":
        raise Refused("report.declined", "Báo cáo đã được trả lời không thụ lý nên không bổ sung ảnh được nữa.")
    if report.photos.count() + len(photos) + len(scans) > MOST_PHOTOS:
        raise Refused("report.too_many_photos", f"Mỗi báo cáo có nhiều nhất {MOST_PHOTOS} ảnh.")

    _keep(report, photos, "package", at)
    _keep(report, scans, "scan", at)

    record(actor, "intake.photos_added", report, at=at, photos=[one.sha256 for one in (*photos, *scans)])
    return report


def _normal(facts: ReportFacts) -> ReportFacts:
    return replace(
        facts,
        item_id=normal_item_id(facts.item_id),
        declared_content=normal_text(facts.declared_content),
        text=normal_text(facts.text),
        signs=tuple(dict.fromkeys(facts.signs)),
    )


def _standing(actor: Actor, facts: ReportFacts) -> SuspicionReport | None:
    rows = SuspicionReport.objects.filter(account_id=actor.account_id, client_key=facts.client_key, item_id=facts.item_id)
    there = rows.order_by().values_list("pk", flat=True).first()  # hardly ever is there one, so the joins wait
    return None if there is None else rows.select_related("reporter", "point", "area").get(pk=there)


def _check(facts: ReportFacts, verdict: Verdict, photos: int, is_operator: bool, at: datetime) -> None:
    errors: dict[str, list[str]] = {}
    try:
        check_report(
            item_id=facts.item_id,
            declared_content=facts.declared_content,
            signs=facts.signs,
            text=facts.text,
            found_at=facts.found_at,
            at=at,
            verdict=verdict.verdict,
            is_operator=is_operator,
        )
    except Invalid as error:
        errors = error.errors
    if not 1 <= len(facts.client_key) <= 64:
        errors["client_key"] = ["Biểu mẫu thiếu mã nhận dạng; tải lại trang rồi gửi lại."]
    if photos > MOST_PHOTOS:
        errors["photos"] = [f"Mỗi báo cáo có nhiều nhất {MOST_PHOTOS} ảnh."]
    if errors:
        raise Invalid(errors)


def _new(
    actor: Actor, point: Organisation, facts: ReportFacts, verdict: Verdict, goods: Category | None, at: datetime
) -> SuspicionReport:
    report = SuspicionReport(
        number=next_number("BC", today(at).year),
        reporter_id=actor.body_id,
        account_id=actor.account_id,
        point=point,
        area=point.area,
        client_key=facts.client_key,
        item_id=facts.item_id,
        declared_content=facts.declared_content,
        verdict=verdict.verdict,
        category=goods.code if goods else "",
        category_name=goods.name if goods else "",
        hits=[one.brief() for one in verdict.hits],
        law="; ".join(citations("; ".join(one.law for one in verdict.hits))),
        signs=list(facts.signs),
        text=facts.text,
        severity=severity_of(goods.severity if goods else "", verdict.verdict, facts.signs),
        found_at=facts.found_at,
        sent_at=facts.sent_at,
        received_at=at,
    )
    report.folded = folded_text(
        [
            report.number,
            facts.temporary,
            report.item_id,
            report.declared_content,
            report.category_name,
            point.name,
            point.area,
            actor.body_name,
        ]
    )
    return report


def _keep(report: SuspicionReport, files: Sequence[StoredFile], kind: str, at: datetime) -> None:
    for file in files:
        ReportPhoto.objects.get_or_create(report=report, file=file, defaults={"kind": kind, "added_at": at})


def _hold(actor: Actor, report: SuspicionReport, point: Organisation, at: datetime) -> datetime:
    """Hold the item at the point until the limit for a hold that nobody takes up; tell the point if it does not know yet."""
    until = lapse_of(limit_in_force(HOLD_LIMIT, today(at)), at)
    place_hold(actor, report.operator, report.item_id, ground="report", subject=report, holder=point, at=at, lapses_at=until)
    if point.pk != actor.body_id:
        send(
            actor,
            "items.hold_placed",
            about=report,
            to=[point],
            title=f"Tạm giữ bưu gửi {report.item_id}",
            text=f"Theo báo cáo {report.number}. Không chuyển tiếp, không phát cho đến khi được báo kết thúc tạm giữ.",
            at=at,
            url=page_of(report),
            urgent=True,
        )
    return until


def _start_triage(actor: Actor, report: SuspicionReport, told: list[Organisation], at: datetime) -> None:
    is_grave = report.severity in GRAVE
    focal = next(body for body in told if body.kind == "police")
    start_clock(
        actor,
        report,
        kind="intake.accept",
        task=gettext_noop("Tiếp nhận báo cáo nghi vấn"),
        title=title_of(report),
        holder=focal,
        limit=limit_in_force(GRAVE_LIMIT if is_grave else OTHER_LIMIT, today(at)),
        at=at,
        url=page_of(report),
        button=gettext_noop("Tiếp nhận"),
        law=cite(report.law, 200),
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
        url=page_of(report),
        urgent=is_grave,
    )
