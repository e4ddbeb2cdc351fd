"""The tables of the room: the working calendar, the ladders, and the clocks with all that happened to them."""

from buuan.base.clocks.models.calendar import CalendarEdition, OfficeWeek, SpecialDay
from buuan.base.clocks.models.clocks import (
    BUCKET_FILTERS,
    SEVERITIES,
    Clock,
    ClockQuerySet,
    bring_history,
    limit_columns,
    terms_from_rows,
    terms_to_rows,
)
from buuan.base.clocks.models.history import Escalation, Explanation, Extension, Move, Pause
from buuan.base.clocks.models.ladders import LadderRow, LadderStep

__all__ = [
    "BUCKET_FILTERS",
    "SEVERITIES",
    "CalendarEdition",
    "Clock",
    "ClockQuerySet",
    "Escalation",
    "Explanation",
    "Extension",
    "LadderRow",
    "LadderStep",
    "Move",
    "OfficeWeek",
    "Pause",
    "SpecialDay",
    "bring_history",
    "limit_columns",
    "terms_from_rows",
    "terms_to_rows",
]
