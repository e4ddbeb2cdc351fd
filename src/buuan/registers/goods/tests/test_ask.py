"""The public page: answers in plain words without an account, keeps nothing, and shows no unverified law as law."""

from __future__ import annotations

import logging
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client

from buuan.base.audit.models import Record
from buuan.registers.goods.queries import category, judge, prohibited_categories, terms_in_force

pytestmark = pytest.mark.django_db


@pytest.mark.point("1a")
def test_a_citizen_is_told_that_fireworks_may_not_be_sent(client: Client):
    page = client.get("/tra-cuu", {"q": "pháo nổ 36 quả"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "Không được gửi" in text
    assert "<mark>" in text


def test_an_everyday_thing_is_clear(client: Client):
    assert "Không thấy trong danh mục cấm" in client.get("/tra-cuu", {"q": "áo sơ mi nam"}).content.decode()


def test_the_page_needs_no_account_no_cookie_and_no_script(client: Client):
    page = client.get("/tra-cuu")

    assert page.status_code == 200
    assert not page.cookies
    assert "<script" not in page.content.decode()


def test_markup_in_a_question_stays_text(client: Client):
    text = client.get("/tra-cuu", {"q": "<b>pháo nổ</b>"}).content.decode()

    assert "<b>pháo" not in text
    assert "&lt;b&gt;" in text


def test_a_category_that_a_person_decides_is_never_the_answer_of_the_machine():
    by_hand = [one for one in prohibited_categories() if not one.automatic]
    assert by_hand
    for one in by_hand:
        assert judge(one.name).category != one.code
        assert category(one.code) is one


ODD = "vật lạ mang dấu hiệu xyzzy42"


def test_a_question_stands_in_no_log_no_record_and_no_cookie(client: Client, caplog, settings):
    settings.DEBUG = True
    with caplog.at_level(logging.DEBUG, logger=""):
        answers = [
            client.get("/tra-cuu", {"q": ODD}),
            client.get("/tra-cuu/khong-co", {"q": ODD}),
            client.post("/tra-cuu", {"q": ODD}),
        ]

    assert [one.status_code for one in answers] == [200, 404, 405]
    assert not [one for one in caplog.records if "xyzzy42" in logging.Formatter().format(one) + str(one.args)]
    assert not Record.objects.filter(facts__icontains="xyzzy42").exists()
    assert not answers[0].cookies


def test_a_question_that_breaks_the_page_leaves_no_trace_of_itself(client: Client, caplog, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(import_module("buuan.registers.goods.pages.ask"), "judge", lambda *_: 1 / 0)
    with caplog.at_level(logging.DEBUG, logger=""):
        answer = client.get("/tra-cuu", {"q": ODD})

    assert answer.status_code == 500
    assert any(one.levelno >= logging.ERROR for one in caplog.records)
    assert not [one for one in caplog.records if "xyzzy42" in logging.Formatter().format(one)]


def test_the_web_server_writes_no_access_log():
    source = (Path(__file__).parents[3] / "site" / "commands.py").read_text(encoding="utf-8")

    assert "log_access=False" in source


@pytest.mark.parametrize("path", ["/tra-cuu", "/tra-cuu/nhom/DG_LITHIUM"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_is_small_and_complete_without_script(client: Client, path, language):
    page = client.get(path, headers={"accept-language": language})
    styles = Path(__file__).parents[3] / "base" / "web" / "static" / "built" / "buuan.css"

    assert len(page.content) + styles.stat().st_size < 100_000
    assert "<script" not in page.content.decode()


def test_every_category_is_listed_with_its_own_page(client: Client):
    page = client.get("/tra-cuu").content.decode()

    for one in terms_in_force().categories:
        assert f"/tra-cuu/nhom/{one.code}" in page
        assert client.get(f"/tra-cuu/nhom/{one.code}").status_code == 200


def test_a_page_of_a_category_that_is_none_is_not_found(client: Client):
    assert client.get("/tra-cuu/nhom/KHONG_CO").status_code == 404


def test_what_is_conditional_says_which_papers_and_packing(client: Client):
    text = client.get("/tra-cuu", {"q": "rượu vang đỏ Đà Lạt 2 chai"}).content.decode()

    assert "Được gửi có điều kiện" in text
    assert "Có tem, hóa đơn" in text


def test_the_english_answer_names_category_and_conditions_in_english(client: Client):
    text = client.get("/tra-cuu", {"q": "rượu vang đỏ Đà Lạt 2 chai"}, headers={"accept-language": "en"}).content.decode()

    assert "Alcohol" in text
    assert "Có tem, hóa đơn" not in text


def test_where_it_goes_changes_the_answer(client: Client):
    inside = client.get("/tra-cuu", {"q": "bo mạch cũ"}).content.decode()
    home = client.get("/tra-cuu", {"q": "bo mạch cũ", "di": "ve"}).content.decode()

    assert "Không được gửi</p>" not in inside
    assert "Không được gửi</p>" in home


def test_unverified_law_is_never_shown_to_the_public(client: Client):
    for one in terms_in_force().categories:
        page = client.get(f"/tra-cuu/nhom/{one.code}").content.decode()
        assert "chưa kiểm chứng)" not in page
        for law in one.legal_basis:
            if not law.verified and str(law).split(" (")[0] not in {str(other) for other in one.legal_basis if other.verified}:
                assert not re.search(re.escape(str(law).split(" (chưa")[0]) + r"(;|<)", page), one.code


@pytest.mark.parametrize("question", ["\0", "x" * 5000, "🙂" * 400, "%", "<script>alert(1)</script>", "\u202e", "'; DROP TABLE"])
def test_odd_questions_get_an_answer(client: Client, question):
    answer = client.get("/tra-cuu", {"q": question})

    assert answer.status_code == 200
    assert "<script" not in answer.content.decode()
