"""The ladder that holds on a day."""

from __future__ import annotations

from datetime import date, datetime

from buuan.base.action import read_once
from buuan.base.dispatch import rules
from buuan.base.dispatch.models.ladders import LadderRow
from buuan.kit.workdays import VIETNAM


def ladder_on(code: str, at: datetime) -> rules.Ladder:
    """Give the ladder with a code on the day of `at`: the dated row, else the shipped one; raises LookupError for neither."""
    on = at.astimezone(VIETNAM).date()
    found = read_once(("dispatch.ladder", code, on), lambda: _dated(code, on), of=frozenset({"LadderRow", "LadderRung"}))
    if found is not None:
        return found
    if code not in rules.LADDERS:
        raise LookupError(f"no ladder {code!r}")
    return rules.LADDERS[code]


def _dated(code: str, on: date) -> rules.Ladder | None:
    row = LadderRow.objects.filter(code=code).as_of(on).prefetch_related("rungs").first()
    return None if row is None else row.as_value()
