"""One pass over the bytes of a CSV file: where each record begins, how many cells it has, what is odd about it.

The rules are RFC 4180: cells may be quoted, quotes inside are doubled, a quoted cell may hold line ends. Compiled with
numba, so that a file's structure is known at about a nanosecond a byte before anything is parsed.
"""

from __future__ import annotations

import numba
import numpy as np

STRAY_QUOTE, UNTIDY, BLANK, FORMULA, BROKEN_OUT = 1, 2, 4, 8, 16

_QUOTE, _LF, _CR, _SPACE, _TAB = 34, 10, 13, 32, 9
# States of a cell: at its start, inside plain text, inside quotes, just after a quote inside quotes.
_START, _PLAIN, _QUOTED, _AFTER_QUOTE = 0, 1, 2, 3


@numba.njit(cache=True, nogil=True)
def scan(buffer, begin, delimiter, last, starts, ends, cells, flags):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Find the records of `buffer` from `begin`; gives how many were found, where the rest begins and its state.

    `last` says that nothing follows the buffer, so that a record without a line end counts too. The outputs are filled
    up to their length. `ends` excludes the line end. A rest that is not empty while `last` is a quote never closed.
    """
    found = 0
    at = begin
    size = len(buffer)
    capacity = len(starts)
    start = begin
    count = 1
    flag = 0
    filled = False
    state = _START
    before = np.uint8(0)
    while at < size:
        byte = buffer[at]
        if state == _QUOTED:
            if byte == _QUOTE:
                state = _AFTER_QUOTE
            else:
                filled = True
                if byte == _LF:
                    flag |= BROKEN_OUT | UNTIDY
                elif byte < _SPACE or byte == 0x7F or (byte == _SPACE and (before == _SPACE or before == _QUOTE)):
                    flag |= UNTIDY
                elif (before == _QUOTE) and (byte == 61 or byte == 64 or byte == 45):
                    flag |= FORMULA
        elif byte == delimiter:
            if before == _SPACE:
                flag |= UNTIDY
            count += 1
            state = _START
        elif byte == _LF:
            end = at - 1 if at > start and buffer[at - 1] == _CR else at
            if end > start and buffer[end - 1] == _SPACE:
                flag |= UNTIDY
            if not filled:
                flag |= BLANK
            starts[found] = start
            ends[found] = end
            cells[found] = count
            flags[found] = flag
            found += 1
            start = at + 1
            count = 1
            flag = 0
            filled = False
            state = _START
            if found == capacity:
                return found, start, state
        elif byte == _QUOTE:
            if state == _START:
                state = _QUOTED
            elif state == _AFTER_QUOTE:
                filled = True
                state = _QUOTED
            else:
                flag |= STRAY_QUOTE
        elif byte == _CR and at + 1 < size and buffer[at + 1] == _LF:
            pass
        else:
            if state == _AFTER_QUOTE:
                flag |= STRAY_QUOTE
            elif state == _START and (byte == 61 or byte == 64 or byte == 45):
                flag |= FORMULA
            elif state == _START and byte == 43 and at + 1 < size and (buffer[at + 1] < 48 or buffer[at + 1] > 57):
                flag |= FORMULA
            if byte == _SPACE:
                if state == _START or before == _SPACE:
                    flag |= UNTIDY
            else:
                filled = True
                if byte < _SPACE or byte == 0x7F:
                    flag |= UNTIDY
            if state == _START:
                state = _PLAIN
        if byte >= 0xC2:
            # Lead bytes of characters that cleaning removes or composes: C1 controls and no-break space, combining
            # marks, Hangul jamo and precomposed rarities, zero-width and bidirectional marks, the byte order mark.
            second = buffer[at + 1] if at + 1 < size else np.uint8(0)
            if byte == 0xC2:
                if second <= 0xA0 or second == 0xAD:
                    flag |= UNTIDY
            elif byte == 0xCC or (byte == 0xCD and second <= 0xAF):
                flag |= UNTIDY
            elif byte == 0xE1:
                if second <= 0x87 or second >= 0xBC:
                    flag |= UNTIDY
            elif byte == 0xE2:
                third = buffer[at + 2] if at + 2 < size else np.uint8(0)
                if second == 0x80 and (third <= 0x8F or third >= 0xA8):
                    flag |= UNTIDY
                elif second == 0x81 or second == 0x84:
                    flag |= UNTIDY
            elif byte == 0xEF:
                if second == 0xBB or second == 0xA4 or second == 0xBF:
                    flag |= UNTIDY
        before = byte
        at += 1
    if last and start < size and state != _QUOTED:
        end = size
        while end > start and (buffer[end - 1] == _CR):
            end -= 1
        starts[found] = start
        ends[found] = end
        cells[found] = count
        flags[found] = flag | (0 if filled else BLANK) | (UNTIDY if end > start and buffer[end - 1] == _SPACE else 0)
        found += 1
        start = size
    return found, start, state


@numba.njit(cache=True, nogil=True)
def gather(buffer, starts, ends, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Copy the records `starts`..`ends` one after the other into `out`, a line feed after each; gives the length."""
    to = 0
    for record in range(len(starts)):
        length = ends[record] - starts[record]
        out[to : to + length] = buffer[starts[record] : ends[record]]
        to += length
        out[to] = 10
        to += 1
    return to
