"""What a clock chip says: how long, until when, and which of the five states it is in. Nothing here asks the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext

from buuan.base.web.formats import ICT, local, near_moment

SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ClockWords:
    """The words of one chip; `state` is late, soon, left, done, late-done, paused or none, `ticks` tells if it runs."""

    state: str
    text: str
    until: str = ""
    due_at: datetime | None = None
    soon_at: datetime | None = None
    ticks: bool = False


def span_words() -> dict[str, str]:
    """Give the patterns from which chips are worded, here and by the script that lets them tick in the browser."""
    return {
        "late": gettext("Quá {span}"),
        "left": gettext("Còn {span}"),
        "now": gettext("Đến hạn"),
        "day": gettext("{n} ngày"),
        "hour": gettext("{n} giờ"),
        "minute": gettext("{n} phút"),
    }


def spell_span(seconds: float, words: dict[str, str], *, exact: bool = False) -> str:
    """Spell a span in its largest unit, rounded down (`3 giờ`); `exact` gives hours and minutes (`41 giờ 12 phút`)."""
    minutes = int(seconds // 60)
    hours = minutes // 60
    if exact and hours:
        rest = minutes % 60
        return words["hour"].format(n=hours) + (f" {words['minute'].format(n=rest)}" if rest else "")
    if hours >= 24:
        return words["day"].format(n=hours // 24)
    if hours:
        return words["hour"].format(n=hours)
    return words["minute"].format(n=minutes)


def as_moment(due: date | datetime) -> datetime:
    """Give the moment at which something due ends: a day ends with its last minute in Indochina Time."""
    return due if isinstance(due, datetime) else datetime.combine(due, time(23, 59, 59), ICT)


def say_due(due_at: datetime, now: datetime) -> str:
    """Say until when, near now; midnight is the end of the day before it, which is written as that day alone.

    Source: Civil Code 91/2015/QH13 art. 148 cl. 6, by which the last day of a period ends at twenty-four hours.
    """
    at_midnight = local(due_at).time() == time(0)
    return near_moment(due_at - timedelta(seconds=1) if at_midnight else due_at, now)


def word_clock(
    due: date | datetime | None,
    now: datetime,
    *,
    done_at: datetime | None = None,
    paused_at: datetime | None = None,
    soon_at: datetime | None = None,
    exact: bool = False,
) -> ClockWords:
    """Word a clock that is due at `due`: late, soon (from `soon_at`, or the last 24 hours), running, paused or done."""
    if paused_at is not None and done_at is None:
        since = gettext("từ %(at)s") % {"at": near_moment(paused_at, now)}
        return ClockWords("paused", gettext("Tạm dừng"), since)
    if due is None:
        return ClockWords("none", gettext("Không có hạn"))
    due_at = as_moment(due)
    words = span_words()
    until = say_due(due_at, now)
    if done_at is not None:
        over = (done_at - due_at).total_seconds()
        if over <= 0:
            return ClockWords("done", gettext("Đúng hạn"), near_moment(done_at, now), due_at)
        late_by = spell_span(over, words, exact=exact)
        return ClockWords("late-done", gettext("Trễ %(span)s") % {"span": late_by}, near_moment(done_at, now), due_at)
    left = (due_at - now).total_seconds()
    begins = soon_at or due_at - SOON
    if -60 < left < 60:
        state, text = ("late" if left < 0 else "soon"), words["now"]
    elif left < 0:
        state, text = "late", words["late"].format(span=spell_span(-left, words, exact=exact))
    else:
        state = "soon" if now >= begins else "left"
        text = words["left"].format(span=spell_span(left, words, exact=exact))
    return ClockWords(state, text, until, due_at, begins, ticks=True)


def read_clock(clock: Any, now: datetime, *, exact: bool = False) -> ClockWords:
    """Word a clock record, or a bare day or moment.

    A record has `due_at` (or `due_on`) and may have `done_at`, `paused_at` and `soon_at`; what it lacks is not so.
    """
    if clock is None or isinstance(clock, date):
        return word_clock(clock, now, exact=exact)
    return word_clock(
        getattr(clock, "due_at", None) or getattr(clock, "due_on", None),
        now,
        done_at=getattr(clock, "done_at", None),
        paused_at=getattr(clock, "paused_at", None),
        soon_at=getattr(clock, "soon_at", None),
        exact=exact,
    )
