"""The orders' people as arrays, and the composite keys under which an item finds them.

A key is two words of the name with one of the address, or one with two: it survives a slip of the pen in the others. Only rare
keys are kept, so that the search costs the same under ten orders and under ten thousand; but every person keeps `LEAST_KEYS`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from buuan.engine.characters import character_table
from buuan.engine.parties import rarity as shares
from buuan.engine.parties.pairs import Desk, Index, keys_of
from buuan.engine.parties.rarity import Rarity
from buuan.engine.parties.reading import FIXED_KINDS, FIXED_PAIRS, LETTERS, SHORT, Lexicon, Words, fill, hash_word, new_words
from buuan.engine.parties.words import RAW_WORDS, Word

POSTINGS = 16
"""A key that more people share is not rare."""
LEAST_KEYS = 24
MARGIN = 0.0
"""Keys are kept whose weight is that of one person in as many as there are, and so much more."""
BLOOM_BITS = 12


def lexicon_of(rarity: Rarity) -> Lexicon:
    """Give what reading knows, as arrays."""
    letters = np.zeros((len(SHORT), LETTERS), np.uint8)
    for at, (_, whole) in enumerate(SHORT):
        letters[at, : len(whole)] = np.frombuffer(whole.encode(), np.uint8)
    names = _weights({word: rarity.name_weight(word) for word in rarity.names})
    places = _weights({word: rarity.place_weight(word) for word in rarity.places})
    unseen = [shares.RARE_NAME, shares.RARE_PLACE, shares.INITIAL, *shares.NUMBERS]
    return Lexicon(
        character_table(),
        _table(FIXED_KINDS),
        _table(FIXED_PAIRS),
        np.array([hash_word(short) for short, _ in SHORT], np.uint64),
        letters,
        np.array([len(whole) for _, whole in SHORT], np.int32),
        *names,
        *places,
        np.array([shares.weight(share) for share in unseen]),
    )


def new_desk(people: int) -> Desk:
    """Give fresh working memory for one thread."""
    return Desk(
        new_words(RAW_WORDS + 1),
        new_words(RAW_WORDS + 1),
        np.zeros(people + 1, np.int64),
        np.zeros(people + 1, np.int32),
        *(np.zeros(LETTERS + 1, np.int64) for _ in range(3)),
        np.zeros(3, np.int64),
    )


def build_index(
    names: Sequence[tuple[Sequence[Word], Sequence[float]]], places: Sequence[tuple[Sequence[Word], Sequence[float]]]
) -> Index:
    """Build the index of some people, each a name and an address as words with weights."""
    name_from, name_words = _side_by_side(names)
    place_from, place_words = _side_by_side(places)
    none = np.zeros(1, np.uint64)
    bare = Index(name_from, place_from, name_words, place_words, none, none, np.zeros(2, np.int32), np.zeros(0, np.int32), 0.0)
    keys, people, weights = keys_of(bare)
    order = np.lexsort((people, keys))
    keys, people, weights = keys[order], people[order], weights[order]
    if len(keys):
        first = np.r_[True, (keys[1:] != keys[:-1]) | (people[1:] != people[:-1])]
        keys, people, weights = keys[first], people[first], weights[first]
    kept = _rare(keys, people, weights, len(names))
    keys, people, weights = keys[kept], people[kept], weights[kept]
    distinct, at, count = np.unique(keys, return_index=True, return_counts=True)
    table, stands = fill(distinct, _size(2 * len(distinct)))
    starts, sizes = np.zeros(len(table), np.int64), np.zeros(len(table), np.int64)
    starts[stands], sizes[stands] = at, count
    key_from = np.r_[0, np.cumsum(sizes)].astype(np.int32)
    held = np.flatnonzero(sizes)
    spots = np.repeat(starts[held] - key_from[held], sizes[held]) + np.arange(sizes.sum())
    return Index(
        name_from, place_from, name_words, place_words, _bloom(distinct), table, key_from, people[spots],
        float(weights.min()) if len(weights) else math.inf,
    )  # fmt: skip


def _rare(keys: np.ndarray, people: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
    """Tell which keys are kept: the rare ones, and of each person the rarest until there are enough."""
    _, which, shared = np.unique(keys, return_inverse=True, return_counts=True)
    sharing = shared[which] if len(keys) else np.zeros(0, np.int64)
    kept = (sharing <= POSTINGS) & (weights >= math.log(max(count, 1)) + MARGIN)
    lacking = np.bincount(people[kept], minlength=count) < LEAST_KEYS
    by_person = np.lexsort((-weights, sharing, people))
    rank = np.arange(len(people)) - np.searchsorted(people[by_person], people[by_person])
    more = by_person[(rank < LEAST_KEYS) & lacking[people[by_person]]]
    kept[more] = True
    return np.flatnonzero(kept)


def _side_by_side(fields: Sequence[tuple[Sequence[Word], Sequence[float]]]) -> tuple[np.ndarray, Words]:
    starts = np.r_[0, np.cumsum([len(words) for words, _ in fields], dtype=np.int64)].astype(np.int32)
    room = new_words(int(starts[-1]))
    for at, (word, weight) in enumerate((w, g) for words, weights in fields for w, g in zip(words, weights, strict=True)):
        letters = word.letters.encode("ascii")
        room.letters[at, : len(letters)] = np.frombuffer(letters, np.uint8)
        room.length[at], room.hash[at], room.weight[at] = len(letters), hash_word(word.letters), weight
        room.number[at] = word.number
        room.bits[at] = sum({1 << (letter - 48 + 32 if letter < 97 else letter - 97) for letter in letters})
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
