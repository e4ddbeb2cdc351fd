"""The working calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from zoneinfo import ZoneInfo

from buuan.kit.workdays import Calendar, DayKind, Span, SpecialDay, WorkingWeek
from buuan.registers.law.reading.fields import BrokenRegister, Raw, day, day_or_none, flag, load, make_all, text

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_calendar() -> Calendar:
    """Read the working calendar of the years that are shipped."""
    return parse_calendar(load("calendar.yaml"))


def parse_calendar(tree: Raw) -> Calendar:
    """Make the calendar of a calendar tree. Raises BrokenRegister."""
    file = "calendar.yaml"
    sources = tree["sources"]

    def make_day(raw: Raw) -> SpecialDay:
        return SpecialDay(
            day=day(raw["day"]),
            kind=DayKind(raw["kind"]),
            name=text(raw, "name"),
            source=text(sources, raw["source"]),
            verified=flag(raw["verified"]),
            compensates=day_or_none(raw.get("for")),
        )

    def make_week(raw: Raw) -> WorkingWeek:
        return WorkingWeek(
            from_on=day(raw["from_on"]),
            until_on=day_or_none(raw.get("until_on")),
            days=tuple(tuple(_span(span) for span in raw[name]) for name in _WEEKDAYS),
            source=text(sources, raw["source"]),
            verified=flag(raw["verified"]),
        )

    days = make_all(file, tree["days"], make_day, key="day")
    weeks = make_all(file, tree["weeks"], make_week, key="from_on")
    problems = list(_unpaired(days))
    if problems:
        raise BrokenRegister(file, problems)
    try:
        return Calendar(tree["first_year"], tree["last_year"], days, weeks, ZoneInfo(tree["zone"]))
    except ValueError as fault:
        raise BrokenRegister(file, [str(fault)]) from fault


def _unpaired(days: Sequence[SpecialDay]) -> Iterable[str]:
    """Name the days off and worked Saturdays whose other day is missing or does not answer."""
    rows = {row.day: row for row in days}
    answers = {
        DayKind.COMPENSATION: DayKind.HOLIDAY,
        DayKind.EXCHANGED: DayKind.SWAPPED,
        DayKind.SWAPPED: DayKind.EXCHANGED,
    }
    for row in days:
        wanted = answers.get(row.kind)
        if wanted is None:
            continue
        other = rows.get(row.compensates) if row.compensates else None
        if other is None or other.kind is not wanted:
            yield f"{row.day}: its other day is not a {wanted.value} of this file"
        elif wanted is not DayKind.HOLIDAY and other.compensates != row.day:
            yield f"{row.day}: {other.day} is paired with another day"


def _span(text: str) -> Span:
    opens, _, closes = text.partition("-")
    return Span(time.fromisoformat(opens), time.fromisoformat(closes))
