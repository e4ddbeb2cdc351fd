"""Endpoints of the work in a case: kinds, tasks, details, labels, the timeline, related cases, who works on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import account_by_name
from buuan.base.places.models import Area
from buuan.base.web.lists import key_page
from buuan.kit.errors import Invalid
from buuan.work.cases import actions, presenters
from buuan.work.cases.actions import CaseOpening
from buuan.work.cases.api.cases import CaseState, router, state_of
from buuan.work.cases.models import CaseTask
from buuan.work.cases.queries import (
    case_by_number,
    categories_to_choose,
    kinds_on,
    limits_of,
    own_organisation,
    related_cases,
    task_of_case,
    tasks_for_list,
    timeline,
)
from buuan.work.cases.rules import WRITTEN, as_json

ORDER = ("-at",)


class LimitOut(Schema):
    """A time limit of a kind, and whether anybody has read its source: one that is not verified is no law to cite."""

    code: str
    starts: str
    ends: list[str]
    amount: str
    source: str
    verified: bool
    statutory: bool


class KindOut(Schema):
    """A kind of case in force today; `template` is what an import takes."""

    code: str
    name: str
    verified: bool
    limits: list[LimitOut]
    template: dict[str, Any]


class KindsIn(Schema):
    """A file of kinds as it was exported."""

    format: str
    kinds: list[dict[str, Any]]


class TakenIn(Schema):
    """What became of a kind: new, changed, same."""

    code: str
    name: str
    outcome: str


class OpenIn(Schema):
    """A case of my body; `details` holds what its kind asks for."""

    title: str = Field(max_length=250)
    source: str = Field(max_length=200)
    severity: str = "medium"
    kind: str = "plain"
    details: dict[str, str] = {}
    marking: str = "internal"
    category: str = ""
    area: str = Field("", description="code of the commune")


class OpenedOut(Schema):
    """The number of a new case."""

    number: str
    state: str


class TaskOut(Schema):
    """A task or a check; what is required and open holds the closing."""

    id: int
    part: str = Field(description="task, check")
    name: str
    required: bool
    state: str = Field(description="open, done, not_needed")
    reason: str
    assignee: str
    due_on: date | None
    settled_at: datetime | None
    settled_by: str


class TaskPage(Schema):
    """One page of tasks, in the order in which they came; `next` is empty on the last one."""

    items: list[TaskOut]
    next: str


class TaskIn(Schema):
    """Something that has to be done."""

    name: str = Field(max_length=200)
    part: str = "task"
    required: bool = True
    assignee: str = ""
    due_on: date | None = None


class LateIn(Schema):
    """An explanation where the clock that it ends is over."""

    explanation: str = Field("", max_length=4_000)


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=500)


class KindIn(Schema):
    """Of which kind the case is, and why; `details` what that kind asks for at once."""

    kind: str
    reason: str = Field(max_length=500)
    details: dict[str, str] = {}


class DetailsIn(Schema):
    """What the kind asks for; an empty text empties a field."""

    details: dict[str, str]


class LabelsIn(Schema):
    """Labels to add and to take off."""

    add: list[str] = []
    remove: list[str] = []


class AssignIn(Schema):
    """Who works on it, by user name, empty for nobody; `despite_absence` that it is meant although he is away."""

    assignee: str = ""
    despite_absence: bool = False


class EventIn(Schema):
    """What happened outside the platform, and when."""

    happened_at: datetime
    text: str = Field(max_length=500)


class EventOut(Schema):
    """A line of the timeline."""

    at: datetime
    kind: str
    written: bool = Field(description="by a person; the others the platform wrote")
    who: str
    body: str
    text: str
    detail: str


class EventsOut(Schema):
    """One page of a timeline, the latest first."""

    items: list[EventOut]
    next: str


class RelatedOut(Schema):
    """A case that may belong to it, and why; of a phone nothing is told."""

    number: str
    title: str
    state: str
    reasons: list[str]


class RelatedPage(Schema):
    """What is suggested, or why nothing is."""

    items: list[RelatedOut]
    why_not: str


@router.get("/case-kinds", right="cases.read", response=list[KindOut], summary="Loại vụ việc")
def list_kinds(request: HttpRequest) -> list[KindOut]:
    """List the kinds in force today with their clocks, fields and tasks."""
    today = timezone.localdate()
    plans = [(row, row.plan) for row in kinds_on(today)]
    limits = limits_of({clock.limit for _row, plan in plans for clock in plan.clocks}, today)
    return [
        KindOut(
            code=row.code,
            name=row.name,
            verified=row.verified,
            limits=[
                LimitOut(
                    code=one.limit,
                    starts=one.starts,
                    ends=list(one.ends),
                    amount=limits[one.limit].said,
                    source=limits[one.limit].source,
                    verified=limits[one.limit].verified,
                    statutory=limits[one.limit].kind == "statutory",
                )
                for one in plan.clocks
                if one.limit in limits
            ],
            template=as_json(plan),
        )
        for row, plan in plans
    ]


@router.post("/case-kinds", right="cases.keep_kinds", response=list[TakenIn], summary="Nhập mẫu loại vụ việc")
def import_kinds(request: HttpRequest, payload: KindsIn) -> list[TakenIn]:
    """Take kinds in; all or none."""
    return [TakenIn(**one) for one in actions.import_kinds(request.actor, payload.dict(), at=timezone.now())]


@router.post("/cases", right="cases.open", response={201: OpenedOut}, summary="Mở vụ việc")
def open_case(request: HttpRequest, payload: OpenIn) -> tuple[int, OpenedOut]:
    """Open a case that my body leads."""
    given = payload.dict()
    area = _area(given.pop("area"))
    names = {one.code: one.name for one in categories_to_choose()}
    if payload.category and payload.category not in names:
        raise Invalid({"category": ["Chọn nhóm hàng trong danh mục."]})
    opening = CaseOpening(**given, area=area, category_name=names.get(payload.category, ""))
    made = actions.open_case(request.actor, own_organisation(request.actor), opening, at=timezone.now())
    return 201, OpenedOut(number=made.number, state=made.state)


@router.get("/cases/{number}/tasks", right="cases.read", response=TaskPage, summary="Nhiệm vụ của vụ việc")
def list_tasks(request: HttpRequest, number: str, cursor: str = "", limit: int = 50) -> TaskPage:
    """List what has to be done in a case."""
    rows, following = key_page(tasks_for_list(case_by_number(request.actor, number)), ("pk",), cursor, limit)
    return TaskPage(items=[_task(one) for one in rows], next=following)


@router.post("/cases/{number}/tasks", right="cases.handle", response={201: TaskOut}, summary="Thêm nhiệm vụ")
def add_task(request: HttpRequest, number: str, payload: TaskIn) -> tuple[int, TaskOut]:
    """Add a task or a check."""
    case, given = case_by_number(request.actor, number), payload.dict()
    given["assignee"] = _account(payload.assignee)
    return 201, _task(actions.add_task(request.actor, case, **given, at=timezone.now()))


@router.post("/cases/{number}/tasks/{pk}/done", right="cases.handle", response=TaskOut, summary="Nhiệm vụ đã xong")
def finish_task(request: HttpRequest, number: str, pk: int, payload: LateIn | None = None) -> TaskOut:
    """Say that it is done."""
    task = task_of_case(case_by_number(request.actor, number), pk)
    explanation = payload.explanation if payload else ""
    return _task(actions.finish_task(request.actor, task, at=timezone.now(), explanation=explanation))


@router.post("/cases/{number}/tasks/{pk}/not-needed", right="cases.handle", response=TaskOut, summary="Không cần nhiệm vụ")
def waive_task(request: HttpRequest, number: str, pk: int, payload: ReasonIn) -> TaskOut:
    """Say why it is not needed."""
    task = task_of_case(case_by_number(request.actor, number), pk)
    return _task(actions.waive_task(request.actor, task, reason=payload.reason, at=timezone.now()))


@router.post("/cases/{number}/tasks/{pk}/reopen", right="cases.handle", response=TaskOut, summary="Mở lại nhiệm vụ")
def reopen_task(request: HttpRequest, number: str, pk: int) -> TaskOut:
    """Open it again."""
    task = task_of_case(case_by_number(request.actor, number), pk)
    return _task(actions.reopen_task(request.actor, task, at=timezone.now()))


@router.post("/cases/{number}/kind", right="cases.handle", response=CaseState, summary="Đổi loại vụ việc")
def set_kind(request: HttpRequest, number: str, payload: KindIn) -> CaseState:
    """Say of which kind a case is."""
    actions.set_kind(request.actor, case_by_number(request.actor, number), **payload.dict(), at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/details", right="cases.handle", response=CaseState, summary="Bổ sung thông tin")
def fill_details(request: HttpRequest, number: str, payload: DetailsIn) -> CaseState:
    """Write what the kind asks for."""
    actions.fill_details(request.actor, case_by_number(request.actor, number), details=payload.details, at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/labels", right="cases.handle", response=list[str], summary="Nhãn của vụ việc")
def label_case(request: HttpRequest, number: str, payload: LabelsIn) -> list[str]:
    """Add labels and take them off."""
    return actions.label_case(request.actor, case_by_number(request.actor, number), **payload.dict(), at=timezone.now()).labels


@router.post("/cases/{number}/claim", right="cases.verify", response=CaseState, summary="Nhận về mình")
def claim(request: HttpRequest, number: str) -> CaseState:
    """Take a case that nobody works on; one that waits goes into verification."""
    actions.claim_or_verify(request.actor, case_by_number(request.actor, number), at=timezone.now())
    return state_of(request.actor, number)


@router.post("/cases/{number}/assign", right="cases.assign", response=CaseState, summary="Phân công")
def assign(request: HttpRequest, number: str, payload: AssignIn) -> CaseState:
    """Give a case to a colleague; refused once for one who is away."""
    case = case_by_number(request.actor, number)
    assignee = _account(payload.assignee)
    actions.assign_case(request.actor, case, assignee, at=timezone.now(), despite_absence=payload.despite_absence)
    return state_of(request.actor, number)


@router.get("/cases/{number}/events", right="cases.read", response=EventsOut, summary="Diễn biến")
def list_events(request: HttpRequest, number: str, group: str = "", cursor: str = "", limit: int = 100) -> EventsOut:
    """Give the timeline; `group` is one of its groups, or `written`, `automatic`."""
    case = case_by_number(request.actor, number)
    if case.marking == "restricted":
        actions.note_restricted_read(request.actor, case, at=timezone.now())
    rows, following = key_page(timeline(case, group), ORDER, cursor, limit, most=500)
    return EventsOut(items=[_event(one) for one in rows], next=following)


@router.post("/cases/{number}/events", right="cases.note", response={201: EventOut}, summary="Ghi diễn biến")
def write_event(request: HttpRequest, number: str, payload: EventIn) -> tuple[int, EventOut]:
    """Write by hand into the timeline."""
    case = case_by_number(request.actor, number)
    if payload.happened_at.tzinfo is None:
        raise Invalid({"happened_at": ["Ghi kèm múi giờ, ví dụ 2026-11-23T08:00:00+07:00."]})
    return 201, _event(actions.write_event(request.actor, case, **payload.dict(), at=timezone.now()))


@router.get("/cases/{number}/related", right="cases.read", response=RelatedPage, summary="Vụ việc có thể liên quan")
def related(request: HttpRequest, number: str) -> RelatedPage:
    """Give the cases that share an item, a phone or an operator and that I may see."""
    found = related_cases(request.actor, case_by_number(request.actor, number))
    items = [
        RelatedOut(
            number=one.case.number,
            title=one.case.title,
            state=one.case.state,
            reasons=[presenters.say_link(link) for link in one.links],
        )
        for one in found.suggestions
    ]
    return RelatedPage(items=items, why_not=found.why_not)


def _event(row: Any) -> EventOut:
    line = presenters.say_event(row)
    text = f"{line.text} {line.ref}".strip()
    return EventOut(
        at=row.at, kind=row.kind, written=row.kind in WRITTEN, who=row.who, body=row.body, text=text, detail=line.detail
    )


def _task(one: CaseTask) -> TaskOut:
    return TaskOut(
        id=one.pk,
        part=one.part,
        name=one.name,
        required=one.required,
        state=one.state,
        reason=one.reason,
        assignee=one.assignee.username if one.assignee else "",
        due_on=one.due_on,
        settled_at=one.settled_at,
        settled_by=one.settled_by,
    )


def _account(username: str) -> Account | None:
    if not username:
        return None
    found = account_by_name(username)
    if found is None:
        raise Invalid({"assignee": ["Không có tài khoản này."]})
    return found


def _area(code: str) -> Area | None:
    if not code:
        return None
    found = Area.objects.as_of(timezone.localdate()).filter(code=code).first()
    if found is None:
        raise Invalid({"area": ["Không có địa bàn mang mã này."]})
    return found
