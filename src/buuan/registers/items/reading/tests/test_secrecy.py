"""Letters are only counted; of documents four facts are kept; nothing of either is checked, reported or screened."""

from __future__ import annotations

import polars as pl
import pytest

from buuan.registers.items.reading.columns import DOCUMENT_COLUMNS
from buuan.registers.items.reading.tests.cast import as_csv, as_json, as_xlsx, codes, read, row, rows, table
from buuan.registers.items.reading.writers import report_csv, report_json, report_xlsx

SECRET = "Bí mật trong thư"


def everything(reading):
    """Give all that a reading holds, as text, the reports included."""
    frames = (reading.items, reading.lines, reading.documents, reading.cancelled, reading.report)
    reports = report_json(reading).decode() + report_csv(reading).decode()
    assert report_xlsx(reading)
    return "".join(str(frame.to_dicts()) for frame in frames) + reports


def test_a_letter_is_counted_and_nothing_of_it_is_kept():
    letter = row(2, service_class="letter", declared_content=SECRET, sender_name=SECRET, receiver_address=SECRET)
    reading = read(as_csv([row(1), letter, row(3)]))
    assert (reading.accepted, reading.letters_counted, reading.items.height) == (3, 1, 2)
    assert SECRET not in everything(reading)
    assert letter["item_id"] not in everything(reading)


def test_a_letter_is_not_even_checked():
    broken = row(2, service_class=" LETTER ", gross_weight_g="x", flow="", accepted_at=SECRET, item_id="?")
    reading = read(as_csv([row(1), broken]))
    assert (reading.status, reading.accepted, reading.letters_counted) == ("committed", 2, 1)
    assert codes(reading) == []


def test_of_a_document_only_identifier_point_moment_and_weight_are_kept():
    paper = row(2, service_class="document", declared_content=SECRET, sender_name=SECRET) | {"mã nội bộ": SECRET}
    reading = read(as_csv([row(1), paper]))
    assert (reading.accepted, reading.items.height, reading.documents.height) == (2, 1, 1)
    assert tuple(reading.documents.columns) == DOCUMENT_COLUMNS
    assert reading.documents["item_id"].to_list() == [paper["item_id"]]
    assert SECRET not in everything(reading)


def test_a_document_needs_no_parties_and_no_content():
    names = [name for name in row() if name.startswith(("sender", "receiver", "declared"))]
    reading = read(as_csv([row(1), row(2, service_class="document", flow="", **dict.fromkeys(names, ""))]))
    assert (reading.status, reading.accepted) == ("committed", 2)


def test_a_document_without_weight_or_with_a_known_identifier_is_refused():
    papers = [row(98, service_class="document", gross_weight_g=""), row(3, service_class="document")]
    reading = read(as_csv([*rows(20), *papers]))
    assert codes(reading) == [(22, "gross_weight_g", "M201"), (23, "item_id", "M205")]


def test_lines_of_letters_and_documents_go_with_them():
    lines = [{"line_no": 1, "description": SECRET, "quantity": 1}]
    items = [row(1), row(2, service_class="letter") | {"lines": lines}, row(3, service_class="document") | {"lines": lines}]
    reading = read(as_json(items))
    assert (reading.accepted, reading.lines.height) == (3, 0)
    assert SECRET not in everything(reading)


def test_lines_of_letters_on_a_sheet_of_their_own_go_unread():
    items = [row(1), row(2, service_class="letter"), row(3, service_class="document")]
    lines = [["item_id", "description", "quantity"], *([item["item_id"], SECRET, "bad"] for item in items[1:])]
    reading = read(as_xlsx(items=table(items), lines=lines))
    assert (reading.status, reading.accepted, reading.lines.height) == ("committed", 3, 0)
    assert SECRET not in everything(reading)


@pytest.mark.parametrize("service", ["thư", "Letters", ""])
def test_where_the_class_is_unknown_the_report_does_not_show_what_is_declared(service):
    hidden = row(99, service_class=service, declared_content=SECRET * 40)
    reading = read(as_csv([*rows(20), hidden]))
    assert {code for _, _, code in codes(reading)} & {"M202", "M201"}
    assert SECRET not in everything(reading)


def test_a_row_that_the_operator_marks_as_a_document_is_one_whatever_its_class():
    item = row(1, service_class="parcel", item_id=None, gross_weight_g=None, declared_content=None) | {
        "ORDER_NUMBER": "10345381626", "PRODUCT_TYPE": "TH", "PRODUCT_NAME": SECRET, "PRODUCT_WEIGHT": "40",
    }  # fmt: skip
    reading = read(as_csv([item]), profile="vtp")
    assert reading.documents.select("item_id", "gross_weight_g").rows() == [("10345381626", 40)]
    assert SECRET not in everything(reading)


def test_letters_documents_and_goods_add_up_in_a_mixed_file():
    classes = ["letter", "document", "parcel"] * 10
    reading = read(as_csv([row(number, service_class=kind) for number, kind in enumerate(classes, start=1)]))
    assert (reading.letters_counted, reading.documents.height, reading.items.height) == (10, 10, 10)
    assert reading.items["service_class"].unique().to_list() == ["parcel"]
    assert reading.items.filter(pl.col("row") % 3 != 1).height == 0
