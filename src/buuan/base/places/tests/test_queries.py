"""Loading and reading the areas."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.base.places.actions import load_areas
from buuan.base.places.models import Area, AreaSuccession, Boundary
from buuan.base.places.queries import (
    area_on,
    areas_on,
    boundary_map,
    commune_map,
    predecessors_of,
    resolve_area,
    successors_of,
    today_of,
    todays_of,
)
from buuan.base.places.tests.conftest import AT

IN_2021, NEW_YEAR, NOW = date(2021, 6, 15), date(2025, 1, 1), date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("province")


@pytest.mark.parametrize(
    ("on", "counts"),
    [(IN_2021, (1, 27, 559)), (NEW_YEAR, (1, 26, 547)), (date(2025, 7, 1), (1, 0, 166)), (NOW, (1, 0, 166))],
)
def test_the_structure_on_four_days(on: date, counts: tuple[int, int, int]):
    assert tuple(areas_on(level, on).count() for level in Area.LEVELS) == counts


def test_a_second_load_changes_nothing_but_is_recorded(province):
    def everything() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (Area, AreaSuccession, Boundary)]

    before, records = everything(), Record.objects.count()
    assert load_areas(province, at=AT) == {"areas": 0, "outlines": 0, "area_successions": 0}
    assert everything() == before
    assert Record.objects.count() == records + 1


def test_two_rows_of_one_code_may_not_overlap(province):
    @action
    def add_overlapping() -> None:
        old = area_on("14758", IN_2021)
        record(province, "places.test", old, at=AT)
        Area.objects.create(
            code="14758", name="Trùng", type="xã", level="commune", full_name="Xã Trùng", parent=old.parent,
            from_on=date(2025, 6, 30), until_on=date(2025, 7, 1), source="thử",
        )  # fmt: skip

    with pytest.raises(IntegrityError, match="area_code_once_a_day"), transaction.atomic():
        add_overlapping()


def test_an_area_may_not_end_before_it_starts(province):
    @action
    def add_backwards() -> None:
        record(province, "places.test", "places.area", at=AT)
        Area.objects.create(
            code="99999", name="Ngược", type="xã", level="commune", full_name="Xã Ngược",
            from_on=date(2025, 7, 1), until_on=date(2025, 7, 1), source="thử",
        )  # fmt: skip

    with pytest.raises(IntegrityError, match="area_ends_after_start"), transaction.atomic():
        add_backwards()


def test_the_same_code_is_another_place_on_another_day():
    assert area_on("14758", IN_2021).full_name == "Phường Đông Thọ"
    assert area_on("14758", NOW).full_name == "Phường Hàm Rồng"
    assert area_on("380", NOW) is None


def test_areas_come_in_dictionary_order():
    names = [area.name for area in areas_on("commune", NOW)]
    assert names[0] == "An Nông"
    assert names.index("Ba Đình") < names.index("Bá Thước") < names.index("Bát Mọt")
    assert names.index("Cẩm Vân") < names.index("Công Chính") < names.index("Đồng Lương") < names.index("Hạc Thành")


def test_where_an_old_ward_lies_today():
    dong_tho = area_on("14758", IN_2021)
    assert [area.name for area in today_of(dong_tho, IN_2021)] == ["Đông Thọ"]
    assert {area.name for area in today_of(dong_tho, NOW)} == {"Hàm Rồng", "Hạc Thành"}
    assert [(one.share, one.is_primary, one.new.name) for one in successors_of(dong_tho)] == [
        ("partial", True, "Hạc Thành"),
        ("partial", False, "Hàm Rồng"),
    ]


def test_a_commune_that_ended_in_january_is_followed_through_both_steps():
    tan_son = area_on("14788", IN_2021)
    assert [area.name for area in today_of(tan_son, date(2025, 3, 1))] == ["Phú Sơn"]
    assert [area.name for area in today_of(tan_son, NOW)] == ["Hạc Thành"]


def test_a_district_is_followed_to_its_communes():
    dong_son = area_on("405", IN_2021)
    assert [area.full_name for area in today_of(dong_son, date(2025, 3, 1))] == ["Thành phố Thanh Hóa"]
    assert {area.name for area in today_of(dong_son, NOW)} == {"Đông Sơn", "Đông Quang", "Đông Tiến"}
    assert len(today_of(area_on("401", IN_2021), NOW)) == 6


def test_land_that_no_source_places_is_nowhere_until_a_source_says_so():
    hai_yen = area_on("16651", IN_2021)
    assert today_of(hai_yen, date(2025, 3, 1)) == []
    assert len(today_of(hai_yen, NOW)) == 3


def test_many_areas_are_followed_in_few_queries(django_assert_max_num_queries):
    old = list(areas_on("commune", IN_2021))
    with django_assert_max_num_queries(4):
        found = todays_of(old, NOW)
    assert len(found) == 559
    assert all(found.values())
    assert {area.pk for areas in found.values() for area in areas} == {area.pk for area in areas_on("commune", NOW)}


def test_a_new_commune_knows_where_it_came_from():
    hac_thanh = area_on("14797", NOW)
    names = [one.old.name for one in predecessors_of(hac_thanh)]
    assert "Đông Thọ" in names
    assert "Lam Sơn" in names


def test_an_address_is_resolved_to_its_row():
    area, method = resolve_area("xã Nga Thắng, huyện Nga Sơn, Thanh Hoá", NOW)
    assert (area, method) == (area_on("16114", NOW), "old_name")
    assert resolve_area("xã Không Có, Thanh Hóa", NOW) == (None, "unknown")


def test_the_map_of_communes_has_166_outlines():
    found = commune_map(NOW)
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == 166
    one = next(feature for feature in found["features"] if feature["id"] == "14758")
    assert one["properties"]["full_name"] == "Phường Hàm Rồng"
    assert one["properties"]["parent_code"] == "38"
    assert one["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert commune_map(date(2026, 1, 1)) is found
    assert commune_map(IN_2021)["features"] == []


def test_the_map_of_districts_says_which_outlines_are_rough():
    features = boundary_map("district", IN_2021)["features"]
    assert len(features) == 27
    assert sum(feature["properties"].get("approximate", False) for feature in features) == 10


@pytest.mark.parametrize(("text", "codes"), [("nga thắng", {"16114"}), ("14758", {"14758"}), ("ham ro", {"14758"})])
def test_areas_are_searched_by_the_beginnings_of_their_words(text: str, codes: set[str]):
    assert {area.code for area in areas_on("commune", NOW).matching(text)} == codes
