"""What an order may rest on: every combination of ground, part and kind of body, and the ceilings that nothing widens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations, product

import pytest

from buuan.base.organisations.models import KINDS
from buuan.work.interdiction.rules import (
    ANSWERS,
    ANSWERS_FROM,
    CEILINGS,
    GROUNDS,
    ITEM_STATES,
    KEYS,
    MISSED,
    NARROWING,
    ORDER_FLOW,
    GroundRow,
    Person,
    Scope,
    check_answer,
    check_moment,
    check_scope,
    fault_of_row,
    longest,
    may_approve,
    may_last,
    may_relate,
    normal_scope,
)
from buuan.work.interdiction.rules.bounds import LONGEST_WITH_DECISION, LONGEST_WITHOUT_DECISION
from buuan.work.interdiction.rules.reading import BrokenGrounds, parse_grounds, read_grounds

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ROWS = read_grounds()
ALL_POWER = tuple(
    GroundRow(f"{ground}-{kind}", ground, kind, "thử", CEILINGS[ground].keys, CEILINGS[ground].most_items, ON, "thử", "I",
              deciders=CEILINGS[ground].deciders)
    for ground in GROUNDS
    for kind in KINDS
)  # fmt: skip
"""The widest rows that the ceilings let anybody load: every kind of body may everything."""

PARTS = {
    "items": ("SM0001TH",),
    "phones": ("+84912345678",),
    "persons": (Person("Nguyễn Văn Mẫu", "Số 1 đường Thử"),),
    "category": "FIREWORK",
    "areas": ("99001",),
    "routes": ("Nga Sơn",),
    "points": ("SMTEST-BC1",),
    "operators": ("SMTEST",),
    "period": AT,
}


def scope_of(parts: tuple[str, ...], **more) -> Scope:
    given = {("from_at" if name == "period" else name): PARTS[name] for name in parts}
    return Scope(**given, **more)


def subsets(names) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)))


def issue_allows(ground: str, parts: set[str], category_ground: str, has_decision: bool, about_content: bool) -> bool:
    """The bounds in the words of the task, written a second time and otherwise."""
    keys = parts & set(KEYS)
    goods_named = "category" in keys and category_ground == "goods"
    if "category" in keys and category_ground != "goods":
        return False
    if about_content and ground != "other":
        return False
    match ground:
        case "goods":
            return goods_named
        case "danger":
            return bool(keys) and (goods_named or not keys & {"phones", "persons"})
        case "fraud":
            return goods_named and bool(keys & {"items", "phones"}) and "persons" not in keys
        case "other":
            return keys == {"items"} and has_decision
    return False


@pytest.mark.point("7b")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ground", [*GROUNDS, "", "suspicion"])
def test_every_combination_of_ground_scope_and_body_is_as_the_bounds_say(ground, kind):
    narrowings = [(), *((one,) for one in NARROWING), tuple(NARROWING)]
    for keys, narrowing, category_ground, decided_by, content in product(
        subsets(KEYS), narrowings, ("goods", "content", "none", "never", ""), ("", "investigating_body"), (False, True)
    ):
        parts = (*keys, *narrowing)
        asked = {"ground": ground, "body_kind": kind, "scope": scope_of(parts), "on": ON, "category_ground": category_ground}
        asked |= {"decided_by": decided_by, "about_content": content}

        widest = check_scope(**asked, rows=ALL_POWER)
        allowed = issue_allows(ground, set(parts), category_ground, bool(decided_by), content)
        assert widest.allowed is allowed, (ground, parts, category_ground, decided_by, content, widest.reasons)
        assert widest.may_match is (allowed and ground != "other")

        shipped = check_scope(**asked, rows=ROWS)
        if shipped.allowed:
            assert allowed, "a row never allows what the ceilings do not"
            assert kind in ("police", "market_surveillance", "customs")
            assert shipped.row is not None
            assert set(keys) <= shipped.row.keys


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"police", "market_surveillance", "customs"}))
@pytest.mark.parametrize("ground", GROUNDS)
def test_a_body_without_a_row_is_refused_whatever_it_asks(ground, kind):
    verdict = check_scope(
        ground=ground, body_kind=kind, scope=scope_of(("items", "category")), rows=ROWS, on=ON, category_ground="goods"
    )
    assert [one.code for one in verdict.reasons] == ["order.body_without_power"]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("keys", subsets(KEYS))
def test_letters_are_out_of_reach_on_every_ground(ground, keys):
    verdict = check_scope(
        ground=ground, body_kind="police", scope=scope_of(keys, classes=("parcel", "letter")), rows=ALL_POWER, on=ON,
        category_ground="goods", decided_by="investigating_body",
    )  # fmt: skip
    assert "order.letters" in [one.code for one in verdict.reasons]


@pytest.mark.parametrize("narrowing", subsets(NARROWING)[1:])
@pytest.mark.parametrize("ground", GROUNDS)
def test_what_only_narrows_never_stands_alone(ground, narrowing):
    verdict = check_scope(ground=ground, body_kind="police", scope=scope_of(narrowing), rows=ALL_POWER, on=ON,
                          decided_by="investigating_body")  # fmt: skip
    assert "order.narrowing_alone" in [one.code for one in verdict.reasons]


def test_any_other_ground_reaches_twenty_single_items_and_nothing_is_searched():
    def ask(count: int):
        scope = Scope(items=tuple(f"SM{number:06d}TH" for number in range(count)))
        return check_scope(ground="other", body_kind="police", scope=scope, rows=ROWS, on=ON, decided_by="procuracy")

    assert ask(20).allowed
    assert not ask(20).may_match
    assert not may_relate("other")
    assert [one.code for one in ask(21).reasons] == ["order.too_many_items"]


def test_a_decision_of_a_body_without_the_power_founds_nothing():
    ask = {"ground": "other", "body_kind": "police", "scope": scope_of(("items",)), "rows": ROWS, "on": ON}
    assert [one.code for one in check_scope(**ask, decided_by="customs").reasons] == ["order.decider_without_power"]
    assert [one.code for one in check_scope(**ask).reasons] == ["order.decision_missing"]


def test_a_row_out_of_its_time_gives_no_power():
    rows = tuple(replace(one, until_on=ON) for one in ROWS)
    ask = {"ground": "goods", "body_kind": "police", "scope": scope_of(("category",)), "category_ground": "goods"}
    assert not check_scope(**ask, rows=rows, on=ON).allowed
    assert check_scope(**ask, rows=rows, on=ON - timedelta(days=1)).allowed


@pytest.mark.parametrize(
    "wider",
    [
        {"ground": "other", "keys": frozenset({"items", "phones"}), "most_items": 20},
        {"ground": "other", "keys": frozenset({"items"}), "most_items": 21},
        {"ground": "fraud", "keys": frozenset({"persons"}), "most_items": 20},
        {"ground": "goods", "keys": frozenset({"areas"}), "most_items": 20},
        {"ground": "goods", "keys": frozenset({"items"}), "most_items": 100_000},
        {"ground": "association", "keys": frozenset({"items"}), "most_items": 1},
        {"ground": "other", "keys": frozenset({"items"}), "most_items": 5, "deciders": frozenset({"customs"})},
        {"ground": "goods", "keys": frozenset({"items"}), "most_items": 5, "source": " "},
    ],
)
def test_no_row_of_data_reaches_beyond_the_ceilings(wider):
    row = replace(ROWS[0], **wider)
    assert fault_of_row(row)
    raw = {
        name: getattr(row, name)
        for name in ("code", "ground", "body_kind", "name", "most_items", "source", "mark", "from_on", "read_in")
    }
    with pytest.raises(BrokenGrounds):
        parse_grounds({"grounds": [raw | {"keys": sorted(row.keys), "deciders": sorted(row.deciders)}]})


def test_a_row_that_was_widened_in_the_database_still_allows_no_more_than_the_ceiling():
    forged = replace(next(one for one in ROWS if one.code == "police-other"), keys=frozenset(KEYS), most_items=10_000)
    ask = {
        "ground": "other",
        "body_kind": "police",
        "rows": (forged,),
        "on": ON,
        "decided_by": "procuracy",
        "category_ground": "goods",
    }
    assert not check_scope(**ask, scope=scope_of(("phones",))).allowed
    assert not check_scope(**ask, scope=Scope(items=tuple(f"SM{n:05d}TH" for n in range(21)))).allowed


def test_the_shipped_rows_say_where_they_come_from():
    assert {one.ground for one in ROWS} == set(GROUNDS)
    assert all(one.source for one in ROWS)
    assert {one.body_kind for one in ROWS} == {"police", "market_surveillance", "customs"}
    assert [one.code for one in ROWS if one.ground == "other" and one.body_kind != "police"] == []


# -- time, people, life ------------------------------------------------------------------------------------------------


def test_no_setting_lets_an_order_last_longer_than_our_limits():
    assert longest(False, timedelta(hours=500)) == LONGEST_WITHOUT_DECISION == timedelta(hours=24)
    assert longest(True, timedelta(hours=500)) == LONGEST_WITH_DECISION == timedelta(hours=72)
    assert longest(True, timedelta(hours=48)) == timedelta(hours=48)


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, "order.expiry_missing"),
        (AT, "order.expiry_past"),
        (AT + timedelta(hours=24, seconds=1), "order.expiry_too_late"),
        (AT + timedelta(hours=24), ""),
    ],
)
def test_an_order_ends_and_not_too_late(until, code):
    assert [one.code for one in may_last(AT, until, AT, timedelta(hours=24), False)] == ([code] if code else [])


def test_the_drafter_and_the_platform_never_approve():
    assert may_approve(1, 2, False) == []
    assert [one.code for one in may_approve(1, 1, False)] == ["order.drafter_may_not_approve"]
    assert [one.code for one in may_approve(1, 2, True)] == ["order.system_may_not"]


def test_every_state_of_an_order_can_be_reached_and_it_ends_reviewed_or_refused():
    assert ORDER_FLOW.reachable() == set(ORDER_FLOW.states)
    assert ORDER_FLOW.ends() == {"refused", "reviewed"}


@pytest.mark.parametrize("state", ITEM_STATES)
@pytest.mark.parametrize("answer", [*ITEM_STATES, "lost"])
def test_an_answer_follows_only_where_the_table_lets_it(state, answer):
    reasons = [one.code for one in check_answer(state, answer, "no_scan" if answer in MISSED else "", "kệ C4")]
    if answer not in ANSWERS:
        assert reasons == ["answer.unknown"]
    else:
        assert reasons == ([] if answer in ANSWERS_FROM[state] else ["answer.not_open"])


def test_a_miss_needs_its_reason_and_a_hold_its_place():
    assert [one.code for one in check_answer("received", "not_found", "", "")] == ["answer.reason_missing"]
    assert [one.code for one in check_answer("received", "not_found", "lười", "")] == ["answer.reason_unknown"]
    assert [one.code for one in check_answer("received", "held", "", " ")] == ["answer.place_missing"]


def test_a_receivers_clock_may_run_five_minutes_ahead_and_no_more():
    assert check_moment(AT + timedelta(minutes=5), AT) == []
    assert [one.code for one in check_moment(AT + timedelta(minutes=6), AT)] == ["answer.clock_ahead"]
    assert [one.code for one in check_moment(AT - timedelta(days=31), AT)] == ["answer.too_old"]


# -- the scope itself --------------------------------------------------------------------------------------------------


def test_a_scope_is_stored_in_one_form_and_read_back_the_same():
    scope, errors = normal_scope(
        Scope(items=(" sm 0001 th", "SM0001TH"), phones=("0912 345 678", "+84912345678"), persons=PARTS["persons"], from_at=AT)
    )
    assert errors == {}
    assert (scope.items, scope.phones) == (("SM0001TH",), ("+84912345678",))
    assert Scope.from_json(scope.as_json()) == scope
    assert scope.counts() == {"items": 1, "phones": 1, "persons": 1}


def test_a_name_without_an_address_names_nobody():
    _scope, errors = normal_scope(Scope(persons=(Person("Nguyễn Văn Mẫu", ""),), phones=("12",), items=("x",)))
    assert set(errors) == {"persons", "phones", "items"}


def test_a_category_beside_a_person_says_what_is_sought_and_finds_nothing_by_itself():
    assert scope_of(("phones", "category")).found_by == {"phones"}
    assert scope_of(("category", "areas")).found_by == {"category"}


def test_what_is_shown_without_a_reason_gives_no_person_away():
    shown = str(scope_of(("phones", "persons")).masked())
    assert "Mẫu" not in shown
    assert "12345" not in shown
