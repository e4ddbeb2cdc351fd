"""What a person chooses about being told: by which channel for which event, and the quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.models import MANNERS, Choice, QuietHours
from buuan.base.dispatch.queries.choices import events
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid


@action
def choose(actor: Actor, choices: Mapping[str, str], *, at: datetime) -> int:
    """Set by event how the actor is told by e-mail (now, daily, off); gives how many choices stand. Raises Invalid."""
    require(actor, "accounts.own")
    known = {event for event, _name in events()}
    wrong = [event for event, manner in choices.items() if event not in known or manner not in MANNERS]
    if wrong:
        raise Invalid({"event": ["Lựa chọn không có trong danh mục."]})

    for event, manner in choices.items():
        Choice.objects.update_or_create(account_id=actor.account_id, event=event, channel="email", defaults={"manner": manner})

    record(actor, "dispatch.chosen", f"accounts.account:{actor.account_id}", at=at, choices=dict(sorted(choices.items())))
    return len(choices)


@action
def set_quiet_hours(actor: Actor, *, from_time: time, until_time: time, at: datetime) -> QuietHours:
    """Set when the actor is left alone by what is not urgent; equal times switch the quiet hours off."""
    require(actor, "accounts.own")

    row, _new = QuietHours.objects.update_or_create(
        account_id=actor.account_id, defaults={"from_time": from_time, "until_time": until_time}
    )

    record(
        actor,
        "dispatch.quiet_hours_set",
        f"accounts.account:{actor.account_id}",
        at=at,
        from_time=from_time.isoformat("minutes"),
        until_time=until_time.isoformat("minutes"),
    )
    return row
