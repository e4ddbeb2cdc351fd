"""Loading the working calendar and the ladders, as parts of the act of the room that keeps them as files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from buuan.base.action import check_writing
from buuan.base.clocks import rules
from buuan.base.clocks.actions.counting import COUNTED, count_due, taken
from buuan.base.clocks.climbing import WHOM
from buuan.base.clocks.models import (
    CalendarEdition,
    Clock,
    ClockQuerySet,
    LadderRow,
    LadderStep,
    OfficeWeek,
    SpecialDay,
)
from buuan.base.clocks.queries import calendar
from buuan.kit import workdays

_BATCH = 500


@dataclass(frozen=True, slots=True)
class DatedLadder:
    """A ladder with the time it is in force and where it is known from."""

    ladder: rules.Ladder
    from_on: date
    until_on: date | None
    source: str
    verified: bool


def load_calendar(new: workdays.Calendar, *, at: datetime) -> dict[str, int]:
    """Put this calendar in the place of the loaded one inside the running action, and count every running clock anew.

    Loading the same one again changes nothing. Gives how many days and weeks stand now and how many due times moved;
    their first due times stay, and a finished clock keeps the due time that it was measured by.
    """
    check_writing("SpecialDay")
    weeks = [_week_columns(week) for week in new.weeks]
    days = [_day_columns(day) for day in sorted(new.special, key=lambda one: one.day)]
    years = [new.first_year, new.last_year]
    canonical = json.dumps([years, weeks, days], default=str, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    counts = {"special_days": len(days), "office_weeks": len(weeks), "clocks_recounted": 0}
    edition = CalendarEdition.objects.select_for_update().first()
    if edition is not None and edition.digest == digest:
        return counts

    SpecialDay.objects.exclude(day__in=[row["day"] for row in days]).delete()
    changing = ["kind", "name", "compensates", "source", "verified"]
    SpecialDay.objects.bulk_create(
        [SpecialDay(**row) for row in days], update_conflicts=True, unique_fields=["day"], update_fields=changing
    )
    OfficeWeek.objects.all().delete()
    OfficeWeek.objects.bulk_create([OfficeWeek(**row) for row in weeks])
    first, last = years
    CalendarEdition(pk=CalendarEdition.ONLY, digest=digest, first_year=first, last_year=last, loaded_at=at).save()
    return counts | {"clocks_recounted": _recount(new, Clock.objects.running())}


def load_ladders(ladders: Iterable[DatedLadder]) -> dict[str, int]:
    """Write the ladders inside the running action; the same ladders again change nothing.

    A ladder is the same by code and first day: its name, end and rungs are then brought up to date, which is a
    correction and reaches the clocks that climb by it. A ladder that changes from a day on is a new row. Raises
    ValueError for an unknown `whom`.
    """
    check_writing("LadderRow")
    written = 0
    for one in sorted(ladders, key=lambda one: (one.ladder.code, one.from_on)):
        unknown = {step.whom for step in one.ladder.steps} - set(WHOM)
        if unknown:
            raise ValueError(f"ladder {one.ladder.code} names unknown people: {sorted(unknown)}")
        columns = {"name": one.ladder.name, "until_on": one.until_on, "source": one.source, "verified": one.verified}
        row, is_new = LadderRow.objects.get_or_create(code=one.ladder.code, from_on=one.from_on, defaults=columns)
        stale = {name: value for name, value in columns.items() if getattr(row, name) != value}
        if stale:
            LadderRow.objects.filter(pk=row.pk).update(**stale)
        if is_new or row.as_value().steps != one.ladder.steps:
            row.steps.all().delete()
            LadderStep.objects.bulk_create(
                LadderStep(
                    ladder=row,
                    number=n,
                    code=step.code,
                    name=step.name,
                    after=step.after,
                    anchor=step.anchor.value,
                    whom=step.whom,
                )
                for n, step in enumerate(one.ladder.steps, start=1)
            )
            if not is_new:
                _recount(calendar(), Clock.objects.running().filter(ladder=row))
        written += 1
    return {"ladders": written}


def _recount(days: workdays.Calendar, running: ClockQuerySet) -> int:
    """Count the due times of `running` clocks anew and give how many moved."""
    moved: list[Clock] = []
    found = taken(running).select_related("ladder").prefetch_related("pauses", "extensions", "ladder__steps")
    for clock in found.iterator(chunk_size=_BATCH):
        before = clock.due_at, clock.look_at
        count_due(clock, days)
        if (clock.due_at, clock.look_at) != before:
            moved.append(clock)
    Clock.objects.bulk_update(moved, COUNTED, batch_size=_BATCH)
    return len(moved)


def _day_columns(day: workdays.SpecialDay) -> dict[str, Any]:
    columns = ("day", "name", "compensates", "source", "verified")
    return {"kind": day.kind.value, **{name: getattr(day, name) for name in columns}}


def _week_columns(week: workdays.WorkingWeek) -> dict[str, Any]:
    days = [[[f"{span.opens:%H:%M}", f"{span.closes:%H:%M}"] for span in spans] for spans in week.days]
    columns = ("from_on", "until_on", "source", "verified")
    return {"days": days, **{name: getattr(week, name) for name in columns}}
