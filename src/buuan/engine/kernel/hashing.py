"""Hash tables of words: the kernel's twin of `artefact.hashes` and `artefact.places`."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import FNV_START, FNV_STEP, MIX
from buuan.engine.kernel.compiled import part

START, STEP, MULTIPLIER = np.uint64(FNV_START), np.uint64(FNV_STEP), np.uint64(MIX)
B32, B40, ONE, ZERO = np.uint64(32), np.uint64(40), np.uint64(1), np.uint64(0)


@part
def hash_on(hashed, letters, first, length):
    """Hash more letters behind those that were hashed before."""
    for at in range(first, first + length):
        hashed = (hashed ^ np.uint64(letters[at])) * STEP
    return hashed


@part
def hash_of(letters, first, length):
    """Hash the letters of a word."""
    return hash_on(START, letters, first, length)


@part
def find_key(keys, key):
    """Give the place of `key` in an open-addressed table, or -1."""
    size = np.uint64(keys.size - 1)
    at = ((key ^ key >> B32) * MULTIPLIER) >> B40 & size
    while True:
        held = keys[at]
        if held == key:
            return np.int64(at)
        if held == ZERO:
            return np.int64(-1)
        at = at + ONE & size


@part
def word_of(word_keys, word_ids, hashed):
    """Give the number of a word in the vocabulary, -1 for a syllable that no pattern has, -2 for anything else."""
    found = find_key(word_keys, hashed)
    return np.int64(word_ids[found]) if found >= 0 else np.int64(-2)


@part
def ends_of(together_keys, together_ends, hashed):
    """Give where words end in letters that are a term run together or two syllables of a term (see `artefact`), else 0."""
    found = find_key(together_keys, hashed)
    return np.int64(together_ends[found]) if found >= 0 else np.int64(0)
