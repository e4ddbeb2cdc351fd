"""What the kernel remembers of the words it has read: the same few thousand words make up nearly all declarations.

A token is what stands between two plain spaces. The words in it, their marks and whether they look disguised depend on
nothing outside it, so they are read once and then known by the token's very bytes (never by a hash alone: two tokens must
not pass for one another). The memory has a fixed number of places, a newcomer takes the place of whoever stood there, and
it belongs to one thread and one set of terms.
"""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, call-arg"
from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from buuan.engine.kernel.compiled import part

PLACE_BITS, PLACE = 15, 8
"""Places of the memory (a power of two), and the int64 that one takes: two of key, one of facts, two for each word."""
MOST_BYTES, MOST_WORDS = 16, 2
KEY_LOW, KEY_HIGH, FACTS, MARKS, WORD = 0, 1, 2, 3, 4

# The facts of a token, from the lowest bit: bytes (5 bits), words (2), disguised (1); before its first word (or in all, if it
# has none) and after its last one: a soft separator (1), a break (1); code points (the rest).
WORDS_AT, DISGUISED_AT, BEFORE_AT, AFTER_AT, POINTS_AT = 5, 7, 8, 10, 12
# A word, from the lowest bit: number in the vocabulary plus one (24), start and end within the token (5 each), letters (5),
# reading (2), a number (1), opens a clause (1), a single letter (1), when it may be parted (2, see `parting.cuts_at`), and
# twelve bits apart, so that sums of them do not run together, whether it counts for the share of bare words and has marks.
START_AT, END_AT, LENGTH_AT, READING_AT, NUMBER_AT, OPENS_AT, ALONE_AT, JOINED_AT, COUNTED_AT = 24, 29, 34, 39, 41, 42, 43, 44, 46
SHARE_BITS = 12
SHARE = np.int64(1 | 1 << SHARE_BITS)

SPACES = np.int64(0x2020202020202020)
LOW_BITS, HIGH_BITS = np.int64(0x0101010101010101), np.int64(-0x7F7F7F7F7F7F7F80)
MASKS = np.array([(1 << 8 * size) - 1 if size < 8 else -1 for size in range(9)], np.int64)
MIX_LOW, MIX_HIGH = np.int64(-0x61C8864680B583EB), np.int64(-0x40A7B892E31B1A47)


@intrinsic
def eight_bytes(context, data, at):
    """Read eight bytes from byte `at` on as one number, wherever they lie."""

    def generate(context, builder, signature, arguments):
        view = cgutils.create_struct_proxy(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(view.data, [arguments[1]])
        loaded = builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()))
        loaded.align = 1
        return loaded

    return types.int64(data, types.int64), generate


@intrinsic
def low_zeros(context, number):
    """Count the zero bits below the lowest one of a number that is not 0."""

    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], cgutils.true_bit)

    return types.int64(types.int64), generate


@intrinsic
def ones(context, number):
    """Count the bits of a number that are set."""

    def generate(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return types.int64(types.int64), generate


@part
def bytes_at(data, at, safe):
    """Read eight bytes from byte `at` on; what lies behind the buffer counts as 0."""
    if at < safe:
        return eight_bytes(data, at)
    value = np.int64(0)
    for offset in range(min(8, data.size - at)):
        value |= np.int64(data[at + offset]) << 8 * offset
    return value


@part
def first_space(eight):
    """Give the place of the first space among eight bytes, 8 when there is none."""
    other = eight ^ SPACES
    found = (other - LOW_BITS) & ~other & HIGH_BITS
    return low_zeros(found) >> 3 if found != 0 else np.int64(8)


@part
def place_of(low, high):
    """Give the place in the memory of a token's bytes."""
    mixed = (low ^ low >> 29) * MIX_LOW ^ (high ^ high >> 31) * MIX_HIGH
    return ((mixed ^ mixed >> 32) * MIX_LOW >> 64 - PLACE_BITS & (1 << PLACE_BITS) - 1) * PLACE
