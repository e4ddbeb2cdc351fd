"""Other ways to write a term: words of another region or of people in a hurry, slips of the pen and of the ear.

They are worked out when the catalogue is compiled. A slip is a word of no other meaning that stands for one word of the
vocabulary; a spelling by ear ("xúng", "pháo lổ", "mã túi") is one more pattern of the term, which demands its marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from buuan.engine.syllables import TONE_WEIGHT, VOWELS, restore, valid_syllables
from buuan.engine.words import SHORTEST_MISSPELT, STAR

if TYPE_CHECKING:
    from buuan.engine.terms import Pattern, Rule

SHORTEST_SWAPPED, SHORTEST_CLIPPED, SHORTEST_ALONE = 4, 4, 5
"""Letters of a word that is looked for with two letters swapped, with one missing, and with either though it stands alone."""
LONGEST_WORD = 18


def wordings(text: str, stand_ins: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Give every other wording of a row's text that words which stand in for others make ("ko hđ" for "không hóa đơn")."""
    found = [f" {text} "]
    for word, others in stand_ins.items():
        found += [one.replace(f" {word} ", f" {other} ") for one in found if f" {word} " in one for other in others]
    return [one.strip() for one in found[1:]]


def misspelt(patterns: Iterable[Pattern], rules: list[Rule], vocabulary: frozenset[str], seen: frozenset[str]) -> dict[str, str]:
    """Give each slip of a word of the terms with the word that it stands for: of several the one that most terms use.

    What everyday texts use (`seen`) is no slip; nor is a word of three letters that can be spoken. A vowel inside may also be
    blotted out ("s*ng").
    """
    used: Counter[str] = Counter()
    for pattern in patterns:
        rule = rules[pattern.rule]
        if rule.role == "term" and not pattern.form:
            alone = len(pattern.words) == 1
            used.update(w for w in set(pattern.words) if not alone or (len(w) >= SHORTEST_ALONE and w not in valid_syllables()))
    found: dict[str, str] = {}
    for word, _ in sorted(used.items(), key=lambda item: (-item[1], item[0])):
        if word.isalpha() and len(word) <= LONGEST_WORD:
            for slip in _slips(word):
                short = len(slip) < SHORTEST_MISSPELT and not VOWELS.isdisjoint(slip)
                if not short and slip not in vocabulary and slip not in seen:
                    found.setdefault(slip, word)
            for at, char in enumerate(word):
                if char in VOWELS and 0 < at < len(word) - 1:
                    found.setdefault(word[:at] + STAR + word[at + 1 :], word)
    return found


def _slips(word: str) -> Iterator[str]:
    """Give a word with two neighbouring letters swapped, and with one letter missing."""
    if len(word) >= SHORTEST_SWAPPED:
        for at in range(len(word) - 1):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if len(word) >= SHORTEST_CLIPPED:
        for at in range(len(word)):
            yield word[:at] + word[at + 1 :]


def slipped(
    words: tuple[str, ...], marks: tuple[int, ...], seen: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Give a term of several words with an inner letter of one of them missing, where what is left is a word of its own.

    Such a slip ("páo nổ", "thốc lá") cannot be told from that word by itself, only beside the others of its term, and with
    all their marks. Every other slip is in `misspelt`.
    """
    for at, (word, mark) in enumerate(zip(words, marks, strict=True)):
        if len(word) < SHORTEST_CLIPPED or not word.isalpha() or len(word) > LONGEST_WORD:
            continue
        for place in range(1, len(word) - 1):
            slip = word[:place] + word[place + 1 :]
            own = slip in seen or (len(slip) < SHORTEST_MISSPELT and not VOWELS.isdisjoint(slip))
            if not own or word[place] == word[place - 1] or restore(slip, False) is not None:
                continue  # "kan" is rather "can" as the young write it
            for left in _without(word, mark, place):
                signs = (*marks[:at], left, *marks[at + 1 :])
                if any(signs):
                    yield (*words[:at], slip, *words[at + 1 :]), signs


def _without(word: str, mark: int, place: int) -> set[int]:
    """Give the marks that a word may have left without one of its letters: with the tone, without it, or either."""
    tone, shapes = divmod(mark, TONE_WEIGHT)
    weight = 5**place
    left = shapes % weight + shapes // (5 * weight) * weight
    vowels = [at for at, char in enumerate(word) if char in VOWELS]
    shaped = [at for at in vowels if shapes // 5**at % 5]
    if place not in vowels or (shaped and place != shaped[-1]):
        return {tone * TONE_WEIGHT + left}
    return {left} if len(vowels) == 1 or shaped else {left, tone * TONE_WEIGHT + left}


ASKING, TUMBLING = 2, 3
BY_EAR = (("s", "x"), ("tr", "ch"), ("n", "l"), ("gi", "d"), ("r", "d"), ("r", "gi"), ("v", "d"))
"""Beginnings of a syllable that sound the same somewhere in the country."""


def heard(words: tuple[str, ...], marks: tuple[int, ...]) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Give other spellings of a term of several words, one word changed at a time."""
    for at, (word, mark) in enumerate(zip(words, marks, strict=True)):
        tone, shapes = divmod(mark, TONE_WEIGHT)
        if tone in (ASKING, TUMBLING):
            other = (ASKING + TUMBLING - tone) * TONE_WEIGHT + shapes
            yield words, (*marks[:at], other, *marks[at + 1 :])
        if word in valid_syllables():
            for spelling in _by_ear(word):
                if len(spelling) == len(word) or shapes == 0:
                    yield (*words[:at], spelling, *words[at + 1 :]), marks


def _by_ear(word: str) -> Iterator[str]:
    """Give the syllables that sound like this one somewhere."""
    for one, two in BY_EAR:
        for old, new in ((one, two), (two, one)):
            if word.startswith(old) and not word.startswith(("ng", "nh", "th")):
                spelling = new + word[len(old) :]
                if spelling in valid_syllables():
                    yield spelling
