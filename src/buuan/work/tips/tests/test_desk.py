"""The officers' desk, as they meet it."""

from __future__ import annotations

import pytest

from buuan.base.audit.models import Record
from buuan.work.intake.models import SuspicionReport
from buuan.work.tips.models import SealingKey, Tip, TipPhoto
from buuan.work.tips.pages.desk import COOKIE
from buuan.work.tips.rules import Identity
from buuan.work.tips.tests.conftest import FIRST, PHRASE, SAID, SECOND

pytestmark = pytest.mark.usefixtures("now")
NAMED = Identity("Người Báo Bí Mật", "quán nước đầu ngõ")


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def tip(line, now) -> Tip:
    return line.tell(now, identity=NAMED, photos=(b"\xff\xd8 anh",))[0]


@pytest.fixture
def desk(cast, tip):
    """The duty officer's browser, unlocked."""
    client = cast.client("police")
    answer = client.post("/tin-bao/mo-khoa", {"passphrase": PHRASE})
    assert answer.status_code == 302
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/tin-bao", True, "Strict")
    return client


def test_sealed_until_unlocked_and_sealed_again_afterwards(cast, tip, desk):
    address = f"/tin-bao/{tip.number}"
    assert SAID not in text(cast.client("second").get(address))

    assert SAID in text(desk.get(address))

    desk.post("/tin-bao/khoa-lai")
    assert SAID not in text(desk.get(address))


def test_a_wrong_pass_phrase_is_told_and_recorded(cast, tip):
    answer = cast.client("police").post("/tin-bao/mo-khoa", {"passphrase": "không phải cụm này"})

    assert answer.status_code == 422
    assert "không đúng" in text(answer)
    assert Record.objects.filter(action="tips.unlock_refused").count() == 1


def test_the_auditor_sees_that_there_is_a_tip_but_never_what_it_says(cast, tip):
    client = cast.client("auditor")

    assert tip.number in text(client.get("/tin-bao"))
    assert SAID not in text(client.get(f"/tin-bao/{tip.number}"))
    assert client.get("/tin-bao/mo-khoa").status_code == 403


@pytest.mark.parametrize("name", ["department", "operator", "administrator"])
def test_for_others_the_desk_is_not_there(cast, tip, name):
    assert cast.client(name).get("/tin-bao").status_code == 403
    assert cast.client(name).get(f"/tin-bao/{tip.number}").status_code == 403


def test_a_photo_is_shown_only_unlocked(cast, tip, desk):
    address = f"/tin-bao/{tip.number}/anh/{TipPhoto.objects.get().pk}"

    assert desk.get(address).content == b"\xff\xd8 anh"
    assert cast.client("second").get(address).status_code == 409


def test_the_officer_answers_and_passes_it_on(tip, desk):
    address = f"/tin-bao/{tip.number}"
    desk.get(address)
    assert desk.post(f"{address}/tra-loi", {"text": "Đã nhận."}).status_code == 302
    empty = desk.post(f"{address}/chuyen", {"text": ""})
    assert empty.status_code == 422

    answer = desk.post(f"{address}/chuyen", {"text": "Mười gói giống nhau ở một quầy.", "signs": ["many_alike"]})

    assert answer.status_code == 302
    report = SuspicionReport.objects.get()
    assert (report.source, report.tip) == ("tip", tip)
    assert report.number in text(desk.get(address))


def test_an_officer_ends_a_tip_with_a_reason(tip, desk):
    address = f"/tin-bao/{tip.number}"
    desk.get(address)
    assert desk.post(f"{address}/ket-thuc", {"reason": ""}).status_code == 422
    assert desk.post(f"{address}/ket-thuc", {"reason": "no_breach"}).status_code == 302

    tip.refresh_from_db()
    assert tip.state == "declined"


def test_two_keepers_open_who_told_on_screen(cast, tip, desk):
    address = f"/tin-bao/{tip.number}"
    other = cast.client("second")
    assert desk.post(f"{address}/nguoi-bao/de-nghi", {"reason": "Cần gặp để lấy lời khai theo quyết định."}).status_code == 302
    assert "Chấp thuận" in text(other.get(address))
    assert other.post(f"{address}/nguoi-bao/chap-thuan", {"passphrase": FIRST}).status_code == 422
    assert other.post(f"{address}/nguoi-bao/chap-thuan", {"passphrase": SECOND}).status_code == 302

    shown = desk.post(f"{address}/nguoi-bao/mo", {"passphrase": FIRST})

    assert NAMED.name in text(shown)
    assert NAMED.name not in text(desk.get(address))
    assert desk.post(f"{address}/nguoi-bao/mo", {"passphrase": FIRST}).status_code == 409


def test_the_leader_opens_the_line_on_screen(cast):
    client = cast.client("chief")
    given = {
        "passphrase": PHRASE,
        "first": cast.account("police").pk,
        "first_passphrase": FIRST,
        "second": cast.account("police").pk,
        "second_passphrase": SECOND,
    }
    assert "Lập khóa" in text(client.get("/tin-bao"))
    assert client.post("/tin-bao/lap-khoa", given).status_code == 422

    assert client.post("/tin-bao/lap-khoa", given | {"second": cast.account("second").pk}).status_code == 302
    assert SealingKey.objects.count() == 2
    assert cast.client("police").get("/tin-bao/lap-khoa").status_code == 403
