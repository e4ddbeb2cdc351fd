"""Whom the rungs of a ladder mean, the limit that names its ladder, and when a clock has to be looked at next.

Pure: plain values in, plain values out.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from buuan.base.clocks.rules import Anchor, Escalation, Ladder, Limit, Step

WHOM = {
    "assignee": "người thụ lý",
    "duty_officer": "trực ban",
    "leader": "lãnh đạo",
    "superior": "cấp trên",
    "contact": "đầu mối 24/7",
    "security_leader": "lãnh đạo phụ trách an toàn, an ninh",
    "issuer": "cơ quan ra lệnh",
}
"""Whom a rung may name: people of the holding body, the body above it, or (`issuer`) the one that started the clock."""


@dataclass(frozen=True, slots=True)
class LadderedLimit(Limit):
    """A limit that says by which ladder its clocks climb; an empty code means that nobody is called."""

    ladder_code: str = ""


def ladder_code_of(limit: Limit) -> str:
    """Give the code of the ladder that a limit names, empty for a limit that names none."""
    return limit.ladder_code if isinstance(limit, LadderedLimit) else ""


def next_look_at(
    ladder: Ladder, started_at: datetime, due_at: datetime | None, already: Set[str], after: datetime | None = None
) -> datetime | None:
    """Give the moment at which a running clock has to be looked at next, or None when no rung is left.

    `already` holds the keys of the rungs that were climbed (`rules.Escalation.key`). With `after`, rungs up to that
    moment are settled: climbed, or passed because they came too late to be true. A clock without a due time stands
    still and is not looked at.
    """
    if due_at is None:
        return None
    moments = []
    for number, step in enumerate(ladder.steps, start=1):
        at = moment_of(step, started_at, due_at)
        is_reminder = step.anchor is Anchor.DUE and step.after < timedelta()
        if is_reminder and at <= started_at:
            continue
        if (after is None or at > after) and Escalation(number, step, at).key not in already:
            moments.append(at)
    return min(moments, default=None)


def moment_of(step: Step, started_at: datetime, due_at: datetime) -> datetime:
    """Give the moment that a rung belongs to."""
    return (due_at if step.anchor is Anchor.DUE else started_at) + step.after
