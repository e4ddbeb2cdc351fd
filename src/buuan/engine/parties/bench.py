"""Measures the search for people under orders: `buuan bench parties`.

Orders and items are invented from a seed: names from common Vietnamese name words at rough shares, 3,000 streets and 2,500 wards
of made-up syllables, used as unevenly as real ones. One item in a hundred is a noisy copy of an order: up to two slips in name and
in address, words turned round, usual abbreviations, diacritics left out. Nobody and no place is meant.
"""

from __future__ import annotations

import bisect
import itertools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from buuan.engine.parties.match import match
from buuan.engine.parties.people import find_rows
from buuan.engine.parties.rarity import Rarity
from buuan.engine.parties.wanted import MAX_ORDERS_WITH_PEOPLE, Wanted
from buuan.engine.parties.watch import Watch, compile_watch
from buuan.kit.fold import fold

ORDERS, FEW_ORDERS, ITEMS, COPIES, ROUNDS = 10_000, 1_000, 200_000, 2_000, 5
EXHAUSTIVE, PEER_ITEMS = 1_000, 40
SEED = 2026

_SURNAMES = (
    "Nguyễn 38 Trần 11 Lê 10 Phạm 7 Hoàng 6 Huỳnh 5 Phan 4 Vũ 4 Võ 4 Đặng 2 Bùi 2 Đỗ 2 Hồ 2 Ngô 2 Dương 1 Lý 1 Trịnh 1 Mai 1"
)
_MIDDLES = "Văn 30 Thị 34 Hữu 4 Đức 6 Minh 7 Ngọc 7 Thanh 6 Xuân 4 Quang 5 Anh 3 Hồng 4 Kim 3 Thu 3"
_GIVEN = """Anh 6 Hùng 3 Tuấn 4 Nam 3 Sơn 3 Hải 4 Long 3 Dũng 4 Linh 5 Trang 4 Hoa 4 Hương 4 Lan 3 Hạnh 3 Huyền 3 Nhung 2 Ngân 2
Nga 3
Thảo 4 Chi 2 Tâm 2 Loan 2 My 2 Như 2 Bảo 3 Khánh 3 Đạt 2 Thắng 3 Cường 3 Trung 3 Tiến 3 Tùng 2 Hiếu 3 Phong 2 Khoa 1 Phúc 2 An 2
Bình 3 Chiến 1 Tú 2 Việt 2 Mạnh 2 Quốc 2 Yến 3 Vy 2 Nhi 2 Hiền 3 Hằng 3 Oanh 1 Thương 1 Duy 2 Kiên 2 Lâm 2 Quân 3 Thủy 3 Vân 3"""
_ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
_RHYMES = [
    "a",
    "an",
    "ang",
    "ao",
    "ay",
    "ân",
    "âm",
    "ăng",
    "e",
    "en",
    "eo",
    "ê",
    "ênh",
    "i",
    "in",
    "inh",
    "iên",
    "iêu",
    "o",
    "on",
    "ong",
    "ô",
    "ôn",
    "ông",
    "ơi",
    "ơn",
    "u",
    "un",
    "ung",
    "ư",
    "ưng",
    "ương",
    "uyên",
    "uôn",
    "uân",
    "ua",
    "ôi",
    "oan",
]
_SHORT = (("đường ", "đ. "), ("phường ", "P."), ("quận ", "Q. "), ("thành phố ", "TP "), ("số ", ""))


def _chooser(chance: random.Random, things: Sequence[Any], weights: Sequence[float]) -> Callable[[], Any]:
    sums = list(itertools.accumulate(weights))
    return lambda: things[min(bisect.bisect(sums, chance.random() * sums[-1]), len(things) - 1)]


class Invented:
    """People, places and how others write them, from a seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311 - invented data, no secret
        syllables = [one + two for one in _ONSETS for two in _RHYMES]

        def place() -> str:
            return " ".join(chance.choice(syllables).title() for _ in range(chance.choice((2, 2, 2, 3))))

        def uneven(count: int) -> list[float]:
            return [1 / (at + 10) for at in range(count)]

        self._street = _chooser(chance, [place() for _ in range(3_000)], uneven(3_000))
        wards = [(place(), chance.randrange(600)) for _ in range(2_500)]
        self._districts = [(place(), chance.randrange(63)) for _ in range(600)]
        self._provinces = [place() for _ in range(63)]
        self._ward = _chooser(chance, wards, uneven(2_500))
        words = [text.split() for text in (_SURNAMES, _MIDDLES, _GIVEN)]
        self._surname, self._middle, self._given = (_chooser(chance, w[::2], [float(n) for n in w[1::2]]) for w in words)

    def person(self) -> tuple[str, str]:
        """Give a name and an address."""
        chance = self.chance
        name = [self._surname(), self._middle(), self._given()]
        if chance.random() < 0.5:
            name.insert(2, self._given() if chance.random() < 0.6 else self._middle())
        ward, district = self._ward()
        district_name, province = self._districts[district]
        house = f"{chance.randrange(1, 400)}" + (f"/{chance.randrange(1, 60)}" if chance.random() < 0.15 else "")
        return (
            " ".join(name),
            f"số {house} đường {self._street()}, phường {ward}, quận {district_name}, thành phố {self._provinces[province]}",
        )

    def written(self, name: str, address: str) -> tuple[str, str]:
        """Write a name and address as somebody else would."""
        chance = self.chance
        name, address = self._slip(name), self._slip(address)
        if chance.random() < 0.2:
            words = name.split()
            turn = chance.randrange(len(words))
            name = " ".join(words[turn:] + words[:turn])
        if chance.random() < 0.6:
            for long, short in _SHORT:
                address = address.replace(long, short)
        if chance.random() < 0.15:
            address = address.rsplit(", ", 1)[0]
        if chance.random() < 0.1:
            parts = address.split(", ")
            chance.shuffle(parts)
            address = ", ".join(parts)
        if chance.random() < 0.4:
            name, address = fold(name), fold(address)
        if chance.random() < 0.15:
            name, address = name.upper(), address.upper()
        return name, address

    def _slip(self, text: str) -> str:
        chance = self.chance
        for _ in range(chance.choice((0, 1, 2))):
            letters = [at for at, sign in enumerate(text) if sign.isalpha()]
            at = chance.choice(letters)
            kind = chance.randrange(4)
            if kind == 0:
                text = text[:at] + chance.choice("abcdeghiklmnoprstuvxy") + text[at + 1 :]
            elif kind == 1:
                text = text[:at] + text[at + 1 :]
            elif kind == 2:
                text = text[:at] + chance.choice("abcdeghiklmnoprstuvxy") + text[at:]
            elif at + 1 < len(text) and text[at + 1].isalpha():
                text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text


def _column(texts: list[str]) -> pa.Array:
    return pa.array(texts, pa.large_string())


def make(seed: int = SEED) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[int]]:
    """Give the orders' people, the items' parties, and of each item which order's copy it is (-1 for nobody's)."""
    world = Invented(seed)
    orders = [world.person() for _ in range(ORDERS)]
    items = [world.person() for _ in range(ITEMS - COPIES)]
    truth = [-1] * len(items)
    for _ in range(COPIES):
        # The copies mean the first orders, so that a short list and a long one are asked for the same people.
        whom = world.chance.randrange(FEW_ORDERS)
        items.append(world.written(*orders[whom]))
        truth.append(whom)
    order = list(range(ITEMS))
    world.chance.shuffle(order)
    return orders, [items[at] for at in order], [truth[at] for at in order]


def bench_parties() -> list[dict[str, Any]]:
    """Measure the search at 200, 1,000 and 10,000 orders, what the index misses, and its peer on a few items."""
    orders, items, truth = make()
    names, places = (_column(list(texts)) for texts in zip(*items, strict=True))
    rarity = Rarity.of((one for one, _ in items[:20_000]), (one for _, one in items[:20_000]))
    watches = {n: _watch(orders[:n], rarity) for n in (MAX_ORDERS_WITH_PEOPLE, FEW_ORDERS, ORDERS)}
    goods = np.ones(ITEMS, bool)
    times: dict[int, list[float]] = {n: [] for n in watches}
    found: dict[int, set[tuple[int, int]]] = {}
    for watch in watches.values():
        find_rows(names[:10], places[:10], watch, goods[:10])
    for _ in range(ROUNDS):
        for n, watch in watches.items():
            begin = time.process_time()
            at, people, _, _ = find_rows(names, places, watch, goods)
            times[n].append((time.process_time() - begin) / ITEMS * 1e6)
            found[n] = set(zip(at.tolist(), people.tolist(), strict=True))
    cost = {n: statistics.median(some) for n, some in times.items()}
    copies = [item for item, whom in enumerate(truth) if whom >= 0]
    rows = [
        _row("name and address, 10,000 orders", cost[ORDERS], "µs/item CPU", note="stress: ten thousand orders"),
        _row(
            "name and address, 1,000 orders",
            cost[FEW_ORDERS],
            "µs/item CPU",
            cost[ORDERS] / cost[FEW_ORDERS],
            "ratio: 10,000 over 1,000",
        ),
        _row("name and address, 200 orders", cost[MAX_ORDERS_WITH_PEOPLE], "µs/item CPU", note="the most that may name persons"),
    ]
    kept = {}
    for n, pairs in found.items():
        if n >= FEW_ORDERS:
            kept[n] = sum((item, truth[item]) in pairs for item in copies) / len(copies) * 100
    stray = len({item for item, _ in found[ORDERS] if truth[item] < 0}) / (ITEMS - COPIES) * 100
    some = copies[:EXHAUSTIVE]
    begin = time.process_time()
    at, people, _, _ = find_rows(names.take(some), places.take(some), watches[ORDERS], goods[: len(some)], every=True)
    exhaustive = (time.process_time() - begin) / len(some) * 1e6
    everybody = {(some[row], person) for row, person in zip(at.tolist(), people.tolist(), strict=True)}
    relative = len(everybody & found[ORDERS]) / max(len(everybody), 1) * 100
    rows += [
        _row(
            "pairs over the line that the index finds",
            relative,
            "%",
            note=f"of those that comparing everybody finds, {len(some)} items",
        ),
        _row("noisy copies found, 10,000 orders", kept[ORDERS], "%", note="of all copies, whatever the noise did to them"),
        _row(
            "noisy copies found, 1,000 orders",
            kept[FEW_ORDERS],
            "%",
            note=f"lost from 1,000 to 10,000: {kept[FEW_ORDERS] - kept[ORDERS]:.2f} points",
        ),
        _row(
            "unrelated items over the review line",
            stray,
            "%",
            note="10,000 orders; same name at the same house number of the same ward, mostly",
        ),
        _row("everybody with everybody, this scorer", exhaustive, "µs/item CPU", exhaustive / cost[ORDERS], "10,000 orders"),
    ]
    return [*rows, *_peer(orders, items, cost[ORDERS]), *_exact(orders, cost)]


def _watch(people: list[tuple[str, str]], rarity: Rarity) -> Watch:
    wanted = [Wanted(f"L-{at}", people=(one,), categories=("DO-LUONG",)) for at, one in enumerate(people)]
    return compile_watch(wanted, rarity=rarity, stress=True)


def _row(name: str, median: float, unit: str, ratio: float | None = None, note: str = "") -> dict[str, Any]:
    return {"name": name, "median": median, "unit": unit, "ratio": ratio, "note": note}


def _peer(orders: list[tuple[str, str]], items: list[tuple[str, str]], ours: float) -> list[dict[str, Any]]:
    """Measure rapidfuzz's exhaustive comparison on a few items: folded text, token sort for names, token set for addresses."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return []
    folded = [(fold(name), fold(address)) for name, address in orders]
    asked = [(fold(name), fold(address)) for name, address in items[:PEER_ITEMS]]
    begin = time.process_time()
    for at, scorer in enumerate((fuzz.token_sort_ratio, fuzz.token_set_ratio)):
        process.cdist([one[at] for one in asked], [one[at] for one in folded], scorer=scorer, workers=1)
    cost = (time.process_time() - begin) / len(asked) * 1e6
    return [_row("rapidfuzz cdist, every order", cost, "µs/item CPU", cost / ours, f"{PEER_ITEMS} items, 10,000 orders, one core")]


def _exact(orders: list[tuple[str, str]], cost: dict[int, float]) -> list[dict[str, Any]]:
    """Measure the exact keys: an identifier and two telephone numbers an item, 10,000 of each under order."""
    chance = random.Random(SEED)  # noqa: S311 - invented data, no secret
    phones = [f"+849{chance.randrange(10**8):08d}" for _ in range(ORDERS)]
    wanted = [Wanted(f"L-{at}", item_ids=(f"DL{at:09d}",), phones=(phone,)) for at, phone in enumerate(phones)]
    watch = compile_watch(wanted)
    table = pa.table(
        {
            "item_id": [f"DL{chance.randrange(10**9):09d}" for _ in range(ITEMS)],
            **{side: [f"+849{chance.randrange(10**8):08d}" for _ in range(ITEMS)] for side in ("sender_phone", "receiver_phone")},
        }
    )
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        match(table, watch)
        times.append((time.process_time() - begin) / ITEMS * 1e6)
    return [
        _row(
            "exact identifier and two numbers",
            statistics.median(times),
            "µs/item CPU",
            note="10,000 orders, reading and narrowing included",
        )
    ]
