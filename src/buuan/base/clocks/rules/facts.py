"""What a clock is made of: the limit that it runs under, and what has happened to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class Unit(StrEnum):
    """What a limit counts; the difference between office time and calendar time is a difference in law.

    Minutes and hours run from the moment of the start to the minute. Days and months do not count the day of the start.
    Source: Civil Code 91/2015/QH13 art. 147; Criminal Procedure Code 101/2015/QH13 art. 134.
    """

    CALENDAR_MINUTES = "calendar_minutes"
    CALENDAR_HOURS = "calendar_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"

    @property
    def name_vi(self) -> str:
        """The unit as a Vietnamese sentence names it after a number."""
        return _UNIT_NAMES[self]

    @property
    def is_working(self) -> bool:
        """Whether only office time counts."""
        return self in (Unit.WORKING_HOURS, Unit.WORKING_DAYS)

    @property
    def is_by_day(self) -> bool:
        """Whether the count goes by whole days, so that the day of the start is left out."""
        return self in (Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS, Unit.WORKING_DAYS)


_UNIT_NAMES = {
    Unit.CALENDAR_MINUTES: "phút",
    Unit.CALENDAR_HOURS: "giờ",
    Unit.CALENDAR_DAYS: "ngày",
    Unit.CALENDAR_MONTHS: "tháng",
    Unit.WORKING_HOURS: "giờ làm việc",
    Unit.WORKING_DAYS: "ngày làm việc",
}

# For the choices of a column: the value that is stored and the name that is shown.
UNITS = {unit.value: unit.name_vi for unit in Unit}


@dataclass(frozen=True, slots=True)
class ExtensionTerm:
    """The most that one extension may give, and how long before the due time it has to be asked for.

    With `from_start` the law caps the whole period counted from the start ("kéo dài nhưng không quá 02 tháng"), instead
    of adding to what has run.
    """

    amount: int
    unit: Unit
    from_start: bool = False
    request_before: timedelta = timedelta()

    def __post_init__(self) -> None:
        _check_amount(self.amount)
        if self.request_before < timedelta():
            raise ValueError("a request comes before the due time, not after it")


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit (thời hạn) as its dated row in the law register states it.

    `source` is the citation that the explanation prints. `statutory` is false for a target of our own, which claims no
    law; `verified` tells whether somebody has checked the law, and an explanation of an unchecked one says so.

    `extension_terms` holds one term for each allowed extension, in order; when it is empty, any length may be granted.
    `extend_before_due`: an extension has to be decided while the clock is not yet late. `rolls`: a count in calendar
    days or months that ends on a day without work ends on the next working day; a fixed date of the year ("trước ngày
    31/7") is no period and does not roll. `warn_before` is plain time: so long before the due time the clock begins to
    count as due soon.
    """

    code: str
    amount: int
    unit: Unit
    name: str
    source: str
    verified: bool
    max_extensions: int = 1
    pause_allowed: bool = False
    warn_before: timedelta = timedelta(hours=24)
    extension_terms: tuple[ExtensionTerm, ...] = ()
    extend_before_due: bool = True
    rolls: bool = True
    statutory: bool = True

    def __post_init__(self) -> None:
        _check_amount(self.amount)
        if not self.source.strip():
            raise ValueError(f"{self.code}: a limit names its source")
        if self.max_extensions < 0:
            raise ValueError(f"{self.code}: the number of extensions is not negative")
        if self.extension_terms and len(self.extension_terms) != self.max_extensions:
            raise ValueError(f"{self.code}: one term for each of the {self.max_extensions} extensions, or none at all")
        if self.warn_before < timedelta():
            raise ValueError(f"{self.code}: a warning comes before the due time")


class Pause(NamedTuple):
    """A time in which the clock stands still (tạm dừng); `until_at` is None while it lasts."""

    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """One granted extension (gia hạn): how much, by whom, why, decided when, and asked for when if that is known."""

    amount: int
    unit: Unit
    approved_by: str
    reason: str
    at: datetime
    from_start: bool = False
    requested_at: datetime | None = None

    def __post_init__(self) -> None:
        _check_amount(self.amount)
        _check_aware(self.at)
        if self.requested_at is not None:
            _check_aware(self.requested_at)


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """Everything that decides when a clock falls due and how it ended.

    Pauses stand in the order of time, do not overlap, do not begin before the clock, and only the last may still be
    open; extensions stand in the order in which they were decided. Raises ValueError otherwise: such facts are a defect
    of the caller, not something to tell a user. `finished_at` is None while the clock runs; `explanation` is the giải
    trình given for a late end.
    """

    started_at: datetime
    limit: Limit
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    finished_at: datetime | None = None
    explanation: str | None = None

    def __post_init__(self) -> None:
        _check_aware(self.started_at)
        object.__setattr__(self, "pauses", tuple(Pause(*pause) for pause in self.pauses))
        object.__setattr__(self, "extensions", tuple(self.extensions))
        reached = self.started_at
        for number, (from_at, until_at) in enumerate(self.pauses, start=1):
            _check_aware(from_at)
            if from_at < reached:
                raise ValueError("pauses come one after the other, and not before the start")
            if until_at is None:
                if number < len(self.pauses):
                    raise ValueError("only the last pause may still be open")
                continue
            _check_aware(until_at)
            if until_at < from_at:
                raise ValueError("a pause does not end before it begins")
            reached = until_at
        if self.finished_at is not None:
            _check_aware(self.finished_at)
            if self.finished_at < self.started_at:
                raise ValueError("a clock does not end before it begins")

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still now."""
        return bool(self.pauses) and self.pauses[-1].until_at is None

    @property
    def is_finished(self) -> bool:
        """Whether the work is done."""
        return self.finished_at is not None

    def extended(self, extension: Extension) -> ClockFacts:
        """Give the same clock with one more extension."""
        return replace(self, extensions=(*self.extensions, extension))

    def resumed(self, at: datetime) -> ClockFacts:
        """Give the same clock going on at `at`; a clock that is not paused stays as it is.

        With the present moment it answers when a paused clock would fall due if it went on now.
        """
        if not self.is_paused:
            return self
        return replace(self, pauses=(*self.pauses[:-1], Pause(self.pauses[-1].from_at, at)))

    def undisturbed(self) -> ClockFacts:
        """Give the same clock as it was when it started: no pause, no extension, not finished."""
        return ClockFacts(self.started_at, self.limit)


def _check_amount(amount: int) -> None:
    if amount < 1:
        raise ValueError("an amount of time is a whole number from 1 up")


def _check_aware(at: datetime) -> None:
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
