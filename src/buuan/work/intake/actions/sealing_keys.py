"""The key that counters' phones seal to: changed, and those of before destroyed by the dated rule; each leaves a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.devices.sealing import change_key, current_name, destroy_keys
from buuan.kit.actor import Actor
from buuan.work.intake.queries import oldest_sealing_day, today


@dataclass(frozen=True, slots=True)
class KeyChange:
    """The names of the key that is handed out now, of the one before, and of those that were destroyed."""

    key: str
    former: str
    destroyed: tuple[str, ...]


@action
def change_sealing_key(actor: Actor, *, at: datetime) -> KeyChange:
    """Hand out a new key to the phones (đổi khóa niêm phong); what was sealed to a former one opens until the rule lets it go.

    Raises Refused when no rule is in force: nothing is destroyed by guess.
    """
    require(actor, "intake.keep_sealing_key")
    since = oldest_sealing_day(today(at))

    former = current_name()
    made = KeyChange(change_key(today(at)), former, tuple(destroy_keys(since)))

    record(
        actor, "intake.sealing_key_changed", "intake.sealingkey", at=at, key=made.key, former=former, destroyed=list(made.destroyed)
    )
    return made


@action
def destroy_sealing_keys(actor: Actor, *, at: datetime) -> tuple[str, ...]:
    """Destroy the keys to which no phone can hold a report any more (hủy khóa cũ), and give their names."""
    require(actor, "intake.keep_sealing_key")
    since = oldest_sealing_day(today(at))

    destroyed = tuple(destroy_keys(since))

    record(actor, "intake.sealing_keys_destroyed", "intake.sealingkey", at=at, destroyed=list(destroyed), before=since.isoformat())
    return destroyed
