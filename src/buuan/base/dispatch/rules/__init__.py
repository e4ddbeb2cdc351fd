"""The pure rules of dispatch: what is owed, the ladder, when a channel may speak, what changed between versions."""

from buuan.base.dispatch.rules.difference import Line, difference
from buuan.base.dispatch.rules.ladder import ANCHORS, LADDERS, WHOM, Climb, Ladder, Rung, default_ladder, due_rungs, next_look
from buuan.base.dispatch.rules.standing import Standing, against_acknowledging, against_answering, owes, standing_of, summed
from buuan.base.dispatch.rules.timing import (
    DIGEST_AT,
    QUIET,
    RETRIES,
    default_manner,
    event_of,
    retry_after,
    when_to_send,
)

__all__ = [
    "ANCHORS",
    "DIGEST_AT",
    "LADDERS",
    "QUIET",
    "RETRIES",
    "WHOM",
    "Climb",
    "Ladder",
    "Line",
    "Rung",
    "Standing",
    "against_acknowledging",
    "against_answering",
    "default_ladder",
    "default_manner",
    "difference",
    "due_rungs",
    "event_of",
    "next_look",
    "owes",
    "retry_after",
    "standing_of",
    "summed",
    "when_to_send",
]
