"""Reads a text token by token out of the memory; only a token that is not known is read letter by letter.

Gives the very words that `reading.read_words` and `reading.name_words` give for the whole text.
"""

# ruff: noqa: SIM109 - plain comparisons and loops are what numba compiles well
# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import Artefact
from buuan.engine.kernel import memory as m
from buuan.engine.kernel.compiled import part, woven
from buuan.engine.kernel.gathering import close_row, mend_pieces
from buuan.engine.kernel.memory import bytes_at, first_space, place_of
from buuan.engine.kernel.parting import ALWAYS, IN_BARE_TEXT, cuts_at, part_words
from buuan.engine.kernel.reading import BREAK, SOFT, SPACE, SYMBOL, TABLE_SIZE, decode, name_words, read_words
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.letters import LONGEST_TEXT
from buuan.engine.words import LEAST_ROW


@part
def gap_between(data, at, stop, first, last, characters):
    """Tell whether a separator among the code points from `first` to `last` of a token is soft (1), and one a break (2)."""
    position, gap = 0, 0
    while at < stop and position < last:
        code, at = decode(data, at)
        kind = (characters[code] if code < TABLE_SIZE else np.int32(SPACE)) & 7
        if position >= first:
            gap |= 1 if kind == SOFT or kind == SYMBOL else 2 if kind == BREAK else 0
        position += 1
    return np.int64(gap)


@part
def points_in(data, at, stop):
    """Count the code points of some bytes."""
    points = 0
    for byte in range(at, stop):
        points += data[byte] & 0xC0 != 0x80
    return points


@part
def read_token(data, at, stop, begin, art: Artefact, scratch: Scratch):
    """Read one token into the words from `begin` on; gives their number, and the token's facts but its bytes and words.

    The letters of earlier tokens are not kept: a text in which they are asked for is read whole.
    """
    count, _, disguised = read_words(data, at, stop, art.characters, begin, 0, scratch)
    if disguised or count > begin + 1:
        count = mend_pieces(data, begin, count, disguised, False, art, scratch)
    for word in range(begin, count):
        scratch.w_idle[word] = scratch.w_length[word] == 1 and scratch.w_number[word] == 0
    name_words(begin, count, art, scratch)
    for word in range(begin, count):
        scratch.w_clause[word], _, _, _ = cuts_at(data, word, stop, art, scratch)
        scratch.w_packed[word] = packed(word, scratch)
    points = points_in(data, at, stop)
    if count > begin:
        before = gap_between(data, at, stop, 0, scratch.w_start[begin], art.characters)
        after = gap_between(data, at, stop, scratch.w_end[count - 1], points, art.characters)
    else:
        before, after = gap_between(data, at, stop, 0, points, art.characters), np.int64(0)
    facts = np.int64(disguised) << m.DISGUISED_AT | before << m.BEFORE_AT | after << m.AFTER_AT
    return count, facts | np.int64(points) << m.POINTS_AT


@part
def packed(word, scratch: Scratch):
    """Give a word that was just read as one number (see `memory`); a place or length that is too large for it is cut off."""
    reading, number, length = scratch.w_reading[word], scratch.w_number[word], scratch.w_length[word]
    counted = np.int64(length > 1 and number == 0)
    kept = np.int64(scratch.w_id[word] + 1) | np.int64(scratch.w_start[word] & 31) << m.START_AT
    kept |= np.int64(scratch.w_end[word] & 31) << m.END_AT | np.int64(length & 31) << m.LENGTH_AT
    kept |= np.int64(reading) << m.READING_AT | np.int64(number) << m.NUMBER_AT
    kept |= np.int64(scratch.w_opens[word]) << m.OPENS_AT | np.int64(scratch.w_idle[word]) << m.ALONE_AT
    kept |= np.int64(scratch.w_clause[word]) << m.JOINED_AT | counted << m.COUNTED_AT
    return kept | (counted & np.int64(reading == 1)) << m.COUNTED_AT + m.SHARE_BITS


@part
def keep_token(low, high, size, facts, begin, count, scratch: Scratch):
    """Write a token into the memory."""
    place, memory = place_of(low, high), scratch.memory
    facts |= np.int64(size) | np.int64(count - begin) << m.WORDS_AT
    memory[place + m.KEY_LOW], memory[place + m.KEY_HIGH], memory[place + m.FACTS] = low, high, facts
    for word in range(begin, count):
        memory[place + m.MARKS + 2 * (word - begin)] = scratch.w_marks[word]
        memory[place + m.WORD + 2 * (word - begin)] = scratch.w_packed[word]


@part
def unpack(words, scratch: Scratch):
    """Write out the words that came out of the memory: most texts are done with before anyone asks for more than their numbers."""
    for word in range(words):
        kept, position = scratch.w_packed[word], scratch.w_at[word]
        if position >= 0:
            scratch.w_start[word] = (kept >> m.START_AT & 31) + position
            scratch.w_end[word] = (kept >> m.END_AT & 31) + position
            scratch.w_length[word], scratch.w_reading[word] = kept >> m.LENGTH_AT & 31, kept >> m.READING_AT & 3
            scratch.w_number[word] = kept >> m.NUMBER_AT & 1


@part
def bare_share(words, w_length, w_number, w_reading):
    """Count the words with marks, and all words of two letters or more that are not numbers."""
    marked, counted = 0, 0
    for at in range(words):
        if w_length[at] > 1 and w_number[at] == 0:
            counted += 1
            marked += w_reading[at] == 1
    return marked, counted


@part
def read_whole(data, start, stop, art: Artefact, scratch: Scratch):
    """Read a text letter by letter, words written together parted; gives the number of words and whether it looks disguised."""
    words, _, suspicious = read_words(data, start, stop, art.characters, 0, 0, scratch)
    words = mend_pieces(data, 0, words, suspicious, True, art, scratch)
    close_row(words, scratch.w_opens)
    if name_words(0, words, art, scratch):
        words = part_words(data, stop, words, art, scratch)
    for word in range(words):
        reading, number = np.int64(scratch.w_reading[word]), np.int64(scratch.w_number[word])
        scratch.w_packed[word], scratch.w_at[word] = reading << m.READING_AT | number << m.NUMBER_AT, -1
    marked, counted = bare_share(words, scratch.w_length, scratch.w_number, scratch.w_reading)
    return words, marked, counted, suspicious


@woven
def read_row(data, start, stop, art: Artefact, scratch: Scratch):
    """Read a text into the words of `scratch`.

    Gives their number, how many of them have marks, of how many that counts, and whether the text looks disguised. A text with
    words that may be parted is read whole: whether they are depends on the others. `unpack` must be called before anything
    but the numbers, the marks and the clauses of the words is asked for.
    """
    memory, w_marks, w_id, w_opens = scratch.memory, scratch.w_marks, scratch.w_id, scratch.w_opens
    w_packed, w_at = scratch.w_packed, scratch.w_at
    safe = data.size - 7
    at, position, words = start, np.int64(0), np.int64(0)
    opens, whole, suspicious = True, stop - start > LONGEST_TEXT, False
    every, pairs, last, share = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    while at < stop and not whole:
        low = bytes_at(data, at, safe)
        size = first_space(low)
        if size == 0:
            at, position = at + 1, position + 1
            continue
        high = np.int64(0)
        if size == 8 and at + 8 < stop:
            high = bytes_at(data, at + 8, safe)
            size += first_space(high)
            if size == 16:
                while at + size < stop and data[at + size] != 32:
                    size += 1
        size = min(size, stop - at)
        small = size <= m.MOST_BYTES
        known, place, facts = False, np.int64(0), np.int64(0)
        if small:
            low &= m.MASKS[min(size, 8)]
            high &= m.MASKS[max(size - 8, 0)]
            place = place_of(low, high)
            facts = memory[place + m.FACTS]
            known = memory[place] == low and memory[place + m.KEY_HIGH] == high and facts & 31 == size
        begin = words
        if known:
            words += facts >> m.WORDS_AT & 3
            for word in range(begin, words):
                kept = memory[place + m.WORD + 2 * (word - begin)]
                w_marks[word], w_id[word] = memory[place + m.MARKS + 2 * (word - begin)], (kept & 0xFFFFFF) - 1
                w_packed[word], w_at[word], w_opens[word] = kept, position, kept >> m.OPENS_AT & 1
        else:
            words, facts = read_token(data, at, at + size, begin, art, scratch)
            if small and words - begin <= m.MOST_WORDS:
                keep_token(low, high, size, facts, begin, words, scratch)
            for word in range(begin, words):
                scratch.w_start[word] += position
                scratch.w_end[word] += position
                w_at[word] = -1
        suspicious = suspicious or facts >> m.DISGUISED_AT & 1 != 0
        opens = opens or facts >> m.BEFORE_AT & 3 != 0  # there is a space as well, so one soft separator is enough
        if words > begin:
            w_opens[begin] = opens
            for word in range(begin, words):
                kept = w_packed[word]
                every, pairs, last, share = every | kept, pairs | (kept & last), kept, share + (kept >> m.COUNTED_AT & m.SHARE)
            opens = facts >> m.AFTER_AT & 3 != 0
        at, position = at + size, position + (facts >> m.POINTS_AT)
    whole = whole or every >> m.JOINED_AT & ALWAYS != 0 or pairs >> m.ALONE_AT & 1 != 0
    if whole or (every >> m.JOINED_AT & IN_BARE_TEXT != 0 and every >> m.READING_AT & 1 == 0):
        words, marked, counted, suspicious = read_whole(data, start, stop, art, scratch)
    else:
        marked, counted = share >> m.SHARE_BITS, share & (1 << m.SHARE_BITS) - 1
        if words >= LEAST_ROW and w_opens[1]:
            close_row(words, w_opens)
    w_id[words], w_opens[words] = -1, 1  # nothing follows
    return words, marked, counted, suspicious
