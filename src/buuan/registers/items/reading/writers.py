"""The report of a reading as JSON, CSV and XLSX, for the operator who has to repair the file.

What a report shows came from outside. A cell that a spreadsheet would run as a formula is written as text: prefixed with
an apostrophe in CSV, typed as text in XLSX.
"""

from __future__ import annotations

import io
import json
import re
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from buuan.registers.items.reading.model import Reading

TITLES = {
    "row": "Dòng",
    "item_id": "Mã bưu gửi",
    "field": "Trường",
    "code": "Mã lỗi",
    "severity": "Mức",
    "message": "Nội dung",
    "value": "Giá trị trong tệp",
    "fix": "Cách sửa",
}
_WIDTHS = (8, 20, 22, 9, 7, 70, 36, 60)
_RISKY = r"^[=+\-@\t\r]"
# XML has no place for these characters.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A worksheet holds 1,048,576 rows; the header takes one.
_SHEET_ROWS = 1_048_575


def summary(reading: Reading) -> dict[str, Any]:
    """Give the header and the counts, as the command line and the API answer them."""
    header = reading.header
    return {
        "status": reading.status,
        "manifest_id": header.manifest_id,
        "operator_code": header.operator_code,
        "revision": header.revision,
        "kind": header.kind,
        "mapping_profile": header.profile,
        "schema_version": header.schema_version,
        "facility_code": header.facility_code,
        "created_at": header.created_at.isoformat() if header.created_at else None,
        "content_hash": reading.content_hash,
        "file_type": reading.file_type,
        "accepted": reading.accepted,
        "refused": reading.refused,
        "letters_counted": reading.letters_counted,
        "documents": reading.documents.height,
        "unchanged": reading.unchanged,
        "already_accepted": reading.already_accepted,
        "provisional_points": list(reading.provisional_points),
    }


def report_json(reading: Reading) -> bytes:
    """Give the report as one JSON object: the summary, `errors` (F, E) and `warnings` (W, Q)."""
    whole = summary(reading) | {"errors": reading.errors(), "warnings": reading.remarks()}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def report_csv(reading: Reading) -> bytes:
    """Give the report as CSV in UTF-8 with byte order mark, which spreadsheets open with its diacritics."""
    texts = [pl.col(name).str.replace(_RISKY, "'${0}") for name in ("item_id", "field", "message", "value", "fix")]
    return b"\xef\xbb\xbf" + reading.report.with_columns(texts).rename(TITLES).write_csv().encode("utf-8")


def report_xlsx(reading: Reading) -> bytes:
    """Give the report as a workbook with a sheet for the summary and one for the findings."""
    book = Workbook(write_only=True)
    overview = book.create_sheet("Tóm tắt")
    overview.column_dimensions["A"].width, overview.column_dimensions["B"].width = 24, 60
    for name, value in summary(reading).items():
        overview.append([_bold(overview, name), _text(overview, "" if value is None else str(value))])
    sheet = book.create_sheet("Chi tiết")
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append([_bold(sheet, title) for title in TITLES.values()])
    for row in reading.report.head(_SHEET_ROWS).select(TITLES.keys()).iter_rows():
        sheet.append([row[0], *(_text(sheet, value) for value in row[1:])])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: Worksheet, value: str | None) -> WriteOnlyCell:
    """Give a cell that holds text whatever it looks like."""
    cell = WriteOnlyCell(sheet, value=None if value is None else _UNWRITABLE.sub("", value))
    if value is not None:
        cell.data_type = "s"
    return cell


def _bold(sheet: Worksheet, value: str) -> WriteOnlyCell:
    cell = _text(sheet, value)
    cell.font = Font(bold=True)
    return cell
