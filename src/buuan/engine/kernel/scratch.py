"""The kernel's working memory: one set per thread and terms, reused for every row, sized by the longest text that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from buuan.engine.kernel.memory import PLACE, PLACE_BITS
from buuan.engine.kernel.views import Record, Table, record_at
from buuan.engine.letters import LONGEST_TEXT
from buuan.engine.terms import LONGEST_PATTERN

SIZE = LONGEST_TEXT + 2
NODES = SIZE * LONGEST_PATTERN
MOST_WEAK = 32
"""Weak terms of one text that are looked at singly before it is judged in full."""
FIND_COLUMNS = 8
FIRST, LAST, START, END, RULE, FLAGS, CHANNEL, BARE = range(FIND_COLUMNS)
HIT_COLUMNS = 6
ROW, HIT_RULE, HIT_START, HIT_END, HIT_SCORE, HIT_CHANNEL = range(HIT_COLUMNS)
FINDS, HITS = 256, 1024
"""Rows that the tables of finds and hits begin with; they grow when a text asks for more."""

# Columns of words (w), letters of the obfuscation channel (s) and its pieces (p), letters of one word that is parted (l), nodes
# of the trie that patterns end in (n), and places in the table of finds (f), with the number of elements that each begins with.
COLUMNS: tuple[tuple[str, str, int, int], ...] = (
    *((name, "int32", 0, SIZE) for name in ("w_start", "w_end", "w_length", "w_id", "w_clause")),
    ("w_hash", "uint64", 0, SIZE),
    ("w_byte", "int64", 0, SIZE),  # the byte where it begins
    ("w_cuts", "int64", 0, SIZE),  # bit n = a word ends before letter n, for words written together; -1 = it is never parted
    ("w_terms", "int64", 0, SIZE),  # the same for those that belong to a term run together
    ("w_first", "int32", 0, SIZE),  # where its letters begin in `letters`
    ("w_marks", "int32", 0, SIZE),
    ("w_packed", "int64", 0, SIZE),  # a word of a token, see `kernel/memory.py`
    ("w_at", "int32", 0, SIZE),  # where its token begins, if it is still to be unpacked; else -1
    ("w_reading", "uint8", 0, SIZE),  # 0 bare, 1 marked, 2 wild
    *((name, "uint8", 0, SIZE) for name in ("w_number", "w_opens", "w_idle", "letters")),
    *((name, "int32", 0, SIZE) for name in ("s_start", "s_end", "s_gap", "s_run", "s_piece", "p_length")),
    *((name, "uint8", 0, SIZE) for name in ("s_class", "s_shape", "s_tone", "s_seam", "p_vowel")),
    ("s_letter", "uint8", 0, SIZE),  # 0-25, or 26 for a digit or sign
    *((name, "uint8", 0, SIZE) for name in ("spelling", "shapes")),  # letters of a restored word, shapes of any
    *((name, "int32", 0, SIZE) for name in ("l_start", "l_end", "l_cost", "l_part")),
    *((name, "uint8", 0, SIZE) for name in ("l_shape", "l_tone", "l_capital", "l_apart")),
    *((name, "int32", 0, NODES) for name in ("n_node", "n_first", "n_last")),
    ("n_goes", "int32", 0, SIZE),  # first words from which the trie may go on
    *((name, "int32", 0, FINDS) for name in ("f_terms", "f_looks", "f_contexts", "f_dampers")),
    ("weak", "int64", 0, 3 * MOST_WEAK),  # weak terms that may count: first word, last word, contexts
    ("memory", "int64", 0, PLACE << PLACE_BITS),  # see `kernel/memory.py`
    ("finds", "int32", FIND_COLUMNS, FINDS),
    ("hits", "int32", HIT_COLUMNS, HITS),
)
SCRATCH = Record("Scratch", tuple((name, kind, columns) for name, kind, columns, _ in COLUMNS))
scratch_at = record_at(SCRATCH)


class Scratch:
    """The arrays, and their table for the kernel."""

    def __init__(self) -> None:
        self.arrays = {
            name: np.zeros((size, columns) if columns else size, np.dtype(kind)) for name, kind, columns, size in COLUMNS
        }
        self.table = Table(SCRATCH, **self.arrays)

    if TYPE_CHECKING:  # inside the kernel, the arrays of `COLUMNS` are attributes

        def __getattr__(self, name: str) -> Any: ...

    def grow(self, rows: int, *names: str) -> None:
        """Make tables longer, what stands in them stays."""
        for name in names:
            old = self.arrays[name]
            larger = np.zeros((rows, *old.shape[1:]), old.dtype)
            larger[: len(old)] = old
            self.arrays[name] = larger
        self.table = Table(SCRATCH, **self.arrays)


def new_scratch() -> Scratch:
    """Give fresh working memory for one thread and one set of terms."""
    return Scratch()
