"""What a recipient does: opens, acknowledges, answers, passes on; each once, each by a named person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch import rules
from buuan.base.dispatch.actions.leaving import tell_live
from buuan.base.dispatch.actions.sending import deliver_to, with_units
from buuan.base.dispatch.models import Call, Recipient
from buuan.base.dispatch.queries.ladders import ladder_on
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.kit.phones import normalise
from buuan.kit.workdays import VIETNAM


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Who said it on the telephone, under which number and when; the actor who enters it is the caller."""

    person: str
    phone: str
    called_at: datetime
    note: str = ""


@action
def open_notice(actor: Actor, recipient: Recipient, *, at: datetime) -> Recipient:
    """Note that a person of the organisation opened the notice; the first time counts.

    Whoever sees it from above or as its sender opens nothing: raises Forbidden.
    """
    require(actor, "dispatch.read")
    _check_own(actor, recipient)
    if recipient.opened_at is None:
        recipient.opened_at = at
        recipient.opened_by = actor.name
        recipient.save(update_fields=("opened_at", "opened_by"))
        if recipient.notice.asks:
            tell_live(recipient.notice)
    record(actor, "dispatch.opened", recipient, at=at, notice=recipient.notice_id)
    return recipient


@action
def open_notices(actor: Actor, recipients: Iterable[Recipient], *, at: datetime) -> int:
    """Note that a person has read several notices at once (đánh dấu đã đọc); those that ask something stay unread.

    What asks has to be looked at by itself. Gives how many were opened.
    """
    require(actor, "dispatch.read")
    keys = [one.pk for one in recipients]

    waiting = Recipient.objects.of_body(actor).filter(pk__in=keys, opened_at=None, owes=False)
    opened = list(waiting.order_by("pk").values_list("pk", flat=True))
    Recipient.objects.filter(pk__in=opened, opened_at=None).update(opened_at=at, opened_by=actor.name)

    record(
        actor, "dispatch.opened_together", f"dispatch.inbox:{actor.body_code}", at=at, count=len(opened), recipients=opened[:200]
    )
    return len(opened)


def acknowledge(actor: Actor, recipient: Recipient, *, at: datetime, on_behalf: OnBehalf | None = None) -> Recipient:
    """Acknowledge a notice for its organisation (xác nhận đã nhận); it counts as opened too.

    A person of another organisation, the sender or one above, enters what was said on the telephone (`on_behalf`). Raises
    Refused where nothing is asked, it was acknowledged before, or the notice is closed; the refusal is recorded.
    """
    try:
        return _acknowledge(actor, recipient, at=at, on_behalf=on_behalf)
    except Refused as refusal:
        _record_refusal(actor, recipient, refusal.code, at=at)
        raise


@action
def _acknowledge(actor: Actor, recipient: Recipient, *, at: datetime, on_behalf: OnBehalf | None) -> Recipient:
    _check_may_act(actor, recipient, on_behalf)
    recipient = _locked(recipient)
    notice = recipient.notice
    for code, sentence in rules.against_acknowledging(
        notice.asks, acknowledged_at=recipient.acknowledged_at, closed_at=notice.closed_at
    ):
        raise Refused(code, sentence)

    _note_acknowledged(actor, recipient, at, on_behalf)
    recipient.save()
    if on_behalf is not None:
        _write_call(actor, recipient, on_behalf, at, acknowledged=True)
    tell_live(notice)

    record(
        actor,
        "dispatch.acknowledged",
        recipient,
        at=at,
        notice=notice.pk,
        about=notice.about,
        via=recipient.acknowledged_via,
        seconds=int((at - recipient.delivered_at).total_seconds()),
    )
    return recipient


def answer(actor: Actor, recipient: Recipient, *, text: str, at: datetime, on_behalf: OnBehalf | None = None) -> Recipient:
    """Answer a notice for its organisation (trả lời), which settles what it owes and counts as acknowledged.

    A room with answers of its own calls this when the last of them is in, with its own sentence. Raises Invalid for an empty
    text, Refused where no answer is asked, one was given, or the notice is closed; the refusal is recorded.
    """
    try:
        return _answer(actor, recipient, text=text, at=at, on_behalf=on_behalf)
    except Refused as refusal:
        _record_refusal(actor, recipient, refusal.code, at=at)
        raise


@action
def _answer(actor: Actor, recipient: Recipient, *, text: str, at: datetime, on_behalf: OnBehalf | None) -> Recipient:
    _check_may_act(actor, recipient, on_behalf)
    if not text.strip():
        raise Invalid({"text": ["Cần nội dung trả lời."]})
    recipient = _locked(recipient)
    notice = recipient.notice
    for code, sentence in rules.against_answering(notice.asks, answered_at=recipient.answered_at, closed_at=notice.closed_at):
        raise Refused(code, sentence)

    if recipient.acknowledged_at is None:
        _note_acknowledged(actor, recipient, at, on_behalf)
    recipient.answered_at = at
    recipient.answered_by = on_behalf.person.strip() if on_behalf else actor.name
    recipient.answered_via = recipient_via(actor, on_behalf)
    recipient.answer = text.strip()
    recipient.owes, recipient.look_at = False, None
    recipient.save()
    if on_behalf is not None:
        _write_call(actor, recipient, on_behalf, at, acknowledged=True)
    tell_live(notice)

    late = notice.answer_by is not None and at > notice.answer_by
    record(
        actor, "dispatch.answered", recipient, at=at, notice=notice.pk, about=notice.about, via=recipient.answered_via, late=late
    )
    return recipient


@action
def pass_on(actor: Actor, recipient: Recipient, *, at: datetime, to: Iterable[Organisation] | None = None) -> list[Recipient]:
    """Pass a notice on to the level below (chuyển tiếp): to all units directly below, or to those of `to`.

    Each of them owes what the notice asks, and passes it on in turn. Raises Refused where the notice is not for passing on, is
    closed, or stands with every unit already; Invalid for a unit that is not below.
    """
    require(actor, "dispatch.pass_on")
    _check_own(actor, recipient)
    recipient = _locked(recipient)
    notice = recipient.notice
    if not notice.cascade:
        raise Refused("dispatch.no_cascade", "Thông báo này không chuyển tiếp cho cấp dưới.")
    if notice.closed_at is not None:
        raise Refused("dispatch.closed", "Thông báo đã kết thúc, không chuyển tiếp nữa.")
    on = at.astimezone(VIETNAM).date()
    below = {one.pk: one for one in Organisation.objects.filter(parent=recipient.organisation_id).as_of(on)}
    wanted = list(to) if to is not None else list(below.values())
    strangers = [str(one) for one in wanted if one.pk not in below]
    if strangers:
        raise Invalid({"to": [f"Không phải đơn vị trực thuộc: {', '.join(strangers[:5])}."]})

    made = deliver_to(notice, with_units(wanted, at) if notice.urgent else wanted, at=at, passed_by=recipient)
    if not made:
        raise Refused("dispatch.passed_on_already", "Mọi đơn vị trực thuộc đã có thông báo này.")
    if recipient.passed_on_at is None:
        recipient.passed_on_at = at
        recipient.passed_on_by = actor.name
    if recipient.opened_at is None:
        recipient.opened_at, recipient.opened_by = at, actor.name
    recipient.save()
    tell_live(notice)

    record(actor, "dispatch.passed_on", recipient, at=at, notice=notice.pk, units=len(made))
    return list(Recipient.objects.filter(pk__in=[one.pk for one in made]).select_related("organisation").order_by("pk"))


@action
def _record_refusal(actor: Actor, recipient: Recipient, code: str, *, at: datetime) -> None:
    """Keep in the log that somebody tried what is not open; the try itself changed nothing."""
    record(actor, "dispatch.refused", recipient, at=at, notice=recipient.notice_id, code=code)


def _check_own(actor: Actor, recipient: Recipient) -> None:
    if recipient.organisation_id != actor.body_id:
        raise Forbidden(hidden=not recipient.is_visible_to(actor))


def _check_may_act(actor: Actor, recipient: Recipient, on_behalf: OnBehalf | None) -> None:
    if on_behalf is None:
        require(actor, "dispatch.acknowledge")
        _check_own(actor, recipient)
        return
    require(actor, "dispatch.call", recipient)
    errors: dict[str, list[str]] = {}
    if not on_behalf.person.strip():
        errors["person"] = ["Cần tên người nghe máy."]
    if normalise(on_behalf.phone) is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 0237 3852 246."]
    if on_behalf.called_at < recipient.delivered_at:
        errors["called_at"] = ["Giờ gọi không thể trước lúc gửi thông báo."]
    if errors:
        raise Invalid(errors)


def _locked(recipient: Recipient) -> Recipient:
    return Recipient.objects.select_for_update(of=("self",)).select_related("notice", "organisation").get(pk=recipient.pk)


def recipient_via(actor: Actor, on_behalf: OnBehalf | None) -> str:
    """Give by which way an act came in."""
    if on_behalf is not None:
        return "call"
    return "api" if actor.source == "api" else "page"


def _note_acknowledged(actor: Actor, recipient: Recipient, at: datetime, on_behalf: OnBehalf | None) -> None:
    notice = recipient.notice
    recipient.acknowledged_at = at
    recipient.acknowledged_by = on_behalf.person.strip() if on_behalf else actor.name
    recipient.acknowledged_via = recipient_via(actor, on_behalf)
    if recipient.opened_at is None:
        recipient.opened_at, recipient.opened_by = at, recipient.acknowledged_by
    recipient.owes = rules.owes(notice.asks, acknowledged=True, answered=recipient.answered_at is not None)
    recipient.look_at = None
    if recipient.owes and notice.ladder:
        already = frozenset(recipient.escalations.values_list("key", flat=True))
        ladder = ladder_on(notice.ladder, notice.at)
        recipient.look_at = rules.next_look(
            ladder, recipient.delivered_at, notice.answer_by, acknowledged=True, already=already, after=at
        )


def _write_call(actor: Actor, recipient: Recipient, said: OnBehalf, at: datetime, *, acknowledged: bool) -> Call:
    return Call.objects.create(
        recipient=recipient,
        caller=actor.name,
        caller_body_id=actor.body_id,
        person=said.person.strip(),
        phone=normalise(said.phone) or "",
        result="reached",
        acknowledged=acknowledged,
        note=said.note.strip(),
        called_at=said.called_at,
        at=at,
    )
