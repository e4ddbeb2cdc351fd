"""The only entry of the engine: texts in, verdicts out. One item at a counter and a column of millions take the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from buuan.engine.terms import Terms
from buuan.engine.twin import scan
from buuan.engine.verdict import Verdict, explain


def screen_one(text: str, terms: Terms, flow: str | None = None) -> Verdict:
    """Judge one declaration and explain it; `flow` is `domestic`, `export`, `import` or `None` when it is not known."""
    return explain(text, scan(text, terms), terms, flow)
