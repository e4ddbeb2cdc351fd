"""People under an order: each pair that reaches the line, with the words that fitted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from buuan.engine.parties.scoring import REVIEW_LINE, Field, compare, together
from buuan.engine.parties.watch import Person, Watch
from buuan.engine.parties.words import Word, address_words, name_words


def find_people(
    names: pa.LargeStringArray, addresses: pa.LargeStringArray, watch: Watch, goods: np.ndarray, threads: int = 1
) -> Iterator[tuple[int, int, float, dict[str, Any]]]:
    """Give row, place of the order, score and parts of every pair that reaches the line."""
    for row in np.flatnonzero(goods).tolist():
        name, address = names[row].as_py(), addresses[row].as_py()
        if name and address:
            for person in watch.people:
                score, parts = explain(person, name, address, watch)
                if score >= REVIEW_LINE:
                    yield row, person.wanted, score, parts


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
