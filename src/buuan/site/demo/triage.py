"""The focal point's answers to reports, each in its time, and the ladders that climb while it is silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.base.clocks.actions import escalate_due_clocks
from buuan.registers.items.actions import end_lapsed_holds
from buuan.registers.items.models import Hold
from buuan.site.demo.casework import CaseWork
from buuan.site.demo.reports import ACCEPT, JOIN, WAIT
from buuan.site.demo.stage import Stage, words
from buuan.work.intake.actions import accept_report, decline_report, join_report
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.rules import GRAVE

FOCAL = "truc-ban"
_TRIES = 3
_IN_TIME = {True: timedelta(hours=2), False: timedelta(hours=24)}
# Just after the rungs of the urgent ladder, as the worker's minute hand would climb them.
_RUNGS = tuple(timedelta(minutes=minutes, seconds=20) for minutes in (15, 30, 60))


class Triage:
    """The focal point at work."""

    def __init__(self, stage: Stage, casework: CaseWork) -> None:
        self.stage = stage
        self.casework = casework
        self._answered: set[int] = set()
        self._chance = stage.chance("triage")
        self._declined = 0

    def take(self, report: SuspicionReport, fate: str, at: datetime) -> None:
        """Plan the answer to a report that has just come in."""
        story = self.stage.story
        is_grave = report.severity in GRAVE
        if is_grave:
            for rung in _RUNGS:
                story.at(at + rung, lambda moment: self._climb(report, moment))
        if fate == WAIT:
            return
        moment = min(at + self._delay(is_grave), self.stage.end - timedelta(minutes=self._chance.randrange(3, 40)))
        story.at(max(moment, at), lambda then: self._answer(report, fate, then, _TRIES))

    def watch(self) -> None:
        """Let the ladders climb and the clerks' own holds lapse every six hours, whatever else happens."""
        moment = self.stage.start + timedelta(hours=6)
        while moment < self.stage.end:
            self.stage.story.at(moment, self._tick)
            moment += timedelta(hours=6)

    def _delay(self, is_grave: bool) -> timedelta:
        share = self._chance.random()
        if not is_grave:
            return timedelta(hours=26.5) if share < 0.02 else timedelta(minutes=int(15 + 900 * share * share))
        if share < 0.72:
            return timedelta(minutes=self._chance.randrange(3, 14))
        if share < 0.92:
            return timedelta(minutes=self._chance.randrange(16, 29))
        return timedelta(minutes=self._chance.randrange(35, 110) if share < 0.965 else self._chance.randrange(130, 260))

    def _answer(self, report: SuspicionReport, fate: str, at: datetime, tries: int) -> None:
        actor = self.stage.actor(FOCAL)
        is_late = at - report.received_at > _IN_TIME[report.severity in GRAVE]
        explanation = words()["late_triage"] if is_late else ""
        if fate == ACCEPT:
            # An agency tells what it saw and knows no item: its own words say best what the case is about.
            title = "" if report.item_id else report.text.rstrip(".")
            case = accept_report(actor, report, at=at, title=title, explanation=explanation)
            self.casework.opened(case, report, at)
        else:
            work = self.casework.like(report) if fate == JOIN else None
            if work is not None:
                work.case = join_report(actor, report, work.case, at=at, explanation=explanation)
            elif fate == JOIN and tries > 1:
                # The case that it belongs to may be opened later on the same day.
                self.stage.story.at(at + timedelta(hours=3), lambda then: self._answer(report, fate, then, tries - 1))
                return
            else:
                reasons = words()["declined"]
                self._declined += 1
                reason = reasons[self._declined % len(reasons)]
                decline_report(actor, report, reason=reason, at=at, explanation=explanation)
        self._answered.add(report.pk)

    def _climb(self, report: SuspicionReport, at: datetime) -> None:
        if report.pk not in self._answered:
            escalate_due_clocks(self.stage.system, at=at)

    def _tick(self, at: datetime) -> None:
        escalate_due_clocks(self.stage.system, at=at)
        if Hold.objects.filter(until_at=None, lapses_at__lte=at).exists():
            end_lapsed_holds(self.stage.system, at=at)
