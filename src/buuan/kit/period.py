"""Periods in which offices count and report: a day, a month, a quarter, a half-year, a year, and the year of reports.

A `Period` is a half-open range of days in Vietnamese time (+07:00): `from_on` belongs to it, `until_on` does not. It
has a Vietnamese name for pages and papers, and a token for addresses (`2026-Q4`) that `Period.parse` reads back.

Source: the reporting year runs from 15 December to 14 December and is halved between 14 and 15 June (Nghị định
09/2019/NĐ-CP on reports of State bodies; not verified, so it is offered beside the calendar year, never instead of it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from buuan.kit.errors import Invalid
from buuan.kit.workdays import VIETNAM

_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_ROMAN = ("I", "II", "III", "IV")
_HALVES = ("6 tháng đầu năm", "6 tháng cuối năm")

_TOKEN = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-BC(?P<report>)(?:-H(?P<report_half>[12]))?"
    r"|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?",
    re.ASCII,
)


class PeriodKind(StrEnum):
    """The kinds of period, from the shortest to the longest; the last two follow the cut-off dates of reports."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    REPORT_HALF_YEAR = "report_half_year"
    REPORT_YEAR = "report_year"


@dataclass(frozen=True, slots=True)
class Period:
    """One such period; make it with `Period.of`, `Period.parse` or the functions named after its kind."""

    kind: PeriodKind
    from_on: date
    until_on: date

    # -- making --------------------------------------------------------------------------------------------------

    @classmethod
    def day(cls, on: date) -> Period:
        """Give the one day `on`."""
        return cls(PeriodKind.DAY, on, on + timedelta(days=1))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Give the calendar month; raises ValueError for a month that is not 1 to 12."""
        return cls(PeriodKind.MONTH, date(year, month, 1), _first_of(year, month + 1))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """Give quarter 1 to 4 of the calendar year."""
        first = 3 * _within(quarter, 4) - 2
        return cls(PeriodKind.QUARTER, date(year, first, 1), _first_of(year, first + 3))

    @classmethod
    def half_year(cls, year: int, half: int) -> Period:
        """Give half 1 (January to June) or 2 of the calendar year."""
        first = 6 * _within(half, 2) - 5
        return cls(PeriodKind.HALF_YEAR, date(year, first, 1), _first_of(year, first + 6))

    @classmethod
    def year(cls, year: int) -> Period:
        """Give the calendar year."""
        return cls(PeriodKind.YEAR, date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def report_half_year(cls, year: int, half: int) -> Period:
        """Give half 1 (15 December of the year before to 14 June) or 2 (15 June to 14 December) of a reporting year."""
        if _within(half, 2) == 1:
            return cls(PeriodKind.REPORT_HALF_YEAR, date(year - 1, 12, 15), date(year, 6, 15))
        return cls(PeriodKind.REPORT_HALF_YEAR, date(year, 6, 15), date(year, 12, 15))

    @classmethod
    def report_year(cls, year: int) -> Period:
        """Give the reporting year: 15 December of the year before to 14 December."""
        return cls(PeriodKind.REPORT_YEAR, date(year - 1, 12, 15), date(year, 12, 15))

    @classmethod
    def of(cls, kind: PeriodKind, on: date) -> Period:
        """Give the period of this kind in which the day `on` lies."""
        reporting_year = on.year + (on >= date(on.year, 12, 15))
        match kind:
            case PeriodKind.DAY:
                return cls.day(on)
            case PeriodKind.MONTH:
                return cls.month(on.year, on.month)
            case PeriodKind.QUARTER:
                return cls.quarter(on.year, (on.month + 2) // 3)
            case PeriodKind.HALF_YEAR:
                return cls.half_year(on.year, 1 if on.month <= 6 else 2)
            case PeriodKind.YEAR:
                return cls.year(on.year)
            case PeriodKind.REPORT_HALF_YEAR:
                in_second = date(reporting_year, 6, 15) <= on
                return cls.report_half_year(reporting_year, 2 if in_second else 1)
            case PeriodKind.REPORT_YEAR:
                return cls.report_year(reporting_year)

    @classmethod
    def parse(cls, token: str) -> Period:
        """Read a token of an address: `2026`, `2026-H1`, `2026-Q4`, `2026-11`, `2026-11-24`, `2026-BC`, `2026-BC-H1`.

        Raises Invalid, with the forms that are understood, for anything else.
        """
        found = _TOKEN.fullmatch(token)
        if found is None or not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
            raise _unreadable(token)
        year = int(found["year"])
        try:
            if found["quarter"]:
                return cls.quarter(year, int(found["quarter"]))
            if found["half"]:
                return cls.half_year(year, int(found["half"]))
            if found["report_half"]:
                return cls.report_half_year(year, int(found["report_half"]))
            if found["report"] is not None:
                return cls.report_year(year)
            if found["day"]:
                return cls.day(date(year, int(found["month"]), int(found["day"])))
            if found["month"]:
                return cls.month(year, int(found["month"]))
        except ValueError:
            raise _unreadable(token) from None
        return cls.year(year)

    # -- asking --------------------------------------------------------------------------------------------------

    def contains(self, when: date | datetime) -> bool:
        """Tell whether a day, or an aware moment by its day in Vietnam, lies in the period."""
        if isinstance(when, datetime):
            if when.tzinfo is None:
                raise ValueError("a moment needs a time zone")
            when = when.astimezone(VIETNAM).date()
        return self.from_on <= when < self.until_on

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two have a day in common."""
        return self.from_on < other.until_on and other.from_on < self.until_on

    def next(self) -> Period:
        """Give the period of the same kind that follows without a gap."""
        return Period.of(self.kind, self.until_on)

    def previous(self) -> Period:
        """Give the period of the same kind that comes right before."""
        return Period.of(self.kind, self.from_on - timedelta(days=1))

    @property
    def last_on(self) -> date:
        """The last day that belongs to the period."""
        return self.until_on - timedelta(days=1)

    @property
    def days(self) -> int:
        """The number of days in the period."""
        return (self.until_on - self.from_on).days

    @property
    def starts_at(self) -> datetime:
        """The first moment of the period, in Vietnamese time."""
        return datetime.combine(self.from_on, time(0, 0), VIETNAM)

    @property
    def ends_at(self) -> datetime:
        """The first moment after the period, in Vietnamese time."""
        return datetime.combine(self.until_on, time(0, 0), VIETNAM)

    # -- saying --------------------------------------------------------------------------------------------------

    @property
    def _own_year(self) -> int:
        return self.last_on.year  # also for the reporting year, which begins in the December before

    @property
    def _own_half(self) -> int:
        return 1 if self.last_on.month <= 6 else 2

    @property
    def token(self) -> str:
        """The short form in addresses, which `parse` reads back."""
        match self.kind:
            case PeriodKind.DAY:
                return self.from_on.isoformat()
            case PeriodKind.MONTH:
                return f"{self._own_year}-{self.from_on.month:02d}"
            case PeriodKind.QUARTER:
                return f"{self._own_year}-Q{self.last_on.month // 3}"
            case PeriodKind.HALF_YEAR:
                return f"{self._own_year}-H{self._own_half}"
            case PeriodKind.YEAR:
                return str(self._own_year)
            case PeriodKind.REPORT_HALF_YEAR:
                return f"{self._own_year}-BC-H{self._own_half}"
            case PeriodKind.REPORT_YEAR:
                return f"{self._own_year}-BC"

    @property
    def name(self) -> str:
        """The Vietnamese name: "quý IV/2026", "6 tháng đầu năm 2026"; the reporting kinds say their days."""
        year, half = self._own_year, _HALVES[self._own_half - 1]
        span = f"({self.from_on:%d/%m/%Y}–{self.last_on:%d/%m/%Y})"
        match self.kind:
            case PeriodKind.DAY:
                return f"ngày {self.from_on:%d/%m/%Y}"
            case PeriodKind.MONTH:
                return f"tháng {self.from_on.month:02d}/{year}"
            case PeriodKind.QUARTER:
                return f"quý {_ROMAN[self.last_on.month // 3 - 1]}/{year}"
            case PeriodKind.HALF_YEAR:
                return f"{half} {year}"
            case PeriodKind.YEAR:
                return f"năm {year}"
            case PeriodKind.REPORT_HALF_YEAR:
                return f"{half} báo cáo {year} {span}"
            case PeriodKind.REPORT_YEAR:
                return f"năm báo cáo {year} {span}"

    def __str__(self) -> str:
        return self.name


def _within(number: int, top: int) -> int:
    if not 1 <= number <= top:
        raise ValueError(f"{number} is not 1 to {top}")
    return number


def _first_of(year: int, month: int) -> date:
    return date(year, month, 1) if month <= 12 else date(year + 1, month - 12, 1)


def _unreadable(token: str) -> Invalid:
    sentence = (
        f"Không đọc được kỳ «{token[:20]}»; hãy viết như 2026, 2026-H1, 2026-Q4, 2026-11, 2026-11-24 hoặc 2026-BC (năm báo cáo)."
    )
    return Invalid({"period": [sentence]}, sentence, code="period.unreadable")
