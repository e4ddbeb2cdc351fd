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

from buuan.engine.parties.people import find_rows
from buuan.engine.parties.rarity import Rarity, weight
from buuan.engine.parties.scoring import REVIEW_LINE
from buuan.engine.parties.wanted import Wanted
from buuan.engine.parties.watch import Watch, compile_watch
from buuan.kit.fold import fold

ORDERS, FEW_ORDERS, ITEMS, COPIES, ROUNDS = 10_000, 1_000, 200_000, 2_000, 5
PEER_ITEMS = 40
SEED = 2026

_SURNAMES = "Nguyễn 38 Trần 11 Lê 10 Phạm 7 Hoàng 6 Huỳnh 5 Phan 4 Vũ 4 Võ 4 Đặng 2 Bùi 2 Đỗ 2 Hồ 2 Ngô 2 Dương 1 Lý 1 Trịnh 1 Mai 1"
_MIDDLES = "Văn 30 Thị 34 Hữu 4 Đức 6 Minh 7 Ngọc 7 Thanh 6 Xuân 4 Quang 5 Anh 3 Hồng 4 Kim 3 Thu 3"
_GIVEN = """Anh 6 Hùng 3 Tuấn 4 Nam 3 Sơn 3 Hải 4 Long 3 Dũng 4 Linh 5 Trang 4 Hoa 4 Hương 4 Lan 3 Hạnh 3 Huyền 3 Nhung 2 Ngân 2 Nga 3
Thảo 4 Chi 2 Tâm 2 Loan 2 My 2 Như 2 Bảo 3 Khánh 3 Đạt 2 Thắng 3 Cường 3 Trung 3 Tiến 3 Tùng 2 Hiếu 3 Phong 2 Khoa 1 Phúc 2 An 2
Bình 3 Chiến 1 Tú 2 Việt 2 Mạnh 2 Quốc 2 Yến 3 Vy 2 Nhi 2 Hiền 3 Hằng 3 Oanh 1 Thương 1 Duy 2 Kiên 2 Lâm 2 Quân 3 Thủy 3 Vân 3"""
_ONSETS = "b c ch d đ g h k kh l m n ng nh ph qu r s t th tr v x".split()
_RHYMES = "a an ang ao ay ân âm ăng e en eo ê ênh i in inh iên iêu o on ong ô ôn ông ơi ơn u un ung ư ưng ương uyên uôn uân ua ôi oan".split()
_SHORT = (("đường ", "đ. "), ("phường ", "P."), ("quận ", "Q. "), ("thành phố ", "TP "), ("số ", ""))


def _chooser(chance: random.Random, things: Sequence[Any], weights: Sequence[float]) -> Callable[[], Any]:
    sums = list(itertools.accumulate(weights))
    return lambda: things[min(bisect.bisect(sums, chance.random() * sums[-1]), len(things) - 1)]


class Invented:
    """People, places and how others write them, from a seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311 - invented data, no secret
        syllables = [one + two for one in _ONSETS for two in _RHYMES]
        place = lambda: " ".join(chance.choice(syllables).title() for _ in range(chance.choice((2, 2, 2, 3))))  # noqa: E731
        uneven = lambda count: [1 / (at + 10) for at in range(count)]  # noqa: E731
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
