"""Folding whole columns: the words of each text without diacritics, as `kit.fold.fold_words` gives them one by one."""

from __future__ import annotations

from functools import cache

import numba
import numpy as np
import polars as pl
import pyarrow as pa

from buuan.engine.run import as_column, buffers

# What a text shows while it is folded: a character that the table does not know, a letter four times in a row (whatever its
# marks), four letters one after the other that stand alone.
STRANGE, REPEATED, SPACED = 1, 2, 4

_LATIN_END, _MORE_LATIN, _MORE_LATIN_END = 0x250, 0x1E00, 0x1F00
_IN_A_ROW = 4
_GAP, _UNKNOWN = 32, 0
_DIGIT_NINE = 57


@cache
def _table() -> np.ndarray:
    """Give for every Latin character the byte it is folded to: a letter, a digit, a gap; 0 where it is not one byte."""
    points = [*range(_LATIN_END), *range(_MORE_LATIN, _MORE_LATIN_END)]
    folded = _fold_slowly(pl.Series([chr(point) for point in points]))
    return np.array([_GAP if not text else ord(text) if len(text) == 1 else _UNKNOWN for text in folded], np.uint8)


@numba.njit(cache=True, nogil=True)
def _fold(data, offsets, table, out, ends, marks):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fold each text into `out`, up to `ends`, and tell in `marks` what it shows; a strange one is left to be folded slowly."""
    to = 0
    for row in range(len(ends)):
        begin, at, stop = to, offsets[row], offsets[row + 1]
        mark, last, run, word, alone = 0, np.uint8(_GAP), 1, 0, 0
        while at < stop:
            byte = data[np.uintp(at)]
            at += 1
            point = -1
            if byte < 0x80:
                point = np.int64(byte)
            elif byte < 0xCA and at < stop:
                point = (byte & 0x1F) << 6 | data[at] & 0x3F
                at += 1
            elif byte == 0xE1 and at + 1 < stop and data[at] >= 0xB8 and data[at] < 0xBC:
                point = _LATIN_END + (data[at] - 0xB8 << 6 | data[at + 1] & 0x3F)
                at += 2
            bare = table[np.uintp(point)] if 0 <= point < len(table) else np.uint8(_UNKNOWN)
            if bare == _UNKNOWN or (bare == _GAP and point >= 0x80):
                mark |= STRANGE
                if bare == _UNKNOWN:
                    break
            run = run + 1 if bare == last else 1
            if bare == _GAP:
                if word:
                    alone = alone + 1 if word == 1 else 0
                    if alone >= _IN_A_ROW:
                        mark |= SPACED
                word = 0
                if last != _GAP:
                    out[np.uintp(to)] = _GAP
                    to += 1
            else:
                word += 1
                if run >= _IN_A_ROW and bare > _DIGIT_NINE:
                    mark |= REPEATED
                out[np.uintp(to)] = bare
                to += 1
            last = bare
        if word == 1 and alone + 1 >= _IN_A_ROW:
            mark |= SPACED
        if to > begin and out[to - 1] == _GAP:
            to -= 1
        ends[row] = to
        marks[row] = mark


def marks_of(texts: pl.Series) -> np.ndarray:
    """Give what each text shows when it is folded: STRANGE, REPEATED, SPACED or nothing."""
    return _fold_quickly(texts)[1]


def fold_column(texts: pl.Series) -> pl.Series:
    """Give the folded words of each text, as `kit.fold.fold_words` does one by one."""
    folded, marks = _fold_quickly(texts)
    if len(strange := np.flatnonzero(marks & STRANGE)):
        folded = folded.scatter(strange, _fold_slowly(texts.gather(strange)))
    return folded.set(texts.is_null(), None) if texts.null_count() else folded


def _fold_quickly(texts: pl.Series) -> tuple[pl.Series, np.ndarray]:
    data, offsets = buffers(as_column(texts))
    out = np.empty(len(data), np.uint8)
    bounds = np.zeros(len(texts) + 1, np.int64)
    marks = np.empty(len(texts), np.uint8)
    _fold(data, offsets, _table(), out, bounds[1:], marks)
    held = [None, pa.py_buffer(bounds), pa.py_buffer(out)]
    return pl.Series(texts.name, pa.Array.from_buffers(pa.large_string(), len(texts), held)), marks


def _fold_slowly(texts: pl.Series) -> pl.Series:
    return (
        texts.str.normalize("NFD")
        .str.replace_all(r"\p{M}+", "")
        .str.to_lowercase()
        .str.replace_all(r"[đð]", "d")
        .str.replace_all(r"[^0-9a-z]+", " ")
        .str.strip_chars(" ")
    )
