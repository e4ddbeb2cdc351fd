"""The kernel's twin of `syllables.split` and `words._parted`: words that are several syllables written together."""

# ruff: noqa: SIM109 - plain comparisons and loops are what numba compiles well
# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine import characters as ch
from buuan.engine.kernel.compiled import compiled
from buuan.engine.kernel.reading import RESTORED, START, STEP, TABLE_SIZE, decode, find_key
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.kernel.spelling import is_syllable, signature
from buuan.engine.syllables import LONGEST_JOINED_WORD, LONGEST_SYLLABLE, SHORTEST_JOINED_WORD

SPACE, LETTER, DIGIT, MARK, DROP = ch.SPACE, ch.LETTER, ch.DIGIT, ch.MARK, ch.DROP
ONE = np.int64(1)


@compiled
def read_places(data, byte, position, length, characters, l_start, l_end, l_shape, l_tone):
    """Write where each letter of one word stands, and its marks."""
    count, stop = 0, data.size
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
        elif kind != DROP:
            return
        position += 1


@compiled
def cuts_of(letters, first, length, l_tone, ends, syllable_next, syllable_ends):
    """Give where the syllables of a word end, one bit each, or 0 when it is not made of two or more."""
    if length < SHORTEST_JOINED_WORD or length > LONGEST_JOINED_WORD:
        return np.int64(0)
    for at in range(length):
        ends[at] = 0
    ends[length] = length
    for begin in range(length - 2, -1, -1):
        for end in range(min(begin + LONGEST_SYLLABLE, length), begin + 1, -1):
            if ends[end] == 0 or not is_syllable(letters, first + begin, end - begin, syllable_next, syllable_ends):
                continue
            toned = 0
            for at in range(begin, end):
                toned += l_tone[at] > 0
            if toned <= 1:
                ends[begin] = end
                break
    cuts, at, parts = np.int64(0), 0, 0
    while at < length and ends[at] > 0:
        at = ends[at]
        cuts |= ONE << at
        parts += 1
    return cuts if parts > 1 and at == length else np.int64(0)


@compiled
def copy_word(scratch: Scratch, source, target):
    """Copy one word to another place."""
    scratch.w_start[target], scratch.w_end[target] = scratch.w_start[source], scratch.w_end[source]
    scratch.w_length[target], scratch.w_marks[target] = scratch.w_length[source], scratch.w_marks[source]
    scratch.w_reading[target], scratch.w_number[target] = scratch.w_reading[source], scratch.w_number[source]
    scratch.w_opens[target], scratch.w_id[target] = scratch.w_opens[source], scratch.w_id[source]
    scratch.w_first[target], scratch.w_byte[target] = scratch.w_first[source], scratch.w_byte[source]


@compiled
def part_words(data, count, characters, word_keys, word_ids, syllable_next, syllable_ends, scratch: Scratch):
    """Part every unknown word that is made of syllables; gives the new number of words."""
    l_start, l_end, l_shape, l_tone = scratch.l_start, scratch.l_end, scratch.l_shape, scratch.l_tone
    more, any_marked = 0, False
    for at in range(count):
        any_marked = any_marked or scratch.w_reading[at] == 1
    for at in range(count):
        restored = scratch.w_cuts[at] == RESTORED
        scratch.w_cuts[at] = 0
        length = scratch.w_length[at]
        if restored or (any_marked and scratch.w_reading[at] == 0):
            continue
        if scratch.w_id[at] >= 0 or scratch.w_number[at] or scratch.w_reading[at] == 2 or length < SHORTEST_JOINED_WORD:
            continue
        if is_syllable(scratch.letters, scratch.w_first[at], length, syllable_next, syllable_ends):
            continue
        read_places(data, scratch.w_byte[at], scratch.w_start[at], length, characters, l_start, l_end, l_shape, l_tone)
        cuts = cuts_of(scratch.letters, scratch.w_first[at], length, l_tone, scratch.l_ends, syllable_next, syllable_ends)
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
        read_places(data, scratch.w_byte[at], scratch.w_start[at], end, characters, l_start, l_end, l_shape, l_tone)
        while end > 0:
            begin = end - 1
            while begin > 0 and (cuts >> begin & ONE) == 0:
                begin -= 1
            target -= 1
            tone, hashed = 0, START
            for letter in range(begin, end):
                scratch.shapes[letter - begin] = l_shape[letter]
                tone = max(tone, np.int64(l_tone[letter]))
                hashed = (hashed ^ np.uint64(scratch.letters[first + letter])) * STEP
            marks = signature(scratch.shapes, end - begin, tone)
            found = find_key(word_keys, hashed)
            scratch.w_start[target], scratch.w_end[target] = l_start[begin], l_end[end - 1]
            scratch.w_first[target], scratch.w_length[target] = first + begin, end - begin
            scratch.w_marks[target], scratch.w_reading[target] = marks, marks != 0
            scratch.w_number[target] = 0
            scratch.w_opens[target] = opens if begin == 0 else 0
            scratch.w_id[target] = word_ids[found] if found >= 0 else -1
            end = begin
    return count + more
