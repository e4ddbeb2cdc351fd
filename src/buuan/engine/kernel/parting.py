"""The kernel's twin of `syllables.split` and `words._parted`: words written together, and slips of the pen."""

# ruff: noqa: SIM109 - plain comparisons and loops are what numba compiles well
# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine import characters as ch
from buuan.engine.artefact import Artefact
from buuan.engine.kernel.compiled import part
from buuan.engine.kernel.gathering import copy_word
from buuan.engine.kernel.hashing import ends_of, find_key, hash_of, word_of
from buuan.engine.kernel.reading import RESTORED, TABLE_SIZE, decode, mend_slip
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.kernel.spelling import A, allows, is_syllable, signature
from buuan.engine.syllables import (
    BY_CASE,
    BY_DIGIT,
    FOREIGN_PRICE,
    KNOWN_PRICE,
    LONGEST_JOINED_WORD,
    LONGEST_PART,
    LONGEST_SYLLABLE,
    LONGEST_UNIT,
    NAME_PRICE,
    NOT_APART,
    NUMBER_PRICE,
    PAIR_PRICE,
    SHORTEST_FOREIGN,
    SHORTEST_JOINED_WORD,
    SHORTEST_MARKED_WORD,
    SHORTEST_SET_APART,
    SYLLABLE_PRICE,
    TONE_WEIGHT,
    UNIT_PRICE,
)
from buuan.engine.words import SHORTEST_SURE

SPACE, LETTER, DIGIT, MARK, DROP = ch.SPACE, ch.LETTER, ch.DIGIT, ch.MARK, ch.DROP
ONE = np.int64(1)
ALONE, IN_BARE_TEXT, ALWAYS = range(3)
"""When a word may be parted or mended: never, if it has no marks and no other word has, or whatever the others are."""


@part
def read_places(data, byte, stop, position, length, characters, scratch: Scratch):
    """Write where each letter of one word stands, its marks and case; what lies from `stop` on belongs to another text."""
    l_start, l_end, l_shape, l_tone = scratch.l_start, scratch.l_end, scratch.l_shape, scratch.l_tone
    count = 0
    while byte < stop:
        code, byte = decode(data, byte)
        fact = characters[code] if code < TABLE_SIZE else np.int32(SPACE)
        kind = fact & 7
        if kind == LETTER or kind == DIGIT:
            if count == length:
                return
            l_start[count], l_end[count] = position, position + 1
            l_shape[count], l_tone[count] = fact >> 8 & 7, fact >> 11 & 7
            scratch.l_capital[count] = fact >> 15 & 1
            count += 1
        elif kind == MARK:
            if count:
                l_end[count - 1] = position + 1
                if fact >> 8 & 7:
                    l_shape[count - 1] = fact >> 8 & 7
                if fact >> 11 & 7:
                    l_tone[count - 1] = fact >> 11 & 7
        elif kind != DROP and count == length:
            return  # a sign before that stands between letters that were put together
        position += 1


@part
def may_begin(letters, first, part_starts):
    """Tell whether a part that is no syllable may begin with these three letters."""
    number = np.int64(0)
    for at in range(first, first + 3):
        char = np.int64(letters[at])
        number = number * 36 + (char - 97 if char >= 97 else char - 22)
    return part_starts[number >> 6] >> np.uint64(number & 63) & np.uint64(1) != 0


@part
def tones_in(begin, end, l_tone):
    """Count the letters with a tone."""
    toned = 0
    for at in range(begin, end):
        toned += l_tone[at] > 0
    return toned


@part
def set_apart(first, length, scratch: Scratch):
    """Write for each place before a letter, and the end, what sets it apart (see `syllables._set_apart`)."""
    letters, capital, apart = scratch.letters, scratch.l_capital, scratch.l_apart
    apart[0], apart[length] = BY_DIGIT, BY_DIGIT
    for at in range(1, length):
        here, before = letters[first + at] < 97, letters[first + at - 1] < 97
        apart[at] = NOT_APART
        if here != before:
            apart[at] = BY_DIGIT
        elif here:
            continue
        elif capital[at] != capital[at - 1]:
            if capital[at] or (at > 1 and capital[at - 2]):
                apart[at] = BY_CASE
        elif capital[at] and at + 1 < length and letters[first + at + 1] >= 97 and capital[at + 1] == 0:
            apart[at] = BY_CASE


@part
def price_of(first, begin, end, length, toned, art: Artefact, scratch: Scratch):
    """Give what a part costs, 0 when these letters are none (see `syllables._price`)."""
    letters, apart, l_tone = scratch.letters, scratch.l_apart, scratch.l_tone
    after_number = begin > 0 and letters[first + begin - 1] < 97
    size, digits = end - begin, 0
    for at in range(begin, end):
        digits += letters[first + at] < 97
    if digits == size:
        return 0 if after_number or (end < length and letters[first + end] < 97) else NUMBER_PRICE
    hashed = hash_of(letters, first + begin, size)
    number = word_of(art.word_keys, art.word_ids, hashed)
    own = tones_in(begin, end, l_tone)
    if 2 <= size <= LONGEST_SYLLABLE and is_syllable(letters, first + begin, size, art.syllable_next, art.syllable_ends):
        if own > 1:
            return 0
        if own == 1:
            for at in range(begin, end):
                if not allows(letters, first + end, l_tone[at]):
                    return 0
        if letters[first + end - 1] == A and scratch.l_shape[end - 1]:
            return 0
        return KNOWN_PRICE if number >= 0 else SYLLABLE_PRICE
    inner = ends_of(art.together_keys, art.together_ends, hashed)
    if inner & ONE:
        return FOREIGN_PRICE
    both = apart[begin] != NOT_APART and apart[end] != NOT_APART
    by_case = both and (apart[begin] == BY_CASE or apart[end] == BY_CASE)
    shortest = 1 if after_number else SHORTEST_SET_APART if by_case or (both and digits) else SHORTEST_FOREIGN - (toned > 0)
    if size >= shortest and number >= 0 and own < 2:
        return FOREIGN_PRICE
    if digits:
        return 0
    if inner:
        return PAIR_PRICE
    if after_number and size <= LONGEST_UNIT and apart[end] != NOT_APART:
        return UNIT_PRICE
    return UNIT_PRICE + NAME_PRICE * size if by_case and size >= SHORTEST_SET_APART else 0


@part
def cuts_of(first, length, art: Artefact, scratch: Scratch):
    """Give where the parts of a word end, one bit each, or 0 when it is not made of two or more; the same bits for those that
    belong to a term run together; and whether there is more to tell by than syllables (see `syllables.split`).
    """
    letters, cost, ends, apart = scratch.letters, scratch.l_cost, scratch.l_part, scratch.l_apart
    nothing = np.int64(0), np.int64(0), False
    inner = ends_of(art.together_keys, art.together_ends, hash_of(letters, first, length))
    if inner & ONE:
        cuts = inner & ~ONE | ONE << length
        return cuts, cuts, True
    if length < SHORTEST_MARKED_WORD or length > LONGEST_JOINED_WORD:
        return nothing
    set_apart(first, length, scratch)
    toned = tones_in(0, length, scratch.l_tone)
    for at in range(length):
        ends[at] = 0
    ends[length], cost[length] = length, 0
    for begin in range(length - 1, -1, -1):
        far = apart[begin] != NOT_APART or letters[first + begin] < 97
        far = far or (begin + 3 <= length and may_begin(letters, first + begin, art.part_starts))
        for end in range(begin + 1, min(begin + (LONGEST_PART if far else LONGEST_SYLLABLE), length) + 1):
            if ends[end] == 0:
                continue
            if not far and not is_syllable(letters, first + begin, end - begin, art.syllable_next, art.syllable_ends):
                continue
            price = price_of(first, begin, end, length, toned, art, scratch)
            if price and (ends[begin] == 0 or price + cost[end] < cost[begin]):
                cost[begin], ends[begin] = price + cost[end], end
    cuts, terms, at, parts = np.int64(0), np.int64(0), 0, 0
    sure, telling, alike = False, False, True
    while at < length and ends[at] > 0:
        end = ends[at]
        price = cost[at] - cost[end]
        sure = sure or KNOWN_PRICE <= price <= PAIR_PRICE
        telling = telling or price == FOREIGN_PRICE or price > UNIT_PRICE
        alike = alike and apart[end] != NOT_APART and price != PAIR_PRICE
        inner = np.int64(0)
        if price == FOREIGN_PRICE or price == PAIR_PRICE:
            inner = ends_of(art.together_keys, art.together_ends, hash_of(letters, first + at, end - at))
        own = (inner & ~ONE) << at | ONE << end
        cuts |= own
        if inner & ONE:
            terms |= own
        parts += 1 if inner == 0 else 2
        at = end
    if parts > 1 and at == length and sure:
        return cuts, terms, telling or alike
    return nothing


@part
def cuts_at(data, at, stop, art: Artefact, scratch: Scratch):
    """Look at one word whose syllables may have been written together.

    Gives when it may be parted or mended, where its parts end and which belong to a term (0 = it is not parted), and the place
    among the misspelt words, or -1.
    """
    nothing, none = np.int64(0), np.int64(-1)
    first, length, reading = scratch.w_first[at], scratch.w_length[at], scratch.w_reading[at]
    if scratch.w_cuts[at] == RESTORED or scratch.w_number[at] or reading == 2 or length < SHORTEST_MARKED_WORD:
        return ALONE, nothing, nothing, none
    marked = scratch.w_marks[at] >= TONE_WEIGHT
    if scratch.w_id[at] >= 0 and not marked:
        return ALONE, nothing, nothing, none
    if is_syllable(scratch.letters, first, length, art.syllable_next, art.syllable_ends):
        return ALONE, nothing, nothing, none
    read_places(data, scratch.w_byte[at], stop, np.int64(0), length, art.characters, scratch)
    several = marked and tones_in(0, length, scratch.l_tone) > 1
    if scratch.w_id[at] >= 0 and not several:
        return ALONE, nothing, nothing, none
    slip = find_key(art.misspelt_keys, scratch.w_hash[at])
    if slip >= 0 and not several and (reading == 0 or art.misspelt_ids[slip] & 1):
        return ALWAYS, nothing, nothing, slip
    if reading == 1 or length >= SHORTEST_JOINED_WORD:
        cuts, terms, telling = cuts_of(first, length, art, scratch)
        if cuts:
            return ALWAYS if telling or reading == 1 or slip >= 0 else IN_BARE_TEXT, cuts, terms, slip
    return ALWAYS if slip >= 0 else ALONE, nothing, nothing, slip


@part
def mend(at, slip, art: Artefact, scratch: Scratch):
    """Give a word the number of the one that it is a slip of the pen of (see `words._mended`)."""
    scratch.w_id[at] = art.misspelt_ids[slip] >> 1
    if scratch.w_reading[at] == 1 or scratch.w_length[at] < SHORTEST_SURE:
        scratch.w_marks[at], scratch.w_reading[at] = 0, 2


@part
def put_part(target, first, begin, end, of_term, art: Artefact, scratch: Scratch):
    """Write one part of a word, letters `begin` to `end`, as a word; which clause it opens is left to the caller."""
    tone, number = 0, True
    for letter in range(begin, end):
        number = number and scratch.letters[first + letter] < 97
        scratch.shapes[letter - begin] = scratch.l_shape[letter]
        tone = max(tone, np.int64(scratch.l_tone[letter]))
    hashed = hash_of(scratch.letters, first + begin, end - begin)
    marks = signature(scratch.shapes, end - begin, tone)
    scratch.w_start[target], scratch.w_end[target] = scratch.l_start[begin], scratch.l_end[end - 1]
    scratch.w_first[target], scratch.w_length[target], scratch.w_hash[target] = first + begin, end - begin, hashed
    scratch.w_marks[target], scratch.w_reading[target] = marks, 1 if marks else 2 if of_term else 0
    scratch.w_number[target] = number
    known = word_of(art.word_keys, art.word_ids, hashed)
    scratch.w_id[target] = max(known, -1)
    if known == -1:
        mend_slip(target, art, scratch)


@part
def part_words(data, stop, count, art: Artefact, scratch: Scratch):
    """Part every unknown word that is made of known ones, or mend it; gives the new number of words."""
    more, any_marked = 0, False
    for at in range(count):
        any_marked = any_marked or scratch.w_reading[at] == 1
    for at in range(count):
        when, cuts, terms, slip = cuts_at(data, at, stop, art, scratch)
        scratch.w_cuts[at] = 0
        if when == IN_BARE_TEXT and any_marked:
            cuts = np.int64(0)
        if cuts == 0:
            if slip >= 0:
                mend(at, slip, art, scratch)
            continue
        scratch.w_cuts[at], scratch.w_terms[at] = cuts, terms
        while cuts:
            cuts &= cuts - ONE
            more += 1
        more -= 1
    if more == 0:
        return count
    target = count + more
    for at in range(count - 1, -1, -1):
        cuts, terms = scratch.w_cuts[at], scratch.w_terms[at]
        if cuts == 0:
            target -= 1
            copy_word(scratch, at, target)
            continue
        first, opens, end = scratch.w_first[at], scratch.w_opens[at], scratch.w_length[at]
        read_places(data, scratch.w_byte[at], stop, scratch.w_start[at], end, art.characters, scratch)
        while end > 0:
            begin = end - 1
            while begin > 0 and (cuts >> begin & ONE) == 0:
                begin -= 1
            target -= 1
            put_part(target, first, begin, end, terms >> end & ONE, art, scratch)
            scratch.w_opens[target] = opens if begin == 0 else 0
            end = begin
    return count + more
