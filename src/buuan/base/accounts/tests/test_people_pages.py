"""The administrator's pages: the list, one account, a new one, and what is done to each."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from buuan.base.accounts.models import Account
from buuan.base.accounts.tests.conftest import PASSWORD
from buuan.base.audit.models import Record

LIST = "/quan-tri/tai-khoan"


def page(people, name: str) -> str:
    return f"{LIST}/{people.accounts[name].pk}"


@pytest.fixture
def client(people) -> Client:
    return people.client("administrator")


def text_of(answer) -> str:
    """Give a page without its frame, which names whoever looks at it."""
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return text.partition("<main")[2] or text


# -- the list ----------------------------------------------------------------------------------------------------------


def test_the_list_shows_everybody_but_the_platform(client, people):
    text = text_of(client.get(LIST))
    assert all(f"Người {name}<" in text for name in people.accounts)
    assert "he-thong" not in text
    assert "đang dùng" in text


def test_the_administrator_of_an_operator_lists_its_own_tree(people):
    text = text_of(people.client("operator_administrator").get(LIST))
    assert ("Người clerk" in text, "Người leader" in text) == (True, True)
    assert not any(f"Người {name}" in text for name in ("rival", "officer", "administrator"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=nguoi+clerk", {"clerk"}),
        ("q=operator-adm", {"operator_administrator"}),
        ("vai-tro=leader", {"leader", "rival"}),
        ("loai=police", {"officer"}),
        ("don-vi=smtest", set()),
        ("don-vi=SMTEST", {"operator_administrator", "leader", "clerk"}),
        ("nhom=khoa", set()),
    ],
)
def test_the_list_is_searched_and_narrowed(client, people, query, shown):
    text = text_of(client.get(f"{LIST}?{query}"))
    assert {name for name in people.accounts if f"Người {name}<" in text} == shown


def test_an_export_is_recorded_with_what_it_was_narrowed_to(client, people):
    text = text_of(client.get(f"{LIST}?tep=csv&vai-tro=leader"))
    assert "Người rival" in text
    assert "Người clerk" not in text
    facts = Record.objects.get(action="accounts.exported").facts
    assert (facts["rows"], facts["file"]) == (2, "csv")
    assert ["Vai trò", "lãnh đạo"] in facts["filters"]


@pytest.mark.parametrize("who", ["auditor", "officer", "leader", "clerk"])
def test_nobody_else_gets_there(people, who):
    client = people.client(who)
    target = page(people, "rival")
    for address in (LIST, f"{LIST}/moi", target):
        assert client.get(address).status_code == 403
    for verb in ("khoa", "mo-khoa", "mat-khau", "thoi-han", "bo-hai-lop"):
        assert client.post(f"{target}/{verb}", {"reason": "x"}).status_code == 403


def test_an_account_that_is_foreign_to_the_administrator_does_not_exist_for_him(people):
    client = people.client("operator_administrator")
    foreign, none = page(people, "officer"), f"{LIST}/987654321"
    assert client.get(foreign).status_code == client.get(none).status_code == 404
    assert "Người officer" not in text_of(client.get(foreign))
    for verb in ("khoa", "mo-khoa", "mat-khau", "thoi-han", "bo-hai-lop"):
        assert client.post(f"{foreign}/{verb}", {f"{verb}-reason": "x"}).status_code == 404


# -- a new account -----------------------------------------------------------------------------------------------------


def new(**given):
    last = timezone.localdate() + timedelta(days=30)
    usual = {"username": "nguoi-moi", "name": "Người Mới", "organisation": "cong-an-tinh", "role": "officer", "until_on": last}
    return usual | given


def test_a_new_account_shows_its_password_once_and_it_works_until_changed(client, people):
    assert "Mật khẩu đầu tiên do hệ thống đặt" in text_of(client.get(f"{LIST}/moi"))
    answer = client.post(f"{LIST}/moi", new())
    password = re.search(r'id="password">([\w-]+)<', text_of(answer))[1]

    made = Account.objects.get(username="nguoi-moi")
    assert (made.organisation.code, made.role, made.until_on) == (
        "cong-an-tinh", "officer", timezone.localdate() + timedelta(days=31),
    )  # fmt: skip
    assert password not in text_of(client.get(f"{LIST}/{made.pk}"))
    visitor = Client()
    assert visitor.post("/dang-nhap", {"login": "nguoi-moi", "password": password}).status_code == 302
    assert visitor.get("/tai-khoan/")["Location"] == "/tai-khoan/mat-khau"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"username": "leader"}, "Tên đăng nhập đã có người dùng."),
        ({"username": "có dấu"}, "Tên đăng nhập chỉ gồm chữ không dấu"),
        ({"organisation": "khong-co"}, "Không có cơ quan, đơn vị nào mang mã này."),
        ({"organisation": "buu-an"}, "Không có cơ quan, đơn vị nào mang mã này."),
        ({"role": "counter_clerk"}, "Giao dịch viên chỉ có ở doanh nghiệp bưu chính."),
        ({"role": "system"}, "Hãy chọn một lựa chọn hợp lệ"),
        ({"until_on": "2020-01-01"}, "Ngày 01/01/2020 đã qua"),
        ({"until_on": "mai"}, "ngày"),
        ({"name": ""}, "Trường này là bắt buộc."),
    ],
)
def test_bad_input_comes_back_in_the_form_with_a_clear_sentence(client, given, sentence):
    before = Account.objects.count()
    answer = client.post(f"{LIST}/moi", new(**given))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Account.objects.count() == before


def test_a_body_outside_the_own_tree_is_refused_beside_its_field(people):
    answer = people.client("operator_administrator").post(f"{LIST}/moi", new())
    assert answer.status_code == 422
    assert "Chỉ tạo tài khoản cho cơ quan, đơn vị của mình" in text_of(answer)


# -- one account -------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_happened_with_the_reasons(client, people):
    client.post(f"{page(people, 'leader')}/khoa", {"lock-reason": "nghỉ việc"})
    client.post(f"{page(people, 'leader')}/mo-khoa", {"unlock-reason": "trở lại"})
    text = text_of(client.get(page(people, "leader")))
    for words in ("tạo tài khoản", "khóa tài khoản", "lý do: nghỉ việc", "mở khóa tài khoản", "lý do: trở lại"):
        assert words in text


def test_locking_from_the_page_works_at_once(client, people):
    working = people.client("leader")
    answer = client.post(f"{page(people, 'leader')}/khoa", {"lock-reason": "nghỉ việc"}, follow=True)
    assert "Đã khóa; mọi phiên và mã truy cập ngừng ngay." in text_of(answer)
    assert "Mở khóa tài khoản" in text_of(answer)
    assert working.get("/tai-khoan/").status_code == 302
    assert "Người leader" in text_of(client.get(f"{LIST}?nhom=khoa"))


def test_resetting_shows_the_new_password_once(client, people):
    answer = client.post(f"{page(people, 'leader')}/mat-khau", {"reset-reason": "quên"})
    password = re.search(r'id="password">([\w-]+)<', text_of(answer))[1]
    assert people.account("leader").check_password(password)
    assert not people.account("leader").check_password(PASSWORD)
    assert password not in text_of(client.get(page(people, "leader")))


def test_an_end_date_is_given_as_the_last_day(client, people):
    today = timezone.localdate()
    client.post(f"{page(people, 'leader')}/thoi-han", {"end-until_on": today.isoformat(), "end-reason": "hết việc"})
    assert people.account("leader").until_on == today + timedelta(days=1)
    assert f"dùng đến hết ngày {today:%d/%m/%Y}" in text_of(client.get(page(people, "leader")))

    client.post(f"{page(people, 'leader')}/thoi-han", {"end-until_on": "", "end-reason": "gia hạn"})
    assert people.account("leader").until_on is None


def test_a_second_factor_is_taken_off_where_there_is_one(client, people):
    assert "Bỏ xác thực hai lớp" not in text_of(client.get(page(people, "leader")))
    assert client.post(f"{page(people, 'leader')}/bo-hai-lop", {"drop-reason": "x"}).status_code == 409
    Authenticator.objects.create(user=people.account("leader"), type="totp", data={"secret": "x"})
    assert "Bỏ xác thực hai lớp" in text_of(client.get(page(people, "leader")))
    client.post(f"{page(people, 'leader')}/bo-hai-lop", {"drop-reason": "mất máy"})
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("verb", "given", "status", "sentence"),
    [
        ("khoa", {"lock-reason": ""}, 422, "Trường này là bắt buộc."),
        ("khoa", {"lock-reason": "   "}, 422, "Trường này là bắt buộc."),
        ("mo-khoa", {"unlock-reason": "x"}, 409, "không bị khóa"),
        ("thoi-han", {"end-until_on": "2020-01-01", "end-reason": "x"}, 422, "Ngày 01/01/2020 đã qua"),
        ("mat-khau", {}, 422, "Trường này là bắt buộc."),
    ],
)
def test_what_is_refused_is_said_in_its_form(client, people, verb, given, status, sentence):
    answer = client.post(f"{page(people, 'leader')}/{verb}", given)
    assert (answer.status_code, sentence in text_of(answer)) == (status, True)


def test_on_ones_own_page_there_is_nothing_to_press_and_the_address_refuses_too(client, people):
    own = page(people, "administrator")
    text = text_of(client.get(own))
    assert "Đây là tài khoản của anh/chị" in text
    assert f"{own}/khoa" not in text
    answer = client.post(f"{own}/khoa", {"lock-reason": "x"})
    assert answer.status_code == 409
    assert people.account("administrator").is_active


@pytest.mark.parametrize("verb", ["khoa", "mo-khoa", "mat-khau", "thoi-han", "bo-hai-lop"])
def test_nothing_happens_by_following_a_link(client, people, verb):
    assert client.get(f"{page(people, 'leader')}/{verb}").status_code == 405
