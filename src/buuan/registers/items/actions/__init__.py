"""Every write about items."""

from buuan.registers.items.actions.events import EventOutcome, record_events
from buuan.registers.items.actions.holds import (
    end_hold,
    end_holds_of,
    end_item_holds,
    end_lapsed_holds,
    keep_holds_of,
    let_holds_lapse,
    place_hold,
)
from buuan.registers.items.actions.upkeep import purge_archive, rotate_key

__all__ = [
    "EventOutcome",
    "end_hold",
    "end_holds_of",
    "end_item_holds",
    "end_lapsed_holds",
    "keep_holds_of",
    "let_holds_lapse",
    "place_hold",
    "purge_archive",
    "record_events",
    "rotate_key",
]
