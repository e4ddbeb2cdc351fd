"""The kernel's twin of `syllables.restore`: Telex, VNI and teencode on small arrays. Both must change together."""

# ruff: noqa: SIM109, SIM110 - plain comparisons and loops are what numba compiles well
# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import Artefact
from buuan.engine.kernel.compiled import part
from buuan.engine.kernel.hashing import hash_of, word_of
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.syllables import LONGEST, RISING, SHAPE_WEIGHTS, SHORTEST_LEET, SHORTEST_STRANGE, TONE_WEIGHT

NOTHING, KNOWN, UNKNOWN_MARKS = 0, 1, 2
WEIGHTS = np.array(SHAPE_WEIGHTS, np.int64)
A, C, D, E, F, G, H, I, J, K, L, N, O, P, Q, R, S, T, U, W, X, Y, Z = (ord(c) for c in "acdefghijklnopqrstuwxyz")  # noqa: E741


@part
def is_syllable(letters, first, length, syllable_next, syllable_ends):
    """Tell whether the letters are a Vietnamese syllable without marks."""
    node = 0
    for at in range(first, first + length):
        char = letters[at]
        if char < 97:
            return False
        node = syllable_next[node, char - 97]
        if node == 0:
            return False
    return syllable_ends[node] == 1


@part
def is_vowel(char):
    """Tell whether a letter is a, e, i, o, u or y."""
    return char == A or char == E or char == I or char == O or char == U or char == Y


@part
def allows(letters, end, tone):
    """Tell whether a syllable may carry a tone with the letters that stand before `end`."""
    last = letters[end - 1]
    return tone == 0 or tone >= RISING or not (last == C or last == P or last == T or (last == H and letters[end - 2] == C))


@part
def has_vowel(bare, size):
    """Tell whether there is a vowel so far."""
    for at in range(size):
        if is_vowel(bare[at]):
            return True
    return False


@part
def shape_last(bare, shapes, size, one, two, three, shape):
    """Put a shape on the last of the given vowels that has none."""
    for at in range(size - 1, -1, -1):
        char = bare[at]
        if (char == one or char == two or char == three) and shapes[at] == 0:
            shapes[at] = shape
            return True
    return False


@part
def horn(bare, shapes, size):
    """Put the horn on the last o or u, on both in ươ."""
    for at in range(size - 1, -1, -1):
        if (bare[at] == O or bare[at] == U) and shapes[at] == 0:
            shapes[at] = 3
            if bare[at] == O and at > 0 and bare[at - 1] == U and (at < 2 or bare[at - 2] != Q):
                shapes[at - 1] = 3
            return True
    return False


@part
def signature(shapes, size, tone):
    """Give the mark signature of a word."""
    total = np.int64(tone) * TONE_WEIGHT
    for at in range(min(size, 12)):
        total += np.int64(shapes[at]) * WEIGHTS[at]
    return total


@part
def from_vni(letters, first, length, bare, shapes):
    """Read VNI; gives the size of the word (0 = none) and its tone."""
    size, tone = 0, 0
    for at in range(first, first + length):
        char = letters[at]
        if char >= 97:
            bare[size] = char
            shapes[size] = 0
            size += 1
        elif char == 57:
            if size == 0 or bare[0] != D or shapes[0] != 0:
                return 0, 0
            shapes[0] = 4
        elif 49 <= char <= 53:
            if tone != 0 or not has_vowel(bare, size):
                return 0, 0
            tone = 4 if char == 49 else 1 if char == 50 else 2 if char == 51 else 3 if char == 52 else 5
        elif char == 54:
            if not shape_last(bare, shapes, size, A, E, O, 2):
                return 0, 0
        elif char == 55:
            if not horn(bare, shapes, size):
                return 0, 0
        elif char == 56:
            if not shape_last(bare, shapes, size, A, A, A, 1):
                return 0, 0
        else:
            return 0, 0
    return size, tone


@part
def telex_tone(char):
    """Give the tone that a letter types in Telex, or 0."""
    if char == F:
        return 1
    if char == R:
        return 2
    if char == X:
        return 3
    if char == S:
        return 4
    if char == J:
        return 5
    return 0


@part
def from_telex(letters, first, length, bare, shapes):
    """Read Telex; gives the size of the word (0 = none) and its tone."""
    size, tone = 0, 0
    for at in range(first, first + length):
        char = letters[at]
        typed = telex_tone(char)
        if typed != 0 and tone == 0 and has_vowel(bare, size):
            tone = typed
            continue
        if char == W and (horn(bare, shapes, size) or shape_last(bare, shapes, size, A, A, A, 1)):
            continue
        if (char == A or char == E or char == O) and shape_last(bare, shapes, size, char, char, char, 2):
            continue
        if char == D and size > 0 and bare[0] == D and shapes[0] == 0:
            shapes[0] = 4
            continue
        bare[size] = char
        shapes[size] = 0
        size += 1
    marked = tone != 0
    for at in range(size):
        marked = marked or shapes[at] != 0
    return (size, tone) if marked else (0, 0)


@part
def from_leet(letters, first, length, bare):
    """Read digits as the letters that they look like; gives the size of the word, 0 when one looks like none."""
    for at in range(length):
        char = letters[first + at]
        if char < 97:
            char = O if char == 48 else I if char == 49 else E if char == 51 else A if char == 52 else 0
            if char == 0:
                return 0
        bare[at] = char
    return length if length >= SHORTEST_LEET else 0


@part
def teen_head(letters, first, length, bare):
    """Read the beginning of a word in teencode, the rest as it is; gives the size of the word, and if anything changed."""
    start = first + 1 if length > 1 and letters[first] == D and letters[first + 1] == Z else first
    head, after = letters[start], letters[start + 1] if start + 1 < first + length else 0
    front = after == E or after == I or after == Y
    if head == F:
        bare[0], bare[1], size = P, H, 2
    elif head == J:
        bare[0], bare[1], size = G, I, 2
    elif head == Z:
        bare[0], size = D, 1
    elif head == W or (head == Q and after != 0 and after != U):
        bare[0], bare[1], size = Q, U, 2
    elif head == K and (after == A or after == O or after == U):
        bare[0], size = C, 1
    elif head == C and front:
        bare[0], size = K, 1
    else:
        bare[0], size = head, 1
    changed = start != first or size != 1 or bare[0] != head
    for at in range(start + 1, first + length):
        bare[size] = letters[at]
        size += 1
    return size, changed


@part
def teen_tail(bare, size):
    """Read the end of a word in teencode in place; gives its new size."""
    last = bare[size - 1]
    before = bare[size - 2] if size > 1 else 0
    if last == K and (before == C or before == N):
        bare[size - 1] = H
    elif last == K:
        bare[size - 1] = C
    elif last == J:
        bare[size - 1] = I
    elif last == G and before != N:
        bare[size - 1] = N
        bare[size] = G
        size += 1
    return size


@part
def is_strange(bare, size, art: Artefact):
    """Tell whether a word of some length stands in the vocabulary."""
    return size >= SHORTEST_STRANGE and word_of(art.word_keys, art.word_ids, hash_of(bare, 0, size)) >= 0


@part
def restore(letters, first, length, marked, art: Artefact, scratch: Scratch):
    """Read an odd spelling into `spelling`; gives what is known, the size of the word and its mark signature."""
    syllable_next, syllable_ends = art.syllable_next, art.syllable_ends
    bare, shapes = scratch.spelling, scratch.shapes
    nothing = NOTHING, 0, np.int64(0)
    if length < 2 or length > LONGEST or is_syllable(letters, first, length, syllable_next, syllable_ends):
        return nothing
    digits = False
    for at in range(first, first + length):
        digits = digits or letters[at] < 97
    if digits:
        if marked or letters[first] < 97:
            return nothing
        alike = from_leet(letters, first, length, bare)
        if alike and not is_syllable(bare, 0, alike, syllable_next, syllable_ends):
            alike = 0
        common = alike and word_of(art.word_keys, art.word_ids, hash_of(bare, 0, alike)) >= 0
        size, tone = from_vni(letters, first, length, bare, shapes)
        typed = size and is_syllable(bare, 0, size, syllable_next, syllable_ends) and allows(bare, size, tone)
        if typed and (not common or word_of(art.word_keys, art.word_ids, hash_of(bare, 0, size)) >= 0):
            return KNOWN, size, signature(shapes, size, tone)
        if alike:
            from_leet(letters, first, length, bare)
            return UNKNOWN_MARKS, alike, np.int64(0)
        return nothing
    if not marked:
        size, tone = from_telex(letters, first, length, bare, shapes)
        if size and is_syllable(bare, 0, size, syllable_next, syllable_ends) and allows(bare, size, tone):
            return KNOWN, size, signature(shapes, size, tone)
    size, _ = teen_head(letters, first, length, bare)
    size = teen_tail(bare, size)
    if is_syllable(bare, 0, size, syllable_next, syllable_ends):
        return UNKNOWN_MARKS, size, np.int64(0)
    size, changed = teen_head(letters, first, length, bare)
    if changed and is_strange(bare, size, art):
        return KNOWN, size, np.int64(0)
    size = 0
    for at in range(first, first + length):
        if at == first or letters[at] != letters[at - 1]:
            bare[size] = letters[at]
            size += 1
    if size < length and (is_syllable(bare, 0, size, syllable_next, syllable_ends) or is_strange(bare, size, art)):
        return UNKNOWN_MARKS if marked else KNOWN, size, np.int64(0)
    bare[0], changed = letters[first], False
    for at in range(1, length):
        bare[at] = I if letters[first + at] == L else letters[first + at]
        changed = changed or letters[first + at] == L
    if is_syllable(bare, 0, length, syllable_next, syllable_ends):
        return UNKNOWN_MARKS, length, np.int64(0)
    return (KNOWN, length, np.int64(0)) if changed and is_strange(bare, length, art) else nothing
