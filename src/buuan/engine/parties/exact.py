"""Exact keys: item identifiers and telephone numbers become 64-bit keys, one probe of a table each. Compiled with numba."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.kernel.compiled import compiled

NO_KEY, ODD_KEY = 0, 1
"""No number there; a number that has to be read with `kit.phones`."""

FNV_START, FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


@compiled
def id_keys(data, offsets):
    """Give a key for each identifier: upper case, no spaces; 0 where there is none."""
    keys = np.zeros(offsets.size - 1, np.uint64)
    for row in range(keys.size):
        key, some = FNV_START, False
        for at in range(offsets[row], offsets[row + 1]):
            byte = data[at]
            if byte <= 32:
                continue
            if 97 <= byte <= 122:
                byte -= np.uint8(32)
            key, some = (key ^ np.uint64(byte)) * FNV_PRIME, True
        if some:
            keys[row] = key if key > 1 else np.uint64(2)
    return keys


@compiled
def phone_keys(data, offsets):
    """Give a key for each number in the stored form `+84…` or in the plain national form: its digits without the zero, with a one
    before them. `ODD_KEY` where it is written otherwise, `NO_KEY` where there is nothing.
    """
    keys = np.zeros(offsets.size - 1, np.uint64)
    for row in range(keys.size):
        start, stop = offsets[row], offsets[row + 1]
        if start == stop:
            continue
        at = start
        if stop - start > 3 and data[at] == 43 and data[at + 1] == 56 and data[at + 2] == 52:
            at += 3
        elif data[at] == 48:
            at += 1
        else:
            keys[row] = ODD_KEY
            continue
        length, value = stop - at, np.uint64(1)
        plain = 9 <= length <= 10 and data[at] != 48
        if plain:
            for one in range(at, stop):
                digit = data[one]
                if digit < 48 or digit > 57:
                    plain = False
                    break
                value = value * np.uint64(10) + np.uint64(digit - 48)
        # Ten digits may be a number of the plan before 2018, which begins with 1: it has to be read.
        keys[row] = value if plain and data[at] != 49 else ODD_KEY
    return keys


@compiled
def probe(keys, table):
    """Give the rows whose key stands in an open-addressing table; its size is a power of two, 0 marks a free place."""
    found = np.empty(64, np.int64)
    count = 0
    mask = np.uint64(table.size - 1)
    for row in range(keys.size):
        key = keys[row]
        if key <= 1:
            continue
        at = ((key ^ (key >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20) & mask
        while table[at] != 0:
            if table[at] == key:
                if count == found.size:
                    larger = np.empty(2 * count, np.int64)
                    larger[:count] = found
                    found = larger
                found[count] = row
                count += 1
                break
            at = (at + np.uint64(1)) & mask
    return found[:count].copy()


@compiled
def make_table(keys):
    """Give the open-addressing table of some keys, at most half full."""
    size = 8
    while size < 2 * keys.size:
        size *= 2
    table = np.zeros(size, np.uint64)
    mask = np.uint64(size - 1)
    for key in keys:
        at = ((key ^ (key >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20) & mask
        while table[at] != 0 and table[at] != key:
            at = (at + np.uint64(1)) & mask
        table[at] = key
    return table
