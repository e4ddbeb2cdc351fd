"""Whom to call when a clock is about to fall due, or has: the steps of a ladder (báo lên cấp trên) and their times."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from buuan.base.clocks.rules.due import due_at
from buuan.base.clocks.rules.facts import ClockFacts
from buuan.kit.workdays import Calendar


class Anchor(StrEnum):
    """What a step is counted from."""

    START = "start"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: so long after the due time (negative = before it) or after the start, `whom` is told.

    `whom` is a role or level (`assignee`, `duty_officer`, `leader`, …), resolved to people by who uses the ladder;
    `name` is the Vietnamese name of the rung.
    """

    code: str
    after: timedelta
    whom: str
    name: str
    anchor: Anchor = Anchor.DUE

    def __post_init__(self) -> None:
        if self.anchor is Anchor.START and self.after < timedelta():
            raise ValueError(f"{self.code}: nobody can be told before the clock starts")


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs by which a silent clock climbs, lowest first, as a dated row of the law register states them."""

    code: str
    name: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if len({step.code for step in self.steps}) != len(self.steps):
            raise ValueError(f"{self.code}: a rung stands twice")


@dataclass(frozen=True, slots=True)
class Escalation:
    """A rung whose time has come; `number` is its place on the ladder, from 1, and `at` the moment it belongs to."""

    number: int
    step: Step
    at: datetime

    @property
    def key(self) -> str:
        """The mark of rung and moment that the caller keeps, so that no call is made twice.

        A due time that moves gives new marks: after an extension the reminders come again.
        """
        return f"{self.step.code}@{self.at.timestamp():.0f}"


def escalations_due(
    facts: ClockFacts, ladder: Ladder, calendar: Calendar, now: datetime, already: Set[str] = frozenset()
) -> tuple[Escalation, ...]:
    """Give the rungs to climb now, in the order of their times, without those whose keys are in `already`.

    A finished clock calls nobody, nor does a paused one. A reminder before the due time is left out when it would have
    come before the clock started or with it (a limit of 24 hours needs no warning of 24 hours), and when the due time has passed
    meanwhile, for then the later rungs say what is true.
    """
    if facts.is_finished or facts.is_paused:
        return ()
    due = due_at(facts, calendar)
    if due is None:
        return ()
    found = []
    for number, step in enumerate(ladder.steps, start=1):
        at = (due if step.anchor is Anchor.DUE else facts.started_at) + step.after
        is_reminder = step.anchor is Anchor.DUE and step.after < timedelta()
        if at > now or (is_reminder and (at <= facts.started_at or now > due)):
            continue
        escalation = Escalation(number, step, at)
        if escalation.key not in already:
            found.append(escalation)
    return tuple(sorted(found, key=lambda escalation: escalation.at))
