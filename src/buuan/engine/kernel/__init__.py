"""The kernel: Arrow buffers in, hits out, compiled with numba; no Python object a row, no interpreter's lock.

`scan_rows` reads a stretch of rows. `buuan.engine.twin` says the same in plain Python and is its oracle.
"""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import Artefact
from buuan.engine.kernel.compiled import compiled
from buuan.engine.kernel.finding import bare_share, find_hidden, find_words, may_have_term
from buuan.engine.kernel.judging import judge, score_of
from buuan.engine.kernel.parting import gather_words, part_words
from buuan.engine.kernel.reading import name_words, read_signs, read_words
from buuan.engine.kernel.scratch import CHANNEL, END, FIND_COLUMNS, FORM, RULE, START, Scratch, new_scratch

HIT_COLUMNS = 6
ROW, HIT_RULE, HIT_START, HIT_END, HIT_SCORE, HIT_CHANNEL = range(HIT_COLUMNS)

__all__ = ["HIT_CHANNEL", "HIT_END", "HIT_RULE", "HIT_SCORE", "HIT_START", "ROW", "new_scratch", "scan_rows"]


@compiled
def scan_rows(data, offsets, begin, end, art: Artefact, scratch: Scratch):
    """Give the hits of rows `begin` to `end` as int32 rows: row, rule, start, end (code points), score, channel.

    `data` and `offsets` are the buffers of an Arrow column of UTF-8 text; a missing row must have no bytes.
    """
    finds = np.empty((256, FIND_COLUMNS), np.int32)
    hits = np.empty((1024, HIT_COLUMNS), np.int32)
    total = 0
    for row in range(begin, end):
        start, stop = np.int64(offsets[row]), np.int64(offsets[row + 1])
        if start == stop:
            continue
        words, suspicious = read_words(data, start, stop, art.characters, scratch)
        if suspicious:
            words = gather_words(data, words, art.characters, scratch)
        unknown = name_words(words, art.word_keys, art.word_ids, art.syllable_next, art.syllable_ends, scratch)
        if unknown:
            words = part_words(
                data,
                words,
                art.characters,
                art.word_keys,
                art.word_ids,
                art.syllable_next,
                art.syllable_ends,
                art.part_starts,
                art.misspelt_keys,
                art.misspelt_ids,
                scratch,
            )
        marked, counted = bare_share(words, scratch.w_length, scratch.w_number, scratch.w_reading)
        term = may_have_term(words, marked, counted, art, scratch)
        if not (term or suspicious):
            continue
        signs = read_signs(data, start, stop, art.characters, art.classes, scratch) if suspicious else 0
        while True:
            count, hidden = find_hidden(words, signs, finds, art, scratch)
            if not (term or hidden):
                break
            count = find_words(words, marked, counted, finds, count, art, scratch)
            if count <= finds.shape[0]:
                break
            finds = np.empty((2 * count, FIND_COLUMNS), np.int32)
        if not (term or hidden):
            continue
        counted_finds = judge(words, finds, count, art, scratch)
        kept = counted_finds.size
        if total + kept > hits.shape[0]:
            larger = np.empty((2 * (total + kept), HIT_COLUMNS), np.int32)
            larger[:total] = hits[:total]
            hits = larger
        for at in range(kept):
            find = counted_finds[at]
            rule, channel = finds[find, RULE], finds[find, CHANNEL]
            hits[total, 0], hits[total, 1] = row, rule
            hits[total, 2], hits[total, 3] = finds[find, START], finds[find, END]
            hits[total, 4] = score_of(rule, finds[find, FORM], channel, art.score)
            hits[total, 5] = channel
            total += 1
    return hits[:total].copy()
