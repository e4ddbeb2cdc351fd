"""Vietnamese syllables without marks, and the ways in which people type them: Telex, VNI and teencode.

A word that is no Vietnamese syllable may be one that was typed on a keyboard without a Vietnamese driver ("phaos",
"pha1o") or spelled the way the young write ("thuok", "fao"). `restore` gives the syllable that was meant. Source: the
rules of Vietnamese spelling, the published Telex and VNI typing rules, and common teencode; our own wording.
"""

from __future__ import annotations

import functools
from collections.abc import Container
from dataclasses import dataclass

_ONSETS = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
ONSETS = tuple(_ONSETS.split())
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng enh eo ep et ech eu i ia ich iec iem ien ieng "
    "iep iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi "
    "om on ong ooc oong op ot u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop "
    "uot uou up ut uu uy uya uych uyen uyet uyn uynh uyt uyu y yem yen yet yeu"
)
RIMES = tuple(_RIMES.split())

VOWELS = frozenset("aeiouy")
TELEX_TONES = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
VNI_TONES = {"2": 1, "3": 2, "4": 3, "1": 4, "5": 5}
LONGEST = 9
"""Letters and signs of the longest spelling that is looked at; a Vietnamese syllable has at most seven letters."""

# The mark signature of a word: one base-5 digit a letter for its shape, and the tone on top (tones belong to the
# syllable, so "hòa" and "hoà" are one).
SHAPE_WEIGHTS: tuple[int, ...] = tuple(int(5**i) for i in range(12))
TONE_WEIGHT: int = 5**12


@functools.cache
def valid_syllables() -> frozenset[str]:
    """Give every spelling that a Vietnamese syllable can have without its marks, with the rules for c/k/q and g/gh."""
    found = set(RIMES)
    for onset in ONSETS:
        for rime in RIMES:
            front = rime[0] in "eiy"
            if onset in ("c", "g", "ng") and front and not (onset == "g" and rime[0] == "i"):
                continue
            if onset in ("k", "gh", "ngh") and not front:
                continue
            if onset == "qu":
                if rime[0] in "ou":
                    continue
            elif onset == "gi" and rime[0] == "i":
                continue
            found.add(onset + rime)
    found.update("gi" + rest for rest in ("", "n", "ng", "m", "p", "t", "eng"))
    found.add("quoc")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a spelling stands for: the bare letters, and the mark signature, or `None` when the marks are not known."""

    letters: str
    signature: int | None


SHORTEST_JOINED_WORD, LONGEST_JOINED_WORD, LONGEST_SYLLABLE, LONGEST_PART = 5, 60, 7, 16
"""Letters of a word that may be several written together, of one syllable, and of one part of such a word."""
NUMBER_PRICE, KNOWN_PRICE, SYLLABLE_PRICE, FOREIGN_PRICE = 1, 3, 4, 5
"""What one part costs when a word is parted: a number, a syllable of the vocabulary, another syllable, another word of the
vocabulary. Of all ways to part a word the cheapest is taken, so that "matuy" is rather "ma tuy" than "mat uy"."""
SHORTEST_FOREIGN = 4
"""A shorter word of the vocabulary that is no syllable stands too easily inside a name."""


def split(
    letters: str, toned: list[bool], vocabulary: Container[str] = frozenset(), misspelt: Container[str] = frozenset()
) -> tuple[list[int], bool]:
    """Give where the parts of a word end that were written together (nothing when it is not made of known parts), and
    whether a word of the vocabulary that is no syllable is among them.

    `toned` tells for each letter whether it carries a tone: a syllable has at most one. Parts are syllables, numbers and
    words of the vocabulary; of ways that cost the same the one with the longest first part is taken.
    """
    size = len(letters)
    if not SHORTEST_JOINED_WORD <= size <= LONGEST_JOINED_WORD:
        return [], False
    cost, ends = [0] * (size + 1), [0] * (size + 1)
    ends[size] = size
    for begin in range(size - 1, -1, -1):
        for end in range(min(begin + LONGEST_PART, size), begin, -1):
            price = _price(letters, begin, end, toned, vocabulary, misspelt) if ends[end] else 0
            if price and (ends[begin] == 0 or price + cost[end] < cost[begin]):
                cost[begin], ends[begin] = price + cost[end], end
    found = []
    foreign, at = False, 0
    while at < size and ends[at]:
        foreign |= ends[at] - at >= SHORTEST_FOREIGN and cost[at] - cost[ends[at]] == FOREIGN_PRICE
        at = ends[at]
        found.append(at)
    return (found, foreign) if len(found) > 1 and at == size else ([], False)


def _price(letters: str, begin: int, end: int, toned: list[bool], vocabulary: Container[str], misspelt: Container[str]) -> int:
    """Give what a part costs, 0 when these letters are none; a unit of one or two letters counts only behind a number."""
    part, size = letters[begin:end], end - begin
    after_number = begin > 0 and letters[begin - 1].isdigit()
    if part.isdigit():
        return 0 if after_number or letters[end : end + 1].isdigit() else NUMBER_PRICE
    if 2 <= size <= LONGEST_SYLLABLE and part in valid_syllables():
        return 0 if sum(toned[begin:end]) > 1 else KNOWN_PRICE if part in vocabulary or part in misspelt else SYLLABLE_PRICE
    return FOREIGN_PRICE if (size >= SHORTEST_FOREIGN or after_number) and part in vocabulary else 0


def signature(shapes: list[int], tone: int) -> int:
    """Give the mark signature of a word from the shape of each letter and its tone; 0 means no mark at all."""
    return sum(int(s) * w for s, w in zip(shapes, SHAPE_WEIGHTS, strict=False)) + tone * TONE_WEIGHT


def restore(letters: str, marked: bool) -> Restored | None:
    """Give the syllable that an odd spelling stands for, or `None` when it stands for itself.

    `letters` is the folded word (a–z, 0–9); `marked` tells that it carries Vietnamese marks already, so that only
    teencode can be at work.
    """
    if not 2 <= len(letters) <= LONGEST or letters in valid_syllables():
        return None
    if any(c.isdigit() for c in letters):
        return None if marked or letters[0].isdigit() else _from_vni(letters)
    if not marked:
        telex = _from_telex(letters)
        if telex is not None:
            return telex
    return _from_teencode(letters)


def _from_vni(letters: str) -> Restored | None:
    """Read VNI: 1–5 are tones, 6 the circumflex, 7 the horn, 8 the breve, 9 the bar of đ."""
    bare: list[str] = []
    shapes: list[int] = []
    tone = 0
    for char in letters:
        if not char.isdigit():
            bare.append(char)
            shapes.append(0)
        elif char == "9":
            if not bare or bare[0] != "d" or shapes[0]:
                return None
            shapes[0] = 4
        elif char in VNI_TONES:
            if tone or not any(c in VOWELS for c in bare):
                return None
            tone = VNI_TONES[char]
        elif char == "6":
            if not _shape_last(bare, shapes, "aeo", 2):
                return None
        elif char == "7":
            if not _horn(bare, shapes):
                return None
        elif char == "8":
            if not _shape_last(bare, shapes, "a", 1):
                return None
        else:
            return None
    return _checked(bare, shapes, tone)


def _from_telex(letters: str) -> Restored | None:
    """Read Telex: s f r x j are tones, doubled vowels and dd are shapes, w is the horn or the breve."""
    bare: list[str] = []
    shapes: list[int] = []
    tone = 0
    for char in letters:
        if char in TELEX_TONES and tone == 0 and any(c in VOWELS for c in bare):
            tone = TELEX_TONES[char]
        elif (char == "w" and _horn_or_breve(bare, shapes)) or (char in "aeo" and _shape_last(bare, shapes, char, 2)):
            continue
        elif char == "d" and bare and bare[0] == "d" and shapes[0] == 0:
            shapes[0] = 4
        else:
            bare.append(char)
            shapes.append(0)
    if tone == 0 and not any(shapes):
        return None
    return _checked(bare, shapes, tone)


def _shape_last(bare: list[str], shapes: list[int], vowels: str, shape: int) -> bool:
    """Put `shape` on the last letter among `vowels` that has none; tell whether there was one."""
    for at in range(len(bare) - 1, -1, -1):
        if bare[at] in vowels and shapes[at] == 0:
            shapes[at] = shape
            return True
    return False


def _horn(bare: list[str], shapes: list[int]) -> bool:
    """Put the horn on the last o or u; on both when they stand together (ươ)."""
    for at in range(len(bare) - 1, -1, -1):
        if bare[at] in "ou" and shapes[at] == 0:
            shapes[at] = 3
            if bare[at] == "o" and at and bare[at - 1] == "u" and (at < 2 or bare[at - 2] != "q"):
                shapes[at - 1] = 3
            return True
    return False


def _horn_or_breve(bare: list[str], shapes: list[int]) -> bool:
    """Read Telex w: the horn on o or u, else the breve on a."""
    return _horn(bare, shapes) or _shape_last(bare, shapes, "a", 1)


def _checked(bare: list[str], shapes: list[int], tone: int) -> Restored | None:
    """Give the syllable if it is one and differs from a plain spelling."""
    word = "".join(bare)
    if word not in valid_syllables():
        return None
    return Restored(word, signature(shapes, tone))


def _from_teencode(letters: str) -> Restored | None:
    """Read teencode: f for ph, j for gi, z for d, w for qu, k for c, final k, ck, g, j for c, ch, ng, i."""
    word = letters
    if word.startswith("dz"):
        word = word[1:]
    head, rest = word[0], word[1:]
    if head == "f":
        head = "ph"
    elif head == "j":
        head = "gi"
    elif head == "z":
        head = "d"
    elif head == "w":
        head = "qu"
    elif head == "k" and rest and rest[0] in "aou":
        head = "c"
    elif head == "c" and rest and rest[0] in "eiy":
        head = "k"
    elif head == "q" and rest and rest[0] != "u":
        head = "qu"
    word = head + rest
    if word.endswith("ck"):
        word = word[:-2] + "ch"
    elif word.endswith("nk"):
        word = word[:-1] + "h"
    elif word.endswith("k"):
        word = word[:-1] + "c"
    elif word.endswith("j"):
        word = word[:-1] + "i"
    elif word.endswith("g") and not word.endswith("ng"):
        word = word[:-1] + "ng"
    if word == letters or word not in valid_syllables():
        return None
    return Restored(word, None)
