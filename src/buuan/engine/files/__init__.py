"""Screens a file: declared data in, verdicts out, row by row in their order. Serves `buuan screen`.

`readers.py` tells the type from the content and gives batches, `writers.py` writes them, this file joins the two.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from buuan.engine.files.readers import Batch, open_input
from buuan.engine.files.writers import open_output
from buuan.engine.run import screen_texts
from buuan.engine.store import shipped_terms
from buuan.engine.terms import Terms
from buuan.engine.verdict import VERDICTS
from buuan.kit.errors import Refused

__all__ = ["Summary", "screen_file"]

RESULTS = ("verdict", "category", "score", "hits")
DEFAULT_COLUMN = "declared_content"

Progress = Callable[[int, int | None], None]
"""Told after every batch: rows done, rows in all (`None` when the file does not say)."""


@dataclass(slots=True)
class Summary:
    """What a screened file came to: rows, how many of each verdict, the categories found, the catalogue's version."""

    file: str
    rows: int = 0
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    categories: dict[str, int] = field(default_factory=dict)
    version: str = ""
    out: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the summary as plain values, for JSON."""
        return {
            "file": self.file,
            "rows": self.rows,
            **self.verdicts,
            "categories": self.categories,
            "catalogue": self.version,
            "out": self.out,
        }


def screen_file(
    path: str | Path,
    column: str = DEFAULT_COLUMN,
    out: str | Path | None = None,
    progress: Progress | None = None,
    terms: Terms | None = None,
    flow: str | None = None,
) -> Summary:
    """Screen every row of `path`; write `out` if it is given, all or nothing.

    `out` has all input columns and rows in their order, then `verdict`, `category`, `score`, `hits`; an input column with
    such a name is kept as `in_<name>`. Raises Refused, naming the file, the row and the field, for anything unreadable.
    """
    source = Path(path)
    terms = terms or shipped_terms()
    summary = Summary(source.name, version=terms.version, out=str(out) if out is not None else None)
    counted: Counter[str] = Counter()
    with open_input(source) as batches:
        if column not in batches.names:
            known = ", ".join(batches.names[:20])
            raise Refused(
                "screen.no_column",
                f"Tệp {source.name}: không có cột «{column}» (các cột: {known}).",
                file=source.name,
                field=column,
            )
        names = _kept_names(batches.names)
        target = None if out is None else _target(source, Path(out))
        writer = None if target is None else open_output(target[0], target[1], [*names, *RESULTS])
        try:
            for batch in batches:
                _screen_batch(batch, column, names, writer, (source.name, terms, flow), summary, counted)
                if progress is not None:
                    progress(summary.rows, batches.total)
            if writer is not None and target is not None:
                writer.close()
                os.replace(target[0], target[2])
        except BaseException:
            if writer is not None and target is not None:
                writer.abort()
                target[0].unlink(missing_ok=True)
            raise
    summary.categories = dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
    return summary


def _screen_batch(
    batch: Batch,
    column: str,
    names: list[str],
    writer: Any,
    judged: tuple[str, Terms, str | None],
    summary: Summary,
    counted: Counter[str],
) -> None:
    """Screen one batch, count it and write it."""
    file, terms, flow = judged
    texts = batch.columns[batch.names.index(column)]
    try:
        result = screen_texts(texts, terms, flow)
    except TypeError as error:
        row = summary.rows + next((at for at, v in enumerate(texts) if v is not None and not isinstance(v, str)), 0) + 1
        raise Refused(
            "screen.not_text",
            f"Tệp {file}, hàng dữ liệu {row}, cột «{column}»: không phải là chữ.",
            file=file,
            row=row,
            field=column,
        ) from error
    for verdict, count in Counter(result.verdict.to_pylist()).items():
        summary.verdicts[verdict] += count
    counted.update(c for c in result.category.to_pylist() if c)
    summary.rows += batch.rows
    if writer is not None:
        writer.write(Batch([*names, *RESULTS], [*batch.columns, *result.as_dict().values()], batch.rows))


def _kept_names(names: list[str]) -> list[str]:
    """Give the input's names as they stand in the output: never one of the result's, never twice."""
    taken = set(names) | set(RESULTS)
    kept = []
    for name in names:
        new = name
        if name in RESULTS:
            new = f"in_{name}"
            while new in taken:
                new = f"in_{new}"
            taken.add(new)
        kept.append(new)
    return kept


def _target(source: Path, out: Path) -> tuple[Path, str, Path]:
    """Give the file to write to first, the output's type, and its place in the end."""
    kind = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".json": "jsonl", ".jsonl": "jsonl", ".ndjson": "jsonl"}.get(
        out.suffix.lower()
    )
    if kind is None:
        raise Refused(
            "screen.unknown_output",
            f"Không biết ghi tệp «{out.name}»: đuôi tệp phải là .csv, .xlsx, .parquet, .json, .jsonl hoặc .ndjson.",
            file=out.name,
        )
    if out.exists() and out.samefile(source):
        raise Refused("screen.same_file", f"Tệp kết quả trùng với tệp vào ({source.name}).", file=source.name)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.stem}-", suffix=out.suffix, dir=out.parent or Path("."))
    except OSError as error:
        raise Refused("screen.cannot_write", f"Không ghi được vào thư mục của tệp {out.name}.", file=out.name) from error
    os.close(handle)
    return Path(name), kind, out
