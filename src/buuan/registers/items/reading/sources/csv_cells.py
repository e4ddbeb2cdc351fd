"""The cells of records that the scan has found, as columns of text.

They are made as Arrow's string views, which is what polars holds: sixteen bytes for each value, the length, then the text
itself when it has no more than twelve bytes, else its first four bytes and where the whole stands.
"""

from __future__ import annotations

import numba
import numpy as np
import polars as pl
import pyarrow as pa

from buuan.engine.kernel.memory import HIGH_BITS, LOW_BITS, MASKS, SPACES, eight_bytes, low_zeros
from buuan.registers.items.reading.sources.base import Untidy, position
from buuan.registers.items.reading.sources.csv_scan import UNTIDY

_QUOTE, _SPACE, _DELETE = 34, 32, 0x7F
_VIEW_NUMBERS, _INLINE_BYTES, _LOW_HALF = 2, 12, 0xFFFFFFFF
# Records whose bytes stay in the processor's cache until their columns are made.
_TOGETHER = 512


@numba.njit(cache=True, nogil=True, inline="always")
def _is_plain(eight):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Tell whether eight bytes are printable ASCII without two spaces in a row; a wrong no only costs time."""
    other = eight ^ SPACES
    spaces = (other - LOW_BITS) & ~other & HIGH_BITS
    odd = eight | (eight - SPACES) | (eight + LOW_BITS)  # not ASCII, below a space, a delete
    return not (odd & HIGH_BITS) and not (spaces & spaces << 8)


@numba.njit(cache=True, nogil=True)
def _may_change(raw, start, end):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Tell whether cleaning may change a cell: it does not where all is ASCII or Vietnamese in NFC, with single spaces inside.

    A harmless cell that is taken along only costs time.
    """
    begin = start
    if start < end and raw[np.uintp(start)] == _SPACE:
        return True
    while end - begin > 8 and begin + 8 <= len(raw) and _is_plain(eight_bytes(raw, begin)):
        begin += 7  # the last byte is the first of the next eight, so that two spaces are seen together
    before = np.uint8(0)
    for at in range(begin, end):
        byte = raw[np.uintp(at)]
        if byte < _SPACE or byte == _DELETE or (byte == _SPACE and before == _SPACE):
            return True
        # Latin letters with their marks begin with C3 to C6, or with E1 BA and E1 BB; C2 is a control or a sign.
        if byte >= 0xC2 and not (0xC3 <= byte <= 0xC6 or (byte == 0xE1 and at + 1 < end and raw[np.uintp(at + 1)] in (0xBA, 0xBB))):
            return True
        before = byte
    return end > begin and before == _SPACE


@numba.njit(cache=True, nogil=True, inline="always")
def _eight(raw, at):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Read eight bytes as one number; what lies behind the buffer counts as 0."""
    if at + 8 <= len(raw):
        return eight_bytes(raw, at)
    value = np.int64(0)
    for offset in range(len(raw) - at):
        value |= np.int64(raw[at + offset]) << 8 * offset
    return value


@numba.njit(cache=True, nogil=True)
def _find_cells(raw, at, stop, delimiter, begins, lengths, quotes, row):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Find the cells of one record: where each begins, how long its text is, and how many bytes more it takes in the file.

    Those more are 0 outside quotes, else 1 and one for each doubled quote inside.
    """
    sought = np.int64(delimiter) * LOW_BITS
    for column in range(len(begins)):
        quoted = at < stop and raw[np.uintp(at)] == _QUOTE
        begin, doubled = at, 0
        if quoted:
            at += 1
            begin = at
            while at < stop:
                if raw[np.uintp(at)] == _QUOTE:
                    if at + 1 >= stop or raw[np.uintp(at + 1)] != _QUOTE:
                        break
                    doubled += 1
                    at += 1
                at += 1
        else:
            while at < stop:
                other = _eight(raw, at) ^ sought
                found = (other - LOW_BITS) & ~other & HIGH_BITS
                if found:
                    at += low_zeros(found) >> 3
                    break
                at += 8
            at = min(at, stop)
        begins[column, row] = begin
        lengths[column, row] = at - begin - doubled
        quotes[column, row] = doubled + quoted
        at += 1 + quoted


@numba.njit(cache=True, nogil=True, inline="always")
def _put(view, source, begin, length, text, used):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Write the view of a text; gives up to where `text` is used, which holds what is too long for the view."""
    low = _eight(source, begin)
    if length <= _INLINE_BYTES:
        low &= MASKS[min(length, 8)]
        high = _eight(source, begin + 8) & MASKS[length - 8] if length > 8 else np.int64(0)
        view[0] = length | low << 32
        view[1] = low >> 32 & _LOW_HALF | high << 32
        return used
    view[0] = length | low << 32
    view[1] = used << 32
    for byte in range(length):
        text[np.uintp(used + byte)] = source[np.uintp(begin + byte)]
    return used + length


@numba.njit(cache=True, nogil=True)
def split(raw, starts, ends, flags, delimiter, views, filled, text, columns, rows):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fill `views` (column, record, two numbers), `filled` (column, bits of the records) and `text`; counts the untidy cells.

    Records have as many cells as there are columns and no stray quote. An empty cell is not filled, `""` is, with an empty
    text. `columns` and `rows` tell the untidy cells. Some records are taken at a time, column by column, so that what
    belongs to a column stands together: checks go through the columns again and again.
    """
    width, height = len(views), len(starts)
    begins = np.empty((width, _TOGETHER), np.int64)
    lengths = np.empty((width, _TOGETHER), np.int64)
    quotes = np.empty((width, _TOGETHER), np.int64)
    untidy, used = 0, np.int64(0)
    for first in range(0, height, _TOGETHER):
        count = min(_TOGETHER, height - first)
        for one in range(count):
            _find_cells(raw, starts[first + one], ends[first + one], delimiter, begins, lengths, quotes, one)
        for column in range(width):
            for one in range(count):
                row, length, begin = first + one, lengths[column, one], begins[column, one]
                if not length and not quotes[column, one]:
                    continue
                filled[column, row >> 3] |= 1 << (row & 7)
                doubtful = False
                if quotes[column, one] < 2 and not flags[row] & UNTIDY:
                    used = _put(views[column, row], raw, begin, length, text, used)
                else:
                    for byte in range(length):
                        text[np.uintp(used + byte)] = raw[np.uintp(begin)]
                        begin += 2 if raw[np.uintp(begin)] == _QUOTE else 1
                    doubtful = flags[row] & UNTIDY and _may_change(text, used, used + length)
                    used = _put(views[column, row], text, used, length, text, used)
                if not length or doubtful:
                    columns[untidy], rows[untidy] = column, row
                    untidy += 1
    return untidy


def is_utf8(raw: np.ndarray) -> bool:
    """Tell whether the bytes are UTF-8, at many a byte a nanosecond."""
    ends = pa.py_buffer(np.array([0, len(raw)], np.int64))
    whole = pl.Series(pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(raw)]))
    try:
        whole.cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def cells_of(
    raw: np.ndarray, starts: np.ndarray, ends: np.ndarray, flags: np.ndarray, delimiter: str, width: int
) -> tuple[list[pl.Series], Untidy]:
    """Give the columns of records that are UTF-8, and which of their cells are untidy."""
    height = len(starts)
    views = np.zeros((width, height, _VIEW_NUMBERS), np.int64)
    filled = np.zeros((width, -(-height // 8)), np.uint8)
    text = np.empty(len(raw), np.uint8)
    # Any cell of a doubtful record may be untidy, and any quoted cell may be empty.
    room = int(np.count_nonzero(flags & UNTIDY)) * width + height * width * bool((raw == _QUOTE).any())
    columns, rows = np.empty(room, np.int32), np.empty(room, np.int32)
    count = split(raw, starts, ends, flags, ord(delimiter), views, filled, text, columns, rows)
    columns, rows = columns[:count], rows[:count]
    held = pa.py_buffer(text)
    series = [
        pl.Series(
            position(at),
            pa.Array.from_buffers(pa.string_view(), height, [pa.py_buffer(filled[at]), pa.py_buffer(views[at]), held]),
        )
        for at in range(width)
    ]
    return series, {position(at): rows[columns == at] for at in np.unique(columns)}
