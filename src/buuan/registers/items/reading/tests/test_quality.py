"""The score of a description and its reasons D1 to D6."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buuan.kit.fold import fold_words
from buuan.registers.items.reading import Known
from buuan.registers.items.reading.checks.parties import fold_column
from buuan.registers.items.reading.quality import score_texts
from buuan.registers.items.reading.tests.cast import as_csv, as_json, codes, read, row, rows


def reason(text, **more):
    return score_texts(pl.Series([text], dtype=pl.String), frozenset(), **more)["reason"][0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "D1"),
        ("...", "D1"),
        ("12345", "D1"),
        ("A", "D1"),
        ("1" * 100, "D1"),
        ("hàng hóa", "D2"),
        ("HANG HOA", "D2"),
        ("Hàng  hoá!", "D2"),
        ("Hàng hóa x2", "D2"),
        ("quà tặng 3 cái", "D2"),
        ("general cargo", "D2"),
        ("n/a", "D2"),
        ("SP00123 x2", "D3"),
        ("Xyzzy", "D3"),
        ("áo", None),
        ("Tai nghe", None),
        ("Hàng hóa: áo sơ mi nam", None),
        ("Đồ chơi trẻ em", None),
        ("Quà tặng lưu niệm gốm Bát Tràng", None),
    ],
)
def test_reasons_of_a_text_by_itself(text, code):
    assert reason(text) == code


def test_a_word_of_the_goods_list_needs_no_second_word():
    assert reason("Nước hoa hồng") is None
    assert score_texts(pl.Series(["Xyzzy"]), frozenset({"xyzzy"}))["reason"][0] is None


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Shop Mẹ Bé", {"sender_name": "SHOP ME BE"}),
        ("0900 000 001", {"sender_phone": "+84900000001"}),
        ("dh-8831-kx", {"sender_ref": "DH-8831-KX"}),
    ],
)
def test_a_copy_of_the_senders_own_data_says_nothing(text, more):
    series = {name: pl.Series([value]) for name, value in more.items()}
    assert reason(text, **series) in ("D4", "D1" if "phone" in str(more) else "D4")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("p h á o n ổ", True),
        ("p.h.a.o n.o", True),
        ("phаo nổ", True),
        ("phá\u200bo", True),
        ("đẹpppppp quá", True),
        ("Áo F.O.A size L", False),
        ("Máy USB 3.0 a b", False),
        ("Λαμπα", False),
        ("Tai nghe không dây", False),
    ],
)
def test_a_text_written_to_escape_a_machine_is_a_hint_of_risk_and_costs_no_points(text, hint):
    reading = read(as_csv([row(declared_content=text)]))
    assert reading.items["evasion_hint"].to_list() == [hint]
    assert "D6" not in reading.items["description_reason"][0]


def test_one_sender_saying_the_same_all_day_is_remarked_from_fifty_items_on():
    same = "Áo thun cotton nam"
    told = [row(n, declared_content=same if n <= 45 else None) for n in range(1, 51)]
    for item in told[45:]:
        item["declared_content"] = f"Quần bò nữ {item['item_id']}"
    assert read(as_csv(told)).items.filter(pl.col("description_reason") == "D5").height == 45
    assert read(as_csv(told[:49])).items.filter(pl.col("description_reason") == "D5").height == 0


@pytest.mark.parametrize(("alike", "remarked"), [(41, 41), (40, 0)])
def test_more_than_four_fifths_are_needed_however_many_other_texts_there_are(alike, remarked):
    told = [row(n, declared_content="Áo thun cotton nam") for n in range(1, 51)]
    for item in told[alike:]:
        item["declared_content"] = f"Quần bò nữ {item['item_id']}"
    assert read(as_csv(told)).items.filter(pl.col("description_reason") == "D5").height == remarked


def test_the_score_follows_the_reason_and_the_remark_names_it():
    reading = read(as_csv([row(1, declared_content="hàng hóa"), row(2)]))
    assert reading.items.select("description_quality", "description_reason").rows() == [(15, "D2"), (100, "")]
    assert codes(reading) == [(2, "declared_content", "M401")]
    assert reading.remarks()[0]["message"].startswith("D2:")


def test_an_item_is_described_as_well_as_the_worst_of_its_lines():
    lines = [{"description": "Áo len dài tay", "quantity": 1}, {"description": "linh kiện", "quantity": 1}]
    reading = read(as_json([row(1) | {"lines": lines}, row(2)]))
    assert reading.items["description_reason"].to_list() == ["D2", ""]
    assert ("lines.description", "M401") in [(field, code) for _, field, code in codes(reading)]


def test_quality_refuses_nothing():
    reading = read(as_csv(rows(5, declared_content="hàng")), known=Known(operators={"BCX"}))
    assert (reading.status, reading.accepted) == ("committed", 5)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x1EFF, categories=["L", "Mn", "N", "P", "Zs"])))
def test_folding_a_column_is_folding_each_text(text):
    latin = "".join(char for char in text if ord(char) < 0x250 or 0x300 <= ord(char) < 0x370 or ord(char) >= 0x1E00)
    assert fold_column(pl.Series([latin]))[0] == fold_words(latin)
