"""Taking in where items are, many at a time; a held item that moved on is told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid
from buuan.registers.items.models import Hold, ItemEvent
from buuan.registers.items.rules import MOST_EVENTS, MOVING, EventFacts, event_fault, item_key, named_event

MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What became of one event: `recorded`, `repeated` or `refused` with its sentence; `held` warns that the item may not move."""

    item_id: str
    outcome: str
    event: str = ""
    held: bool = False
    sentence: str = ""


@action
def record_events(actor: Actor, operator: Organisation, events: Sequence[EventFacts], *, at: datetime) -> list[EventOutcome]:
    """Record where items of an operator are (sự kiện bưu gửi); gives an outcome a row, in the order of the question.

    A bad row is refused alone; an event told before is not told twice; events may come in any order. Raises Invalid for no
    or too many events, Forbidden for another operator's. Whoever keeps an item that moved all the same is told.
    """
    require(actor, "items.report_events")
    if not actor.is_system and operator.code != actor.tree.split("/")[0]:
        raise Forbidden("operator.foreign", "Chỉ báo sự kiện cho bưu gửi của doanh nghiệp mình.")
    if not 1 <= len(events) <= MOST_EVENTS:
        raise Invalid({"events": [f"Mỗi lần từ 1 đến {MOST_EVENTS} sự kiện."]})
    places = _places(operator, events)
    outcomes: list[EventOutcome | None] = [None] * len(events)
    fresh: dict[tuple, tuple[int, ItemEvent]] = {}
    for number, facts in enumerate(events):
        item_id = item_key(facts.item_id)
        fault = event_fault(facts, at)
        if fault:
            outcomes[number] = EventOutcome(item_id[:40], "refused", sentence=fault)
            continue
        event, raw = named_event(facts.event, facts.vocabulary)
        point = facts.point.strip().upper()
        key = (item_id, facts.at, event, raw, point)
        if key in fresh:
            outcomes[number] = EventOutcome(item_id, "repeated", event)
            continue
        row = ItemEvent(
            operator=operator, item_id=item_id, event=event, raw_code=raw, point=point, place=places.get(point),
            at=facts.at, told_at=at, teller_id=actor.body_id,
        )  # fmt: skip
        fresh[key] = (number, row)

    known = _known(operator, [row for _, row in fresh.values()])
    holds = _open_holds(operator, {row.item_id for _, row in fresh.values()})
    # Two senders at once may tell the same thing: the row that is there stays.
    ItemEvent.objects.bulk_create([row for key, (_, row) in fresh.items() if key not in known], 1_000, ignore_conflicts=True)
    for key, (number, row) in fresh.items():
        repeated = key in known
        outcomes[number] = EventOutcome(
            row.item_id, "repeated" if repeated else "recorded", row.event, held=row.item_id in holds,
            sentence="Bưu gửi đang bị tạm giữ, không được chuyển tiếp." if row.item_id in holds else "",
        )  # fmt: skip
    told = [one for one in outcomes if one is not None]
    moved = [
        (row, hold)
        for key, (_, row) in fresh.items()
        if key not in known and row.event in MOVING
        for hold in holds.get(row.item_id, ())
        if row.at >= hold.from_at
    ]

    counts = Counter(one.outcome for one in told)
    record(
        actor, "items.events_recorded", "items.itemevent", at=at, operator=operator.code,
        recorded=counts["recorded"], repeated=counts["repeated"], refused=counts["refused"],
        unknown_codes=sum(1 for one in told if one.event == "other"), moved_under_hold=len(moved),
    )  # fmt: skip
    for row, hold in moved[:MOST_TOLD]:
        _tell_moved(actor, operator, row, hold, at)
    return told


def _places(operator: Organisation, events: Sequence[EventFacts]) -> dict[str, Organisation]:
    codes = {facts.point.strip().upper() for facts in events}
    found = Organisation.objects.under(operator.path).filter(code__in=codes - {""})
    return {one.code: one for one in found}


def _known(operator: Organisation, rows: list[ItemEvent]) -> set[tuple]:
    found = ItemEvent.objects.filter(operator=operator, item_id__in={row.item_id for row in rows})
    return set(found.values_list("item_id", "at", "event", "raw_code", "point"))


def _open_holds(operator: Organisation, item_ids: set[str]) -> dict[str, list[Hold]]:
    holds: dict[str, list[Hold]] = {}
    for hold in Hold.objects.filter(operator=operator, item_id__in=item_ids, until_at=None).select_related("holder"):
        holds.setdefault(hold.item_id, []).append(hold)
    return holds


def _tell_moved(actor: Actor, operator: Organisation, row: ItemEvent, hold: Hold, at: datetime) -> None:
    send(
        actor, "items.moved_under_hold", about=hold, to=[hold.holder, operator],
        title=f"Bưu gửi {row.item_id} đang tạm giữ nhưng đã chuyển đi",
        text=f"Doanh nghiệp báo: {row.get_event_display()}{f' tại {row.place or row.point}' if row.point else ''}. "
        f"Tạm giữ vì {hold.get_ground_display()} {hold.label}. Tìm và giữ lại bưu gửi ngay.",
        at=at, urgent=True,
    )  # fmt: skip
