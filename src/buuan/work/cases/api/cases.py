"""Endpoints of cases: the list, one case, its four steps, outcomes and notes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import account_by_name
from buuan.base.web.lists import key_page
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.work.cases import actions
from buuan.work.cases.models import Case
from buuan.work.cases.queries import case_by_number, case_clocks, cases_for_list, item_by_code, next_steps
from buuan.work.cases.rules import CASE_FLOW, normal_item_id

router = Endpoints()
ORDER = ("-opened_at",)


class CaseLine(Schema):
    """A case as the list shows it; `due_at` is that of the clock which is due first, null when none runs."""

    number: str
    title: str
    state: str = Field(description=", ".join(CASE_FLOW.states))
    severity: str
    marking: str
    category: str
    kind: str
    labels: list[str]
    lead: str = Field(description="code of the organisation that leads")
    area: str
    opened_at: datetime
    due_at: datetime | None


class CasePage(Schema):
    """One page of cases, the latest first; `next` is empty on the last one."""

    items: list[CaseLine]
    next: str


class ItemOut(Schema):
    """An item of a case; `value_vnd` in whole đồng."""

    item_id: str
    operator: str
    declared_content: str
    law: str
    outcome: str
    quantity: Decimal | None
    unit: str
    value_vnd: int | None
    outcome_at: datetime | None


class PartOut(Schema):
    """A body that takes part."""

    organisation: str
    name: str
    role: str = Field(description="lead, partner")
    from_at: datetime


class StepOut(Schema):
    """A step on from here; `reasons` says why it is not open, `needs_explanation` that its clock is over."""

    verb: str
    name: str
    open: bool
    reasons: list[str]
    needs_explanation: bool
    may_override: bool = Field(description="whether the caller may set the reasons aside in writing")


class CaseState(Schema):
    """Where a case stands after an act, and the steps on from there."""

    number: str
    state: str
    next: list[StepOut]


class CaseOut(CaseLine):
    """A case whole."""

    source: str
    assignee: str
    violation_found: bool | None
    conclusion: str
    verifying_at: datetime | None
    handling_at: datetime | None
    concluded_at: datetime | None
    closed_at: datetime | None
    items: list[ItemOut]
    participants: list[PartOut]
    loose_ends: list[str]
    details: dict[str, str]
    open_tasks: list[str] = Field(description="the required ones; they hold the closing")
    crime_signs: str
    override: str
    next: list[StepOut]


class VerifyIn(Schema):
    """Who works on the case: the user name of a colleague, empty for the caller; `explanation` where a clock is over."""

    assignee: str = ""
    explanation: str = Field("", max_length=4_000)


class HandleIn(Schema):
    """An explanation where a clock is over."""

    explanation: str = Field("", max_length=4_000)


class ConcludeIn(Schema):
    """The conclusion; `explanation` where the clock is over."""

    violation_found: bool
    conclusion: str = Field(max_length=20_000)
    explanation: str = Field("", max_length=4_000)


class CloseIn(Schema):
    """The words for those who reported, the usual ones when empty."""

    feedback: str = Field("", max_length=4_000)
    explanation: str = Field("", max_length=4_000)
    override: str = Field("", max_length=4_000, description="why it closes although something is left; for leaders")


class CrimeIn(Schema):
    """Why there are signs of a crime (`stands`), or none any more."""

    stands: bool
    reason: str = Field(max_length=4_000)


class OutcomeIn(Schema):
    """What became of an item; a seizure says how much and of what value in đồng."""

    item_id: str
    outcome: str
    quantity: Decimal | None = None
    unit: str = Field("", max_length=20)
    value_vnd: int | None = None


class NoteIn(Schema):
    """A note; `level`: own, inter_agency, reporter; `marking`: public, internal, restricted (to the bodies that take part)."""

    level: str
    text: str = Field(max_length=20_000)
    marking: str = "internal"


class NoteOut(Schema):
    """A note that was written."""

    number: str
    level: str
    text: str
    author: str
    at: datetime


@router.get("/cases", right="cases.read", response=CasePage, summary="Vụ việc")
def list_cases(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> CasePage:
    """List the cases that I may see; `state` keeps those in one state."""
    rows = cases_for_list(request.actor)
    if state:
        if state not in CASE_FLOW.states:
            raise Invalid({"state": [f"Không có trạng thái «{state[:40]}»."]})
        rows = rows.filter(state=state)
    found, following = key_page(rows, ORDER, cursor, limit)
    return CasePage(items=[_line(one) for one in found], next=following)


@router.get("/cases/{number}", right="cases.read", response=CaseOut, summary="Một vụ việc")
def get_case(request: HttpRequest, number: str) -> CaseOut:
    """Give one case whole, with the steps that are open to me."""
    case = case_by_number(request.actor, number)
    if case.marking == "restricted":
        actions.note_restricted_read(request.actor, case, at=timezone.now())
    due = next((one.due_at for one in case_clocks(case) if one.is_running), None)
    return CaseOut(
        **_facts(case),
        due_at=due,
        source=case.source,
        assignee=case.assignee.name if case.assignee else "",
        violation_found=case.violation_found,
        conclusion=case.conclusion,
        verifying_at=case.verifying_at,
        handling_at=case.handling_at,
        concluded_at=case.concluded_at,
        closed_at=case.closed_at,
        items=[
            ItemOut(
                item_id=one.item_id,
                operator=one.operator.code,
                declared_content=one.declared_content,
                law=one.law,
                outcome=one.outcome,
                quantity=one.quantity,
                unit=one.unit,
                value_vnd=one.value_vnd,
                outcome_at=one.outcome_at,
            )
            for one in case.items.all()
        ],
        participants=[
            PartOut(organisation=one.organisation.code, name=str(one.organisation), role=one.role, from_at=one.from_at)
            for one in case.participants.all()
        ],
        loose_ends=[one.name for one in case.loose_ends.all() if one.tied_at is None],
        details=case.details,
        open_tasks=list(case.facts().open_tasks),
        crime_signs=case.crime_signs,
        override=case.override,
        next=_steps(request.actor, case),
    )


@router.post("/cases/{number}/verify", right="cases.verify", response=CaseState, summary="Nhận xác minh")
def verify_case(request: HttpRequest, number: str, payload: VerifyIn) -> CaseState:
    """Take a received case into verification."""
    case = case_by_number(request.actor, number)
    if payload.assignee:
        assignee = account_by_name(payload.assignee)
        if assignee is None:
            raise Invalid({"assignee": ["Không có tài khoản này."]})
    else:
        assignee = Account.objects.select_related("organisation").get(pk=request.actor.account_id)
    actions.verify_case(request.actor, case, assignee=assignee, at=timezone.now(), explanation=payload.explanation)
    return state_of(request.actor, number)


@router.post("/cases/{number}/handle", right="cases.handle", response=CaseState, summary="Chuyển xử lý")
def handle_case(request: HttpRequest, number: str, payload: HandleIn | None = None) -> CaseState:
    """Pass from verification to handling."""
    given = payload.dict() if payload else {}
    actions.handle_case(request.actor, case_by_number(request.actor, number), **given, at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/conclude", right="cases.conclude", response=CaseState, summary="Kết luận")
def conclude_case(request: HttpRequest, number: str, payload: ConcludeIn) -> CaseState:
    """Conclude the case; refused while an item has no outcome."""
    actions.conclude_case(request.actor, case_by_number(request.actor, number), **payload.dict(), at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/close", right="cases.close", response=CaseState, summary="Đóng hồ sơ")
def close_case(request: HttpRequest, number: str, payload: CloseIn) -> CaseState:
    """Close the file; whoever reported is told."""
    actions.close_case(request.actor, case_by_number(request.actor, number), **payload.dict(), at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/crime-signs", right="cases.handle", response=CaseState, summary="Dấu hiệu tội phạm")
def crime_signs(request: HttpRequest, number: str, payload: CrimeIn) -> CaseState:
    """Say that there are signs of a crime, or take that back after the police have answered."""
    act = actions.see_crime_signs if payload.stands else actions.lift_crime_signs
    act(request.actor, case_by_number(request.actor, number), reason=payload.reason, at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/outcomes", right="cases.handle", response=CaseState, summary="Ghi kết quả bưu gửi")
def record_outcome(request: HttpRequest, number: str, payload: OutcomeIn) -> CaseState:
    """Write what became of an item."""
    item = item_by_code(case_by_number(request.actor, number), normal_item_id(payload.item_id))
    given = payload.dict()
    del given["item_id"]
    actions.record_outcome(request.actor, item, **given, at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/notes", right="cases.note", response={201: NoteOut}, summary="Ghi chú")
def add_note(request: HttpRequest, number: str, payload: NoteIn) -> tuple[int, NoteOut]:
    """Write a note for my body, for all bodies of the case, or to those who reported."""
    case = case_by_number(request.actor, number)
    note = actions.add_note(request.actor, case, **payload.dict(), at=timezone.now())
    return 201, NoteOut(number=case.number, level=note.level, text=note.text, author=note.author, at=note.at)


def _facts(case: Case) -> dict[str, object]:
    names = ("number", "title", "state", "severity", "marking", "kind", "labels", "category", "opened_at")
    return {name: getattr(case, name) for name in names} | {"lead": case.lead.code, "area": str(case.area or "")}


def _line(case: Case) -> CaseLine:
    return CaseLine(**_facts(case), due_at=case.due_at)


def _steps(actor: Actor, case: Case) -> list[StepOut]:
    return [
        StepOut(
            verb=one.step.verb,
            name=one.step.name,
            open=one.is_open,
            reasons=[reason.sentence for reason in one.reasons],
            needs_explanation=one.is_late,
            may_override=one.may_override,
        )
        for one in next_steps(actor, case, timezone.now())
    ]


def state_of(actor: Actor, number: str) -> CaseState:
    """Give where a case stands after an act."""
    case = case_by_number(actor, number)
    return CaseState(number=case.number, state=case.state, next=_steps(actor, case))
