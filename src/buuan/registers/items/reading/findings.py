"""What reading found: collected whole columns at a time, told once, row by row, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import polars as pl

from buuan.registers.items.reading.codes import CODES, FILE, QUALITY, ROW, WARNING
from buuan.registers.items.reading.columns import ITEM, LINE

REPORT_SCHEMA = {
    "row": pl.UInt32(),
    "item_id": pl.String(),
    "field": pl.String(),
    "code": pl.String(),
    "severity": pl.String(),
    "message": pl.String(),
    "value": pl.String(),
    "fix": pl.String(),
}
SHOWN_CHARS = 60


class FileRefused(Exception):
    """The whole file is refused before its rows are read; `findings` hold every reason known by then."""

    def __init__(self, findings: Findings) -> None:
        super().__init__("the file is refused")
        self.findings = findings


class Findings:
    """Collects findings; nothing is worded or masked per row here, only per batch.

    `cap` bounds how many rows one warning or quality remark is listed for; the rest is counted and said in one line, so
    that a file with two million equal warnings still gives a report that a person can open. Refusals are never cut.
    """

    def __init__(self, cap: int = 10_000) -> None:
        self.cap = cap
        self._batches: list[pl.DataFrame] = []
        self._listed: dict[tuple[str, str], int] = {}
        self._left: dict[tuple[str, str], int] = {}
        self._refused: list[pl.Series] = []
        # A file is read ahead in a second thread, which reports too.
        self._lock = Lock()
        self.counts = dict.fromkeys((FILE, ROW, WARNING, QUALITY), 0)

    def file(self, code: str, message: str, field: str = "", row: int | None = None, severity: str = FILE) -> None:
        """Add a finding about the file as a whole; `row` is the header row where it is about a column."""
        with self._lock:
            self.counts[severity] += 1
        self._keep([row], [field], code, severity, pl.Series([message]), pl.Series([None], dtype=pl.String))

    def refuse(self, code: str, message: str, field: str = "", row: int | None = None) -> FileRefused:
        """Add a reason to refuse the file and give the exception to raise."""
        self.file(code, message, field, row)
        return FileRefused(self)

    def add(
        self,
        code: str,
        field: str,
        rows: pl.Series,
        message: str | pl.Series,
        value: pl.Series | None = None,
        severity: str | None = None,
        refuses: bool = True,
    ) -> None:
        """Add one finding for each of `rows`; `message` and `value` go with them in the same order.

        `refuses` is false for an error whose row number is not that of an item (a sheet of lines).

        `value` is what the operator wrote; it is shortened, and masked where the column is personal.
        """
        if not len(rows):
            return
        severity = severity or CODES[code].severity
        with self._lock:
            self.counts[severity] += len(rows)
            if severity == ROW:
                if refuses:
                    self._refused.append(rows.cast(pl.UInt32))
            elif severity in (WARNING, QUALITY):
                rows, message, value = self._within_cap(code, field, rows, message, value)
                if not len(rows):
                    return
        if isinstance(message, str):
            message = pl.Series([message]).new_from_index(0, len(rows))
        hidden = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
        shown = hidden if value is None else shown_value(field, value)
        self._keep(rows, field, code, severity, message, shown)

    def _within_cap(
        self, code: str, field: str, rows: pl.Series, message: str | pl.Series, value: pl.Series | None
    ) -> tuple[pl.Series, str | pl.Series, pl.Series | None]:
        key = (code, field)
        room = max(0, self.cap - self._listed.get(key, 0))
        self._listed[key] = self._listed.get(key, 0) + min(room, len(rows))
        if len(rows) <= room:
            return rows, message, value
        self._left[key] = self._left.get(key, 0) + len(rows) - room
        return (
            rows.head(room),
            message if isinstance(message, str) else message.head(room),
            None if value is None else value.head(room),
        )

    def _keep(self, rows: object, field: object, code: str, severity: str, message: pl.Series, value: pl.Series) -> None:
        known = CODES[code]
        self._batches.append(
            pl.DataFrame({"row": pl.Series(rows, dtype=pl.UInt32)}).with_columns(
                (pl.lit(field) if isinstance(field, str) else pl.Series("field", field)).alias("field"),
                pl.lit(code).alias("code"),
                pl.lit(severity).alias("severity"),
                message.alias("message"),
                value.cast(pl.String).alias("value"),
                pl.lit(known.fix).alias("fix"),
            )
        )

    def refused_rows(self) -> pl.Series:
        """Give the rows that are refused, each once, in the order of the file."""
        if not self._refused:
            return pl.Series(dtype=pl.UInt32)
        return pl.concat(self._refused).unique().sort()

    def report(self, ids: pl.DataFrame | None = None) -> pl.DataFrame:
        """Give all findings in the order of the file; `ids` has `row` and `item_id` of the rows that are named.

        Findings about the file come first. The last lines say how many equal warnings are not listed.
        """
        if not self._batches:
            return pl.DataFrame(schema=REPORT_SCHEMA)
        found = pl.concat(self._batches)
        if ids is not None and ids.height:
            named = ids.filter(pl.col("row").is_in(found["row"].unique().implode())).unique("row", keep="first")
            found = found.join(named, on="row", how="left")
        else:
            found = found.with_columns(pl.lit(None, dtype=pl.String).alias("item_id"))
        found = found.sort("row", nulls_last=False, maintain_order=True)
        left = [
            {
                "field": field,
                "code": code,
                "severity": CODES[code].severity,
                "message": f"Còn {count} dòng khác có cùng cảnh báo này, không liệt kê hết.",
                "fix": CODES[code].fix,
            }
            for (code, field), count in self._left.items()
        ]
        columns = [found.select(REPORT_SCHEMA.keys()).cast(REPORT_SCHEMA)]
        if left:
            columns.append(pl.DataFrame(left, schema=REPORT_SCHEMA))
        return pl.concat(columns)


class Aside(Findings):
    """What was found in one chunk while others are checked beside it: kept as it was told, and told on when its turn comes."""

    def __init__(self) -> None:
        super().__init__()
        self._told: list[tuple[Callable[..., None], tuple[Any, ...], dict[str, Any]]] = []

    def file(self, *args: Any, **kwargs: Any) -> None:
        """Keep a finding about the file."""
        self._told.append((Findings.file, args, kwargs))

    def add(self, *args: Any, **kwargs: Any) -> None:
        """Keep findings of rows."""
        self._told.append((Findings.add, args, kwargs))

    def tell(self, findings: Findings) -> None:
        """Add everything, in the order in which it was found."""
        for what, args, kwargs in self._told:
            what(findings, *args, **kwargs)


def shown_value(field: str, value: pl.Series) -> pl.Series:
    """Shorten what the operator wrote and mask it where the column is personal."""
    column = ITEM.get(field) or LINE.get(field)
    text = value.cast(pl.String)
    if column is None or not column.personal:
        return text.str.head(SHOWN_CHARS)
    if column.kind == "phone":
        long = text.str.len_chars() > 6
        hidden = text.str.head(3) + "•••••" + text.str.tail(2)
        return hidden.zip_with(long, pl.Series(["••••••"]).new_from_index(0, len(text))).set(text.is_null(), None)
    # The first letter of each word stays: "N••••• V•• M••".
    return text.str.head(SHOWN_CHARS).str.replace_all(r"(\w)\w+", "$1••")
