"""Reads CSV, XLSX, Parquet and JSON lines in batches; the type is told from the content, never from the name."""

from __future__ import annotations

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from buuan.kit.errors import Refused

BATCH_ROWS = 65_536
LONGEST_FIELD = 1_000_000
"""Characters of one field; more is a broken file, not a declaration."""
LARGEST_SHEET = 2_000_000_000
"""Bytes that an XLSX may unpack to, and `LARGEST_RATIO` how many times its own size: beyond that it is a zip bomb."""
LARGEST_RATIO = 200


@dataclass(slots=True)
class Batch:
    """Some rows: names and columns in order; a column is a list of plain values or a pyarrow array."""

    names: list[str]
    columns: list[Any]
    rows: int


@dataclass(slots=True)
class Batches:
    """An opened file: its column names, its rows in all if the file says so, and its batches."""

    names: list[str]
    total: int | None
    stream: Iterator[Batch]

    def __iter__(self) -> Iterator[Batch]:
        """Give the batches in the order of the file."""
        return self.stream


def refuse(file: str, code: str, sentence: str, **facts: Any) -> Refused:
    """Make the refusal that names the file first."""
    return Refused(f"screen.{code}", f"Tệp {file}: {sentence}", file=file, **facts)


@contextmanager
def open_input(path: Path) -> Iterator[Batches]:
    """Open a file of declarations; raises Refused when it is missing, empty or of no known type."""
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise refuse(path.name, "not_found", "không tìm thấy.") from error
    except OSError as error:
        raise refuse(path.name, "unreadable", "không mở được.") from error
    with stream:
        head = stream.read(4096)
        stream.seek(0)
        if not head.strip(b" \t\r\n\xef\xbb\xbf"):
            raise refuse(path.name, "empty", "tệp trống.")
        if head.startswith(b"PAR1"):
            yield _parquet(path, stream)
        elif head.startswith(b"PK\x03\x04"):
            yield _xlsx(path, stream)
        elif head.startswith(b"\xd0\xcf\x11\xe0"):
            raise refuse(path.name, "old_excel", "là tệp Excel kiểu cũ (.xls); hãy lưu lại thành .xlsx.")
        else:
            text = _text(path.name, stream, head)
            first = head.lstrip(b" \t\r\n\xef\xbb\xbf")[:1]
            yield _json_lines(path.name, text) if first in (b"{", b"[") else _csv(path.name, text)


# Parquet


def _parquet(path: Path, stream: BinaryIO) -> Batches:
    """Read a Parquet file row group by row group."""
    try:
        file = pq.ParquetFile(stream, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise refuse(path.name, "broken", "tệp Parquet bị hỏng hoặc bị cắt ngang.") from error
    names = file.schema_arrow.names
    _check_names(path.name, names)

    def batches() -> Iterator[Batch]:
        rows = 0
        try:
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                rows += batch.num_rows
                yield Batch(names, list(batch.columns), batch.num_rows)
        except (pa.ArrowException, OSError) as error:
            raise refuse(path.name, "broken", f"tệp Parquet bị hỏng sau hàng dữ liệu {rows}.", row=rows) from error

    return Batches(names, file.metadata.num_rows, batches())


# XLSX


def _xlsx(path: Path, stream: BinaryIO) -> Batches:
    """Read the first sheet of an XLSX file; formulas give the value that the spreadsheet stored."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            unpacked = sum(e.file_size for e in entries)
            packed = sum(e.compress_size for e in entries) or 1
            if unpacked > LARGEST_SHEET or unpacked > LARGEST_RATIO * packed:
                raise refuse(path.name, "zip_bomb", "tệp nén phình ra quá lớn, không phải bảng kê bình thường.")
            if "xl/workbook.xml" not in archive.namelist():
                raise refuse(path.name, "not_xlsx", "là tệp nén nhưng không phải XLSX.")
        stream.seek(0)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        lines = book.worksheets[0].iter_rows(values_only=True)
        header = next(lines, ())
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever its XML parser meets; all of it means a broken file
        raise refuse(path.name, "broken", "tệp XLSX bị hỏng.") from error
    names = ["" if v is None else str(v).strip() for v in header]
    while names and not names[-1]:
        names.pop()
    _check_names(path.name, names)

    def rows() -> Iterator[list[Any]]:
        line = 1
        try:
            for values in lines:
                line += 1
                row = list(values[: len(names)])
                if any(v is not None for v in values[len(names) :]):
                    raise refuse(path.name, "too_many_fields", f"dòng {line} có ô nằm ngoài các cột có tên.", row=line)
                if any(v is not None for v in row):
                    yield row + [None] * (len(names) - len(row))
        except Refused:
            raise
        except Exception as error:
            raise refuse(path.name, "broken", f"tệp XLSX bị hỏng sau dòng {line}.", row=line) from error

    return Batches(names, None, _batched(names, rows()))


# Text


def _text(file: str, stream: BinaryIO, head: bytes) -> io.TextIOBase:
    """Open the stream as text: UTF-8 with or without a mark, or UTF-16 with one."""
    encoding = "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in head:
        raise refuse(file, "nul", "có ký tự NUL, không phải tệp văn bản.")
    return io.TextIOWrapper(stream, encoding=encoding, newline="")


def _undecodable(file: str, line: int) -> Refused:
    """Make the refusal for bytes that are no UTF-8, as old Vietnamese code pages give."""
    return refuse(
        file,
        "not_utf8",
        f"dòng {line} không phải UTF-8 (có thể là bảng mã cũ TCVN3, VNI hoặc Windows-1258); hãy lưu lại bằng UTF-8.",
        row=line,
    )


def _csv(file: str, text: io.TextIOBase) -> Batches:
    """Read CSV with comma, semicolon or tab; every row must have as many fields as the header."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        first = text.readline(LONGEST_FIELD)
    except UnicodeDecodeError as error:
        raise _undecodable(file, 1) from error
    if len(first) >= LONGEST_FIELD:
        raise refuse(file, "long_line", "dòng 1 quá dài, không phải bảng kê.", row=1)
    delimiter = max(",;\t", key=first.count)
    names = next(csv.reader([first], delimiter=delimiter), [])
    names = [n.strip() for n in names]
    _check_names(file, names)

    def rows() -> Iterator[list[Any]]:
        reader = csv.reader(_lines(file, text), delimiter=delimiter, strict=True)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                line = reader.line_num + 1
                raise refuse(file, "broken_row", f"dòng {line} sai dấu ngoặc kép hoặc có ô quá dài.", row=line) from error
            except UnicodeDecodeError as error:
                raise _undecodable(file, reader.line_num + 2) from error
            if not row:
                continue
            if len(row) != len(names):
                line = reader.line_num + 1
                raise refuse(file, "wrong_fields", f"dòng {line} có {len(row)} ô, tiêu đề có {len(names)} cột.", row=line)
            yield row

    return Batches(names, None, _batched(names, rows()))


def _lines(file: str, text: io.TextIOBase) -> Iterator[str]:
    """Give the lines one by one, never more than a field's worth of one, and none with a NUL."""
    number = 1
    while True:
        line = text.readline(LONGEST_FIELD)
        if not line:
            return
        number += 1
        if len(line) >= LONGEST_FIELD:
            raise refuse(file, "long_line", f"dòng {number} quá dài, không phải bảng kê.", row=number)
        if "\x00" in line:
            raise refuse(file, "nul", f"dòng {number} có ký tự NUL.", row=number)
        yield line


def _json_lines(file: str, text: io.TextIOBase) -> Batches:
    """Read one JSON object a line, or one JSON list of objects; the columns are those of all rows, in order of first use."""
    records: list[dict[str, Any]] = []
    line = 0
    try:
        start = text.read(1)
        while start in ("\ufeff", " ", "\t", "\r", "\n") and start:
            start = text.read(1)
        if start == "[":
            try:
                records = json.loads("[" + text.read())
            except ValueError as error:
                raise refuse(file, "bad_json", f"JSON sai cú pháp: {error}.") from error
            for line, record in enumerate(records, start=1):
                if not isinstance(record, dict):
                    raise refuse(file, "not_object", f"phần tử {line} không phải đối tượng JSON.", row=line)
        else:
            pending = start
            for part in _lines(file, text):
                line += 1
                content, pending = pending + part, ""
                if not content.strip():
                    continue
                try:
                    record = json.loads(content)
                except ValueError as error:
                    raise refuse(file, "bad_json", f"dòng {line} không phải JSON.", row=line) from error
                if not isinstance(record, dict):
                    raise refuse(file, "not_object", f"dòng {line} không phải đối tượng JSON.", row=line)
                records.append(record)
    except UnicodeDecodeError as error:
        raise _undecodable(file, line + 1) from error
    names = list(dict.fromkeys(name for record in records for name in record))
    _check_names(file, names)
    rows = ([record.get(name) for name in names] for record in records)
    return Batches(names, len(records), _batched(names, rows))


def _batched(names: list[str], rows: Iterator[list[Any]]) -> Iterator[Batch]:
    """Turn rows into batches of columns."""
    pending: list[list[Any]] = []
    for row in rows:
        pending.append(row)
        if len(pending) == BATCH_ROWS:
            yield Batch(names, [list(c) for c in zip(*pending, strict=True)], len(pending))
            pending = []
    if pending:
        yield Batch(names, [list(c) for c in zip(*pending, strict=True)], len(pending))


def _check_names(file: str, names: list[str]) -> None:
    """Refuse a header without names, with a name twice, or with an unnamed column."""
    if not names:
        raise refuse(file, "no_header", "không có dòng tiêu đề.")
    for at, name in enumerate(names, start=1):
        if not name:
            raise refuse(file, "unnamed_column", f"cột thứ {at} ở dòng tiêu đề không có tên.", row=1)
    twice = [n for n in dict.fromkeys(names) if names.count(n) > 1]
    if twice:
        raise refuse(file, "name_twice", f"cột «{twice[0]}» xuất hiện hai lần ở dòng tiêu đề.", row=1, field=twice[0])
