"""Noting what was read: a restricted case that was opened, a list of cases that left the platform as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.work.cases.models import Case


@action
def note_export(actor: Actor, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Record who took which rows out, by which filters; the rows themselves are not repeated."""
    require(actor, "cases.read")

    record(actor, "cases.exported", "cases.case", at=at, **facts)


@action
def note_restricted_read(actor: Actor, case: Case, *, at: datetime) -> None:
    """Record who opened a restricted case; that only some may see it makes each look worth knowing."""
    require(actor, "cases.read", case)

    record(actor, "cases.read_restricted", case, at=at)
