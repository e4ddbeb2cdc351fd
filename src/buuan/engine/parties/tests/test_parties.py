"""Items against orders: exact keys, people by words that fit, and nothing that no order in force asks for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buuan.engine.parties import MAX_ORDERS_WITH_PEOPLE, REVIEW_LINE, Rarity, Wanted, compile_watch, match, match_one
from buuan.engine.parties.fitting import SUM
from buuan.engine.parties.people import explain, find_rows
from buuan.engine.parties.scoring import slips
from buuan.kit.errors import Refused

NAME, ADDRESS = "Nguyễn Văn Mẫu Khuê", "Số 12/3 đường Thử Nghiệm, phường Đông Mẫu, thành phố Thanh Hóa"
PERSON = Wanted("L-1", people=((NAME, ADDRESS),), categories=("PHAO",))
WATCH = compile_watch([PERSON])


def party(name: str, address: str, **more: Any) -> dict[str, Any]:
    return {"item_id": "SM1", "sender_name": name, "sender_address": address, **more}


def scores(name: str, address: str) -> list[float]:
    return [one.score for one in match_one(party(name, address), WATCH)]


SAME = {
    "as ordered": (NAME, ADDRESS),
    "without marks, in capitals": ("NGUYEN VAN MAU KHUE", "SO 12/3 DUONG THU NGHIEM, PHUONG DONG MAU, THANH PHO THANH HOA"),
    "decomposed": ("Nguyễn Văn Mẫu Khuê", ADDRESS),
    "abbreviated": (NAME, "12/3 đ. Thử Nghiệm, P.Đông Mẫu, TP Thanh Hoá"),
    "words turned round": ("Khuê Nguyễn Văn Mẫu", "TP Thanh Hóa, P. Đông Mẫu, Thử Nghiệm 12/3"),
    "a slip in the name": ("Nguyễn Văn Mẫu Khêu", ADDRESS),
    "two slips in the address": (NAME, "Số 12/3 đường Thử Nghêm, phường Đôgn Mẫu, Thanh Hóa"),
    "a note for who delivers": (f"{NAME} (gọi trước khi giao)", ADDRESS),
    "a shortened surname": ("Ng. Văn Mẫu Khuê", ADDRESS),
    "no province": (NAME, "12/3 Thử Nghiệm, Đông Mẫu"),
}
OTHERS = {
    "another name at the address": ("Trần Thị Hoa", ADDRESS),
    "the name somewhere else": (NAME, "Số 45 đường Lê Lợi, phường Tân Sơn, thành phố Huế"),
    "the next house": (NAME, "Số 88 đường Thử Nghiệm, phường Đông Mẫu, thành phố Thanh Hóa"),
    "the name alone": (NAME, "Thanh Hóa"),
    "the address alone": ("Nguyễn", ADDRESS),
    "nothing": ("", ""),
    "signs only": ("...", "???"),
}


@pytest.mark.parametrize("how", SAME)
def test_the_person_of_an_order_is_found_however_it_is_written(how):
    assert [one >= REVIEW_LINE for one in scores(*SAME[how])] == [True]


@pytest.mark.parametrize("how", OTHERS)
def test_somebody_else_stays_below_the_line(how):
    assert scores(*OTHERS[how]) == []


def test_common_names_at_common_places_never_reach_the_line_and_the_drafter_is_told():
    watch = compile_watch([Wanted("L-2", people=(("Nguyễn Văn Nam", "Thanh Hóa"),), categories=("PHAO",))])

    assert watch.too_common == (("L-2", 0),)
    assert match_one(party("Nguyễn Văn Nam", "Thanh Hóa"), watch) == []
    assert WATCH.too_common == ()


def test_a_match_shows_which_words_fitted_and_where_they_stand_in_both_texts():
    (one,) = match_one(party("Khue Nguyen Van Mau", "12/3 Thu Nghiem, P.Dong Mau"), WATCH)

    assert (one.order, one.ground, one.side) == ("L-1", "party", "sender")
    words = one.parts["name"]["words"]
    first = words[0]
    assert (NAME[slice(*first["order_at"])], "Khue Nguyen Van Mau"[slice(*first["item_at"])]) == ("Khuê", "Khue")
    assert {word["alike"] for word in words} == {1.0}
    json.dumps(one.parts)


def test_an_area_is_found_under_its_old_and_its_new_name():
    watch = compile_watch([PERSON], renamed=[("Đông Mẫu", "Hạc Mới Thành")])

    assert match_one(party(NAME, "12/3 Thử Nghiệm, phường Hạc Mới Thành, Thanh Hóa"), watch)[0].score >= 0.95


def table(**columns: Any) -> pa.Table:
    return pa.table(columns)


@pytest.mark.parametrize(
    "written", ["0912 345 678", "+84912345678", "84912345678", "0912.345.678", "912345678", "0912345678 / 0987654321"]
)
def test_a_number_is_found_in_every_form(written):
    watch = compile_watch([Wanted("L-3", phones=("0912345678",))])

    found = match(table(item_id=["A1234"], receiver_phone=[written]), watch).to_pylist()
    assert [(one["order"], one["ground"], one["side"]) for one in found] == [("L-3", "phone", "receiver")]


def test_an_old_number_of_eleven_digits_is_found_under_its_new_one():
    watch = compile_watch([Wanted("L-3", phones=("01681234567",))])

    assert len(match_one({"sender_phone": "0381234567"}, watch)) == 1
    assert len(match_one({"sender_phone": "0168 123 4567"}, watch)) == 1


def test_items_are_found_by_their_exact_identifier_only():
    watch = compile_watch([Wanted("L-4", item_ids=("ab 123 vn", "x-9"))])

    found = match(table(item_id=["AB123VN", "AB123V", "AB123VN1", " x-9 ", None]), watch).to_pylist()
    assert [one["row"] for one in found] == [0, 3]


def test_letters_are_never_found_and_documents_by_identifier_only():
    watch = compile_watch([Wanted("L-4", item_ids=("A1",)), Wanted("L-3", phones=("0912345678",)), PERSON])
    items = table(
        item_id=["A1", "A1", "A1"],
        service_class=["letter", "document", "parcel"],
        sender_phone=["0912345678"] * 3,
        sender_name=[NAME] * 3,
        sender_address=[ADDRESS] * 3,
    )

    found = {(one["row"], one["ground"]) for one in match(items, watch).to_pylist()}
    assert found == {(1, "item"), (2, "item"), (2, "phone"), (2, "party")}


def test_a_category_is_a_ground_only_where_nothing_else_is_sought():
    alone, beside = Wanted("L-5", categories=("PHAO",)), Wanted("L-6", categories=("PHAO",), phones=("0912345678",))
    items = table(item_id=["A1", "A2"])

    found = match(items, compile_watch([alone, beside]), verdict_categories=["PHAO", None]).to_pylist()
    assert [(one["row"], one["order"]) for one in found] == [(0, "L-5")]
    assert match(items, compile_watch([alone])).num_rows == 0


NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
INSIDE = {
    "operators": ({"operators": ("BCX",)}, {"operator_code": ["BCX", "KHAC", None]}),
    "areas, of either side": (
        {"areas": ("14797",)},
        {"sender_area_code": [None, "1", None], "receiver_area_code": ["14797", None, None]},
    ),
    "points": ({"points": ("P1",)}, {"accept_point": ["P1", "P2", None]}),
    "routes": ({"routes": ("R1",)}, {"route": ["R1", "R2", None]}),
    "from": ({"from_at": NOON}, {"accepted_at": [NOON, NOON - timedelta(minutes=1), None]}),
    "until": ({"until_at": NOON}, {"accepted_at": [NOON - timedelta(minutes=1), NOON, None]}),
}


@pytest.mark.parametrize("what", INSIDE)
def test_the_scope_only_narrows_and_what_is_not_said_lies_outside(what):
    scope, columns = INSIDE[what]
    watch = compile_watch([Wanted("L-3", phones=("0912345678",), **scope)])

    found = match(table(item_id=["A1", "A2", "A3"], sender_phone=["0912345678"] * 3, **columns), watch)
    assert found["row"].to_pylist() == [0]


def test_an_order_narrowed_to_operators_asks_whose_items_these_are():
    watch = compile_watch([Wanted("L-3", phones=("0912345678",), operators=("BCX",))])
    items = table(item_id=["A1"], sender_phone=["0912345678"])

    with pytest.raises(ValueError, match="whose items"):
        match(items, watch)
    assert match(items, watch, operator="BCX").num_rows == 1
    assert match(items, watch, operator="KHAC").num_rows == 0


REFUSED = {
    "watch.no_order": Wanted(" ", item_ids=("A1",)),
    "watch.only_narrows": Wanted("L", operators=("BCX",), areas=("1",)),
    "watch.person_without_goods": Wanted("L", people=((NAME, ADDRESS),)),
    "watch.person_without_address": Wanted("L", people=((NAME, " "),), categories=("PHAO",)),
    "watch.phone": Wanted("L", phones=("0123456789",)),
    "watch.no_offset": Wanted("L", item_ids=("A1",), from_at=datetime(2026, 1, 1)),  # noqa: DTZ001 - the fault itself
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_may_not_be_looked_for_is_refused(code):
    with pytest.raises(Refused) as error:
        compile_watch([REFUSED[code]])
    assert error.value.code == code


def test_at_most_two_hundred_orders_may_name_persons():
    orders = [
        Wanted(f"L-{at}", people=((NAME, f"Số {at} {ADDRESS}"),), categories=("PHAO",)) for at in range(MAX_ORDERS_WITH_PEOPLE + 1)
    ]

    with pytest.raises(Refused) as error:
        compile_watch(orders)
    assert error.value.code == "watch.too_many_people"
    assert compile_watch(orders, stress=True).version != compile_watch(orders[1:]).version


@pytest.mark.point("7b")
def test_without_an_order_nobody_is_matched():
    for watch in (compile_watch([]), compile_watch([Wanted("L-4", item_ids=("KHAC",))])):
        assert match_one(party(NAME, ADDRESS, sender_phone="0912345678"), watch, category="PHAO") == []


def test_the_version_tells_orders_and_rarity_apart_but_not_their_order():
    other = Wanted("L-4", item_ids=("A1",))
    rarity = Rarity.of(["Nguyễn Văn A"] * 50, ["Thôn Mẫu"] * 50)

    assert compile_watch([PERSON, other]).version == compile_watch([other, PERSON]).version
    assert len({WATCH.version, compile_watch([other]).version, compile_watch([PERSON], rarity=rarity).version}) == 3


SYLLABLES = st.sampled_from(
    [
        "nguyen",
        "van",
        "mau",
        "khue",
        "tran",
        "thi",
        "hoa",
        "le",
        "duong",
        "thu",
        "nghiem",
        "dong",
        "12",
        "3",
        "7a",
        "thanh",
        "hoa",
        "lan",
        "mai",
        "x",
        "ng",
        "khu",
        "pho",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(SYLLABLES, max_size=9).map(" ".join),
    st.sampled_from([NAME, ADDRESS, NAME.upper(), ADDRESS.replace("đường", "đ.")]),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_the_kernel_scores_any_text_as_the_plain_twin_does(name, address):
    watch = compile_watch([PERSON, Wanted("L-7", people=(("Lê Thị Lan Mai", "7a khu phố Thử, Hoa Lan"),), categories=("PHAO",))])
    column = lambda text: pa.array([text.encode("utf-8", "replace").decode()], pa.large_string())  # noqa: E731

    _, people, scores, _ = find_rows(column(name), column(address), watch, np.ones(1, bool), every=True)
    plain = {
        at: explain(person, column(name)[0].as_py(), column(address)[0].as_py(), watch)[0] for at, person in enumerate(watch.people)
    }
    kernel = dict(zip(people.tolist(), (round(one, 4) for one in scores.tolist()), strict=True))
    assert kernel == {at: pytest.approx(one, abs=2e-4) for at, one in plain.items() if one >= REVIEW_LINE}


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["item_id", "sender_name", "sender_phone", "sender_address", "receiver_name"]), st.text(max_size=80)
    )
)
def test_matching_never_raises_on_any_text(item):
    watch = compile_watch([PERSON, Wanted("L-3", phones=("0912345678",), item_ids=("A1",))])

    assert all(0 <= one.score <= 1 for one in match_one(item, watch))


@settings(max_examples=100, deadline=None)
@given(st.permutations(NAME.split()), st.permutations(["12/3", "Thử", "Nghiệm", "Đông", "Mẫu", "Hóa"]))
def test_the_score_does_not_ask_for_the_order_of_words(name, address):
    straight = explain(WATCH.people[0], NAME, "12/3 Thử Nghiệm Đông Mẫu Hóa", WATCH)[0]

    assert explain(WATCH.people[0], " ".join(name), " ".join(address), WATCH)[0] == straight


@settings(max_examples=200, deadline=None)
@given(st.text("abcn", max_size=9), st.text("abcn", max_size=9))
def test_slips_are_counted_the_same_from_both_sides(one, other):
    assert slips(one, other) == slips(other, one)
    assert (slips(one, other) == 0) == (one == other)


def test_the_index_finds_what_comparing_everybody_finds():
    from buuan.engine.parties.bench import Invented

    world = Invented(7)
    orders = [world.person() for _ in range(300)]
    watch = compile_watch([Wanted(f"L-{at}", people=(one,), categories=("PHAO",)) for at, one in enumerate(orders)], stress=True)
    items = [world.written(*orders[at % 300]) for at in range(400)] + [world.person() for _ in range(400)]
    columns = [pa.array(list(texts), pa.large_string()) for texts in zip(*items, strict=True)]
    goods = np.ones(len(items), bool)

    everybody, index = (
        set(zip(*(one.tolist() for one in find_rows(*columns, watch, goods, every=every)[:2]), strict=True))
        for every in (True, False)
    )
    assert index <= everybody
    assert len(index) >= 0.99 * len(everybody) > 300


def test_where_few_words_stand_one_key_is_enough():
    watch = compile_watch([Wanted("L-1", people=(("Trần Khuê", "12 Nghiêng Thượng"),), categories=("PHAO",))])
    declared = ("Trần Khuêê", "12 Nghiêng Thượngg")  # one key is left: Trần, 12, Nghiêng

    columns = [pa.array([text], pa.large_string()) for text in declared]
    assert find_rows(*columns, watch, np.ones(1, bool))[3].tolist() == [1, 1, 1]
    assert len(match_one(party(*declared), watch)) == 1


def test_where_many_words_stand_one_key_is_chance():
    item = ("Nguyễn Văn Nghiêng Thẳng", "99 Lý Nghiệm, Hạc, Quảng Ninh, Kẻ Sặt Một Hai")  # one key is shared: Nguyễn, Văn, Nghiệm

    columns = [pa.array([text], pa.large_string()) for text in item]
    candidates, keys, _ = find_rows(*columns, WATCH, np.ones(1, bool))[3].tolist()
    assert (candidates, keys) == (0, 1)


NAMES = (
    "Nguyễn Văn Thử", "Ng Van Thu", "Nguyễn V. Thử", "N V Thử", "NGUYEN VAN THUW", "Thử Nguyễn Văn", "Nguyễn Văn Thữ", "Nguyên Van",
    "Thử", "Kho 3 Thử Nghiệm", "Cty TNHH Thử Nghiệm Mẫu Hai Ba", "Trần Thị Mẫu", "Tran Thi Mau",
    "Nguyxn Vxn Thxử", "Nguyễnn Vănn Thửử",
)  # fmt: skip


def test_the_card_of_a_person_never_rules_out_what_comparing_would_find():
    address = "số 12 ngõ 34 đường Thử Nghiệm, phường Mẫu Mực"
    found = 0
    for ordered in NAMES:
        watch = compile_watch([Wanted("L-1", people=((ordered, address),), categories=("PHAO",))])
        columns = [pa.array(texts, pa.large_string()) for texts in (NAMES, [address] * len(NAMES))]
        with_card, counts = find_rows(*columns, watch, np.ones(len(NAMES), bool))[::3]
        watch.index.held.arrays["cards"][:, SUM] = 0  # as of a name too long for a card: everybody is compared
        without, all_counts = find_rows(*columns, watch, np.ones(len(NAMES), bool))[::3]
        assert with_card.tolist() == without.tolist()
        assert counts[2] <= all_counts[2]
        found += len(without)
    assert found > 3 * len(NAMES)
