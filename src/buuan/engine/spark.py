"""Screening on a Spark cluster: the very function that a counter uses, called by `mapInArrow` on every partition.

Each worker maps the compiled terms once and keeps them for as long as it lives. `docs/spark.md` tells how a cluster is run.
Spark is no dependency of the product: this module imports it nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from buuan.engine.run import screen_texts
from buuan.engine.store import shipped_terms, terms_of
from buuan.engine.terms import Terms

ADDED = {"verdict": "string", "category": "string", "score": "double", "hits": "string", "terms_version": "string"}
"""What is added to each row; `hits` is the JSON of the contract."""


def screen(
    frame: Any, column: str = "content", *, flow: str | None = None, version: str = "", folder: str | Path | None = None
) -> Any:
    """Give a Spark data frame with verdict, category, score, hits and the version of the terms added to every row.

    With `version` and `folder` the workers use that version's file (see `store.artefact_for`) in a folder that all of them can
    read; without, the terms of the package that is installed on them. Raises ValueError when a column of the result is there
    already, or the text is not.
    """
    names = list(frame.columns)
    if column not in names:
        raise ValueError(f"no column {column!r}; there are {', '.join(names)}")
    taken = [name for name in ADDED if name in names]
    if taken:
        raise ValueError(f"columns {', '.join(taken)} are there already")
    schema = type(frame.schema)(list(frame.schema.fields))  # a copy: adding to the frame's own would change the frame
    for name, kind in ADDED.items():
        schema = schema.add(name, kind)
    return frame.mapInArrow(_screener(column, flow, version, None if folder is None else str(folder)), schema)


def _screener(
    column: str, flow: str | None, version: str, folder: str | None
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Give the function that a worker runs over the batches of a partition; it takes nothing but plain values with it."""

    def screen_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        terms = shipped_terms() if folder is None else _terms(version, folder)
        for batch in batches:
            yield screen_batch(batch, column, terms, flow)

    return screen_batches


_HELD: dict[tuple[str, str], Terms] = {}


def _terms(version: str, folder: str) -> Terms:
    """Give a version of the terms, mapped once a worker."""
    if (version, folder) not in _HELD:
        _HELD[version, folder] = terms_of(version, Path(folder))
    return _HELD[version, folder]


def screen_batch(batch: pa.RecordBatch, column: str, terms: Terms, flow: str | None = None) -> pa.RecordBatch:
    """Add the verdicts to one batch; any engine that hands out Arrow batches can use this."""
    columns = screen_texts(batch.column(column), terms, flow).as_dict()
    columns["terms_version"] = pa.repeat(pa.scalar(terms.version), batch.num_rows)
    arrays, names = list(batch.columns), list(batch.schema.names)
    return pa.RecordBatch.from_arrays([*arrays, *(columns[name] for name in ADDED)], [*names, *ADDED])
