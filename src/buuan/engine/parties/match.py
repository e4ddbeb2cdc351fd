"""Items against a watch list: which rows, under which order, on which ground, and what fitted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from buuan.engine.parties.columns import buffers, keep_unicode, text_column
from buuan.engine.parties.exact import ODD_KEY, id_keys, phone_keys, probe
from buuan.engine.parties.people import find_people
from buuan.engine.parties.watch import Watch, plain_id
from buuan.kit.phones import normalise

GROUNDS = ITEM, PHONE, PARTY, CATEGORY = ("item", "phone", "party", "category")
SENDER, RECEIVER = "sender", "receiver"
SIDES = (SENDER, RECEIVER)
LETTER, DOCUMENT = "letter", "document"

RESULT = pa.schema(
    [
        ("row", pa.int64()),
        ("order", pa.string()),
        ("ground", pa.string()),
        ("side", pa.string()),
        ("score", pa.float64()),
        ("parts", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Match:
    """One item found under one order. `parts` says why: for a party each field's score and the words that fitted, with their
    places in both texts (code points, end excluded)."""

    row: int
    order: str
    ground: str
    side: str
    score: float
    parts: dict[str, Any]


def match(
    table: pa.Table | pa.RecordBatch,
    watch: Watch,
    *,
    verdict_categories: Any = None,
    operator: str | None = None,
    threads: int = 1,
) -> pa.Table:
    """Match a table of items, its columns named as in the archive; gives one row a match, sorted by row (schema `RESULT`).

    `verdict_categories` are the goods categories that screening gave, one a row (None or "" where clear). `operator` is the code
    of the operator whose items these are, unless a column `operator_code` says so; it must be known when an order narrows by it.
    `parts` is JSON. Letters are never looked at, of documents the identifier only.
    """
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    found = sorted(
        _found(table, watch, verdict_categories, operator, threads), key=lambda m: (m.row, -m.score, m.order, m.ground, m.side)
    )
    return pa.Table.from_pydict(
        {
            "row": [one.row for one in found],
            "order": [one.order for one in found],
            "ground": [one.ground for one in found],
            "side": [one.side for one in found],
            "score": [one.score for one in found],
            "parts": [json.dumps(one.parts, ensure_ascii=False, separators=(",", ":")) for one in found],
        },
        schema=RESULT,
    )


def match_one(item: Mapping[str, Any], watch: Watch, *, operator: str | None = None, category: str | None = None) -> list[Match]:
    """Match one item as a counter declares it, the best match first; what it does not say counts as missing."""
    texts = {name: keep_unicode(str(item[name])) for name in _READ if item.get(name) not in (None, "")}
    at = item.get("accepted_at")
    columns: dict[str, pa.Array] = {name: pa.array([texts.get(name)], pa.large_string()) for name in _READ}
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    columns["accepted_at"] = pa.array([at], pa.timestamp("us", "UTC"))
    code = operator or item.get("operator_code") or ""
    found = _found(pa.table(columns), watch, [category or item.get("category")], code, 1)
    return sorted(found, key=lambda m: (-m.score, m.order, m.ground, m.side))


_READ = (
    "item_id", "service_class", "accept_point", "route", "sender_name", "sender_phone", "sender_address", "sender_area_code",
    "receiver_name", "receiver_phone", "receiver_address", "receiver_area_code",
)  # fmt: skip


def _found(table: pa.Table, watch: Watch, categories: Any, operator: str | None, threads: int) -> list[Match]:
    if not table.num_rows or not watch.wanted:
        return []
    inside = _Narrow(table, watch, operator)
    best: dict[tuple[int, int, str, str], Match] = {}
    for at, match_ in _all(table, watch, categories, threads):
        key = (match_.row, at, match_.ground, match_.side)
        if (key not in best or best[key].score < match_.score) and inside(match_.row, at):
            best[key] = match_
    merged: dict[tuple[int, str, str, str], Match] = {}
    for one in best.values():
        whole = (one.row, one.order, one.ground, one.side)
        if whole not in merged or merged[whole].score < one.score:
            merged[whole] = one
    return list(merged.values())


def _all(table: pa.Table, watch: Watch, categories: Any, threads: int) -> Iterator[tuple[int, Match]]:
    """Give every match with the place of its order in the watch list, before narrowing."""
    service = text_column(table, "service_class")
    no_letter = pc.not_equal(service, LETTER).to_numpy(zero_copy_only=False)
    goods = no_letter & pc.not_equal(service, DOCUMENT).to_numpy(zero_copy_only=False)
    if watch.ids:
        ids = text_column(table, "item_id")
        for row in probe(id_keys(*buffers(ids)), watch.id_table).tolist():
            if no_letter[row]:
                plain = plain_id(ids[row].as_py())
                for at in watch.ids.get(plain, ()):
                    yield at, Match(row, watch.wanted[at].order, ITEM, "", 1.0, {"item_id": plain})
    if watch.phones:
        for side in SIDES:
            for row, number in _phones(text_column(table, f"{side}_phone"), watch, goods):
                for at in watch.phones[number]:
                    yield at, Match(row, watch.wanted[at].order, PHONE, side, 1.0, {"phone": number})
    if watch.categories and categories is not None:
        for row, code in _categories(categories, table.num_rows, watch):
            if goods[row]:
                for at in watch.categories[code]:
                    yield at, Match(row, watch.wanted[at].order, CATEGORY, "", 1.0, {"category": code})
    if watch.people:
        for side in SIDES:
            names, addresses = text_column(table, f"{side}_name"), text_column(table, f"{side}_address")
            for row, at, score, parts in find_people(names, addresses, watch, goods, threads):
                yield at, Match(row, watch.wanted[at].order, PARTY, side, score, parts)


def _phones(column: pa.LargeStringArray, watch: Watch, goods: np.ndarray) -> Iterator[tuple[int, str]]:
    """Give the rows with a wanted number; numbers in unusual forms are read one by one, each form once."""
    keys = phone_keys(*buffers(column))
    for row in probe(keys, watch.phone_table).tolist():
        if goods[row]:
            text = column[row].as_py()
            number = text if text in watch.phones else normalise(text)
            if number in watch.phones:
                yield row, number
    odd = np.flatnonzero((keys == ODD_KEY) & goods)
    read: dict[str, str | None] = {}
    for row, text in zip(odd.tolist(), column.take(pa.array(odd)).to_pylist(), strict=True):
        if text not in read:
            read[text] = text if text in watch.phones else normalise(text)
        number = read[text]
        if number is not None and number in watch.phones:
            yield row, number


def _categories(categories: Any, rows: int, watch: Watch) -> Iterator[tuple[int, str]]:
    column = categories if isinstance(categories, pa.Array | pa.ChunkedArray) else pa.array(list(categories), pa.string())
    if len(column) != rows:
        raise ValueError("verdict_categories must have one entry a row")
    wanted = pc.is_in(column.cast(pa.string()), value_set=pa.array(list(watch.categories), pa.string()))
    for row in np.flatnonzero(wanted.to_numpy(zero_copy_only=False)).tolist():
        yield row, column[row].as_py()


class _Narrow:
    """Tells whether a row lies inside what an order narrows to; reads only the columns that some order asks for."""

    def __init__(self, table: pa.Table, watch: Watch, operator: str | None) -> None:
        if watch.narrows_by_operator and operator is None and "operator_code" not in table.schema.names:
            raise ValueError("an order narrows by operator: say whose items these are")
        self._watch, self._operator = watch, operator
        self._columns: dict[str, Any] = {}
        self._table = table

    def _value(self, name: str, row: int) -> Any:
        if name not in self._columns:
            if name not in self._table.schema.names:
                raise ValueError(f"an order narrows by {name}, which this table lacks")
            self._columns[name] = self._table.column(name)
        return self._columns[name][row].as_py()

    def _says(self, wanted: Sequence[str], row: int, *names: str) -> bool:
        return not wanted or any(self._value(name, row) in wanted for name in names)

    def __call__(self, row: int, at: int) -> bool:
        one = self._watch.wanted[at]
        if one.operators:
            code = self._value("operator_code", row) if "operator_code" in self._table.schema.names else self._operator
            if code not in one.operators:
                return False
        if not (
            self._says(one.areas, row, "sender_area_code", "receiver_area_code")
            and self._says(one.points, row, "accept_point")
            and self._says(one.routes, row, "route")
        ):
            return False
        if one.from_at is None and one.until_at is None:
            return True
        moment = self._value("accepted_at", row)
        if moment is None:
            return False
        return (one.from_at is None or moment >= one.from_at) and (one.until_at is None or moment < one.until_at)
