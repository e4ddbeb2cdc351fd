"""Noting that a list of tips left the platform as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor


@action
def note_export(actor: Actor, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Record who took which rows out, by which filters; the rows themselves are not repeated."""
    require(actor, "tips.read")

    record(actor, "tips.exported", "tips.tip", at=at, **facts)
