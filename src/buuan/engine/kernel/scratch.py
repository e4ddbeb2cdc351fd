"""The kernel's working memory: one set per call, reused for every row, sized by the longest text that is read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from buuan.engine.words import LONGEST_TEXT

SIZE = LONGEST_TEXT + 2
FIND_COLUMNS = 8
FIRST, LAST, START, END, RULE, FORM, CHANNEL, BARE = range(FIND_COLUMNS)


class Scratch(NamedTuple):
    """Columns of words (w), letters of the obfuscation channel (s) and its pieces (p); `counts` holds their numbers."""

    w_start: np.ndarray
    w_end: np.ndarray
    w_hash: np.ndarray
    w_byte: np.ndarray  # the byte where it begins
    w_cuts: np.ndarray  # bit n = a syllable ends before letter n, for words written together
    w_first: np.ndarray  # where its letters begin in `letters`
    w_length: np.ndarray
    w_marks: np.ndarray
    w_reading: np.ndarray  # 0 bare, 1 marked, 2 wild
    w_number: np.ndarray
    w_opens: np.ndarray
    w_id: np.ndarray
    w_node: np.ndarray  # its node at the root of the trie, 0 = none
    w_clause: np.ndarray
    w_idle: np.ndarray
    letters: np.ndarray
    s_start: np.ndarray
    s_end: np.ndarray
    s_class: np.ndarray
    s_letter: np.ndarray  # 0-25, or 26 for a digit or sign
    s_shape: np.ndarray
    s_tone: np.ndarray
    s_gap: np.ndarray
    s_seam: np.ndarray
    s_run: np.ndarray
    s_piece: np.ndarray
    p_length: np.ndarray
    p_vowel: np.ndarray
    spelling: np.ndarray  # letters of a restored word
    shapes: np.ndarray
    l_start: np.ndarray  # letters of one word that is parted: where each stands, its marks
    l_end: np.ndarray
    l_shape: np.ndarray
    l_tone: np.ndarray
    l_cost: np.ndarray  # the cheapest parting of its rest from each letter on, and where the first part of that ends
    l_part: np.ndarray


def new_scratch() -> Scratch:
    """Give fresh working memory for one thread."""
    small, wide = np.int32, np.int64
    kinds = {"w_hash": np.uint64, "w_marks": wide, "w_cuts": wide, "letters": np.uint8, "spelling": np.uint8, "shapes": np.uint8}
    kinds |= dict.fromkeys(("w_reading", "w_number", "w_opens", "w_idle", "s_class", "s_letter"), np.uint8)
    kinds |= dict.fromkeys(("s_shape", "s_tone", "s_gap", "s_seam", "p_vowel", "l_shape", "l_tone"), np.uint8)
    return Scratch(*(np.zeros(SIZE, kinds.get(name, small)) for name in Scratch._fields))
