"""The only entry of the engine: texts in, verdicts out. One item at a counter and a column of millions take the same way."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from buuan.engine.hits import Hit
from buuan.engine.kernel import HIT_CHANNEL, HIT_END, HIT_RULE, HIT_SCORE, HIT_START, ROW, Scratch, new_scratch, scan_rows
from buuan.engine.store import artefact_of, shipped_terms
from buuan.engine.terms import Terms
from buuan.engine.verdict import EXTRA_HIT, HIGHEST_SCORE, VERDICTS, Verdict, explain, ranks, show

CHUNK_ROWS = 32_768
"""Rows that one thread takes at a time."""
MOST_IDLE = 4
"""Sets of working memory that are kept between calls."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The verdicts of a column of texts, row by row: `verdict`, `category` and `hits` (JSON) as text, `score` from 0 to 1."""

    verdict: pa.Array
    category: pa.Array
    score: pa.Array
    hits: pa.Array

    def as_dict(self) -> dict[str, pa.Array]:
        """Give the columns by name, in the order in which they are written out."""
        return {"verdict": self.verdict, "category": self.category, "score": self.score, "hits": self.hits}


def screen_one(text: str, terms: Terms, flow: str | None = None) -> Verdict:
    """Judge one declaration and explain it; `flow` is `domestic`, `export`, `import` or `None` when it is not known."""
    content = text.encode("utf-8", "replace")
    data = np.frombuffer(content or b"\0", np.uint8)
    offsets = np.array([0, len(content)], np.int64)
    found = _POOL.scan(terms, data, offsets, 0, 1)
    return explain(text, _as_hits(found), terms, flow)


def screen_texts(texts: Any, terms: Terms, flow: str | None = None, threads: int = 1) -> Columns:
    """Judge a column of declarations: a pyarrow array, a polars series or a list; a missing text counts as empty.

    Raises TypeError when the column does not hold text.
    """
    column = as_column(texts)
    found = scan(column, terms, threads)
    verdict, category, score = roll_up(found, len(column), terms, flow)
    return Columns(
        pa.array(np.array(VERDICTS, object)[verdict], pa.string()),
        pa.array(np.array([*(c.code for c in terms.categories), ""], object)[category], pa.string()),
        pa.array(score / 100),
        _hits_column(column, found, terms),
    )


def scan(column: pa.StringArray, terms: Terms, threads: int = 1) -> np.ndarray:
    """Give the hits of a column as int32 rows (row, rule, start, end, score in hundredths, channel), sorted by row.

    With more threads the rows are shared out; the kernel holds no lock, and the answer is the same.
    """
    data, offsets = buffers(column)
    rows = len(column)

    def part(begin: int, end: int) -> np.ndarray:
        return _POOL.scan(terms, data, offsets, begin, end)

    if threads < 2 or rows <= CHUNK_ROWS:
        return part(0, rows)

    with ThreadPoolExecutor(threads) as pool:
        begins = range(0, rows, CHUNK_ROWS)
        return np.concatenate(list(pool.map(part, begins, (min(b + CHUNK_ROWS, rows) for b in begins))))


def roll_up(found: np.ndarray, rows: int, terms: Terms, flow: str | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give each row its verdict (an index into VERDICTS), category (-1 = none) and score, as `verdict.leading` does."""
    rank = np.array(ranks(flow), np.int64)
    arrays = artefact_of(terms).arrays
    verdict, score = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    category = np.full(rows, -1, np.int64)
    if len(found):
        row, rule, points = found[:, ROW], found[:, HIT_RULE], found[:, HIT_SCORE].astype(np.int64)
        grave = rank[arrays["outcome"][rule]]
        order = np.lexsort((rule, found[:, HIT_START], -points, -grave, row))
        first = order[np.r_[True, np.diff(row[order]) != 0]]
        more = np.bincount(row, minlength=rows)[row[first]] - 1
        verdict[row[first]] = grave[first]
        category[row[first]] = arrays["category"][rule[first]]
        score[row[first]] = np.minimum(HIGHEST_SCORE, points[first] + EXTRA_HIT * more)
    return verdict, category, score


def as_column(texts: Any) -> pa.StringArray:
    """Give any accepted column as Arrow text without missing values; raises TypeError when it does not hold text."""
    if hasattr(texts, "to_arrow"):
        texts = texts.to_arrow()
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if not isinstance(texts, pa.Array):
        texts = list(texts)
        if any(t is not None and not isinstance(t, str) for t in texts):
            raise TypeError("declared content must be text")
        try:
            texts = pa.array(texts, pa.large_string())
        except UnicodeEncodeError:  # lone surrogates, as broken JSON escapes leave them: one sign each, so spans hold
            texts = pa.array([None if t is None else t.encode("utf-8", "replace").decode() for t in texts], pa.large_string())
    kind = texts.type.value_type if pa.types.is_dictionary(texts.type) else texts.type
    if pa.types.is_null(kind):
        texts = pa.nulls(len(texts), pa.large_string())
    elif not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise TypeError(f"declared content must be text, not {kind}")
    texts = texts.cast(pa.large_string())
    return texts.fill_null("") if texts.null_count else texts


def warm(terms: Terms | None = None) -> None:
    """Compile the kernel, the search under orders and the package's catalogue, and keep them on disk: set-up calls this once."""
    from buuan.engine.parties.warming import warm_up

    screen_one("pháo", terms or shipped_terms())
    warm_up()


def buffers(column: pa.LargeStringArray) -> tuple[np.ndarray, np.ndarray]:
    """Give the bytes and the row offsets of an Arrow column."""
    _, offsets, data = column.buffers()
    if offsets is None or data is None or not data.size:
        return np.frombuffer(b"\0", np.uint8), np.zeros(len(column) + 1, np.int64)
    rows = np.frombuffer(offsets, np.int64, len(column) + 1, column.offset * 8)
    return np.frombuffer(data, np.uint8), rows.astype(np.int64)


class _Pool:
    """Working memory that is lent to one call at a time: what it remembers of words is still there for the next one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.idle: list[tuple[str, Scratch]] = []

    def scan(self, terms: Terms, data: np.ndarray, offsets: np.ndarray, begin: int, end: int) -> np.ndarray:
        """Scan rows with working memory for these terms; at most `MOST_IDLE` sets are kept, the ones used last."""
        scratch = self._taken(terms.version) or new_scratch()
        found = scan_rows(data, offsets, begin, end, artefact_of(terms), scratch)
        with self.lock:
            self.idle.append((terms.version, scratch))
            del self.idle[:-MOST_IDLE]
        return found

    def _taken(self, version: str) -> Scratch | None:
        with self.lock:
            for at in range(len(self.idle) - 1, -1, -1):
                if self.idle[at][0] == version:
                    return self.idle.pop(at)[1]
        return None


_POOL = _Pool()


def _as_hits(found: np.ndarray) -> list[Hit]:
    """Turn the kernel's rows for one text into hits."""
    return [Hit(h[HIT_RULE], h[HIT_START], h[HIT_END], h[HIT_SCORE], h[HIT_CHANNEL]) for h in found.tolist()]


def hits_of_row(found: np.ndarray, row: int) -> list[Hit]:
    """Give the hits of one row of what `scan` gave."""
    first, last = np.searchsorted(found[:, ROW], [row, row + 1]) if len(found) else (0, 0)
    return _as_hits(found[first:last])


def _hits_column(column: pa.LargeStringArray, found: np.ndarray, terms: Terms) -> pa.Array:
    """Write the hits of every row as the contract's JSON; only rows with hits cost anything."""
    texts = np.full(len(column), "[]", object)
    if len(found):
        edges = np.flatnonzero(np.diff(found[:, ROW], prepend=-1))
        for begin, end in zip(edges, [*edges[1:], len(found)], strict=True):
            row = int(found[begin, ROW])
            texts[row] = hits_json(column[row].as_py(), _as_hits(found[begin:end]), terms)
    return pa.array(texts, pa.string())


def hits_json(text: str, hits: Sequence[Hit], terms: Terms) -> str:
    """Give the hits of one text as the contract's JSON list."""
    return json.dumps([show(text, h, terms).brief() for h in hits], ensure_ascii=False, separators=(",", ":"))
