"""A small cast for the tests: one operator, its points, one valid row, and ways to put rows into files."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook

from buuan.registers.items.reading import Header, Known, Limits, Reading, read_manifest

NOW = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
KNOWN = Known(
    operators={"BCX", "GHTK", "SPX"},
    points={"BCX-TH-001", "BCX-TH-002"},
    areas={"14797": "14797", "phuong hac thanh": "14797", "14812": "14812"},
)

ROW: dict[str, Any] = {
    "item_id": "BCX0000000001",
    "flow": "domestic",
    "service_class": "parcel",
    "accepted_at": "2026-01-05T07:12:00+07:00",
    "accept_point": "BCX-TH-001",
    "sender_type": "person",
    "sender_name": "Nguyễn Văn Mẫu",
    "sender_phone": "0900000001",
    "sender_id_verified": "account",
    "sender_address": "Số 1 đường Thử Nghiệm",
    "sender_country": "VN",
    "receiver_name": "Trần Thị Mẫu",
    "receiver_phone": "0900000002",
    "receiver_address": "Thôn Mẫu, xã Thử Nghiệm",
    "receiver_country": "VN",
    "declared_content": "Áo sơ mi nam vải cotton",
    "gross_weight_g": "850",
}


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Give a valid row with its own identifier; `None` takes a column away."""
    own = {"item_id": f"BCX{number:010d}", "declared_content": f"{ROW['declared_content']} mẫu {number}"}
    whole = ROW | own | changes
    return {name: value for name, value in whole.items() if value is not None}


def rows(count: int, **changes: Any) -> list[dict[str, Any]]:
    """Give so many valid rows."""
    return [row(number, **changes) for number in range(1, count + 1)]


def table(items: list[dict[str, Any]]) -> list[list[str]]:
    """Give header and cells; the header has every name that occurs."""
    names = list(dict.fromkeys(name for item in items for name in item))
    return [names, *([str(item.get(name, "")) for name in names] for item in items)]


def as_csv(items: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    """Put rows into a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(table(items))
    return out.getvalue().encode("utf-8")


def as_json(items: list[dict[str, Any]], **manifest: Any) -> bytes:
    """Put items into one JSON object."""
    return json.dumps({"manifest": manifest, "items": items}, ensure_ascii=False, indent=1).encode("utf-8")


def as_json_lines(items: list[dict[str, Any]], **manifest: Any) -> bytes:
    """Put items into JSON lines after a header line."""
    parts = [{"manifest": manifest}, *items]
    return "".join(json.dumps(part, ensure_ascii=False) + "\n" for part in parts).encode("utf-8")


def as_xlsx(**sheets: list[list[Any]]) -> bytes:
    """Put tables into a workbook, one sheet each."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for cells_of_row in cells:
            sheet.append(cells_of_row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, *, name: str = "bang-ke.csv", known: Known = KNOWN, limits: Limits | None = None, **header: Any) -> Reading:
    """Read a file as operator BCX on the cast's day."""
    operator = header.pop("operator_code", "BCX")
    extra = {} if limits is None else {"limits": limits}
    return read_manifest(data, name=name, header=Header(operator, **header), known=known, now=NOW, **extra)


def codes(reading: Reading) -> list[tuple[int | None, str, str]]:
    """Give row, field and code of every finding."""
    return list(reading.report.select("row", "field", "code").iter_rows())
