"""Endpoints about many cases: acts on many, the board, absence."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import account_by_name
from buuan.kit.errors import Invalid, NotFound
from buuan.work.cases import actions
from buuan.work.cases.models import Absence, BulkRun
from buuan.work.cases.queries import absence_by_pk, absences_for_list, board, bulk_by_number, keys_of_numbers, lanes
from buuan.work.cases.rules import BULK_ACTS, MOST_AT_ONCE

router = Endpoints()


class BulkIn(Schema):
    """One act on many cases, named by their numbers."""

    act: str = Field(description=", ".join(BULK_ACTS))
    numbers: list[str] = Field(max_length=MOST_AT_ONCE)
    assignee: str = ""
    text: str = Field("", max_length=2_000)
    level: str = "own"
    labels: list[str] = []
    feedback: str = Field("", max_length=4_000)
    despite_absence: bool = False


class BulkRow(Schema):
    """What became of one case."""

    number: str
    done: bool
    why: str
    undone: bool = False


class BulkOut(Schema):
    """What became of all of them, under one number."""

    number: str
    act: str
    done: int
    refused: int
    at: datetime
    undone_at: datetime | None
    rows: list[BulkRow]


class BoardCard(Schema):
    """A case on the board."""

    number: str
    title: str
    severity: str
    assignee: str
    due_at: datetime | None


class ColumnOut(Schema):
    """One state: its latest cases, and how many there are, counted to a hundred."""

    state: str
    count: int
    more: bool
    cases: list[BoardCard]


class BoardOut(Schema):
    """The cases that one body leads and that are not closed."""

    lead: str
    columns: list[ColumnOut]


class AbsenceIn(Schema):
    """Who is away (empty for myself), who stands in, from a day to the last day."""

    account: str = ""
    substitute: str
    from_on: date
    last_on: date
    reason: str = Field("", max_length=200)


class AbsenceOut(Schema):
    """An absence."""

    id: int
    account: str
    substitute: str
    from_on: date
    until_on: date = Field(description="the day after the last one")
    called_off: bool


@router.post("/case-batches", right="cases.note", response={201: BulkOut}, summary="Xử lý hàng loạt")
def run_bulk(request: HttpRequest, payload: BulkIn) -> tuple[int, BulkOut]:
    """Do one thing to many cases, each by itself; a number that I may not see, or that there is not, is a row that says so."""
    given = payload.dict()
    keys, unseen = keys_of_numbers(request.actor, given.pop("numbers"))
    assignee = _account(given.pop("assignee"), "assignee")
    order = actions.BulkOrder(**{**given, "labels": tuple(payload.labels)}, assignee=assignee)
    return 201, _run(actions.run_bulk(request.actor, keys, order, at=timezone.now(), unseen=unseen))


@router.get("/case-batches/{number}", right="cases.read", response=BulkOut, summary="Kết quả xử lý hàng loạt")
def get_bulk(request: HttpRequest, number: str) -> BulkOut:
    """Give what became of each row."""
    return _run(bulk_by_number(request.actor, number))


@router.post("/case-batches/{number}/undo", right="cases.assign", response=BulkOut, summary="Hoàn tác")
def undo_bulk(request: HttpRequest, number: str) -> BulkOut:
    """Take back what can be taken back."""
    return _run(actions.undo_bulk(request.actor, bulk_by_number(request.actor, number), at=timezone.now()))


@router.get("/case-board", right="cases.read", response=BoardOut, summary="Bảng theo trạng thái")
def get_board(request: HttpRequest, lead: str = "") -> BoardOut:
    """Give the board of a body that leads cases which I may see, the first of them when none is named."""
    bodies = lanes(request.actor)
    chosen = next((one for one in bodies if not lead or one.code == lead), None)
    if chosen is None:
        if lead:
            raise NotFound()
        return BoardOut(lead="", columns=[])
    columns = [
        ColumnOut(
            state=one.state,
            count=one.count,
            more=one.is_more,
            cases=[
                BoardCard(
                    number=case.number,
                    title=case.title,
                    severity=case.severity,
                    assignee=case.assignee.name if case.assignee else "",
                    due_at=case.due_at,
                )
                for case in one.cases
            ],
        )
        for one in board(request.actor, chosen)
    ]
    return BoardOut(lead=chosen.code, columns=columns)


@router.get("/absences", right="cases.read", response=list[AbsenceOut], summary="Vắng mặt")
def list_absences(request: HttpRequest) -> list[AbsenceOut]:
    """List who of my body is away or will be."""
    rows = absences_for_list(request.actor).standing().filter(until_on__gt=timezone.localdate()).order_by("from_on", "pk")
    return [_absence(one) for one in rows[:200]]


@router.post("/absences", right="cases.absent", response={201: AbsenceOut}, summary="Ghi vắng mặt")
def note_absence(request: HttpRequest, payload: AbsenceIn) -> tuple[int, AbsenceOut]:
    """Say that somebody is away and who stands in."""
    me = request.actor.username
    away, other = _account(payload.account or me, "account"), _account(payload.substitute, "substitute")
    if away is None or other is None:
        raise Invalid({"substitute": ["Chọn người làm thay."]})
    made = actions.note_absence(
        request.actor,
        away,
        other,
        from_on=payload.from_on,
        until_on=actions.days_until(payload.last_on),
        reason=payload.reason,
        at=timezone.now(),
    )
    return 201, _absence(made)


@router.post("/absences/{pk}/end", right="cases.absent", response=AbsenceOut, summary="Kết thúc vắng mặt")
def end_absence(request: HttpRequest, pk: int) -> AbsenceOut:
    """Say that somebody is back."""
    return _absence(actions.call_off_absence(request.actor, absence_by_pk(request.actor, pk), at=timezone.now()))


def _run(run: BulkRun) -> BulkOut:
    rows = [BulkRow(number=one["number"], done=one["done"], why=one["why"], undone=bool(one.get("undone"))) for one in run.rows]
    return BulkOut(
        number=run.number, act=run.act, done=run.done, refused=run.refused, at=run.at, undone_at=run.undone_at, rows=rows
    )


def _absence(one: Absence) -> AbsenceOut:
    return AbsenceOut(
        id=one.pk,
        account=one.account.username,
        substitute=one.substitute.username,
        from_on=one.from_on,
        until_on=one.until_on,
        called_off=one.called_off_at is not None,
    )


def _account(username: str, field: str) -> Account | None:
    if not username:
        return None
    found = account_by_name(username)
    if found is None:
        raise Invalid({field: ["Không có tài khoản này."]})
    return found
