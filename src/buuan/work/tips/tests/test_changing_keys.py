"""Changing the key of the line: nothing is lost, the old pass phrase opens nothing more; and ten thousand tips in a minute."""

from __future__ import annotations

import pytest
from django.core.serializers import serialize
from django.urls import reverse

from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.tips import sealing
from buuan.work.tips.actions import (
    add_message,
    agree_opening,
    ask_opening,
    change_key,
    open_identity,
    open_tip,
    unlock_line,
)
from buuan.work.tips.models import KeyShare, SealingKey, Unlocking
from buuan.work.tips.queries import private_key
from buuan.work.tips.rules import Identity, toll
from buuan.work.tips.tests.conftest import FIRST, PHRASE, SECOND

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR
NEW, NEWER = "năm chiếc thuyền nan về bến muộn", "sáu cây tre già bên bờ ao cạn"


def ring(cast, who: str, phrase: str) -> bytes:
    return private_key(cast.actor(who), unlock_line(cast.actor(who), phrase, at=AT), AT)


@pytest.mark.point("2a")
def test_tips_of_every_key_are_read_after_it_was_changed_twice(cast, line):
    first, _code = line.tell(AT, text="Tin thứ nhất, trước khi đổi khóa.")
    change_key(cast.chief, PHRASE, NEW, at=AT)
    second, _code = line.tell(AT, text="Tin thứ hai, sau lần đổi đầu.")
    add_message(cast.system, first, "Lời nhắn thêm vào tin cũ.", form="m", at=AT)
    change_key(cast.chief, NEW, NEWER, at=AT)
    third, _code = line.tell(AT, text="Tin thứ ba, sau lần đổi cuối.")
    private = ring(cast, "police", NEWER)
    told = [open_tip(cast.police, one, private, at=AT) for one in (first, second, third)]
    assert [one["text"][:11] for one in told] == ["Tin thứ nhấ", "Tin thứ hai", "Tin thứ ba,"]
    assert "Lời nhắn thêm" in str(told[0])


def test_the_old_pass_phrase_opens_nothing_more(cast, line):
    line.tell(AT)
    change_key(cast.chief, PHRASE, NEW, at=AT)
    with pytest.raises(Refused, match="không đúng"):
        unlock_line(cast.police, PHRASE, at=AT)
    locked = list(KeyShare.objects.filter(key__purpose="content"))
    for share in locked:
        with pytest.raises(Refused):
            sealing.unlock(share.locked, PHRASE)
    assert SealingKey.objects.filter(purpose="content", retired_at=None).count() == 1


def test_whoever_had_unlocked_unlocks_anew(cast, line):
    ring(cast, "police", PHRASE)
    change_key(cast.chief, PHRASE, NEW, at=AT)
    assert not Unlocking.objects.exists()


def test_who_told_is_opened_by_both_keepers_as_before(cast, line):
    tip, _code = line.tell(AT, identity=Identity("Người Báo Mẫu", "0900000003"))
    opening = ask_opening(cast.police, tip, "Cần gặp người báo để đối chất theo quyết định.", at=AT)
    agree_opening(cast.second, opening, SECOND, at=AT)
    change_key(cast.chief, PHRASE, NEW, at=AT)
    opening.refresh_from_db()
    assert open_identity(cast.police, opening, ring(cast, "police", NEW), FIRST, at=AT)["name"] == "Người Báo Mẫu"


def test_only_the_leader_of_the_focal_point_changes_it_and_the_log_holds_no_phrase(cast, line):
    for who in ("police", "leader", "administrator", "system"):
        with pytest.raises(Forbidden):
            change_key(cast.actor(who), PHRASE, NEW, at=AT)
    with pytest.raises(Refused):
        change_key(cast.chief, "một cụm hoàn toàn khác hẳn", NEW, at=AT)
    for bad in (PHRASE, "ngắn", "aaaaaaaaaaaaaaaaaaaa"):
        with pytest.raises(Invalid):
            change_key(cast.chief, PHRASE, bad, at=AT)
    assert SealingKey.objects.filter(purpose="content").count() == 1
    change_key(cast.chief, PHRASE, NEW, at=AT)
    kept = serialize("json", Record.objects.filter(action="tips.key_changed"), ensure_ascii=False)
    assert "thuyền" not in kept
    assert "trâu" not in kept


def test_the_page_changes_the_key(cast, line, now):
    client = cast.client("chief")
    address = reverse("tips:change_key")
    wrong = client.post(address, {"passphrase": "một cụm hoàn toàn khác hẳn", "new_passphrase": NEW})
    assert "không đúng" in wrong.content.decode()
    assert Record.objects.filter(action="tips.unlock_refused").count() == 1
    assert client.post(address, {"passphrase": PHRASE, "new_passphrase": NEW}).status_code == 302
    assert ring(cast, "police", NEW)
    assert cast.client("police").get(address).status_code in (403, 404)


COUNTED = 2_000
"""How far the tips of a quarter of an hour are counted (see `queries.recent_count`)."""


def test_of_ten_thousand_tips_in_a_minute_a_strong_machine_gets_a_fifth_in_at_most():
    """A machine that hashes forty million times a second, for a minute; without a script the line closes after four hundred."""
    budget, taken = 40_000_000 * 60, 0
    for _tip in range(10_000):
        cost = 2 ** toll(min(taken, COUNTED)).bits
        if cost > budget:
            break
        budget -= cost
        taken += 1
    assert taken < 2_000
    without_script = next(count for count in range(10_000) if not toll(count).is_open_without_script)
    assert without_script <= 400
    assert toll(50).wait_s >= 30
