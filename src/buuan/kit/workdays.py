"""Working days and working hours of Vietnamese offices, and the arithmetic of time limits over them.

A `Calendar` is a value: the weekly hours (dated rows), the days that differ from the week (holidays, days off in
compensation or exchange, Saturdays worked instead), and the years for which all this is known. It never guesses: a
question that leads outside those years is refused, and the refusal names the year that has to be loaded first.

Days are `date`, moments are aware `datetime`; answers are in the calendar's zone (Asia/Ho_Chi_Minh, +07:00 without
summer time since 1975, so that the length of a day is always 24 hours).

Source: Labour Code 45/2019/QH14 art. 112 (holidays) and art. 111 cl. 3 (a holiday on a weekly day of rest is made up on
the next working day); which days around Tết and 2 September are off, and which days are exchanged, is announced
year by year and comes in as data.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from buuan.kit.errors import Refused

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

WEEKDAY_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class DayKind(StrEnum):
    """How a special day differs from the same day of an ordinary week."""

    HOLIDAY = "holiday"
    COMPENSATION = "compensation"
    EXCHANGED = "exchanged"
    SWAPPED = "swapped"
    PENDING = "pending"

    @property
    def name_vi(self) -> str:
        """Give the name that the calendar page shows."""
        return _KIND_NAMES[self]


_KIND_NAMES = {
    DayKind.HOLIDAY: "nghỉ lễ, Tết",
    DayKind.COMPENSATION: "nghỉ bù",
    DayKind.EXCHANGED: "nghỉ hoán đổi",
    DayKind.SWAPPED: "làm bù",
    DayKind.PENDING: "chưa xác định",
}

_OFF = frozenset({DayKind.HOLIDAY, DayKind.COMPENSATION, DayKind.EXCHANGED})


class Span(NamedTuple):
    """One stretch of office hours within a day, by the wall clock; `closes` is the first moment after it."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """The office hours of an ordinary week, Monday first, in force from `from_on` until `until_on` (excluded)."""

    from_on: date
    until_on: date | None
    days: tuple[tuple[Span, ...], ...]
    source: str = ""
    verified: bool = False

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError("a working week has seven days, Monday first")
        for spans in self.days:
            ends = [moment for span in spans for moment in span]
            if ends != sorted(set(ends)):
                raise ValueError(f"office hours of a day must follow each other: {spans}")


_OFFICE_DAY = (Span(time(7, 30), time(11, 30)), Span(time(13, 30), time(17, 0)))

OFFICE_WEEK = WorkingWeek(
    from_on=date.min,
    until_on=None,
    days=(_OFFICE_DAY,) * 5 + ((), ()),
    source="Giờ hành chính thường dùng; mỗi cơ quan xác nhận giờ của mình",
)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day that differs from the week, with where that is known from.

    `compensates` is the other day of the pair: the holiday that a day of compensation makes up for, the working day
    given off that a worked Saturday pays for, and the other way round. A `pending` day is one of which the law is not
    yet clear; it changes nothing in the count, so that no due time comes out later than the law allows.
    """

    day: date
    kind: DayKind
    name: str
    source: str
    verified: bool = False
    compensates: date | None = None


@dataclass(frozen=True)
class Calendar:
    """Which days and hours are worked in the years `first_year` to `last_year`, both included; immutable.

    Raises ValueError when the rows contradict each other: a day named twice or outside the years, a working Saturday
    that the week works anyway, a day off by compensation or exchange on a day that the week does not work.
    """

    first_year: int
    last_year: int
    special: tuple[SpecialDay, ...] = ()
    weeks: tuple[WorkingWeek, ...] = (OFFICE_WEEK,)
    zone: tzinfo = VIETNAM

    # Indexes over the loaded years, so that every question below is one binary search and no loop over days.
    _special: dict[date, SpecialDay] = field(init=False, repr=False, compare=False)
    _days: list[date] = field(init=False, repr=False, compare=False)
    _opens: list[datetime] = field(init=False, repr=False, compare=False)
    _closes: list[datetime] = field(init=False, repr=False, compare=False)
    _before: list[timedelta] = field(init=False, repr=False, compare=False)
    _after: list[timedelta] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.first_year > self.last_year:
            raise ValueError("the first year of a calendar is not after its last")
        special = {row.day: row for row in self.special}
        if len(special) != len(self.special):
            raise ValueError("a day stands twice among the special days")
        self._set("_special", special)
        for row in self.special:
            self._check_row(row)

        days: list[date] = []
        opens: list[datetime] = []
        closes: list[datetime] = []
        before: list[timedelta] = []
        after: list[timedelta] = []
        total = timedelta()
        for day in self._all_days():
            spans = self._hours_on(day)
            if spans:
                days.append(day)
            for span in spans:
                opens.append(datetime.combine(day, span.opens, self.zone))
                closes.append(datetime.combine(day, span.closes, self.zone))
                before.append(total)
                total += closes[-1] - opens[-1]
                after.append(total)
        if not days:
            raise ValueError("a calendar without a single working day cannot count")
        self._set("_days", days)
        self._set("_opens", opens)
        self._set("_closes", closes)
        self._set("_before", before)
        self._set("_after", after)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the one place where the frozen value fills its own indexes

    def _check_row(self, row: SpecialDay) -> None:
        if not self.first_year <= row.day.year <= self.last_year:
            raise ValueError(f"{row.day} is outside the years of the calendar")
        weekly = bool(self._weekly_hours(row.day))
        if row.kind is DayKind.SWAPPED and weekly:
            raise ValueError(f"{row.day} is worked in any week and cannot be worked instead of another day")
        if row.kind in (DayKind.COMPENSATION, DayKind.EXCHANGED) and not weekly:
            raise ValueError(f"{row.day} is a day of rest in any week and cannot be given off")

    def _all_days(self) -> Iterator[date]:
        day = date(self.first_year, 1, 1)
        while day.year <= self.last_year:
            yield day
            day += timedelta(days=1)

    def _weekly_hours(self, day: date, weekday: int | None = None) -> tuple[Span, ...]:
        for week in self.weeks:
            if week.from_on <= day and (week.until_on is None or day < week.until_on):
                return week.days[day.weekday() if weekday is None else weekday]
        return ()

    def _hours_on(self, day: date) -> tuple[Span, ...]:
        row = self._special.get(day)
        if row is None or row.kind is DayKind.PENDING:
            return self._weekly_hours(day)
        if row.kind in _OFF:
            return ()
        # A Saturday that works has the hours of the day that it pays for, or a Monday's when that day is not named.
        return self._weekly_hours(day, row.compensates.weekday() if row.compensates else 0)

    # -- what is loaded ------------------------------------------------------------------------------------------

    def _refuse(self, year: int) -> Refused:
        return Refused(
            "calendar.year_not_loaded",
            f"Lịch làm việc mới có từ năm {self.first_year} đến năm {self.last_year}, chưa có năm {year}; "
            f"cần nạp lịch nghỉ và làm bù của năm {year} trước khi tính hạn.",
            year=year,
            first_year=self.first_year,
            last_year=self.last_year,
        )

    def _known_day(self, day: date) -> date:
        if not self.first_year <= day.year <= self.last_year:
            raise self._refuse(day.year)
        return day

    def _known_moment(self, at: datetime) -> datetime:
        """Give `at` in the calendar's zone; the midnight that ends the last year still belongs to it."""
        if at.tzinfo is None or at.utcoffset() is None:
            raise ValueError("a moment needs a time zone")
        local = at.astimezone(self.zone)
        if self.first_year <= local.year <= self.last_year:
            return local
        if local == datetime(self.last_year + 1, 1, 1, tzinfo=self.zone):
            return local
        raise self._refuse(local.year)

    # -- days ----------------------------------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on `day`, be it a swapped Saturday; refuses a year that is not loaded."""
        self._known_day(day)
        index = bisect_left(self._days, day)
        return index < len(self._days) and self._days[index] == day

    def add_working_days(self, day: date, count: int) -> date:
        """Give the `count`-th working day after `day`, which itself is not counted; a negative count goes back.

        A count of 0 gives `day` if it is worked, else the next working day. Refuses to leave the loaded years.
        """
        self._known_day(day)
        index = bisect_right(self._days, day) + count - 1 if count > 0 else bisect_left(self._days, day) + count
        if index < 0:
            raise self._refuse(self.first_year - 1)
        if index >= len(self._days):
            raise self._refuse(self.last_year + 1)
        return self._days[index]

    def working_days_between(self, earlier: date, later: date) -> int:
        """Give the number of working days after `earlier` up to and with `later`; negative the other way round.

        It undoes `add_working_days`: that many working days after `earlier` comes `later`, if `later` is worked.
        """
        self._known_day(earlier)
        self._known_day(later)
        return bisect_right(self._days, later) - bisect_right(self._days, earlier)

    def closes_at(self, day: date) -> datetime:
        """Give the end of the office hours of a working day; raises ValueError when `day` is not worked."""
        if not self.is_working_day(day):
            raise ValueError(f"{day} is not a working day")
        return datetime.combine(day, self._hours_on(day)[-1].closes, self.zone)

    def special_on(self, day: date) -> SpecialDay | None:
        """Give the row that says how `day` differs from the week, or None for an ordinary day."""
        self._known_day(day)
        return self._special.get(day)

    def why_not_working(self, day: date) -> str | None:
        """Give why nobody works on `day`, as the Vietnamese name of the holiday or weekday; None on a working day."""
        if self.is_working_day(day):
            return None
        row = self._special.get(day)
        return row.name if row is not None and row.kind in _OFF else WEEKDAY_NAMES[day.weekday()]

    def unsettled_between(self, from_on: date, until_on: date) -> tuple[SpecialDay, ...]:
        """Give the special days from `from_on` until `until_on` (excluded) that nobody has checked against a source."""
        return tuple(sorted((r for r in self.special if not r.verified and from_on <= r.day < until_on), key=lambda r: r.day))

    # -- hours ---------------------------------------------------------------------------------------------------

    def _worked_until(self, at: datetime) -> timedelta:
        """Give the office time that has passed from the start of the first year to `at`."""
        index = bisect_right(self._opens, at) - 1
        if index < 0:
            return timedelta()
        return self._before[index] + min(at, self._closes[index]) - self._opens[index]

    def is_working_moment(self, at: datetime) -> bool:
        """Tell whether the office is open at `at`; the closing moment itself is no longer open."""
        local = self._known_moment(at)
        index = bisect_right(self._opens, local) - 1
        return index >= 0 and local < self._closes[index]

    def next_working_moment(self, at: datetime) -> datetime:
        """Give `at` while the office is open, else the next opening."""
        local = self._known_moment(at)
        index = bisect_right(self._opens, local) - 1
        if index >= 0 and local < self._closes[index]:
            return local
        if index + 1 >= len(self._opens):
            raise self._refuse(self.last_year + 1)
        return self._opens[index + 1]

    def add_working_time(self, at: datetime, amount: timedelta) -> datetime:
        """Give the moment at which `amount` of office time has passed since `at`.

        Forward it is the earliest such moment (11:30 rather than 13:30), which may be a closing time; a negative amount
        goes back to the latest one (13:30 rather than 11:30), so that going there and back from within the hours
        returns to the start. An amount of zero is `next_working_moment`.
        """
        local = self._known_moment(at)
        if not amount:
            return self.next_working_moment(local)
        target = self._worked_until(local) + amount
        if amount > timedelta():
            index = bisect_left(self._after, target)
            if index >= len(self._after):
                raise self._refuse(self.last_year + 1)
        else:
            if target < timedelta():
                raise self._refuse(self.first_year - 1)
            index = bisect_right(self._before, target) - 1
        return self._opens[index] + (target - self._before[index])

    def working_time_between(self, earlier: datetime, later: datetime) -> timedelta:
        """Give the office time from `earlier` to `later`; negative when `later` comes first."""
        return self._worked_until(self._known_moment(later)) - self._worked_until(self._known_moment(earlier))


def say_day(day: date) -> str:
    """Give a day as officers write it: "thứ Ba 24/11/2026"."""
    return f"{WEEKDAY_NAMES[day.weekday()]} {day:%d/%m/%Y}"


def say_moment(at: datetime) -> str:
    """Give a moment in Vietnamese time: "08:10 thứ Ba 24/11/2026"; seconds are cut off."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M} {say_day(local.date())}"


def say_end(at: datetime) -> str:
    """Give the end of a period: like `say_moment`, but midnight is 24:00 of the day that ends.

    Source: Civil Code 91/2015/QH13 art. 148 cl. 6, by which the last day of a period ends at twenty-four hours.
    """
    local = at.astimezone(VIETNAM)
    if local.time() == time(0, 0):
        return f"24:00 {say_day(local.date() - timedelta(days=1))}"
    return say_moment(local)
