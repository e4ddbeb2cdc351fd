"""People under an order: each pair that reaches the line, with the words that fitted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa

from buuan.engine.kernel.layout import TEXTS
from buuan.engine.kernel.views import Table
from buuan.engine.parties.columns import buffers
from buuan.engine.parties.index import Desk
from buuan.engine.parties.pairs import find_pairs
from buuan.engine.parties.scoring import Field, compare, together
from buuan.engine.parties.watch import Person, Watch
from buuan.engine.parties.words import Word, address_words, name_words

CHUNK_ROWS = 20_000


def find_people(
    names: pa.LargeStringArray, addresses: pa.LargeStringArray, watch: Watch, goods: np.ndarray, threads: int = 1
) -> Iterator[tuple[int, int, float, dict[str, Any]]]:
    """Give row, place of the order, score and parts of every pair that reaches the line."""
    rows, people, _, _ = find_rows(names, addresses, watch, goods, threads=threads)
    for row, at in zip(rows.tolist(), people.tolist(), strict=True):
        person = watch.people[at]
        score, parts = explain(person, names[row].as_py(), addresses[row].as_py(), watch)
        yield row, person.wanted, score, parts


def find_rows(
    names: pa.LargeStringArray,
    addresses: pa.LargeStringArray,
    watch: Watch,
    goods: np.ndarray,
    *,
    threads: int = 1,
    every: bool = False,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give rows, places in `watch.people` and scores of the pairs that reach the line, and how many candidates and keys were found
    and pairs compared in full. `every` compares everybody with everybody: the measure of what the index misses.
    """
    texts = [Table(TEXTS, data=data, offsets=offsets) for data, offsets in (buffers(names), buffers(addresses))]
    index = watch.index.addresses

    def part(begin: int) -> tuple[np.ndarray, ...]:
        desk = Desk(len(watch.people), goods)
        arrays, end = desk.held.arrays, min(begin + CHUNK_ROWS, len(names))
        found: list[tuple[np.ndarray, ...]] = []
        while begin < end:
            tables = (*(one.address for one in texts), watch.lexicon.address, *index, *desk.addresses)
            begin, total = find_pairs(*tables, begin, end, every)
            found.append((*(arrays["found"][:total, at].copy() for at in range(2)), arrays["found_scores"][:total].copy()))
        nothing = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float64))
        return (*(np.concatenate([one[at] for one in [nothing, *found]]) for at in range(3)), arrays["counts"][[0, 1, 3]])

    begins = range(0, max(len(names), 1), CHUNK_ROWS)
    if threads > 1 and len(begins) > 1:
        with ThreadPoolExecutor(threads) as pool:
            parts = list(pool.map(part, begins))
    else:
        parts = [part(begin) for begin in begins]
    rows, people, scores = (np.concatenate([one[at] for one in parts]) for at in range(3))
    return rows, people, scores, np.sum([one[3] for one in parts], axis=0)


def explain(person: Person, name: str, address: str, watch: Watch) -> tuple[float, dict[str, Any]]:
    """Give the score of a pair and its parts as plain values."""
    rarity = watch.rarity
    names, places = name_words(name), address_words(address)
    one = compare(person.name, person.name_weights, names, [rarity.name_weight(w.letters) for w in names], name=True)
    two = compare(person.address, person.address_weights, places, [rarity.place_weight(w.letters) for w in places], name=False)
    score = together(one.score, two.score, one.evidence + two.evidence)
    return round(score, 4), {
        "person": person.number,
        "name": _part(one, person.name, names, person.name_weights),
        "address": _part(two, person.address, places, person.address_weights),
    }


def _part(field: Field, ours: tuple[Word, ...], theirs: list[Word], weights: tuple[float, ...]) -> dict[str, Any]:
    return {
        "score": round(field.score, 4),
        "evidence": round(field.evidence, 2),
        "words": [
            {
                "order": ours[one.ours].letters,
                "order_at": [ours[one.ours].start, ours[one.ours].end],
                "item": theirs[one.theirs].letters,
                "item_at": [theirs[one.theirs].start, theirs[one.theirs].end],
                "alike": one.alike,
                "rarity": round(weights[one.ours], 2),
            }
            for one in field.aligned
        ],
    }
