"""Holding an item and letting it go; every end is told to who holds it."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from buuan.base.access.guard import require
from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.registers.items.models import Hold
from buuan.registers.items.rules import END_REASONS, STAYS


def place_hold(
    actor: Actor,
    operator: Organisation,
    item_id: str,
    *,
    ground: str,
    subject: models.Model,
    holder: Organisation,
    at: datetime,
    lapses_at: datetime | None = None,
) -> Hold:
    """Hold an item inside a running action (tạm giữ); the same reason holds it once, however often it is told."""
    check_writing("Hold")
    hold, _is_new = Hold.objects.get_or_create(
        operator=operator,
        item_id=item_id,
        subject=subject_of(subject),
        defaults={
            "ground": ground,
            "label": str(getattr(subject, "number", "")),
            "holder": holder,
            "from_at": at,
            "lapses_at": lapses_at,
        },
    )
    return hold


def keep_holds_of(subject: models.Model) -> None:
    """Inside a running action: a hold whose reason was taken up no longer lapses by itself."""
    check_writing("Hold")
    Hold.objects.filter(subject=subject_of(subject), until_at=None).update(lapses_at=None)


def let_holds_lapse(subject: models.Model, *, at: datetime) -> None:
    """Inside a running action: a hold whose reason waits again ends by itself at `at`, as every hold without an answer does."""
    check_writing("Hold")
    Hold.objects.filter(subject=subject_of(subject), until_at=None, lapses_at=None).update(lapses_at=at)


def end_hold(actor: Actor, hold: Hold, *, reason: str, at: datetime) -> None:
    """End one hold inside a running action and tell who holds the item whether it may move now."""
    check_writing("Hold")
    if reason not in END_REASONS:
        raise ValueError(f"{reason} is no reason to end a hold")
    ended = Hold.objects.filter(pk=hold.pk, until_at=None).update(until_at=at, end_reason=reason)
    if not ended:
        return
    still = Hold.objects.filter(operator_id=hold.operator_id, item_id=hold.item_id, until_at=None).count()
    if reason in STAYS:
        moves = "Bưu gửi không được chuyển tiếp."
    else:
        moves = "Bưu gửi được chuyển tiếp." if still == 0 else f"Bưu gửi vẫn bị giữ vì {still} lý do khác."
    send(
        actor,
        "items.hold_ended",
        about=hold,
        to=[hold.holder],
        title=f"Kết thúc tạm giữ bưu gửi {hold.item_id}",
        text=f"Lý do: {END_REASONS[reason]}. {moves}",
        at=at,
    )


def end_holds_of(actor: Actor, subject: models.Model, *, reason: str, at: datetime) -> int:
    """End every open hold that one record caused, inside a running action; gives how many."""
    holds = list(Hold.objects.filter(subject=subject_of(subject), until_at=None).select_related("holder"))
    for hold in holds:
        end_hold(actor, hold, reason=reason, at=at)
    return len(holds)


def end_item_holds(actor: Actor, operator_id: int, item_id: str, *, reason: str, at: datetime) -> int:
    """End, inside a running action, the holds on one item that reports and hits caused; those of an order end with the order."""
    holds = list(
        Hold.objects.filter(operator_id=operator_id, item_id=item_id, until_at=None)
        .exclude(ground="order")
        .select_related("holder")
    )
    for hold in holds:
        end_hold(actor, hold, reason=reason, at=at)
    return len(holds)


@action
def end_lapsed_holds(actor: Actor, *, at: datetime) -> int:
    """End the clerks' own holds whose limit has passed while the focal point stayed silent; gives how many.

    A hold that was taken up has no limit any more. Two workers never end the same hold twice.
    """
    require(actor, "items.end_lapsed_holds")
    lapsed = list(
        Hold.objects.filter(until_at=None, lapses_at__lte=at)
        .select_related("holder")
        .select_for_update(skip_locked=True, of=("self",))[:500]
    )

    for hold in lapsed:
        end_hold(actor, hold, reason="lapsed", at=at)

    record(
        actor, "items.holds_lapsed", "items.hold", at=at, holds=[hold.pk for hold in lapsed], labels=[hold.label for hold in lapsed]
    )
    return len(lapsed)
