"""Requests for information over the API: list, draft, decide, answer, and see personal data against a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Schema, UploadedFile

from buuan.base.access.endpoints import Endpoints
from buuan.base.files.actions import keep_file
from buuan.base.files.arriving import on_disk
from buuan.base.files.models import StoredFile
from buuan.base.web.lists import key_page
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.work.cases.queries import case_by_number, own_organisation
from buuan.work.interdiction.rules import DECIDERS, GROUNDS, Person, Scope
from buuan.work.requests import actions
from buuan.work.requests.models import InformationRequest
from buuan.work.requests.queries import parts_of, request_by_number, requests_for_list
from buuan.work.requests.rules import (
    ANSWER_MAX,
    COMPLAINT_OUTCOMES,
    COMPLAINTS,
    DECLINES,
    DEFAULT_DAYS,
    KINDS,
    MOST_FILES,
    PART_STATES,
    REQUEST_FLOW,
    TEXT_MAX,
    WANTED,
)

router = Endpoints()
ORDER = ("-drafted_at",)
MOST_A_PAGE = 100


class PersonIn(Schema):
    """A name with the address that belongs to it."""

    name: str = Field(max_length=200)
    address: str = Field(max_length=400)


class DecisionIn(Schema):
    """The decision that a ground may need; its file stays with who asks."""

    number: str = Field(max_length=60)
    on: date
    by: str = Field(max_length=24, description=", ".join(DECIDERS))


class RequestIn(Schema):
    """A draft. A request that looks for items by number, name or goods states from when to when they were sent."""

    title: str = Field(max_length=250)
    ground: str = Field(max_length=10, description=", ".join(GROUNDS))
    reason: str = Field(max_length=TEXT_MAX)
    question: str = Field(max_length=TEXT_MAX)
    wanted: list[str] = Field(min_length=1, max_length=6, description=", ".join(WANTED))
    to: list[str] = Field(min_length=1, max_length=30, description="codes of operators and bodies")
    officer: str = Field(max_length=120)
    phone: str = Field(max_length=20)
    items: list[str] = Field(default_factory=list, max_length=200)
    phones: list[str] = Field(default_factory=list, max_length=20)
    persons: list[PersonIn] = Field(default_factory=list, max_length=20)
    category: str = Field("", max_length=60)
    from_at: datetime | None = None
    until_at: datetime | None = None
    urgent: bool = False
    days: int = Field(DEFAULT_DAYS, ge=1, le=30)
    about_content: bool = False
    decision: DecisionIn | None = None
    case_number: str = Field("", max_length=20)


class ReasonIn(Schema):
    """A reason."""

    reason: str = Field(max_length=500)


class AnswerIn(Schema):
    """The answer; `personal` where it tells about a person, `explanation` where it is late."""

    text: str = Field(max_length=ANSWER_MAX)
    personal: bool = False
    explanation: str = Field("", max_length=TEXT_MAX)


class DeclineIn(Schema):
    """Why nothing can be told."""

    reason: str = Field(max_length=16, description=", ".join(DECLINES))
    text: str = Field(max_length=ANSWER_MAX)
    explanation: str = Field("", max_length=TEXT_MAX)


class ComplaintIn(Schema):
    """A user's complaint that is passed on; `text` names nobody, `item_id` is one of the case's items."""

    case_number: str = Field(max_length=20)
    operator: str = Field(max_length=60)
    about: str = Field(max_length=10, description=", ".join(COMPLAINTS))
    text: str = Field(max_length=TEXT_MAX)
    officer: str = Field(max_length=120)
    phone: str = Field(max_length=20)
    item_id: str = Field("", max_length=60)


class SettleIn(AnswerIn):
    """What became of a complaint."""

    outcome: str = Field(max_length=10, description=", ".join(COMPLAINT_OUTCOMES))


class PartOut(Schema):
    """One who is asked; `answer` is empty and `masked` true where it tells about a person."""

    organisation: str
    state: str = Field(description=", ".join(PART_STATES))
    outcome: str = Field(description=f"of a complaint: {', '.join(COMPLAINT_OUTCOMES)}")
    late: bool
    answer: str
    masked: bool
    decline: str
    answered_at: datetime | None
    files: int


class RequestOut(Schema):
    """A request; who is named in it is counted and masked here."""

    kind: str = Field(description=", ".join(KINDS))
    number: str
    title: str
    state: str = Field(description=", ".join(REQUEST_FLOW.states))
    asker: str
    officer: str
    phone: str
    ground: str
    wanted: list[str]
    question: str
    category: str
    items: list[str]
    phones: list[str] = Field(description="masked")
    persons: list[str] = Field(description="masked")
    from_at: datetime | None
    until_at: datetime | None
    urgent: bool
    sent_at: datetime | None
    due_at: datetime | None
    parts: list[PartOut]


class RequestPage(Schema):
    """One page of requests, the latest first; `next` is empty on the last one."""

    items: list[RequestOut]
    next: str


class OpenedPart(Schema):
    """An answer as it was given."""

    organisation: str
    answer: str


class OpenedOut(Schema):
    """Who is named and what was told; that this was read, and why, stands in the log."""

    number: str
    phones: list[str]
    persons: list[PersonIn]
    answers: list[OpenedPart]


@router.get("/requests", right="requests.read", response=RequestPage, summary="Yêu cầu cung cấp thông tin")
def list_requests(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> RequestPage:
    """List the requests that I ask or am asked; `state` keeps those in one state."""
    rows = requests_for_list(request.actor)
    if state:
        if state not in REQUEST_FLOW.states:
            raise Invalid({"state": [f"Không có trạng thái «{state[:40]}»."]})
        rows = rows.filter(state=state)
    found, following = key_page(rows, ORDER, cursor, limit, most=MOST_A_PAGE)
    lines = [_out(request.actor, one) for one in found]
    return RequestPage(items=lines, next=following)


@router.get("/requests/{number}", right="requests.read", response=RequestOut, summary="Một yêu cầu cung cấp thông tin")
def get_request(request: HttpRequest, number: str) -> RequestOut:
    """Give one request with the answers that concern me."""
    return _out(request.actor, request_by_number(request.actor, number))


@router.post("/requests", right="requests.draft", response={201: RequestOut}, summary="Soạn yêu cầu cung cấp thông tin")
def draft(request: HttpRequest, payload: RequestIn) -> tuple[int, RequestOut]:
    """Draft a request of my body; another person approves it."""
    for name in ("from_at", "until_at"):
        moment = getattr(payload, name)
        if moment is not None and timezone.is_naive(moment):
            raise Invalid({name: ["Thời điểm phải có múi giờ, ví dụ 2026-11-24T08:15:00+07:00."]})
    scope = Scope(
        items=tuple(payload.items),
        phones=tuple(payload.phones),
        persons=tuple(Person(one.name, one.address) for one in payload.persons),
        category=payload.category,
        from_at=payload.from_at,
        until_at=payload.until_at,
    )
    said = payload.decision
    plain = ("title", "ground", "reason", "question", "officer", "phone", "urgent", "days", "about_content")
    facts = actions.RequestFacts(
        **{name: getattr(payload, name) for name in plain},
        scope=scope,
        wanted=tuple(payload.wanted),
        to=tuple(payload.to),
        decision=actions.RequestDecision(said.number, said.on, said.by) if said else None,
        case=case_by_number(request.actor, payload.case_number) if payload.case_number else None,
    )
    return 201, _out(request.actor, actions.draft_request(request.actor, facts, at=timezone.now()))


@router.post("/requests/{number}/submit", right="requests.draft", response=RequestOut, summary="Trình duyệt yêu cầu")
def submit(request: HttpRequest, number: str) -> RequestOut:
    """Hand a draft in for approval."""
    found = request_by_number(request.actor, number)
    return _out(request.actor, actions.submit_request(request.actor, found, at=timezone.now()))


@router.post("/requests/{number}/approve", right="requests.approve", response=RequestOut, summary="Duyệt, gửi yêu cầu")
def approve(request: HttpRequest, number: str) -> RequestOut:
    """Approve a request and send it; never by whoever drafted it."""
    found = request_by_number(request.actor, number)
    return _out(request.actor, actions.approve_request(request.actor, found, at=timezone.now()))


@router.post("/requests/{number}/refuse", right="requests.approve", response=RequestOut, summary="Không duyệt yêu cầu")
def refuse(request: HttpRequest, number: str, payload: ReasonIn) -> RequestOut:
    """Refuse a draft with the reason."""
    found = request_by_number(request.actor, number)
    return _out(request.actor, actions.refuse_request(request.actor, found, reason=payload.reason, at=timezone.now()))


@router.post("/requests/{number}/withdraw", right="requests.approve", response=RequestOut, summary="Rút yêu cầu")
def withdraw(request: HttpRequest, number: str, payload: ReasonIn) -> RequestOut:
    """Take a request back."""
    found = request_by_number(request.actor, number)
    return _out(request.actor, actions.withdraw_request(request.actor, found, reason=payload.reason, at=timezone.now()))


@router.post("/requests/{number}/answer", right="requests.answer", response=RequestOut, summary="Trả lời yêu cầu")
def answer(request: HttpRequest, number: str, payload: AnswerIn) -> RequestOut:
    """Answer for the organisation of the token, once; an answer with files is `POST …/answer/files`."""
    return _answer(request, number, actions.AnswerFacts(**payload.model_dump()))


@router.post("/requests/{number}/answer/files", right="requests.answer", response=RequestOut, summary="Trả lời kèm tệp")
def answer_with_files(
    request: HttpRequest,
    number: str,
    text: Form[str],
    files: File[list[UploadedFile]],
    personal: Form[bool] = False,
    explanation: Form[str] = "",
) -> RequestOut:
    """Answer once with up to six files, as `multipart/form-data`: kept under their hash, handed on as copies without metadata."""
    return _answer(request, number, actions.AnswerFacts(text, personal, explanation), files)


def _answer(request: HttpRequest, number: str, facts: actions.AnswerFacts, files: list[UploadedFile] | None = None) -> RequestOut:
    found, now = request_by_number(request.actor, number), timezone.now()
    actions.answer_request(request.actor, found, facts, at=now, files=_keep(request, files or [], now))
    return _out(request.actor, request_by_number(request.actor, number))


def _keep(request: HttpRequest, files: list[UploadedFile], now: datetime) -> list[StoredFile]:
    if len(files) > MOST_FILES:
        raise Invalid({"files": [f"Mỗi câu trả lời kèm nhiều nhất {MOST_FILES} tệp."]})
    owner, kept = own_organisation(request.actor), []
    for one in files:
        with on_disk(one) as part:
            kept.append(keep_file(request.actor, owner, part, name=one.name or "", title="", at=now))
    return kept


@router.post("/complaints", right="requests.complain", response={201: RequestOut}, summary="Chuyển khiếu nại cho doanh nghiệp")
def pass_complaint(request: HttpRequest, payload: ComplaintIn) -> tuple[int, RequestOut]:
    """Pass the complaint of a case that my body leads on to an operator; its time runs from the day on which it got it."""
    given = payload.model_dump()
    case = case_by_number(request.actor, given.pop("case_number"))
    made = actions.pass_complaint(request.actor, case, actions.ComplaintFacts(**given), at=timezone.now())
    return 201, _out(request.actor, made)


@router.post("/requests/{number}/settle", right="requests.answer", response=RequestOut, summary="Kết quả giải quyết khiếu nại")
def settle(request: HttpRequest, number: str, payload: SettleIn) -> RequestOut:
    """Tell once what became of a user's complaint; with files it is `POST …/settle/files`."""
    return _answer(request, number, actions.AnswerFacts(**payload.model_dump()))


@router.post(
    "/requests/{number}/settle/files", right="requests.answer", response=RequestOut, summary="Kết quả giải quyết khiếu nại kèm tệp"
)
def settle_with_files(
    request: HttpRequest,
    number: str,
    outcome: Form[str],
    text: Form[str],
    files: File[list[UploadedFile]],
    personal: Form[bool] = False,
    explanation: Form[str] = "",
) -> RequestOut:
    """Tell once what became of a user's complaint, with up to six files, as `multipart/form-data`."""
    return _answer(request, number, actions.AnswerFacts(text, personal, explanation, outcome), files)


@router.post("/requests/{number}/decline", right="requests.answer", response=RequestOut, summary="Không cung cấp được")
def decline(request: HttpRequest, number: str, payload: DeclineIn) -> RequestOut:
    """Say that nothing can be told, and why."""
    found = request_by_number(request.actor, number)
    actions.decline_request(request.actor, found, **payload.model_dump(), at=timezone.now())
    return _out(request.actor, request_by_number(request.actor, number))


@router.post("/requests/{number}/unmask", right="requests.unmask", response=OpenedOut, summary="Xem dữ liệu cá nhân")
def unmask(request: HttpRequest, number: str, payload: ReasonIn) -> OpenedOut:
    """Give whom the request names and what was answered, against a reason."""
    found = request_by_number(request.actor, number)
    scope = actions.unmask_request(request.actor, found, reason=payload.reason, at=timezone.now())
    told = parts_of(request.actor, found)
    return OpenedOut(
        number=found.number,
        phones=list(scope.phones),
        persons=[PersonIn(name=one.name, address=one.address) for one in scope.persons],
        answers=[OpenedPart(organisation=one.organisation.code, answer=one.answer) for one in told if one.answer],
    )


def _out(actor: Actor, asked: InformationRequest) -> RequestOut:
    scope = asked.reach()
    plain: dict[str, Any] = {
        name: getattr(asked, name)
        for name in ("kind", "number", "title", "state", "officer", "phone", "ground", "wanted", "question", "category")
    }
    return RequestOut(
        **plain,
        **scope.masked(),
        asker=asked.asker.code,
        items=list(scope.items),
        from_at=scope.from_at,
        until_at=scope.until_at,
        urgent=asked.urgent,
        sent_at=asked.sent_at,
        due_at=asked.due_at,
        parts=[
            PartOut(
                organisation=one.organisation.code,
                state=one.state,
                outcome=one.outcome,
                late=one.is_late,
                answer="" if one.personal else one.answer,
                masked=one.personal and bool(one.answer),
                decline=one.decline,
                answered_at=one.answered_at,
                files=len(one.files.all()),
            )
            for one in parts_of(actor, asked)
        ],
    )
