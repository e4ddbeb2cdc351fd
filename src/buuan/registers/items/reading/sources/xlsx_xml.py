"""The XML inside an XLSX workbook, read as a stream: cells as text, with formulas, dates and merged cells noticed.

Written for what arrives from outside: nothing is trusted, no entity is expanded, every unpacked byte is counted.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.parsers import expat

_CHUNK = 1 << 16
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATE_SIGNS = re.compile(r"[ymdhs]", re.IGNORECASE)
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet's days have no zone
_MAX_COLUMNS = 1024
# From sixteen digits on a spreadsheet no longer holds a whole number exactly.
_EXACT = 10**15


class Damaged(Exception):
    """The workbook cannot be read; the message is the Vietnamese sentence that says why."""


class _Stop(Exception):
    """Enough rows have been read."""


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet: `rows` are row numbers, `cells` a mapping from column to text for each of them."""

    rows: list[int] = field(default_factory=list)
    cells: list[dict[int, str]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    empty_formulas: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    too_many: bool = False


def local(name: str) -> str:
    """Give an element's name without its namespace prefix."""
    return name.rpartition(":")[2]


class Workbook:
    """An opened workbook. Raises Damaged for everything that is wrong with it."""

    def __init__(self, archive: zipfile.ZipFile, unpacked_limit: int) -> None:
        self.archive = archive
        self.left = unpacked_limit
        self.names = set(archive.namelist())
        self.date_1904 = False
        self.sheets: dict[str, str] = {}
        self._read_workbook()
        self.strings = self._read_strings()
        self.date_styles = self._read_styles()

    def _parse(
        self, entry: str, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16

        def refuse(*_: object) -> None:
            raise Damaged("Sổ Excel chứa khai báo kiểu văn bản (DTD), không được nhận.")

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        parser.StartElementHandler = start
        if end:
            parser.EndElementHandler = end
        if text:
            parser.CharacterDataHandler = text
        try:
            with self.archive.open(entry) as stream:
                while raw := stream.read(_CHUNK):
                    self.left -= len(raw)
                    if self.left < 0:
                        raise Damaged("Sổ Excel bung ra quá lớn (nghi là tệp nén độc hại).")
                    parser.Parse(raw, False)
                parser.Parse(b"", True)
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            EOFError,
            KeyError,
            NotImplementedError,
            OSError,
            ValueError,
        ) as error:
            raise Damaged("Sổ Excel hỏng, không đọc được.") from error
        except RuntimeError as error:
            raise Damaged("Sổ Excel có mật khẩu, không đọc được.") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise Damaged("Sổ Excel hỏng, không giải nén được.") from error
            raise

    def _read_workbook(self) -> None:
        if "xl/workbook.xml" not in self.names:
            raise Damaged("Tệp nén ZIP này không phải sổ Excel (.xlsx).")
        found: list[tuple[str, str]] = []
        targets: dict[str, str] = {}

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "sheet":
                relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
                found.append((attributes.get("name", ""), relation))
            elif local(name) == "workbookPr":
                self.date_1904 = attributes.get("date1904", "") in ("1", "true")

        def relation(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        self._parse("xl/workbook.xml", sheet)
        if "xl/_rels/workbook.xml.rels" in self.names:
            self._parse("xl/_rels/workbook.xml.rels", relation)
        for name, identifier in found:
            target = targets.get(identifier, "")
            entry = target.lstrip("/") if target.startswith("/") else "xl/" + target
            if entry in self.names:
                self.sheets[name] = entry
        if not self.sheets:
            raise Damaged("Sổ Excel không có trang tính nào.")

    def _read_strings(self) -> list[str]:
        strings: list[str] = []
        if "xl/sharedStrings.xml" not in self.names:
            return strings
        parts: list[str] = []
        state = {"text": False, "phonetic": 0}

        def start(name: str, _: dict[str, str]) -> None:
            plain = local(name)
            if plain == "si":
                parts.clear()
            elif plain == "rPh":
                state["phonetic"] += 1
            elif plain == "t":
                state["text"] = not state["phonetic"]

        def end(name: str) -> None:
            plain = local(name)
            if plain == "si":
                strings.append(unescaped("".join(parts)))
            elif plain == "rPh":
                state["phonetic"] -= 1
            elif plain == "t":
                state["text"] = False

        def text(characters: str) -> None:
            if state["text"]:
                parts.append(characters)

        self._parse("xl/sharedStrings.xml", start, end, text)
        return strings

    def _read_styles(self) -> frozenset[int]:
        """Give the numbers of the cell styles that show a date."""
        if "xl/styles.xml" not in self.names:
            return frozenset()
        own: set[int] = set()
        styles: list[int] = []
        inside = {"xfs": False}

        def start(name: str, attributes: dict[str, str]) -> None:
            plain = local(name)
            if plain == "cellXfs":
                inside["xfs"] = True
            elif plain == "numFmt" and _DATE_SIGNS.search(_NOT_FORMAT.sub("", attributes.get("formatCode", ""))):
                own.add(_number(attributes.get("numFmtId")))
            elif plain == "xf" and inside["xfs"]:
                styles.append(_number(attributes.get("numFmtId")))

        def end(name: str) -> None:
            if local(name) == "cellXfs":
                inside["xfs"] = False

        self._parse("xl/styles.xml", start, end)
        dates = own | _BUILT_IN_DATES
        return frozenset(number for number, form in enumerate(styles) if form in dates)

    def read(self, name: str, row_limit: int) -> Sheet:
        """Read a sheet's cells as text; stops after `row_limit` rows that have any."""
        sheet = Sheet()
        reader = _CellReader(self, sheet, row_limit)
        try:
            self._parse(self.sheets[name], reader.start, reader.end, reader.text)
        except _Stop:
            sheet.too_many = True
        return sheet

    def date_text(self, serial: float) -> str:
        """Give a date cell as ISO 8601, without a time where it has none; empty where it is no date."""
        try:
            moment = (_EPOCH_1904 if self.date_1904 else _EPOCH) + timedelta(seconds=round(serial * 86_400))
        except OverflowError:
            return ""
        return f"{moment:%Y-%m-%d}" if float(serial).is_integer() else f"{moment:%Y-%m-%dT%H:%M:%S}"


class _CellReader:
    """The events of one sheet."""

    def __init__(self, book: Workbook, sheet: Sheet, row_limit: int) -> None:
        self.book, self.sheet, self.limit = book, sheet, row_limit
        self.row = 0
        self.column = -1
        self.cells: dict[int, str] = {}
        self.kind = ""
        self.style = -1
        self.parts: list[str] = []
        self.reading = False
        self.formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = local(name)
        if plain == "c":
            reference = attributes.get("r")
            self.column = _column(reference) if reference else self.column + 1
            self.kind = attributes.get("t", "n")
            self.style = int(attributes["s"]) if attributes.get("s", "").isdigit() else -1
            self.parts.clear()
            self.formula = False
        elif plain in ("v", "t"):
            self.reading = True
        elif plain == "f":
            self.formula = True
        elif plain == "row":
            stated = attributes.get("r", "")
            self.row = int(stated) if stated.isdigit() and len(stated) < 9 else self.row + 1
            self.column = -1
            self.cells = {}
        elif plain == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", "")[:40])

    def end(self, name: str) -> None:
        plain = local(name)
        if plain in ("v", "t"):
            self.reading = False
        elif plain == "c":
            self._end_cell()
        elif plain == "row" and self.cells:
            if len(self.sheet.rows) >= self.limit:
                raise _Stop
            self.sheet.rows.append(self.row)
            self.sheet.cells.append(self.cells)

    def text(self, characters: str) -> None:
        if self.reading:
            self.parts.append(characters)

    def _end_cell(self) -> None:
        if self.column >= _MAX_COLUMNS:
            raise Damaged(f"Trang tính có hơn {_MAX_COLUMNS} cột.")
        raw = "".join(self.parts)
        failed = self.kind == "e"
        if self.formula or failed:
            (self.sheet.formulas if raw and not failed else self.sheet.empty_formulas).append((self.row, self.column))
        if raw and not failed:
            self.cells[self.column] = self._value(raw)
        elif self.formula or failed:
            self.cells.setdefault(self.column, "")

    def _value(self, raw: str) -> str:
        if self.kind == "s":
            at = int(raw) if raw.isdigit() else -1
            if not 0 <= at < len(self.book.strings):
                raise Damaged("Sổ Excel hỏng: ô trỏ đến chuỗi không có.")
            return self.book.strings[at]
        if self.kind in ("str", "inlineStr"):
            return unescaped(raw)
        if self.kind == "b":
            return "true" if raw == "1" else "false"
        if self.kind == "d":
            return raw
        return self._number(raw)

    def _number(self, raw: str) -> str:
        try:
            value = float(raw)
        except ValueError:
            return raw
        if value != value or abs(value) == float("inf"):
            return ""
        if self.style in self.book.date_styles:
            return self.book.date_text(value)
        if abs(value) >= _EXACT:
            return f"{value:.14E}"
        if value.is_integer():
            return str(int(value))
        return f"{value:.10f}".rstrip("0")


def unescaped(text: str) -> str:
    """Give text with the `_xHHHH_` escapes of workbooks turned back into characters."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else -1


def _column(reference: str) -> int:
    """Give the column of a reference such as `AB12`, counted from 0."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise Damaged("Sổ Excel hỏng: tham chiếu ô không hợp lệ.")
    number = 0
    for letter in match.group(1):
        number = number * 26 + ord(letter) - 64
    return number - 1


def last_row(reference: str) -> int:
    """Give the last row that a range such as `A1:C3` reaches; 0 when it is no range."""
    rows = [int(match.group(2)) for match in _REFERENCE.finditer(reference)]
    return max(rows, default=0)
