"""The shipped bodies and operators as plain rows, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from buuan.base.organisations.catalogue import Body, Catalogue, read_catalogue, short_name
from buuan.base.organisations.models import KINDS, UNIT_TYPES
from buuan.base.places.history import read_history

IN_2021, NEW_YEAR, MARCH, JULY, NOW = date(2021, 6, 15), date(2025, 1, 1), date(2025, 3, 1), date(2025, 7, 1), date(2026, 11, 23)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(read_history())


def standing(catalogue: Catalogue, kind: str, on: date) -> list[Body]:
    return [
        body
        for body in catalogue.bodies.values()
        if body.kind == kind and (body.from_on is None or body.from_on <= on) and (body.until_on is None or on < body.until_on)
    ]


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("commune_committee", (559, 547, 547, 166, 166)),
        ("district_committee", (27, 26, 26, 0, 0)),
        ("police_district", (27, 26, 0, 0, 0)),
        ("police_commune", (0, 0, 0, 166, 166)),
        ("lead_department", (1, 1, 1, 1, 1)),
        ("market_surveillance", (1, 1, 1, 1, 1)),
        ("customs", (1, 1, 1, 1, 1)),
        ("police", (1, 1, 1, 1, 1)),
        ("postal_operator", (23, 23, 23, 23, 22)),
    ],
)
def test_how_many_of_a_kind_there_were(catalogue: Catalogue, kind: str, counts: tuple[int, ...]):
    assert tuple(len(standing(catalogue, kind, on)) for on in (IN_2021, NEW_YEAR, MARCH, JULY, NOW)) == counts


def test_groups_whose_members_are_rows_are_no_bodies(catalogue: Catalogue):
    assert not {"cong-an-cap-huyen", "cong-an-cap-xa", "doanh-nghiep-buu-chinh"} & set(catalogue.bodies)
    assert not any(body.name.startswith("Các doanh nghiệp") for body in catalogue.bodies.values())
    group = catalogue.bodies["cac-so-ban-nganh-khac"]
    assert group.reference_only


def test_a_last_day_becomes_the_first_day_without(catalogue: Catalogue):
    assert catalogue.bodies["so-tttt"].until_on == date(2025, 3, 1)
    assert catalogue.bodies["ubnd-380"].until_on == date(2025, 7, 1)
    assert catalogue.bodies["NINJAVAN"].until_on == date(2025, 10, 1)


def test_a_path_gives_the_codes_from_the_root_down(catalogue: Catalogue):
    assert catalogue.path("chi-cuc-qltt") == "ubnd-tinh/so-cong-thuong/chi-cuc-qltt/"
    assert catalogue.path("VNPOST-TH") == "VNPOST/VNPOST-TH/"
    assert catalogue.path("ubnd-xa-2021-14788") == "ubnd-tinh/ubnd-380/ubnd-xa-2021-14788/"
    assert catalogue.path("ubnd-xa-2025-14797") == "ubnd-tinh/ubnd-xa-2025-14797/"


def test_a_commune_that_moved_and_changed_its_name_has_a_committee_for_each_period(catalogue: Catalogue):
    old, moved = catalogue.bodies["ubnd-xa-2021-16378"], catalogue.bodies["ubnd-xa-2025-01-16378"]
    assert (old.name, old.parent, old.until_on) == ("Ủy ban nhân dân thị trấn Rừng Thông", "ubnd-405", NEW_YEAR)
    assert (moved.name, moved.parent, moved.until_on) == ("Ủy ban nhân dân phường Rừng Thông", "ubnd-380", JULY)


def test_a_parent_exists_on_the_first_day_of_its_child(catalogue: Catalogue):
    for body in catalogue.bodies.values():
        if body.parent:
            above = catalogue.bodies[body.parent]
            assert above.from_on is None or (body.from_on is not None and above.from_on <= body.from_on), body.code
            assert above.until_on is None or body.until_on is not None, body.code


def test_every_row_says_where_it_is_from_and_its_kind_is_known(catalogue: Catalogue):
    for body in catalogue.bodies.values():
        assert body.source, body.code
        assert body.kind in KINDS, body.code
        assert not body.unit_type or body.unit_type in UNIT_TYPES, body.code
        assert body.short_name, body.code


def test_unsure_facts_make_a_row_unverified(catalogue: Catalogue):
    assert not catalogue.bodies["so-khcn-2025"].verified
    assert "chưa kiểm chứng" in catalogue.bodies["so-khcn-2025"].source
    assert catalogue.bodies["ubnd-380"].verified
    assert not catalogue.bodies["cong-an-xa-2025-14797"].verified


def test_that_duties_pass_from_districts_to_communes_is_not_called_verified(catalogue: Catalogue):
    passed = [one for one in catalogue.handovers if one.old == "ubnd-401"]
    assert len(passed) == 6
    assert not any(one.verified for one in passed)
    assert {one.effective_on for one in passed} == {JULY}


def test_real_operators_are_reference_rows(catalogue: Catalogue):
    real = [body for body in catalogue.bodies.values() if body.kind in ("postal_operator", "operator_unit")]
    assert len(real) == 24
    assert all(body.reference_only for body in real)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ủy ban nhân dân tỉnh Thanh Hóa", "UBND tỉnh"),
        ("Ủy ban nhân dân xã Nga Thắng", "UBND xã Nga Thắng"),
        ("Sở Nội vụ tỉnh Thanh Hóa (sau hợp nhất)", "Sở Nội vụ"),
        ("Công an tỉnh Thanh Hóa", "Công an tỉnh"),
        ("Tỉnh ủy Thanh Hóa (Thường trực Tỉnh ủy)", "Tỉnh ủy"),
        ("Ban Chỉ đạo 389 tỉnh Thanh Hóa", "Ban Chỉ đạo 389 tỉnh"),
        ("Chi cục Hải quan khu vực X", "Chi cục Hải quan khu vực X"),
    ],
)
def test_how_officers_call_a_body(name: str, short: str):
    assert short_name(name) == short
