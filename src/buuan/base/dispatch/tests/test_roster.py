"""The duty roster: one person at a time, handed over, and the first to be called."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction

from buuan.base.dispatch.actions import hand_over, plan_shift, remove_shift
from buuan.base.dispatch.models import Shift
from buuan.base.dispatch.queries import on_duty
from buuan.base.organisations.actions import name_contact
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY


def shift(cast, begin=0, end=8, name="Ông Ca Một", body="operator", actor="operator"):
    return plan_shift(
        cast.actor(actor),
        cast.bodies[body],
        name=name,
        phone="0912 345 678",
        from_at=MONDAY + begin * HOUR,
        until_at=MONDAY + end * HOUR,
        at=MONDAY - HOUR,
    )


def test_who_is_on_duty_comes_before_the_contact_and_a_branch_is_covered_from_above(cast):
    assert on_duty(cast.bodies["counter"], MONDAY) is None
    facts = {"phone": "0237 3852 246", "from_on": MONDAY.date(), "at": MONDAY}
    name_contact(cast.operator, cast.bodies["operator"], purpose="duty_24_7", name="Ông Đầu Mối", **facts)
    assert on_duty(cast.bodies["counter"], MONDAY).role == "contact"
    shift(cast)
    assert on_duty(cast.bodies["counter"], MONDAY).name == "Ông Ca Một"
    assert on_duty(cast.bodies["operator"], MONDAY + 8 * HOUR).name == "Ông Đầu Mối"
    name_contact(cast.operator, cast.bodies["branch"], purpose="duty_24_7", name="Bà Chi Nhánh", **facts)
    assert on_duty(cast.bodies["branch"], MONDAY).name == "Bà Chi Nhánh"


def test_two_people_are_never_on_duty_at_once(cast):
    first = shift(cast)
    with pytest.raises(Invalid) as refusal:
        shift(cast, 7, 9, "Bà Ca Hai")
    assert "from_at" in refusal.value.errors
    shift(cast, 8, 16, "Bà Ca Hai")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Shift).filter(pk=first.pk).update(until_at=MONDAY + 9 * HOUR)
    for wrong in ({"end": -1}, {"end": 24 * 15}, {"name": " ", "begin": 20, "end": 21}):
        with pytest.raises(Invalid):
            shift(cast, **wrong)


def test_handing_over_ends_the_shift_now_and_the_next_person_is_called(cast):
    first = shift(cast)
    facts = {"phone": "0987 654 321", "note": "còn hai nơi chưa gọi"}
    following = hand_over(cast.operator, first, name="Bà Ca Hai", at=MONDAY + HOUR, **facts)
    first.refresh_from_db()
    assert (first.until_at, first.handed_over_at, first.handed_to) == (MONDAY + HOUR, MONDAY + HOUR, following)
    assert following.until_at == MONDAY + 8 * HOUR
    assert on_duty(cast.bodies["operator"], MONDAY + HOUR).name == "Bà Ca Hai"
    with pytest.raises(Refused):
        hand_over(cast.operator, first, name="Ai", at=MONDAY + 2 * HOUR, **facts)


def test_the_next_planned_person_may_begin_earlier(cast):
    first, second = shift(cast), shift(cast, 8, 16, "Bà Ca Hai")
    taken = hand_over(cast.operator, first, name="Bà Ca Hai", phone="0912345678", note="", at=MONDAY + 7 * HOUR)
    assert taken.pk == second.pk
    assert taken.from_at == MONDAY + 7 * HOUR


def test_a_roster_is_planned_from_above_never_by_strangers(cast):
    mine = shift(cast, body="branch")
    with pytest.raises(Forbidden):
        shift(cast, body="operator", actor="branch")
    with pytest.raises(Forbidden):
        hand_over(cast.rival, mine, name="x", phone="0912345678", note="", at=MONDAY + HOUR)
    remove_shift(cast.operator, mine, at=MONDAY - timedelta(minutes=1))
    begun = shift(cast, body="branch")
    with pytest.raises(Refused):
        remove_shift(cast.operator, begun, at=MONDAY + DAY)
