"""The slim values inside the engine: a find of either channel, and a hit that counts."""

from __future__ import annotations

from dataclasses import dataclass

WORD_CHANNEL, HIDDEN_CHANNEL = 0, 1


@dataclass(frozen=True, slots=True, order=True)
class Find:
    """A pattern found in a text: words `first` to `last` (both included), code points `start` to `end` (end excluded).

    `bare` tells that the text has no marks where the pattern has some.
    """

    first: int
    last: int
    start: int
    end: int
    rule: int
    form: int = 0
    channel: int = WORD_CHANNEL
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A find that counts: `outcome` is an index into `catalogue.KINDS`, `score` is in hundredths."""

    rule: int
    start: int
    end: int
    score: int
    channel: int
