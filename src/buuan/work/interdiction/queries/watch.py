"""What is sought now, compiled once a process and change: every manifest, event and question at a counter is held against it.

A change raises a counter in its own transaction; a check reads the counter, one indexed row, and compiles anew only when it moved.
Whether an order still binds is asked by the time of the check, so none binds a second too long.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import pyarrow as pa

from buuan.engine.parties import REVIEW_LINE, Watch, compile_watch, match
from buuan.kit.phones import normalise
from buuan.registers.items.models import Hold
from buuan.work.interdiction.models import Order, WatchVersion
from buuan.work.interdiction.queries.reach import GROUND_NAMES, Found, complete, found_row, wanted_of
from buuan.work.interdiction.rules import Scope


@dataclass(frozen=True, slots=True)
class Sought:
    """The orders that were in force at `version`, compiled; `orders` by number: key, start, end, phone."""

    version: int
    watch: Watch | None
    orders: dict[str, tuple[int, datetime, datetime, str]]


_lock = threading.Lock()
_cached: dict[str, Sought] = {}


def sought() -> Sought:
    """Give what is sought, compiled for the counter as it stands."""
    version = WatchVersion.objects.values_list("version", flat=True).first() or 0
    known = _cached.get("now")
    if known is not None and known.version == version:
        return known
    with _lock:
        rows = Order.objects.filter(state="in_force", drill=False).order_by("pk")
        listed = list(rows.values_list("pk", "number", "scope", "in_force_at", "expires_at", "phone"))
        wanted = [wanted_of(number, Scope.from_json(scope)) for _pk, number, scope, *_rest in listed]
        made = Sought(
            version,
            compile_watch(wanted) if wanted else None,
            {number: (pk, begun, ends, phone) for pk, number, _scope, begun, ends, phone in listed},
        )
        _cached["now"] = made
    return made


def forget() -> None:
    """Forget what was compiled, as after a transaction that was taken back; for tests."""
    _cached.clear()


@dataclass(frozen=True, slots=True)
class Stop:
    """An item may not move: the order, whom to call, and until when it binds."""

    order: int
    number: str
    phone: str
    until: datetime | None


def match_rows(
    rows: pl.DataFrame | pa.Table, operator: str, at: datetime, categories: Sequence[str | None] | None = None
) -> dict[int, list[Found]]:
    """Give, by key of the order, the rows that an order in force seeks; nothing costs anything while nothing is sought."""
    now = sought()
    if now.watch is None:
        return {}
    table = complete(rows if isinstance(rows, pa.Table) else rows.to_arrow())
    found: dict[int, list[Found]] = {}
    matches = match(table, now.watch, verdict_categories=categories, operator=operator)
    for one in matches.to_pylist():
        pk, begun, ends, _phone = now.orders[one["order"]]
        if not begun <= at < ends or (one["ground"] == "party" and one["score"] < REVIEW_LINE):
            continue
        row = table.slice(one["row"], 1).to_pylist()[0]
        found.setdefault(pk, []).append(found_row(row, GROUND_NAMES[one["ground"]], one["side"], one["score"], operator, None))
    return found


def check_items(
    items: Sequence[dict[str, Any]], operator: str, operator_id: int | None, at: datetime
) -> tuple[dict[int, Stop], dict[int, list[Found]]]:
    """Give which of these items may not move, by their place in the question, and what is new to an order by the order's key.

    An item that an order holds already stops whatever it is declared as; others are held against what is sought.
    """
    stops: dict[int, Stop] = {}
    ids = [str(one.get("item_id") or "") for one in items]
    known = _held(ids, operator_id, at)
    for place, item_id in enumerate(ids):
        if item_id in known:
            stops[place] = known[item_id]
    now = sought()
    if now.watch is None:
        return stops, {}
    columns = sorted({name for one in items for name in one if name not in ("category", "accepted_at")})
    said = {name: pa.array([_plain(name, one.get(name)) for one in items], pa.large_string()) for name in columns}
    table = complete(pa.table(said | {"accepted_at": pa.array([at] * len(items), pa.timestamp("us", "UTC"))}))
    fresh: dict[int, list[Found]] = {}
    for one in match(table, now.watch, verdict_categories=[one.get("category") for one in items], operator=operator).to_pylist():
        pk, begun, ends, phone = now.orders[one["order"]]
        if not begun <= at < ends or (one["ground"] == "party" and one["score"] < REVIEW_LINE):
            continue
        place = one["row"]
        if not ids[place] and one["ground"] in ("phone", "party"):
            continue  # a question without an item's code would try out who is sought, and leave no trace
        stops.setdefault(place, Stop(pk, one["order"], phone, ends))
        if ids[place] and ids[place] not in known:
            row = found_row(items[place], GROUND_NAMES[one["ground"]], one["side"], one["score"], operator, None)
            fresh.setdefault(pk, []).append(row)
    return stops, fresh


def _held(ids: Sequence[str], operator_id: int | None, at: datetime) -> dict[str, Stop]:
    wanted = [one for one in ids if one]
    if not wanted or operator_id is None:
        return {}
    rows = Hold.objects.filter(operator_id=operator_id, item_id__in=wanted, ground="order", until_at=None)
    labels = dict(rows.values_list("item_id", "label"))
    if not labels:
        return {}
    orders = {one.number: one for one in Order.objects.filter(number__in=set(labels.values()))}
    return {
        item: Stop(orders[label].pk, label, orders[label].phone, orders[label].expires_at)
        for item, label in labels.items()
        if label in orders and orders[label].binds_at(at)
    }


def _plain(name: str, value: Any) -> Any:
    if value in ("", None):
        return None
    return normalise(value) or value if name.endswith("_phone") else value
