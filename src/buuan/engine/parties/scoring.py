"""How well a declared name and address fit those of an order, from 0 to 1, with the words that fitted. The plain twin of `pairs`.

Words are laid beside each other whatever their order; one or two slips of the pen in a word are forgiven, not in a number. What
fits counts by its rarity, and where all that fits together is common (a frequent name in a large place) the score stays low.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buuan.engine.parties.words import Word

REVIEW_LINE = 0.80
"""From here on a person looks at it."""
ENOUGH = 20.0
"""So much must fit, in nats of rarity, for the full score: 1 in e^20 is rarer than anybody's neighbour."""
ONE_SLIP, TWO_SLIPS, INITIAL = 1.5, 2.4, 0.5
"""What a slip or two cost, divided by the letters of the word: in a short word one letter makes another name. An initial's fit."""
TWO_FROM = 6
"""Two slips are forgiven in words of so many letters or more."""
LEAST_FIELD = 0.6
"""Where name or address fits less than this, the whole is taken down in proportion."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two words laid beside each other: their places in the two lists and how alike they are."""

    ours: int
    theirs: int
    alike: float


@dataclass(frozen=True, slots=True)
class Field:
    """One field compared: score, how much rarity fitted, and the words that fitted."""

    score: float
    evidence: float
    aligned: tuple[Aligned, ...]


def slips(one: str, other: str, most: int = 2) -> int:
    """Give the least number of letters put in, left out, changed or swapped with their neighbour; `most + 1` when it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    earlier, above = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, their in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != their))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == their:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
        earlier, above = above, row
    return min(above[-1], most + 1)


def alike(one: str, other: str, *, name: bool) -> float:
    """Give how alike two different words are; numbers are the same or not."""
    if any(letter.isdigit() for letter in one + other):
        return 0.0
    short, long = sorted((len(one), len(other)))
    if short == 1:
        return INITIAL if name and one[0] == other[0] else 0.0
    if long < 3:
        return 0.0
    count = slips(one, other)
    if count == 1:
        return 1 - ONE_SLIP / long
    return 1 - TWO_SLIPS / long if count == 2 and long >= TWO_FROM else 0.0


def compare(
    ours: Sequence[Word], our_weights: Sequence[float], theirs: Sequence[Word], their_weights: Sequence[float], *, name: bool
) -> Field:
    """Lay the words of an order's field beside those of an item's: equal ones first, then the most telling of the alike."""
    aligned: list[Aligned] = []
    free_ours, free_theirs = set(range(len(ours))), set(range(len(theirs)))
    for i in range(len(ours)):
        for j in range(len(theirs)):
            if j in free_theirs and ours[i].letters == theirs[j].letters:
                aligned.append(Aligned(i, j, 1.0))
                free_ours.discard(i)
                free_theirs.discard(j)
                break
    while free_ours and free_theirs:
        best = max(
            (
                (fit * (our_weights[i] + their_weights[j]), ours[i].letters, theirs[j].letters, -i, -j, fit)
                for i in free_ours
                for j in free_theirs
                if (fit := alike(ours[i].letters, theirs[j].letters, name=name))
            ),
            default=None,
        )
        if best is None:
            break
        i, j = -best[3], -best[4]
        aligned.append(Aligned(i, j, best[5]))
        free_ours.discard(i)
        free_theirs.discard(j)
    fitted = sum(one.alike * (our_weights[one.ours] + their_weights[one.theirs]) / 2 for one in aligned)
    all_ours, all_theirs = sum(our_weights), sum(their_weights)
    if not all_ours or not all_theirs:
        return Field(0.0, 0.0, ())
    both = 2 * fitted / (all_ours + all_theirs)
    covered = fitted / (all_ours if name else min(all_ours, all_theirs))
    return Field(min(1.0, (both + min(1.0, covered)) / 2), fitted, tuple(sorted(aligned, key=lambda one: one.theirs)))


def together(name: float, address: float, evidence: float) -> float:
    """Give the score of a pair from those of its fields and the rarity of all that fitted."""
    return (name + address) / 2 * min(1.0, evidence / ENOUGH) * min(1.0, min(name, address) / LEAST_FIELD)
