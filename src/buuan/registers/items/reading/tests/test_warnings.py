"""Rows that are accepted with a warning: M301 to M316, and the quality remarks M401, M402."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from buuan.kit.workdays import VIETNAM
from buuan.registers.items.reading import Header, Known, Limits, read_manifest
from buuan.registers.items.reading.tests.cast import KNOWN, NOW, as_csv, as_json, codes, read, row, rows


def warned(reading):
    """Give field and code of every warning of a file that is taken whole."""
    assert reading.status == "committed", codes(reading)
    return [(field, code) for _, field, code in codes(reading)]


MOMENT = datetime(2026, 1, 5, 0, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-01-05T07:12:00+07:00", None),
        ("2026-01-05T00:12:00Z", None),
        ("2026-01-05 07:12:00+07:00", None),
        ("2026-01-05T07:12+07:00", None),
        ("2026-01-05T07:12:00.000+0700", None),
        ("2026-01-05T07:12:00+07", None),
        ("2026-01-05T01:12:00+01:00", None),
        ("2026-01-05T07:12:00", "M301"),
        ("2026-01-05 07:12", "M301"),
        ("46027.3", "M310"),
    ],
)
def test_moments_are_read_in_every_usual_form_and_kept_in_utc(written, code):
    reading = read(as_csv([row(accepted_at=written)]))
    assert warned(reading) == ([("accepted_at", code)] if code else [])
    assert reading.items["accepted_at"].to_list() == [MOMENT]


@pytest.mark.parametrize(
    ("written", "stored", "code"),
    [
        ("0900000001", "+84900000001", None),
        ("+84 900 000 001", "+84900000001", None),
        ("0900.000.001", "+84900000001", None),
        ("0000000000", "0000000000", "M302"),
        ("0123456789", "0123456789", "M302"),
        ("0912***345", "0912***345", "M302"),
        ("01680000001", "+84380000001", "M302"),
        ("0900000001/0900000002", "+84900000001", "M302"),
        ("900000001", "+84900000001", "M310"),
        ("9.00E+08", "9.00E+08", "M310"),
    ],
)
def test_phones_are_brought_to_one_form_or_warned_of(written, stored, code):
    reading = read(as_csv([row(receiver_phone=written)]))
    assert reading.items["receiver_phone"].to_list() == [stored]
    assert (code is None and not warned(reading)) or ("receiver_phone", code) in warned(reading)


def test_areas_are_resolved_by_code_or_by_words():
    items = [row(1, sender_area="14797"), row(2, sender_area="Phường Hạc Thành"), row(3, sender_area="Xã Không Có")]
    reading = read(as_csv(items))
    assert reading.items["sender_area_code"].to_list() == ["14797", "14797", None]
    assert reading.items["sender_area"].to_list() == ["14797", "Phường Hạc Thành", "Xã Không Có"]
    assert codes(reading) == [(4, "sender_area", "M303")]


def test_areas_can_be_resolved_by_a_function_which_is_asked_once_for_each_text():
    asked = []

    def resolve(texts):
        asked.extend(texts)
        return ["14812" if "Bỉm" in text else None for text in texts]

    known = Known(operators={"BCX"}, areas=resolve)
    reading = read(as_csv(rows(3, sender_area="Bỉm Sơn", receiver_area="Bỉm Sơn")), known=known)
    assert reading.items["receiver_area_code"].to_list() == ["14812"] * 3
    assert asked == ["Bỉm Sơn"]


def test_the_check_digit_of_a_domestic_item_only_warns():
    assert warned(read(as_csv([row(item_id="BK990032289VN")]))) == [("item_id", "M304")]
    assert warned(read(as_csv([row(item_id="RR473124829VN")]))) == []


@pytest.mark.parametrize(
    ("item_id", "operator", "code"),
    [
        ("SPXVN063015366786", "BCX", "M305"),
        ("SPXVN03430656076C", "SPX", None),
        ("S22749126.SGP39-J31.1375835526", "BCX", "M305"),
        ("S22749126.SGP39-J31.1375835526", "GHTK", None),
        ("862195772225", "BCX", None),
        ("LNYQT6", "BCX", None),
    ],
)
def test_only_a_specific_shape_contradicts_the_operator(item_id, operator, code):
    reading = read(as_csv([row(item_id=item_id)]), operator_code=operator)
    assert warned(reading) == ([("item_id", code)] if code else [])


@pytest.mark.parametrize(
    ("grams", "service", "code"),
    [("4", "parcel", "M306"), ("70001", "cod_parcel", "M306"), ("70001", "freight", None), ("5", "parcel", None)],
)
def test_odd_weights_of_parcels_warn(grams, service, code):
    reading = read(as_csv([row(gross_weight_g=grams, service_class=service)]))
    assert warned(reading) == ([("gross_weight_g", code)] if code else [])


def test_a_file_weighed_in_kilograms_is_noticed_by_its_median():
    reading = read(as_csv(rows(12, gross_weight_g="15", service_class="freight")))
    assert codes(reading) == [(None, "gross_weight_g", "M306")]


def test_a_late_declaration_is_measured_and_warned_of():
    known = Known(operators={"BCX"}, late_after_h=24)
    items = [
        row(1, accepted_at=(NOW - timedelta(hours=23)).isoformat()),
        row(2, accepted_at=(NOW - timedelta(hours=25)).isoformat()),
        row(3, accepted_at=(NOW - timedelta(days=91)).isoformat()),
    ]
    reading = read(as_csv(items), known=known)
    assert reading.items["late_min"].to_list() == [23 * 60, 25 * 60, 91 * 24 * 60]
    assert codes(reading) == [(3, "accepted_at", "M307"), (4, "accepted_at", "M307")]


def test_unknown_columns_are_kept_in_extra_and_warned_of_once():
    reading = read(as_csv([row(1) | {"Mã ca": "S1"}, row(2) | {"Mã ca": ""}]))
    assert codes(reading) == [(1, "Mã ca", "M309")]
    assert reading.items["extra"].to_list() == ['{"Mã ca":"S1"}', None]


def test_an_identity_number_is_never_kept_not_even_in_extra():
    reading = read(as_csv([row(sender_tax_code="038099000001") | {"ma": "038200000001"}]))
    assert ("sender_tax_code", "M316") in warned(reading)
    assert ("extra.ma", "M316") in warned(reading)
    everything = str(reading.items.to_dicts()) + str(reading.report.to_dicts())
    assert "038099000001" not in everything
    assert "038200000001" not in everything


@pytest.mark.parametrize(
    ("code", "fine"), [("0100109106", True), ("0100109106-001", True), ("2800000000", False), ("12345", False)]
)
def test_tax_codes_are_checked(code, fine):
    assert warned(read(as_csv([row(sender_tax_code=code)]))) == ([] if fine else [("sender_tax_code", "M315")])


def test_scientific_notation_in_an_identifier_is_said_and_the_text_kept():
    reading = read(as_csv([row(item_id="1.03454E+10", sender_ref="2.5E+11")]))
    assert warned(reading) == [("item_id", "M310"), ("sender_ref", "M310")]
    assert reading.items["item_id"].to_list() == ["1.03454E+10"]


@pytest.mark.parametrize("sign", "=+-@")
def test_a_cell_that_looks_like_a_formula_is_kept_as_text(sign):
    reading = read(as_csv([row(sender_address=f"{sign}SUM(A1)")]))
    assert warned(reading) == [("sender_address", "M311")]
    assert reading.items["sender_address"].to_list() == [f"{sign}SUM(A1)"]


def test_a_plus_before_a_phone_is_no_formula():
    assert warned(read(as_csv([row(sender_phone="+84900000001")]))) == []


def test_unknown_points_are_made_provisionally():
    reading = read(as_csv([row(1), row(2, accept_point="MOI-1"), row(3, accept_point="MOI-1")]))
    assert codes(reading) == [(3, "accept_point", "M313"), (4, "accept_point", "M313")]
    assert reading.provisional_points == ("MOI-1",)


@pytest.mark.parametrize("name", ["note", "Ghi chú", "remarks", "delivery_instruction", "ORDER_NOTE"])
def test_notes_are_dropped_and_leave_no_trace(name):
    reading = read(as_csv([row() | {name: "chúc mừng sinh nhật"}]))
    assert [code for _, code in warned(reading)] == ["M314"]
    assert "sinh nhật" not in str(reading.items.to_dicts()) + str(reading.report.to_dicts())


def test_names_are_cleaned_and_declared_texts_kept_as_written():
    reading = read(
        as_csv([row(sender_name="  Nguye\u0302\u0303n\u200b  Va\u0306n\tMẫu ", declared_content=" phá\u200bo  nổ\x07 ")])
    )
    assert reading.items["sender_name"].to_list() == ["Nguyễn Văn Mẫu"]
    assert reading.items["declared_content"].to_list() == ["phá\u200bo  nổ"]
    assert reading.items["evasion_hint"].to_list() == [True]


def test_texts_of_untidy_and_tidy_rows_are_cleaned_alike_in_every_format():
    untidy = ["  A  B ", "Thanh Ho\u0301a", "x\u00a0y", "\ufeffz", "Đ\u200bà", "\u212b", "a\x7fb", "ok"]
    items = [row(number, sender_address=text) for number, text in enumerate(untidy, start=1)]
    by_csv, by_json = read(as_csv(items)), read(as_json(items))
    assert by_csv.items["sender_address"].to_list() == by_json.items["sender_address"].to_list()
    assert by_csv.items["sender_address"].to_list() == ["A B", "Thanh Hóa", "x y", "z", "Đà", "Å", "ab", "ok"]


def test_a_placeholder_for_a_name_is_remarked():
    reading = read(as_csv([row(sender_name="Khách lẻ"), row(2, receiver_name="test"), row(3, sender_name="Mai Anh")]))
    assert warned(reading) == [("sender_name", "M402"), ("receiver_name", "M402")]


def test_a_flood_of_equal_warnings_is_counted_but_not_listed():
    reading = read(as_csv(rows(50, accepted_at="2026-01-05T07:12:00")), limits=Limits(report_rows_per_warning=10))
    assert reading.warnings == 50
    assert reading.report.height == 11
    assert "40 dòng khác" in reading.report["message"][-1]


def test_refusals_are_never_cut():
    reading = read(as_csv(rows(50, flow="x")), limits=Limits(report_rows_per_warning=10))
    assert reading.report.filter(pl.col("code") == "M202").height == 50


def test_without_knowledge_there_is_no_warning():
    reading = read(as_csv([row(sender_area="xyz", accept_point="P9")]), known=Known(operators=KNOWN.operators))
    assert warned(reading) == []
    assert reading.provisional_points == ()


def test_the_day_is_the_same_in_whatever_zone_the_caller_states_it():
    here = NOW.astimezone(VIETNAM)
    reading = read_manifest(
        as_csv([row(accepted_at="2026-01-05T07:12")]), name="a.csv", header=Header("BCX"), known=KNOWN, now=here
    )
    assert warned(reading) == [("accepted_at", "M301")]
    assert reading.items["accepted_at"].to_list() == [MOMENT]
