"""Hand-overs (bàn giao): one side offers, the other confirms with the code; anything else leaves the holder as he is."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.items.actions import end_item_holds
from buuan.registers.items.models import Hold
from buuan.work.cases.actions.telling import day_of, refuse, tell
from buuan.work.cases.models import Case
from buuan.work.cases.rights import HANDLERS
from buuan.work.cases.rules import normal_text
from buuan.work.custody.actions.exhibits import ThingFacts, put_exhibit
from buuan.work.custody.actions.shared import note_event, open_case, page_of_hand_over
from buuan.work.custody.models import Custody, Exhibit, HandOver, HandOverLine
from buuan.work.custody.rules import (
    CODE_LENGTH,
    CODE_SIGNS,
    HAND_OVER_FLOW,
    MOST_LINES,
    OFFER_LASTS,
    check_reason,
    may_act_on,
    normal_code,
)

UNTOUCHED = "nguyên vẹn"


@dataclass(frozen=True, slots=True)
class _Offer:
    giver: Organisation
    receiver: Organisation
    asked_by: str
    reason: str
    place: str
    representative: str = ""


@action
def offer_hand_over(
    actor: Actor,
    case: Case,
    exhibits: Sequence[Exhibit],
    receiver: Organisation,
    *,
    reason: str,
    place: str,
    at: datetime,
    representative: str = "",
    conditions: Sequence[str] = (),
) -> HandOver:
    """Offer exhibits that the actor's body holds to another body (đề nghị bàn giao); nothing changes hands before it confirms."""
    require(actor, "custody.hand_over", case)
    case = open_case(actor, case)
    if receiver.kind not in (*HANDLERS.split(), "provincial_department", *OPERATOR_KINDS):
        raise Refused("hand_over.receiver", f"{receiver} không phải đơn vị nhận tang vật.")
    if not receiver.holds_on(day_of(at)):
        raise Refused("organisation.ended", f"{receiver} không còn hoạt động; hãy chọn cơ quan kế thừa.")
    rows = _lock(exhibits, case)
    holders = {
        one.holder_id: one.holder for one in Custody.objects.select_related("holder").filter(exhibit__in=rows, until_at=None)
    }
    if len(holders) != 1 or not next(iter(holders.values())).path.startswith(actor.tree):
        raise Forbidden("exhibit.not_holder", "Chỉ bàn giao được tang vật mà đơn vị anh/chị đang giữ.")
    giver = next(iter(holders.values()))

    offer = _Offer(giver, receiver, "giver", check_reason(reason), normal_text(place), normal_text(representative))
    made = _write(actor, case, rows, offer, conditions, at)

    row = _record_offer(actor, made, rows, at)
    _tell_offer(actor, made, rows, row, at)
    return made


@action
def ask_operator(
    actor: Actor, case: Case, hold: Hold, facts: ThingFacts, *, reason: str, at: datetime, representative: str = ""
) -> HandOver:
    """Take an item that is held at a counter over from its operator (tiếp nhận tang vật): it becomes an exhibit.

    The operator's people confirm that they give it away; the actor's body holds it from then on.
    """
    require(actor, "custody.take", case)
    case = open_case(actor, case)
    if hold.until_at is not None or facts.item is None or facts.item.item_id != hold.item_id:
        raise Refused("hold.ended", "Bưu gửi này không còn bị tạm giữ tại doanh nghiệp.")
    if facts.item.operator_id != hold.operator_id:
        raise Refused("hold.other_operator", "Bưu gửi này của doanh nghiệp khác.")
    if Exhibit.objects.filter(case=case, item=facts.item).exclude(state="disposed").exists():
        raise Refused("exhibit.exists", "Bưu gửi này đã được lập tang vật.")

    exhibit = put_exhibit(case, facts, hold.holder, f"đại diện {hold.holder}", at)
    receiver = Organisation.objects.get(pk=actor.body_id)
    offer = _Offer(hold.holder, receiver, "receiver", check_reason(reason), exhibit.place, normal_text(representative))
    made = _write(actor, case, [exhibit], offer, (), at)

    taken = record(
        actor,
        "custody.exhibit_listed",
        exhibit,
        at=at,
        case=case.number,
        description=exhibit.description,
        quantity=str(exhibit.quantity),
        unit=exhibit.unit,
        seal=exhibit.seal,
        holder=hold.holder.code,
        item=hold.item_id,
        by_kind=actor.body_kind,
    )
    note_event(exhibit, taken, actor, "taken", at, holder=str(hold.holder), place=exhibit.place, seal=exhibit.seal)
    row = _record_offer(actor, made, [exhibit], at)
    _tell_offer(actor, made, [exhibit], row, at)
    tell(case, actor, "custody", at, text=f"đề nghị {hold.holder} bàn giao tang vật", ref=exhibit.number)
    return made


@action
def confirm_hand_over(actor: Actor, hand_over: HandOver, *, code: str, at: datetime) -> HandOver:
    """Confirm a hand-over with its code: from this moment the receiver holds the exhibits, whole or not at all.

    Confirmed twice is confirmed once. Raises Forbidden for the side that offered and for anybody else, Refused for a wrong code,
    after the end of the offer, and when an exhibit changed meanwhile.
    """
    require(actor, "custody.confirm", hand_over)
    hand_over = _locked(hand_over)
    if not hand_over.other_side.path.startswith(actor.tree):
        raise Forbidden("hand_over.not_side", f"Chỉ {hand_over.other_side} xác nhận được bàn giao này.")
    if not secrets.compare_digest(normal_code(code).encode(), hand_over.code.encode()):
        raise Refused("hand_over.wrong_code", "Mã xác nhận không đúng; mã có trên màn hình hoặc mã QR của bên đề nghị.")
    if hand_over.state == "confirmed":
        record(actor, "custody.confirmed_again", hand_over, at=at)
        return hand_over
    step = HAND_OVER_FLOW.step(hand_over.state, "confirm")
    if at >= hand_over.expires_at:
        raise Refused("hand_over.expired", "Đề nghị bàn giao đã hết hạn; bên đề nghị cần lập lại.")
    rows = _lock([one.exhibit for one in hand_over.lines.select_related("exhibit")], hand_over.case, offered=True)
    held = Custody.objects.filter(exhibit__in=rows, until_at=None, holder=hand_over.giver)
    if held.count() != len(rows):
        raise Refused("hand_over.changed", "Tang vật không còn ở bên giao như khi đề nghị.")

    names = {"receiver_name": actor.name} if hand_over.asked_by == "giver" else {"giver_name": actor.name}
    hand_over.move(step, ended_at=at, **names)
    held.update(until_at=at)
    for one in rows:
        Custody.objects.create(exhibit=one, holder=hand_over.receiver, person=hand_over.receiver_name, from_at=at)
    hand_over.lines.update(is_open=False)
    if hand_over.giver.kind in OPERATOR_KINDS:
        for one in rows:
            if one.item is not None:
                end_item_holds(actor, one.item.operator_id, one.item.item_id, reason="taken", at=at)

    row = record(
        actor,
        "custody.handed_over",
        hand_over,
        at=at,
        case=hand_over.case.number,
        exhibits=[one.number for one in rows],
        seals=[one.seal for one in rows],
        giver=hand_over.giver.code,
        receiver=hand_over.receiver.code,
        giver_kind=hand_over.giver.kind,
        receiver_kind=hand_over.receiver.kind,
        from_operator=hand_over.giver.kind in OPERATOR_KINDS,
    )
    for one in rows:
        facts = {
            "hand_over": hand_over.number,
            "giver": str(hand_over.giver),
            "receiver": str(hand_over.receiver),
            "seal": one.seal,
        }
        note_event(one, row, actor, "handed_over", at, **facts)
    said = f"nhận bàn giao {len(rows)} tang vật từ {hand_over.giver} cho {hand_over.receiver}"
    tell(hand_over.case, actor, "custody", at, text=said, ref=hand_over.number)
    _send(actor, hand_over, hand_over.asking_side, "custody.confirmed", f"Đã xác nhận bàn giao {hand_over.number}", at)
    return hand_over


@action
def withdraw_hand_over(actor: Actor, hand_over: HandOver, *, reason: str, at: datetime) -> HandOver:
    """Take an offer back that nobody has confirmed; the giver holds the exhibits as before."""
    require(actor, "custody.hand_over", hand_over)
    hand_over = _locked(hand_over)
    if not hand_over.asking_side.path.startswith(actor.tree):
        raise Forbidden("hand_over.not_side", f"Chỉ {hand_over.asking_side} rút được đề nghị này.")

    _end(actor, hand_over, "withdraw", check_reason(reason), at)
    return hand_over


@action
def decline_hand_over(actor: Actor, hand_over: HandOver, *, reason: str, at: datetime) -> HandOver:
    """Refuse what was offered (không nhận), with a reason; the giver holds the exhibits as before."""
    require(actor, "custody.confirm", hand_over)
    hand_over = _locked(hand_over)
    if not hand_over.other_side.path.startswith(actor.tree):
        raise Forbidden("hand_over.not_side", f"Chỉ {hand_over.other_side} trả lời được bàn giao này.")

    said = check_reason(reason)
    _end(actor, hand_over, "decline", said, at)
    _send(actor, hand_over, hand_over.asking_side, "custody.declined", f"Không nhận bàn giao {hand_over.number}", at, said)
    return hand_over


@action
def expire_offers(actor: Actor, *, at: datetime) -> int:
    """End the offers whose time is over; gives how many. Two workers never end the same one twice."""
    require(actor, "custody.expire_offers")
    over = list(HandOver.objects.filter(state="offered", expires_at__lte=at).select_for_update(skip_locked=True)[:500])

    for one in over:
        _end(actor, one, "expire", "quá hạn xác nhận", at)

    record(actor, "custody.offers_expired", "custody.handover", at=at, hand_overs=[one.number for one in over])
    return len(over)


def _lock(exhibits: Iterable[Exhibit], case: Case, *, offered: bool = False) -> list[Exhibit]:
    """Give exhibits of one case, locked in one order; raises Invalid for none or too many, Refused for what cannot pass on."""
    keys = sorted({one.pk for one in exhibits})
    if not 1 <= len(keys) <= MOST_LINES:
        raise Invalid({"exhibits": [f"Chọn từ 1 đến {MOST_LINES} tang vật."]})
    list(Exhibit.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    rows = list(Exhibit.objects.filter(pk__in=keys, case=case).select_related("item", "case").order_by("pk"))
    if len(rows) != len(keys):
        raise Invalid({"exhibits": ["Có tang vật không thuộc vụ việc này."]})
    if not offered:
        waiting = set(HandOverLine.objects.filter(exhibit__in=keys, is_open=True).values_list("exhibit_id", flat=True))
        for one in rows:
            refuse(may_act_on(one.state == "disposed", one.pk in waiting))
    return rows


def _write(actor: Actor, case: Case, rows: Sequence[Exhibit], offer: _Offer, conditions: Sequence[str], at: datetime) -> HandOver:
    if offer.giver.pk == offer.receiver.pk:
        raise Invalid({"receiver": ["Bên nhận phải khác bên giao."]})
    if not offer.place:
        raise Invalid({"place": ["Cần ghi nơi bàn giao."]})
    name = {"giver_name" if offer.asked_by == "giver" else "receiver_name": actor.name}
    made = HandOver.objects.create(
        number=next_number("BG", day_of(at).year),
        case=case,
        giver=offer.giver,
        receiver=offer.receiver,
        asked_by=offer.asked_by,
        reason=offer.reason,
        place=offer.place[:160],
        representative=offer.representative[:120],
        code="".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
        offered_at=at,
        expires_at=at + OFFER_LASTS,
        **name,
    )
    try:
        with transaction.atomic():
            for number, one in enumerate(rows):
                said = normal_text(conditions[number]) if number < len(conditions) else ""
                HandOverLine.objects.create(hand_over=made, exhibit=one, seal=one.seal, condition=(said or UNTOUCHED)[:200])
    except IntegrityError as error:
        raise Refused("exhibit.offered", "Tang vật đang chờ bên kia xác nhận bàn giao; rút đề nghị trước.") from error
    return made


def _record_offer(actor: Actor, made: HandOver, rows: Sequence[Exhibit], at: datetime) -> Record:
    return record(
        actor,
        "custody.offered",
        made,
        at=at,
        case=made.case.number,
        exhibits=[one.number for one in rows],
        giver=made.giver.code,
        receiver=made.receiver.code,
        asked_by=made.asked_by,
        expires_at=made.expires_at.isoformat(),
    )


def _tell_offer(actor: Actor, made: HandOver, rows: Sequence[Exhibit], row: Record, at: datetime) -> None:
    facts: dict[str, Any] = {"hand_over": made.number, "giver": str(made.giver), "receiver": str(made.receiver)}
    for one in rows:
        note_event(one, row, actor, "offered", at, **facts)
    _send(actor, made, made.other_side, "custody.offered", f"Chờ xác nhận bàn giao tang vật {made.number}", at)


def _end(actor: Actor, hand_over: HandOver, verb: str, reason: str, at: datetime) -> None:
    step = HAND_OVER_FLOW.step(hand_over.state, verb)
    rows = [one.exhibit for one in hand_over.lines.select_related("exhibit").order_by("exhibit_id")]
    hand_over.move(step, ended_at=at, why_ended=reason)
    hand_over.lines.update(is_open=False)
    numbers = [one.number for one in rows]
    row = record(actor, f"custody.{step.target}", hand_over, at=at, case=hand_over.case.number, exhibits=numbers, reason=reason)
    for one in rows:
        note_event(one, row, actor, step.target, at, hand_over=hand_over.number, reason=reason)


def _locked(hand_over: HandOver) -> HandOver:
    HandOver.objects.select_for_update().values_list("pk").get(pk=hand_over.pk)
    return HandOver.objects.select_related("case", "giver", "receiver").get(pk=hand_over.pk)


def _send(actor: Actor, about: HandOver, to: Organisation, kind: str, title: str, at: datetime, text: str = "") -> None:
    send(actor, kind, about=about, to=[to], title=title, text=text, at=at, url=page_of_hand_over(about))
