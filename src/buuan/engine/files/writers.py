"""Writes the screened rows as CSV, XLSX, Parquet or JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from buuan.engine.files.readers import Batch
from buuan.kit.errors import Refused

XLSX_ROWS = 1_048_575
XLSX_CELL = 32_767
"""Limits of the format: rows below the header, characters of a cell."""


class Writer(Protocol):
    """Takes batches one after another; `close` makes the file whole, `abort` gives it up."""

    def write(self, batch: Batch) -> None: ...

    def close(self) -> None: ...

    def abort(self) -> None: ...


def open_output(path: Path, kind: str, names: list[str]) -> Writer:
    """Open an output of the kind `csv`, `xlsx`, `parquet` or `jsonl`."""
    kinds: dict[str, Callable[[Path, list[str]], Writer]] = {
        "csv": CsvWriter,
        "xlsx": XlsxWriter,
        "parquet": ParquetWriter,
        "jsonl": JsonWriter,
    }
    return kinds[kind](path, names)


def plain(values: Any) -> list[Any]:
    """Give a column as plain Python values."""
    return list(values.to_pylist() if isinstance(values, pa.Array | pa.ChunkedArray) else values)


def as_text(value: Any) -> str:
    """Write one value as text: nothing for a missing one, JSON for lists and objects, ISO 8601 for dates."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


class CsvWriter:
    """UTF-8 with commas; a mark at the start so that spreadsheets read Vietnamese right is left to the reader's choice."""

    def __init__(self, path: Path, names: list[str]) -> None:
        self.stream = path.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.stream, lineterminator="\n")
        self.writer.writerow(names)

    def write(self, batch: Batch) -> None:
        columns = [plain(c) for c in batch.columns]
        self.writer.writerows([as_text(v) for v in row] for row in zip(*columns, strict=True))

    def close(self) -> None:
        self.stream.close()

    def abort(self) -> None:
        self.stream.close()


class JsonWriter:
    """One JSON object a line; the hits stay one JSON text, as the contract says."""

    def __init__(self, path: Path, names: list[str]) -> None:
        self.names = names
        self.stream = path.open("w", encoding="utf-8", newline="")

    def write(self, batch: Batch) -> None:
        columns = [plain(c) for c in batch.columns]
        for row in zip(*columns, strict=True):
            record = dict(zip(self.names, row, strict=True))
            self.stream.write(json.dumps(record, ensure_ascii=False, default=as_text) + "\n")

    def close(self) -> None:
        self.stream.close()

    def abort(self) -> None:
        self.stream.close()


class ParquetWriter:
    """Keeps the types of a Parquet input; columns of mixed plain values become text."""

    def __init__(self, path: Path, names: list[str]) -> None:
        self.path, self.names = path, names
        self.writer: pq.ParquetWriter | None = None
        self.schema: pa.Schema | None = None

    def write(self, batch: Batch) -> None:
        arrays = [self._array(c, at) for at, c in enumerate(batch.columns)]
        if self.writer is None:
            self.schema = pa.schema(list(zip(self.names, (a.type for a in arrays), strict=True)))
            self.writer = pq.ParquetWriter(self.path, self.schema, compression="zstd")
        self.writer.write_batch(pa.record_batch(arrays, schema=self.schema))

    def _array(self, column: Any, at: int) -> pa.Array:
        if isinstance(column, pa.Array):
            return column
        kinds = {type(v) for v in column if v is not None}
        wanted = self.schema.types[at] if self.schema is not None else None
        simple = len(kinds) == 1 and next(iter(kinds)) in (int, float, bool, datetime, date, Decimal)
        if wanted is None and simple and len(column):
            return pa.array(column)
        if wanted is not None and not pa.types.is_string(wanted):
            try:
                return pa.array(column, wanted)
            except (pa.ArrowException, TypeError) as error:
                raise Refused(
                    "screen.mixed_types",
                    f"Cột «{self.names[at]}» đổi kiểu dữ liệu giữa chừng; hãy ghi kết quả ra CSV hoặc JSON.",
                    field=self.names[at],
                ) from error
        return pa.array([None if v is None else as_text(v) for v in column], pa.string())

    def close(self) -> None:
        if self.writer is None:
            pq.write_table(pa.table({n: pa.array([], pa.string()) for n in self.names}), self.path)
        else:
            self.writer.close()

    def abort(self) -> None:
        if self.writer is not None:
            self.writer.close()


class XlsxWriter:
    """One sheet; text that begins like a formula is written as text, so that opening the file runs nothing."""

    def __init__(self, path: Path, names: list[str]) -> None:
        self.path = path
        self.book = openpyxl.Workbook(write_only=True)
        self.sheet = self.book.create_sheet("ket_qua")
        self.rows = 0
        self.sheet.append([self._cell(n) for n in names])

    def write(self, batch: Batch) -> None:
        columns = [plain(c) for c in batch.columns]
        self.rows += batch.rows
        if self.rows > XLSX_ROWS:
            raise Refused("screen.too_many_rows", "Một trang XLSX chứa tối đa 1.048.575 hàng; hãy ghi ra CSV hoặc Parquet.")
        for row in zip(*columns, strict=True):
            self.sheet.append([self._cell(v) for v in row])

    def _cell(self, value: Any) -> Any:
        if value is None or isinstance(value, (int, float, bool, Decimal)):
            return value
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.isoformat()
        if isinstance(value, (datetime, date, time)):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", as_text(value))[:XLSX_CELL]
        cell = WriteOnlyCell(self.sheet, value=text)
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        self.book.save(self.path)

    def abort(self) -> None:
        self.book.close()
