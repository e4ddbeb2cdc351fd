"""When a clock falls due.

How days are counted, and why

- The day on which the clock starts is not counted; a period in days or months ends at 24:00 of its last day; if that is
  a weekend or a holiday, at 24:00 of the next working day; a month ends on the day of the same number, or on the last
  day of a month that has no such day. Source: Civil Code 91/2015/QH13 art. 147 cl. 2–3 and art. 148 cl. 1, 3, 5, 6
  (read); Criminal Procedure Code 101/2015/QH13 art. 134 cl. 1 counts alike (read).
- Minutes and hours run from the very moment, at night and on holidays too, to the minute. Source: Civil Code art. 147
  cl. 1.
- Working days leave out every day on which the office does not work, and end when the office closes. The Law on
  handling administrative violations, art. 8, takes working days out of the Civil Code's way of counting (read); an act
  done between the closing hour and midnight may still be argued to be in time, the clock never promises it.
- Working hours are office hours only and run to the minute.

How a pause is counted: in hours and minutes the time of the pause is left out. In days, a day counts if the clock runs
when the day ends (24:00, or the closing hour for working days): the day on which it stops does not count, the day on
which it goes on again does, so that a pause from Monday to Wednesday moves the due time by two days. A clock that stops
on the very day of its start begins anew on the day on which it goes on. No statute read says how; a procedure whose law
starts a new period after an interruption (Criminal Procedure Code art. 149: one month from the decision to resume)
forbids pausing in its row and has a limit of its own for what follows.

How an extension is counted: it goes on from the due time as it stood, moved by holidays or not; one with `from_start`
is counted from the start of the clock again and never brings the due time forward. No statute read says where an
extension begins.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from buuan.base.clocks.rules.facts import ClockFacts, Pause, Unit
from buuan.kit.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The outcome of the count.

    `due_at` is None while a pause holds the clock before its due time. The end of a day is the midnight that follows
    it. `rolled_from` is the last counted day when the due time moved off it because nobody works then, else None.
    """

    first_due_at: datetime
    due_at: datetime | None
    rolled_from: date | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """Where a stretch of the count ends: the moment, the day that it belongs to, and the day it rolled from."""

    at: datetime
    day: date
    rolled_from: date | None = None


def reckon(facts: ClockFacts, calendar: Calendar) -> Reckoning:
    """Count one clock; raises Refused when the count leaves the years that the calendar knows."""
    limit = facts.limit
    start = _start(facts, calendar)
    first = _Count(calendar, (), limit.rolls).run(start, limit.amount, limit.unit)
    if first is None:  # nothing can hold a clock that has no pause
        raise AssertionError("a clock without a pause has a due time")
    if not facts.pauses and not facts.extensions:
        return Reckoning(first.at, first.at, first.rolled_from)

    count = _Count(calendar, facts.pauses, limit.rolls)
    end = count.run(start, limit.amount, limit.unit)
    for extension in facts.extensions:
        if end is None:
            break
        if extension.from_start:
            whole = count.run(start, extension.amount, extension.unit)
            end = whole if whole is None or whole.at > end.at else end
        else:
            end = count.run(end, extension.amount, extension.unit)
    if end is None:
        return Reckoning(first.at, None)
    return Reckoning(first.at, end.at, end.rolled_from)


def due_at(facts: ClockFacts, calendar: Calendar) -> datetime | None:
    """Give the moment until which the work is in time, or None while a pause holds the clock before it."""
    return reckon(facts, calendar).due_at


def first_due_at(facts: ClockFacts, calendar: Calendar) -> datetime:
    """Give the due time as it was when the clock started; pauses and extensions never change it."""
    return reckon(facts.undisturbed(), calendar).first_due_at


def _start(facts: ClockFacts, calendar: Calendar) -> _End:
    local = facts.started_at.astimezone(calendar.zone)
    return _End(local, local.date())


@dataclass(frozen=True, slots=True)
class _Count:
    """Runs a stretch of time forward from where the last one ended, leaving out the pauses."""

    calendar: Calendar
    pauses: tuple[Pause, ...]
    rolls: bool

    def run(self, after: _End, amount: int, unit: Unit) -> _End | None:
        match unit:
            case Unit.CALENDAR_MINUTES:
                return self._elapse(after, timedelta(minutes=amount), _plain_add, _plain_between)
            case Unit.CALENDAR_HOURS:
                return self._elapse(after, timedelta(hours=amount), _plain_add, _plain_between)
            case Unit.WORKING_HOURS:
                calendar = self.calendar
                hours = timedelta(hours=amount)
                return self._elapse(after, hours, calendar.add_working_time, calendar.working_time_between)
            case Unit.CALENDAR_DAYS:
                return self._calendar_days(after, amount)
            case Unit.CALENDAR_MONTHS:
                return self._calendar_days(after, (_same_day(after.day, amount) - after.day).days)
            case Unit.WORKING_DAYS:
                return self._working_days(after, amount)

    def _elapse(
        self,
        after: _End,
        amount: timedelta,
        add: Callable[[datetime, timedelta], datetime],
        between: Callable[[datetime, datetime], timedelta],
    ) -> _End | None:
        reached, left = after.at, amount
        for from_at, until_at in self.pauses:
            if until_at is not None and until_at <= reached:
                continue
            ran = between(reached, max(reached, from_at))
            if ran >= left:
                break
            if until_at is None:
                return None
            left -= ran
            reached = until_at
        at = add(reached, left).astimezone(self.calendar.zone)
        return _End(at, _day_that_ends(at))

    def _calendar_days(self, after: _End, amount: int) -> _End | None:
        last = self._walk(after.day, amount, lambda _: True, self._midnight_after)
        if last is None or not self.rolls or self.calendar.is_working_day(last):
            return None if last is None else _End(self._midnight_after(last), last)
        day = self._walk(last, 1, self.calendar.is_working_day, self._midnight_after)
        return None if day is None else _End(self._midnight_after(day), day, rolled_from=last)

    def _working_days(self, after: _End, amount: int) -> _End | None:
        day = self._walk(after.day, amount, self.calendar.is_working_day, self.calendar.closes_at)
        return None if day is None else _End(self.calendar.closes_at(day), day)

    def _walk(self, day: date, amount: int, fits: Callable[[date], bool], ends_at: Callable[[date], datetime]) -> date | None:
        """Give the `amount`-th day after `day` that fits and counts, or None when an open pause comes first."""
        while (pause := self._pause_over(ends_at(day) if fits(day) else self._midnight_after(day))) is not None:
            if pause.until_at is None:
                return None
            resumed_on = pause.until_at.astimezone(self.calendar.zone).date()
            if resumed_on == day:  # after closing time, too late to count and too early to begin anew
                break
            day = resumed_on
        while amount:
            day += timedelta(days=1)
            if not fits(day):
                continue
            pause = self._pause_over(ends_at(day))
            if pause is None:
                amount -= 1
            elif pause.until_at is None:
                return None
        return day

    def _pause_over(self, at: datetime) -> Pause | None:
        """Give the pause in which the clock stands at `at`, the end of a day."""
        for pause in self.pauses:
            if pause.from_at < at and (pause.until_at is None or at <= pause.until_at):
                return pause
        return None

    def _midnight_after(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(0, 0), self.calendar.zone)


def _plain_add(at: datetime, amount: timedelta) -> datetime:
    return at + amount


def _plain_between(earlier: datetime, later: datetime) -> timedelta:
    return later - earlier


def _day_that_ends(at: datetime) -> date:
    """Give the day that a due moment belongs to: a midnight is the end of the day before."""
    return (at - timedelta(microseconds=1)).date()


def _same_day(day: date, months: int) -> date:
    """Give the day of the same number so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
