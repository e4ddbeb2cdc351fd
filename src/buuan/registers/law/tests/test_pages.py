"""The pages of the register: lists with search, day and mark; one document, one limit, its change; the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from buuan.base.accounts.models import Account
from buuan.registers.law.models import LimitRow

NEW = {
    "from_on": "2027-01-01",
    "amount": "15",
    "unit": "calendar_days",
    "source": "Chỉ tiêu phục vụ năm 2027",
    "mark": "I",
    "keep_extensions": "on",
    "warn_hours": "120",
    "ladder": "default",
    "rolls": "on",
}


@pytest.fixture(autouse=True)
def _plain_names(settings):
    """Static files keep their plain names, so that a page can be drawn before the files are built and collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def browse(cast, register):
    """Give a browser in which somebody of a body is signed in."""

    def enter(body: str = "so", role: str = "officer") -> Client:
        born = datetime(2026, 1, 1, tzinfo=UTC)
        one = Account(username=f"{body}-{role}", name="Người Thử", role=role, organisation=cast.bodies[body], created_at=born)
        models.QuerySet(Account).bulk_create([one])
        browser = Client()
        browser.force_login(one)
        return browser

    return enter


def read(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_documents_are_searched_and_narrowed_to_a_day(browse):
    browser = browse()
    today = read(browser, "/van-ban-phap-luat?q=thong+tu")
    assert "Thông tư 35/2016/TT-BTTTT" in today
    assert "Nghị định 47/2011/NĐ-CP" not in today
    assert "Quyết định 55/2016/QĐ-TTg" not in read(browser, "/van-ban-phap-luat?q=kt1+co+quan+dang&nhom=tat-ca&ngay=2026-11-24")
    assert "Quyết định 55/2016/QĐ-TTg" in read(browser, "/van-ban-phap-luat?nhom=tat-ca&ngay=2021-11-24&hinh-thuc=quyet_dinh")


def test_the_tab_of_what_nobody_has_read_shows_nothing_else(browse):
    text = read(browse(), "/van-ban-phap-luat/thoi-han?nhom=chua-doi-chieu")
    assert '<span class="tag amb">chưa đối chiếu</span>' in text
    assert "Giải quyết khiếu nại dịch vụ bưu chính trong nước" not in text  # read in a source
    assert "Phân công xác minh" not in text  # a target of our own


def test_a_document_shows_what_may_be_cited_of_it(browse):
    text = read(browse("cong-an"), "/van-ban-phap-luat/LXLVPHC")
    assert "Điều 66" in text
    assert '<span class="tag amb">chưa đối chiếu</span>' in text
    assert 'href="/van-ban-phap-luat/L67"' in text


def test_unknown_codes_are_not_found(browse):
    browser = browse()
    assert browser.get("/van-ban-phap-luat/KHONG").status_code == 404
    assert browser.get("/van-ban-phap-luat/thoi-han/khong.co").status_code == 404
    assert browser.get("/van-ban-phap-luat/thoi-han/khong.co/sua").status_code == 404


def test_a_limit_shows_all_its_rows(browse):
    text = read(browse(), "/van-ban-phap-luat/thoi-han/licensing.decide_licence")
    assert "30 ngày" in text
    assert "20 ngày" in text
    assert "Từ 15/08/2011 đến trước ngày 01/06/2022" in text


def test_an_officer_of_the_department_changes_a_limit_on_the_page(browse):
    browser = browse()
    address = "/van-ban-phap-luat/thoi-han/cases.verify"
    assert f'href="{address}/sua"' in read(browser, address)
    assert "Đang là 20 ngày" in read(browser, f"{address}/sua")
    assert browser.post(f"{address}/sua", NEW).status_code == 302
    row = LimitRow.objects.get(code="cases.verify", from_on=date(2027, 1, 1))
    assert (row.amount, row.max_extensions, len(row.extension_terms)) == (15, 1, 1)
    assert not row.pause_allowed


def test_new_terms_of_extension_are_taken_from_the_form(browse):
    fields = {key: value for key, value in NEW.items() if key != "keep_extensions"}
    more = {"max_extensions": "2", "term_amount": "5", "term_unit": "working_days"}
    browse().post("/van-ban-phap-luat/thoi-han/cases.verify/sua", fields | more)
    terms = LimitRow.objects.get(code="cases.verify", from_on=date(2027, 1, 1)).limit.extension_terms
    assert [(term.amount, term.unit.value) for term in terms] == [(5, "working_days")] * 2


def test_a_refused_change_keeps_every_word(browse):
    browser, address = browse(), "/van-ban-phap-luat/thoi-han/cases.verify/sua"
    early = browser.post(address, NEW | {"from_on": "2020-01-01"})
    assert early.status_code == 409
    assert "dòng mới phải có hiệu lực sau ngày đó" in early.content.decode()
    assert "Chỉ tiêu phục vụ năm 2027" in early.content.decode()
    half = browser.post(address, NEW | {"term_amount": "5"})
    assert half.status_code == 422
    assert LimitRow.objects.filter(code="cases.verify").count() == 1


def test_others_read_but_find_no_button_and_no_form(browse):
    browser = browse("cong-an", "leader")
    assert "/sua" not in read(browser, "/van-ban-phap-luat/thoi-han/cases.verify")
    assert browser.get("/van-ban-phap-luat/thoi-han/cases.verify/sua").status_code == 403
    assert browser.post("/van-ban-phap-luat/thoi-han/cases.verify/sua", NEW).status_code == 403
    assert Client().get("/van-ban-phap-luat").status_code == 302


def test_the_calendar_shows_a_year_and_the_ladders(browse):
    browser = browse()
    text = read(browser, "/van-ban-phap-luat/lich?nam=2027")
    assert "06/02/2027" in text
    assert "chưa xác định" in text
    assert "Thang báo khẩn" in text
    assert "Ngày nghỉ, làm bù năm" in read(browser, "/van-ban-phap-luat/lich?nam=khong")


@pytest.mark.parametrize("two", [("?nhom=tat-ca", ""), ("?q=cases.verify", "?q=cases&nhom=tat-ca")])
def test_a_list_costs_the_same_whatever_its_length(browse, two):
    browser = browse()
    for address in two:
        read(browser, f"/van-ban-phap-luat/thoi-han{address}")  # what is known of the words of the table is asked for once
    statements = []
    for address in two:
        with CaptureQueriesContext(connection) as asked:
            read(browser, f"/van-ban-phap-luat/thoi-han{address}")
        statements.append(len(asked))
    assert statements[0] == statements[1]
