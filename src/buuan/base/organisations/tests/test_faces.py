"""The pages and endpoints of the directory."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buuan.base.organisations.models import Contact
from buuan.base.organisations.queries import contact_of

pytestmark = pytest.mark.usefixtures("province")


def test_nobody_sees_the_directory_without_signing_in(client: Client):
    for address in ("/doanh-nghiep", "/doanh-nghiep/BCX", "/co-quan", "/co-quan/cong-an-tinh"):
        assert client.get(address)["Location"].startswith("/dang-nhap")


def test_an_officer_lists_the_operators(browser_of):
    page = browser_of("cong-an-tinh", "duty_officer").get("/doanh-nghiep", {"tinh-trang": "dang-hoat-dong"}).content.decode()
    assert "42 dòng" in page
    assert "Bưu chính Xứ Thanh Mẫu" in page
    assert " Mẫu " in page
    assert " 000 0" in page


def test_operators_are_filtered_and_found(browser_of):
    browser = browser_of("so-khcn-2025")
    assert "20 dòng" in browser.get("/doanh-nghiep", {"tinh-trang": "dang-hoat-dong", "du-lieu": "hoat-dong"}).content.decode()
    ended = browser.get("/doanh-nghiep", {"tinh-trang": "da-dung"}).content.decode()
    assert "Ninja Van" in ended
    assert "Chuyển phát Cối Đá Mẫu" in ended
    found = browser.get("/doanh-nghiep", {"q": "diem phuc vu ham rong", "nhom": "point", "cay": "BCX"}).content.decode()
    assert "Điểm phục vụ Hàm Rồng" in found
    assert "1 dòng" in found


def test_an_operator_lists_only_its_own_tree(browser_of):
    browser = browser_of("SMAU", "leader")
    page = browser.get("/doanh-nghiep", {"nhom": "tat-ca"}).content.decode()
    assert "105 dòng" in page
    assert "Xứ Thanh" not in page
    assert browser.get("/doanh-nghiep/BCX").status_code == 404
    assert browser.get("/doanh-nghiep/VNPOST").status_code == 404
    assert browser.get("/doanh-nghiep/SMAU-CN-1").status_code == 200
    assert browser.get("/co-quan/cong-an-tinh").status_code == 200


def test_the_list_of_operators_asks_twice_however_many_rows(browser_of):
    browser = browser_of("so-khcn-2025")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/doanh-nghiep", {"nhom": "tat-ca"})
    about = [one["sql"] for one in asked if 'FROM "organisations_organisation"' in one["sql"]]
    assert len(about) == 2


def test_the_page_of_an_operator_shows_tree_contacts_and_figures(browser_of, body):
    leader = contact_of(body("BCX"), "security_leader", timezone.localdate())
    page = browser_of("cong-an-tinh").get("/doanh-nghiep/BCX").content.decode()
    assert "Chi nhánh ven biển" in page
    assert leader.name in page
    assert leader.phone_shown in page
    assert "<b>166</b>" in page
    assert "Mở đơn vị" not in page
    assert "Cử người" not in page


def test_a_unit_says_whose_contact_stands_in_for_it(browser_of, body):
    page = browser_of("cong-an-tinh").get("/doanh-nghiep/BCX-TH-001").content.decode()
    assert f"của {body('BCX-TH-001').parent}, đơn vị này chưa cử riêng" in page


def test_an_operator_that_is_no_more_names_its_successor(browser_of):
    page = browser_of("cong-an-tinh").get("/doanh-nghiep/CDMAU").content.decode()
    assert "đã dừng" in page
    assert "Hoạt động nay thuộc" in page
    assert "Bưu chính Sông Mẫu" in page


def test_the_tree_of_another_day(browser_of):
    page = browser_of("cong-an-tinh").get("/doanh-nghiep/CDMAU", {"ngay": "2026-03-31"}).content.decode()
    assert "Đang xem cây đơn vị và đầu mối vào ngày 31/03/2026" in page
    assert "Chi nhánh Thanh Hóa" in page


def test_a_security_leader_names_and_confirms_contacts(browser_of, body):
    browser = browser_of("SMAU", "leader")
    assert "Cử người" in browser.get("/doanh-nghiep/SMAU").content.decode()
    assert browser.get("/doanh-nghiep/SMAU/dau-moi/duty_24_7").status_code == 200
    refused = browser.post(
        "/doanh-nghiep/SMAU/dau-moi/duty_24_7", {"name": "Hà Mẫu An", "phone": "12", "from_on": timezone.localdate().isoformat()}
    )
    assert refused.status_code == 422
    assert "Số điện thoại chưa đúng" in refused.content.decode()
    assert "Hà Mẫu An" in refused.content.decode()
    done = browser.post(
        "/doanh-nghiep/SMAU/dau-moi/duty_24_7",
        {"name": "Hà Mẫu An", "phone": "0912 000 123", "from_on": timezone.localdate().isoformat()},
    )
    assert (done.status_code, done["Location"]) == (302, "/doanh-nghiep/SMAU")
    named = contact_of(body("SMAU"), "duty_24_7", timezone.localdate())
    assert (named.name, named.confirmed_on) == ("Hà Mẫu An", None)
    browser.post("/doanh-nghiep/SMAU/dau-moi/duty_24_7/xac-nhan")
    assert Contact.objects.get(pk=named.pk).confirmed_on == timezone.localdate()


def test_a_branch_does_not_name_for_its_enterprise(browser_of):
    browser = browser_of("SMAU-CN-1", "leader")
    answer = browser.post(
        "/doanh-nghiep/SMAU/dau-moi/duty_24_7", {"name": "Ai", "phone": "0912000123", "from_on": timezone.localdate().isoformat()}
    )
    assert answer.status_code == 403


def test_the_department_opens_and_ends_units(browser_of, body):
    browser = browser_of("so-khcn-2025")
    today = timezone.localdate().isoformat()
    facts = {"code": "SMAU-TH-901", "name": "Điểm phục vụ Thử", "unit_type": "point", "area": "phường Hạc Thành", "from_on": today}
    assert browser.post("/doanh-nghiep/SMAU-CN-1/don-vi-moi", {**facts, "area": "xã Không Có"}).status_code == 422
    assert browser.post("/doanh-nghiep/SMAU-CN-1/don-vi-moi", facts).status_code == 302
    assert body("SMAU-TH-901").area.full_name == "Phường Hạc Thành"
    end = {"until_on": "2099-01-01", "source": "Thông báo thử", "successor": "KHONG-CO"}
    assert browser.post("/doanh-nghiep/SMAU-TH-901/cham-dut", end).status_code == 422
    assert browser.post("/doanh-nghiep/SMAU-TH-901/cham-dut", {**end, "successor": "smau-cn-1"}).status_code == 302
    assert body("SMAU-TH-901").until_on.isoformat() == "2099-01-01"
    refused = browser.post("/doanh-nghiep/SMAU/cham-dut", {**end, "successor": "BCX"})
    assert "đơn vị trực thuộc đang hoạt động" in refused.content.decode()


def test_bodies_are_listed_as_of_a_day(browser_of):
    browser = browser_of("so-khcn-2025")
    now = browser.get("/co-quan", {"q": "so khoa hoc"}).content.decode()
    assert "1 cơ quan" in now
    then = browser.get("/co-quan", {"ngay": "2021-06-15", "q": "so thong tin"}).content.decode()
    assert "Sở TT&amp;TT" in then
    assert "Sở KH&amp;CN" in then
    districts = browser.get("/co-quan", {"ngay": "2025-01-01", "loai": "district_committee"}).content.decode()
    assert "26 cơ quan" in districts
    assert "nơi khác" in districts
    assert "0 cơ quan" in browser.get("/co-quan", {"loai": "district_committee"}).content.decode()


def test_the_page_of_a_body_says_who_holds_its_work(browser_of):
    browser = browser_of("ubnd-xa-2025-14797", "clerk")
    page = browser.get("/co-quan/so-tttt").content.decode()
    assert "Nhiệm vụ nay thuộc" in page
    assert "/co-quan/so-khcn-2025" in page
    assert "chưa kiểm chứng" in page
    above = browser.get("/co-quan/ubnd-tinh").content.decode()
    assert "cơ quan trực thuộc hiện nay" in above
    assert browser.get("/co-quan/BCX").status_code == 404
    assert browser.get("/co-quan/khong-co").status_code == 404


def test_the_api_gives_the_organisations_of_a_day(client: Client, token_of):
    head = token_of("so-khcn-2025")
    committees: list[dict[str, object]] = []
    cursor = ""
    while True:
        answer = client.get(
            "/api/v1/organisations", {"on": "2021-06-15", "kind": "commune_committee", "limit": 200, "cursor": cursor}, headers=head
        ).json()
        committees += answer["items"]
        cursor = answer["next"]
        if not cursor:
            break
    assert len({one["code"] for one in committees}) == len(committees) == 559
    (unit,) = client.get("/api/v1/organisations", {"under": "BCX-TH-001"}, headers=head).json()["items"]
    assert (unit["parent_code"], unit["unit_type"], unit["reference_only"]) == (unit["path"].split("/")[1], "point", False)


def test_the_api_gives_an_operator_only_its_own_tree(client: Client, token_of):
    head = token_of("SMAU")
    operators = client.get("/api/v1/organisations", {"kind": "postal_operator"}, headers=head).json()["items"]
    assert [one["code"] for one in operators] == ["SMAU"]
    assert client.get("/api/v1/organisations", {"under": "BCX"}, headers=head).json()["items"] == []
    assert client.get("/api/v1/organisations", {"kind": "magic"}, headers=head).status_code == 422
    assert client.get("/api/v1/organisations").status_code == 401
