"""XLSX: the sheets items, lines and manifest, or the first sheet; formulas are not evaluated, merged cells refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.model import Limits
from buuan.registers.items.reading.names import recognised
from buuan.registers.items.reading.profiles import Profile, key
from buuan.registers.items.reading.sources.base import Content, Part, Source, position, refuse_size
from buuan.registers.items.reading.sources.sniff import XLSX
from buuan.registers.items.reading.sources.xlsx_xml import Damaged, Sheet, Workbook, last_row

_MAX_ENTRIES = 2000
_LINES_PER_ITEM_ROW = 4
_CHUNK_ROWS = 50_000
_HEADER_FIELDS = (
    "schema_version", "manifest_id", "operator_code", "revision", "kind", "facility_code", "created_at", "item_count",
    "line_count", "mapping_profile",
)  # fmt: skip


class _View:
    """Lets `zipfile` read a memory view without copying it."""

    def __init__(self, view: memoryview) -> None:
        self.view, self.at = view, 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = max(0, offset + (0, self.at, len(self.view))[whence])
        return self.at

    def read(self, count: int = -1) -> bytes:
        upto = len(self.view) if count is None or count < 0 else self.at + count
        raw = bytes(self.view[self.at : upto])
        self.at += len(raw)
        return raw


def open_xlsx(content: Content, profile: Profile, limits: Limits, findings: Findings) -> Source:
    """Read the workbook, within its limits; raises FileRefused (M101, M104)."""
    refuse_size(findings, content.size, limits.xlsx_bytes, "XLSX")
    try:
        with zipfile.ZipFile(_View(content.view)) as archive:
            _check_archive(archive, limits, findings)
            book = Workbook(archive, limits.xlsx_unpacked_bytes)
            return _open(book, profile, limits, findings)
    except Damaged as error:
        raise findings.refuse("M101", str(error)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError):
        raise findings.refuse("M101", "Sổ Excel hỏng hoặc bị cắt giữa chừng, không mở được.") from None


def _check_archive(archive: zipfile.ZipFile, limits: Limits, findings: Findings) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise findings.refuse("M101", "Sổ Excel có mật khẩu; hãy bỏ mật khẩu rồi gửi lại.")
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > limits.xlsx_unpacked_bytes:
        raise findings.refuse("M101", "Sổ Excel bung ra quá lớn (nghi là tệp nén độc hại).")


def _open(book: Workbook, profile: Profile, limits: Limits, findings: Findings) -> Source:
    by_name = {name.strip().lower(): name for name in reversed(book.sheets)}
    chosen = by_name.get("items", next(iter(book.sheets)))
    sheet = book.read(chosen, limits.xlsx_rows + limits.header_within_rows + 1)
    at = _header_at(sheet, profile, limits, findings)
    header_row, names = sheet.rows[at], _texts(sheet, at)
    if len(names) > limits.columns:
        raise findings.refuse("M101", f"Trang tính có {len(names)} cột, vượt giới hạn {limits.columns}.")
    if sheet.too_many or len(sheet.rows) - at - 1 > limits.xlsx_rows:
        raise findings.refuse("M101", f"Trang tính có hơn {limits.xlsx_rows} dòng. Hãy chia nhỏ hoặc gửi CSV, Parquet.")
    _refuse_merged(sheet, header_row, findings)
    _report_formulas(sheet, header_row, names, "", findings)
    source = Source(XLSX, names, _parts(sheet, at, names), header_row=header_row)
    if "manifest" in by_name and by_name["manifest"] != chosen:
        source.manifest = _manifest(book.read(by_name["manifest"], 100))
    if "lines" in by_name and by_name["lines"] != chosen:
        lines = book.read(by_name["lines"], limits.xlsx_rows * _LINES_PER_ITEM_ROW)
        if lines.too_many:
            raise findings.refuse("M101", "Trang lines có quá nhiều dòng. Hãy chia nhỏ bảng kê.")
        if lines.rows:
            _refuse_merged(lines, lines.rows[0], findings)
            source.line_columns = _texts(lines, 0)
            source.separate_lines = _frame(lines, 1, len(lines.rows), len(source.line_columns))
            _report_formulas(lines, lines.rows[0], source.line_columns, "lines.", findings)
    return source


def _texts(sheet: Sheet, at: int) -> list[str]:
    cells = sheet.cells[at]
    return [cells.get(column, "") for column in range(max(cells) + 1)]


def _header_at(sheet: Sheet, profile: Profile, limits: Limits, findings: Findings) -> int:
    """Find the header among the first rows: the one with most names of ours."""
    best, at = 0, -1
    for number in range(min(limits.header_within_rows, len(sheet.rows))):
        if sheet.rows[number] > limits.header_within_rows:
            break
        known = recognised(_texts(sheet, number), profile)
        if known > best:
            best, at = known, number
    if best < 3 and (at < 0 or best < len([name for name in _texts(sheet, at) if name.strip()])):
        raise findings.refuse(
            "M104",
            f"Không thấy dòng tiêu đề trong {limits.header_within_rows} dòng đầu của trang tính: "
            "cần các tên cột như item_id, flow, service_class, accepted_at, sender_name, gross_weight_g.",
        )
    return at


def _refuse_merged(sheet: Sheet, header_row: int, findings: Findings) -> None:
    """Refuse merged cells in the table; a merged title above the header does no harm."""
    merged = [reference for reference in sheet.merged if last_row(reference) >= header_row]
    if merged:
        raise findings.refuse("M101", f"Trang tính có ô gộp ({', '.join(merged[:5])}); hãy bỏ gộp ô rồi gửi lại.")


def _report_formulas(sheet: Sheet, header_row: int, names: Sequence[str], prefix: str, findings: Findings) -> None:
    """Report formula cells: their stored result is used (M312), without one the row cannot be taken (M202)."""
    for code, cells, sentence in (
        ("M312", sheet.formulas, "Ô là công thức; đã dùng kết quả lưu trong tệp, không tính lại."),
        ("M202", sheet.empty_formulas, "Ô công thức không có kết quả đã lưu, hoặc là ô lỗi."),
    ):
        by_column: dict[int, list[int]] = {}
        for row, column in cells:
            if row > header_row and column < len(names):
                by_column.setdefault(column, []).append(row)
        for column, rows in sorted(by_column.items()):
            field = prefix + key(names[column])
            findings.add(code, field, pl.Series(rows, dtype=pl.UInt32), sentence, refuses=not prefix)


def _frame(sheet: Sheet, first: int, last: int, width: int) -> pl.DataFrame:
    cells = sheet.cells[first:last]
    columns = {position(column): [row.get(column) for row in cells] for column in range(width)}
    schema = {"row": pl.UInt32()} | {position(column): pl.String() for column in range(width)}
    return pl.DataFrame({"row": sheet.rows[first:last]} | columns, schema=schema)


def _parts(sheet: Sheet, header_at: int, names: Sequence[str]) -> Iterator[Part]:
    for first in range(header_at + 1, len(sheet.rows), _CHUNK_ROWS):
        frame = _frame(sheet, first, min(first + _CHUNK_ROWS, len(sheet.rows)), len(names))
        blank = pl.all_horizontal(
            pl.col(position(at)).is_null() | (pl.col(position(at)).str.strip_chars() == "") for at in range(len(names))
        )
        frame = frame.filter(~blank)
        if frame.height:
            yield Part(frame)


def _manifest(sheet: Sheet) -> dict[str, Any]:
    """Give the header fields of a manifest sheet: name and value side by side, or a row of names above their values."""
    rows = [_texts(sheet, at) for at in range(len(sheet.rows))]
    if len(rows) >= 2 and sum(key(name) in _HEADER_FIELDS for name in rows[0]) >= 2:
        return {key(name): value for name, value in zip(rows[0], rows[1], strict=False) if name}
    return {key(row[0]): row[1] for row in rows if len(row) >= 2 and key(row[0]) in _HEADER_FIELDS}
