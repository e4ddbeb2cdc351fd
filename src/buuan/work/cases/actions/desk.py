"""Absence with a substitute, and many cases at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from buuan.base.access.guard import require
from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refusal, Refused
from buuan.work.cases.actions.people import add_note, assign_case, claim_case, label_case
from buuan.work.cases.actions.steps import close_case, verify_case
from buuan.work.cases.actions.telling import day_of
from buuan.work.cases.models import Absence, BulkRun, Case
from buuan.work.cases.queries.desk import chosen_cases
from buuan.work.cases.rules import BULK_ACTS, MOST_AT_ONCE, NOT_SEEN, UNDOABLE, check_absence


@action
def note_absence(
    actor: Actor, account: Account, substitute: Account, *, from_on: date, until_on: date, at: datetime, reason: str = ""
) -> Absence:
    """Say that somebody is away and who stands in (ghi vắng mặt); oneself, or a leader for the people of his body.

    His cases stand on the substitute's list meanwhile, and who gives him new ones is warned. Raises Invalid for days that make no
    absence, Refused where two absences of one person overlap or the substitute is away or may not verify.
    """
    require(actor, "cases.absent")
    _check_manages(actor, account)
    words = check_absence(from_on, until_on, day_of(at), reason)
    if substitute.pk == account.pk:
        raise Invalid({"substitute": ["Người làm thay phải là người khác."]})
    root = account.organisation.path.split("/")[0]
    may = "cases.verify" in rights_of(substitute.role, substitute.organisation.kind)
    if not may or substitute.organisation.path.split("/")[0] != root or not substitute.works_on(from_on):
        raise Invalid({"substitute": [f"{substitute.name} không phải cán bộ cùng cơ quan được xác minh vụ việc."]})
    both = Absence.objects.standing().filter(from_on__lt=until_on, until_on__gt=from_on)
    for other in both.filter(account=substitute).select_related("account", "substitute")[:1]:
        raise Refused("absence.substitute_away", f"Trong thời gian đó {other.away.sentence} Hãy chọn người khác.")
    for other in both.filter(substitute=account).select_related("account", "substitute")[:1]:
        raise Refused("absence.stands_in", f"{account.name} đang làm thay {other.account.name} trong thời gian đó.")

    try:
        with transaction.atomic():
            made = Absence.objects.create(
                account=account, substitute=substitute, from_on=from_on, until_on=until_on, reason=words, at=at, by=actor.name
            )
    except IntegrityError as error:
        raise Refused("absence.overlaps", f"{account.name} đã có một lần vắng mặt trùng thời gian này.") from error

    record(
        actor,
        "cases.absence_noted",
        made,
        at=at,
        account=account.username,
        substitute=substitute.username,
        from_on=from_on.isoformat(),
        until_on=until_on.isoformat(),
    )
    return made


@action
def call_off_absence(actor: Actor, absence: Absence, *, at: datetime) -> Absence:
    """Say that somebody is back, or does not go (thôi vắng mặt); what has been stays as it was."""
    require(actor, "cases.absent", absence)
    _check_manages(actor, absence.account)
    absence = (
        Absence.objects.select_for_update(of=("self",)).select_related("account__organisation", "substitute").get(pk=absence.pk)
    )
    today = day_of(at)
    if absence.called_off_at is not None or absence.until_on <= today:
        raise Refused("absence.over", "Lần vắng mặt này đã kết thúc.")

    if absence.from_on < today:
        absence.until_on = today
    else:
        absence.called_off_at = at
    absence.save()

    record(
        actor, "cases.absence_called_off", absence, at=at, account=absence.account.username, until_on=absence.until_on.isoformat()
    )
    return absence


def _check_manages(actor: Actor, account: Account) -> None:
    if account.pk == actor.account_id:
        return
    if actor.role != "leader" or not account.organisation.path.startswith(actor.tree):
        raise Forbidden("absence.not_own", "Chỉ ghi vắng mặt cho mình; lãnh đạo ghi cho cán bộ của đơn vị.")


# -- many at once --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What is to be done with each of the chosen cases; only what its `act` needs is read."""

    act: str
    assignee: Account | None = None
    text: str = ""
    level: str = "own"
    labels: tuple[str, ...] = ()
    feedback: str = ""
    despite_absence: bool = False


@action
def run_bulk(actor: Actor, keys: list[int], order: BulkOrder, *, at: datetime, unseen: Sequence[str] = ()) -> BulkRun:
    """Do one thing to many cases (xử lý hàng loạt), each by itself: what is refused for one does not touch the others.

    Every row runs through the action of the single case, with its rights, rules and record; the run keeps what became of each
    under one number. What was chosen and cannot be seen is a row as well, with one sentence whether it is missing or another's;
    `unseen` are the names by which a caller asked for such. Raises Invalid when nothing is chosen, too much, or what the act
    needs is missing.
    """
    require(actor, "cases.note")
    _check_order([*keys, *unseen], order)
    act = _acts(actor, order, at)[order.act]

    rows = []
    found = chosen_cases(actor, keys)
    for case in found:
        before = {"assignee": case.assignee_id, "labels": case.labels, "state": case.state}
        try:
            act(case)
            rows.append({"case": case.pk, "number": case.number, "done": True, "why": "", "before": before})
        except Refusal as error:
            rows.append({"case": case.pk, "number": case.number, "done": False, "why": _said(error), "before": before})
    vanished = [*unseen, *[""] * (len(set(keys)) - len(found))]
    rows += [{"case": None, "number": one[:20], "done": False, "why": NOT_SEEN, "before": {}} for one in vanished]
    done = sum(one["done"] for one in rows)
    run = BulkRun.objects.create(
        number=next_number("HL", day_of(at).year),
        act=order.act,
        given=_given(order),
        rows=rows,
        done=done,
        refused=len(rows) - done,
        body_id=actor.body_id,
        account_id=actor.account_id,
        at=at,
    )

    record(
        actor,
        "cases.bulk",
        run,
        at=at,
        act=order.act,
        done=done,
        refused=len(rows) - done,
        cases=[one["number"] for one in rows if one["case"]],
    )
    return run


@action
def undo_bulk(actor: Actor, run: BulkRun, *, at: datetime) -> BulkRun:
    """Take back what a run did (hoàn tác): each case goes back to whom it had, or loses the labels it got, unless it changed since.

    Raises Refused for a run that was undone already or cannot be: a note was read, a closed file told its reporters.
    """
    require(actor, "cases.note", run)
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.act not in UNDOABLE:
        raise Refused("bulk.final", f"Không hoàn tác được việc «{BULK_ACTS[run.act]}».")
    if run.undone_at is not None:
        raise Refused("bulk.undone", f"Lần xử lý {run.number} đã được hoàn tác.")
    standing = {one.pk: one for one in chosen_cases(actor, [row["case"] for row in run.rows if row["done"]])}

    rows = []
    for row in run.rows:
        undone, why = (False, "") if not row["done"] else _undo_row(actor, run, row, standing.get(row["case"]), at)
        rows.append({**row, "undone": undone, "why": row["why"] or why})
    run.rows, run.undone_at, run.undone_by = rows, at, actor.name
    run.save()

    record(actor, "cases.bulk_undone", run, at=at, act=run.act, undone=sum(one["undone"] for one in rows))
    return run


def _undo_row(actor: Actor, run: BulkRun, row: dict[str, Any], case: Case | None, at: datetime) -> tuple[bool, str]:
    if case is None:
        return False, "Không còn xem được vụ việc này."
    why = f"hoàn tác {run.number}"
    before = row["before"]
    try:
        if run.act in ("claim", "assign"):
            if case.assignee_id != run.given.get("assignee_id", run.account_id):
                return False, "Đã giao cho người khác sau đó."
            former = Account.objects.select_related("organisation").filter(pk=before["assignee"]).first()
            assign_case(actor, case, former, at=at, despite_absence=True, why=why)
        else:
            given = run.given["labels"]
            got = [one for one in given if (one in before["labels"]) == (run.act == "unlabel")]
            label_case(actor, case, add=got if run.act == "unlabel" else [], remove=got if run.act == "label" else [], at=at)
    except Refusal as error:
        return False, _said(error)
    return True, ""


def _acts(actor: Actor, order: BulkOrder, at: datetime) -> dict[str, Callable[[Case], object]]:
    return {
        "claim": lambda case: claim_or_verify(actor, case, at=at),
        "assign": lambda case: assign_case(actor, case, order.assignee, at=at, despite_absence=order.despite_absence),
        "note": lambda case: add_note(actor, case, level=order.level, text=order.text, at=at),
        "label": lambda case: label_case(actor, case, add=list(order.labels), remove=[], at=at),
        "unlabel": lambda case: label_case(actor, case, add=[], remove=list(order.labels), at=at),
        "close": lambda case: close_case(actor, case, at=at, feedback=order.feedback),
    }


def claim_or_verify(actor: Actor, case: Case, *, at: datetime) -> Case:
    """Take a case for oneself in one touch: one that waits is taken into verification, any other is claimed."""
    if case.state == "received" and case.assignee_id is None:
        me = Account.objects.select_related("organisation").get(pk=actor.account_id)
        return verify_case(actor, case, assignee=me, at=at)
    return claim_case(actor, case, at=at)


def _check_order(keys: Sequence[object], order: BulkOrder) -> None:
    errors = {}
    if order.act not in BULK_ACTS:
        errors["act"] = ["Chọn việc cần làm."]
    if not keys:
        errors["pick"] = ["Chưa chọn vụ việc nào."]
    elif len(keys) > MOST_AT_ONCE:
        errors["pick"] = [f"Mỗi lần nhiều nhất {MOST_AT_ONCE} vụ việc."]
    if order.act == "assign" and order.assignee is None:
        errors["assignee"] = ["Chọn người thụ lý."]
    if order.act == "note" and not order.text.strip():
        errors["text"] = ["Ghi chú đang trống."]
    if order.act in ("label", "unlabel") and not order.labels:
        errors["labels"] = ["Chọn nhãn."]
    if errors:
        raise Invalid(errors)


def _given(order: BulkOrder) -> dict[str, Any]:
    """Give what was asked for as it is kept; the text of a note stands in the notes."""
    given: dict[str, Any] = {}
    if order.act == "assign" and order.assignee is not None:
        given |= {"assignee": order.assignee.name, "assignee_id": order.assignee.pk}
    if order.act == "note":
        given["level"] = order.level
    if order.act in ("label", "unlabel"):
        given["labels"] = list(order.labels)
    return given


def _said(error: Refusal) -> str:
    if isinstance(error, Invalid):
        return " ".join(sentence for sentences in error.errors.values() for sentence in sentences)
    return error.sentence


def days_until(last_day: date) -> date:
    """Give the day after the last one: people name the last day of an absence, rows end before a day."""
    return last_day + timedelta(days=1)
