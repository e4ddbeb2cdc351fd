"""The pages of one's own account: password, sessions, tokens, second factor, the table of rights."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.test import Client, RequestFactory
from django.utils import timezone

from buuan.base.accounts.adapter import SecondFactorAdapter
from buuan.base.accounts.middleware import SeenMiddleware
from buuan.base.accounts.models import ApiToken
from buuan.base.accounts.presenters import device_of
from buuan.base.accounts.tests.conftest import PASSWORD
from buuan.base.audit.models import Record

NEW = "mat-khau-khac-8"


def door(people, name="leader", agent="Trình duyệt thử") -> Client:
    """Give a browser that came in by the door, so that its session is listed."""
    client = Client(HTTP_USER_AGENT=agent)
    assert client.post("/dang-nhap", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def test_the_page_tells_who_i_am_and_what_i_may(people):
    text = door(people).get("/tai-khoan/").content.decode()
    for words in ("Người leader", "lãnh đạo", "SMTEST", "phiên này", "accounts.own", "Bảng quyền của mọi vai trò"):
        assert words in text
    assert "Quản lý tài khoản" not in text
    assert "Quản lý tài khoản" in people.client("administrator").get("/tai-khoan/").content.decode()


# -- password ----------------------------------------------------------------------------------------------------------


def test_changing_the_password_keeps_this_session_and_ends_the_others(people):
    here, there = door(people), door(people)
    assert here.get("/tai-khoan/mat-khau").status_code == 200

    answer = here.post("/tai-khoan/mat-khau", {"old": PASSWORD, "new": NEW}, follow=True)

    assert "Các phiên khác đã bị đăng xuất" in answer.content.decode()
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/")["Location"].startswith("/dang-nhap")
    assert Client().post("/dang-nhap", {"login": "leader", "password": PASSWORD}).status_code == 200
    assert Client().post("/dang-nhap", {"login": "leader", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"old": "sai", "new": NEW}, "Mật khẩu hiện tại chưa đúng."),
        ({"old": PASSWORD, "new": "ngan"}, "Mật khẩu cần ít nhất 10 ký tự."),
        ({"old": PASSWORD, "new": PASSWORD}, "phải khác"),
        ({"old": "", "new": ""}, "Trường này là bắt buộc."),
    ],
)
def test_a_password_that_is_not_taken_says_why_and_is_not_shown_again(people, given, sentence):
    answer = people.client("leader").post("/tai-khoan/mat-khau", given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert not given["new"] or f'value="{given["new"]}"' not in text


# -- sessions ----------------------------------------------------------------------------------------------------------


def test_one_session_or_all_others_can_be_ended(people):
    here, phone, tablet = door(people), door(people, agent="Điện thoại"), door(people, agent="Máy tính bảng")
    assert "Điện thoại" in here.get("/tai-khoan/").content.decode()
    wanted = UserSession.objects.get(user_agent="Điện thoại")

    here.post("/tai-khoan/phien", {"session": wanted.pk})
    assert phone.get("/tai-khoan/").status_code == 302
    assert tablet.get("/tai-khoan/").status_code == 200

    here.post("/tai-khoan/phien")
    assert tablet.get("/tai-khoan/").status_code == 302
    assert here.get("/tai-khoan/").status_code == 200
    assert [one.facts["ended"] for one in Record.objects.filter(action="accounts.sessions_ended").order_by("id")] == [1, 1]


@pytest.mark.parametrize("wanted", ["0", "x", "-1", "99999999999999999999999"])
def test_a_session_that_is_not_mine_is_not_found(people, wanted):
    other = door(people, "officer")
    mine = door(people)
    foreign = UserSession.objects.get(user=people.account("officer")).pk if wanted == "0" else wanted
    assert mine.post("/tai-khoan/phien", {"session": foreign}).status_code == 404
    assert other.get("/tai-khoan/").status_code == 200


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome · Windows"),
        (f"{CHROME} Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Máy quét bưu gửi", "Máy quét bưu gửi"),
        ("", ""),
    ],
)
def test_a_device_is_called_as_its_owner_knows_it(agent, words):
    assert device_of(agent) == words


# -- tokens ------------------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_can_be_revoked(people):
    client = people.client("leader")
    answer = client.post("/tai-khoan/ma-truy-cap", {"name": "Hệ thống bưu cục", "days": 30, "scopes": "accounts"})
    shown = re.search(r'id="token">(ba_[\w-]+)<', answer.content.decode())[1]
    token = ApiToken.objects.get()
    assert (token.name, token.scopes, (token.expires_at - token.created_at).days) == ("Hệ thống bưu cục", ["accounts"], 30)

    later = client.get("/tai-khoan/").content.decode()
    assert shown not in later
    assert shown[:9] in later

    client.post(f"/tai-khoan/ma-truy-cap/{token.pk}/thu-hoi")
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "x", "days": 9999}, "Thời hạn từ 1 đến 365 ngày."),
        ({"name": "x", "days": 30, "scopes": "khong-co"}, "Không có quyền hoặc phân hệ tên khong-co."),
        ({"name": "", "days": 30}, "Trường này là bắt buộc."),
        ({"name": "x", "days": "nhiều"}, "số"),
    ],
)
def test_a_token_that_is_not_issued_says_why_in_its_form(people, given, sentence):
    answer = people.client("leader").post("/tai-khoan/ma-truy-cap", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_somebody_elses_token_is_not_found(people):
    people.client("officer").post("/tai-khoan/ma-truy-cap", {"name": "x", "days": 30})
    token = ApiToken.objects.get()
    assert people.client("leader").post(f"/tai-khoan/ma-truy-cap/{token.pk}/thu-hoi").status_code == 404
    assert people.client("administrator").post(f"/tai-khoan/ma-truy-cap/{token.pk}/thu-hoi").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


# -- the second factor -------------------------------------------------------------------------------------------------

FACTOR = "/tai-khoan/xac-thuc-hai-lop"


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_setting_up_asks_for_the_password_shows_a_picture_and_gives_reserve_codes(people, sealed):
    client = door(people)
    assert "chưa bật" in client.get(FACTOR).content.decode()
    answer = client.get(f"{FACTOR}/bat")
    assert answer["Location"].startswith("/dang-nhap/lai?next=")
    assert "Xác nhận đúng là anh/chị" in client.get(answer["Location"]).content.decode()
    assert "Mật khẩu chưa đúng." in client.post(answer["Location"], {"password": "sai"}).content.decode()
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == f"{FACTOR}/bat"

    page = client.get(f"{FACTOR}/bat").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'id="secret">(\w+)<', page)[1]
    refused = client.post(f"{FACTOR}/bat", {"code": "000000"}).content.decode()
    assert "Mã chưa đúng" in refused
    assert secret in refused  # the same picture: what the app has scanned stays good

    answer = client.post(f"{FACTOR}/bat", {"code": code_now(secret)})
    assert answer["Location"] == f"{FACTOR}/ma-du-phong"
    codes = client.get(answer["Location"]).content.decode()
    assert "Còn 10 trên 10 mã" in codes
    assert "đã bật" in client.get(FACTOR).content.decode()
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    assert Record.objects.get(action="accounts.second_factor_changed").facts == {"change": "added"}

    new = client.get(f"{FACTOR}/ma-moi").content.decode()
    assert "10 mã cũ chưa dùng sẽ mất hiệu lực" in new
    client.post(f"{FACTOR}/ma-moi")
    assert client.get(f"{FACTOR}/ma-du-phong").content != codes.encode()

    assert "Tắt xác thực hai lớp?" in client.get(f"{FACTOR}/tat").content.decode()
    client.post(f"{FACTOR}/tat")
    assert not Authenticator.objects.exists()
    changes = Record.objects.filter(action="accounts.second_factor_changed").order_by("id")
    assert [one.facts["change"] for one in changes] == ["added", "codes", "removed"]


def test_without_a_second_factor_there_are_no_codes_and_nothing_to_turn_off(people):
    client = door(people)
    assert client.get(f"{FACTOR}/tat").status_code == 404
    assert client.get(f"{FACTOR}/ma-du-phong").status_code == 404


def test_secrets_are_sealed_with_a_key_made_of_the_session_key(settings):
    adapter = SecondFactorAdapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DP" not in sealed
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    settings.SECRET_KEY = "another"
    with pytest.raises(InvalidToken):
        adapter.decrypt(sealed)


# -- the table of rights -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["auditor", "clerk", "administrator"])
def test_everybody_reads_who_may_do_what(people, who):
    text = people.client(who).get("/tai-khoan/quyen").content.decode()
    assert "accounts.manage" in text
    assert "Tạo, sửa, khóa tài khoản" in text


def test_the_table_narrows_to_one_kind_and_knows_no_others(people):
    client = people.client("auditor")
    row = r"intake\.triage.*?</tr>"
    at_police = re.search(row, client.get("/tai-khoan/quyen?loai=police").content.decode(), re.DOTALL)[0]
    elsewhere = re.search(row, client.get("/tai-khoan/quyen?loai=customs").content.decode(), re.DOTALL)[0]
    assert (at_police.count("#check"), elsewhere.count("#check")) == (3, 0)
    assert client.get("/tai-khoan/quyen?loai=x").status_code == 422


# -- when a session was last used --------------------------------------------------------------------------------------


def test_a_session_is_noted_as_seen_every_five_minutes_not_at_every_page(people):
    client = door(people)
    session = UserSession.objects.get()
    request = RequestFactory().get("/", HTTP_USER_AGENT="Máy khác", REMOTE_ADDR="192.0.2.5")
    request.user, request.session = people.account("leader"), client.session
    seen = SeenMiddleware(lambda _request: None)

    seen(request)
    session.refresh_from_db()
    assert session.user_agent == "Trình duyệt thử"

    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=6))
    seen(request)  # this process knows when it was noted, and does not ask again so soon
    session.refresh_from_db()
    assert session.user_agent == "Trình duyệt thử"

    SeenMiddleware(lambda _request: None)(request)
    session.refresh_from_db()
    assert (session.user_agent, session.ip) == ("Máy khác", "192.0.2.5")
    assert timezone.now() - session.last_seen_at < timedelta(minutes=1)
