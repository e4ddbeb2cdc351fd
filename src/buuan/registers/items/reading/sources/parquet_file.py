"""Parquet: columns as named, content lines as a list of structs; read row group by row group."""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.model import Limits
from buuan.registers.items.reading.profiles import Profile, key
from buuan.registers.items.reading.sources.base import Content, Part, Source, position, refuse_size
from buuan.registers.items.reading.sources.sniff import PARQUET

_BATCH_ROWS = 65_536
_MANIFEST_KEY = b"manifest"
_ERRORS = (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError)


def open_parquet(content: Content, profile: Profile, limits: Limits, findings: Findings) -> Source:
    """Check size, shape and types of the file before any data is read; raises FileRefused (M101)."""
    refuse_size(findings, content.size, limits.parquet_bytes, "Parquet")
    if content.tail(4) != b"PAR1":
        raise findings.refuse("M101", "Tệp Parquet bị cắt giữa chừng: thiếu phần kết.")
    try:
        file = pq.ParquetFile(pa.BufferReader(pa.py_buffer(content.view)), pre_buffer=False)
        schema, meta = file.schema_arrow, file.metadata
    except _ERRORS:
        raise findings.refuse("M101", "Tệp Parquet hỏng, không đọc được phần mô tả.") from None
    if meta.num_rows > limits.items:
        raise findings.refuse("M101", f"Tệp có {meta.num_rows} bưu gửi, vượt giới hạn {limits.items}.")
    unpacked = sum(max(0, meta.row_group(at).total_byte_size) for at in range(meta.num_row_groups))
    if unpacked > limits.parquet_unpacked_bytes:
        raise findings.refuse("M101", f"Tệp Parquet bung ra {unpacked / 2**30:.1f} GB, vượt giới hạn.")
    names: list[str] = []
    lines: pa.StructType | None = None
    lines_name = ""
    for item in schema:
        if key(item.name) in (key(profile.lines), "lines") and _is_list_of_structs(item.type):
            lines, lines_name = item.type.value_type, item.name
        else:
            _check_type(item, findings)
            names.append(item.name)
    if findings.counts["F"]:
        raise findings.refuse("M101", "Kiểu cột trong tệp Parquet không dùng được, xem từng cột ở trên.")
    if len(names) > limits.columns:
        raise findings.refuse("M101", f"Tệp có {len(names)} cột, vượt giới hạn {limits.columns}.")
    line_names = [line.name for line in lines] if lines is not None else None
    for line in lines or ():
        _check_type(line, findings)
    if findings.counts["F"]:
        raise findings.refuse("M101", "Kiểu cột của dòng hàng trong tệp Parquet không dùng được.")
    parts = _parts(file, names, lines_name, line_names, findings)
    return Source(PARQUET, names, parts, line_columns=line_names, manifest=_manifest(schema))


def _is_list_of_structs(dtype: pa.DataType) -> bool:
    return (pa.types.is_list(dtype) or pa.types.is_large_list(dtype)) and pa.types.is_struct(dtype.value_type)


def _check_type(item: pa.Field, findings: Findings) -> None:
    dtype = item.type.value_type if pa.types.is_dictionary(item.type) else item.type
    fine = (
        pa.types.is_string(dtype) or pa.types.is_large_string(dtype) or pa.types.is_string_view(dtype)
        or pa.types.is_integer(dtype) or pa.types.is_floating(dtype) or pa.types.is_decimal(dtype)
        or pa.types.is_timestamp(dtype) or pa.types.is_date(dtype)
        or pa.types.is_boolean(dtype) or pa.types.is_null(dtype)
    )  # fmt: skip
    if not fine:
        findings.file(
            "M101",
            f"Cột «{item.name[:60]}» có kiểu {str(item.type)[:60]}, không dùng được trong bảng kê.",
            item.name[:60],
        )


def _manifest(schema: pa.Schema) -> dict[str, object]:
    """Give the header that the file's metadata states: one JSON text under `manifest`, or one key a field."""
    stated = {
        raw.decode("utf-8", "replace"): value.decode("utf-8", "replace")
        for raw, value in (schema.metadata or {}).items()
        if not raw.startswith((b"ARROW", b"pandas"))
    }
    try:
        whole = json.loads(stated.pop(_MANIFEST_KEY.decode(), "{}"))
    except (ValueError, RecursionError):
        whole = {}
    return stated | (whole if isinstance(whole, dict) else {})


def _parts(
    file: pq.ParquetFile, names: list[str], lines_name: str, line_names: list[str] | None, findings: Findings
) -> Iterator[Part]:
    row = 1
    batches = file.iter_batches(batch_size=_BATCH_ROWS)
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            table = pa.Table.from_batches([batch])
            table.validate(full=True)
            frame = pl.from_arrow(table.select(names).rename_columns([position(at) for at in range(len(names))]))
            rows = pl.Series("row", range(row + 1, row + 1 + table.num_rows), dtype=pl.UInt32)
            lines = None
            if line_names:
                nested = pl.from_arrow(table.select([lines_name]).rename_columns(["lines"]))
                lines = _unnested(nested.insert_column(0, rows), line_names)
        except (*_ERRORS, pl.exceptions.PolarsError):
            raise findings.refuse("M101", f"Tệp Parquet hỏng ở các bưu gửi từ dòng {row + 1}.", row=row + 1) from None
        row += table.num_rows
        yield Part(_plain(frame).insert_column(0, rows), None, lines)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn the types that no check knows (booleans, dictionaries, columns of nulls) into text."""
    odd = [name for name, dtype in frame.schema.items() if dtype in (pl.Boolean, pl.Null) or dtype == pl.Categorical]
    odd += [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Enum)]
    return frame.with_columns(pl.col(name).cast(pl.String) for name in odd) if odd else frame


def _unnested(nested: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    structs = nested.filter(pl.col("lines").list.len() > 0).explode("lines")
    columns = [pl.col("lines").struct.field(name).alias(position(at)) for at, name in enumerate(names)]
    return _plain(structs.select("row", *columns))
