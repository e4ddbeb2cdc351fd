"""How a case reads: sentences of its timeline, marked words, who can see it."""

from buuan.work.cases.presenters.events import (
    Line,
    Made,
    amount_of,
    group_names,
    say_event,
)
from buuan.work.cases.presenters.words import (
    MOST_NAMED,
    OUTCOME_TONES,
    REFERRAL_TONES,
    SEVERITY_TONES,
    STATE_TONES,
    Piece,
    former_bodies,
    marked,
    marking_name,
    path_of,
    stage_notes,
    viewers_of,
)

__all__ = [
    "MOST_NAMED",
    "OUTCOME_TONES",
    "REFERRAL_TONES",
    "SEVERITY_TONES",
    "STATE_TONES",
    "Line",
    "Made",
    "Piece",
    "amount_of",
    "former_bodies",
    "group_names",
    "marked",
    "marking_name",
    "path_of",
    "say_event",
    "stage_notes",
    "viewers_of",
]
