"""The rows under check: columns by our names, with one way to report on some of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from buuan.registers.items.reading.columns import ITEM, LINE, Column
from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.model import Header, Known, Limits
from buuan.registers.items.reading.profiles import LINE_PREFIX, Profile
from buuan.registers.items.reading.sources.base import Untidy


@dataclass(frozen=True, slots=True)
class Context:
    """What every check may ask: the header, what is known, the profile's units and formats, the moment of receipt."""

    header: Header
    known: Known
    profile: Profile
    limits: Limits
    now: datetime


class Chunk:
    """Rows of items, or of lines when `prefix` is `lines.`; a column that the file does not have is simply not there.

    `refuses` says whether an error here refuses the row of that number: it does not where rows are those of another
    sheet. `faulty` gathers the positions of lines that have an error. `untidy` are the cells whose texts need cleaning,
    `None` for all. `secret` marks rows whose class of service is unknown: they might be letters, so nothing they
    declare is shown in the report.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        context: Context,
        findings: Findings,
        *,
        prefix: str = "",
        untidy: Untidy | None = None,
    ) -> None:
        self.context = context
        self.findings = findings
        self.prefix = prefix
        self.untidy = untidy
        self.height = frame.height
        self.rows = frame["row"]
        self.columns: dict[str, pl.Series] = {name: frame[name] for name in frame.columns if name != "row"}
        self.secret: pl.Series | None = None
        self.refuses = True
        self.faulty: list[pl.Series] = []

    @property
    def is_lines(self) -> bool:
        """Tell whether these are content lines."""
        return self.prefix == LINE_PREFIX

    def spec(self, name: str) -> Column:
        """Give the column's entry in the schema."""
        return (LINE if self.is_lines else ITEM)[name]

    def label(self, name: str) -> str:
        """Give the column's Vietnamese name as a sentence begins with it."""
        return self.spec(name).label

    def get(self, name: str) -> pl.Series | None:
        """Give a column, or `None` when the file has no such column."""
        return self.columns.get(name)

    def flag(
        self,
        code: str,
        name: str,
        mask: pl.Series,
        message: str | Callable[[pl.Series], pl.Series],
        *,
        value: pl.Series | None = None,
    ) -> None:
        """Report every row where `mask` is true; `message` may be made from the values of just those rows.

        `value` stands in the report; it defaults to the column itself and is hidden where the row is secret.
        """
        if not mask.any():
            return
        at = mask.fill_null(value=False).arg_true()
        shown = self.columns.get(name) if value is None else value
        values = None if shown is None else shown.gather(at).cast(pl.String)
        text = message if isinstance(message, str) else message(values)
        if values is not None and self.secret is not None and name in ("declared_content", "description"):
            values = values.set(self.secret.gather(at), None)
        rows = self.rows.gather(at)
        if self.is_lines and code.startswith("M2"):
            self.faulty.append(at)
        self.findings.add(code, self.prefix + name, rows, text, values, refuses=self.refuses)


def subset(series: pl.Series, mask: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Apply `change` only to the values where `mask` is true: the rare cases do not cost the common ones anything."""
    if not mask.any():
        return series
    at = mask.fill_null(value=False).arg_true()
    return series.clone().scatter(at, change(series.gather(at)))
