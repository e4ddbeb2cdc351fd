"""How rare a word is in names and addresses: two people called Nguyễn Văn Nam share little, two at one house in one lane much.

The shares that stand here are rough and from common knowledge of Vietnamese names (the commonest surnames, middle and given
names); `Rarity.of` counts better ones over a province's own items. Only how many texts hold a word is kept, nobody's name.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from buuan.engine.parties.words import Word, address_words, name_words

LEAST, MOST = 0.4, 8.5
"""Bounds of a word's weight, in nats: -ln of the share of texts that hold it."""
TRUSTED = 3000
"""As many texts as the shares that stand here are worth beside counted ones."""
RARE_NAME, RARE_PLACE = 1 / 2500, 1 / 3000
KEPT_COUNT = 3
"""A word that fewer texts hold is as rare as one never seen, and is not kept."""

_NAMES = """nguyen 0.38 tran 0.11 le 0.10 pham 0.07 hoang 0.06 huynh 0.05 phan 0.045 vu 0.045 vo 0.04 dang 0.025 bui 0.025 do 0.025
ho 0.02 ngo 0.02 duong 0.02 ly 0.01 trinh 0.01 dinh 0.01 mai 0.02 luong 0.01 dao 0.01 doan 0.01 truong 0.015 ha 0.03 cao 0.008
lam 0.015 luu 0.008 ta 0.006 trieu 0.004 tong 0.004 chu 0.006 quach 0.003 van 0.26 thi 0.27 huu 0.02 duc 0.04 minh 0.05 ngoc 0.06
thanh 0.06 xuan 0.03 quang 0.03 anh 0.06 hong 0.04 kim 0.02 thu 0.03 thuy 0.04 phuong 0.035 hung 0.02 tuan 0.025 nam 0.02 son 0.015
hai 0.03 long 0.015 dung 0.025 linh 0.025 trang 0.02 hoa 0.025 huong 0.025 lan 0.02 hanh 0.015 huyen 0.015 nhung 0.01 ngan 0.01
nga 0.012 thao 0.02 chi 0.012 tam 0.012 loan 0.01 bich 0.01 my 0.01 nhu 0.012 bao 0.015 gia 0.012 khanh 0.015 dat 0.01 thang 0.012
cuong 0.012 trung 0.015 tien 0.012 tung 0.01 hieu 0.012 phong 0.01 khoa 0.006 phuc 0.01 an 0.012 binh 0.012 chien 0.006 tu 0.012
viet 0.01 dong 0.006 manh 0.01 cong 0.01 quoc 0.012 hoai 0.008 bach 0.003 yen 0.015 vy 0.01 nhi 0.008 hien 0.012 hang 0.015
oanh 0.006 thuong 0.008 cua 0.03 hang 0.015 shop 0.06 cty 0.02 tnhh 0.03 kho 0.01 nha 0.01"""
_PLACES = """thanh 0.12 hoa 0.10 ha 0.10 noi 0.08 ho 0.06 chi 0.06 minh 0.07 hai 0.05 phong 0.04 da 0.03 nang 0.03 can 0.01 nghe 0.02
an 0.06 binh 0.04 nam 0.05 dinh 0.03 ninh 0.03 dong 0.06 tay 0.03 bac 0.03 son 0.05 quang 0.05 phu 0.04 long 0.03 tan 0.03 yen 0.02
hung 0.02 le 0.05 nguyen 0.07 tran 0.05 loi 0.02 trai 0.01 hue 0.01 van 0.02 duc 0.02 tien 0.01 trung 0.03 thi 0.02 ngoc 0.02
hau 0.01 loc 0.02 hoang 0.02 xuan 0.02 vinh 0.02 ba 0.02 dinh 0.02 cho 0.03 gan 0.02 cong 0.02 doi 0.02 duoi 0.01 tren 0.01"""


def _shares(text: str) -> dict[str, float]:
    words = text.split()
    return {word: float(share) for word, share in zip(words[::2], words[1::2], strict=True)}


INITIAL = 0.15
NUMBERS = (1 / 20, 1 / 90, 1 / 400, 1 / 2000)
"""The shares of a single letter and of numbers of one, two, three and more signs that nobody counted."""


def _unseen(word: str, rare: float) -> float:
    """Give the share of a word that nobody counted; numbers by their length."""
    if any(letter.isdigit() for letter in word):
        return NUMBERS[min(len(word), len(NUMBERS)) - 1]
    return INITIAL if len(word) == 1 else rare


@dataclass(frozen=True, slots=True)
class Rarity:
    """The shares of texts that hold a word, for names and for addresses."""

    names: Mapping[str, float] = field(default_factory=lambda: MappingProxyType(_shares(_NAMES)))
    places: Mapping[str, float] = field(default_factory=lambda: MappingProxyType(_shares(_PLACES)))

    @classmethod
    def of(cls, names: Iterable[str], addresses: Iterable[str]) -> Rarity:
        """Count over a sample of items as they are declared (tens of thousands are enough)."""
        given = cls()
        return cls(
            _counted((name_words(text or "") for text in names), given.names, RARE_NAME),
            _counted((address_words(text or "") for text in addresses), given.places, RARE_PLACE),
        )

    def name_weight(self, word: str) -> float:
        """Give what it says that two names share this word."""
        return _weight(self.names, word, RARE_NAME)

    def place_weight(self, word: str) -> float:
        """Give what it says that two addresses share this word."""
        return _weight(self.places, word, RARE_PLACE)

    def digest(self) -> str:
        """Give a hash of the shares."""
        text = repr((sorted(self.names.items()), sorted(self.places.items())))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def weight(share: float) -> float:
    """Give the weight of a word that such a share of texts holds."""
    return min(MOST, max(LEAST, -math.log(share)))


def _weight(shares: Mapping[str, float], word: str, rare: float) -> float:
    share = shares.get(word)
    return weight(_unseen(word, rare) if share is None else share)


def _counted(texts: Iterable[list[Word]], given: Mapping[str, float], rare: float) -> Mapping[str, float]:
    count: Counter[str] = Counter()
    total = 0
    for words in texts:
        total += 1
        count.update({word.letters for word in words})
    kept = {word: n for word, n in count.items() if n >= KEPT_COUNT}
    return MappingProxyType(
        {
            word: (kept.get(word, 0) + TRUSTED * given.get(word, _unseen(word, rare))) / (total + TRUSTED)
            for word in sorted(given.keys() | kept.keys())
        }
    )
