"""Vietnamese syllables without marks, and the ways in which people type them: Telex, VNI and teencode.

A word that is no Vietnamese syllable may be one that was typed on a keyboard without a Vietnamese driver ("phaos",
"pha1o") or spelled the way the young write ("thuok", "fao"). `restore` gives the syllable that was meant. Source: the
rules of Vietnamese spelling, the published Telex and VNI typing rules, and common teencode; our own wording.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_ONSETS = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
ONSETS = tuple(_ONSETS.split())
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng enh eo ep et ech eu i ia ich iec iem ien ieng "
    "iep iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi "
    "om on ong op ot u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop "
    "uot uou up ut uu uy uya uych uyen uyet uyn uynh uyt uyu y yem yen yet yeu"
)
RIMES = tuple(_RIMES.split())

VOWELS = frozenset("aeiouy")
TELEX_TONES = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
VNI_TONES = {"2": 1, "3": 2, "4": 3, "1": 4, "5": 5}
LEET = str.maketrans("0134", "oiea")
LONGEST, SHORTEST_LEET, SHORTEST_STRANGE = 14, 3, 4
"""Letters and signs of the longest spelling that is looked at, of the shortest with digits for letters, and of the shortest
word that is no syllable and may be spelled another way."""

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
            elif onset == "gi" and rime[0] in "iy":
                continue
            found.add(onset + rime)
    found.update("gi" + rest for rest in ("", "n", "ng", "m", "p", "t", "eng"))
    found.update(("quoc", "xoong", "goong", "mooc", "sooc"))  # any other "oong" is rather "ông", as Telex types it
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a spelling stands for: the bare letters, and the mark signature, or `None` when the marks are not known."""

    letters: str
    signature: int | None


SHORTEST_JOINED_WORD, SHORTEST_MARKED_WORD, LONGEST_JOINED_WORD = 5, 3, 60
"""Letters of a word that may be several written together: without marks, with some, and at most."""
LONGEST_SYLLABLE, LONGEST_PART, LONGEST_UNIT = 7, 16, 3
"""Letters of one syllable, of one part of a word, and of a part that says in what a number before it is counted."""
NUMBER_PRICE, KNOWN_PRICE, SYLLABLE_PRICE, FOREIGN_PRICE, PAIR_PRICE, UNIT_PRICE, NAME_PRICE = 2, 6, 8, 10, 11, 12, 2
"""What one part costs when a word is parted: a number, a syllable of the vocabulary, another syllable, another word of the
vocabulary or a term run together, two syllables that follow one another in a term, a unit; letters that only their capitals set
apart cost a unit and so much for each of them. Of all ways to part a word the cheapest is taken, and of several such the one with
the shortest first part: a consonant between two vowels rather begins a syllable ("matuy")."""
SHORTEST_FOREIGN, SHORTEST_SET_APART = 4, 2
"""A shorter word of the vocabulary that is no syllable stands too easily inside a name. It may have a letter less in a word
with a tone, which no name is, and be one of two where the case of the letters sets it apart, or with a digit in it ("rp7")."""
STOPS, RISING = ("c", "ch", "p", "t"), 4
"""Endings of a syllable that allow but two tones, and the first of these."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a text is read with: the vocabulary, the words that slips of the pen stand for, and where the words end in terms
    that are run together and in pairs of syllables (see `terms.Terms`)."""

    vocabulary: Container[str] = frozenset()
    misspelt: Mapping[str, str] = field(default_factory=dict)
    together: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pairs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class Place(NamedTuple):
    """How one letter stands in the text: code points from and to, shape, tone, and whether it is a capital."""

    start: int
    end: int
    shape: int
    tone: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a word: the letter behind it, and whether it belongs to a term run together, which may lack its marks."""

    end: int
    of_term: bool = False


def split(letters: str, places: list[Place], known: Known) -> tuple[list[Part], bool]:
    """Give the parts of a word that were written together (nothing when it is not made of known parts), and whether there is
    more to tell by than syllables: a word of another kind among them, or digits or capitals between all.

    `places` tells how each letter is written. Parts are syllables, numbers, words of the vocabulary and terms run together; a unit
    may follow a number; and where the case changes, letters that are none of these may stand beside others that are ("LVsfake").
    """
    size = len(letters)
    if letters in known.together:
        return [Part(end, True) for end in known.together[letters]], True
    if not SHORTEST_MARKED_WORD <= size <= LONGEST_JOINED_WORD:
        return [], False
    apart = _set_apart(letters, [place.capital for place in places])
    cost, ends = [0] * (size + 1), [0] * (size + 1)
    ends[size] = size
    for begin in range(size - 1, -1, -1):
        for end in range(begin + 1, min(begin + LONGEST_PART, size) + 1):
            price = _price(letters, begin, end, places, apart, known) if ends[end] else 0
            if price and (ends[begin] == 0 or price + cost[end] < cost[begin]):
                cost[begin], ends[begin] = price + cost[end], end
    parts: list[Part] = []
    at, sure, telling, alike = 0, False, False, True
    while at < size and ends[at]:
        price, end = cost[at] - cost[ends[at]], ends[at]
        sure |= KNOWN_PRICE <= price <= PAIR_PRICE
        telling |= price == FOREIGN_PRICE or price > UNIT_PRICE
        alike &= apart[end] != NOT_APART and price != PAIR_PRICE
        term, two = known.together.get(letters[at:end]), known.pairs.get(letters[at:end])
        inner = term or (two if price == PAIR_PRICE else None) or (end - at,)
        parts += [Part(at + one, term is not None) for one in inner]
        at = end
    if len(parts) < 2 or at < size or not sure:
        return [], False
    return parts, telling or alike


NOT_APART, BY_DIGIT, BY_CASE = range(3)


def _set_apart(letters: str, capitals: list[bool]) -> list[int]:
    """Tell for each place before a letter, and the end, what sets it apart: an end or a digit, a change of case, or nothing."""
    size = len(letters)
    apart = [NOT_APART] * (size + 1)
    apart[0] = apart[size] = BY_DIGIT
    for at in range(1, size):
        before, here = capitals[at - 1], capitals[at]
        if letters[at].isdigit() != letters[at - 1].isdigit():
            apart[at] = BY_DIGIT
        elif letters[at].isdigit():
            continue
        elif here != before and (here or (at > 1 and capitals[at - 2])):
            apart[at] = BY_CASE  # "AdderallXR", "USDsiêu"
        elif here and before and at + 1 < size and letters[at + 1].isalpha() and not capitals[at + 1]:
            apart[at] = BY_CASE  # "HPBọc"
    return apart


def _price(letters: str, begin: int, end: int, places: list[Place], apart: list[int], known: Known) -> int:
    """Give what a part costs, 0 when these letters are none."""
    part, size = letters[begin:end], end - begin
    after_number = begin > 0 and letters[begin - 1].isdigit()
    if part.isdigit():
        return 0 if after_number or letters[end : end + 1].isdigit() else NUMBER_PRICE
    toned = [place.tone for place in places[begin:end] if place.tone]
    if 2 <= size <= LONGEST_SYLLABLE and part in valid_syllables():
        if len(toned) > 1 or (toned and toned[0] < RISING and part.endswith(STOPS)):
            return 0
        if part[-1] == "a" and places[end - 1].shape:
            return 0  # neither "ă" nor "â" ends a syllable
        return KNOWN_PRICE if part in known.vocabulary else SYLLABLE_PRICE
    if part in known.together:
        return FOREIGN_PRICE
    set_apart = bool(apart[begin] and apart[end])
    by_case = set_apart and BY_CASE in (apart[begin], apart[end])
    sure = by_case or (set_apart and not part.isalpha())
    shortest = 1 if after_number else SHORTEST_SET_APART if sure else SHORTEST_FOREIGN - any(place.tone for place in places)
    if size >= shortest and part in known.vocabulary and len(toned) < 2:
        return FOREIGN_PRICE
    if not part.isalpha():
        return 0
    if part in known.pairs:
        return PAIR_PRICE
    if after_number and size <= LONGEST_UNIT and apart[end]:
        return UNIT_PRICE
    return UNIT_PRICE + NAME_PRICE * size if by_case and size >= SHORTEST_SET_APART else 0


def signature(shapes: list[int], tone: int) -> int:
    """Give the mark signature of a word from the shape of each letter and its tone; 0 means no mark at all."""
    return sum(int(s) * w for s, w in zip(shapes, SHAPE_WEIGHTS, strict=False)) + tone * TONE_WEIGHT


def restore(letters: str, marked: bool, vocabulary: Container[str] = frozenset()) -> Restored | None:
    """Give the syllable that an odd spelling stands for, or `None` when it stands for itself.

    `letters` is the folded word (a–z, 0–9); `marked` tells that it carries Vietnamese marks already, so that only
    teencode can be at work. A word of the `vocabulary` that is no syllable may be written the young way as well ("kamera").
    """
    if not 2 <= len(letters) <= LONGEST or letters in valid_syllables():
        return None
    if any(c.isdigit() for c in letters):
        if marked or letters[0].isdigit():
            return None
        typed, alike = _from_vni(letters), _from_leet(letters)
        if typed is not None and alike is not None and typed.letters not in vocabulary and alike.letters in vocabulary:
            return alike
        return typed or alike
    if not marked:
        telex = _from_telex(letters)
        if telex is not None:
            return telex
    return _from_teencode(letters, vocabulary) or _from_doubled(letters, marked, vocabulary) or _from_alike(letters, vocabulary)


def _from_doubled(letters: str, marked: bool, vocabulary: Container[str]) -> Restored | None:
    """Read doubled letters as one each ("súngg"); its marks are kept only where there are none."""
    word = "".join(char for char, _ in itertools.groupby(letters))
    if word == letters or not (word in valid_syllables() or (len(word) >= SHORTEST_STRANGE and word in vocabulary)):
        return None
    return Restored(word, None if marked else 0)


def _from_alike(letters: str, vocabulary: Container[str]) -> Restored | None:
    """Read l as the i that it looks like."""
    word = letters[0] + letters[1:].replace("l", "i")
    if word in valid_syllables():
        return Restored(word, None) if word != letters else None
    return Restored(word, 0) if word != letters and len(word) >= SHORTEST_STRANGE and word in vocabulary else None


def _from_leet(letters: str) -> Restored | None:
    """Read digits as the letters that they look like: 0 for o, 1 for i, 3 for e, 4 for a."""
    word = letters.translate(LEET)
    return Restored(word, None) if len(word) >= SHORTEST_LEET and word in valid_syllables() else None


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
    """Give the syllable if it is one, and its ending allows the tone."""
    word = "".join(bare)
    if word not in valid_syllables() or (0 < tone < RISING and word.endswith(STOPS)):
        return None
    return Restored(word, signature(shapes, tone))


def _from_teencode(letters: str, vocabulary: Container[str]) -> Restored | None:
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
    if word in valid_syllables():
        return Restored(word, None) if word != letters else None
    word = head + rest
    return Restored(word, 0) if word != letters and len(word) >= SHORTEST_STRANGE and word in vocabulary else None
