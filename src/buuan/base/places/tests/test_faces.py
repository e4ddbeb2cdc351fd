"""The pages and endpoints of the areas."""

from __future__ import annotations

import gzip
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.usefixtures("province")


def test_nobody_sees_the_areas_without_signing_in(client: Client):
    for address in ("/dia-ban", "/dia-ban/14758", "/dia-ban/ranh-gioi/2025.geojson"):
        assert client.get(address)["Location"].startswith("/dang-nhap")


def test_the_list_shows_the_communes_of_today(signed_in_client: Client):
    page = signed_in_client.get("/dia-ban").content.decode()
    assert "166 địa bàn" in page
    assert "Xã An Nông" in page


def test_the_list_shows_the_structure_of_another_day(signed_in_client: Client):
    page = signed_in_client.get("/dia-ban", {"ngay": "2021-06-15", "q": "dong tho"}).content.decode()
    assert "Phường Đông Thọ" in page
    assert "Phường Hạc Thành, Phường Hàm Rồng" in page
    districts = signed_in_client.get("/dia-ban", {"ngay": "2025-01-01", "nhom": "huyen"}).content.decode()
    assert "26 địa bàn" in districts


def test_the_list_asks_four_times_however_many_rows_it_shows(signed_in_client: Client):
    counts = []
    for wanted in ({"ngay": "2021-06-15", "nhom": "tinh"}, {"ngay": "2021-06-15"}):
        signed_in_client.get("/dia-ban", wanted)  # the statements of all successions are kept by the process
        with CaptureQueriesContext(connection) as asked:
            signed_in_client.get("/dia-ban", wanted)
        counts.append(len([one for one in asked if "places_" in one["sql"]]))
    assert counts == [4, 4]


def test_a_page_of_an_old_area_says_what_became_of_it(signed_in_client: Client):
    page = signed_in_client.get("/dia-ban/14758", {"ngay": "2021-06-15"}).content.decode()
    assert "<h1>Phường Đông Thọ</h1>" in page
    assert "một phần" in page
    assert "phần chính" in page
    assert "NQ 1686/NQ-UBTVQH15 Điều 1 khoản 127" in page
    assert "Phường Hàm Rồng" in page


def test_a_page_of_a_new_area_says_where_it_came_from(signed_in_client: Client):
    page = signed_in_client.get("/dia-ban/14797").content.decode()
    assert "<h1>Phường Hạc Thành</h1>" in page
    assert "Phường Lam Sơn" in page
    assert "24,57 km²" in page


def test_a_code_that_names_nothing_on_the_day_shows_the_nearest(signed_in_client: Client):
    page = signed_in_client.get("/dia-ban/380").content.decode()
    assert "không có địa bàn nào mang mã 380" in page
    assert "<h1>Thành phố Thanh Hóa</h1>" in page


@pytest.mark.parametrize("address", ["/dia-ban/00000", "/dia-ban/ranh-gioi/1999.geojson"])
def test_what_does_not_exist_is_not_found(signed_in_client: Client, address: str):
    assert signed_in_client.get(address).status_code == 404


def test_a_day_that_is_none_is_refused(signed_in_client: Client):
    assert signed_in_client.get("/dia-ban/14758", {"ngay": "hôm qua"}).status_code == 422


def test_outlines_are_kept_by_the_browser(signed_in_client: Client):
    answer = signed_in_client.get("/dia-ban/ranh-gioi/2025.geojson")
    assert len(json.loads(answer.content)["features"]) == 166
    assert answer["Cache-Control"] == "private, max-age=2592000"
    packed = signed_in_client.get("/dia-ban/ranh-gioi/2025.geojson", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == answer.content
    assert len(packed.content) < 200_000
    again = signed_in_client.get("/dia-ban/ranh-gioi/2025.geojson", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(signed_in_client.get("/dia-ban/ranh-gioi/2021.geojson").json()["features"]) == 27


def test_the_api_gives_the_areas_of_a_day_page_by_page(client: Client, token: str):
    head = {"Authorization": f"Bearer {token}"}
    codes: list[str] = []
    cursor = ""
    while True:
        answer = client.get("/api/v1/areas", {"on": "2025-07-01", "limit": 60, "cursor": cursor}, headers=head)
        assert answer.status_code == 200
        codes += [one["code"] for one in answer.json()["items"]]
        cursor = answer.json()["next"]
        if not cursor:
            break
    assert len(codes) == len(set(codes)) == 166
    (district,) = [
        one
        for one in client.get("/api/v1/areas", {"on": "2021-06-15", "level": "district"}, headers=head).json()["items"]
        if one["code"] == "405"
    ]
    assert (district["full_name"], district["parent_code"], district["until_on"]) == ("Huyện Đông Sơn", "38", "2025-01-01")


def test_the_api_refuses_an_unknown_level_and_a_stranger(client: Client, token: str):
    head = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/areas", {"level": "village"}, headers=head).status_code == 422
    assert client.get("/api/v1/areas", {"cursor": "xyz"}, headers=head).status_code == 422
    assert client.get("/api/v1/areas").status_code == 401
