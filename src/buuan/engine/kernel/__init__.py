"""The kernel: Arrow buffers in, hits out, compiled with numba; no Python object a row, no interpreter's lock.

`scan_rows` reads a stretch of rows. `buuan.engine.twin` says the same in plain Python and is its oracle.
"""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import Artefact
from buuan.engine.kernel.compiled import compiled
from buuan.engine.kernel.finding import find_hidden, find_others, find_terms, walk, weak_may_count
from buuan.engine.kernel.judging import judge, score_of
from buuan.engine.kernel.layout import ARTEFACT, TEXTS, artefact_at, texts_at
from buuan.engine.kernel.reading import read_signs
from buuan.engine.kernel.scratch import (
    CHANNEL,
    END,
    FIND_COLUMNS,
    FLAGS,
    HIT_CHANNEL,
    HIT_COLUMNS,
    HIT_END,
    HIT_RULE,
    HIT_SCORE,
    HIT_START,
    ROW,
    RULE,
    START,
    Scratch,
    new_scratch,
    scratch_at,
)
from buuan.engine.kernel.tokens import read_row, unpack
from buuan.engine.kernel.views import Table

__all__ = ["HIT_CHANNEL", "HIT_END", "HIT_RULE", "HIT_SCORE", "HIT_START", "ROW", "Scratch", "new_scratch", "scan_rows"]


def scan_rows(data: np.ndarray, offsets: np.ndarray, begin: int, end: int, art: Artefact, scratch: Scratch) -> np.ndarray:
    """Give the hits of rows `begin` to `end` as int32 rows: row, rule, start, end (code points), score, channel.

    `data` and `offsets` are the buffers of an Arrow column of UTF-8 text; a missing row must have no bytes.
    """
    if art.table is None:
        art.table = Table(ARTEFACT, **art.arrays)
    texts = Table(TEXTS, data=data, offsets=offsets)
    row, total, wanted = begin, 0, 0
    while True:
        row, total, wanted = _scan(texts.address, art.table.address, scratch.table.address, row, end, total)
        if wanted > len(scratch.arrays["finds"]):
            scratch.grow(2 * wanted, "finds", "f_terms", "f_looks", "f_contexts", "f_dampers")
        elif row < end:
            scratch.grow(2 * len(scratch.arrays["hits"]) + wanted, "hits")
        else:
            found: np.ndarray = scratch.arrays["hits"][:total].copy()
            return found


@compiled
def _scan(texts_address, artefact_address, scratch_address, begin, end, total):
    """Judge rows until all are done or a table is full; gives the row to go on with, the hits so far, and what is wanted."""
    texts, art, scratch = texts_at(texts_address), artefact_at(artefact_address), scratch_at(scratch_address)
    data, offsets, finds, hits = texts.data, texts.offsets, scratch.finds, scratch.hits
    for row in range(begin, end):
        start, stop = offsets[row], offsets[row + 1]
        if start == stop:
            continue
        words, marked, counted, suspicious = read_row(data, start, stop, art, scratch)
        noted, term, common = walk(words, marked, counted, art, scratch)
        if common != 0 and not term:
            term = weak_may_count(noted, common, marked, counted, art, scratch)
        if not (term or suspicious):
            continue
        unpack(words, scratch)
        signs = read_signs(data, start, stop, art.characters, art.classes, scratch) if suspicious else 0
        count, hidden = find_hidden(words, signs, finds, art, scratch)
        if not (term or hidden):
            continue
        count = find_terms(noted, common, marked, counted, finds, count, art, scratch)
        count = find_others(noted, marked, counted, finds, count, art, scratch)
        if FIND_COLUMNS * count > finds.size:
            return row, total, count
        kept = judge(words, finds, count, art, scratch)
        if HIT_COLUMNS * (total + kept) > hits.size:
            return row, total, kept
        for at in range(kept):
            find = scratch.f_looks[at]
            rule, channel = finds[find, RULE], finds[find, CHANNEL]
            hits[total, ROW], hits[total, HIT_RULE] = row, rule
            hits[total, HIT_START], hits[total, HIT_END] = finds[find, START], finds[find, END]
            hits[total, HIT_SCORE] = score_of(rule, finds[find, FLAGS], channel, art.score)
            hits[total, HIT_CHANNEL] = channel
            total += 1
    return end, total, 0
