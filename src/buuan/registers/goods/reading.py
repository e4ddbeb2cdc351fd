"""Reading rows of words from a file: CSV, XLSX or YAML, with every row's errors; pure."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import yaml

from buuan.engine.catalogue import Row
from buuan.kit.errors import Refused
from buuan.kit.fold import fold_words

MAX_BYTES, MAX_UNPACKED, MAX_ROWS = 2 * 1024 * 1024, 50 * 1024 * 1024, 5_000

COLUMNS = {
    "role": ("vai tro",),
    "text": ("tu",),
    "category": ("nhom hang",),
    "strength": ("muc",),
    "contexts": ("ngu canh",),
    "scope": ("pham vi",),
    "group": ("nhom tu",),
    "source": ("nguon",),
    "verified": ("kiem chung",),
    "why": ("ly do",),
}
"""The columns of a file: the name in code, and how people head them (folded)."""

_ROLES = {"tu nhan dien": "term", "ngoai le": "look_alike", "ngu canh": "context", "tu lam nhe": "damper", "": "term"}
_STRENGTHS = {"chac": "sure", "thuong": "plain", "dau cum": "head", "yeu": "weak", "": "plain"}
_YES = {"1", "true", "yes", "x", "co", "dung"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that somebody proposes, and why."""

    row: Row
    why: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file: its number as a person counts, and what it proposes or what is wrong with it."""

    number: int
    draft: Draft | None
    errors: tuple[str, ...] = field(default=())


def read_file(data: bytes, name: str) -> list[FileRow]:
    """Read the rows of a file by the ending of its name; raises Refused when the file as a whole cannot be read."""
    if len(data) > MAX_BYTES:
        raise Refused("terms.file_too_big", "Tệp lớn quá 2 MB.")
    ending = name.rsplit(".", 1)[-1].lower()
    readers = {"csv": _csv, "xlsx": _xlsx, "yaml": _yaml, "yml": _yaml}
    if ending not in readers:
        raise Refused("terms.file_unknown", "Chỉ nhận tệp .csv, .xlsx hoặc .yaml.")
    rows = list(readers[ending](data))
    if not rows:
        raise Refused("terms.file_empty", "Tệp không có dòng nào.")
    if len(rows) > MAX_ROWS:
        raise Refused("terms.file_too_long", f"Tệp có hơn {MAX_ROWS} dòng.")
    return [_row(number, values) for number, values in rows]


def _csv(data: bytes) -> Iterable[tuple[int, Mapping[str, Any]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("terms.file_encoding", "Tệp CSV phải dùng bảng mã UTF-8.") from error
    if "\0" in text:
        raise Refused("terms.file_unreadable", "Tệp CSV có ký tự rỗng, không đọc được.")
    head = text.split("\n", 1)[0]
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ","))
    except csv.Error as error:
        raise Refused("terms.file_unreadable", "Tệp CSV bị hỏng, không đọc được.") from error
    yield from _with_heading(table)


def _xlsx(data: bytes) -> Iterable[tuple[int, Mapping[str, Any]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
                raise Refused("terms.file_too_big", "Tệp XLSX mở ra lớn quá 50 MB.")
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        table = [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 2)
        ]
    except Refused:
        raise
    except Exception as error:  # what a broken workbook raises is not the library's promise
        raise Refused("terms.file_unreadable", "Tệp XLSX bị hỏng, không đọc được.") from error
    yield from _with_heading(table)


def _yaml(data: bytes) -> Iterable[tuple[int, Mapping[str, Any]]]:
    try:
        content = yaml.safe_load(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise Refused("terms.file_unreadable", "Tệp YAML bị hỏng, không đọc được.") from error
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise Refused("terms.file_unreadable", "Tệp YAML phải là một danh sách, mỗi mục là một từ.")
    for number, one in enumerate(content, start=1):
        yield number, {str(key): value for key, value in one.items()}


def _with_heading(table: list[list[str]]) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if not table:
        return
    names = {folded: key for key, others in COLUMNS.items() for folded in (key, *others)}
    heading = [names.get(fold_words(cell) if cell not in COLUMNS else cell, "") for cell in table[0]]
    if "text" not in heading:
        raise Refused("terms.file_heading", "Dòng đầu phải có cột «từ» (text).")
    for number, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells):
            yield number, {key: cell for key, cell in zip(heading, cells, strict=False) if key}


def _row(number: int, values: Mapping[str, Any]) -> FileRow:
    errors = [f"Không có cột «{key}»." for key in values if key not in COLUMNS]

    def text(key: str) -> str:
        value = values.get(key)
        return "" if value is None else str(value).strip()

    def words(key: str) -> tuple[str, ...]:
        value = values.get(key)
        found = value if isinstance(value, list) else str(value or "").replace(",", " ").replace(";", " ").split()
        return tuple(str(one).strip() for one in found if str(one).strip())

    role = _ROLES.get(fold_words(text("role")), text("role"))
    strength = _STRENGTHS.get(fold_words(text("strength")), text("strength"))
    category = text("category").upper()
    scope = tuple(one.upper() for one in words("scope"))
    if role == "look_alike":
        scope, category = scope or ((category,) if category else ()), ""
    if errors:
        return FileRow(number, None, tuple(errors))
    row = Row(
        role,
        text("text"),
        category if role == "term" else "",
        strength if role == "term" else "plain",
        "",
        words("contexts") if role == "term" else (),
        scope,
        text("group") if role in ("context", "damper") else "",
        source=text("source"),
        verified=fold_words(text("verified")) in _YES,
    )
    return FileRow(number, Draft(row, text("why")))
