"""What sender and receiver of a held item are told, where that waits, and that nobody is named or suspected in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.kit.workdays import VIETNAM
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.interdiction import actions
from buuan.work.interdiction.actions import AnswerFacts
from buuan.work.interdiction.models import Attempt, OrderItem, PartyNotice
from buuan.work.interdiction.queries import notice_words
from buuan.work.interdiction.rules import GROUNDS, WHY_HELD, Held, words_of
from buuan.work.interdiction.tests.test_faces import api

CALLER = "0900000001"
LATER = MONDAY + HOUR


@pytest.fixture
def item(cast, hand_in, issue) -> OrderItem:
    """An item that the operator holds since 08:10."""
    hand_in(("SM0001TH", CALLER, "áo len"))
    order = issue()
    at = MONDAY + timedelta(minutes=10)
    actions.answer_items(cast.operator, order, [AnswerFacts("SM0001TH", "held", place="kho")], at=at)
    return order.items.select_related("order__issuer", "operator").get()


def tell(cast, item, **more):
    return actions.tell_party(cast.operator, item, **({"side": "sender", "way": "counter", "at": LATER} | more))


def wait(cast, item, **more):
    facts = {"reason": "inquiry", "until": LATER + HOUR, "at": MONDAY + timedelta(minutes=20)} | more
    return actions.let_notice_wait(cast.chief, item, **facts)


def codes() -> list[tuple[str, str]]:
    return list(Attempt.objects.filter(outcome="refused").order_by("pk").values_list("verb", "code"))


def test_each_side_is_told_once_with_reason_and_way_to_complain(cast, item):
    made = tell(cast, item)

    assert item.order.number in made.text
    assert "Khiếu nại" in made.text
    assert "02373852246" in made.text.replace(" ", "")
    assert "không phải kết luận" in made.text
    assert Record.objects.filter(action="interdiction.party_told").count() == 1
    with pytest.raises(Refused, match="đã được báo"):
        tell(cast, item, way="phone")
    tell(cast, item, side="receiver")
    assert list(PartyNotice.objects.order_by("pk").values_list("side", flat=True)) == ["sender", "receiver"]
    assert codes() == [("tell_party", "notice.told")]


def test_the_words_say_neither_who_is_sought_nor_what_an_item_is_thought_to_hold(item):
    words = "\n".join(notice_words(item))

    for said in (CALLER, "900000001", "pháo", item.order.category_name, item.order.title, item.order.reason, "áo len", "Nguyễn"):
        assert said not in words
    assert set(WHY_HELD) == set(GROUNDS)
    plain = {"item_id": "A", "operator": "B", "issuer": "C", "number": "D", "phone": "E", "held_at": "F", "until": "G"}
    for ground in GROUNDS:
        assert GROUNDS[ground] not in "\n".join(words_of(Held(**plain, ground=ground)))


def test_an_item_that_is_not_held_gives_nothing_to_tell_and_nothing_to_wait_for(cast, hand_in, issue):
    hand_in(("SM0001TH", CALLER, "áo len"))
    item = issue().items.get()

    with pytest.raises(Refused, match="chưa được tạm giữ"):
        tell(cast, item)
    with pytest.raises(Refused, match="chưa được tạm giữ"):
        wait(cast, item)
    assert codes() == [("tell_party", "notice.not_held"), ("wait", "notice.not_held")]


def test_telling_waits_for_a_listed_reason_and_no_longer(cast, item):
    wait(cast, item)

    with pytest.raises(Refused, match="đang hoãn"):
        tell(cast, item)
    tell(cast, item, at=LATER + HOUR)
    with pytest.raises(Refused, match="Đã có bên được báo"):
        wait(cast, item, until=LATER + 3 * HOUR, at=LATER + HOUR)


def test_an_order_that_is_lifted_lets_nothing_wait_any_more(cast, item):
    wait(cast, item)
    actions.lift_order(cast.chief, item.order, reason="Xong.", at=MONDAY + timedelta(minutes=30))

    tell(cast, item)

    assert PartyNotice.objects.count() == 1
    with pytest.raises(Refused, match="đã kết thúc"):
        wait(cast, item, at=LATER)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": "vì muốn"}, "notice.reason_unknown"),
        ({"until": MONDAY}, "notice.until_past"),
        ({"until": MONDAY + 13 * HOUR}, "notice.until_too_late"),
    ],
)
def test_waiting_without_a_reason_or_beyond_the_order_is_refused_and_recorded(cast, item, more, code):
    with pytest.raises(Refused) as refused:
        wait(cast, item, **more)

    assert refused.value.code == code
    assert codes() == [("wait", code)]


def test_only_the_operator_tells_and_only_the_body_that_asked_lets_it_wait(cast, item):
    with pytest.raises(Forbidden):
        actions.tell_party(cast.chief, item, side="sender", way="counter", at=LATER)
    with pytest.raises(Forbidden):
        actions.let_notice_wait(cast.operator, item, reason="inquiry", until=LATER, at=MONDAY + timedelta(minutes=20))
    with pytest.raises(Invalid):
        tell(cast, item, side="neighbour", way="pigeon")


def test_a_system_reads_the_words_notes_that_it_told_and_is_told_to_wait(cast, client, item, now):
    address = f"/orders/{item.order.number}/items/{item.item_id}/notice"
    read = api(cast, client, "get", address).json()
    assert item.order.number in read["text"]
    assert CALLER not in json.dumps(read)

    until = (now + HOUR).isoformat()
    waits = api(cast, client, "post", f"{address}-wait", {"reason": "evidence", "until": until}, who="chief")
    assert (waits.status_code, waits.json()["reason"]) == (200, "evidence")
    refused = api(cast, client, "post", address, {"side": "sender", "way": "counter"})
    assert (refused.status_code, refused.json()["code"]) == (409, "notice.waits")


def test_a_branch_prints_the_paper_and_notes_on_the_page_whom_it_told(cast, item, now):
    page = cast.client("operator")
    address = f"/lenh/{item.order.number}/buu-gui/{item.pk}/thong-bao"
    assert "Kính gửi người gửi" in page.get(address).content.decode()

    done = page.post(f"{address}/da-bao", {"side": "receiver", "way": "phone"}, follow=True).content.decode()

    assert "báo qua điện thoại" in done
    assert PartyNotice.objects.get().side == "receiver"
    assert "đã báo người nhận" in page.get(f"/lenh/{item.order.number}").content.decode()
    again = page.post(f"{address}/da-bao", {"side": "receiver", "way": "phone"})
    assert again.status_code == 422


def test_the_page_of_the_body_lets_telling_wait_with_its_reason(cast, item, now):
    page = cast.client("chief")
    address = f"/lenh/{item.order.number}/buu-gui/{item.pk}/thong-bao/hoan"
    assert page.post(address, {"reason": "danger", "until": "2020-01-01T00:00"}).status_code == 422

    until = (now + 2 * HOUR).astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")
    shown = page.post(address, {"reason": "danger", "until": until}, follow=True).content.decode()

    assert "hoãn việc báo đến" in shown
    assert "hoãn báo đến" in page.get(f"/lenh/{item.order.number}").content.decode()
