"""The plain reading of a text: its words with their marks, and its letters as the obfuscation channel sees them.

This is the slow twin of the kernel's first pass: one Python object a word, written to be read. The kernel must give the
same words and the same letters (`tests/test_twin.py`).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from buuan.engine import characters as ch
from buuan.engine.syllables import (
    SHAPE_WEIGHTS,
    TONE_WEIGHT,
    VOWELS,
    restore,
    signature,
    split,
    valid_syllables,
)

MARKED, BARE, WILD = "marked", "bare", "wild"

# The classes of the obfuscation channel: letters, digits and signs that stand for one another fall together.
SQUEEZED = {c: c for c in "abcdefghijmnoprstuvwxz"} | {
    "k": "c", "q": "c", "y": "i", "l": "i",
    "0": "o", "1": "i", "2": "2", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
}  # fmt: skip
ALPHABET = "abcdefghijmnoprstuvwxz2"

NONE_MISSPELT: Mapping[str, str] = {}
SHORTEST_MISSPELT, SHORTEST_SURE, LONGEST_SHORT = 4, 5, 6
"""Letters of a word that may be misspelt though it can be spoken, of one that is then taken for a word without marks, and of
one that is rather misspelt than several words in one."""
LEAST_GATHERED = 3

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
    places: list[tuple[int, int, int, int]] = field(default_factory=list)
    """For each letter of the text: code points from and to, shape, tone."""


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


@dataclass(slots=True)
class Reading:
    """A text as read: its words, its letters, the pieces (length, has a vowel), and whether it looks disguised at all."""

    words: list[Word]
    signs: list[Sign]
    pieces: list[tuple[int, bool]]
    suspicious: bool


def read(text: str, vocabulary: frozenset[str] = frozenset(), misspelt: Mapping[str, str] = NONE_MISSPELT) -> Reading:
    """Read `text`. A spelling that stands in `vocabulary` is never restored to something else; one of `misspelt`, which
    is nothing else either, is read as the word that it stands for.
    """
    words, suspicious = words_of(text, vocabulary, misspelt)
    return Reading(words, *signs_of(text), suspicious)


def signs_of(text: str) -> tuple[list[Sign], list[tuple[int, bool]]]:
    """Give the letters of the obfuscation channel, and the pieces that they stand in."""
    return _signs(text[:LONGEST_TEXT])


def words_of(
    text: str, vocabulary: frozenset[str] = frozenset(), misspelt: Mapping[str, str] = NONE_MISSPELT
) -> tuple[list[Word], bool]:
    """Give the words of a text (see `read`), and whether it looks disguised."""
    text = text[:LONGEST_TEXT]
    words = _words(text)
    suspicious = _looks_disguised(text) or any(
        len(one.letters) == 1 == len(two.letters) and not (one.number or two.number) for one, two in itertools.pairwise(words)
    )
    if suspicious:
        words = _gathered(words, text)
    words = [_understood(word, vocabulary, misspelt) for word in words]
    marked = any(word.reading == MARKED for word in words)
    return [part for word in words for part in _parted(word, vocabulary, misspelt, marked)], suspicious


def _gathered(words: list[Word], text: str) -> list[Word]:
    """Put single letters together that one point, hyphen or the like parts: "g.i.ả" is a word."""
    gathered, begin = [], 0
    while begin < len(words):
        end = begin + 1
        while end < len(words) and _letter(words[end - 1]) and _letter(words[end]) and _joined_by_sign(words, end, text):
            end += 1
        word = words[begin]
        if end - begin >= LEAST_GATHERED:
            letters = words[begin:end]
            word.letters, word.end = "".join(w.letters for w in letters), letters[-1].end
            word.places = [place for w in letters for place in w.places]
            tone = next((w.marks // TONE_WEIGHT for w in reversed(letters) if w.marks // TONE_WEIGHT), 0)
            word.marks = signature([w.marks % TONE_WEIGHT for w in letters], tone)
            word.reading = MARKED if word.marks else BARE
            begin = end - 1
        gathered.append(word)
        begin += 1
    return gathered


def _letter(word: Word) -> bool:
    return len(word.letters) == 1 and not word.number


def _joined_by_sign(words: list[Word], at: int, text: str) -> bool:
    """Tell whether one sign, and nothing else, stands before the word."""
    between = text[words[at].start - 1]
    return words[at].start - words[at - 1].end == 1 and between.isascii() and ch.facts(ord(between)) & 7 == ch.SOFT


def _understood(word: Word, vocabulary: frozenset[str], misspelt: Mapping[str, str]) -> Word:
    """Give the word itself, or what an odd spelling stands for."""
    if word.number or word.letters in vocabulary:
        return word
    if word.letters in valid_syllables():
        word.letters = misspelt.get(word.letters, word.letters)
        return word
    restored = restore(word.letters, word.reading == MARKED)
    if restored is None:
        return word
    word.letters, word.restored = restored.letters, True
    if word.letters not in vocabulary:
        word.letters = misspelt.get(word.letters, word.letters)
    if restored.signature is None:
        word.marks, word.reading = 0, WILD
    else:
        word.marks = restored.signature
        word.reading = MARKED if word.marks else BARE
    return word


def _parted(word: Word, vocabulary: frozenset[str], misspelt: Mapping[str, str], marked: bool) -> list[Word]:
    """Part a word into what was written together in it, or else mend its slip of the pen.

    Where others are written with marks, a bare one is rather a foreign word ("makeup"): it is parted only if a foreign word
    of the vocabulary is among its parts.
    """
    known = word.number or word.letters in vocabulary or word.letters in valid_syllables()
    if known or word.reading == WILD or word.restored:
        return [word]
    if len(word.letters) <= LONGEST_SHORT and word.letters in misspelt:
        return [_mended(word, misspelt)]
    ends, foreign = split(word.letters, [tone > 0 for _, _, _, tone in word.places], vocabulary, misspelt)
    if not ends or (marked and word.reading == BARE and not foreign):
        return [_mended(word, misspelt)]
    parts, begin = [], 0
    for end in ends:
        places = word.places[begin:end]
        tone = max(t for _, _, _, t in places)
        marks = signature([shape for _, _, shape, _ in places], tone)
        reading = MARKED if marks else BARE
        letters = word.letters[begin:end]
        if letters not in vocabulary and letters in valid_syllables():
            letters = misspelt.get(letters, letters)
        opens = word.opens and begin == 0
        parts.append(Word(places[0][0], places[-1][1], letters, marks, reading, opens, letters.isdigit()))
        begin = end
    return parts


def _mended(word: Word, misspelt: Mapping[str, str]) -> Word:
    """Give the word that a slip of the pen stands for, or the word itself.

    Its marks are then unknown, except that a long word without any was hardly meant to have some.
    """
    meant = misspelt.get(word.letters)
    if meant is not None:
        if word.reading == MARKED or len(word.letters) < SHORTEST_SURE:
            word.marks, word.reading = 0, WILD
        word.letters = meant
    return word


def _words(text: str) -> list[Word]:
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
            current.places.append((at, at + 1, shape, mark))
            current.end = at + 1
        elif kind == ch.MARK:
            if current is not None:
                place = len(current.letters) - 1
                if shape and place < len(SHAPE_WEIGHTS):
                    current.marks += (shape - _shape_at(current.marks, place)) * SHAPE_WEIGHTS[place]
                tone = mark or tone
                current.end = at + 1
                start, _, old_shape, old_tone = current.places[-1]
                current.places[-1] = (start, at + 1, shape or old_shape, mark or old_tone)
        elif kind != ch.DROP:
            finish()
            gap_space = gap_space or kind == ch.SPACE
            gap_soft = gap_soft or kind in (ch.SOFT, ch.SYMBOL)
            opens = opens or kind == ch.BREAK
    finish()
    return words


def _shape_at(marks: int, place: int) -> int:
    """Read one letter's shape back from a signature."""
    weight: int = SHAPE_WEIGHTS[place]
    return marks // weight % 5


def _signs(text: str) -> tuple[list[Sign], list[tuple[int, bool]]]:
    """Give the letters of the obfuscation channel, with repeats inside one piece collapsed."""
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


def _looks_disguised(text: str) -> bool:
    """Tell whether letters look tampered with, so that the obfuscation channel is worth its time.

    That is: a single digit or a sign glued behind a letter, a letter three times, or points, hyphens, pictures or the like
    between two letters. (Two words of a single letter in a row are looked for by the caller.)
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
        before = -1
    return digits == 1
