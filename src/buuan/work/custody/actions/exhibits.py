"""Exhibits: taking a thing into custody, its seal, its place, its photos, and what finally becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from buuan.base.access.guard import require
from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import Organisation
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.actions import add_loose_end, tie_loose_end
from buuan.work.cases.actions.telling import day_of, refuse, tell
from buuan.work.cases.models import Case, CaseItem
from buuan.work.cases.rules import normal_text
from buuan.work.custody.actions.shared import note_event, open_case
from buuan.work.custody.models import Custody, Disposal, Exhibit, ExhibitPhoto, HandOverLine
from buuan.work.custody.rules import DISPOSALS, check_reason, check_thing, may_act_on, may_break_seal, may_seal


@dataclass(frozen=True, slots=True)
class ThingFacts:
    """What is written of a thing when it is taken: `seal` is empty where it is not sealed yet."""

    description: str
    quantity: str | int | Decimal | None
    unit: str
    place: str
    seal: str = ""
    item: CaseItem | None = None


@action
def take_exhibit(actor: Actor, case: Case, facts: ThingFacts, *, at: datetime) -> Exhibit:
    """Take a thing into custody of the actor's body (thu giữ tang vật); the case cannot close before it is disposed of."""
    require(actor, "custody.take", case)
    case = open_case(actor, case)

    holder = Organisation.objects.get(pk=actor.body_id)
    exhibit = put_exhibit(case, facts, holder, actor.name, at)

    row = record(
        actor,
        "custody.exhibit_taken",
        exhibit,
        at=at,
        case=case.number,
        description=exhibit.description,
        quantity=str(exhibit.quantity),
        unit=exhibit.unit,
        seal=exhibit.seal,
        holder=holder.code,
        item=facts.item.item_id if facts.item else None,
        by_kind=actor.body_kind,
    )
    note_event(exhibit, row, actor, "taken", at, holder=str(holder), place=exhibit.place, seal=exhibit.seal)
    tell(case, actor, "custody", at, text="lập tang vật", ref=exhibit.number, detail=exhibit.quantity_text())
    return exhibit


def put_exhibit(case: Case, facts: ThingFacts, holder: Organisation, person: str, at: datetime) -> Exhibit:
    """Write a new exhibit with its first holder and its loose end, inside a running action; raises Invalid."""
    check_writing("Exhibit")
    amount = check_thing(facts.description, facts.quantity, facts.unit, facts.place, facts.seal)
    if facts.item is not None and facts.item.case_id != case.pk:
        raise Invalid({"item": ["Bưu gửi này không thuộc vụ việc."]})
    exhibit = Exhibit.objects.create(
        number=next_number("TV", day_of(at).year),
        case=case,
        item=facts.item,
        description=normal_text(facts.description)[:300],
        quantity=amount,
        unit=facts.unit.strip()[:20],
        place=normal_text(facts.place)[:160],
        seal=facts.seal.strip(),
        taken_at=at,
    )
    Custody.objects.create(exhibit=exhibit, holder=holder, person=person, from_at=at)
    add_loose_end(case, subject_of(exhibit), f"Tang vật {exhibit.number} chưa xử lý", at=at)
    return exhibit


@action
def seal_exhibit(actor: Actor, exhibit: Exhibit, *, seal: str, at: datetime) -> Exhibit:
    """Put a numbered seal on an exhibit (niêm phong), also again after it was opened."""
    require(actor, "custody.take", exhibit)
    exhibit = _held(actor, exhibit)
    refuse(may_seal(exhibit.seal))
    number = seal.strip()
    if not number or len(number) > 40:
        raise Invalid({"seal": ["Cần ghi số niêm phong, nhiều nhất 40 ký tự."]})

    again = exhibit.events.filter(kind__in=("sealed", "seal_broken")).exists()
    exhibit.seal = number
    exhibit.save(update_fields=("seal",))

    row = record(actor, "custody.sealed", exhibit, at=at, case=exhibit.case.number, seal=number, again=again)
    note_event(exhibit, row, actor, "sealed", at, seal=number)
    return exhibit


@action
def break_seal(actor: Actor, exhibit: Exhibit, *, reason: str, at: datetime) -> Exhibit:
    """Open the seal of an exhibit (mở niêm phong) for a reason, such as an examination."""
    require(actor, "custody.take", exhibit)
    exhibit = _held(actor, exhibit)
    refuse(may_break_seal(exhibit.seal))
    said = check_reason(reason)
    before = exhibit.seal

    exhibit.seal = ""
    exhibit.save(update_fields=("seal",))

    row = record(actor, "custody.seal_broken", exhibit, at=at, case=exhibit.case.number, seal=before, reason=said)
    note_event(exhibit, row, actor, "seal_broken", at, seal=before, reason=said)
    return exhibit


@action
def move_exhibit(actor: Actor, exhibit: Exhibit, *, place: str, at: datetime) -> Exhibit:
    """Write where the holder keeps an exhibit from now on; the holder stays the same."""
    require(actor, "custody.take", exhibit)
    exhibit = _held(actor, exhibit)
    where = normal_text(place)[:160]
    if not where:
        raise Invalid({"place": ["Cần ghi nơi để tang vật."]})
    before = exhibit.place

    exhibit.place = where
    exhibit.save(update_fields=("place",))

    row = record(actor, "custody.moved", exhibit, at=at, case=exhibit.case.number, place=where, before=before)
    note_event(exhibit, row, actor, "moved", at, place=where, before=before)
    return exhibit


@action
def add_exhibit_photo(actor: Actor, exhibit: Exhibit, file: StoredFile, *, at: datetime) -> ExhibitPhoto:
    """Add a photo of an exhibit, taken in before by `keep_photo`."""
    require(actor, "custody.take", exhibit)
    exhibit = _held(actor, exhibit, offered_too=True)

    photo, _is_new = ExhibitPhoto.objects.get_or_create(exhibit=exhibit, file=file, defaults={"at": at})

    row = record(actor, "custody.photographed", exhibit, at=at, case=exhibit.case.number, sha256=file.sha256)
    note_event(exhibit, row, actor, "photographed", at, sha256=file.sha256)
    return photo


@action
def dispose_exhibit(
    actor: Actor, exhibit: Exhibit, *, way: str, decision: str, decided_on: date, at: datetime, recipient: str = ""
) -> Disposal:
    """Write what became of an exhibit by which decision (xử lý tang vật): nobody holds it any more, its loose end is tied."""
    require(actor, "custody.dispose", exhibit)
    exhibit = _held(actor, exhibit)
    errors = {}
    if way not in DISPOSALS:
        errors["way"] = ["Chọn hình thức xử lý trong danh mục."]
    if not decision.strip():
        errors["decision"] = ["Cần ghi số quyết định xử lý."]
    if decided_on > day_of(at):
        errors["decided_on"] = ["Ngày quyết định ở tương lai."]
    if way in ("returned", "transferred") and not recipient.strip():
        errors["recipient"] = ["Cần ghi nơi nhận."]
    if errors:
        raise Invalid(errors)

    Custody.objects.filter(exhibit=exhibit, until_at=None).update(until_at=at)
    exhibit.state = "disposed"
    exhibit.save(update_fields=("state",))
    made = Disposal.objects.create(
        exhibit=exhibit,
        way=way,
        decision=decision.strip()[:80],
        decided_on=decided_on,
        recipient=normal_text(recipient)[:200],
        at=at,
        author=actor.name,
    )
    tie_loose_end(exhibit.case, subject_of(exhibit), at=at)

    row = record(
        actor,
        "custody.disposed",
        exhibit,
        at=at,
        case=exhibit.case.number,
        way=way,
        decision=made.decision,
        decided_on=decided_on.isoformat(),
        by_kind=actor.body_kind,
    )
    note_event(exhibit, row, actor, "disposed", at, way=way, decision=made.decision)
    tell(exhibit.case, actor, "custody", at, text=f"xử lý tang vật: {DISPOSALS[way]}", ref=exhibit.number, detail=made.decision)
    return made


def _held(actor: Actor, exhibit: Exhibit, *, offered_too: bool = False) -> Exhibit:
    """Give an exhibit locked, which the actor's own body holds.

    Raises Forbidden when another body holds it, Refused when it is gone or waits for a hand-over.
    """
    Exhibit.objects.select_for_update().values_list("pk").get(pk=exhibit.pk)
    now = Exhibit.objects.select_related("case", "item").get(pk=exhibit.pk)
    offered = HandOverLine.objects.filter(exhibit=now, is_open=True).exists()
    refuse(may_act_on(now.state == "disposed", offered and not offered_too))
    custody = Custody.objects.select_related("holder").filter(exhibit=now, until_at=None).first()
    if custody is None or not custody.holder.path.startswith(actor.tree):
        held_by = custody.holder if custody else "—"
        raise Forbidden("exhibit.not_holder", f"Tang vật {now.number} do {held_by} giữ; chỉ đơn vị đang giữ được thực hiện.")
    if now.case.state == "closed":
        raise Refused("case.not_open", "Vụ việc đã đóng hồ sơ.")
    return now
