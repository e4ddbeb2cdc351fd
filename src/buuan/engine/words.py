"""The plain reading of a text: words taken to pieces are put together, odd spellings understood, words run together parted.

The slow twin of the kernel's reading, like `letters.py`, from where it takes a text cut into words.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from buuan.engine import characters as ch
from buuan.engine.letters import BARE, LONGEST_TEXT, MARKED, WILD, Sign, Word, looks_disguised, shape_at, signs_of, words_in
from buuan.engine.syllables import (
    LONGEST_JOINED_WORD,
    LONGEST_SYLLABLE,
    SHAPE_WEIGHTS,
    SHORTEST_JOINED_WORD,
    TONE_WEIGHT,
    Known,
    Part,
    restore,
    signature,
    split,
    valid_syllables,
)

NOTHING_KNOWN = Known()
SHORTEST_MISSPELT, SHORTEST_SURE = 4, 5
"""Letters of a word that may be misspelt though it can be spoken, and of one that is then taken for a word without marks."""
STAR = "*"
"""What people write for a vowel that they blot out."""
LEAST_GATHERED, LEAST_SPACED = 3, 5
"""Single letters that make a word when one sign parts them, and when one space does; fewer may be a syllable or a known word."""
LEAST_ROW = 3
"""Words each of which seems to open a clause: so many, and no others, are one clause whose words are set apart."""
LEAST_STRETCHED = 3
"""The same letter so many times in a row is one letter, stretched; Vietnamese never doubles more than once."""


@dataclass(slots=True)
class Reading:
    """A text as read: its words, its letters, the pieces (length, has a vowel), and whether it looks disguised at all."""

    words: list[Word]
    signs: list[Sign]
    pieces: list[tuple[int, bool]]
    suspicious: bool


def read(text: str, known: Known = NOTHING_KNOWN) -> Reading:
    """Read `text`. A spelling that stands in the vocabulary is never restored to something else; one that is misspelt, and
    nothing else either, is read as the word that it stands for; words run together are parted.
    """
    words, suspicious = words_of(text, known)
    return Reading(words, *signs_of(text), suspicious)


def words_of(text: str, known: Known = NOTHING_KNOWN) -> tuple[list[Word], bool]:
    """Give the words of a text (see `read`), and whether it looks disguised."""
    text = text[:LONGEST_TEXT]
    words = words_in(text)
    suspicious = looks_disguised(text) or any(_letter(one) and _letter(two) for one, two in itertools.pairwise(words))
    words = _pieced(_gathered(words, text, known) if suspicious else words, text, known)
    if suspicious:
        for word in words:
            _unstretch(word, known)
    if len(words) >= LEAST_ROW and all(word.opens for word in words):
        for word in words[1:]:
            word.opens = False
    words = [_understood(word, known) for word in words]
    marked = any(word.reading == MARKED for word in words)
    return [part for word in words for part in _parted(word, known, marked)], suspicious


def _gathered(words: list[Word], text: str, known: Known) -> list[Word]:
    """Put single letters together that one sign parts, always of one kind, or one space: "g.i.ả" is a word."""
    gathered, begin = [], 0
    while begin < len(words):
        end, between = begin + 1, None
        while end < len(words) and end - begin < LONGEST_JOINED_WORD and _letter(words[end - 1]) and _letter(words[end]):
            sign = _one_between(words[end - 1], words[end], text)
            if sign is None or between not in (None, sign):
                break
            between, end = sign, end + 1
        letters = words[begin:end]
        if len(letters) >= (LEAST_SPACED if between == ch.SPACE else LEAST_GATHERED) or _makes_sense(letters, between, known):
            gathered.append(_one_word(letters))
            begin = end
        else:
            gathered.append(words[begin])
            begin += 1
    return gathered


def _makes_sense(letters: list[Word], between: int | None, known: Known) -> bool:
    """Tell whether a few single letters are a syllable; three of them may be any word of the vocabulary."""
    if len(letters) < (LEAST_GATHERED if between == ch.SPACE else LEAST_GATHERED - 1):
        return False
    word = "".join(w.letters for w in letters)
    return word in valid_syllables() or (len(letters) >= LEAST_GATHERED and word in known.vocabulary)


def _pieced(words: list[Word], text: str, known: Known) -> list[Word]:
    """Put a word together again that one sign or picture cuts in two: "kh*ông", "s(úng"."""
    pieced: list[Word] = []
    for word in words:
        starred = (
            known.misspelt.get(pieced[-1].letters + STAR + word.letters) if pieced and _starred(pieced[-1], word, text) else None
        )
        if starred:
            one = pieced[-1]
            pieced[-1] = Word(one.start, word.end, starred, 0, WILD, one.opens, restored=True)
        elif pieced and _cut(pieced[-1], word, text, known):
            pieced[-1] = _one_word([pieced[-1], word])
        else:
            pieced.append(word)
    return pieced


def _starred(one: Word, two: Word, text: str) -> bool:
    """Tell whether nothing but a star stands between two words."""
    return not one.restored and two.start - one.end == 1 and text[one.end] == STAR


def _cut(one: Word, two: Word, text: str, known: Known) -> bool:
    """Tell whether two words are rather one: a word only together, and not two words of the vocabulary by themselves."""
    if (
        one.restored
        or one.number
        or two.number
        or one.letters[-1].isdigit()
        or (one.marks >= TONE_WEIGHT and two.marks >= TONE_WEIGHT)
    ):
        return False
    if _one_between(one, two, text) in (None, ch.SPACE):
        return False
    whole = one.letters + two.letters
    if all(len(w.letters) > 1 and w.letters in known.vocabulary for w in (one, two)):
        return False
    return whole in known.vocabulary or (len(whole) <= LONGEST_SYLLABLE and whole in valid_syllables())


def _one_word(words: list[Word]) -> Word:
    """Put words together; the last tone counts."""
    first = words[0]
    letters = "".join(w.letters for w in words)
    places = [place for w in words for place in w.places]
    tone = next((w.marks // TONE_WEIGHT for w in reversed(words) if w.marks // TONE_WEIGHT), 0)
    marks, at = tone * TONE_WEIGHT, 0
    for word in words:
        for place in range(min(len(word.letters), len(SHAPE_WEIGHTS))):
            if at + place < len(SHAPE_WEIGHTS):
                marks += shape_at(word.marks, place) * SHAPE_WEIGHTS[at + place]
        at += len(word.letters)
    return Word(first.start, words[-1].end, letters, marks, MARKED if marks else BARE, first.opens, places=places)


PICTURE = -1
"""A picture between two words; it parts words like a space, but nobody writes it for one by chance."""


def _one_between(one: Word, two: Word, text: str) -> int | None:
    """Give the kind of the only sign between two words, or nothing when there are more or none; of signs, plain ones count."""
    if two.start - one.end != 1:
        return None
    fact = ch.facts(ord(text[one.end]))
    if fact & 7 == ch.SPACE:
        return PICTURE if fact >> 14 & 1 else ch.SPACE
    return fact & 7


def _unstretch(word: Word, known: Known) -> None:
    """Write letters once that stand three times or more in a row, or twice, if that gives a word."""
    if word.restored or word.number or word.letters in known.vocabulary:
        return
    runs = [list(run) for _, run in itertools.groupby(range(len(word.letters)), key=lambda at: word.letters[at])]
    stretched = [len(run) >= LEAST_STRETCHED and word.letters[run[0]].isalpha() for run in runs]
    for times in (1, 2) if any(stretched) else ():
        kept = [at for run, long in zip(runs, stretched, strict=True) for at in (run[:times] if long else run)]
        letters = "".join(word.letters[at] for at in kept)
        if letters in known.vocabulary or (times == 1 and letters in valid_syllables()):
            shapes = [shape_at(word.marks, at) if at < len(SHAPE_WEIGHTS) else 0 for at in kept]
            word.letters, word.marks, word.restored = letters, signature(shapes, word.marks // TONE_WEIGHT), True
            word.reading = MARKED if word.marks else BARE
            return


def _letter(word: Word) -> bool:
    return len(word.letters) == 1 and not word.number


def _understood(word: Word, known: Known) -> Word:
    """Give the word itself, or what an odd spelling stands for."""
    if word.number or word.letters in known.vocabulary or word.letters in known.together:
        return word
    if word.letters in valid_syllables():
        return _slipped(word, known)
    restored = restore(word.letters, word.reading == MARKED, known.vocabulary)
    if restored is None:
        return word
    word.letters, word.restored = restored.letters, True
    if restored.signature is None:
        word.marks, word.reading = 0, WILD
    else:
        word.marks = restored.signature
        word.reading = MARKED if word.marks else BARE
    return _slipped(word, known)


def _slipped(word: Word, known: Known) -> Word:
    """Give the word that a syllable stands for which is nothing but a slip of the pen; the marks that it has are not its own."""
    meant = None if word.letters in known.vocabulary else known.misspelt.get(word.letters)
    if meant is not None:
        word.letters = meant
        if word.reading == MARKED:
            word.marks, word.reading = 0, WILD
    return word


def _parted(word: Word, known: Known, marked: bool) -> list[Word]:
    """Part a word into what was written together in it, or else mend its slip of the pen.

    Where others are written with marks, a bare one is rather a foreign word ("makeup"): it is parted only if there is more
    to tell by than syllables. A word with two tones is several in any case.
    """
    if word.restored or word.number or word.reading == WILD or word.letters in valid_syllables():
        return [word]
    several = sum(place.tone > 0 for place in word.places) > 1
    if word.letters in known.vocabulary and not several:
        return [word]
    meant = known.misspelt.get(word.letters, "")
    if meant and not several and (word.reading == BARE or meant in valid_syllables()):
        return [_mended(word, known)]
    parts: list[Part] = []
    if word.reading == MARKED or len(word.letters) >= SHORTEST_JOINED_WORD:
        parts, telling = split(word.letters, word.places, known)
        parts = parts if telling or not marked or word.reading == MARKED else []
    return _parts(word, parts, known) if parts else [_mended(word, known)]


def _parts(word: Word, parts: list[Part], known: Known) -> list[Word]:
    """Give the words that were written together; those of a term may want any marks that they lack."""
    found, begin = [], 0
    for part in parts:
        places, letters = word.places[begin : part.end], word.letters[begin : part.end]
        marks = signature([place.shape for place in places], max(place.tone for place in places))
        opens, reading = word.opens and begin == 0, MARKED if marks else WILD if part.of_term else BARE
        one = Word(places[0].start, places[-1].end, letters, marks, reading, opens, letters.isdigit())
        found.append(_slipped(one, known) if letters in valid_syllables() else one)
        begin = part.end
    return found


def _mended(word: Word, known: Known) -> Word:
    """Give the word that a slip of the pen stands for, or the word itself.

    Its marks are then unknown, except that a long word without any was hardly meant to have some.
    """
    meant = known.misspelt.get(word.letters)
    if meant is not None:
        if word.reading == MARKED or len(word.letters) < SHORTEST_SURE:
            word.marks, word.reading = 0, WILD
        word.letters = meant
    return word
