"""Rows that are refused while the others are accepted: M201 to M214."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from buuan.registers.items.reading import Known
from buuan.registers.items.reading.columns import ITEMS, items_schema
from buuan.registers.items.reading.tests.cast import KNOWN, NOW, as_csv, as_json, as_json_lines, codes, read, row, rows

FRIENDS = 20


def with_friends(*items):
    """Give rows among enough valid ones that the file as a whole is taken."""
    return [*rows(FRIENDS), *items]


def only_finding(reading):
    """Give field and code of the one finding of a file whose last row is refused."""
    assert (reading.accepted, reading.refused) == (FRIENDS, 1), codes(reading)
    [(at, field, code)] = [found for found in codes(reading) if found[2].startswith("M2")]
    assert at == FRIENDS + 2
    return field, code


ALWAYS = [column.name for column in ITEMS if column.need == "always"]


@pytest.mark.parametrize("name", [*ALWAYS, "sender_phone", "receiver_phone", "declared_content"])
def test_every_required_field_must_be_filled(name):
    assert only_finding(read(as_csv(with_friends(row(99, **{name: "  "}))))) == (name, "M201")


def test_a_phone_is_required_only_inside_the_country():
    abroad = row(99, flow="inbound_intl", sender_country="DE", sender_phone="", item_id="CP001020307DE")
    assert read(as_csv(with_friends(abroad))).refused == 0


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("flow", "trong nuoc", "M202"),
        ("sender_country", "VNM", "M202"),
        ("sender_country", "DE", "M202"),
        ("currency", "DONG", "M202"),
        ("gross_weight_g", "nang", "M202"),
        ("gross_weight_g", "1.85", "M202"),
        ("gross_weight_g", "0.32", "M202"),
        ("gross_weight_g", "0", "M203"),
        ("gross_weight_g", "-5", "M203"),
        ("gross_weight_g", "500001", "M203"),
        ("length_mm", "10001", "M203"),
        ("pieces", "1000", "M203"),
        ("declared_value", "-1", "M203"),
        ("declared_value", "1.000.000", "M202"),
        ("declared_value", "1,5", "M202"),
        ("cod_amount", "1e5", "M202"),
        ("item_id", "AB1", "M203"),
        ("item_id", "A" * 41, "M208"),
        ("item_id", "ABC_123", "M202"),
        ("accepted_at", "hom qua", "M202"),
        ("accepted_at", "2026-01-05", "M202"),
        ("accepted_at", "2026-02-30T10:00:00+07:00", "M206"),
        ("accepted_at", "05/01/2026 07:12:00", "M206"),
        ("accepted_at", (NOW + timedelta(minutes=6)).isoformat(), "M206"),
        ("accepted_at", "1970-01-01T00:00:00+07:00", "M206"),
        ("expected_delivery_date", "2026-01-04", "M206"),
        ("expected_delivery_date", "mai", "M202"),
        ("sender_name", "a" * 151, "M208"),
        ("declared_content", "à" * 501, "M208"),
        ("accept_point", "P" * 33, "M208"),
        ("extra", "x" * 5000, "M208"),
    ],
)
def test_a_bad_value_refuses_its_row(name, value, code):
    reading = read(as_csv(with_friends(row(99, **{name: value}))))
    assert only_finding(reading) == (name, code)


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("gross_weight_g", "500000", 500_000),
        ("gross_weight_g", "500.0", 500),
        ("sender_name", "à" * 150, "à" * 150),
        ("flow", " Domestic ", "domestic"),
        ("sender_country", "vn", "VN"),
        ("item_id", " bcx 00.1-2/3 ", "BCX00.1-2/3"),
        ("pieces", "", 1),
        ("currency", "", "VND"),
        ("status", "", "accepted"),
        ("id_scheme", "", "operator"),
    ],
)
def test_values_at_the_limit_and_untidy_ones_are_taken(name, value, stored):
    reading = read(as_csv([row(1, **{name: value})]))
    assert reading.refused == 0, codes(reading)
    assert reading.items[name].to_list() == [stored]


def test_five_minutes_in_the_future_are_a_clock_that_is_off():
    assert read(as_csv([row(accepted_at=(NOW + timedelta(minutes=5)).isoformat())])).accepted == 1


def test_money_is_exact_and_a_decimal_comma_must_be_declared():
    comma = read(as_csv([row(declared_value="1000,25")]), decimal_comma=True)
    point = read(as_csv([row(declared_value="1000.25")]))
    assert str(comma.items["declared_value"][0]) == str(point.items["declared_value"][0]) == "1000.25"
    assert read(as_csv(with_friends(row(99, declared_value="1000.25"))), decimal_comma=True).refused == 1
    assert point.items["declared_value"].dtype == pl.Decimal(18, 2)


@pytest.mark.parametrize(
    ("item_id", "scheme", "word"),
    [
        ("RR473124828VN", "s10", "đúng ra phải là 9"),
        ("RR473124828VN", "operator", "đúng ra phải là 9"),
        ("RR47312482VN", "operator", "13 ký tự"),
        ("JA473124829VN", "operator", "JA"),
        ("RR473124829XX", "s10", "XX"),
        ("12345678", "s10", "13 ký tự"),
    ],
)
def test_a_wrong_s10_refuses_an_international_item_and_says_why(item_id, scheme, word):
    abroad = row(99, flow="outbound_intl", receiver_country="JP", item_id=item_id, id_scheme=scheme)
    reading = read(as_csv([*rows(FRIENDS, id_scheme="operator"), abroad]))
    assert only_finding(reading) == ("item_id", "M204")
    assert word in reading.errors()[0]["message"]


def test_a_courier_code_of_another_shape_is_no_s10():
    abroad = row(1, flow="outbound_intl", receiver_country="JP", item_id="1234567890")
    assert read(as_csv([abroad])).refused == 0


def test_a_repeated_identifier_keeps_the_first_and_names_both_rows():
    reading = read(as_csv(with_friends(row(3, sender_name="Người Khác"))))
    assert only_finding(reading) == ("item_id", "M205")
    assert "dòng 4" in reading.errors()[0]["message"]
    assert "dòng 22" in reading.errors()[0]["message"]
    assert reading.items.filter(pl.col("item_id") == row(3)["item_id"])["sender_name"].to_list() == ["Nguyễn Văn Mẫu"]


def test_a_row_with_the_wrong_number_of_cells_is_reported_and_the_next_is_read():
    data = as_csv(rows(FRIENDS)).replace(b"BCX0000000003,", b"BCX0000000003,,", 1)
    reading = read(data)
    assert (reading.accepted, reading.refused) == (FRIENDS - 1, 1)
    assert codes(reading) == [(4, "", "M202")]
    assert "18 ô" in reading.errors()[0]["message"]


def test_every_error_of_a_row_is_told_at_once():
    reading = read(as_csv(with_friends(row(99, flow="x", gross_weight_g="0", sender_name="", accepted_at="y"))))
    found = {(field, code) for _, field, code in codes(reading)}
    assert found == {("flow", "M202"), ("gross_weight_g", "M203"), ("sender_name", "M201"), ("accepted_at", "M202")}


def old_versions(*changes, under_order=False):
    """Give the versions that the archive would hold of some rows."""
    frame = read(as_csv([row(number, **change) for number, change in changes])).items
    return frame.with_columns(pl.lit(under_order).alias("under_order"))


def knowing(frame):
    return Known(
        operators=KNOWN.operators,
        points=KNOWN.points,
        declared=lambda ids: frame.filter(pl.col("item_id").is_in(ids.implode())),
    )


def test_an_item_known_with_the_same_content_is_told_from_a_changed_one():
    known = knowing(old_versions((1, {}), (2, {"gross_weight_g": "900"})))
    reading = read(as_csv(rows(3)), known=known)
    assert reading.items["version"].to_list() == ["unchanged", "changed", "new"]
    assert reading.unchanged == 1


def test_what_was_never_declared_cannot_be_amended_or_cancelled():
    known = knowing(old_versions(*[(number, {}) for number in range(1, FRIENDS + 1)]))
    assert only_finding(read(as_csv(with_friends(row(99))), kind="amend", known=known)) == ("item_id", "M209")
    ids = [{"item_id": item["item_id"]} for item in with_friends(row(99))]
    reading = read(as_csv(ids), kind="cancel", known=known)
    assert only_finding(reading) == ("item_id", "M209")
    assert reading.cancelled.height == FRIENDS
    assert reading.items.height == 0


@pytest.mark.parametrize(
    ("name", "value", "locked"),
    [("receiver_name", "Lê Văn Khác", True), ("declared_content", "Sách giáo khoa lớp 5", True), ("route", "HN-TH", False)],
)
def test_a_locked_field_cannot_be_amended_under_a_stop_order(name, value, locked):
    known = knowing(old_versions(*[(number, {"route": "TH-HN"}) for number in range(1, FRIENDS + 2)], under_order=True))
    items = [*rows(FRIENDS, route="TH-HN"), row(FRIENDS + 1, **({"route": "TH-HN"} | {name: value}))]
    reading = read(as_csv(items), kind="amend", known=known)
    assert reading.refused == int(locked)
    assert ((FRIENDS + 2, name, "M210") in codes(reading)) is locked


def test_accepted_rows_come_in_the_canonical_columns_in_the_order_of_the_file():
    for data in (as_csv(rows(5)), as_json(rows(5)), as_json_lines(rows(5))):
        frame = read(data).items
        assert dict(frame.schema) == items_schema()
        assert frame["row"].to_list() == [2, 3, 4, 5, 6]


def test_names_and_phones_are_masked_in_the_report():
    reading = read(as_csv(with_friends(row(99, sender_name="Nguyễn " * 30, receiver_phone="0912***345"))))
    shown = dict(zip(reading.report["field"], reading.report["value"], strict=True))
    assert "guyễn" not in shown["sender_name"]
    assert shown["receiver_phone"] == "091•••••45"
    text = str(reading.report.to_dicts())
    assert "Nguyễn" not in text
    assert "0912***345" not in text
