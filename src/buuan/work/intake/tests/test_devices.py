"""Counters' phones: enrolled by a code, six digits for each clerk, locked after five, bound to the phone, in the own tree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buuan.base.accounts.actions import create_account
from buuan.base.audit.models import Record
from buuan.base.devices import actions
from buuan.base.devices.models import Device, Enrolment, Pin
from buuan.base.devices.rules import CODE_LASTS, IDLE, MOST_TRIES
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.point("7c")]
COUNTER = "/quay"


class Watch:
    """The server's clock, as the test sets it."""

    at = MONDAY


@pytest.fixture
def clock(monkeypatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(timezone, "now", lambda: watch.at)
    return watch


@pytest.fixture
def system(cast):
    """The platform's own account, which signs what nobody is signed in for."""
    from buuan.base.accounts.actions import create_system_account

    create_system_account(at=MONDAY)


def enrol(cast: Cast, who: str = "branch", unit: str = "counter") -> Client:
    """Enrol a phone to a point with the code that the head of it shows; gives the phone."""
    _made, code = actions.open_enrolment(cast.actor(who), cast.bodies[unit], name="máy quầy 1", at=timezone.now())
    phone = Client()
    answer = phone.post(COUNTER, {"code": code.lower()})
    assert answer.status_code == 302
    assert phone.cookies["buuan_may_quay"]["httponly"]
    return phone


def give_pin(cast: Cast, who: str = "clerk", pin: str = "402917") -> str:
    """Give a clerk a PIN that was changed by himself."""
    _row, text = actions.give_pin(cast.branch, cast.account(who), at=MONDAY)
    actions.change_pin(cast.actor(who), old=text, new=pin, at=MONDAY)
    return pin


def enter(phone: Client, cast: Cast, pin: str, who: str = "clerk"):
    return phone.post(COUNTER, {"account": cast.account(who).pk, "pin": pin})


def test_a_clerk_signs_in_with_six_digits_on_an_enrolled_phone(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    assert "Giao dịch viên Thử" in phone.get(COUNTER).content.decode()
    assert enter(phone, cast, pin).url == "/bao-cao"
    assert phone.get("/bao-cao").status_code == 200
    assert Record.objects.filter(action="devices.signed_in", account="thu-clerk").exists()


def test_neither_pin_code_nor_mark_is_stored(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    mark = phone.cookies["buuan_may_quay"].value
    assert Pin.objects.get().hash.startswith("argon2")
    stored = f"{list(Pin.objects.values())}{list(Device.objects.values())}{list(Enrolment.objects.values())}"
    stored += str(list(Record.objects.values_list("facts", flat=True)))
    assert pin not in stored
    assert mark not in stored


def test_five_wrong_tries_lock_a_pin_until_a_new_one_is_given(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    for left in range(MOST_TRIES - 1, 0, -1):
        assert f"còn {left} lần" in enter(phone, cast, "777123").content.decode()
    assert "đã khóa" in enter(phone, cast, "777123").content.decode()
    assert "đã khóa" in enter(phone, cast, pin).content.decode(), "the right one comes too late"
    assert Record.objects.filter(action="devices.pin_locked").count() == 1
    _row, text = actions.give_pin(cast.branch, cast.account("clerk"), at=MONDAY)
    assert enter(phone, cast, text).status_code == 302


def test_a_right_pin_forgets_the_wrong_ones_before(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    for _ in range(2):
        for _wrong in range(MOST_TRIES - 1):
            enter(phone, cast, "777123")
        assert enter(phone, cast, pin).status_code == 302
        phone.post("/dang-xuat")


def test_a_given_pin_is_changed_before_anything_else(cast, system, clock):
    phone = enrol(cast)
    _row, text = actions.give_pin(cast.branch, cast.account("clerk"), at=MONDAY)
    enter(phone, cast, text)
    assert phone.get("/bao-cao").url == reverse("devices:pin")
    assert phone.post(reverse("devices:pin"), {"old": text, "new": "123456"}).status_code == 422
    assert phone.post(reverse("devices:pin"), {"old": text, "new": "402917"}).status_code == 302
    assert phone.get("/bao-cao").status_code == 200


def test_a_session_is_bound_to_its_phone_and_ends_after_a_pause(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    enter(phone, cast, pin)
    stolen = Client()
    stolen.cookies["sessionid"] = phone.cookies["sessionid"].value
    assert stolen.get("/bao-cao").status_code == 302, "the session alone, on another device, is worth nothing"
    enter(phone, cast, pin)
    clock.at = MONDAY + IDLE - timedelta(seconds=1)
    assert phone.get("/bao-cao").status_code == 200
    clock.at += IDLE + timedelta(seconds=1)
    assert phone.get("/bao-cao").status_code == 302


def test_a_session_ends_with_its_shift_although_it_was_never_idle(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    enter(phone, cast, pin)
    while clock.at < MONDAY + 10 * HOUR:
        assert phone.get("/bao-cao").status_code == 200
        clock.at += timedelta(minutes=12)
    clock.at = MONDAY + 10 * HOUR + timedelta(minutes=1)
    assert phone.get("/bao-cao").status_code == 302


def test_a_revoked_phone_works_no_more(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    enter(phone, cast, pin)
    device = Device.objects.get()
    with pytest.raises(Invalid):
        actions.revoke_device(cast.operator, device, reason=" ", at=MONDAY)
    actions.revoke_device(cast.operator, device, reason="mất máy", at=MONDAY)
    assert phone.get("/bao-cao").status_code == 302
    assert "Mã ghi danh" in phone.get(COUNTER).content.decode()
    assert Record.objects.get(action="devices.revoked").facts["reason"] == "mất máy"


def test_a_code_is_good_once_and_for_ten_minutes(cast, system, clock):
    _made, code = actions.open_enrolment(cast.branch, cast.bodies["counter"], name="máy quầy 1", at=MONDAY)
    assert Client().post(COUNTER, {"code": code}).status_code == 302
    assert Client().post(COUNTER, {"code": code}).status_code == 422
    _made, late = actions.open_enrolment(cast.branch, cast.bodies["counter"], name="máy quầy 2", at=MONDAY)
    clock.at = MONDAY + CODE_LASTS
    assert Client().post(COUNTER, {"code": late}).status_code == 422
    assert Client().post(COUNTER, {"code": "AAAAA-AAAAA"}).status_code == 422
    assert Device.objects.count() == 1


def test_phones_and_pins_are_managed_within_the_own_tree_only(cast, system, clock):
    with pytest.raises(Forbidden):
        actions.open_enrolment(cast.rival, cast.bodies["counter"], name="máy lạ", at=MONDAY)
    with pytest.raises(Forbidden):
        actions.open_enrolment(cast.branch, cast.bodies["operator"], name="máy trên", at=MONDAY)
    with pytest.raises(Forbidden):
        actions.give_pin(cast.rival, cast.account("clerk"), at=MONDAY)
    with pytest.raises(Forbidden):
        actions.open_enrolment(cast.clerk, cast.bodies["counter"], name="tự ghi", at=MONDAY)
    with pytest.raises(Forbidden):
        actions.open_enrolment(cast.administrator, cast.bodies["counter"], name="quản trị tỉnh", at=MONDAY)
    enrol(cast)
    device = Device.objects.get()
    with pytest.raises(Forbidden):
        actions.revoke_device(cast.rival, device, reason="phá", at=MONDAY)
    assert cast.client("rival").post(reverse("devices:revoke", args=[device.pk]), {"reason": "phá"}).status_code == 404
    assert cast.client("rival").post(reverse("devices:give_pin", args=[cast.account("clerk").pk])).status_code == 404
    assert set(Device.objects.visible_to(cast.operator)) == {device}
    assert not Device.objects.visible_to(cast.rival).exists()


def test_whoever_decides_something_signs_in_with_a_password(cast, system, clock):
    with pytest.raises(Refused, match="mật khẩu"):
        actions.give_pin(cast.operator, cast.account("branch"), at=MONDAY)


def test_a_clerk_of_another_point_does_not_get_in_with_a_right_pin(cast, system, clock):
    phone = enrol(cast, "operator", "branch")
    pin = give_pin(cast)
    assert enter(phone, cast, pin).status_code == 422
    tried = actions.try_pin(Device.objects.get(), cast.account("clerk"), pin, at=MONDAY)
    assert tried.account is None


def test_six_digits_do_not_open_the_account_itself(cast, system, clock):
    phone, pin = enrol(cast), give_pin(cast)
    enter(phone, cast, pin)
    for address in ("/tai-khoan/", "/tai-khoan/mat-khau", "/tai-khoan/xac-thuc-hai-lop"):
        answer = phone.get(address)
        assert (answer.status_code, answer.url) == (302, reverse("devices:pin")), address


def test_an_operators_own_administrator_makes_the_accounts_of_its_branches(cast, system, clock):
    own = create_account(
        cast.system, cast.bodies["operator"], username="quan-tri-sm", name="Quản trị Sông Thử", role="administrator",
        password=None, at=MONDAY,
    )  # fmt: skip
    cast.accounts["own_admin"] = own
    made = create_account(
        cast.own_admin, cast.bodies["counter"], username="gdv-2", name="Giao dịch viên Hai", role="counter_clerk", password=None,
        at=MONDAY,
    )  # fmt: skip
    assert actions.give_pin(cast.own_admin, made, at=MONDAY)[1].isdigit()
    with pytest.raises(Forbidden):
        create_account(
            cast.own_admin, cast.bodies["rival"], username="gdv-3", name="Người lạ", role="counter_clerk", password=None, at=MONDAY
        )
    del cast.accounts["own_admin"]


def test_the_page_of_phones_shows_code_and_pin_once(cast, system, clock):
    client = cast.client("branch")
    shown = client.post(reverse("devices:open"), {"unit": "SMTEST-BC1", "name": "máy quầy 1"}).content.decode()
    assert 'id="code"' in shown
    given = client.post(reverse("devices:give_pin", args=[cast.account("clerk").pk])).content.decode()
    assert 'id="pin"' in given
    again = client.get(reverse("devices:devices")).content.decode()
    assert 'id="code"' not in again
    assert 'id="pin"' not in again
