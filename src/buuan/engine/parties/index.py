"""The orders' people as arrays, and the composite keys under which an item finds them.

A key is two words of the name with one of the address, or one with two: it survives a slip of the pen in the others. Only rare
keys are kept, so that the search costs the same under ten orders and under ten thousand; but every person keeps `LEAST_KEYS`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from buuan.engine.characters import character_table
from buuan.engine.kernel.views import Table
from buuan.engine.parties import rarity as shares
from buuan.engine.parties.fitting import CARD_LENGTH, CARD_NUMBER, CARD_UNIT, CARD_WORDS, SUM
from buuan.engine.parties.pairs import DESK, FEW_KEYS, INDEX, SHARED, keys_of, slot_keys
from buuan.engine.parties.rarity import Rarity
from buuan.engine.parties.reading import (
    FIXED_KINDS,
    FIXED_PAIRS,
    LETTERS,
    LEXICON,
    PACKED,
    SHORT,
    fill,
    hash_word,
    new_words,
)
from buuan.engine.parties.words import ADDRESS_WORDS, NAME_WORDS, RAW_WORDS, Word

POSTINGS = 3
"""A key that more people share is not rare."""
LEAST_KEYS = 40
RARE_ENOUGH = 11.0
"""Of the keys of such a weight those of a person's least ones are drawn by lot: the heaviest would all hold the same rare word, and
one slip in it would lose them together.
"""
MARGIN = 4.0
"""Keys are kept whose weight is that of one person in as many as there are, and so much more."""
BLOOM_BITS = 6
MORE_FOUND = 1024
"""Pairs over the line that a desk holds beyond those of one item with everybody."""


class Index:
    """The orders' people: their words one after the other, and the composite keys under which they are found."""

    def __init__(self, names: Table, places: Table, **arrays: np.ndarray) -> None:
        self.names, self.places = names, places
        self.held = Table(INDEX, **arrays)

    @property
    def addresses(self) -> tuple[int, int, int]:
        """The tables of the index, of the names' words and of the addresses' words."""
        return self.held.address, self.names.address, self.places.address


def lexicon_of(rarity: Rarity) -> Table:
    """Give what reading knows, as arrays."""
    letters = np.zeros(len(SHORT) * LETTERS, np.uint8)
    for at, (_, whole) in enumerate(SHORT):
        letters[at * LETTERS : at * LETTERS + len(whole)] = np.frombuffer(whole.encode(), np.uint8)
    name_keys, name_weights = _weights({word: rarity.name_weight(word) for word in rarity.names})
    place_keys, place_weights = _weights({word: rarity.place_weight(word) for word in rarity.places})
    unseen = [shares.RARE_NAME, shares.RARE_PLACE, shares.INITIAL, *shares.NUMBERS]
    return Table(
        LEXICON,
        characters=character_table(),
        kinds=_table(FIXED_KINDS),
        pairs=_table(FIXED_PAIRS),
        short_keys=np.array([hash_word(short) for short, _ in SHORT], np.uint64),
        short_letters=letters,
        short_length=np.array([len(whole) for _, whole in SHORT], np.int32),
        name_keys=name_keys,
        name_weights=name_weights,
        place_keys=place_keys,
        place_weights=place_weights,
        unseen=np.array([shares.weight(share) for share in unseen]),
    )


class Desk:
    """The working memory of one thread; `wanted` are the rows to look at."""

    def __init__(self, people: int, wanted: np.ndarray) -> None:
        self.names, self.places = new_words(RAW_WORDS + 1), new_words(RAW_WORDS + 1)
        most = NAME_WORDS + ADDRESS_WORDS
        self.held = Table(
            DESK,
            seen=np.zeros(people + 1, np.int64),
            candidates=np.zeros(people + 1, np.int32),
            scores=np.zeros(people + 1, np.float64),
            rows=np.zeros(3 * (LETTERS + 1), np.int64),
            fits=np.zeros((ADDRESS_WORDS**2 + 1, 2), np.int64),
            fit_values=np.zeros(ADDRESS_WORDS**2 + 1, np.float64),
            mixes=np.zeros(most, np.uint64),
            weights=np.zeros(most, np.float64),
            keys=np.zeros(most**3 // 6 + 1, np.uint64),
            heads=np.zeros(most**3 // 6 + 1, np.uint64),
            wanted=np.ascontiguousarray(wanted, np.uint8),
            counts=np.zeros(4, np.int64),
            found=np.zeros((people + MORE_FOUND, 2), np.int64),
            found_scores=np.zeros(people + MORE_FOUND, np.float64),
        )

    @property
    def addresses(self) -> tuple[int, int, int]:
        """The tables of the desk, of the words of a name and of those of an address."""
        return self.held.address, self.names.address, self.places.address


def build_index(
    names: Sequence[tuple[Sequence[Word], Sequence[float]]], places: Sequence[tuple[Sequence[Word], Sequence[float]]]
) -> Index:
    """Build the index of some people, each a name and an address as words with weights."""
    name_from, name_words = _side_by_side(names)
    place_from, place_words = _side_by_side(places)
    words = (held.arrays[column] for held in (name_words, place_words) for column in ("hash", "weight"))
    keys, people, weights = keys_of(name_from, place_from, *words)
    order = np.lexsort((people, keys))
    keys, people, weights = keys[order], people[order], weights[order]
    if len(keys):
        first = np.r_[True, (keys[1:] != keys[:-1]) | (people[1:] != people[:-1])]
        keys, people, weights = keys[first], people[first], weights[first]
    kept = _rare(keys, people, weights, len(names))
    keys, people, weights = keys[kept], people[kept], weights[kept]
    distinct, at, count = np.unique(keys, return_index=True, return_counts=True)
    values, postings = _postings(people, at, count)
    return Index(
        name_words,
        place_words,
        name_from=name_from,
        place_from=place_from,
        cards=_cards(name_from, name_words),
        bloom=_bloom(distinct),
        slots=slot_keys(distinct, values, _size(2 * len(distinct))),
        postings=postings,
        one_key=(np.bincount(people, minlength=len(names)) <= FEW_KEYS).astype(np.uint8),
        lightest=np.array([weights.min() if len(weights) else math.inf]),
    )


def _postings(people: np.ndarray, at: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give what stands in the slot of each key, and the people of those that several share, each list after its length."""
    shared = np.flatnonzero(count > 1)
    values = people[at].astype(np.uint64)
    values[shared] = np.r_[0, np.cumsum(count[shared] + 1)][:-1].astype(np.uint64) | SHARED
    lists = [part for one in shared.tolist() for part in (count[one : one + 1], people[at[one] : at[one] + count[one]])]
    return values, np.concatenate([np.zeros(0, np.int32), *lists]).astype(np.int32)


def _cards(name_from: np.ndarray, words: Table) -> np.ndarray:
    """Give the card of each person (see `fitting.CARD_WORDS`)."""
    cards = np.zeros((len(name_from) - 1, 16), np.uint32)
    hashed, weight = words.arrays["hash"] & np.uint64(0xFFFFFFFF), words.arrays["weight"] * CARD_UNIT
    letters = words.arrays["bits"] & np.uint64((1 << CARD_LENGTH) - 1)
    length, number = words.arrays["length"].astype(np.uint64), words.arrays["number"].astype(np.uint64)
    facts = letters | length << np.uint64(CARD_LENGTH) | number << np.uint64(CARD_NUMBER)
    for person, (begin, end) in enumerate(itertools.pairwise(name_from.tolist())):
        size = end - begin
        if size <= CARD_WORDS:
            for column, values in enumerate((hashed, facts, np.ceil(weight))):
                cards[person, column * CARD_WORDS : column * CARD_WORDS + size] = values[begin:end]
            cards[person, SUM] = int(weight[begin:end].sum())
    return cards


def _rare(keys: np.ndarray, people: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
    """Tell which keys are kept: the rare ones, and of each person rare ones until there are enough."""
    _, which, shared = np.unique(keys, return_inverse=True, return_counts=True)
    sharing = shared[which] if len(keys) else np.zeros(0, np.int64)
    kept = (sharing <= POSTINGS) & (weights >= math.log(max(count, 1)) + MARGIN)
    lacking = np.bincount(people[kept], minlength=count) < LEAST_KEYS
    by_person = np.lexsort((keys, -np.minimum(weights, RARE_ENOUGH), sharing, people))
    rank = np.arange(len(people)) - np.searchsorted(people[by_person], people[by_person])
    more = by_person[(rank < LEAST_KEYS) & lacking[people[by_person]]]
    kept[more] = True
    return np.flatnonzero(kept)


def _side_by_side(fields: Sequence[tuple[Sequence[Word], Sequence[float]]]) -> tuple[np.ndarray, Table]:
    starts = np.r_[0, np.cumsum([len(words) for words, _ in fields], dtype=np.int64)].astype(np.int32)
    room = new_words(int(starts[-1]))
    columns = room.arrays
    for at, (word, weight) in enumerate((w, g) for words, weights in fields for w, g in zip(words, weights, strict=True)):
        letters = word.letters.encode("ascii")
        columns["letters"][at * LETTERS : at * LETTERS + len(letters)] = np.frombuffer(letters, np.uint8)
        columns["packed"][at] = int.from_bytes(letters[:PACKED], "little")
        columns["length"][at], columns["hash"][at], columns["weight"][at] = len(letters), hash_word(word.letters), weight
        columns["number"][at] = word.number
        columns["bits"][at] = sum({1 << (letter - 48 + 32 if letter < 97 else letter - 97) for letter in letters})
    return starts, room


def _weights(weights: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    table, stands = fill(np.array([hash_word(word) for word in weights], np.uint64), _size(2 * len(weights)))
    values = np.zeros(len(table), np.float64)
    values[stands] = list(weights.values())
    return table, values


def _table(keys: np.ndarray) -> np.ndarray:
    table: np.ndarray = fill(keys, _size(4 * len(keys)))[0]
    return table


def _bloom(keys: np.ndarray) -> np.ndarray:
    blocks = np.zeros(_size(max(1, len(keys) * BLOOM_BITS // 64)), np.uint64)
    one = np.uint64(1)
    bits = one << (keys >> one & np.uint64(63)) | one << (keys >> np.uint64(7) & np.uint64(63))
    np.bitwise_or.at(blocks, (keys >> np.uint64(40) & np.uint64(len(blocks) - 1)).astype(np.int64), bits)
    return blocks


def _size(least: int) -> int:
    return 1 << max(3, (least - 1).bit_length())
