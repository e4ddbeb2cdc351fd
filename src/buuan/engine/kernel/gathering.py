"""The kernel's twin of `words._gathered`, `words._pieced` and `words._unstretch`: words that were taken to pieces."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine import characters as ch
from buuan.engine.artefact import Artefact
from buuan.engine.kernel.compiled import part
from buuan.engine.kernel.hashing import STEP, ZERO, find_key, hash_of, hash_on, word_of
from buuan.engine.kernel.reading import PLACES, RESTORED, STARRED, TABLE_SIZE, WEIGHTS, decode
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.kernel.spelling import is_syllable
from buuan.engine.syllables import LONGEST_JOINED_WORD, LONGEST_SYLLABLE, TONE_WEIGHT
from buuan.engine.words import LEAST_GATHERED, LEAST_ROW, LEAST_SPACED, LEAST_STRETCHED, PICTURE, STAR

SPACE, BLOT = ch.SPACE, ord(STAR)
NONE = -2


@part
def copy_word(scratch: Scratch, source, target):
    """Copy one word to another place."""
    scratch.w_start[target], scratch.w_end[target] = scratch.w_start[source], scratch.w_end[source]
    scratch.w_length[target], scratch.w_marks[target] = scratch.w_length[source], scratch.w_marks[source]
    scratch.w_reading[target], scratch.w_number[target] = scratch.w_reading[source], scratch.w_number[source]
    scratch.w_opens[target], scratch.w_id[target] = scratch.w_opens[source], scratch.w_id[source]
    scratch.w_first[target], scratch.w_byte[target] = scratch.w_first[source], scratch.w_byte[source]
    scratch.w_hash[target], scratch.w_cuts[target] = scratch.w_hash[source], scratch.w_cuts[source]


@part
def one_between(data, one, two, characters, scratch: Scratch):
    """Give the kind of the only sign between two words, `NONE` when there are more or none."""
    if scratch.w_start[two] - scratch.w_end[one] != 1:
        return NONE
    byte = scratch.w_byte[two] - 1
    while data[byte] & 0xC0 == 0x80:
        byte -= 1
    code, _ = decode(data, byte)
    fact = characters[code] if code < TABLE_SIZE else np.int32(SPACE)
    if fact & 7 == SPACE:
        return PICTURE if fact >> 14 & 1 else SPACE
    return fact & 7


@part
def join_words(begin, end, target, scratch: Scratch):
    """Write the words from `begin` to `end`, whose letters follow one another, as one word; the last tone counts."""
    w_marks, w_length = scratch.w_marks, scratch.w_length
    tone, marks, length = np.int64(0), np.int64(0), 0
    for at in range(begin, end):
        own = np.int64(w_marks[at])
        typed = own // TONE_WEIGHT
        tone = typed if typed else tone
        for place in range(min(w_length[at], PLACES)):
            if length + place < PLACES:
                marks += own // WEIGHTS[place] % 5 * WEIGHTS[length + place]
        length += w_length[at]
    until = scratch.w_end[end - 1]
    copy_word(scratch, begin, target)
    scratch.w_end[target], w_length[target], w_marks[target] = until, length, marks + tone * TONE_WEIGHT
    scratch.w_hash[target] = hash_of(scratch.letters, scratch.w_first[target], length)


@part
def is_letter(at, scratch: Scratch):
    """Tell whether a word is a single letter."""
    return scratch.w_length[at] == 1 and scratch.w_number[at] == 0


@part
def is_word(hashed, art: Artefact):
    """Tell whether a word stands in the vocabulary."""
    return word_of(art.word_keys, art.word_ids, hashed) >= 0


@part
def gather_letters(data, begin, count, spaced, art: Artefact, scratch: Scratch):
    """Put single letters together that one sign parts, or if `spaced` one space, from word `begin` on.

    Gives the new number of words. Letters that a sign parts never reach beyond their token.
    """
    letters, w_first = scratch.letters, scratch.w_first
    target = begin
    while begin < count:
        end, between = begin + 1, NONE
        while end < count and end - begin < LONGEST_JOINED_WORD and is_letter(end - 1, scratch) and is_letter(end, scratch):
            sign = one_between(data, end - 1, end, art.characters, scratch)
            if sign == NONE or (sign == SPACE and not spaced) or (between != NONE and between != sign):
                break
            between, end = sign, end + 1
        size = end - begin
        whole = size >= (LEAST_SPACED if between == SPACE else LEAST_GATHERED)
        if not whole and size >= (LEAST_GATHERED if between == SPACE else LEAST_GATHERED - 1):
            whole = is_syllable(letters, w_first[begin], size, art.syllable_next, art.syllable_ends)
            whole = whole or (size >= LEAST_GATHERED and is_word(hash_of(letters, w_first[begin], size), art))
        if whole:
            join_words(begin, end, target, scratch)
            begin = end
        else:
            copy_word(scratch, begin, target)
            begin += 1
        target += 1
    return target


@part
def is_cut(data, one, two, art: Artefact, scratch: Scratch):
    """Tell whether two words are rather one that a sign or picture cuts in two."""
    letters, first, length = scratch.letters, scratch.w_first[one], scratch.w_length[one]
    if scratch.w_cuts[one] != 0 or scratch.w_number[one] or scratch.w_number[two] or letters[first + length - 1] < 97:
        return False
    if scratch.w_marks[one] >= TONE_WEIGHT and scratch.w_marks[two] >= TONE_WEIGHT:
        return False
    sign = one_between(data, one, two, art.characters, scratch)
    if sign in (NONE, SPACE):
        return False
    if length > 1 and scratch.w_length[two] > 1 and is_word(scratch.w_hash[one], art) and is_word(scratch.w_hash[two], art):
        return False
    whole = length + scratch.w_length[two]
    if is_word(hash_of(letters, first, whole), art):
        return True
    return whole <= LONGEST_SYLLABLE and is_syllable(letters, first, whole, art.syllable_next, art.syllable_ends)


@part
def starred(data, one, two, art: Artefact, scratch: Scratch):
    """Give the hash of two words with nothing but a star between them, if that is a word with a blotted vowel, else 0."""
    if scratch.w_cuts[one] != 0 or scratch.w_start[two] - scratch.w_end[one] != 1 or data[scratch.w_byte[two] - 1] != BLOT:
        return ZERO
    hashed = (scratch.w_hash[one] ^ np.uint64(BLOT)) * STEP
    hashed = hash_on(hashed, scratch.letters, scratch.w_first[two], scratch.w_length[two])
    return hashed if find_key(art.misspelt_keys, hashed) >= 0 else ZERO


@part
def join_pieces(data, begin, count, art: Artefact, scratch: Scratch):
    """Put words together that a sign cuts in two, from word `begin` on; gives the new number of words."""
    target = begin
    for at in range(begin, count):
        before = target - 1
        blotted = starred(data, before, at, art, scratch) if target > begin else ZERO
        cut = blotted != ZERO or (target > begin and is_cut(data, before, at, art, scratch))
        copy_word(scratch, at, target)
        if cut:
            join_words(before, target + 1, before, scratch)
        else:
            target += 1
        if blotted != ZERO:
            scratch.w_hash[before], scratch.w_marks[before], scratch.w_cuts[before] = blotted, 0, STARRED
    return target


@part
def shrink(at, times, scratch: Scratch):
    """Write the letters of a word into `spelling`, those that stand in a row too often only so many times.

    Gives their number, and the signature of their marks.
    """
    letters, first, length = scratch.letters, scratch.w_first[at], scratch.w_length[at]
    own = np.int64(scratch.w_marks[at])
    tone = own // TONE_WEIGHT
    marks, size, begin = tone * TONE_WEIGHT, 0, 0
    while begin < length:
        end = begin + 1
        while end < length and letters[first + end] == letters[first + begin]:
            end += 1
        stretched = end - begin >= LEAST_STRETCHED and letters[first + begin] >= 97
        for place in range(begin, begin + times if stretched else end):
            if place < PLACES and size < PLACES:
                marks += own // WEIGHTS[place] % 5 * WEIGHTS[size]
            scratch.spelling[size] = letters[first + place]
            size += 1
        begin = end
    return size, marks


@part
def unstretch(begin, count, art: Artefact, scratch: Scratch):
    """Write letters once that stand three times or more in a row, or twice, where that gives a word, from word `begin` on."""
    for at in range(begin, count):
        length = scratch.w_length[at]
        if length < LEAST_STRETCHED or scratch.w_cuts[at] != 0 or scratch.w_number[at] or is_word(scratch.w_hash[at], art):
            continue
        for times in (1, 2):
            size, marks = shrink(at, times, scratch)
            if size == length:
                break
            hashed = hash_of(scratch.spelling, 0, size)
            known = is_word(hashed, art)
            if known or (times == 1 and is_syllable(scratch.spelling, 0, size, art.syllable_next, art.syllable_ends)):
                for letter in range(size):
                    scratch.letters[scratch.w_first[at] + letter] = scratch.spelling[letter]
                scratch.w_length[at], scratch.w_marks[at] = size, marks
                scratch.w_hash[at], scratch.w_cuts[at] = hashed, RESTORED
                break


@part
def mend_pieces(data, begin, count, disguised, spaced, art: Artefact, scratch: Scratch):
    """Put together again what was taken to pieces, from word `begin` on; gives the new number of words."""
    if disguised:
        count = gather_letters(data, begin, count, spaced, art, scratch)
    count = join_pieces(data, begin, count, art, scratch)
    if disguised:
        unstretch(begin, count, art, scratch)
    return count


@part
def close_row(words, w_opens):
    """Take clauses away that are one word each, where there are no others."""
    if words < LEAST_ROW:
        return
    for at in range(words):
        if w_opens[at] == 0:
            return
    for at in range(1, words):
        w_opens[at] = 0
