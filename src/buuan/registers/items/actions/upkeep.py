"""The archive's upkeep as acts: purge by the dated rule, change of the key; each leaves a record with its counts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, time, timedelta

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.archive.upkeep import Purged, Rotated, purge, rotate, sweep
from buuan.registers.items.models import Hold, ItemEvent, LegalHold
from buuan.registers.items.rules import LATE_DAYS, keeps_since
from buuan.registers.items.store import archive, withdraw_orphans
from buuan.registers.law.queries import limit_row_in_force

KEEP = "items.keep"
"""The dated row that says for how many days the archive keeps what was declared."""
_SETTLE = timedelta(hours=1)


@action
def purge_archive(actor: Actor, *, needed: Collection[tuple[str, str]] = (), at: datetime) -> Purged:
    """Delete from the archive what is older than the dated rule allows (xóa theo thời hạn lưu), and say how much.

    What stays: items on hold, items kept for a case (legal holds), and those in `needed`, by operator's code and identifier.
    Commits without a manifest, left by a process that was killed, go as well, and events that are older than events may be.
    Raises Refused when no rule is in force: nothing is deleted by guess.
    """
    require(actor, "items.upkeep")
    today = at.astimezone(VIETNAM).date()
    since = keeps_since(today, limit_row_in_force(KEEP, today).amount)

    held = {*needed, *_named(Hold), *_named(LegalHold)}
    orphans = withdraw_orphans(at - _SETTLE)
    done = purge(archive(), since, held)
    strays = sweep(archive())
    oldest = datetime.combine(today - timedelta(days=LATE_DAYS), time(), VIETNAM)
    events, _ = ItemEvent.objects.filter(told_at__lt=oldest).delete()

    record(
        actor, "items.archive_purged", "items.archive", at=at, before=since.isoformat(), days=(today - since).days,
        rows=done.rows, kept_under_hold=done.held, files=done.files, orphans=orphans, strays=strays, events=events,
    )  # fmt: skip
    return done


def _named(model: type[Hold] | type[LegalHold]) -> set[tuple[str, str]]:
    return set(model.objects.filter(until_at=None).values_list("operator__code", "item_id"))


@action
def rotate_key(
    actor: Actor, *, keep_old: bool, new_key: bool = True, at: datetime, done: Callable[[int], None] | None = None
) -> Rotated:
    """Change the archive's key (đổi khóa kho): every file is encrypted again, and keys that nothing needs are destroyed.

    A run that was stopped is finished with `new_key=False`. Backups need the key of their time: `keep_old` leaves it.
    """
    require(actor, "items.upkeep")
    made = rotate(archive(), new_key=new_key, retire=not keep_old, done=done)

    record(actor, "items.key_rotated", "items.archive", at=at, key=made.key, files=made.files, retired=list(made.retired))
    return made
