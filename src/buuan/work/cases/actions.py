"""Every write to a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks, start_clock
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.base.places.models import Area
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.fold import fold_words
from buuan.registers.items.actions import end_item_holds
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.models import Case, CaseEvent, CaseItem, LooseEnd, Note, Participant, Reporter
from buuan.work.cases.rules import CASE_FLOW, NOTE_LEVELS, RELEASING, check_outcome, may_close, may_conclude

VERIFY_LIMIT = "crime_report.decide"
FEEDBACK_LIMIT = "report.feedback"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a case keeps of an item when it comes in: declared data and why it was flagged, never the content of correspondence."""

    operator: Organisation
    item_id: str
    declared_content: str = ""
    hits: tuple[dict[str, Any], ...] = ()
    law: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True)
class CaseOpening:
    """What is known when a case is opened."""

    title: str
    severity: str
    source: str
    category: str = ""
    category_name: str = ""
    area: Area | None = None
    marking: str = "internal"
    items: tuple[ItemFacts, ...] = ()
    partners: tuple[Organisation, ...] = field(default=())


@action
def open_case(actor: Actor, lead: Organisation, opening: CaseOpening, *, at: datetime) -> Case:
    """Open a case (mở vụ việc) led by `lead`, whose clock for verification starts.

    Raises Invalid when the title is empty.
    """
    require(actor, "cases.open")
    if not opening.title.strip():
        raise Invalid({"title": ["Cần ghi nội dung vụ việc."]})

    case = Case.objects.create(
        number=next_number("VV", at.year),
        title=opening.title.strip()[:250],
        severity=opening.severity,
        marking=opening.marking,
        category=opening.category,
        category_name=opening.category_name,
        area=opening.area,
        lead=lead,
        source=opening.source[:200],
        opened_at=at,
    )
    Participant.objects.create(case=case, organisation=lead, role="lead", from_at=at)
    for partner in {one.pk: one for one in opening.partners if one.pk != lead.pk}.values():
        Participant.objects.create(case=case, organisation=partner, role="partner", from_at=at)
    for one in opening.items:
        _add_item(case, one)
    _refold(case)

    record(actor, "cases.opened", case, at=at, lead=lead.code, severity=case.severity, category=case.category, items=len(opening.items))
    tell(case, actor, "opened", at, source=case.source)
    _start_verification(actor, case, at)
    return case


@action
def add_to_case(actor: Actor, case: Case, items: Iterable[ItemFacts], *, at: datetime, why: str) -> Case:
    """Join further items to an open case; raises Refused when it is concluded or closed."""
    require(actor, "cases.handle", case)
    if case.state in ("concluded", "closed"):
        raise Refused("case.not_open", "Vụ việc đã kết luận, không nhập thêm được; hãy mở vụ việc mới.")

    added = [one.item_id for one in items if _add_item(case, one)]
    _refold(case)

    record(actor, "cases.joined", case, at=at, items=added, why=why)
    tell(case, actor, "joined", at, items=added, why=why)
    return case


@action
def verify_case(actor: Actor, case: Case, *, assignee: Account | None, at: datetime) -> Case:
    """Take a received case into verification (nhận xác minh) and name who works on it; two officers cannot both take it."""
    require(actor, "cases.verify", case)
    step = CASE_FLOW.step(case.state, "verify")
    _check_colleague(case, assignee)

    case.move(step, verifying_at=at, assignee=assignee)

    record(actor, "cases.verifying", case, at=at, assignee=assignee.username if assignee else None)
    tell(case, actor, "verifying", at, assignee=assignee.name if assignee else "")
    return case


@action
def handle_case(actor: Actor, case: Case, *, at: datetime) -> Case:
    """Pass from verification to handling (chuyển xử lý)."""
    require(actor, "cases.handle", case)
    step = CASE_FLOW.step(case.state, "handle")

    case.move(step, handling_at=at)

    record(actor, "cases.handling", case, at=at)
    tell(case, actor, "handling", at)
    return case


@action
def assign_case(actor: Actor, case: Case, assignee: Account, *, at: datetime) -> Case:
    """Give an open case to a colleague (phân công)."""
    require(actor, "cases.assign", case)
    _check_open(case)
    _check_colleague(case, assignee)

    case.assignee = assignee
    case.save()

    record(actor, "cases.assigned", case, at=at, assignee=assignee.username)
    tell(case, actor, "assigned", at, assignee=assignee.name)
    return case


@action
def invite_partner(actor: Actor, case: Case, organisation: Organisation, *, at: datetime) -> Participant:
    """Ask another body to work on the case (mời phối hợp); it sees the case from now and is told."""
    require(actor, "cases.assign", case)
    _check_open(case)
    if not organisation.holds_on(at.date()):
        raise Refused("organisation.ended", f"{organisation} không còn hoạt động; hãy chọn cơ quan kế thừa.")
    if case.participants.filter(organisation=organisation, until_at=None).exists():
        raise Refused("case.already_partner", f"{organisation} đã tham gia vụ việc.")

    part = Participant.objects.create(case=case, organisation=organisation, role="partner", from_at=at)

    record(actor, "cases.partner_invited", case, at=at, organisation=organisation.code)
    tell(case, actor, "partner", at, organisation=str(organisation))
    send(actor, "cases.partner", about=case, to=[organisation], title=f"Mời phối hợp xử lý vụ việc {case.number}", at=at, url=_url(case))
    return part


@action
def add_note(actor: Actor, case: Case, *, level: str, text: str, at: datetime) -> Note:
    """Write a note for the own body, for all bodies of the case, or to those who reported."""
    require(actor, "cases.note", case)
    errors = {}
    if level not in NOTE_LEVELS:
        errors["level"] = ["Chọn ghi chú cho ai đọc."]
    if not text.strip():
        errors["text"] = ["Ghi chú đang trống."]
    if errors:
        raise Invalid(errors)

    note = Note.objects.create(case=case, level=level, text=text.strip(), organisation_id=actor.body_id, author=actor.name, at=at)

    record(actor, "cases.noted", case, at=at, level=level)
    if level != "own":
        tell(case, actor, "noted", at, level=level, text=note.text[:200])
    if level == "reporter":
        to = [one.organisation for one in case.reporters.select_related("organisation")]
        send(actor, "cases.note", about=case, to=to, title=f"Trao đổi về vụ việc {case.number}", text=note.text, at=at)
    return note


@action
def record_outcome(
    actor: Actor, item: CaseItem, *, outcome: str, at: datetime, quantity: str = "", unit: str = "", value_vnd: int | None = None
) -> CaseItem:
    """Write what became of an item (kết quả xử lý bưu gửi); raises Invalid for a seizure without quantity and value."""
    case = item.case
    require(actor, "cases.handle", case)
    if case.state not in ("verifying", "handling"):
        raise Refused("case.not_handled", "Chỉ ghi kết quả bưu gửi khi vụ việc đang xác minh hoặc xử lý.")
    check_outcome(outcome, quantity, unit, value_vnd)

    item.outcome, item.quantity, item.unit, item.value_vnd, item.outcome_at = outcome, quantity.strip(), unit.strip(), value_vnd, at
    item.save()
    end_item_holds(actor, item.operator_id, item.item_id, reason="outcome" if outcome in RELEASING else "taken", at=at)

    record(actor, "cases.outcome", case, at=at, item=item.item_id, outcome=outcome, quantity=quantity, unit=unit, value_vnd=value_vnd)
    tell(case, actor, "outcome", at, item=item.item_id, outcome=outcome)
    return item


@action
def conclude_case(actor: Actor, case: Case, *, violation_found: bool, conclusion: str, at: datetime, explanation: str = "") -> Case:
    """Conclude the case (kết luận); stops the clock of verification and starts the one for telling the reporters.

    Raises Refused while an item has no outcome, and when the clock is late and nothing explains it (giải trình).
    """
    require(actor, "cases.conclude", case)
    step = CASE_FLOW.step(case.state, "conclude")
    if not conclusion.strip():
        raise Invalid({"conclusion": ["Cần ghi kết luận."]})
    _refuse(may_conclude(case.facts()))

    case.move(step, concluded_at=at, violation_found=violation_found, conclusion=conclusion.strip())
    finish_clocks(actor, case, kind="cases.verify", at=at, explanation=explanation)

    seized = [one for one in case.items.all() if one.outcome == "seized"]
    record(
        actor,
        "cases.concluded",
        case,
        at=at,
        violation_found=violation_found,
        category=case.category,
        seized_items=len(seized),
        seized_value_vnd=sum(one.value_vnd or 0 for one in seized),
        in_time=not explanation,
    )
    tell(case, actor, "concluded", at, violation_found=violation_found)
    _start_feedback(actor, case, at)
    return case


@action
def close_case(actor: Actor, case: Case, *, at: datetime, feedback: str = "", explanation: str = "") -> Case:
    """Close the file (đóng hồ sơ): every reporter is told what came of it.

    Raises Refused, with every reason, while a loose end is open or an outcome is missing.
    """
    require(actor, "cases.close", case)
    step = CASE_FLOW.step(case.state, "close")
    _refuse(may_close(case.facts()))
    waiting = list(case.reporters.filter(told_at=None).select_related("organisation"))
    words = feedback.strip() or _default_feedback(case)

    case.move(step, closed_at=at)
    Reporter.objects.filter(pk__in=[one.pk for one in waiting]).update(told_at=at, feedback=words)
    finish_clocks(actor, case, kind="cases.feedback", at=at, explanation=explanation)

    record(actor, "cases.closed", case, at=at, violation_found=case.violation_found, reporters_told=len(waiting))
    tell(case, actor, "closed", at, reporters_told=len(waiting))
    for one in waiting:
        send(actor, "cases.feedback", about=case, to=[one.organisation], title=f"Kết quả báo cáo {one.report}", text=words, at=at)
    return case


def add_reporter(case: Case, organisation: Organisation, report: str) -> None:
    """Note inside a running action who reported, so that it is told at the end; called by the rooms that take reports in."""
    check_writing("Reporter")
    Reporter.objects.get_or_create(case=case, report=report, defaults={"organisation": organisation})


def add_loose_end(case: Case, subject: str, name: str, *, at: datetime) -> LooseEnd:
    """Note inside a running action that something was started which must end before the case may close."""
    check_writing("LooseEnd")
    _check_open(case, but="concluded")
    return LooseEnd.objects.create(case=case, subject=subject, name=name, opened_at=at)


def tie_loose_end(case: Case, subject: str, *, at: datetime) -> None:
    """Note inside a running action that it ended."""
    LooseEnd.objects.filter(case=case, subject=subject, tied_at=None).update(tied_at=at)


def tell(case: Case, actor: Actor, kind: str, at: datetime, **facts: Any) -> CaseEvent:
    """Add a line to the timeline inside a running action; `facts` are plain values, the sentence is made when read."""
    return CaseEvent.objects.create(case=case, at=at, kind=kind, who=actor.name, body=actor.body_name, facts=facts)


def _add_item(case: Case, facts: ItemFacts) -> bool:
    _item, is_new = CaseItem.objects.get_or_create(
        case=case,
        operator=facts.operator,
        item_id=facts.item_id,
        defaults={"declared_content": facts.declared_content, "hits": list(facts.hits), "law": facts.law[:300], "route": facts.route},
    )
    return is_new


def _refold(case: Case) -> None:
    items = " ".join(f"{one.item_id} {one.declared_content}" for one in case.items.all())
    case.folded = fold_words(f"{case.number} {case.title} {case.category_name} {case.area or ''} {case.source} {items}")
    case.save()


def _start_verification(actor: Actor, case: Case, at: datetime) -> None:
    start_clock(
        actor,
        case,
        kind="cases.verify",
        task="Kết luận xác minh",
        title=case.title,
        holder=case.lead,
        limit=limit_in_force(VERIFY_LIMIT, at.date()),
        at=at,
        url=_url(case),
        button="Mở",
        source=case.source,
        place=str(case.area or ""),
        severity=case.severity,
    )


def _start_feedback(actor: Actor, case: Case, at: datetime) -> None:
    if not case.reporters.filter(told_at=None).exists():
        return
    start_clock(
        actor,
        case,
        kind="cases.feedback",
        task="Phản hồi người báo, đóng hồ sơ",
        title=case.title,
        holder=case.lead,
        limit=limit_in_force(FEEDBACK_LIMIT, at.date()),
        at=at,
        url=_url(case),
        button="Phản hồi",
        source=case.source,
        place=str(case.area or ""),
        severity=case.severity,
    )


def _default_feedback(case: Case) -> str:
    found = "có vi phạm" if case.violation_found else "không phát hiện vi phạm"
    return f"Vụ việc {case.number} đã được xác minh, kết luận: {found}. Cảm ơn đơn vị đã báo."


def _check_open(case: Case, but: str = "") -> None:
    if case.state in {"concluded", "closed"} - {but}:
        raise Refused("case.not_open", "Vụ việc đã kết luận hoặc đã đóng.")


def _check_colleague(case: Case, person: Account | None) -> None:
    if person is None:
        return
    bodies = case.participants.filter(until_at=None).values_list("organisation__path", flat=True)
    if not person.is_active or not any(person.organisation.path.startswith(path) for path in bodies):
        raise Refused("case.not_a_colleague", f"{person.name} không thuộc cơ quan đang tham gia vụ việc.")


def _refuse(reasons: list[Any]) -> None:
    if reasons:
        raise Refused(reasons[0].code, " ".join(one.sentence for one in reasons), reasons=[one.code for one in reasons])


def _url(case: Case) -> str:
    return reverse("cases:case", args=[case.number])
