"""Passing a user's complaint on to the operator that the law lets settle it first; its own time runs and is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext_noop

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import start_clock
from buuan.base.clocks.queries import calendar
from buuan.base.clocks.rules import ClockFacts, first_due_at
from buuan.base.dispatch.actions import send
from buuan.base.files.rules import check_not_secret
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.series import next_number
from buuan.base.web.search import folded_text
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.kit.phones import normalise
from buuan.kit.workdays import VIETNAM
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions import add_loose_end, fulfil_tasks
from buuan.work.cases.actions.telling import check_lead, check_unsettled, day_of, refuse
from buuan.work.cases.actions.telling import locked as locked_case
from buuan.work.cases.actions.telling import tell as tell_case
from buuan.work.cases.models import Case
from buuan.work.cases.rules import normal_text
from buuan.work.interdiction.rules import Scope
from buuan.work.requests.actions.deciding import COMPLAINT_CLOCK, end_of
from buuan.work.requests.actions.drafting import recipients_on
from buuan.work.requests.actions.noting import note, noted, tell
from buuan.work.requests.models import InformationRequest, Part
from buuan.work.requests.queries import page_of
from buuan.work.requests.rules import COMPLAINT_LIMITS, COMPLAINTS, TEXT_MAX, check_complaint, may_pass_on


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """What the operator is told: what is complained of, in words that name nobody, of which item, and whom to call."""

    operator: str
    about: str
    text: str
    officer: str
    phone: str
    item_id: str = ""


@noted("pass_on")
@action
def pass_complaint(actor: Actor, case: Case, facts: ComplaintFacts, *, at: datetime) -> InformationRequest:
    """Pass the complaint of a case on to an operator (chuyển khiếu nại): it sees this piece only, and its time to settle runs.

    The time counts from the day on which the operator got the complaint. Raises Invalid for what is missing; Refused for a case
    that is no complaint, is decided or led by others, for whoever is no operator, and while it waits for an answer already.
    """
    require(actor, "requests.complain", case)
    check_complaint(case.kind, case.number, case.plan.name)
    check_lead(actor, case)
    case = locked_case(case)
    check_unsettled(case)
    words, officer, phone = normal_text(facts.text), normal_text(facts.officer), normalise(facts.phone)
    _check(case, facts, words, officer, phone)
    check_not_secret(words)
    (operator,) = recipients_on((facts.operator,), day_of(at))
    route = case.details.get("route")
    known = InformationRequest.objects.filter(case=case, kind="complaint", state="sent", parts__organisation=operator)
    refuse(may_pass_on(route, operator.kind in OPERATOR_KINDS, known.exists()))
    since = _since(case.details.get("received_on"), at)
    limit = limit_in_force(COMPLAINT_LIMITS[str(route)], day_of(at))
    due = first_due_at(ClockFacts(since, limit), calendar())

    made = InformationRequest(
        kind="complaint",
        number=next_number("KN", day_of(at).year),
        title=f"Khiếu nại về {COMPLAINTS[facts.about]}",
        asker=Organisation.objects.get(pk=actor.body_id),
        officer=officer,
        phone=phone or "",
        scope=Scope(items=(facts.item_id,) if facts.item_id else ()).as_json(),
        question=words,
        days=0,
        case=case,
        state="sent",
        drafted_by_id=actor.account_id,
        drafted_at=at,
        sent_at=at,
        due_at=due,
    )
    made.folded = folded_text([made.number, made.title, made.asker, facts.item_id])
    made.save()
    Part.objects.create(request=made, organisation=operator)
    title = f"{made.title}, {made.number}"
    start_clock(
        actor,
        made,
        kind=COMPLAINT_CLOCK,
        task=gettext_noop("Giải quyết khiếu nại của người dùng"),
        title=title,
        holder=operator,
        limit=limit,
        at=since,
        url=page_of(made),
        button=gettext_noop("Trả lời"),
        source=str(made.asker),
        severity="medium",
    )
    add_loose_end(case, end_of(made), f"khiếu nại {made.number} chưa được doanh nghiệp trả lời", at=at)

    note(actor, "pass_on", made, at=at)
    tell(made, actor, "passed_on", at, unit=str(operator))
    tell_case(case, actor, "requests.sent", at, text=f"Chuyển khiếu nại {made.number} cho {operator}")
    facts_told = {"case": case.number, "unit": operator.code, "about": facts.about, "due_at": due.isoformat()}
    fulfil_tasks(actor, case, "requests.complaint_passed_on", at=at)
    record(actor, "requests.complaint_passed_on", made, at=at, asker=made.asker.code, **facts_told)
    said = f"Mở để xem khiếu nại về điều gì và trả lời. Điện thoại: {made.phone}."
    # Reminders are those of its clock.
    made.notice = send(actor, "requests.complaint", about=made, to=[operator], title=title, text=said, at=at, url=page_of(made))
    made.save(update_fields=("notice",))
    return made


def _check(case: Case, facts: ComplaintFacts, words: str, officer: str, phone: str | None) -> None:
    errors = {}
    if facts.about not in COMPLAINTS:
        errors["about"] = ["Chọn điều bị khiếu nại trong danh mục."]
    if not words or len(words) > TEXT_MAX:
        errors["text"] = [f"Cần ghi khiếu nại về điều gì, không quá {TEXT_MAX} ký tự."]
    if not officer or len(officer) > 120:
        errors["officer"] = ["Cần ghi cán bộ đầu mối."]
    if phone is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0237 3852 246."]
    if facts.item_id and facts.item_id not in set(case.items.values_list("item_id", flat=True)):
        errors["item_id"] = ["Bưu gửi này không có trong vụ việc."]
    if errors:
        raise Invalid(errors)


def _since(received_on: object, at: datetime) -> datetime:
    """Give the moment from which the operator's time counts: the day on which it got the complaint, never one to come."""
    try:
        day = date.fromisoformat(str(received_on))
    except ValueError:
        return at
    return min(at, datetime.combine(day, time(), VIETNAM))
