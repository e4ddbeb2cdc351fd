"""One pass over the bytes of a JSON file: where each item begins and ends, and every name that occurs, with its path.

Only the structure is read here, at about a nanosecond a byte, so that items can be handed on in chunks and no name in
any depth escapes the rules about refused columns. The values are parsed afterwards. Compiled with numba.
"""

from __future__ import annotations

import numba
import numpy as np

OK, TOO_DEEP, TOO_MANY_NAMES, BROKEN, CUT = 0, 1, 2, 3, 4
MAX_DEPTH = 24
MAX_NAMES = 1024
_SLOTS = 4096
_LF = 10


@numba.njit(cache=True, nogil=True)
def walk(buffer, lines, base, starts, ends, owners, name_start, name_end, name_parent):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Find the objects that begin at depth `base`, and each distinct path of names.

    `lines` says that every line is a document of its own: a line end then starts afresh, and a line that is broken or
    empty is given as it stands. `owners` is the number of the path (or -1) whose array the object stands in. Gives (objects,
    names, problem, where, depth at the end). `name_parent` is the number of the enclosing path, -1 at the top.
    """
    size = len(buffer)
    kinds = np.zeros(MAX_DEPTH + 2, np.uint8)
    paths = np.full(MAX_DEPTH + 2, -1, np.int64)
    hashes = np.zeros(MAX_DEPTH + 2, np.uint64)
    slot_hash = np.zeros(_SLOTS, np.uint64)
    slot_name = np.full(_SLOTS, -1, np.int64)
    depth = 0
    found = 0
    names = 0
    start = np.int64(-1)
    line_start = np.int64(0)
    expects_key = False
    at = 0
    while at < size:
        byte = buffer[at]
        if byte == 34:
            begin = at + 1
            digest = hashes[depth] ^ np.uint64(0xCBF29CE484222325)
            at += 1
            closed = False
            while at < size:
                byte = buffer[at]
                if byte == 92:
                    digest = (digest ^ np.uint64(byte)) * np.uint64(0x100000001B3)
                    at += 1
                    if at < size:
                        digest = (digest ^ np.uint64(buffer[at])) * np.uint64(0x100000001B3)
                elif byte == 34:
                    closed = True
                    break
                elif byte == _LF and lines:
                    break
                else:
                    digest = (digest ^ np.uint64(byte)) * np.uint64(0x100000001B3)
                at += 1
            if not closed:
                if not lines:
                    return found, names, CUT, begin, depth
                continue
            if expects_key and kinds[depth] == 1:
                slot = np.int64(digest & np.uint64(_SLOTS - 1))
                while slot_name[slot] >= 0 and slot_hash[slot] != digest:
                    slot = (slot + 1) & (_SLOTS - 1)
                if slot_name[slot] < 0:
                    if names == MAX_NAMES:
                        return found, names, TOO_MANY_NAMES, at, depth
                    slot_name[slot] = names
                    slot_hash[slot] = digest
                    name_start[names] = begin
                    name_end[names] = at
                    name_parent[names] = paths[depth]
                    names += 1
                # What the value opens inherits this path.
                paths[depth + 1] = slot_name[slot]
                hashes[depth + 1] = digest
                expects_key = False
        elif byte == 123 or byte == 91:
            if byte == 123 and depth == base:
                start = at
            inherited = paths[depth + 1] if kinds[depth] == 1 else paths[depth]
            digest = hashes[depth + 1] if kinds[depth] == 1 else hashes[depth]
            depth += 1
            if depth > MAX_DEPTH:
                return found, names, TOO_DEEP, at, depth
            kinds[depth] = 1 if byte == 123 else 2
            paths[depth] = inherited
            hashes[depth] = digest
            expects_key = byte == 123
        elif byte == 125 or byte == 93:
            if depth == 0 or kinds[depth] != (1 if byte == 125 else 2):
                if not lines:
                    return found, names, BROKEN, at, depth
            else:
                depth -= 1
                expects_key = False
                if byte == 125 and depth == base and start >= 0 and not lines:
                    starts[found] = start
                    ends[found] = at + 1
                    owners[found] = paths[depth]
                    found += 1
                    start = -1
                    if found == len(starts):
                        return found, names, OK, at + 1, depth
        elif byte == 44:
            expects_key = kinds[depth] == 1
        if lines and at < size and buffer[at] == _LF:
            starts[found] = line_start
            ends[found] = at
            owners[found] = -1
            found += 1
            line_start = at + 1
            depth = 0
            kinds[0] = 0
            expects_key = False
            if found == len(starts):
                return found, names, OK, at + 1, depth
        at += 1
    if lines and line_start < size:
        starts[found] = line_start
        ends[found] = size
        owners[found] = -1
        found += 1
    return found, names, OK, size, depth
