"""Exhibits: one holder at any time, seals, hand-overs that two confirm, disposal, and the loose end of the case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.items.models import Hold
from buuan.work.cases.actions import conclude_case
from buuan.work.cases.actions.steps import close_case
from buuan.work.cases.models import LooseEnd
from buuan.work.cases.tests.acts import records, seize, take_up, within
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.custody import actions
from buuan.work.custody.actions import ThingFacts
from buuan.work.custody.models import Custody, CustodyEvent, Exhibit, HandOver

REASON = "Chuyển kho để giám định"
EITHER = "one_holder_an_exhibit|holders_follow_each_other"  # whichever the database asks first


def offer(cast, thing, to="market", **more):
    given = {"reason": REASON, "place": "Trụ sở Công an tỉnh", "at": MONDAY + HOUR} | more
    return actions.offer_hand_over(cast.police, thing.case, [thing], cast.bodies[to], **given)


def holders(thing):
    return [(one.holder.code, one.until_at is None) for one in Custody.objects.filter(exhibit=thing).order_by("from_at", "pk")]


def check_constraints():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_thing_that_is_taken_has_one_holder_an_event_and_keeps_the_case_open(cast, case, thing):
    assert thing.number.startswith("TV-2026-")
    assert holders(thing) == [("cong-an-tinh", True)]
    event = thing.events.get()
    assert (event.kind, event.record.action, event.record.facts["seal"]) == ("taken", "custody.exhibit_taken", "NP-0001")
    assert LooseEnd.objects.open().get(case=case).name == f"Tang vật {thing.number} chưa xử lý"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"description": " "}, "description"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "nhiều"}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"unit": ""}, "unit"),
        ({"place": ""}, "place"),
        ({"seal": "9" * 41}, "seal"),
    ],
)
def test_a_thing_says_what_how_much_and_where(cast, case, wrong, field):
    facts = {"description": "Gói bột", "quantity": "1", "unit": "gói", "place": "Kho A"} | wrong
    with pytest.raises(Invalid) as refused:
        actions.take_exhibit(cast.police, case, ThingFacts(**facts), at=MONDAY)
    assert list(refused.value.errors) == [field]


def test_only_a_body_that_takes_part_takes_and_only_the_holder_acts(cast, case, thing):
    with pytest.raises(Forbidden):
        actions.take_exhibit(cast.stranger, case, ThingFacts("x", 1, "gói", "kho"), at=MONDAY)
    with pytest.raises(Forbidden):
        actions.take_exhibit(cast.leader, case, ThingFacts("x", 1, "gói", "kho"), at=MONDAY)
    with pytest.raises(Forbidden) as refused:
        actions.break_seal(cast.market, thing, reason=REASON, at=MONDAY)
    assert refused.value.code == "exhibit.not_holder"


def test_a_seal_is_opened_with_a_reason_and_put_on_again(cast, thing):
    with pytest.raises(Refused, match="NP-0001"):
        actions.seal_exhibit(cast.police, thing, seal="NP-0002", at=MONDAY)
    with pytest.raises(Invalid):
        actions.break_seal(cast.police, thing, reason="xem", at=MONDAY)
    actions.break_seal(cast.police, thing, reason=REASON, at=MONDAY)
    with pytest.raises(Refused, match="không có niêm phong"):
        actions.break_seal(cast.police, thing, reason=REASON, at=MONDAY)
    actions.seal_exhibit(cast.police, thing, seal="NP-0002", at=MONDAY)
    assert [one.kind for one in thing.events.order_by("pk")] == ["taken", "seal_broken", "sealed"]
    assert records("custody.sealed")[0].facts["again"] is True


def test_a_hand_over_needs_both_sides(cast, thing):
    made = offer(cast, thing)
    assert holders(thing) == [("cong-an-tinh", True)]
    with pytest.raises(Forbidden):  # the side that offered cannot confirm for the other
        actions.confirm_hand_over(cast.police, made, code=made.code, at=MONDAY + HOUR)
    with pytest.raises(Refused, match="Mã xác nhận không đúng"):
        actions.confirm_hand_over(cast.market, made, code="22222222", at=MONDAY + HOUR)
    done = actions.confirm_hand_over(cast.market, made, code=made.code[:4].lower() + " " + made.code[4:], at=MONDAY + 2 * HOUR)
    check_constraints()
    assert (done.state, done.giver_name, done.receiver_name) == ("confirmed", cast.police.name, cast.market.name)
    assert holders(thing) == [("cong-an-tinh", False), ("chi-cuc-qltt", True)]
    with pytest.raises(Forbidden):
        actions.move_exhibit(cast.police, thing, place="Kho B", at=MONDAY)
    actions.move_exhibit(cast.market, thing, place="Kho B", at=MONDAY + 3 * HOUR)


def test_confirmed_twice_is_confirmed_once(cast, thing):
    made = offer(cast, thing)
    for _ in range(2):
        actions.confirm_hand_over(cast.market, made, code=made.code, at=MONDAY + 2 * HOUR)
    assert len(holders(thing)) == 2
    assert len(records("custody.handed_over")) == 1
    assert CustodyEvent.objects.filter(exhibit=thing, kind="handed_over").count() == 1


def test_what_was_withdrawn_declined_or_has_expired_cannot_be_confirmed_and_changes_nothing(cast, thing):
    first = offer(cast, thing)
    actions.withdraw_hand_over(cast.police, first, reason="Ghi nhầm đơn vị nhận", at=MONDAY + HOUR)
    second = offer(cast, thing)
    actions.decline_hand_over(cast.market, second, reason="Kho đang sửa, chưa nhận được", at=MONDAY + HOUR)
    third = offer(cast, thing)
    late = third.expires_at
    with pytest.raises(Refused, match="hết hạn"):
        actions.confirm_hand_over(cast.market, third, code=third.code, at=late)
    assert actions.expire_offers(cast.system, at=late - timedelta(seconds=1)) == 0
    assert actions.expire_offers(cast.system, at=late) == 1
    for one in (first, second, third):
        with pytest.raises(Refused):
            actions.confirm_hand_over(cast.market, one, code=one.code, at=MONDAY + 2 * HOUR)
    assert holders(thing) == [("cong-an-tinh", True)]
    assert [one.kind for one in thing.events.order_by("pk")] == [
        *("taken", "offered", "withdrawn", "offered", "declined", "offered", "expired")
    ]


def test_an_exhibit_on_its_way_is_not_offered_again_nor_touched(cast, thing):
    offer(cast, thing)
    for act in (
        lambda: offer(cast, thing, to="customs"),
        lambda: actions.break_seal(cast.police, thing, reason=REASON, at=MONDAY),
        lambda: dispose(cast, thing),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "exhibit.offered"


def test_what_another_holds_cannot_be_offered_nor_to_oneself_nor_to_nobody(cast, thing):
    with pytest.raises(Forbidden):
        actions.offer_hand_over(cast.market, thing.case, [thing], cast.bodies["customs"], reason=REASON, place="x", at=MONDAY)
    with pytest.raises(Invalid):
        offer(cast, thing, to="police")
    with pytest.raises(Invalid):
        offer(cast, thing, place=" ")
    with pytest.raises(Invalid):
        actions.offer_hand_over(cast.police, thing.case, [], cast.bodies["market"], reason=REASON, place="x", at=MONDAY)
    with pytest.raises(Refused):
        offer(cast, thing, to="province")


def test_an_item_at_a_counter_is_taken_over_when_the_operator_confirms(cast, case, hold):
    item = case.items.get()
    facts = ThingFacts("Hộp pháo 36 quả", "36", "quả", "Bưu cục Đông Thử", seal="NP-7", item=item)
    made = actions.ask_operator(cast.police, case, hold, facts, reason="Vật chứng của vụ việc", at=MONDAY)
    thing = Exhibit.objects.get()
    assert holders(thing) == [("SMTEST-BC1", True)]
    with pytest.raises(Forbidden):
        actions.confirm_hand_over(cast.rival, made, code=made.code, at=MONDAY)
    with pytest.raises(Refused, match="đã được lập tang vật"):
        actions.ask_operator(cast.police, case, hold, facts, reason="Vật chứng của vụ việc", at=MONDAY)
    done = actions.confirm_hand_over(cast.clerk, made, code=made.code, at=MONDAY + HOUR)
    assert (done.giver_name, done.receiver_name) == (cast.clerk.name, cast.police.name)
    assert holders(thing) == [("SMTEST-BC1", False), ("cong-an-tinh", True)]
    assert Hold.objects.get().end_reason == "taken"
    assert records("custody.handed_over")[0].facts["from_operator"] is True


def dispose(cast, thing, **more):
    given = {"way": "destroyed", "decision": "12/QĐ-XPHC", "decided_on": MONDAY.date(), "at": MONDAY + DAY} | more
    return actions.dispose_exhibit(cast.second, thing, **given)


def test_the_case_closes_only_when_its_exhibits_are_disposed_of(cast, case, thing):
    case = take_up(cast, case)
    seize(cast, case)
    case = conclude_case(cast.police, case, violation_found=True, conclusion="Có pháo.", at=MONDAY + 3 * HOUR)
    with pytest.raises(Refused, match=f"Tang vật {thing.number} chưa xử lý"):
        close_case(cast.police, case, at=MONDAY + 4 * HOUR)
    dispose(cast, thing)
    check_constraints()
    thing.refresh_from_db()
    assert thing.state == "disposed"
    assert holders(thing) == [("cong-an-tinh", False)]
    close_case(cast.police, case, at=MONDAY + 2 * DAY)
    with pytest.raises(Refused, match="xử lý xong"):
        dispose(cast, thing)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"way": "lost"}, "way"),
        ({"decision": " "}, "decision"),
        ({"decided_on": (MONDAY + 9 * DAY).date()}, "decided_on"),
        ({"way": "returned"}, "recipient"),
    ],
)
def test_a_disposal_names_way_decision_day_and_who_receives(cast, thing, wrong, field):
    with pytest.raises(Invalid) as refused:
        dispose(cast, thing, **wrong)
    assert list(refused.value.errors) == [field]


# -- what the database holds by itself ---------------------------------------------------------------------------------


def test_the_database_knows_no_two_holders_and_no_half_custody(cast, thing):
    other = cast.bodies["market"]
    for broken, name in (
        (lambda: Custody.objects.create(exhibit=thing, holder=other, person="x", from_at=MONDAY + DAY), EITHER),
        (
            lambda: Custody.objects.create(exhibit=thing, holder=other, person="x", from_at=MONDAY + HOUR, until_at=MONDAY + DAY),
            "holders_follow_each_other",
        ),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            within(cast.system, broken)
    with pytest.raises(DatabaseError, match="holders"), transaction.atomic():  # noqa: PT012 - the check is part of it
        within(cast.system, lambda: Custody.objects.filter(exhibit=thing).update(until_at=MONDAY + HOUR))
        check_constraints()
    with pytest.raises(DatabaseError, match="holders"), transaction.atomic():  # noqa: PT012 - the check is part of it
        within(cast.system, lambda: Exhibit.objects.filter(pk=thing.pk).update(state="disposed"))
        check_constraints()


def test_the_database_refuses_to_change_or_remove_an_event(cast, thing):
    for act in (lambda: CustodyEvent.objects.update(kind="moved"), lambda: CustodyEvent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            within(cast.system, act)


def test_an_exhibit_stands_on_one_open_hand_over_at_most(cast, thing):
    made = offer(cast, thing)
    with pytest.raises(IntegrityError, match="one_open_hand_over_an_exhibit"), transaction.atomic():  # noqa: PT012 - the check is part of it
        again = HandOver.objects.get(pk=made.pk)
        again.pk, again.number = None, "BG-2026-99999"

        def write():
            again.save()
            again.lines.create(exhibit=thing, condition="x")

        within(cast.system, write)
