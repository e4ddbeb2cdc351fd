"""What may be asked is what a stop order may rest on: the walk over ground, scope and body, and our own limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product

import pytest

from buuan.base.organisations.models import KINDS
from buuan.work.interdiction.rules import GROUNDS, KEYS, Person, Scope, check_scope
from buuan.work.interdiction.rules.reading import read_grounds
from buuan.work.requests.rules import (
    LONGEST_SEARCH,
    MOST_RECIPIENTS,
    PERSONAL,
    REQUEST_FLOW,
    WANTED,
    Asked,
    check_period,
    check_recipients,
    may_approve,
    may_read_file,
    reasons_against,
)

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ROWS = read_grounds()
PARTS = {
    "items": ("SM0001TH",),
    "phones": ("+84912345678",),
    "persons": (Person("Nguyễn Văn Mẫu", "Số 1 đường Thử"),),
    "category": "FIREWORK",
}
PERIOD = {"from_at": AT - timedelta(days=7), "until_at": AT}


def subsets(names) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)))


def scope_of(keys: tuple[str, ...], **more) -> Scope:
    return Scope(**{name: PARTS[name] for name in keys}, **more)


@pytest.mark.point("7f")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ground", [*GROUNDS, "", "suspicion"])
def test_a_request_is_refused_exactly_where_a_stop_order_of_the_same_ground_scope_and_body_is(ground, kind):
    for keys, category_ground, decided_by, content in product(
        subsets(KEYS), ("goods", "content", "none", ""), ("", "investigating_body", "customs"), (False, True)
    ):
        scope = scope_of(keys, **PERIOD)
        verdict = check_scope(
            ground=ground, body_kind=kind, scope=scope, rows=ROWS, on=AT.date(), category_ground=category_ground,
            decided_by=decided_by, about_content=content,
        )  # fmt: skip
        for wanted in (("journey",), tuple(WANTED)):
            against = reasons_against(verdict, Asked(scope, wanted))
            assert (not against) is verdict.allowed, (ground, kind, keys, against)
            assert [one.code for one in against] == [f"request.{one.code.removeprefix('order.')}" for one in verdict.reasons]
            assert not any("lệnh nêu" in one.sentence or one.sentence.startswith("Lệnh") for one in against)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_nobody_may_ask_for_every_item_of_a_person_without_goods(ground, kind):
    for keys in (("persons",), ("phones",), ("phones", "persons")):
        scope = scope_of(keys, **PERIOD)
        verdict = check_scope(ground=ground, body_kind=kind, scope=scope, rows=ROWS, on=AT.date(), decided_by="procuracy")
        assert reasons_against(verdict, Asked(scope, ("journey",)))


@pytest.mark.parametrize("keys", [one for one in subsets(KEYS) if set(one) - {"items"} and one != ("items", "category")])
def test_what_has_to_be_looked_for_states_a_time_of_at_most_a_month(keys):
    verdict = check_scope(
        ground="goods", body_kind="police", scope=scope_of(("items", "category")), rows=ROWS, on=AT.date(), category_ground="goods"
    )
    codes = []
    for period in ({}, {"from_at": AT - LONGEST_SEARCH - timedelta(minutes=1), "until_at": AT}, PERIOD):
        codes.append([one.code for one in reasons_against(verdict, Asked(scope_of(keys, **period), ("journey",)))])
    assert codes == [["request.period_missing"], ["request.period_too_long"], []]


def test_single_items_need_no_time_of_sending():
    assert not Asked(scope_of(("items", "category")), ("journey",)).is_search
    assert not Asked(scope_of(("items",)), ("journey",)).is_search


def test_what_names_somebody_or_asks_who_somebody_is_is_personal():
    assert Asked(scope_of(("phones", "category")), ("journey",)).is_personal
    assert Asked(scope_of(("items",)), tuple(PERSONAL)).is_personal
    assert not Asked(scope_of(("items", "category")), ("journey", "declared")).is_personal


def test_the_content_of_letters_is_not_among_what_may_be_asked():
    assert set(WANTED) == {"journey", "declared", "delivery", "images", "parties", "handling"}


def test_a_time_that_lies_ahead_is_no_question():
    assert [one.code for one in check_period(AT, AT + timedelta(days=1), AT)] == ["request.in_the_future"]
    assert check_period(AT - timedelta(days=1), AT, AT) == []


def test_a_drafter_never_approves_and_the_platform_never_does():
    assert [one.code for one in may_approve(7, 7, False)] == ["request.own_draft"]
    assert [one.code for one in may_approve(None, None, True)] == ["request.system_may_not"]
    assert may_approve(7, 8, False) == []


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ((), "request.nobody_asked"),
        (("a",), "request.asks_itself"),
        (tuple(map(str, range(MOST_RECIPIENTS + 1))), "request.too_many_asked"),
    ],
)
def test_whom_a_request_may_go_to(to, code):
    assert [one.code for one in check_recipients("a", to)] == [code]
    assert check_recipients("a", ("b",)) == []


def test_a_file_about_a_person_opens_only_with_a_reason():
    assert [may_read_file(*pair) for pair in product((False, True), (False, True))] == [True, True, False, True]


def test_every_state_of_a_request_can_be_reached():
    assert {REQUEST_FLOW.start} | {step.target for step in REQUEST_FLOW.steps} == set(REQUEST_FLOW.states)
