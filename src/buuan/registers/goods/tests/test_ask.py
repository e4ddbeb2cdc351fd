"""The public page: answers in plain words without an account, keeps nothing, and shows no unverified law as law."""

from __future__ import annotations

import pytest
from django.test import Client

from buuan.registers.goods.queries import category, judge, prohibited_categories

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
