"""The door: signing in and out, what it says, what it records, and when it stays shut."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from buuan.base.accounts.actions import lock_account, reset_password, set_end_date
from buuan.base.accounts.tests.conftest import AT, PASSWORD
from buuan.base.audit.models import Record

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, name: str = "leader", password: str = PASSWORD, **more):
    return client.post("/dang-nhap", {"login": name, "password": password} | more)


def acts(account: str) -> list[str]:
    rows = Record.objects.filter(subject__startswith="accounts.account:", label=account).order_by("id")
    return [one for one in rows.values_list("action", flat=True) if one != "accounts.created"]


def test_the_page_is_ours_in_vietnamese_and_without_script(client, db):
    text = client.get("/dang-nhap").content.decode()
    assert "Tên đăng nhập" in text
    assert "Mật khẩu" in text
    assert "<script" not in text
    assert "Sign In" not in text
    assert "Username" not in text


def test_signing_in_and_out_leaves_records_with_the_address(client, people):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/tai-khoan/").status_code == 200

    answer = client.post("/dang-xuat")
    assert answer["Location"] == "/dang-nhap"
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap?next=/tai-khoan/")

    assert acts("leader") == ["accounts.signed_in", "accounts.signed_out"]
    record = Record.objects.get(action="accounts.signed_in")
    assert (record.account, record.actor["address"], record.actor["source"]) == ("leader", "127.0.0.1", "page")


def test_the_name_is_found_whatever_its_case(client, people):
    assert sign_in(client, "LEADER").status_code == 302


def test_signing_out_by_a_link_only_asks(people):
    client = people.client("leader")
    assert "Đăng xuất?" in client.get("/dang-xuat").content.decode()
    assert client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize("name", ["leader", "khong-co"])
def test_a_wrong_password_and_an_unknown_name_sound_alike(client, people, name):
    answer = sign_in(client, name, "sai-mat-khau-1")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in text
    assert "sai-mat-khau-1" not in text


def test_a_failed_try_is_recorded_by_the_platform_without_what_was_typed(client, people):
    sign_in(client, password="sai-mat-khau-1")
    sign_in(client, "khong-co", "sai-mat-khau-1")

    record = Record.objects.get(action="accounts.sign_in_failed")
    assert (record.account, record.label, record.facts) == ("he-thong", "leader", {"account": "leader"})
    assert record.actor["address"] == "127.0.0.1"
    assert "sai-mat-khau-1" not in str(record.facts)


def test_six_wrong_tries_shut_the_door_for_the_account_even_to_the_right_password(people):
    for number in range(6):
        answer = sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="sai")
        assert "chưa đúng" in answer.content.decode()

    answer = sign_in(Client(REMOTE_ADDR="192.0.2.99"))
    assert "Hãy chờ năm phút" in answer.content.decode()
    assert sign_in(Client(REMOTE_ADDR="192.0.2.99"), "officer").status_code == 302  # others still come in


def test_many_tries_from_one_place_are_answered_with_a_calm_page(people, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    client = Client(REMOTE_ADDR="192.0.2.7")
    answers = [sign_in(client, "khong-co", "sai").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert "Hãy chờ một phút" in sign_in(client).content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/x", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_nobody_is_sent_to_a_foreign_place_after_signing_in(client, people, target):
    assert f'name="next" value="{target}' not in client.get("/dang-nhap", {"next": target}).content.decode()
    assert sign_in(client, next=target)["Location"] == "/"


def test_after_signing_in_one_lands_where_one_wanted_to_go(client, people):
    assert sign_in(client, next="/tai-khoan/quyen?loai=police")["Location"] == "/tai-khoan/quyen?loai=police"


def test_a_locked_or_ended_account_stays_outside_and_the_try_is_recorded(client, people):
    lock_account(people.actor("administrator"), people.account("leader"), reason="x", at=AT)
    set_end_date(people.actor("administrator"), people.account("officer"), until_on=AT.date().replace(day=24), reason="x", at=AT)

    for name in ("leader", "officer"):
        answer = sign_in(client, name)
        assert answer["Location"] == "/dang-nhap/tam-khoa"
        assert client.get("/tai-khoan/").status_code == 302
        assert acts(name)[-1] == "accounts.sign_in_failed"
    page = client.get("/dang-nhap/tam-khoa")
    assert page.status_code == 403
    assert "Liên hệ quản trị" in page.content.decode()


def test_an_account_that_is_locked_while_it_works_is_out_at_the_next_page(people):
    client = people.client("leader")
    assert client.get("/tai-khoan/").status_code == 200
    lock_account(people.actor("administrator"), people.account("leader"), reason="x", at=AT)
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap")


@pytest.mark.parametrize("address", ["/dang-ky", "/quen-mat-khau"])
def test_nobody_signs_up_or_resets_a_password_alone(client, db, address):
    assert client.get(address)["Location"] == "/dang-nhap"
    assert client.post(address, {"username": "x", "password1": PASSWORD})["Location"] == "/dang-nhap"


# -- a temporary password ----------------------------------------------------------------------------------------------


def test_with_a_temporary_password_one_gets_no_further_than_changing_it(client, people):
    _account, password = reset_password(people.actor("administrator"), people.account("leader"), reason="quên", at=AT)
    sign_in(client, password=password)

    for address in ("/", "/tai-khoan/", "/tai-khoan/quyen", "/quan-tri/tai-khoan", "/tai-khoan/phien"):
        assert client.get(address)["Location"] == "/tai-khoan/mat-khau"
    page = client.get("/tai-khoan/mat-khau")
    assert page.status_code == 200
    assert page.content.decode().count("Hãy đổi mật khẩu trước khi làm việc khác.") == 1

    client.post("/tai-khoan/mat-khau", {"old": password, "new": "mat-khau-khac-8"})
    assert client.get("/tai-khoan/").status_code == 200


def test_a_reset_password_throws_out_whoever_is_signed_in(people):
    client = people.client("leader")
    reset_password(people.actor("administrator"), people.account("leader"), reason="lộ", at=AT)
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap")


# -- the second factor -------------------------------------------------------------------------------------------------


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_with_a_second_factor_the_password_alone_opens_nothing(client, people, sealed):
    TOTP.activate(people.account("leader"), SECRET)

    assert sign_in(client)["Location"] == "/dang-nhap/xac-thuc"
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap")
    assert "accounts.signed_in" not in acts("leader")
    assert "Mã xác thực" in client.get("/dang-nhap/xac-thuc").content.decode()

    answer = client.post("/dang-nhap/xac-thuc", {"code": "000000"})
    assert "Mã chưa đúng" in answer.content.decode()
    assert client.post("/dang-nhap/xac-thuc", {"code": code_now()})["Location"] == "/"
    assert client.get("/tai-khoan/").status_code == 200
    assert acts("leader") == ["accounts.signed_in"]


def test_a_reserve_code_opens_once(people, sealed):
    account = people.account("leader")
    TOTP.activate(account, SECRET)
    code = RecoveryCodes.activate(account).get_unused_codes()[0]
    for expected in ("/", None):
        client = Client()
        sign_in(client)
        assert client.post("/dang-nhap/xac-thuc", {"code": code}).headers.get("Location") == expected


def test_the_code_page_leads_nowhere_without_the_password(client, db):
    assert client.get("/dang-nhap/xac-thuc")["Location"].startswith("/dang-nhap")
    assert client.post("/dang-nhap/xac-thuc", {"code": "1"})["Location"].startswith("/dang-nhap")


def test_a_role_that_must_have_a_second_factor_gets_no_further_than_setting_it_up(people, settings):
    settings.SECOND_FACTOR_ROLES = ("administrator",)
    client = people.client("administrator")
    assert client.get("/quan-tri/tai-khoan")["Location"] == "/tai-khoan/xac-thuc-hai-lop"
    assert client.get("/tai-khoan/xac-thuc-hai-lop").status_code == 200
    assert people.client("leader").get("/tai-khoan/").status_code == 200

    Authenticator.objects.create(user=people.account("administrator"), type="totp", data={"secret": "x"})
    assert client.get("/quan-tri/tai-khoan").status_code == 200
