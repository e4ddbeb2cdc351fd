"""What becomes of a tip: sealed, read by the focal point only, answered, passed on; and who told it."""

from __future__ import annotations

import pytest
from django.core.serializers import serialize
from django.db import IntegrityError, transaction

from buuan.base.accounts.models import Account
from buuan.base.audit.models import Record
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Notice
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.intake.actions import ReportFacts
from buuan.work.tips import sealing
from buuan.work.tips.actions import (
    Keeper,
    add_message,
    agree_opening,
    ask_opening,
    decline_tip,
    forget_spent,
    make_keys,
    open_identity,
    open_tip,
    pass_on,
    receive_tip,
    refuse_opening,
    say,
    unlock_line,
)
from buuan.work.tips.models import IdentityOpening, SpentForm, Tip, TipMessage, TipPhoto, Unlocking
from buuan.work.tips.pepper import pepper
from buuan.work.tips.queries import private_key, public_state, tip_by_lookup, tips_for_list, to_read_count
from buuan.work.tips.rules import Identity, TipFacts
from buuan.work.tips.tests.conftest import FIRST, PHRASE, SAID, SECOND

AT = MONDAY + HOUR
NAMED = Identity("Người Báo Bí Mật", "so dien thoai 0900-111-222")
REASON = "Cần gặp người báo để đối chất theo quyết định của cơ quan điều tra."


def _facts(text: str = "Mười gói giống nhau, tên người gửi thay đổi.") -> ReportFacts:
    return ReportFacts(item_id="", client_key="tin-1", found_at=AT, sent_at=AT, text=text)


def _everything() -> str:
    """All rows that a tip leaves anywhere, as a thief of the database would read them."""
    rows = [*Tip.objects.all(), *TipPhoto.objects.all(), *TipMessage.objects.all(), *SpentForm.objects.all()]
    rows += [*Record.objects.all(), *Clock.objects.all(), *Notice.objects.all(), *IdentityOpening.objects.all()]
    return serialize("json", rows, ensure_ascii=False)


@pytest.mark.point("2a")
def test_a_stolen_database_tells_neither_what_nor_who_nor_the_code(line):
    tip, code = line.tell(AT, identity=NAMED)
    add_message(line.cast.system, tip, "Hôm nay lại có thêm ba gói nữa.", form="m", at=AT)
    say(line.cast.police, _opened(line, tip), "Anh chị còn nhớ giờ không?", at=AT)

    stolen = _everything()

    for secret in (SAID, "đổi tên người gửi", "xã Đông Thử", NAMED.name, "0900-111-222", code, "thêm ba gói", "còn nhớ giờ"):
        assert secret not in stolen, secret
    assert tip.number in stolen, "the number stands there, so the search itself works"


def _opened(line, tip) -> Tip:
    open_tip(line.cast.police, tip, line.private("police", AT), at=AT)
    return Tip.objects.get(pk=tip.pk)


def test_the_focal_point_reads_what_was_told_and_each_look_is_recorded(line):
    tip, _code = line.tell(AT)

    content = open_tip(line.cast.police, tip, line.private("police", AT), at=AT)

    assert (content["text"], content["place"], content["when"]) == (SAID, "xã Đông Thử", "sáng nay")
    assert tip.state == "reading"
    assert Record.objects.filter(action="tips.opened", label=tip.number).count() == 1


def test_its_clock_runs_for_the_focal_point_and_the_first_answer_ends_it(line):
    tip, code = line.tell(AT)
    clock = Clock.objects.get(kind="tips.answer")
    assert (clock.holder.code, clock.limit_code, clock.started_at) == ("cong-an-tinh", "intake.acknowledge_tip", AT)

    say(line.cast.police, _opened(line, tip), "Đã nhận, đang xem.", at=AT + HOUR)

    assert not Clock.objects.running().filter(kind="tips.answer").exists()
    keys = sealing.keys_of(code, pepper())
    answer = tip_by_lookup(keys.lookup).messages.get(is_answer=True)
    assert sealing.unseal(keys.private, answer.sealed_for_sender)["text"] == "Đã nhận, đang xem."


@pytest.mark.point("2d")
def test_a_tip_becomes_a_report_in_the_officers_words(line):
    tip, _code = line.tell(AT, identity=NAMED)

    report = pass_on(line.cast.police, _opened(line, tip), line.cast.bodies["police"], _facts(), at=AT)

    tip.refresh_from_db()
    assert (tip.state, tip.report, report.source, report.text) == ("passed", report, "tip", _facts().text)
    assert report.reporter == line.cast.bodies["police"]
    assert public_state(tip) == "passed"


def test_a_tip_is_ended_for_one_of_the_listed_reasons_which_the_citizen_reads(line):
    tip, code = line.tell(AT)
    tip = _opened(line, tip)
    with pytest.raises(Invalid):
        decline_tip(line.cast.police, tip, "vì thích thế", at=AT)

    decline_tip(line.cast.police, tip, "known", at=AT)

    keys = sealing.keys_of(code, pepper())
    answer = tip.messages.get(is_answer=True)
    assert "đang được xử lý" in sealing.unseal(keys.private, answer.sealed_for_sender)["text"]
    with pytest.raises(Refused):
        decline_tip(line.cast.police, tip, "known", at=AT)


def test_a_form_that_is_sent_twice_is_one_tip(line):
    receive_tip(line.cast.system, TipFacts(SAID), form="một", at=AT)
    with pytest.raises(Refused) as caught:
        receive_tip(line.cast.system, TipFacts(SAID), form="một", at=AT)

    assert (caught.value.code, Tip.objects.count()) == ("tips.sent_already", 1)


def test_an_unread_tip_is_not_answered_and_too_many_messages_wait(line):
    tip, _code = line.tell(AT)
    with pytest.raises(Refused, match="đọc tin"):
        say(line.cast.police, tip, "Chào", at=AT)
    for number in range(20):
        add_message(line.cast.system, tip, "Thêm một điều.", form=f"m{number}", at=AT)
    with pytest.raises(Refused, match="chưa được đọc"):
        add_message(line.cast.system, tip, "Thêm một điều.", form="m20", at=AT)

    assert to_read_count(line.cast.police) == 1


@pytest.mark.parametrize("name", ["department", "market", "operator", "clerk", "leader", "administrator", "auditor", "stranger"])
def test_nobody_else_opens_or_answers_a_tip(line, name):
    tip, _code = line.tell(AT)
    private = line.private("police", AT)
    actor = line.cast.actor(name)

    for act in (
        lambda: open_tip(actor, tip, private, at=AT),
        lambda: say(actor, tip, "Chào", at=AT),
        lambda: unlock_line(actor, PHRASE, at=AT),
        lambda: ask_opening(actor, tip, REASON, at=AT),
    ):
        with pytest.raises(Forbidden):
            act()
    assert tips_for_list(actor).exists() == (name == "auditor"), "the auditor knows that there are tips, not what they say"


def test_before_the_keys_are_made_no_tip_is_taken(cast):
    with pytest.raises(Refused, match="chưa mở"):
        receive_tip(cast.system, TipFacts(SAID), form="x", at=AT)


def test_the_line_locks_itself_and_another_browser_does_not_open_it(line):
    key = unlock_line(line.cast.police, PHRASE, at=AT)

    assert private_key(line.cast.police, key, AT)
    for actor, held, at in (
        (line.cast.police, key, AT + HOUR),
        (line.cast.police, b"y" * 32, AT),
        (line.cast.police, b"", AT),
        (line.cast.second, key, AT),
    ):
        with pytest.raises(Refused, match="mở khóa"):
            private_key(actor, held, at)
    with pytest.raises(Refused, match="không đúng"):
        unlock_line(line.cast.second, "một cụm mật khẩu sai", at=AT)


def test_keys_are_made_once_by_a_leader_with_three_good_pass_phrases_and_two_people(cast):
    first, second = cast.account("police"), cast.account("second")
    good = (Keeper(first, FIRST), Keeper(second, SECOND))
    with pytest.raises(Forbidden):
        make_keys(cast.police, PHRASE, good, at=AT)
    for phrase, keepers, wrong in (
        ("ngắn", good, "passphrase"),
        (PHRASE, (Keeper(first, FIRST), Keeper(second, FIRST)), "second_passphrase"),
        (PHRASE, (Keeper(first, FIRST), Keeper(first, SECOND)), "second"),
        (PHRASE, (Keeper(cast.account("market"), FIRST), Keeper(second, SECOND)), "first"),
    ):
        with pytest.raises(Invalid) as caught:
            make_keys(cast.chief, phrase, keepers, at=AT)
        assert wrong in caught.value.errors

    make_keys(cast.chief, PHRASE, good, at=AT)
    with pytest.raises(Refused, match="đang dùng"):
        make_keys(cast.chief, PHRASE, good, at=AT)


# -- who told ------------------------------------------------------------------------------------------------------------


def test_two_keepers_and_a_reason_open_who_told_once(line):
    tip, _code = line.tell(AT, identity=NAMED)
    private = line.private("police", AT)
    opening = ask_opening(line.cast.police, tip, REASON, at=AT)
    with pytest.raises(Refused, match="chưa được"):
        open_identity(line.cast.police, opening, private, FIRST, at=AT)
    with pytest.raises(Forbidden, match="tự chấp thuận"):
        agree_opening(line.cast.police, opening, FIRST, at=AT)
    with pytest.raises(Refused, match="không đúng"):
        agree_opening(line.cast.second, opening, FIRST, at=AT)

    agree_opening(line.cast.second, opening, SECOND, at=AT)
    identity = open_identity(line.cast.police, opening, private, FIRST, at=AT + HOUR)

    assert identity == {"name": NAMED.name, "contact": NAMED.contact}
    seen = Record.objects.get(action="tips.identity_unmasked")
    assert (seen.facts["reason"], seen.account) == (REASON, "thu-police")
    with pytest.raises(Refused):
        open_identity(line.cast.police, opening, private, FIRST, at=AT + HOUR)
    assert IdentityOpening.objects.get().half is None


def test_an_agreement_lapses_after_a_day_and_may_be_asked_again(line):
    tip, _code = line.tell(AT, identity=NAMED)
    private = line.private("police", AT)
    opening = agree_opening(line.cast.second, ask_opening(line.cast.police, tip, REASON, at=AT), SECOND, at=AT)
    late = AT + 25 * HOUR

    with pytest.raises(Refused, match="24 giờ"):
        open_identity(line.cast.police, opening, private, FIRST, at=late)
    again = ask_opening(line.cast.police, tip, REASON, at=late)

    opening.refresh_from_db()
    assert (opening.state, opening.half, again.state) == ("lapsed", None, "asked")


def test_a_keeper_may_refuse_and_others_may_neither_ask_nor_agree(line):
    tip, _code = line.tell(AT, identity=NAMED)
    plain, _code = line.tell(AT)
    with pytest.raises(Forbidden, match="giữ khóa"):
        ask_opening(line.cast.chief, tip, REASON, at=AT)
    with pytest.raises(Refused, match="không để lại"):
        ask_opening(line.cast.police, plain, REASON, at=AT)
    with pytest.raises(Invalid):
        ask_opening(line.cast.police, tip, "cần", at=AT)

    opening = refuse_opening(line.cast.second, ask_opening(line.cast.police, tip, REASON, at=AT), at=AT)

    with pytest.raises(Refused, match="đã được trả lời"):
        agree_opening(line.cast.second, opening, SECOND, at=AT)


def test_the_database_itself_refuses_that_one_person_opens(line):
    tip, _code = line.tell(AT, identity=NAMED)
    opening = ask_opening(line.cast.police, tip, REASON, at=AT)
    from django.db import connection

    with pytest.raises(IntegrityError, match="two_people_open"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tips_identityopening SET decided_by_id = asked_by_id WHERE id = %s", [opening.pk])


def test_spent_forms_and_old_unlockings_are_forgotten(line):
    line.tell(AT)
    unlock_line(line.cast.police, PHRASE, at=AT)

    assert forget_spent(line.cast.system, at=AT + HOUR) == 0
    assert forget_spent(line.cast.system, at=AT + 13 * HOUR) == 1
    assert not Unlocking.objects.exists()
    assert Account.objects.filter(username="thu-police").exists()
