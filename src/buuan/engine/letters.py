"""The first pass over a text: it is cut into words with their marks, and into the letters that the obfuscation channel sees.

This is the slow twin of the kernel's first pass: one Python object a word, written to be read. The kernel must give the
same words and the same letters (`tests/test_twin.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from buuan.engine import characters as ch
from buuan.engine.syllables import SHAPE_WEIGHTS, TONE_WEIGHT, VOWELS, Place

MARKED, BARE, WILD = "marked", "bare", "wild"

# The classes of the obfuscation channel: letters, digits and signs that stand for one another fall together.
SQUEEZED = {c: c for c in "abcdefghijmnoprstuvwxz"} | {
    "k": "c", "q": "c", "y": "i", "l": "i",
    "0": "o", "1": "i", "2": "2", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
}  # fmt: skip
ALPHABET = "abcdefghijmnoprstuvwxz2"

LONGEST_TEXT = 4_000
"""Code points of a text that are read. A declaration is a line or two; the bound keeps a hostile text from costing time."""


@dataclass(slots=True)
class Word:
    """One word: code points `start` to `end` of the original, its folded letters, and how its marks are to be read.

    `marks` is the signature of `syllables.signature`. `reading` is MARKED (it carries marks), BARE (it carries none) or
    WILD (its marks are unknown, as in teencode). `opens` tells that a clause begins here. `number` tells digits only.
    """

    start: int
    end: int
    letters: str
    marks: int = 0
    reading: str = BARE
    opens: bool = False
    number: bool = False
    restored: bool = False
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Sign:
    """One letter of the obfuscation channel.

    `cls` is its class; `letter` the very letter, or "" for a digit or sign that stands in for one; `gap` tells what came
    before it: 0 nothing, 1 one plain space, 3 one point, hyphen or the like, 2 any other separator; `seam` that a term
    may begin here though nothing came between (digit next to letter, sign next to letter). `run` is how often it was
    repeated; `piece` is the number of the unbroken piece it stands in.
    """

    start: int
    end: int
    cls: str
    letter: str
    shape: int = 0
    tone: int = 0
    gap: int = 0
    seam: bool = False
    run: int = 1
    piece: int = 0


def words_in(text: str) -> list[Word]:
    """Cut the text into words; a number that leads a word ("36quả") is a word of its own."""
    words: list[Word] = []
    current: Word | None = None
    tone, gap_space, gap_soft, opens = 0, False, False, True

    def finish() -> None:
        nonlocal current, tone
        if current is not None:
            current.marks += tone * TONE_WEIGHT
            current.number = current.letters.isdigit()
            current.reading = MARKED if current.marks else BARE
            words.append(current)
        current, tone = None, 0

    for at, char in enumerate(text):
        fact = ch.facts(ord(char))
        kind, value, shape, mark = fact & 7, fact >> 3 & 31, fact >> 8 & 7, fact >> 11 & 7
        if kind in (ch.LETTER, ch.DIGIT):
            if current is not None and kind == ch.LETTER and current.letters.isdigit():
                finish()
            if current is None:
                opens = opens or (gap_soft and gap_space)
                current = Word(at, at, "", opens=opens)
                opens, gap_space, gap_soft = False, False, False
            place = len(current.letters)
            if shape and place < len(SHAPE_WEIGHTS):
                current.marks += shape * SHAPE_WEIGHTS[place]
            tone = mark or tone
            current.letters += chr(97 + value) if kind == ch.LETTER else chr(48 + value)
            current.places.append(Place(at, at + 1, shape, mark, bool(fact >> 15 & 1)))
            current.end = at + 1
        elif kind == ch.MARK:
            if current is not None:
                place = len(current.letters) - 1
                if shape and place < len(SHAPE_WEIGHTS):
                    current.marks += (shape - shape_at(current.marks, place)) * SHAPE_WEIGHTS[place]
                tone = mark or tone
                current.end = at + 1
                last = current.places[-1]
                current.places[-1] = last._replace(end=at + 1, shape=shape or last.shape, tone=mark or last.tone)
        elif kind != ch.DROP:
            finish()
            gap_space = gap_space or kind == ch.SPACE
            gap_soft = gap_soft or kind in (ch.SOFT, ch.SYMBOL)
            opens = opens or kind == ch.BREAK
    finish()
    return words


def shape_at(marks: int, place: int) -> int:
    """Read one letter's shape back from a signature."""
    weight: int = SHAPE_WEIGHTS[place]
    return marks // weight % 5


def signs_of(text: str) -> tuple[list[Sign], list[tuple[int, bool]]]:
    """Give the letters of the obfuscation channel, with repeats inside one piece collapsed, and the pieces that they stand in."""
    text = text[:LONGEST_TEXT]
    signs: list[Sign] = []
    pieces: list[list[int]] = []
    gap_length, gap_kind = 0, 0
    after_other = False
    for at, char in enumerate(text):
        fact = ch.facts(ord(char))
        kind, value, shape, tone = fact & 7, fact >> 3 & 31, fact >> 8 & 7, fact >> 11 & 7
        if kind in (ch.LETTER, ch.DIGIT, ch.SYMBOL):
            plain = chr(97 + value) if kind != ch.DIGIT else chr(48 + value)
            letter = plain if kind == ch.LETTER else ""
            gap = 0 if gap_length == 0 else 2 if gap_length > 1 or gap_kind == 2 else gap_kind
            cls = SQUEEZED[plain]
            other = kind != ch.LETTER
            if signs and gap_length == 0 and cls == signs[-1].cls and letter == signs[-1].letter and not other:
                last = signs[-1]
                last.end, last.run = at + 1, last.run + 1
                last.shape, last.tone = last.shape or shape, last.tone or tone
                continue
            if gap or not signs:
                pieces.append([0, 0])
            pieces[-1][0] += 1
            pieces[-1][1] |= plain in VOWELS or other
            seam = bool(signs) and gap == 0 and other != after_other
            signs.append(Sign(at, at + 1, cls, letter, shape, tone, gap, seam, 1, len(pieces) - 1))
            after_other, gap_length, gap_kind = other, 0, 0
        elif kind == ch.MARK:
            if signs and gap_length == 0:
                last = signs[-1]
                last.shape, last.tone, last.end = shape or last.shape, tone or last.tone, at + 1
        elif kind != ch.DROP:
            gap_length += 1
            picture = kind == ch.SPACE and fact >> 14 & 1
            gap_kind = max(gap_kind, 3 if picture else 1 if kind == ch.SPACE else 2 if kind == ch.BREAK else 3)
    return signs, [(length, bool(vowel)) for length, vowel in pieces]


def looks_disguised(text: str) -> bool:
    """Tell whether letters look tampered with, so that the obfuscation channel is worth its time.

    That is: a single digit glued behind a letter, a sign that stands for a letter glued to one, a letter three times, or points,
    hyphens, pictures or the like between two letters. (Two words of a single letter in a row are looked for by the caller.)
    """
    before, run, soft, digits = -1, 0, False, 0
    for char in text:
        fact = ch.facts(ord(char))
        kind, value = fact & 7, fact >> 3 & 31
        if kind in (ch.MARK, ch.DROP):
            continue
        if digits == 1 and kind != ch.DIGIT:
            return True
        if kind == ch.LETTER:
            run = run + 1 if value == before else 1
            if run > 2 or soft:
                return True
            before, soft, digits = value, False, 0
            continue
        if kind == ch.SYMBOL and before >= 0:
            return True
        # Digits right behind a letter are counted; those of a number stay at 0.
        digits = digits + 1 if kind == ch.DIGIT and (before >= 0 or digits) else 0
        soft = (kind == ch.SOFT or fact >> 14 & 1 == 1) and (before >= 0 or soft) and kind != ch.DIGIT
        soft = soft or kind == ch.SYMBOL
        before = -1
    return digits == 1
