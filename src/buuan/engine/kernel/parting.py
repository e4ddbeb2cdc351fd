"""The kernel's twin of `syllables.split` and `words._parted`: words written together, and slips of the pen."""

# ruff: noqa: SIM109 - plain comparisons and loops are what numba compiles well
# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine import characters as ch
from buuan.engine.kernel.compiled import part
from buuan.engine.kernel.reading import RESTORED, START, STEP, TABLE_SIZE, decode, find_key
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.kernel.spelling import is_syllable, signature
from buuan.engine.syllables import (
    FOREIGN_PRICE,
    KNOWN_PRICE,
    LONGEST_JOINED_WORD,
    LONGEST_PART,
    LONGEST_SYLLABLE,
    NUMBER_PRICE,
    SHORTEST_FOREIGN,
    SHORTEST_JOINED_WORD,
    SYLLABLE_PRICE,
    TONE_WEIGHT,
)
from buuan.engine.words import LEAST_GATHERED, LONGEST_SHORT, SHORTEST_SURE

SPACE, SOFT, LETTER, DIGIT, MARK, DROP = ch.SPACE, ch.SOFT, ch.LETTER, ch.DIGIT, ch.MARK, ch.DROP
ONE = np.int64(1)


@part
def read_places(data, byte, stop, position, length, characters, l_start, l_end, l_shape, l_tone):
    """Write where each letter of one word stands, and its marks; what lies from `stop` on belongs to another text."""
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
            count += 1
        elif kind == MARK:
            if count:
                l_end[count - 1] = position + 1
                if fact >> 8 & 7:
                    l_shape[count - 1] = fact >> 8 & 7
                if fact >> 11 & 7:
                    l_tone[count - 1] = fact >> 11 & 7
        elif kind != DROP and count == length:
            return  # a sign before that stands between single letters that were put together
        position += 1


@part
def may_begin(letters, first, part_starts):
    """Tell whether a word of the vocabulary that is no syllable may begin with these three letters."""
    number = np.int64(0)
    for at in range(first, first + 3):
        char = np.int64(letters[at])
        number = number * 36 + (char - 97 if char >= 97 else char - 22)
    return part_starts[number >> 6] >> np.uint64(number & 63) & np.uint64(1) != 0


@part
def price_of(letters, first, begin, end, length, l_tone, syllable_next, syllable_ends, word_keys, word_ids):
    """Give what a part costs, 0 when these letters are none (see `syllables._price`)."""
    after_number = begin > 0 and letters[first + begin - 1] < 97
    size = end - begin
    digits, toned, hashed = 0, 0, START
    for at in range(begin, end):
        digits += letters[first + at] < 97
        toned += l_tone[at] > 0
        hashed = (hashed ^ np.uint64(letters[first + at])) * STEP
    if digits == size:
        return 0 if after_number or (end < length and letters[first + end] < 97) else NUMBER_PRICE
    syllable = size > 1 and size <= LONGEST_SYLLABLE and is_syllable(letters, first + begin, size, syllable_next, syllable_ends)
    if syllable and toned > 1:
        return 0
    found = find_key(word_keys, hashed)
    known = found >= 0 and word_ids[found] >= 0
    if syllable:
        return KNOWN_PRICE if known else SYLLABLE_PRICE
    return FOREIGN_PRICE if known and (size >= SHORTEST_FOREIGN or after_number) else 0


@part
def cuts_of(letters, first, length, l_tone, cost, ends, syllable_next, syllable_ends, word_keys, word_ids, part_starts):
    """Give where the parts of a word end, one bit each, or 0 when it is not made of two or more; and if one is foreign."""
    if length < SHORTEST_JOINED_WORD or length > LONGEST_JOINED_WORD:
        return np.int64(0), False
    for at in range(length):
        ends[at] = 0
    ends[length], cost[length] = length, 0
    for begin in range(length - 1, -1, -1):
        after_number = begin > 0 and letters[first + begin - 1] < 97
        digit = letters[first + begin] < 97
        far = after_number or digit or (begin + 3 <= length and may_begin(letters, first + begin, part_starts))
        for end in range(min(begin + (LONGEST_PART if far else LONGEST_SYLLABLE), length), begin, -1):
            if ends[end] == 0:
                continue
            if not far and not is_syllable(letters, first + begin, end - begin, syllable_next, syllable_ends):
                continue
            price = price_of(letters, first, begin, end, length, l_tone, syllable_next, syllable_ends, word_keys, word_ids)
            if price and (ends[begin] == 0 or price + cost[end] < cost[begin]):
                cost[begin], ends[begin] = price + cost[end], end
    cuts, at, parts, foreign = np.int64(0), 0, 0, False
    while at < length and ends[at] > 0:
        until = ends[at]
        foreign = foreign or (until - at >= SHORTEST_FOREIGN and cost[at] - cost[until] == FOREIGN_PRICE)
        at = until
        cuts |= ONE << at
        parts += 1
    if parts > 1 and at == length:
        return cuts, foreign
    return np.int64(0), False


@part
def copy_word(scratch: Scratch, source, target):
    """Copy one word to another place."""
    scratch.w_start[target], scratch.w_end[target] = scratch.w_start[source], scratch.w_end[source]
    scratch.w_length[target], scratch.w_marks[target] = scratch.w_length[source], scratch.w_marks[source]
    scratch.w_reading[target], scratch.w_number[target] = scratch.w_reading[source], scratch.w_number[source]
    scratch.w_opens[target], scratch.w_id[target] = scratch.w_opens[source], scratch.w_id[source]
    scratch.w_first[target], scratch.w_byte[target] = scratch.w_first[source], scratch.w_byte[source]


@part
def gather_words(data, begin, count, characters, scratch: Scratch):
    """Put single letters together that one sign parts, from word `begin` on; gives the new number of words.

    Such letters make any token look disguised, and never reach beyond it (see `words._gathered`).
    """
    w_start, w_end, w_marks, w_byte = scratch.w_start, scratch.w_end, scratch.w_marks, scratch.w_byte
    target = begin
    while begin < count:
        end = begin + 1
        while end < count:
            if scratch.w_length[end - 1] != 1 or scratch.w_length[end] != 1 or w_start[end] - w_end[end - 1] != 1:
                break
            sign = data[w_byte[end] - 1]
            if scratch.w_number[end - 1] or scratch.w_number[end] or sign > 127 or characters[sign] & 7 != SOFT:
                break
            end += 1
        copy_word(scratch, begin, target)
        scratch.w_hash[target] = scratch.w_hash[begin]
        if end - begin >= LEAST_GATHERED:
            tone, hashed = np.int64(0), START
            for at in range(begin, end):
                typed = np.int64(w_marks[at]) // TONE_WEIGHT
                scratch.shapes[at - begin] = w_marks[at] - typed * TONE_WEIGHT
                tone = typed if typed else tone
                hashed = (hashed ^ np.uint64(scratch.letters[scratch.w_first[at]])) * STEP
            w_end[target], scratch.w_length[target] = w_end[end - 1], end - begin
            w_marks[target], scratch.w_hash[target] = signature(scratch.shapes, end - begin, tone), hashed
            begin = end - 1
        target += 1
        begin += 1
    return target


@part
def part_words(
    data,
    stop,
    count,
    characters,
    word_keys,
    word_ids,
    syllable_next,
    syllable_ends,
    part_starts,
    misspelt_keys,
    misspelt_ids,
    scratch: Scratch,
):
    """Part every unknown word that is made of known ones, or mend it; gives the new number of words."""
    l_start, l_end, l_shape, l_tone = scratch.l_start, scratch.l_end, scratch.l_shape, scratch.l_tone
    letters, cost, ends = scratch.letters, scratch.l_cost, scratch.l_part
    more, any_marked = 0, False
    for at in range(count):
        any_marked = any_marked or scratch.w_reading[at] == 1
    for at in range(count):
        restored = scratch.w_cuts[at] == RESTORED
        scratch.w_cuts[at] = 0
        first, length = scratch.w_first[at], scratch.w_length[at]
        if restored or scratch.w_id[at] >= 0 or scratch.w_number[at] or length < LEAST_GATHERED:
            continue
        if is_syllable(letters, first, length, syllable_next, syllable_ends):
            continue
        cuts, foreign = np.int64(0), False
        found = find_key(misspelt_keys, scratch.w_hash[at]) if length <= LONGEST_SHORT else np.int64(-1)
        if found < 0 and length >= SHORTEST_JOINED_WORD and length <= LONGEST_JOINED_WORD:
            read_places(data, scratch.w_byte[at], stop, scratch.w_start[at], length, characters, l_start, l_end, l_shape, l_tone)
            cuts, foreign = cuts_of(
                letters,
                first,
                length,
                l_tone,
                cost,
                ends,
                syllable_next,
                syllable_ends,
                word_keys,
                word_ids,
                part_starts,
            )
        if cuts == 0 or (any_marked and scratch.w_reading[at] == 0 and not foreign):
            if length > LONGEST_SHORT:
                found = find_key(misspelt_keys, scratch.w_hash[at])
            if found >= 0:
                scratch.w_id[at] = misspelt_ids[found]
                if scratch.w_reading[at] == 1 or length < SHORTEST_SURE:
                    scratch.w_marks[at], scratch.w_reading[at] = 0, 2
            continue
        scratch.w_cuts[at] = cuts
        while cuts:
            cuts &= cuts - ONE
            more += 1
        more -= scratch.w_cuts[at] != 0
    if more == 0:
        return count
    target = count + more
    for at in range(count - 1, -1, -1):
        cuts = scratch.w_cuts[at]
        if cuts == 0:
            target -= 1
            copy_word(scratch, at, target)
            continue
        first, opens, end = scratch.w_first[at], scratch.w_opens[at], scratch.w_length[at]
        read_places(data, scratch.w_byte[at], stop, scratch.w_start[at], end, characters, l_start, l_end, l_shape, l_tone)
        while end > 0:
            begin = end - 1
            while begin > 0 and (cuts >> begin & ONE) == 0:
                begin -= 1
            target -= 1
            tone, hashed, number = 0, START, True
            for letter in range(begin, end):
                number = number and scratch.letters[first + letter] < 97
                scratch.shapes[letter - begin] = l_shape[letter]
                tone = max(tone, np.int64(l_tone[letter]))
                hashed = (hashed ^ np.uint64(scratch.letters[first + letter])) * STEP
            marks = signature(scratch.shapes, end - begin, tone)
            found = find_key(word_keys, hashed)
            scratch.w_start[target], scratch.w_end[target] = l_start[begin], l_end[end - 1]
            scratch.w_first[target], scratch.w_length[target] = first + begin, end - begin
            scratch.w_marks[target], scratch.w_reading[target] = marks, marks != 0
            scratch.w_number[target] = number
            scratch.w_opens[target] = opens if begin == 0 else 0
            scratch.w_id[target] = word_ids[found] if found >= 0 else -1
            end = begin
    return count + more
