"""The life of an order: two people, bounds asked at every step, found, held, answered, ended, reviewed; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from buuan.base.audit.models import Record
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Recipient
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.items.models import Hold
from buuan.registers.items.queries import may_move
from buuan.work.cases.actions import CaseOpening, open_case
from buuan.work.cases.models import LooseEnd
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.interdiction import actions
from buuan.work.interdiction.actions import AnswerFacts
from buuan.work.interdiction.models import Attempt, NotSame, Order
from buuan.work.interdiction.queries import items_of, people_touched, standing_of
from buuan.work.interdiction.rules import ITEM_STATES, Person, Scope
from buuan.work.interdiction.tests.conftest import FIREWORK, decision, facts

LATER = MONDAY + timedelta(minutes=5)
CALLER = "0900000001"


def records(name: str) -> list[Record]:
    return list(Record.objects.filter(action=name).order_by("pk"))


def refusals() -> list[tuple[str, str]]:
    return list(Attempt.objects.filter(outcome="refused").order_by("pk").values_list("verb", "code"))


# -- drafting ----------------------------------------------------------------------------------------------------------


@pytest.mark.point("7b")
def test_an_order_is_drafted_by_one_and_approved_by_another(cast, draft):
    order = actions.submit_order(cast.police, draft(), at=MONDAY)
    assert (order.number, order.state, order.ground_row.code) == ("LNC-2026-00001", "submitted", "police-goods")

    order = actions.approve_order(cast.chief, order, at=LATER)

    assert (order.state, order.in_force_at, order.decided_by.name) == ("in_force", LATER, cast.account("chief").name)
    assert [(one.verb, one.outcome) for one in Attempt.objects.order_by("pk")] == [
        ("draft", "accepted"), ("submit", "accepted"), ("approve", "accepted"),
    ]  # fmt: skip
    assert records("interdiction.approved")[0].facts["issuer_kind"] == "police"


def test_the_drafter_never_approves_even_as_a_leader(cast):
    order = actions.submit_order(cast.chief, actions.draft_order(cast.chief, facts(), at=MONDAY), at=MONDAY)

    with pytest.raises(Refused, match="Người soạn"):
        actions.approve_order(cast.chief, order, at=LATER)

    assert refusals() == [("approve", "order.drafter_may_not_approve")]
    assert Order.objects.get().state == "submitted"


def test_the_platform_neither_drafts_nor_approves(cast, draft):
    with pytest.raises(Forbidden):
        actions.draft_order(cast.system, facts(), at=MONDAY)
    order = actions.submit_order(cast.police, draft(), at=MONDAY)
    with pytest.raises(Forbidden):
        actions.approve_order(cast.system, order, at=LATER)
    assert [verb for verb, _code in refusals()] == ["draft", "approve"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ground": ""}, "order.ground_missing"),
        ({"expires_at": None}, "order.expiry_missing"),
        ({"expires_at": MONDAY + 25 * HOUR}, "order.expiry_too_late"),
        ({"expires_at": MONDAY + 73 * HOUR, "decision": decision()}, "order.expiry_too_late"),
        ({"scope": Scope(items=("SM0001TH",), category=FIREWORK, classes=("letter",))}, "order.letters"),
        ({"scope": Scope(areas=("99001",))}, "order.narrowing_alone"),
        ({"scope": Scope()}, "order.scope_empty"),
        ({"scope": Scope(phones=(CALLER,))}, "order.goods_missing"),
        ({"scope": Scope(phones=(CALLER,), category="CNT_ANTI_STATE")}, "order.category_no_ground"),
        ({"ground": "other", "scope": Scope(phones=(CALLER,)), "decision": decision()}, "order.single_items_only"),
        ({"ground": "other", "scope": Scope(items=("SM0001TH",))}, "order.decision_missing"),
        ({"about_content": True}, "order.content_single_items_only"),
        ({"scope": Scope(items=("SM0001TH",), category=FIREWORK, operators=("KHONGCO",))}, "order.operator_unknown"),
    ],
)
def test_what_lies_beyond_the_bounds_is_refused_and_stands_in_the_register(cast, more, code):
    with pytest.raises(Refused) as refused:
        actions.draft_order(cast.police, replace(facts(), **more), at=MONDAY)

    assert refused.value.code == code
    assert refusals() == [("draft", code)]
    assert not Order.objects.exists()
    assert records("interdiction.attempt_refused")[0].facts["code"] == code


def test_a_body_without_a_row_is_refused_and_it_is_recorded(cast):
    with pytest.raises(Refused) as refused:
        actions.draft_order(cast.department, facts(), at=MONDAY)
    assert refused.value.code == "order.body_without_power"
    attempt = Attempt.objects.get()
    assert (attempt.body.code, attempt.outcome, attempt.ground, attempt.scope) == (
        "so-khcn",
        "refused",
        "goods",
        {"phones": 1, "category": 1},
    )


def test_an_operator_whose_activity_has_ended_gets_no_order(cast, draft):
    from buuan.base.organisations.actions import end_organisation

    end_organisation(cast.system, cast.bodies["rival"], until_on=MONDAY.date(), at=MONDAY - HOUR)
    with pytest.raises(Refused, match="đã ngừng hoạt động"):
        draft(Scope(items=("HT0001TH",), category=FIREWORK, operators=("HTTEST",)))
    assert refusals() == [("draft", "order.operator_ended")]


def test_what_is_missing_is_told_all_at_once(cast):
    empty = replace(facts(), title=" ", reason="", phone="12", officer="", asks=())
    with pytest.raises(Invalid) as refused:
        actions.draft_order(cast.police, empty, at=MONDAY)
    assert set(refused.value.errors) == {"title", "reason", "phone", "officer", "asks"}


def test_a_scope_that_is_too_wide_is_refused_with_what_it_would_have_caught(cast, draft, hand_in, monkeypatch):
    from buuan.work.interdiction.actions import drafting

    monkeypatch.setattr(drafting, "MOST_CAUGHT", 2)
    hand_in(*((f"SM{n:04d}TH", CALLER, "áo len") for n in range(3)))
    order = draft()

    with pytest.raises(Refused) as refused:
        actions.submit_order(cast.police, order, at=MONDAY)

    assert refused.value.code == "order.too_wide"
    assert "tuần trước sẽ trúng 3 bưu gửi" in refused.value.sentence
    assert Attempt.objects.get(outcome="refused").caught == 3
    assert Order.objects.get().state == "draft"


def test_at_most_two_hundred_orders_in_force_name_persons(cast, draft, issue, monkeypatch):
    from buuan.work.interdiction.actions import deciding

    monkeypatch.setattr(deciding, "MOST_ORDERS_WITH_PERSONS", 1)
    issue()
    second = actions.submit_order(cast.police, draft(Scope(phones=("0900000003",), category=FIREWORK)), at=MONDAY)
    with pytest.raises(Refused) as refused:
        actions.approve_order(cast.chief, second, at=MONDAY)
    assert refused.value.code == "order.too_many_with_persons"
    goods = actions.submit_order(cast.police, draft(Scope(category=FIREWORK)), at=MONDAY)
    assert actions.approve_order(cast.chief, goods, at=MONDAY).state == "in_force"


def test_a_refused_draft_is_never_sought(cast, draft):
    order = actions.submit_order(cast.police, draft(), at=MONDAY)
    with pytest.raises(Invalid):
        actions.refuse_order(cast.chief, order, reason=" ", at=LATER)
    order = actions.refuse_order(cast.chief, order, reason="Chưa đủ căn cứ", at=LATER)
    assert (order.state, order.notice, order.items.count()) == ("refused", None, 0)


# -- in force ----------------------------------------------------------------------------------------------------------


@pytest.mark.point("7b")
def test_an_order_finds_what_the_archive_keeps_holds_it_and_reaches_all_concerned(cast, hand_in, issue):
    hand_in(("SM0001TH", CALLER, "áo len"), ("SM0002TH", "0900000009", "áo len"))

    order = issue()

    item = order.items.get()
    assert (item.item_id, item.found_by, item.source, item.unit.code) == ("SM0001TH", "phones", "archive", "SMTEST-BC1")
    hold = Hold.objects.get()
    assert (hold.ground, hold.label, hold.holder.code, hold.until_at) == ("order", order.number, "SMTEST-BC1", None)
    assert not may_move(cast.bodies["operator"].pk, "SM0001TH")
    told = set(order.notice.recipients.values_list("organisation__code", flat=True))
    assert told == {"SMTEST", "SMTEST-CN1", "SMTEST-BC1", "HTTEST"}
    assert Clock.objects.running().filter(kind="interdiction.acknowledge").count() == 2
    assert Clock.objects.running().get(kind="interdiction.answer").holder.code == "SMTEST"
    assert people_touched(order) == 2
    assert order.caught_last_week == 1


def test_no_archive_is_read_and_nothing_counted_on_a_ground_of_single_items(cast, hand_in, issue, monkeypatch):
    from buuan.work.interdiction.actions import drafting, matching

    hand_in(("SM0001TH", CALLER, "tài liệu"))

    def forbidden(*_args, **_kwargs):
        raise AssertionError("nothing is searched on this ground")

    monkeypatch.setattr(matching, "search", forbidden)
    monkeypatch.setattr(drafting, "caught_last_week", forbidden)
    order = issue(Scope(items=("SM0001TH",), operators=("SMTEST",)), ground="other", decision=decision())

    assert order.caught_last_week is None
    assert order.searched is None
    assert [(one.item_id, one.source) for one in order.items.all()] == [("SM0001TH", "named")]
    assert Hold.objects.get().item_id == "SM0001TH"


def test_an_amended_manifest_does_not_free_an_item(cast, hand_in, issue):
    hand_in(("SM0001TH", CALLER, "áo len"), manifest_id="M1", revision=1)
    hand_in(("SM0001TH", "0900000009", "áo len"), name="b.csv", manifest_id="M1", revision=2, at=MONDAY - HOUR / 2)

    order = issue()

    assert [one.item_id for one in order.items.all()] == ["SM0001TH"]
    hand_in(("SM0001TH", "0900000008", "sách"), name="c.csv", manifest_id="M1", revision=3, at=LATER)
    assert not may_move(cast.bodies["operator"].pk, "SM0001TH")


def test_every_new_manifest_is_held_against_the_orders_in_force(cast, hand_in, issue):
    order = issue()
    hand_in(("SM0007TH", CALLER, "áo len"), name="m.csv", at=LATER)
    item = order.items.get()
    assert (item.item_id, item.source) == ("SM0007TH", "manifest")
    assert not may_move(cast.bodies["operator"].pk, "SM0007TH")


def test_goods_of_a_category_are_found_in_the_archive_and_in_new_manifests(cast, hand_in, issue):
    hand_in(("SM0001TH", CALLER, "pháo nổ tự chế"), ("SM0002TH", CALLER, "áo len"))
    order = issue(Scope(category=FIREWORK))
    hand_in(("SM0003TH", "0900000004", "pháo nổ tự chế"), name="m.csv", at=LATER)
    assert sorted(order.items.values_list("item_id", "found_by")) == [("SM0001TH", "category"), ("SM0003TH", "category")]


def test_a_person_is_found_by_name_and_address_only_with_goods_named(cast, hand_in, issue):
    hand_in(("SM0001TH", CALLER, "áo len"))
    order = issue(Scope(persons=(Person("Nguyen Van Mau", "So 1 duong Thu"),), category=FIREWORK))
    item = order.items.get()
    assert (item.found_by, item.side) == ("persons", "sender")
    assert 0 < item.score <= 1


def test_an_item_that_nobody_has_seen_is_held_from_its_first_event_on(cast, issue):
    from buuan.registers.items.rules import EventFacts

    order = issue(Scope(items=("SM0042TH",), category=FIREWORK))
    assert order.items.get().operator is None
    told = actions.take_events(
        cast.operator, cast.bodies["operator"], [EventFacts("SM0042TH", "in_transit", LATER, "SMTEST-CN1")], at=LATER
    )
    assert told[0].outcome == "recorded"
    item = order.items.get()
    assert (item.operator.code, item.unit.code) == ("SMTEST", "SMTEST-CN1")
    assert not may_move(cast.bodies["operator"].pk, "SM0042TH")
    actions.take_events(
        cast.operator, cast.bodies["operator"], [EventFacts("SM0042TH", "in_transit", LATER + HOUR, "SMTEST-BC1")], at=LATER + HOUR
    )
    assert order.items.get().unit.code == "SMTEST-BC1"


def test_a_question_at_a_counter_says_hold_and_puts_the_item_under_the_order(cast, issue):
    order = issue()
    asked = [
        {"item_id": "SM0099TH", "sender_phone": "0900 000 001", "service_class": "parcel", "category": ""},
        {"item_id": "SM0098TH", "sender_phone": "0900000009", "service_class": "parcel", "category": ""},
    ]
    stops = actions.check_at_counter(cast.clerk, cast.bodies["operator"], asked, at=LATER)
    assert {place: (one.number, one.phone) for place, one in stops.items()} == {0: (order.number, order.phone)}
    assert order.items.get().source == "check"
    again = actions.check_at_counter(cast.clerk, cast.bodies["operator"], [{"item_id": "SM0099TH"}], at=LATER)
    assert again[0].number == order.number


def test_who_is_sought_cannot_be_tried_out_without_leaving_a_trace(cast, issue):
    issue()
    asked = [{"item_id": "", "sender_phone": CALLER, "service_class": "parcel"}]
    assert actions.check_at_counter(cast.clerk, cast.bodies["operator"], asked, at=LATER) == {}


def test_an_order_binds_from_the_next_check_on_and_not_a_second_beyond_its_end(cast, issue):
    asked = [{"item_id": "SM0099TH", "sender_phone": CALLER, "service_class": "parcel"}]
    assert actions.check_at_counter(cast.clerk, cast.bodies["operator"], asked, at=MONDAY) == {}
    order = issue()
    assert actions.check_at_counter(cast.clerk, cast.bodies["operator"], asked, at=MONDAY)
    assert actions.check_at_counter(cast.clerk, cast.bodies["operator"], asked, at=order.expires_at) == {}


# -- the operator's side -----------------------------------------------------------------------------------------------


@pytest.fixture
def order(hand_in, issue) -> Order:
    """An order with two items at the counter."""
    hand_in(("SM0001TH", CALLER, "áo len"), ("SM0002TH", CALLER, "bánh"))
    return issue()


@pytest.mark.point("7b")
def test_acknowledging_takes_one_touch_and_ends_the_clock(cast, order):
    got = actions.acknowledge_order(cast.operator, order, at=LATER)

    assert (got.acknowledged_at, got.owes) == (LATER, False)
    assert set(order.items.values_list("state", flat=True)) == {"acknowledged"}
    assert not Clock.objects.running().filter(kind="interdiction.acknowledge", holder=cast.bodies["operator"]).exists()
    assert Clock.objects.running().filter(kind="interdiction.acknowledge", holder=cast.bodies["rival"]).exists()
    standing = standing_of(cast.police, order)
    assert (standing.operators, standing.operators_acknowledged, standing.silent, standing.slowest_s) == (2, 1, 3, 300)


def test_acknowledging_twice_and_after_the_end_is_refused_and_recorded(cast, order):
    actions.acknowledge_order(cast.operator, order, at=LATER)
    with pytest.raises(Refused):
        actions.acknowledge_order(cast.operator, order, at=LATER)
    with pytest.raises(Refused, match="hết hiệu lực"):
        actions.acknowledge_order(cast.branch, order, at=order.expires_at)
    assert [verb for verb, _code in refusals()] == ["acknowledge", "acknowledge"]


def test_an_item_is_answered_with_place_or_reason_and_the_clock_ends_with_the_last(cast, order):
    told = actions.answer_items(cast.clerk, order, [AnswerFacts("sm0001th", "held", place="kệ C4")], at=LATER)
    assert [one.outcome for one in told] == ["recorded"]
    assert Clock.objects.running().filter(kind="interdiction.answer").exists()

    told = actions.answer_items(
        cast.operator, order, [AnswerFacts("SM0002TH", "already_delivered", reason="delivered_before_order")], at=LATER + HOUR
    )

    assert not Clock.objects.running().filter(kind="interdiction.answer").exists()
    standing = standing_of(cast.police, order)
    assert (standing.stopped, standing.missed, standing.unanswered) == (1, 1, 0)
    assert standing.misses == (("delivered_before_order", 1),)
    answer = order.items.get(item_id="SM0001TH").answers.get()
    assert (answer.who, answer.place, answer.said_at) == (cast.account("clerk").name, "kệ C4", LATER)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (AnswerFacts("SM9999TH", "held", place="kệ"), "answer.not_in_order"),
        (AnswerFacts("SM0001TH", "held"), "answer.place_missing"),
        (AnswerFacts("SM0001TH", "not_found"), "answer.reason_missing"),
        (AnswerFacts("SM0001TH", "handed_over"), "answer.not_open"),
        (AnswerFacts("SM0001TH", "vanished"), "answer.unknown"),
        (AnswerFacts("SM0001TH", "held", place="kệ", said_at=LATER + timedelta(minutes=6)), "answer.clock_ahead"),
        (AnswerFacts("SM0001TH", "held", point="HTTEST"), "answer.unknown_point"),
    ],
)
def test_a_wrong_answer_is_refused_by_itself_and_recorded(cast, order, given, code):
    with pytest.raises(Refused) as refused:
        actions.answer_items(cast.operator, order, [given], at=LATER)
    assert refused.value.code == code
    assert refusals() == [("answer", code)]

    told = actions.answer_items(cast.operator, order, [given, AnswerFacts("SM0002TH", "held", place="kệ")], at=LATER)
    assert [(one.outcome, one.code) for one in told] == [("refused", code), ("recorded", "")]


def test_the_same_answer_told_again_changes_nothing(cast, order):
    held = AnswerFacts("SM0001TH", "held", place="kệ C4")
    actions.answer_items(cast.operator, order, [held], at=LATER)
    assert actions.answer_items(cast.operator, order, [held], at=LATER + HOUR)[0].outcome == "repeated"
    assert order.items.get(item_id="SM0001TH").answers.count() == 1


def test_another_operator_sees_the_order_and_none_of_the_items(cast, order):
    assert Order.objects.visible_to(cast.rival).get() == order
    assert not items_of(cast.rival, order).exists()
    with pytest.raises(Refused) as refused:
        actions.answer_items(cast.rival, order, [AnswerFacts("SM0001TH", "held", place="kệ")], at=LATER)
    assert refused.value.code == "answer.not_in_order"


def test_no_other_body_sees_an_order_but_the_auditor(cast, order):
    for name in ("market", "customs", "department", "commune", "leader", "administrator", "agency"):
        assert not Order.objects.visible_to(cast.actor(name)).exists(), name
    assert Order.objects.visible_to(cast.auditor).exists()
    assert Order.objects.visible_to(cast.police).exists()


def test_a_hand_over_ends_the_hold_for_good(cast, order):
    actions.answer_items(cast.operator, order, [AnswerFacts("SM0001TH", "held", place="kệ")], at=LATER)
    actions.answer_items(cast.operator, order, [AnswerFacts("SM0001TH", "handed_over", handed_to="Đội 2, Công an tỉnh")], at=LATER)
    item = order.items.get(item_id="SM0001TH")
    assert (item.state, item.handed_to) == ("handed_over", "Đội 2, Công an tỉnh")
    assert Hold.objects.get(item_id="SM0001TH").end_reason == "taken"


def test_not_the_same_frees_the_item_and_is_remembered_until_it_lapses(cast, order, hand_in):
    with pytest.raises(Invalid):
        actions.mark_not_same(cast.police, order.items.first(), reason=" ", at=LATER)
    actions.mark_not_same(cast.police, order.items.get(item_id="SM0001TH"), reason="Số đã đổi chủ", at=LATER)

    assert may_move(cast.bodies["operator"].pk, "SM0001TH")
    hand_in(("SM0003TH", CALLER, "áo"), name="m.csv", at=LATER)
    assert not order.items.filter(item_id="SM0003TH").exists()
    assert NotSame.objects.first().lapses_at == LATER + timedelta(days=90)


def test_persons_are_seen_against_a_reason_only_and_it_is_recorded(cast, order):
    with pytest.raises(Invalid):
        actions.unmask_persons(cast.police, order, reason="", at=LATER)
    shown = actions.unmask_persons(cast.police, order, reason="Đối chiếu với nguồn tin", at=LATER)
    assert shown.phones == ("+84900000001",)
    assert records("interdiction.unmasked")[0].facts["reason"] == "Đối chiếu với nguồn tin"
    for name in ("operator", "clerk", "rival", "market"):
        with pytest.raises(Forbidden):
            actions.unmask_persons(cast.actor(name), order, reason="tò mò thôi", at=LATER)


# -- the end -----------------------------------------------------------------------------------------------------------


@pytest.mark.point("7b")
def test_an_order_that_expires_releases_what_is_held_and_asks_for_a_confirmation(cast, order):
    actions.answer_items(cast.operator, order, [AnswerFacts("SM0001TH", "held", place="kệ")], at=LATER)
    assert actions.expire_orders(cast.system, at=order.expires_at) == 1

    order.refresh_from_db()
    assert (order.state, order.end_reason, order.ended_at) == ("expired", "expired", order.expires_at)
    assert may_move(cast.bodies["operator"].pk, "SM0001TH")
    clock = Clock.objects.running().get(kind="interdiction.confirm_release")
    assert (clock.holder.code, clock.due_at) == ("SMTEST", order.expires_at + 4 * HOUR)
    assert not Recipient.objects.filter(notice=order.notice, owes=True).exists()
    assert order.items.get(item_id="SM0001TH").release_due_at == order.expires_at + 4 * HOUR

    with pytest.raises(Refused) as refused:
        actions.answer_items(cast.operator, order, [AnswerFacts("SM0002TH", "held", place="kệ")], at=order.expires_at + HOUR)
    assert refused.value.code == "order.ended"
    actions.answer_items(cast.operator, order, [AnswerFacts("SM0001TH", "released")], at=order.expires_at + HOUR)
    assert not Clock.objects.running().filter(kind="interdiction.confirm_release").exists()


def test_an_order_is_reviewed_item_by_item_and_wrongful_holds_are_counted(cast, order):
    actions.answer_items(cast.operator, order, [AnswerFacts("SM0001TH", "held", place="kệ")], at=LATER)
    actions.lift_order(cast.deputy, order, reason="Đã kiểm tra, không phải pháo", at=LATER)
    order.refresh_from_db()
    item = order.items.get(item_id="SM0001TH")
    with pytest.raises(Invalid):
        actions.review_order(cast.chief, order, text="Đã rà soát", judged={}, at=LATER + HOUR)

    order = actions.review_order(cast.chief, order, text="Giữ nhầm một gói.", judged={item.pk: "wrongful"}, at=LATER + HOUR)

    assert order.state == "reviewed"
    assert records("interdiction.reviewed")[0].facts["wrongful"] == 1
    from buuan.work.interdiction.queries import figures_by_body

    row = figures_by_body(cast.auditor, MONDAY - HOUR, LATER + HOUR)[0]
    assert (row.body.code, row.orders, row.held, row.wrongful) == ("cong-an-tinh", 1, 1, 1)


def test_an_order_is_extended_once_and_no_longer_than_its_kind(cast, order):
    with pytest.raises(Refused, match="24 giờ"):
        actions.extend_order(cast.chief, order, until=order.expires_at + 25 * HOUR, reason="chờ", at=LATER)
    order = actions.extend_order(cast.chief, order, until=order.expires_at + 24 * HOUR, reason="Chờ giám định", at=LATER)
    assert order.expires_at == MONDAY + 36 * HOUR
    with pytest.raises(Refused, match="một lần"):
        actions.extend_order(cast.deputy, order, until=order.expires_at + HOUR, reason="nữa", at=LATER)


def test_a_change_of_scope_needs_two_people_and_asks_everybody_again(cast, order, hand_in):
    amendment = actions.propose_amendment(
        cast.police, order, scope=Scope(phones=("0900000001", "0900000005"), category=FIREWORK), reason="Thêm số", at=LATER
    )
    actions.acknowledge_order(cast.operator, order, at=LATER)
    with pytest.raises(Forbidden):
        actions.decide_amendment(cast.police, amendment, approve=True, at=LATER)
    order = actions.decide_amendment(cast.chief, amendment, approve=True, at=LATER)
    assert order.version == 2
    assert order.notice.supersedes is not None
    assert order.notice.recipients.get(organisation=cast.bodies["operator"]).owes
    assert order.items.count() == 2
    hand_in(("SM0008TH", "0900000005", "áo"), name="m.csv", at=LATER)
    assert order.items.filter(item_id="SM0008TH").exists()


def test_a_case_does_not_close_while_an_order_is_in_force(cast, issue):
    case = open_case(
        cast.police, cast.bodies["police"], CaseOpening(title="Pháo nổ", severity="high", source="nguồn tin"), at=MONDAY
    )
    order = issue(case=case)
    assert LooseEnd.objects.open().get().name == f"lệnh ngăn chặn {order.number} đang hiệu lực"
    actions.lift_order(cast.chief, order, reason="xong", at=LATER)
    assert not LooseEnd.objects.open().exists()


def test_every_item_state_has_its_words():
    assert all(ITEM_STATES.values())
