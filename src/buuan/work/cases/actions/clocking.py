"""The clocks of a case's kind: started and ended by the acts that its template names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from buuan.base.clocks.actions import count_clocks_from, finish_clocks, move_clocks, reopen_clocks, start_clock
from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import clocks_of
from buuan.kit.actor import Actor
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.actions.telling import day_of, page_of
from buuan.work.cases.models import Case
from buuan.work.cases.rules import CLOCK_TASKS, STEPS, ClockPlan


def start_clocks(actor: Actor, case: Case, event: str, *, at: datetime) -> list[Clock]:
    """Start inside a running action the clocks of the case's kind that `event` starts and that have not run on it before.

    The limit is the row of the law register in force on the day of the event; raises Refused where there is none.
    """
    wanted = [one for one in case.plan.clocks if one.starts == event and one.runs_for(case.lead.kind, case.details)]
    if not wanted:
        return []
    known = set(clocks_of(case).order_by().values_list("kind", flat=True))
    return [_start(actor, case, one, at) for one in wanted if one.limit not in known]


def recount_clocks(actor: Actor, case: Case) -> list[Clock]:
    """Count inside a running action the running clocks anew that count from something which was written or corrected just now."""
    moments = dict(_passed(case))
    counted: list[Clock] = []
    for one in case.plan.clocks:
        if one.since and one.starts in moments:
            _name, since = one.counts_from(case.details, case.found_at, moments[one.starts])
            counted += count_clocks_from(actor, case, kind=one.limit, since=since)
    return counted


def start_missed(actor: Actor, case: Case, *, at: datetime, since: datetime | None = None) -> list[Clock]:
    """Start inside a running action, after the kind or the lead changed, the clocks whose event has been and whose end has not.

    They count from the event, not from now; for a body that took the case over, `since` it did. One that ran before and ended
    without its end runs on, in the hands of the lead.
    """
    passed = _ended_limits(case)
    known = set(clocks_of(case).order_by().values_list("kind", flat=True))
    started: list[Clock] = []
    for event, moment in _passed(case):
        for one in case.plan.clocks:
            if one.starts != event or one.limit in passed or not one.runs_for(case.lead.kind, case.details):
                continue
            if one.limit not in known:
                started.append(_start(actor, case, one, moment if one.since else since or moment))
            else:
                started += reopen_clocks(actor, case, kind=one.limit, at=at)
                move_clocks(actor, case, kind=one.limit, to=case.lead, at=at)
    return started


def end_unwanted(actor: Actor, case: Case, *, at: datetime, explanation: str) -> list[Clock]:
    """Finish inside a running action the clocks of the kind that no longer apply, since what is known of the case has changed."""
    unwanted = [one.limit for one in case.plan.clocks if not one.runs_for(case.lead.kind, case.details)]
    return end_all_clocks(actor, case, unwanted, at=at, explanation=explanation)


def end_clocks(actor: Actor, case: Case, event: str, *, at: datetime, explanation: str = "") -> list[Clock]:
    """Finish inside a running action the clocks of the case's kind that `event` ends; raises Refused for a late one unexplained."""
    limits = case.plan.ended_by(event)
    return [one for limit in sorted(limits) for one in finish_clocks(actor, case, kind=limit, at=at, explanation=explanation)]


def end_all_clocks(actor: Actor, case: Case, limits: Iterable[str], *, at: datetime, explanation: str) -> list[Clock]:
    """Finish inside a running action whatever still runs of these limits, since nothing is left to measure."""
    return [one for limit in sorted(set(limits)) for one in finish_clocks(actor, case, kind=limit, at=at, explanation=explanation)]


def _passed(case: Case) -> list[tuple[str, datetime]]:
    """Give the events that have been, each with its moment."""
    steps = (("open", case.opened_at), ("verify", case.verifying_at), ("handle", case.handling_at))
    done = [(f"task:{one.code}", one.settled_at) for one in case.tasks.all() if one.code and one.state == "done"]
    return [(event, moment) for event, moment in (*steps, *done) if moment is not None]


def _ended_limits(case: Case) -> set[str]:
    """Give the limits whose end has been: by the step at which the case stands, or by a task that is settled."""
    reached = {"received": "open", "verifying": "verify", "handling": "handle", "concluded": "conclude", "closed": "close"}[
        case.state
    ]
    settled = {f"task:{one.code}" for one in case.tasks.all() if one.code and one.state != "open"}
    passed = {*STEPS[1 : STEPS.index(reached) + 1], *settled}
    return {limit for event in passed for limit in case.plan.ended_by(event)}


def _start(actor: Actor, case: Case, one: ClockPlan, at: datetime) -> Clock:
    limit = limit_in_force(one.limit, day_of(at))
    _name, since = one.counts_from(case.details, case.found_at, at)
    return start_clock(
        actor,
        case,
        kind=one.limit,
        task=CLOCK_TASKS.get(one.limit, limit.name),
        title=case.title,
        holder=case.lead,
        limit=limit,
        at=at,
        since=since,
        url=page_of(case),
        button="Mở",
        source=case.source,
        place=str(case.area or ""),
        severity=case.severity,
    )
