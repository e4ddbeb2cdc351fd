"""One pass over the bytes of a CSV file: where each record begins, how many cells it has, what is odd about it.

The rules are RFC 4180: cells may be quoted, quotes inside are doubled, a quoted cell may hold line ends. Compiled with
numba, so that a file's structure is known at about a nanosecond a byte before anything is parsed.
"""

from __future__ import annotations

import numba
import numpy as np

STRAY_QUOTE, UNTIDY, BLANK, BROKEN_OUT = 1, 2, 4, 8

_QUOTE, _LF, _CR, _SPACE = 34, 10, 13, 32
# E1 BA and E1 BB begin the letters of Vietnamese that have three bytes; no byte is _NONE.
_VIETNAMESE, _NONE = 0xE1, 256
# States of a cell: at its start, inside plain text, inside quotes, just after a quote inside quotes.
_START, _PLAIN, _QUOTED, _AFTER_QUOTE = 0, 1, 2, 3


@numba.njit(cache=True, nogil=True, inline="always")
def _is_odd(buffer, at, size):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Tell whether a character begins here that cleaning removes or composes.

    C1 controls and the no-break space, combining marks, Hangul jamo and precomposed rarities, zero-width and
    bidirectional marks, the byte order mark. A harmless neighbour that is taken along only costs time.
    """
    byte = buffer[at]
    second = buffer[at + 1] if at + 1 < size else np.uint8(0)
    if byte == 0xC2:
        return second <= 0xA0 or second == 0xAD
    if byte == 0xCC:
        return True
    if byte == 0xCD:
        return second <= 0xAF
    if byte == 0xE1:
        return second <= 0x87 or second >= 0xBC
    if byte == 0xE2:
        third = buffer[at + 2] if at + 2 < size else np.uint8(0)
        return (second == 0x80 and (third <= 0x8F or third >= 0xA8)) or second in (0x81, 0x84)
    return byte == 0xEF and second in (0xA4, 0xBB, 0xBF)


def _classes() -> np.ndarray:
    """Give for every byte whether it is ordinary (0) inside a cell, whatever stands before and after it."""
    classes = np.zeros(256, np.uint8)
    classes[: _SPACE + 1] = 1
    classes[[_QUOTE, 0x7F, 0xC2, 0xCC, 0xCD, 0xE1, 0xE2, 0xEF]] = 1
    return classes


CLASSES = _classes()


@numba.njit(cache=True, nogil=True)
def scan(buffer, begin, delimiter, last, classes, starts, ends, cells, flags):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Find the records of `buffer` from `begin`; gives how many were found, where the rest begins and its state.

    `last` says that nothing follows the buffer, so that a record without a line end counts too. `classes` is `CLASSES`.
    The outputs are filled up to their length. `ends` excludes the line end. A rest that is not empty while `last` is a
    quote never closed.
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
    while at < size:
        byte = buffer[at]
        if state in (_PLAIN, _QUOTED):
            # Most bytes are of no interest; the comma is only outside quotes.
            closes = delimiter if state == _PLAIN else _NONE
            first = at
            while at < size:
                byte = buffer[np.uintp(at)]
                if classes[byte] == 0 and byte != closes:
                    at += 1
                elif at == first or at + 2 >= size:
                    break
                elif byte == _VIETNAMESE and buffer[np.uintp(at + 1)] in (0xBA, 0xBB):
                    at += 3
                elif byte == _SPACE and classes[buffer[np.uintp(at + 1)]] == 0 and buffer[np.uintp(at + 1)] != closes:
                    at += 2
                else:
                    break
            filled = filled or at > first
            if at == size:
                break
        before = buffer[at - 1] if at > begin else np.uint8(0)
        if state == _QUOTED:
            if byte == _QUOTE:
                state = _AFTER_QUOTE
                if before == _SPACE:
                    flag |= UNTIDY
            else:
                if byte == _LF:
                    flag |= BROKEN_OUT | UNTIDY
                elif byte < _SPACE or byte == 0x7F or (byte == _SPACE and before in (_SPACE, _QUOTE)):
                    flag |= UNTIDY
                filled = filled or byte > _SPACE
        elif byte == delimiter:
            if before == _SPACE:
                flag |= UNTIDY
            count += 1
            state = _START
        elif byte == _LF:
            end = at - 1 if at > start and buffer[at - 1] == _CR else at
            if end > start and buffer[end - 1] == _SPACE:
                flag |= UNTIDY
            starts[found] = start
            ends[found] = end
            cells[found] = count
            flags[found] = flag if filled else flag | BLANK
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
        elif not (byte == _CR and at + 1 < size and buffer[at + 1] == _LF):
            if state == _AFTER_QUOTE:
                flag |= STRAY_QUOTE
            elif state == _START:
                state = _PLAIN
                if byte == _SPACE:
                    flag |= UNTIDY
            if byte == _SPACE:
                if before == _SPACE:
                    flag |= UNTIDY
            else:
                filled = True
                if byte < _SPACE or byte == 0x7F:
                    flag |= UNTIDY
        if byte >= 0xC2 and _is_odd(buffer, at, size):
            flag |= UNTIDY
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
