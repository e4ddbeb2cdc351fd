"""Loading the shipped rows of grounds, and noting that a list left as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.work.interdiction.models import Ground
from buuan.work.interdiction.rules.reading import read_grounds


@action
def load_grounds(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Load the shipped rows of grounds; may run again. Raises BrokenGrounds for a row beyond its ceiling, then nothing changes.

    A row that left the file is not taken out, for orders rest on it; it ends when the file ends it.
    """
    require(actor, "interdiction.load")
    rows = read_grounds()

    for row in rows:
        plain = ("ground", "body_kind", "name", "most_items", "from_on", "until_on", "source", "read_in", "mark", "note")
        values = {name: getattr(row, name) for name in plain}
        Ground.objects.update_or_create(
            code=row.code, defaults=values | {"keys": sorted(row.keys), "deciders": sorted(row.deciders)}
        )

    record(actor, "interdiction.grounds_loaded", "interdiction.ground", at=at, grounds=len(rows))
    return {"grounds": len(rows)}


@action
def note_export(actor: Actor, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Record who took which rows out, by which filters; the rows themselves are not repeated."""
    require(actor, "interdiction.read")

    record(actor, "interdiction.exported", "interdiction.order", at=at, **facts)
