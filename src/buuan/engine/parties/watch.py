"""The watch list: the orders in force, compiled. Immutable; its version stands beside every match."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from buuan.engine.kernel.views import Table
from buuan.engine.parties.columns import buffers, keep_unicode, text_column
from buuan.engine.parties.exact import ODD_KEY, id_keys, make_table, phone_keys
from buuan.engine.parties.index import Index, build_index, lexicon_of
from buuan.engine.parties.rarity import Rarity
from buuan.engine.parties.scoring import REVIEW_LINE, compare, together
from buuan.engine.parties.wanted import Wanted, check_wanted
from buuan.engine.parties.words import Word, address_words, name_words
from buuan.kit.errors import Refused
from buuan.kit.phones import normalise

METHOD = "2"
"""Goes into the version: change it when the same orders would match otherwise."""
SPELLINGS = 4
"""So many spellings of one address are tried where areas were renamed."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name with an address under an order: `wanted` and `number` say which entry of which order it is."""

    wanted: int
    number: int
    name: tuple[Word, ...]
    name_weights: tuple[float, ...]
    address: tuple[Word, ...]
    address_weights: tuple[float, ...]
    name_text: str
    address_text: str

    @property
    def best(self) -> float:
        """Give the score of an exact copy: a common name at a common address cannot reach the line."""
        one = compare(self.name, self.name_weights, self.name, self.name_weights, name=True)
        two = compare(self.address, self.address_weights, self.address, self.address_weights, name=False)
        return together(one.score, two.score, one.evidence + two.evidence)


@dataclass(frozen=True, slots=True)
class Watch:
    """All that is looked for. Build it with `compile_watch`; `too_common` names the entries (order, number of the person) that no
    item can reach, because name and address are too common: such an order needs a house number or a telephone number.
    """

    version: str
    wanted: tuple[Wanted, ...]
    rarity: Rarity = field(repr=False)
    ids: Mapping[str, tuple[int, ...]] = field(repr=False)
    id_table: np.ndarray = field(repr=False)
    phones: Mapping[str, tuple[int, ...]] = field(repr=False)
    phone_table: np.ndarray = field(repr=False)
    categories: Mapping[str, tuple[int, ...]] = field(repr=False)
    people: tuple[Person, ...] = field(repr=False)
    lexicon: Table = field(repr=False)
    index: Index = field(repr=False)
    too_common: tuple[tuple[str, int], ...] = ()

    @property
    def narrows_by_operator(self) -> bool:
        """Tell whether the operator of the items has to be known."""
        return any(one.operators for one in self.wanted)


def compile_watch(
    wanted: Iterable[Wanted],
    *,
    rarity: Rarity | None = None,
    renamed: Sequence[tuple[str, str]] = (),
    stress: bool = False,
) -> Watch:
    """Compile the orders in force.

    `rarity` says how common words are among the province's items (`Rarity.of`); without it rough shares serve. `renamed` gives
    old and new names of areas: an address is looked for under both. Raises Refused (see `check_wanted`) also for a telephone
    number that is none; `stress` lifts the limit of orders that name persons, for measurements.
    """
    orders = tuple(wanted)
    check_wanted(orders, stress=stress)
    rarity = rarity or Rarity()
    ids: dict[str, list[int]] = {}
    phones: dict[str, list[int]] = {}
    categories: dict[str, list[int]] = {}
    people: list[Person] = []
    for at, one in enumerate(orders):
        for item_id in one.item_ids:
            if plain_id(item_id):
                ids.setdefault(plain_id(item_id), []).append(at)
        for phone in one.phones:
            number = normalise(phone)
            if number is None:
                raise Refused("watch.phone", f"Lệnh {one.order} có số điện thoại không hợp lệ.", order=one.order)
            phones.setdefault(number, []).append(at)
        if one.by_category:
            for code in one.categories:
                categories.setdefault(code, []).append(at)
        for number_of, (name, address) in enumerate(one.people):
            people += [_person(at, number_of, name, spelled, rarity) for spelled in _spellings(address, renamed)]
    common = {(one.wanted, one.number): 0.0 for one in people}
    for person in people:
        common[person.wanted, person.number] = max(common[person.wanted, person.number], person.best)
    return Watch(
        version=_version(orders, rarity, renamed),
        wanted=orders,
        rarity=rarity,
        ids=_frozen(ids),
        id_table=make_table(_id_keys(list(ids))),
        phones=_frozen(phones),
        phone_table=make_table(_phone_keys(list(phones))),
        categories=_frozen(categories),
        people=tuple(people),
        lexicon=lexicon_of(rarity),
        index=build_index([(p.name, p.name_weights) for p in people], [(p.address, p.address_weights) for p in people]),
        too_common=tuple((orders[at].order, number) for (at, number), best in common.items() if best < REVIEW_LINE),
    )


def plain_id(text: str) -> str:
    """Give an identifier as it is compared: upper case, without spaces."""
    return "".join(char.upper() if char.isascii() else char for char in keep_unicode(text) if char > " ")


def _person(at: int, number: int, name: str, address: str, rarity: Rarity) -> Person:
    names, places = tuple(name_words(keep_unicode(name))), tuple(address_words(keep_unicode(address)))
    return Person(
        at,
        number,
        names,
        tuple(rarity.name_weight(word.letters) for word in names),
        places,
        tuple(rarity.place_weight(word.letters) for word in places),
        name,
        address,
    )


def _spellings(address: str, renamed: Sequence[tuple[str, str]]) -> list[str]:
    """Give the address as written, and with each area's other name in its place."""
    spelled = [address]
    folded = " ".join(word.letters for word in address_words(address))
    for pair in renamed:
        for here, there in (pair, pair[::-1]):
            old = " ".join(word.letters for word in address_words(here))
            if old and f" {old} " in f" {folded} " and len(spelled) < SPELLINGS:
                spelled.append(f" {folded} ".replace(f" {old} ", f" {there} ", 1).strip())
    return spelled


def _frozen(found: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}


def _id_keys(texts: list[str]) -> np.ndarray:
    keys: np.ndarray = id_keys(*_as_buffers(texts))
    return keys[keys > ODD_KEY]


def _phone_keys(texts: list[str]) -> np.ndarray:
    keys: np.ndarray = phone_keys(*_as_buffers(texts))
    return keys[keys > ODD_KEY]


def _as_buffers(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    import pyarrow as pa

    return buffers(text_column(pa.table({"text": pa.array(texts, pa.large_string())}), "text"))


def _version(orders: tuple[Wanted, ...], rarity: Rarity, renamed: Sequence[tuple[str, str]]) -> str:
    digest = hashlib.sha256(f"{METHOD}\n{rarity.digest()}\n{tuple(renamed)!r}\n".encode())
    for one in sorted(orders, key=repr):
        digest.update(keep_unicode(repr(one)).encode() + b"\n")
    return digest.hexdigest()[:20]
