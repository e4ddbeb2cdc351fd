"""The only entry of the engine: texts in, verdicts out. One item at a counter and a column of millions take the same way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from buuan.engine.terms import Terms
from buuan.engine.twin import scan
from buuan.engine.verdict import VERDICTS, Verdict, explain, leading, show


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
    return explain(text, scan(text, terms), terms, flow)


def screen_texts(texts: Any, terms: Terms, flow: str | None = None) -> Columns:
    """Judge a column of declarations: a pyarrow array, a polars series or a list; a missing text counts as empty.

    Raises TypeError when the column does not hold text.
    """
    verdicts: list[str] = []
    categories: list[str] = []
    scores: list[float] = []
    found: list[str] = []
    for text in as_texts(texts):
        hits = scan(text, terms)
        rank, best, score = leading(hits, terms, flow)
        verdicts.append(VERDICTS[rank])
        categories.append(terms.categories[terms.rules[best.rule].category].code if best else "")
        scores.append(score / 100)
        found.append(hits_json(text, hits, terms) if hits else "[]")
    text_type = pa.string()
    return Columns(
        pa.array(verdicts, text_type),
        pa.array(categories, text_type),
        pa.array(scores, pa.float64()),
        pa.array(found, text_type),
    )


def hits_json(text: str, hits: Sequence[Any], terms: Terms) -> str:
    """Give the hits of one text as the contract's JSON list."""
    return json.dumps([show(text, h, terms).brief() for h in hits], ensure_ascii=False, separators=(",", ":"))


def as_texts(texts: Any) -> list[str]:
    """Give any accepted column as a list of strings, missing ones empty."""
    if hasattr(texts, "to_arrow"):
        texts = texts.to_arrow()
    values = texts.to_pylist() if hasattr(texts, "to_pylist") else list(texts)
    for value in values:
        if value is not None and not isinstance(value, str):
            raise TypeError(f"declared content must be text, not {type(value).__name__}")
    return [value or "" for value in values]
