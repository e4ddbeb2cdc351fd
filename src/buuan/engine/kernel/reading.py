"""The kernel's twin of `words.read`: one pass over the bytes gives the words, and tells whether the text looks disguised."""

# ruff: noqa: SIM109 - plain comparisons and loops are what numba compiles well
# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine import characters as ch
from buuan.engine.artefact import Artefact
from buuan.engine.kernel.compiled import part, woven
from buuan.engine.kernel.hashing import START, STEP, ends_of, find_key, hash_of, word_of
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.kernel.spelling import NOTHING, UNKNOWN_MARKS, is_vowel, restore
from buuan.engine.letters import LONGEST_TEXT
from buuan.engine.syllables import SHAPE_WEIGHTS, TONE_WEIGHT

SPACE, BREAK, SOFT, LETTER, DIGIT, MARK, DROP = ch.SPACE, ch.BREAK, ch.SOFT, ch.LETTER, ch.DIGIT, ch.MARK, ch.DROP
SYMBOL, TABLE_SIZE = ch.SYMBOL, ch.TABLE_SIZE
WEIGHTS = np.array(SHAPE_WEIGHTS, np.int64)
PLACES = len(SHAPE_WEIGHTS)
RESTORED = -1
"""Stands in `w_cuts` for a word that was read out of an odd spelling: it is never parted."""
STARRED = -2
"""The same for a word with a star for a vowel, until it is known."""
LEAST_TONED = 4
"""Letters of a word that may be two with a tone each."""


@part
def decode(data, at):
    """Give the code point at byte `at` of valid UTF-8, and the byte after it."""
    lead = np.int32(data[at])
    if lead < 0x80:
        return lead, at + 1
    if lead < 0xE0:
        return (lead & 31) << 6 | (np.int32(data[at + 1]) & 63), at + 2
    if lead < 0xF0:
        code = (lead & 15) << 12 | (np.int32(data[at + 1]) & 63) << 6 | (np.int32(data[at + 2]) & 63)
        return code, at + 3
    code = (lead & 7) << 18 | (np.int32(data[at + 1]) & 63) << 12 | (np.int32(data[at + 2]) & 63) << 6
    return code | (np.int32(data[at + 3]) & 63), at + 4


@woven
def read_words(data, at, stop, characters, count, used, scratch: Scratch):
    """Cut bytes `at` to `stop` into words, written from word `count` and letter `used` on.

    Gives the number of words and letters then, and whether what was read looks disguised.
    """
    letters, w_start, w_end, w_first = scratch.letters, scratch.w_start, scratch.w_end, scratch.w_first
    w_length, w_marks, w_hash = scratch.w_length, scratch.w_marks, scratch.w_hash
    w_number, w_opens, w_byte = scratch.w_number, scratch.w_opens, scratch.w_byte
    first, end, inside, position = 0, 0, False, 0
    tone, marks, hashed, only_digits = 0, np.int64(0), START, False
    gap_space, gap_soft, opens = False, False, True
    before, run, soft, digits, disguised, single = -1, 0, False, 0, False, False
    while at < stop and position < LONGEST_TEXT:
        byte = at
        code, at = decode(data, at)
        fact = characters[code] if code < TABLE_SIZE else np.int32(SPACE)
        kind = fact & 7
        value = fact >> 3 & 31
        if digits == 1 and kind != DIGIT and kind != MARK and kind != DROP:
            disguised = True
        closes = inside and ((kind == LETTER and only_digits) or (kind < LETTER or kind == SYMBOL))
        if closes:
            w_end[count], w_length[count], w_hash[count] = end, used - first, hashed
            w_marks[count] = marks + np.int64(tone) * TONE_WEIGHT
            w_number[count] = only_digits
            alone = used - first == 1 and not only_digits
            disguised = disguised or (alone and single)
            single = alone
            count += 1
            inside = False
        if kind == LETTER or kind == DIGIT:
            if not inside:
                w_start[count], w_first[count], w_byte[count] = position, used, byte
                w_opens[count], scratch.w_cuts[count] = opens or (gap_soft and gap_space), 0
                opens, gap_space, gap_soft, inside, first = False, False, False, True, used
                tone, marks, hashed, only_digits = 0, np.int64(0), START, True
            if kind == LETTER:
                run = run + 1 if value == before else 1
                disguised = disguised or run > 2 or soft
                before, soft, digits, only_digits = value, False, 0, False
                rest = fact >> 8
                if rest:
                    shape, mark = rest & 7, rest >> 3 & 7
                    if shape and used - first < PLACES:
                        marks += np.int64(shape) * WEIGHTS[used - first]
                    if mark:
                        tone = mark
                value += 97
            else:
                digits = digits + 1 if before >= 0 or digits else 0
                before, soft = -1, False
                value += 48
            letters[used] = value
            used += 1
            hashed = (hashed ^ np.uint64(value)) * STEP
            end = position + 1
        elif kind == MARK:
            if inside:
                shape, mark = fact >> 8 & 7, fact >> 11 & 7
                place = used - first - 1
                if shape and place < PLACES:
                    held = marks // WEIGHTS[place] % 5
                    marks += (np.int64(shape) - held) * WEIGHTS[place]
                if mark:
                    tone = mark
                end = position + 1
        elif kind != DROP:
            gap_space = gap_space or kind == SPACE
            gap_soft = gap_soft or kind == SOFT or kind == SYMBOL
            opens = opens or kind == BREAK
            if kind == SYMBOL:
                disguised = disguised or before >= 0
            soft = kind == SYMBOL or ((kind == SOFT or fact >> 14 & 1 == 1) and (before >= 0 or soft))
            before, digits = -1, 0
        position += 1
    disguised = disguised or digits == 1
    if inside:
        w_end[count], w_length[count], w_hash[count] = end, used - first, hashed
        w_marks[count] = marks + np.int64(tone) * TONE_WEIGHT
        w_number[count] = only_digits
        disguised = disguised or (single and used - first == 1 and not only_digits)
        count += 1
    return count, used, disguised


@part
def mend_slip(at, art: Artefact, scratch: Scratch):
    """Give a syllable that no pattern has the number of the word that it is a slip of the pen of (see `words._slipped`)."""
    found = find_key(art.misspelt_keys, scratch.w_hash[at])
    if found >= 0:
        scratch.w_id[at] = art.misspelt_ids[found] >> 1
        if scratch.w_reading[at] == 1:
            scratch.w_marks[at], scratch.w_reading[at] = 0, 2


@woven
def name_words(begin, count, art: Artefact, scratch: Scratch):
    """Give each word from `begin` on its number in the vocabulary (-1 = not in it), after restoring odd spellings.

    Tells how many words are left that may be several written together.
    """
    several = 0
    for at in range(begin, count):
        if scratch.w_cuts[at] == STARRED:
            found = find_key(art.misspelt_keys, scratch.w_hash[at])
            scratch.w_id[at], scratch.w_reading[at], scratch.w_cuts[at] = art.misspelt_ids[found] >> 1, 2, RESTORED
            continue
        marked = scratch.w_marks[at] != 0
        scratch.w_reading[at] = 1 if marked else 0
        number = word_of(art.word_keys, art.word_ids, scratch.w_hash[at])
        scratch.w_id[at] = max(number, -1)
        if number == -1:
            mend_slip(at, art, scratch)
        elif number >= 0:
            several += scratch.w_marks[at] >= TONE_WEIGHT and scratch.w_length[at] >= LEAST_TONED
        elif scratch.w_number[at] == 0:
            if ends_of(art.together_keys, art.together_ends, scratch.w_hash[at]) & 1:
                several += 1
                continue
            known, size, marks = restore(scratch.letters, scratch.w_first[at], scratch.w_length[at], marked, art, scratch)
            if known == NOTHING:
                several += 1
                continue
            scratch.w_hash[at] = hash_of(scratch.spelling, 0, size)
            scratch.w_length[at], scratch.w_cuts[at], scratch.w_marks[at] = size, RESTORED, marks
            scratch.w_reading[at] = 2 if known == UNKNOWN_MARKS else 1 if marks else 0
            scratch.w_id[at] = max(word_of(art.word_keys, art.word_ids, scratch.w_hash[at]), -1)
            if scratch.w_id[at] < 0:
                mend_slip(at, art, scratch)
    return several


@woven
def read_signs(data, at, stop, characters, classes, scratch: Scratch):
    """Give the letters of the obfuscation channel; gives their number."""
    count, pieces, position = 0, 0, 0
    gap_length, gap_kind, after_other = 0, 0, False
    while at < stop and position < LONGEST_TEXT:
        code, at = decode(data, at)
        fact = characters[code] if code < TABLE_SIZE else np.int32(SPACE)
        kind, value, shape, tone = fact & 7, fact >> 3 & 31, fact >> 8 & 7, fact >> 11 & 7
        if kind == LETTER or kind == DIGIT or kind == SYMBOL:
            other = kind != LETTER
            letter = 26 if other else value
            cls = classes[26 + value] if kind == DIGIT else classes[value]
            gap = 0 if gap_length == 0 else 2 if gap_length > 1 or gap_kind == 2 else gap_kind
            last = count - 1
            if count > 0 and gap == 0 and not other and letter == scratch.s_letter[last]:
                scratch.s_end[last] = position + 1
                scratch.s_run[last] += 1
                if scratch.s_shape[last] == 0:
                    scratch.s_shape[last] = shape
                if scratch.s_tone[last] == 0:
                    scratch.s_tone[last] = tone
            else:
                if gap or count == 0:
                    scratch.p_length[pieces] = 0
                    scratch.p_vowel[pieces] = 0
                    pieces += 1
                scratch.p_length[pieces - 1] += 1
                if other or is_vowel(97 + value):
                    scratch.p_vowel[pieces - 1] = 1
                scratch.s_start[count], scratch.s_end[count] = position, position + 1
                scratch.s_class[count], scratch.s_letter[count] = cls, letter
                scratch.s_shape[count], scratch.s_tone[count] = shape, tone
                scratch.s_gap[count] = gap
                scratch.s_seam[count] = count > 0 and gap == 0 and other != after_other
                scratch.s_run[count] = 1
                scratch.s_piece[count] = pieces - 1
                count += 1
                after_other, gap_length, gap_kind = other, 0, 0
        elif kind == MARK:
            if count > 0 and gap_length == 0:
                last = count - 1
                if shape:
                    scratch.s_shape[last] = shape
                if tone:
                    scratch.s_tone[last] = tone
                scratch.s_end[last] = position + 1
        elif kind != DROP:
            gap_length += 1
            between = (3 if fact >> 14 & 1 else 1) if kind == SPACE else 2 if kind == BREAK else 3
            gap_kind = max(gap_kind, between)
        position += 1
    return count
