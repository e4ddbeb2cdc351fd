"""What goes into a reading and what comes out: header, what is known, limits, result. Plain frozen values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

import polars as pl

from buuan.registers.items.reading.columns import SCHEMA_VERSION
from buuan.registers.items.reading.findings import REPORT_SCHEMA

VIETNAM = timezone(timedelta(hours=7), "+07:00")
KINDS = ("full", "add", "amend", "cancel")
COMMITTED, COMMITTED_WITH_ERRORS, REFUSED = "committed", "committed_with_errors", "refused"

AreaResolver = Mapping[str, str] | Callable[[Sequence[str]], Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a manifest.

    Going in, `operator_code` is the caller's and the rest is what a form or an API call states: `None` means "as the
    file says, else the default". Coming out in a `Reading`, every field is filled but `facility_code` and the counts.
    `created_at` carries an offset. `decimal_comma` is the declared locale of decimals in text files.
    """

    operator_code: str
    manifest_id: str | None = None
    revision: int | None = None
    kind: str | None = None
    profile: str | None = None
    created_at: datetime | None = None
    facility_code: str | None = None
    schema_version: str = SCHEMA_VERSION
    item_count: int | None = None
    line_count: int | None = None
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows; without an entry the check that needs it is left out.

    `operators` are the codes of active operators; `points` and `facilities` the caller's own codes. `areas` maps folded
    area words (`fold_words`) and official codes to official codes, or is a function from unique texts to codes.
    `late_after_h` is the operator's limit for M307. `revisions` maps (manifest id, revision) to the content hash that
    was accepted under it (M109). `declared` is asked once with the file's item identifiers and gives the latest version
    of those already declared by this operator, in the columns of `columns.ITEMS`, and may add a boolean `under_order`
    (M207, M209, M210 and the `version` of each item). `goods_words` are folded single words that name goods (D3).
    """

    operators: Collection[str]
    points: Collection[str] | None = None
    facilities: Collection[str] | None = None
    areas: AreaResolver | None = None
    late_after_h: float | None = None
    revisions: Mapping[tuple[str, int], str] = field(default_factory=dict)
    declared: Callable[[pl.Series], pl.DataFrame] | None = None
    goods_words: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. The defaults are those of the manifest schema; sizes are bytes."""

    csv_bytes: int = 512 * 2**20
    json_bytes: int = 512 * 2**20
    parquet_bytes: int = 256 * 2**20
    parquet_unpacked_bytes: int = 4 * 2**30
    xlsx_bytes: int = 64 * 2**20
    xlsx_unpacked_bytes: int = 768 * 2**20
    xlsx_rows: int = 100_000
    items: int = 2_000_000
    lines_per_item: int = 200
    columns: int = 200
    record_bytes: int = 2**20
    extra_bytes: int = 4096
    refused_share: float = 0.20
    header_within_rows: int = 10
    report_rows_per_warning: int = 10_000
    chunk_bytes: int = 24 * 2**20


@dataclass(frozen=True, slots=True)
class Reading:
    """A manifest as read: what may be stored, and the report that goes back to the operator.

    `items` are the accepted goods in the columns of `columns.items_schema`, `lines` their content lines, `documents`
    what is kept of documents, `letters_counted` how many letters there were: nothing of a letter is kept, not here
    either. `cancelled` names the items that a manifest of kind `cancel` takes back. When the whole file is refused, all
    of them are empty and the report is complete. `accepted` counts items with letters and documents, `refused` rows.
    `unchanged` counts items that the operator had declared with the same content; they stay in `items`, marked.
    """

    header: Header
    content_hash: str
    status: str
    items: pl.DataFrame
    lines: pl.DataFrame
    documents: pl.DataFrame
    cancelled: pl.DataFrame
    report: pl.DataFrame
    letters_counted: int = 0
    accepted: int = 0
    refused: int = 0
    warnings: int = 0
    unchanged: int = 0
    already_accepted: bool = False
    provisional_points: tuple[str, ...] = ()
    file_type: str = ""

    @property
    def refused_whole(self) -> bool:
        """Tell whether nothing of the file may be stored."""
        return self.status == REFUSED

    def errors(self) -> list[dict[str, Any]]:
        """Give the findings that refuse the file or a row, as plain dictionaries."""
        return self.report.filter(pl.col("severity").is_in(["F", "E"])).to_dicts()

    def remarks(self) -> list[dict[str, Any]]:
        """Give the warnings and quality remarks, as plain dictionaries."""
        return self.report.filter(pl.col("severity").is_in(["W", "Q"])).to_dicts()

    def days(self) -> list[date]:
        """Give the days of acceptance in Vietnam that the accepted goods fall on, sorted."""
        if not self.items.height:
            return []
        local = self.items["accepted_at"].dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.date()
        return sorted(local.unique().to_list())


EMPTY_REPORT = pl.DataFrame(schema=REPORT_SCHEMA)
