"""Content lines: nested, in the item's own row, or on a sheet of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from buuan.registers.items.reading import Limits
from buuan.registers.items.reading.columns import lines_schema
from buuan.registers.items.reading.tests.cast import as_csv, as_json, as_xlsx, codes, read, row, rows, table

FRIENDS = 20


def line(description="Áo sơ mi nam", quantity="1", **more):
    return {"description": description, "quantity": quantity} | more


def test_nested_lines_are_typed_and_numbered():
    item = row(1) | {"lines": [line(), line("Quần bò nữ", "2.5", value="90000", line_no=7), line("Tất len trẻ em")]}
    reading = read(as_json([item]))
    assert dict(reading.lines.schema) == lines_schema()
    assert reading.lines["line_no"].to_list() == [8, 7, 9]
    assert reading.lines["quantity"].to_list() == [Decimal("1.000"), Decimal("2.500"), Decimal("1.000")]
    assert reading.items["screen_text"][0].endswith("Quần bò nữ; Áo sơ mi nam; Tất len trẻ em")


def test_rows_of_one_item_in_a_flat_file_become_its_lines():
    items = [row(1) | line("Áo sơ mi nam"), row(1) | line("Quần bò nữ"), row(2) | line("Giày da nam")]
    reading = read(as_csv(items), item_count=2, line_count=3)
    assert (reading.accepted, reading.lines.height, codes(reading)) == (2, 3, [])
    assert reading.lines["item_id"].to_list() == [row(1)["item_id"]] * 2 + [row(2)["item_id"]]
    assert reading.lines["line_no"].to_list() == [1, 2, 1]


def test_rows_of_one_item_that_disagree_refuse_the_later_one():
    items = [*(row(n) | line() for n in range(1, FRIENDS)), row(1, sender_name="Người Khác") | line("Quần bò nữ")]
    reading = read(as_csv(items))
    assert codes(reading) == [(FRIENDS + 1, "item_id", "M214")]
    assert "dòng 2" in reading.errors()[0]["message"]
    assert (reading.accepted, reading.lines.height) == (FRIENDS - 1, FRIENDS - 1)


def test_a_repeated_row_without_a_line_is_a_duplicate():
    items = [*(row(n) | line() for n in range(1, FRIENDS)), row(1) | {"description": "", "quantity": ""}]
    assert codes(read(as_csv(items))) == [(FRIENDS + 1, "item_id", "M205")]


def test_an_item_is_not_taken_with_half_of_its_lines():
    items = [*(row(n) | line() for n in range(2, FRIENDS)), row(1) | line(), row(1) | line("Dao phay", "nhieu")]
    reading = read(as_csv(items))
    assert [code for _, _, code in codes(reading)] == ["M214", "M202"]
    assert row(1)["item_id"] not in reading.items["item_id"].to_list()
    assert reading.refused == 2


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"description": ""}, "lines.description", "M201"),
        ({"quantity": ""}, "lines.quantity", "M201"),
        ({"quantity": "0"}, "lines.quantity", "M203"),
        ({"quantity": "x"}, "lines.quantity", "M202"),
        ({"net_weight_g": "0"}, "lines.net_weight_g", "M203"),
        ({"value": "-1"}, "lines.value", "M203"),
        ({"hs_code": "12345"}, "lines.hs_code", "M202"),
        ({"origin_country": "XX"}, "lines.origin_country", "M202"),
        ({"description": "a" * 301}, "lines.description", "M208"),
        ({"line_no": "0"}, "lines.line_no", "M203"),
    ],
)
def test_a_bad_line_refuses_its_item(change, field, code):
    items = [*(row(n) | {"lines": [line()]} for n in range(1, FRIENDS)), row(99) | {"lines": [line(), line() | change]}]
    reading = read(as_json(items))
    assert (FRIENDS + 1, field, code) in codes(reading)
    assert (reading.accepted, reading.refused) == (FRIENDS - 1, 1)


def test_an_item_with_lines_needs_no_declared_content():
    bare = row(1, declared_content=None) | {"lines": [line()]}
    reading = read(as_json([bare]))
    assert (reading.accepted, codes(reading)) == (1, [])
    assert reading.items["screen_text"].to_list() == ["Áo sơ mi nam"]


def test_lines_that_do_not_add_up_are_warned_of():
    heavy = row(1, declared_value="100000") | {"lines": [line(net_weight_g="900", value="100000")]}
    uneven = row(2, declared_value="100000") | {"lines": [line(net_weight_g="800", value="102000")]}
    fine = row(3, declared_value="100000") | {"lines": [line(net_weight_g="892", value="100900")]}
    reading = read(as_json([heavy, uneven, fine]))
    assert codes(reading) == [(2, "lines.net_weight_g", "M308"), (3, "lines.value", "M308")]


def test_international_lines_need_an_origin_and_should_have_an_hs_code():
    abroad = {"flow": "outbound_intl", "receiver_country": "JP"}
    lines = [line(hs_code="6205.20", origin_country="VN")]
    items = [row(n, **abroad) | {"lines": lines} for n in range(1, FRIENDS)]
    items.append(row(98, **abroad) | {"lines": [line(origin_country="VN")]})
    items.append(row(99, **abroad) | {"lines": [line(hs_code="6205", origin_country="")]})
    reading = read(as_json(items))
    assert codes(reading) == [
        (FRIENDS + 1, "lines.hs_code", "M308"),
        (FRIENDS + 2, "lines.hs_code", "M308"),
        (FRIENDS + 2, "lines.origin_country", "M201"),
    ]
    assert reading.lines["hs_code"][0] == "620520"


def test_two_lines_of_one_number_refuse_the_item():
    items = [*(row(n) | {"lines": [line()]} for n in range(1, FRIENDS)), row(99) | {"lines": [line(line_no=1), line(line_no=1)]}]
    reading = read(as_json(items))
    assert (FRIENDS + 1, "lines.line_no", "M205") in codes(reading)
    assert reading.refused == 1


def test_an_item_has_at_most_so_many_lines():
    items = [*(row(n) | {"lines": [line()]} for n in range(1, FRIENDS)), row(99) | {"lines": [line()] * 5}]
    assert (FRIENDS + 1, "lines", "M203") in codes(read(as_json(items), limits=Limits(lines_per_item=4)))


def test_lines_on_a_sheet_of_their_own_find_their_items():
    items = table(rows(FRIENDS))
    lines = [["item_id", "description", "quantity"], [" bcx0000000001", "Áo len dài tay", 2], ["BCX0000000002", "Mũ vải", 1]]
    reading = read(as_xlsx(items=items, lines=lines))
    assert reading.lines.select("item_id", "description", "row").rows() == [
        ("BCX0000000001", "Áo len dài tay", 2),
        ("BCX0000000002", "Mũ vải", 3),
    ]


def test_a_line_of_an_unknown_item_is_reported_and_hurts_no_one_else():
    lines = [["item_id", "description", "quantity"], ["BCX9999999999", "Áo len dài tay", 2]]
    reading = read(as_xlsx(items=table(rows(FRIENDS)), lines=lines))
    assert codes(reading) == [(2, "lines.item_id", "M207")]
    assert (reading.accepted, reading.refused, reading.lines.height) == (FRIENDS, 1, 0)


def test_a_bad_line_on_its_own_sheet_refuses_its_item_and_not_the_row_of_that_number():
    lines = [["item_id", "description", "quantity"], ["BCX0000000007", "Áo len dài tay", "x"]]
    reading = read(as_xlsx(items=table(rows(FRIENDS)), lines=lines))
    assert codes(reading) == [(2, "lines.quantity", "M202"), (8, "lines", "M214")]
    assert (reading.accepted, reading.refused) == (FRIENDS - 1, 1)
    assert "BCX0000000007" not in reading.items["item_id"].to_list()
