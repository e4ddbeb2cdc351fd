"""The same manifest in every format, and what is odd about each."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from buuan.registers.items.reading import Header, Limits, read_manifest
from buuan.registers.items.reading.tests.cast import (
    KNOWN,
    NOW,
    ROW,
    as_csv,
    as_json,
    as_json_lines,
    as_xlsx,
    codes,
    read,
    row,
    rows,
    table,
)


def as_parquet(items, **columns):
    frame = pl.DataFrame(items).with_columns(**columns)
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("make", [as_csv, as_json, as_json_lines, as_parquet, lambda items: as_xlsx(items=table(items))])
def test_every_format_gives_the_same_items(make):
    items = [*rows(5), row(6, receiver_phone="+81300000000", flow="outbound_intl", receiver_country="JP")]
    reading = read(make(items))
    assert reading.items.equals(read(as_csv(items)).items)
    assert reading.status == "committed"


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet", "a"])
def test_the_kind_is_told_from_the_content_not_from_the_name(name):
    assert read(as_json(rows(1)), name=name).file_type == "json"


def test_a_file_on_disk_is_read_like_bytes(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(as_csv(rows(3)))
    reading = read_manifest(path, name="x.csv", header=Header("BCX"), known=KNOWN, now=NOW)
    assert reading.content_hash == read(as_csv(rows(3))).content_hash
    assert reading.accepted == 3


def test_a_moment_without_offset_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="offset"):
        read_manifest(b"x", name="x", header=Header("BCX"), known=KNOWN, now=datetime(2026, 1, 5))  # noqa: DTZ001


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_the_delimiter_is_told_from_the_header(self, delimiter):
        items = [row(1, declared_content="Áo; quần, tất\tdài")]
        assert read(as_csv(items, delimiter)).items["declared_content"].to_list() == ["Áo; quần, tất dài"]

    def test_quotes_line_ends_and_windows_line_ends_are_read(self):
        items = [row(1, declared_content='Màn hình "24 inch"\nmới'), row(2)]
        data = as_csv(items).replace(b"\n", b"\r\n")
        reading = read(data)
        assert reading.items["declared_content"][0] == 'Màn hình "24 inch" mới'
        assert reading.items["row"].to_list() == [2, 3]

    def test_old_macintosh_line_ends_are_read(self):
        assert read(as_csv(rows(3)).replace(b"\n", b"\r")).accepted == 3

    def test_a_quote_in_the_middle_of_a_cell_is_a_letter_like_any_other(self):
        data = as_csv([row(1, declared_content="@@"), *rows(3)[1:]]).replace(b"@@", 'Màn hình 24" LED'.encode())
        reading = read(data)
        assert reading.items["declared_content"][0] == 'Màn hình 24" LED'
        assert reading.items["row"].to_list() == [2, 3, 4]

    def test_blank_rows_are_passed_over_and_still_counted(self):
        lines = as_csv(rows(3)).split(b"\n")
        lines.insert(2, b"," * (len(ROW) - 1))
        lines.insert(2, b"")
        assert read(b"\n".join(lines)).items["row"].to_list() == [2, 5, 6]

    def test_empty_cells_beyond_the_header_are_no_error(self):
        data = b"\n".join(line + b",," if at else line for at, line in enumerate(as_csv(rows(2)).split(b"\n")[:-1]))
        assert read(data).accepted == 2

    def test_chunks_do_not_show(self):
        data = as_csv([row(n, sender_address=f"Số {n},\n«{n}» đường" + " dài" * (n % 9)) for n in range(1, 400)])
        whole = read(data)
        small = read(data, limits=Limits(chunk_bytes=2048))
        assert small.items.equals(whole.items)
        assert small.report.equals(whole.report)
        assert whole.accepted == 399

    def test_nul_bytes_are_removed(self):
        data = as_csv(rows(30)).replace("Thôn Mẫu".encode(), "Thôn\0 Mẫu".encode(), 1)
        assert read(data).items["receiver_address"][0] == ROW["receiver_address"]


class TestXlsx:
    def test_numbers_dates_and_texts_come_as_they_were_meant(self):
        book = Workbook()
        sheet = book.active
        item = row(1, item_id=10345381626, accepted_at=datetime(2026, 1, 5, 7, 12), gross_weight_g=850.0)  # noqa: DTZ001
        item |= {"declared_value": 650000.5, "sender_phone": 900000001, "expected_delivery_date": datetime(2026, 1, 7)}  # noqa: DTZ001
        sheet.append(list(item))
        sheet.append(list(item.values()))
        reading = read(saved(book))
        assert sorted(codes(reading)) == [(2, "accepted_at", "M301"), (2, "sender_phone", "M310")]
        assert reading.items.select(
            "item_id", "accepted_at", "gross_weight_g", "declared_value", "sender_phone", "expected_delivery_date"
        ).rows() == [
            ("10345381626", datetime(2026, 1, 5, 0, 12, tzinfo=UTC), 850, Decimal("650000.50"), "+84900000001",
             datetime(2026, 1, 7).date()),  # noqa: DTZ001
        ]  # fmt: skip

    def test_long_numbers_that_a_sheet_cannot_hold_are_reported(self):
        cells = table([row(1, item_id="X")])
        cells[1][0] = 12345678901234567890
        assert codes(read(as_xlsx(items=cells))) == [(2, "item_id", "M310")]

    def test_formulas_are_not_evaluated(self):
        cells = table(rows(10))
        at = cells[0].index("gross_weight_g")
        cells[3][at] = "=1+1"
        reading = read(as_xlsx(items=cells))
        assert (4, "gross_weight_g", "M202") in codes(reading)
        assert reading.accepted == 9

    def test_the_stored_result_of_a_formula_is_used_with_a_warning(self):
        cells = table(rows(2))
        at = cells[0].index("gross_weight_g")
        cells[1][at] = "=425*2"
        data = as_xlsx(items=cells)
        sheet = "xl/worksheets/sheet1.xml"
        changed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(changed, "w") as after:
            for name in before.namelist():
                raw = before.read(name)
                after.writestr(
                    name, raw.replace(b"<v />", b"<v>850</v>").replace(b"<v></v>", b"<v>850</v>") if name == sheet else raw
                )
        reading = read(changed.getvalue())
        assert codes(reading) == [(2, "gross_weight_g", "M312")]
        assert reading.items["gross_weight_g"].to_list() == [850, 850]

    def test_merged_cells_are_refused_in_the_table_and_harmless_in_a_title(self):
        book = Workbook()
        sheet = book.active
        for cells in [["BẢNG KÊ"], *table(rows(2))]:
            sheet.append(cells)
        sheet.merge_cells("A1:F1")
        assert read(saved(book)).accepted == 2
        sheet.merge_cells("B3:B4")
        reading = read(saved(book))
        assert codes(reading) == [(None, "", "M101")]
        assert "B3:B4" in reading.errors()[0]["message"]

    def test_the_sheet_items_is_found_and_the_sheet_manifest_read(self):
        data = as_xlsx(
            huong_dan=[["Hướng dẫn"]], items=table(rows(2)), manifest=[["manifest_id", "AM-9"], ["revision", 3], ["item_count", 2]]
        )
        header = read(data).header
        assert (header.manifest_id, header.revision, header.item_count) == ("AM-9", 3, 2)

    def test_too_many_rows_are_refused(self):
        assert codes(read(as_xlsx(items=table(rows(5))), limits=Limits(xlsx_rows=4))) == [(None, "", "M101")]
        assert read(as_xlsx(items=table(rows(4))), limits=Limits(xlsx_rows=4)).accepted == 4

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", bytes(4 * 2**20))
        reading = read(out.getvalue(), limits=Limits(xlsx_unpacked_bytes=2**20))
        assert codes(reading) == [(None, "", "M101")]
        assert "nén độc hại" in reading.errors()[0]["message"]

    def test_an_archive_that_lies_about_its_size_is_refused(self):
        data = bytearray(as_xlsx(items=table(rows(50))))
        at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
        data[at + 24 : at + 28] = (10).to_bytes(4, "little")
        assert read(bytes(data)).refused_whole

    def test_entities_are_never_expanded(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("xl/workbook.xml", '<!DOCTYPE w [<!ENTITY a "aaaa">]><workbook>&a;</workbook>')
        reading = read(out.getvalue())
        assert "DTD" in reading.errors()[0]["message"]

    def test_another_archive_is_no_workbook(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.txt", "x")
        assert "không phải sổ Excel" in read(out.getvalue()).errors()[0]["message"]

    def test_a_workbook_cut_off_is_refused(self):
        data = as_xlsx(items=table(rows(50)))
        assert codes(read(data[: len(data) // 2])) == [(None, "", "M101")]


class TestParquet:
    def test_typed_columns_and_nested_lines_are_read(self):
        items = [row(n, accepted_at=None, gross_weight_g=None) for n in (1, 2)]
        lines = [[{"line_no": 1, "description": "Áo len dài tay", "quantity": 2.0}], []]
        data = as_parquet(
            items,
            accepted_at=pl.Series([datetime(2026, 1, 5, 0, 12, tzinfo=UTC)] * 2, dtype=pl.Datetime("us", "UTC")),
            gross_weight_g=pl.Series([850, 900], dtype=pl.Int64),
            declared_value=pl.Series([Decimal("1.50"), None], dtype=pl.Decimal(18, 2)),
            flow=pl.Series(["domestic"] * 2, dtype=pl.Categorical),
            lines=pl.Series(lines),
        )
        reading = read(data)
        assert (reading.accepted, codes(reading)) == (2, [])
        assert reading.items["gross_weight_g"].to_list() == [850, 900]
        assert reading.lines["description"].to_list() == ["Áo len dài tay"]

    def test_a_time_without_zone_is_taken_as_vietnamese(self):
        data = as_parquet([row(1, accepted_at=None)], accepted_at=pl.Series([datetime(2026, 1, 5, 7, 12)]))  # noqa: DTZ001
        reading = read(data)
        assert codes(reading) == [(2, "accepted_at", "M301")]
        assert reading.items["accepted_at"].to_list() == [datetime(2026, 1, 5, 0, 12, tzinfo=UTC)]

    def test_a_fraction_of_a_gram_is_an_error_of_its_row(self):
        weights = pl.Series([850.0] * 9 + [0.85])
        reading = read(as_parquet(rows(10, gross_weight_g=None), gross_weight_g=weights))
        assert codes(reading) == [(11, "gross_weight_g", "M202")]

    @pytest.mark.parametrize("dtype", [pa.binary(), pa.map_(pa.string(), pa.string()), pa.list_(pa.string()), pa.time32("s")])
    def test_a_type_that_no_manifest_uses_refuses_the_file_and_names_the_column(self, dtype):
        whole = pa.table({"item_id": ["X1234"], "flow": pa.array([None], dtype)})
        out = io.BytesIO()
        pq.write_table(whole, out)
        reading = read(out.getvalue())
        assert ("flow", "M101") in {(field, code) for _, field, code in codes(reading)}

    def test_a_wrong_but_readable_type_is_an_error_of_its_rows(self):
        reading = read(as_parquet(rows(3, accepted_at=None), accepted_at=pl.Series([1, 2, 3])))
        assert [code for _, _, code in codes(reading)].count("M202") == 3
        assert reading.refused_whole

    def test_a_cut_or_damaged_file_is_refused(self):
        data = as_parquet(rows(50))
        assert codes(read(data[:-9])) == [(None, "", "M101")]
        damaged = bytearray(data)
        damaged[200:400] = bytes(200)
        assert read(bytes(damaged)).refused_whole

    def test_the_number_of_items_is_known_before_any_is_read(self):
        assert codes(read(as_parquet(rows(5)), limits=Limits(items=4))) == [(None, "", "M101")]
        assert codes(read(as_parquet(rows(50)), limits=Limits(parquet_unpacked_bytes=100))) == [(None, "", "M101")]

    def test_the_header_may_stand_in_the_metadata(self):
        whole = pl.DataFrame(rows(2)).to_arrow().replace_schema_metadata({"manifest": json.dumps({"manifest_id": "PQ-1"})})
        out = io.BytesIO()
        pq.write_table(whole, out)
        assert read(out.getvalue()).header.manifest_id == "PQ-1"


class TestJson:
    def test_numbers_and_texts_are_the_same(self):
        numbers = row(1, gross_weight_g=850, declared_value=650000.5, item_id=10345381626)
        texts = row(1, gross_weight_g="850", declared_value="650000.5", item_id="10345381626")
        assert read(as_json([numbers])).items.equals(read(as_json([texts])).items)

    def test_a_broken_item_in_json_lines_is_an_error_of_its_row(self):
        lines = as_json_lines(rows(20)).split(b"\n")
        lines[5] = lines[5][:-1] + b",,}"
        lines[9] = b"[1]"
        reading = read(b"\n".join(lines))
        assert codes(reading) == [(6, "", "M202"), (10, "", "M202")]
        assert reading.accepted == 18
        assert reading.items["row"].to_list()[-1] == 21

    def test_lines_that_are_no_list_are_an_error_of_their_item(self):
        good = [row(n) | {"lines": [{"description": "Áo len dài tay", "quantity": 1}]} for n in range(1, 20)]
        reading = read(as_json([*good, row(99) | {"lines": 5}]))
        assert (codes(reading), reading.accepted) == ([(21, "", "M202")], 19)

    @pytest.mark.parametrize("make", [as_json, as_json_lines])
    def test_an_upload_cut_off_says_so(self, make):
        data = make(rows(20))
        reading = read(data[:-40])
        assert [code for _, _, code in codes(reading)] == ["M101"]
        assert "cắt giữa chừng" in reading.errors()[0]["message"]

    def test_deep_nesting_is_refused(self):
        deep = b'{"manifest": {}, "items": [{"a": ' + b"[" * 500 + b"]" * 500 + b"}]}"
        assert "tầng" in read(deep).errors()[0]["message"]

    def test_an_object_without_items_is_no_manifest(self):
        assert [code for _, _, code in codes(read(b'{"manifest": {\n}, "item": []}'))] == ["M104"]
        assert read(b'{"manifest": {}, "items": [1, 2]}').refused_whole

    def test_json_lines_may_come_without_a_header_line(self):
        data = as_json_lines(rows(3)).split(b"\n", 1)[1]
        assert read(data).items["row"].to_list() == [1, 2, 3]

    def test_chunks_do_not_show(self):
        data = as_json([row(n) | {"lines": [{"description": f"Hàng số {n}", "quantity": n}]} for n in range(1, 200)])
        whole, small = read(data), read(data, limits=Limits(chunk_bytes=2048))
        assert small.items.equals(whole.items)
        assert small.lines.equals(whole.lines)
