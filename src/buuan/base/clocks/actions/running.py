"""Starting, finishing and moving clocks: parts of the acts that they measure, so they leave no record of their own."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model as DjangoModel

from buuan.base.action import check_writing
from buuan.base.audit.models import subject_of
from buuan.base.clocks import rules
from buuan.base.clocks.actions.counting import count_due, refuse, taken
from buuan.base.clocks.climbing import ladder_code_of
from buuan.base.clocks.models import Clock, Explanation, Move, bring_history, limit_columns
from buuan.base.clocks.queries import calendar, ladder_in_force
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM


def start_clock(
    actor: Actor,
    subject: DjangoModel,
    *,
    kind: str,
    task: str,
    title: str,
    holder: Organisation,
    limit: rules.Limit,
    at: datetime,
    url: str,
    button: str,
    law: str = "",
    source: str = "",
    place: str = "",
    severity: str = "low",
    ladder_code: str = "",
    since: datetime | None = None,
) -> Clock:
    """Start a clock inside the running action: `holder` must do `task` about `subject` within `limit` from `since`, usually `at`.

    The parameters are the cells of the worklist's row; `title` is shown to the holder's whole tree, so it holds
    nothing that the bodies above may not know. The ladder is the one named here, else the one that the limit names,
    as in force on that day.

    Raises Refused when the same clock (kind, subject, holder) runs already, when no such ladder is in force, and when
    the count leaves the years of the working calendar.
    """
    check_writing("Clock")
    code = ladder_code or ladder_code_of(limit)
    on = at.astimezone(VIETNAM).date()
    clock = Clock(
        kind=kind,
        subject=subject_of(subject),
        label=str(getattr(subject, "number", None) or getattr(subject, "code", None) or "")[:60],
        task=task[:120],
        title=title[:250],
        law=law[:200],
        source=source[:200],
        place=place[:120],
        severity=severity,
        url=url,
        button=button,
        holder=holder,
        giver_id=actor.body_id,
        ladder=ladder_in_force(code, on) if code else None,
        started_at=since or at,
        **limit_columns(limit),
    )
    days = calendar()
    clock.first_due_at = rules.first_due_at(rules.ClockFacts(clock.started_at, limit), days)
    count_due(clock, days)
    try:
        with transaction.atomic():
            clock.save()
    except IntegrityError as error:
        if _constraint_of(error) != "one_running_clock":
            raise
        raise _already_running(clock) from error
    return clock


def finish_clocks(
    actor: Actor,
    subject: DjangoModel,
    *,
    kind: str,
    at: datetime,
    explanation: str = "",
    holder: Organisation | None = None,
) -> list[Clock]:
    """Finish the running clocks of a kind on a record inside the running action, those of one `holder` if given.

    None running is no error.

    Raises Refused `clock.needs_explanation` when one is late and neither `explanation` nor an earlier one says why
    (giải trình), `clock.paused` when one stands still.
    """
    check_writing("Clock")
    words = explanation.strip()
    done = []
    for clock in _running(subject, kind, holder):
        refuse(rules.may_finish(clock.facts(), calendar(), at, words or None))
        is_late = clock.due_at is not None and at > clock.due_at
        clock.finished_at = at
        clock.look_at = None
        if is_late and words:
            clock.explanation = words
            Explanation.objects.create(clock=clock, text=words, by=actor.name, at=at)
        clock.save(update_fields=("finished_at", "look_at", "explanation"))
        done.append(clock)
    return done


def reopen_clocks(actor: Actor, subject: DjangoModel, *, kind: str, at: datetime) -> list[Clock]:
    """Let the clock of a kind that ended last on a record run on inside the running action, since what ended it was undone.

    It keeps its start and its due time: the time in between counts. None that ended, or one that runs, is no error.
    """
    check_writing("Clock")
    ended = taken(Clock.objects.filter(subject=subject_of(subject), kind=kind, finished_at__lte=at))
    last = max(ended.prefetch_related("pauses", "extensions"), key=lambda one: (one.finished_at, one.pk), default=None)
    if last is None or _running(subject, kind):
        return []
    last.finished_at = None
    count_due(last, calendar())
    last.save()
    return [last]


def count_clocks_from(actor: Actor, subject: DjangoModel, *, kind: str, since: datetime) -> list[Clock]:
    """Let the running clocks of a kind on a record count from `since` inside the running action, and give those that did not yet.

    For what turned out to have begun at another time than was known: the first due time becomes that of the true beginning. What
    the ladder has done already stays done.
    """
    check_writing("Clock")
    days = calendar()
    changed = []
    for clock in _running(subject, kind):
        if clock.started_at == since:
            continue
        clock.started_at = since
        clock.first_due_at = rules.first_due_at(clock.facts(), days)
        count_due(clock, days)
        clock.save()
        changed.append(clock)
    return changed


def move_clocks(actor: Actor, subject: DjangoModel, *, kind: str, to: Organisation, at: datetime) -> list[Clock]:
    """Pass the running clocks of a kind on a record to another holder inside the running action, and give them.

    The limit runs on: whoever takes over gets what time is left. Raises Refused when `to` already has such a clock
    running.
    """
    check_writing("Clock")
    moved = []
    for clock in _running(subject, kind):
        if clock.holder_id == to.pk:
            continue
        old, clock.holder = clock.holder, to
        try:
            with transaction.atomic():
                clock.save()
        except IntegrityError as error:
            if _constraint_of(error) != "one_running_clock":
                raise
            raise _already_running(clock) from error
        Move.objects.create(clock=clock, old=old, new=to, by=actor.name, at=at)
        moved.append(clock)
    return moved


def _running(subject: DjangoModel, kind: str, holder: Organisation | None = None) -> list[Clock]:
    rows = Clock.objects.filter(subject=subject_of(subject), kind=kind).running()
    found = taken(rows if holder is None else rows.filter(holder=holder))
    return bring_history(list(found.select_related("holder")))


def _already_running(clock: Clock) -> Refused:
    number = f" của {clock.label}" if clock.label else ""
    return Refused("clock.already_running", f"{clock.holder} đang có hạn «{clock.task}»{number}, chưa hoàn thành.", kind=clock.kind)


def _constraint_of(error: IntegrityError) -> str:
    """Give the name of the constraint that the database refused by; psycopg keeps it on the original error."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
