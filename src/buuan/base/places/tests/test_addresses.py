"""Finding the commune in an address, over the real areas and without a database."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from buuan.base.places.addresses import METHODS, AreaFact, AreaIndex, Statement, marked_key, name_key
from buuan.base.places.history import History, Period, read_history

NOW = date(2026, 11, 23)
IN_2021 = date(2021, 6, 15)
IN_MARCH_2025 = date(2025, 3, 1)


@pytest.fixture(scope="module")
def history() -> History:
    return read_history()


@pytest.fixture(scope="module")
def rows(history: History) -> dict[int, Period]:
    return dict(enumerate(history.periods, start=1))


@pytest.fixture(scope="module")
def index(history: History, rows: dict[int, Period]) -> AreaIndex:
    ids = {period.key: pk for pk, period in rows.items()}

    def above(period: Period) -> int | None:
        day = period.from_on or date(2021, 6, 15)
        return next((pk for pk, one in rows.items() if one.code == period.parent_code and one.holds_on(day)), None)

    facts = [AreaFact(pk, p.code, p.name, p.type, p.level, above(p), p.from_on, p.until_on) for pk, p in rows.items()]
    statements = [Statement(ids[one.old], ids[one.new], one.share, one.is_primary, one.effective_on) for one in history.became]
    return AreaIndex(facts, statements)


@pytest.fixture(scope="module")
def find(index: AreaIndex, rows: dict[int, Period]):
    def find(text: str, on: date = NOW) -> tuple[str, str]:
        found = index.resolve(text, on)
        assert found.method in METHODS
        period = rows[found.area_id] if found.area_id else None
        assert period is None or period.holds_on(on)
        return (f"{period.code} {period.full_name}" if period else "", found.method)

    return find


@pytest.mark.parametrize(
    ("text", "area", "method"),
    [
        ("14758", "14758 Phường Hàm Rồng", "code"),
        ("xã Nga Thắng, Thanh Hóa", "16114 Xã Nga Thắng", "name"),
        ("Xã Nga Thắng, tỉnh Thanh Hoá, Việt Nam", "16114 Xã Nga Thắng", "name"),
        ("xa nga thang, thanh hoa", "16114 Xã Nga Thắng", "name"),
        ("X.Nga Thang - T.Thanh Hoa", "16114 Xã Nga Thắng", "name"),
        ("12 Lê Lợi, P. Hạc Thành, Thanh Hóa 40000", "14797 Phường Hạc Thành", "name"),
        ("phường Hạc Thành, TP Thanh Hóa, Thanh Hóa", "14797 Phường Hạc Thành", "name"),
        ("Hạc Thành, Thanh Hóa", "14797 Phường Hạc Thành", "name"),
        ("so 5 duong Le Lai phuong Hac Thanh Thanh Hoa", "14797 Phường Hạc Thành", "name"),
        ("12 Le Loi Hac Thanh Thanh Hoa", "14797 Phường Hạc Thành", "name"),
        ("xã Quảng Ninh, Thanh Hóa", "16540 Xã Quảng Ninh", "name"),
        ("Đường Nghi Sơn, phường Hạc Thành, Thanh Hóa", "14797 Phường Hạc Thành", "name"),
    ],
)
def test_an_address_of_today(find, text: str, area: str, method: str):
    assert find(text) == (area, method)


@pytest.mark.parametrize(
    ("text", "area", "method"),
    [
        ("xã Nga Thắng, huyện Nga Sơn, Thanh Hóa", "16114 Xã Nga Thắng", "old_name"),
        ("xa Nga Thang huyen Nga Son tinh Thanh Hoa", "16114 Xã Nga Thắng", "old_name"),
        ("Nga Thắng, Nga Sơn, Thanh Hóa", "16114 Xã Nga Thắng", "old_name"),
        ("P. Điện Biên, TP. Thanh Hoá", "14797 Phường Hạc Thành", "old_name"),
        ("Điện Biên, Thanh Hóa", "14797 Phường Hạc Thành", "old_name"),
        ("phường Tân Sơn, thành phố Thanh Hóa", "14797 Phường Hạc Thành", "old_name"),
        ("Phường Đông Thọ, TP Thanh Hóa", "14797 Phường Hạc Thành", "old_name_split"),
        ("thị trấn Quí Lộc, huyện Yên Định", "15412 Xã Quý Lộc", "old_name"),
        ("14755", "14758 Phường Hàm Rồng", "old_code"),
        ("14788", "14797 Phường Hạc Thành", "old_code"),
    ],
)
def test_an_address_in_the_words_of_an_earlier_structure(find, text: str, area: str, method: str):
    assert find(text) == (area, method)


@pytest.mark.parametrize(
    ("text", "on", "area", "method"),
    [
        ("14758", IN_2021, "14758 Phường Đông Thọ", "code"),
        ("14788", IN_2021, "14788 Phường Tân Sơn", "code"),
        ("14788", IN_MARCH_2025, "14770 Phường Phú Sơn", "old_code"),
        ("xã Nga Thắng, huyện Nga Sơn", IN_2021, "16168 Xã Nga Thắng", "name"),
        ("xã Hà Lai, huyện Hà Trung", IN_MARCH_2025, "15331 Xã Thái Lai", "old_name"),
        ("huyện Nga Sơn, Thanh Hóa", IN_2021, "401 Huyện Nga Sơn", "district"),
        ("phường Hạc Thành, Thanh Hóa", IN_2021, "", "unknown"),
        ("xã Yên Ninh, huyện Yên Định", IN_MARCH_2025, "15442 Xã Yên Ninh", "name"),
        ("xã Yên Ninh, huyện Yên Định", IN_2021, "15439 Xã Yên Ninh", "name"),
    ],
)
def test_the_same_words_mean_what_held_on_the_day(find, text: str, on: date, area: str, method: str):
    assert find(text, on) == (area, method)


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("", "unknown"),
        ("!!!", "unknown"),
        ("Thanh Hóa", "unknown"),
        ("Tỉnh Thanh Hóa, Việt Nam", "unknown"),
        ("99999", "unknown"),
        ("số 1 đường Trần Phú", "unknown"),
        ("Công ty Nghi Sơn", "unknown"),
        ("huyện Nga Sơn, Thanh Hóa", "district_only"),
        ("xã Nga Thắng, huyện Nghi Lộc, Nghệ An", "elsewhere"),
        ("phường Đông Sơn, TP Hồ Chí Minh", "elsewhere"),
        ("Quảng Phú, tỉnh Quảng Ninh", "elsewhere"),
        ("xã Hải Yến, thị xã Nghi Sơn", "ambiguous"),
        ("Nga Thang Nga Son", "unknown"),
        ("Nga Thang Nga Son Thanh Hoa", "ambiguous"),
    ],
)
def test_what_leaves_a_choice_or_is_not_ours_gives_no_area(find, text: str, method: str):
    assert find(text) == ("", method)


def test_every_commune_of_today_is_found_by_its_full_name(find, rows: dict[int, Period]):
    for period in rows.values():
        if period.level == "commune" and period.holds_on(NOW):
            assert find(f"{period.full_name}, Thanh Hóa") == (f"{period.code} {period.full_name}", "name")
            decomposed = unicodedata.normalize("NFD", f"{period.full_name}, tỉnh Thanh Hóa")
            assert find(decomposed)[0] == f"{period.code} {period.full_name}"


def test_every_commune_of_2021_is_found_with_its_district(find, rows: dict[int, Period]):
    districts = {p.code: p.full_name for p in rows.values() if p.level == "district"}
    for period in rows.values():
        if period.level == "commune" and period.holds_on(IN_2021):
            text = f"{period.full_name}, {districts[period.parent_code]}, Thanh Hóa"
            assert find(text, IN_2021) == (f"{period.code} {period.full_name}", "name"), text
            bare = name_key(text.replace(",", " - "))
            assert find(bare, IN_2021)[0] in (f"{period.code} {period.full_name}", ""), text


def test_a_name_that_repeats_needs_its_district(find):
    assert find("Phường Đông Sơn, Thanh Hóa", IN_2021) == ("", "ambiguous")
    assert find("Phường Đông Sơn, TP Thanh Hóa", IN_2021) == ("14785 Phường Đông Sơn", "name")
    assert find("P. Đông Sơn, TX. Bỉm Sơn", IN_2021) == ("14821 Phường Đông Sơn", "name")


def test_names_that_fold_alike_are_told_apart_by_their_marks_only(find):
    assert find("xã Nga Thanh, huyện Nga Sơn", IN_2021) == ("16123 Xã Nga Thanh", "name")
    assert find("xã Nga Thành, huyện Nga Sơn", IN_2021) == ("16141 Xã Nga Thành", "name")
    assert find("xa Nga Thanh, huyen Nga Son", IN_2021) == ("", "ambiguous")


@pytest.mark.parametrize(("left", "right"), [("Hóa", "Hoá"), ("Thủy", "Thuỷ"), ("HÒA", "hoà"), ("Đông  Sơn", "đông sơn")])
def test_marks_are_compared_wherever_the_tone_stands(left: str, right: str):
    assert marked_key(left) == marked_key(right)


def test_marks_tell_names_apart_that_fold_alike():
    assert marked_key("Thanh Hóa") != marked_key("Thanh Hòa")
    assert name_key("Quý Lộc") == name_key("quí lộc")
