"""The ladder that holds on a day."""

from __future__ import annotations

from datetime import datetime

from buuan.base.dispatch import rules
from buuan.base.dispatch.models.ladders import LadderRow
from buuan.kit.workdays import VIETNAM


def ladder_on(code: str, at: datetime) -> rules.Ladder:
    """Give the ladder with a code on the day of `at`: the dated row, else the shipped one; raises LookupError for neither."""
    row = LadderRow.objects.filter(code=code).as_of(at.astimezone(VIETNAM).date()).prefetch_related("rungs").first()
    if row is not None:
        return row.as_value()
    if code not in rules.LADDERS:
        raise LookupError(f"no ladder {code!r}")
    return rules.LADDERS[code]
