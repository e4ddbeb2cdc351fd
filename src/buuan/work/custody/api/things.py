"""Endpoints of exhibits, hand-overs, and people masked until a reason is given."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.organisations.models import Organisation
from buuan.base.web.lists import key_page
from buuan.kit.errors import Invalid
from buuan.work.cases.queries import case_by_number, item_by_code
from buuan.work.cases.rules import normal_item_id
from buuan.work.custody import actions
from buuan.work.custody.actions import ThingFacts
from buuan.work.custody.models import CasePerson, Exhibit, HandOver
from buuan.work.custody.queries import (
    exhibit_by_number,
    exhibits_by_numbers,
    exhibits_for_list,
    hand_over_by_number,
    hand_overs_for_list,
    people_for_list,
    person_by_pk,
)
from buuan.work.custody.rules import HAND_OVER_FLOW, masked_name

router = Endpoints()
NEWEST, OLDEST = ("-pk",), ("pk",)


class ExhibitIn(Schema):
    """A thing that is taken."""

    description: str = Field(max_length=300)
    quantity: Decimal
    unit: str = Field(max_length=20)
    place: str = Field(max_length=160)
    seal: str = Field("", max_length=40)
    item_id: str = ""


class EventOut(Schema):
    """One thing that happened to an exhibit; `record` is the number of its chained record."""

    kind: str
    at: datetime
    who: str
    body: str
    record: int


class ExhibitOut(Schema):
    """An exhibit and who holds it; `holder` is empty once it was disposed of."""

    number: str
    case: str
    description: str
    quantity: Decimal
    unit: str
    place: str
    seal: str
    state: str
    holder: str
    taken_at: datetime


class ExhibitPage(Schema):
    """One page of exhibits, the first taken first; `next` is empty on the last one."""

    items: list[ExhibitOut]
    next: str


class ExhibitWhole(ExhibitOut):
    """An exhibit with its events, oldest first."""

    events: list[EventOut]


class SealIn(Schema):
    """A new seal."""

    seal: str = Field(max_length=40)


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=500)


class DisposalIn(Schema):
    """What finally becomes of an exhibit."""

    way: str
    decision: str = Field(max_length=80)
    decided_on: date
    recipient: str = Field("", max_length=200)


class HandOverIn(Schema):
    """Exhibits of one case for another body, by its code."""

    case: str
    exhibits: list[str]
    receiver: str
    reason: str = Field(max_length=500)
    place: str = Field(max_length=160)
    representative: str = Field("", max_length=120)


class HandOverOut(Schema):
    """A hand-over; `code` is given to the side that offered only, for as long as the offer is open."""

    number: str
    state: str
    giver: str
    receiver: str
    asked_by: str
    exhibits: list[str]
    seals: list[str]
    offered_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    code: str = ""


class HandOverPage(Schema):
    """One page of hand-overs, the latest first; `next` is empty on the last one."""

    items: list[HandOverOut]
    next: str


class CodeIn(Schema):
    """The code that the other side shows."""

    code: str = Field(max_length=20)


class PersonOut(Schema):
    """A person of a case, masked."""

    id: int
    role: str
    name: str
    has_phone: bool
    has_address: bool


class PersonPage(Schema):
    """One page of people, masked; `next` is empty on the last one."""

    items: list[PersonOut]
    next: str


class PersonOpen(Schema):
    """A person of a case, opened against a reason."""

    id: int
    role: str
    name: str
    phone: str
    address: str


@router.get("/cases/{number}/exhibits", right="custody.read", response=ExhibitPage, summary="Tang vật của vụ việc")
def list_exhibits(request: HttpRequest, number: str, cursor: str = "", limit: int = 50) -> ExhibitPage:
    """List the exhibits of a case, in the order in which they were taken."""
    case = case_by_number(request.actor, number)
    rows, following = key_page(exhibits_for_list(request.actor).filter(case=case), OLDEST, cursor, limit)
    return ExhibitPage(items=[ExhibitOut(**_exhibit(one)) for one in rows], next=following)


@router.post("/cases/{number}/exhibits", right="custody.take", response={201: ExhibitWhole}, summary="Lập tang vật")
def take_exhibit(request: HttpRequest, number: str, payload: ExhibitIn) -> tuple[int, ExhibitWhole]:
    """Take a thing into custody of my body."""
    case = case_by_number(request.actor, number)
    given = payload.dict()
    code = given.pop("item_id")
    item = item_by_code(case, normal_item_id(code)) if code else None
    made = actions.take_exhibit(request.actor, case, ThingFacts(**given, item=item), at=timezone.now())
    return 201, _whole(request, made.number)


@router.get("/exhibits/{number}", right="custody.read", response=ExhibitWhole, summary="Một tang vật")
def get_exhibit(request: HttpRequest, number: str) -> ExhibitWhole:
    """Give one exhibit with its custody."""
    return _whole(request, number)


@router.post("/exhibits/{number}/seal", right="custody.take", response=ExhibitWhole, summary="Niêm phong")
def seal(request: HttpRequest, number: str, payload: SealIn) -> ExhibitWhole:
    """Put a seal on an exhibit that my body holds."""
    actions.seal_exhibit(request.actor, exhibit_by_number(request.actor, number), seal=payload.seal, at=timezone.now())
    return _whole(request, number)


@router.post("/exhibits/{number}/break-seal", right="custody.take", response=ExhibitWhole, summary="Mở niêm phong")
def break_seal(request: HttpRequest, number: str, payload: ReasonIn) -> ExhibitWhole:
    """Open its seal for a reason."""
    actions.break_seal(request.actor, exhibit_by_number(request.actor, number), reason=payload.reason, at=timezone.now())
    return _whole(request, number)


@router.post("/exhibits/{number}/dispose", right="custody.dispose", response=ExhibitWhole, summary="Xử lý tang vật")
def dispose(request: HttpRequest, number: str, payload: DisposalIn) -> ExhibitWhole:
    """Write what finally became of it."""
    actions.dispose_exhibit(request.actor, exhibit_by_number(request.actor, number), **payload.dict(), at=timezone.now())
    return _whole(request, number)


@router.get("/hand-overs", right="custody.read_hand_overs", response=HandOverPage, summary="Bàn giao")
def list_hand_overs(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> HandOverPage:
    """List the hand-overs that concern my body, the latest first; `state` keeps those in one state."""
    rows = hand_overs_for_list(request.actor)
    if state:
        if state not in HAND_OVER_FLOW.states:
            raise Invalid({"state": [f"Không có trạng thái «{state[:40]}»."]})
        rows = rows.filter(state=state)
    found, following = key_page(rows, NEWEST, cursor, limit)
    return HandOverPage(items=[_hand_over(request, one) for one in found], next=following)


@router.post("/hand-overs", right="custody.hand_over", response={201: HandOverOut}, summary="Đề nghị bàn giao")
def offer(request: HttpRequest, payload: HandOverIn) -> tuple[int, HandOverOut]:
    """Offer exhibits that my body holds; nothing changes hands before the receiver confirms."""
    case = case_by_number(request.actor, payload.case)
    receiver = Organisation.objects.visible_to(request.actor).filter(code=payload.receiver).first()
    if receiver is None:
        raise Invalid({"receiver": ["Không có đơn vị mã này."]})
    made = actions.offer_hand_over(
        request.actor,
        case,
        exhibits_by_numbers(request.actor, case, payload.exhibits),
        receiver,
        reason=payload.reason,
        place=payload.place,
        representative=payload.representative,
        at=timezone.now(),
    )
    return 201, _hand_over(request, hand_over_by_number(request.actor, made.number))


@router.get("/hand-overs/{number}", right="custody.read_hand_overs", response=HandOverOut, summary="Một bàn giao")
def get_hand_over(request: HttpRequest, number: str) -> HandOverOut:
    """Give one hand-over."""
    return _hand_over(request, hand_over_by_number(request.actor, number))


@router.post("/hand-overs/{number}/confirm", right="custody.confirm", response=HandOverOut, summary="Xác nhận bàn giao")
def confirm(request: HttpRequest, number: str, payload: CodeIn) -> HandOverOut:
    """Confirm as the other side; confirmed twice is confirmed once."""
    actions.confirm_hand_over(request.actor, hand_over_by_number(request.actor, number), code=payload.code, at=timezone.now())
    return _hand_over(request, hand_over_by_number(request.actor, number))


@router.post("/hand-overs/{number}/withdraw", right="custody.hand_over", response=HandOverOut, summary="Rút đề nghị")
def withdraw(request: HttpRequest, number: str, payload: ReasonIn) -> HandOverOut:
    """Take an offer back."""
    actions.withdraw_hand_over(request.actor, hand_over_by_number(request.actor, number), reason=payload.reason, at=timezone.now())
    return _hand_over(request, hand_over_by_number(request.actor, number))


@router.post("/hand-overs/{number}/decline", right="custody.confirm", response=HandOverOut, summary="Không nhận")
def decline(request: HttpRequest, number: str, payload: ReasonIn) -> HandOverOut:
    """Refuse what was offered."""
    actions.decline_hand_over(request.actor, hand_over_by_number(request.actor, number), reason=payload.reason, at=timezone.now())
    return _hand_over(request, hand_over_by_number(request.actor, number))


@router.get("/cases/{number}/people", right="custody.read", response=PersonPage, summary="Người liên quan, đã che")
def list_people(request: HttpRequest, number: str, cursor: str = "", limit: int = 50) -> PersonPage:
    """List the people of a case, masked."""
    case = case_by_number(request.actor, number)
    rows, following = key_page(people_for_list(request.actor).filter(case=case), OLDEST, cursor, limit)
    return PersonPage(items=[_masked(one) for one in rows], next=following)


@router.post("/people/{pk}/unmask", right="custody.unmask", response=PersonOpen, summary="Xem dữ liệu cá nhân, có lý do")
def unmask(request: HttpRequest, pk: int, payload: ReasonIn) -> PersonOpen:
    """Open the data of one person; who looked and why stays in the record."""
    one = actions.unmask_person(request.actor, person_by_pk(request.actor, pk), reason=payload.reason, at=timezone.now())
    return PersonOpen(id=one.pk, role=one.role, name=one.name, phone=one.phone, address=one.address)


def _exhibit(one: Exhibit) -> dict[str, object]:
    names = ("number", "description", "quantity", "unit", "place", "seal", "state", "taken_at")
    holder = one.holder.holder.code if one.holder else ""
    return {name: getattr(one, name) for name in names} | {"case": one.case.number, "holder": holder}


def _whole(request: HttpRequest, number: str) -> ExhibitWhole:
    one = exhibit_by_number(request.actor, number)
    events = [
        EventOut(kind=row.kind, at=row.at, who=row.who, body=row.body, record=row.record_id) for row in reversed(one.events.all())
    ]
    return ExhibitWhole(**_exhibit(one), events=events)


def _hand_over(request: HttpRequest, one: HandOver) -> HandOverOut:
    actor = request.actor
    shows = one.state == "offered" and actor.may("custody.hand_over") and one.asking_side.path.startswith(actor.tree)
    return HandOverOut(
        number=one.number,
        state=one.state,
        giver=one.giver.code,
        receiver=one.receiver.code,
        asked_by=one.asked_by,
        exhibits=[line.exhibit.number for line in one.lines.all()],
        seals=[line.seal for line in one.lines.all()],
        offered_at=one.offered_at,
        expires_at=one.expires_at,
        ended_at=one.ended_at,
        code=one.code if shows else "",
    )


def _masked(one: CasePerson) -> PersonOut:
    return PersonOut(id=one.pk, role=one.role, name=masked_name(one.name), has_phone=bool(one.phone), has_address=bool(one.address))
