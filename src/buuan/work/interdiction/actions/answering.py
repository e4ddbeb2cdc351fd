"""The operator's side: acknowledging in one touch, answering per item, confirming a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.clocks.actions import finish_clocks
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.actions import OnBehalf, enter_call
from buuan.base.dispatch.actions import acknowledge as acknowledge_notice
from buuan.base.dispatch.models import Recipient
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.items.actions import end_hold
from buuan.registers.items.models import Hold
from buuan.work.cases.rules import normal_item_id
from buuan.work.interdiction.actions.noting import locked, note, noted, tell
from buuan.work.interdiction.models import Answer, AnswerPhoto, Order, OrderItem
from buuan.work.interdiction.rules import ENDED, MISSED, UNANSWERED, check_answer, check_moment

MOST_ANSWERS = 500
LATE_ANSWERS = ("handed_over", "released", "returned_to_sender")
"""What may still be answered after an order has ended: what becomes of an item that was held."""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What is answered about one item; `said_at` by the clock of who answers, `point` the code of the unit that has it."""

    item_id: str
    answer: str
    reason: str = ""
    place: str = ""
    point: str = ""
    note: str = ""
    said_at: datetime | None = None
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer: `recorded`, `repeated`, or `refused` with code and sentence."""

    item_id: str
    outcome: str
    code: str = ""
    sentence: str = ""


@noted("acknowledge")
@action
def acknowledge_order(actor: Actor, order: Order, *, at: datetime) -> Recipient:
    """Acknowledge an order for the actor's own unit (xác nhận): one touch; its items wait for an answer from then on.

    Raises Refused when the unit is no recipient, has acknowledged, or the order has ended.
    """
    require(actor, "interdiction.answer", order)
    order = Order.objects.select_related("notice", "issuer").get(pk=order.pk)
    if order.state != "in_force" or at >= order.expires_at:
        raise Refused("order.ended", f"Lệnh {order.number} đã hết hiệu lực, không còn phải xác nhận.")
    recipient = Recipient.objects.filter(notice=order.notice, organisation_id=actor.body_id).select_related("notice").first()
    if recipient is None:
        raise Refused("order.not_recipient", "Đơn vị của anh/chị không phải nơi nhận lệnh này.")
    recipient = acknowledge_notice(actor, recipient, at=at)

    _acknowledged(actor, order, recipient.organisation, at)

    note(actor, "acknowledge", order, at=at)
    record(
        actor,
        "interdiction.acknowledged",
        order,
        at=at,
        by_operator=actor.body_kind in OPERATOR_KINDS,
        unit=actor.body_code,
        seconds=int((at - recipient.delivered_at).total_seconds()),
        drill=order.drill,
    )
    return recipient


@noted("acknowledge")
@action
def acknowledge_by_call(actor: Actor, order: Order, recipient: Recipient, said: OnBehalf, *, at: datetime) -> Recipient:
    """Enter an acknowledgement that was given on the telephone, on behalf of who was called, with caller and time."""
    require(actor, "interdiction.call", order)
    if recipient.notice_id != order.notice_id:
        raise Refused("order.not_recipient", "Đơn vị này không phải nơi nhận lệnh.")
    recipient = acknowledge_notice(actor, recipient, at=at, on_behalf=said)

    _acknowledged(actor, order, recipient.organisation, at)

    note(actor, "acknowledge", order, at=at)
    record(actor, "interdiction.acknowledged_by_call", order, at=at, unit=recipient.organisation.code)
    return recipient


@action
def note_call(
    actor: Actor, order: Order, recipient: Recipient, *, result: str, called_at: datetime, phone: str, at: datetime
) -> None:
    """Keep that a silent unit was called and not reached."""
    require(actor, "interdiction.call", order)
    enter_call(actor, recipient, result=result, called_at=called_at, phone=phone, at=at)

    tell(order, actor, "called", at, unit=str(recipient.organisation), result=result)
    record(actor, "interdiction.called", order, at=at, unit=recipient.organisation.code, result=result)


def _acknowledged(actor: Actor, order: Order, unit: Organisation, at: datetime) -> None:
    mine = order.items.filter(state="received")
    if unit.kind == "postal_operator":
        finish_clocks_of(actor, order, unit, "interdiction.acknowledge", at)
        mine.filter(operator=unit).update(state="acknowledged")
    else:
        mine.filter(unit__path__startswith=unit.path).update(state="acknowledged")
    tell(order, actor, "acknowledged", at, unit=str(unit))


@noted("answer")
@action
def answer_items(actor: Actor, order: Order, answers: Sequence[AnswerFacts], *, at: datetime) -> list[Outcome]:
    """Answer for items of an order (trả lời từng bưu gửi), each by itself; the same answer told again changes nothing.

    Raises Invalid for no or too many answers, Refused with the first reason where not one of them could be taken.
    """
    require(actor, "interdiction.answer", order)
    order = locked(order)
    if not 1 <= len(answers) <= MOST_ANSWERS:
        raise Invalid({"answers": [f"Mỗi lần từ 1 đến {MOST_ANSWERS} câu trả lời."]})
    rows = {one.item_id: one for one in _items_of(actor, order)}
    units = {one.code: one for one in Organisation.objects.under(actor.tree)}

    told = [_answer(actor, order, facts, rows.get(normal_item_id(facts.item_id)), units, at) for facts in answers]
    refused = [one for one in told if one.outcome == "refused"]
    if len(refused) == len(told):
        first = refused[0]
        raise Refused(first.code, f"{first.item_id}: {first.sentence}", refused=[one.item_id for one in refused])
    _settle(actor, order, at)

    note(actor, "answer", order, at=at)
    tell(order, actor, "answered", at, unit=actor.body_name, recorded=len(told) - len(refused))
    record(
        actor,
        "interdiction.answered",
        order,
        at=at,
        by_operator=actor.body_kind in OPERATOR_KINDS,
        answers=[{"item": normal_item_id(one.item_id), "answer": one.answer, "reason": one.reason} for one in answers],
        refused=[{"item": one.item_id, "code": one.code} for one in refused],
    )
    return told


@action
def add_photos(actor: Actor, item: OrderItem, files: Sequence[StoredFile], *, at: datetime) -> int:
    """Add photos of a held package; never of what is written inside it."""
    require(actor, "interdiction.answer", item)

    for file in files:
        AnswerPhoto.objects.get_or_create(item=item, file=file, defaults={"added_at": at})

    tell(item.order, actor, "photos", at, item=item.item_id, photos=len(files))
    record(actor, "interdiction.photos_added", item, at=at, item=item.item_id, photos=[one.sha256 for one in files])
    return len(files)


def finish_clocks_of(actor: Actor, order: Order, holder: Organisation, kind: str, at: datetime) -> list[Clock]:
    """Inside a running action: end one operator's clock of a kind; where it was late the clock says so."""
    running = Clock.objects.running().filter(subject=subject_of(order), kind=kind, holder=holder, due_at__lt=at)
    words = "Làm sau hạn; xem diễn biến của lệnh." if running.exists() else ""
    return finish_clocks(actor, order, kind=kind, at=at, explanation=words, holder=holder)


def _items_of(actor: Actor, order: Order) -> list[OrderItem]:
    visible = OrderItem.objects.visible_to(actor).filter(order=order)
    return list(visible.select_for_update(of=("self",)).select_related("operator", "unit").order_by("pk"))


def _answer(
    actor: Actor, order: Order, facts: AnswerFacts, row: OrderItem | None, units: dict[str, Organisation], at: datetime
) -> Outcome:
    item_id = normal_item_id(facts.item_id)[:40]
    if row is None:
        return Outcome(item_id, "refused", "answer.not_in_order", f"Bưu gửi không thuộc lệnh {order.number}.")
    if order.state in ENDED and facts.answer not in LATE_ANSWERS:
        return Outcome(item_id, "refused", "order.ended", f"Lệnh {order.number} đã hết hiệu lực.")
    said_at = facts.said_at or at
    unit = units.get(facts.point.strip().upper()) if facts.point.strip() else None
    if facts.point.strip() and unit is None:
        return Outcome(
            item_id, "refused", "answer.unknown_point", f"Không có điểm mã {facts.point.strip()[:40]} thuộc đơn vị mình."
        )
    place = facts.place.strip() or (str(unit) if unit else "")
    if (row.state, row.reason, row.place) == (facts.answer, facts.reason, place):
        return Outcome(item_id, "repeated")
    reasons = [*check_moment(said_at, at), *check_answer(row.state, facts.answer, facts.reason, place)]
    if reasons:
        return Outcome(item_id, "refused", reasons[0].code, reasons[0].sentence)

    _write(actor, order, row, facts, unit, place, min(said_at, at), at)
    return Outcome(item_id, "recorded")


def _write(
    actor: Actor,
    order: Order,
    row: OrderItem,
    facts: AnswerFacts,
    unit: Organisation | None,
    place: str,
    said_at: datetime,
    at: datetime,
) -> None:
    if row.operator_id is None:
        row.operator = Organisation.objects.get(code=actor.tree.split("/")[0])
    row.state = facts.answer
    row.reason = facts.reason if facts.answer in MISSED else ""
    row.place = place[:160] or row.place
    row.unit = unit or row.unit or Organisation.objects.get(pk=actor.body_id)
    row.answered_at = row.answered_at or at
    if facts.answer == "held":
        row.held_at = said_at
    if facts.answer == "handed_over":
        row.handed_to = facts.handed_to.strip()[:160] or str(order.issuer)
    if facts.answer in LATE_ANSWERS:
        row.released_at = at
        _let_go(actor, order, row, facts.answer, at)
    row.save()
    Answer.objects.create(
        item=row,
        answer=facts.answer,
        reason=row.reason,
        note=facts.note.strip()[:300],
        place=place[:160],
        unit=unit,
        said_at=said_at,
        at=at,
        who=actor.name,
        body_id=actor.body_id,
        via=actor.source[:10],
    )


def _let_go(actor: Actor, order: Order, row: OrderItem, answer: str, at: datetime) -> None:
    """End the order's own hold on an item that was handed over or given back; other reasons keep theirs."""
    hold = (
        Hold.objects.filter(subject=subject_of(order), operator=row.operator, item_id=row.item_id, until_at=None)
        .select_related("holder")
        .first()
    )
    if hold is not None:
        end_hold(actor, hold, reason="taken" if answer == "handed_over" else "order_ended", at=at)


def _settle(actor: Actor, order: Order, at: datetime) -> None:
    """End the answer clock of each operator whose items are all answered, and the release clock once all are let go."""
    for operator in Organisation.objects.filter(pk__in=order.items.exclude(operator=None).values("operator")):
        mine = order.items.filter(operator=operator)
        if not mine.filter(state__in=UNANSWERED).exists():
            finish_clocks_of(actor, order, operator, "interdiction.answer", at)
        if not mine.filter(release_due_at__isnull=False, released_at=None).exists():
            finish_clocks_of(actor, order, operator, "interdiction.confirm_release", at)
