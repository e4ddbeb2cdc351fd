"""The report as JSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from buuan.registers.items.reading.codes import CODES
from buuan.registers.items.reading.tests.cast import as_csv, read, row, rows
from buuan.registers.items.reading.writers import TITLES, report_csv, report_json, report_xlsx


@pytest.fixture
def reading():
    """A reading with an error, a warning, and values that a spreadsheet would run."""
    return read(as_csv([*rows(10), row(11, route="=HYPERLINK(1)"), row(12, flow="=cmd|x"), row(13, flow="@SUM")]))


def test_json_has_the_counts_and_both_lists(reading):
    told = json.loads(report_json(reading))
    assert (told["status"], told["accepted"], told["refused"]) == ("committed_with_errors", 11, 2)
    assert [error["row"] for error in told["errors"]] == [13, 14]
    assert {"row", "item_id", "field", "code", "severity", "message", "value", "fix"} == set(told["errors"][0])
    assert [warning["code"] for warning in told["warnings"]] == ["M311"]


def test_csv_cells_cannot_run_as_formulas(reading):
    text = report_csv(reading).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == list(TITLES.values())
    assert [line[6] for line in lines[1:]] == ["'=HYPERLINK(1)", "'=cmd|x", "'@SUM"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for line in lines for cell in line)


def test_xlsx_cells_are_text_whatever_they_look_like(reading):
    book = load_workbook(io.BytesIO(report_xlsx(reading)))
    assert book.sheetnames == ["Tóm tắt", "Chi tiết"]
    cells = list(book["Chi tiết"].iter_rows(min_row=2))
    assert [row[6].value for row in cells] == ["=HYPERLINK(1)", "=cmd|x", "@SUM"]
    assert {row[6].data_type for row in cells} == {"s"}
    assert [row[0].value for row in cells] == [12, 13, 14]


def test_what_xml_cannot_hold_does_not_break_the_workbook():
    reading = read(as_csv([*rows(10), row(11, flow="a\x01\ufffe")]))
    assert load_workbook(io.BytesIO(report_xlsx(reading)))["Chi tiết"]["D2"].value == "M202"


def test_every_code_says_how_to_repair():
    assert len(CODES) == 39
    assert all(code.fix.endswith(".") and code.meaning.endswith(".") for code in CODES.values())
    assert {code.code[1] + code.severity for code in CODES.values()} == {"1F", "2E", "3W", "4Q"}
