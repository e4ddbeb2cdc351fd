"""How far a scope reaches: what it would have caught last week, what it catches in the archive, and to whom it is sent.

The archive is read operator by operator and day by day, a row group at a time, and only the columns that the match needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from django.db.models import Q

from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.organisations.queries import operators_on
from buuan.engine.parties import REVIEW_LINE, Wanted, compile_watch, match
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.models import Hit
from buuan.registers.items.store import KNOWN_DAYS, archive
from buuan.work.interdiction.rules import WEEK, Scope

KEY_COLUMNS = ("item_id", "service_class", "accept_point", "accepted_at")
COLUMNS = {
    "phones": ("sender_phone", "receiver_phone"),
    "persons": ("sender_name", "sender_address", "receiver_name", "receiver_address"),
    "areas": ("sender_area_code", "receiver_area_code"),
    "routes": ("route",),
}
PEOPLE = ("sender_name", "sender_phone", "receiver_name", "receiver_phone")
SIDES = ("sender", "receiver")
UNIT_TYPES = ("branch", "centre")
"""The units that every order is sent to; a smaller point is told when an item of the order is there."""


@dataclass(frozen=True, slots=True)
class Found:
    """One item that a scope catches: how it was found, where it was accepted, and the people by whom it is counted."""

    operator: str
    item_id: str
    found_by: str
    side: str
    score: float
    point: str
    day: date | None
    people: tuple[str, ...] = ()


GROUND_NAMES = {"item": "items", "phone": "phones", "party": "persons", "category": "category"}


def wanted_of(number: str, scope: Scope) -> Wanted:
    """Give a scope as the engine reads it."""
    return Wanted(
        order=number,
        item_ids=scope.items,
        phones=scope.phones,
        people=tuple((one.name, one.address) for one in scope.persons),
        categories=(scope.category,) if scope.category else (),
        operators=scope.operators,
        areas=scope.areas,
        points=scope.points,
        routes=scope.routes,
        from_at=scope.from_at,
        until_at=scope.until_at,
    )


def caught_last_week(scope: Scope, at: datetime) -> int:
    """Give how many items of the week before `at` the scope would have caught."""
    caught, _searched = search(scope, since=at - WEEK, until=at)
    return len(caught)


def search(scope: Scope, *, since: datetime, until: datetime) -> tuple[list[Found], int]:
    """Give the items of the archive that a scope catches in a time, each once, and how many were looked at.

    Every version that was ever declared counts, so that an amended manifest does not free an item.
    """
    if scope.found_by == {"category"}:
        return _by_category(scope, since, until)
    watch = compile_watch([wanted_of("x", scope)])
    columns = _columns(scope)
    first, last = since.astimezone(VIETNAM).date(), until.astimezone(VIETNAM).date()
    found: dict[tuple[str, str], Found] = {}
    searched = 0
    for operator, day in _days(scope, first, last):
        for batch in archive().batches(operator, day, columns, every_version=True):
            searched += batch.num_rows
            table = complete(pa.Table.from_batches([batch]))
            for one in read_matches(table, match(table, watch, operator=operator), operator, day):
                found.setdefault((operator, one.item_id), one)
    return list(found.values()), searched


def complete(table: pa.Table) -> pa.Table:
    """Give a table with every column that an order may ask about; what an item does not say is empty and lies outside."""
    for name in (*KEY_COLUMNS, *(one for listed in COLUMNS.values() for one in listed)):
        if name not in table.column_names:
            kind = pa.timestamp("us", "UTC") if name == "accepted_at" else pa.large_string()
            table = table.append_column(name, pa.nulls(table.num_rows, kind))
    return table


def read_matches(table: pa.Table, matches: pa.Table, operator: str, day: date | None) -> Iterator[Found]:
    """Give the rows of a table that were matched above the line below which no person looks."""
    if not matches.num_rows:
        return
    for row, ground, side, score in zip(
        *(matches.column(name).to_pylist() for name in ("row", "ground", "side", "score")), strict=True
    ):
        if ground == "party" and score < REVIEW_LINE:
            continue
        yield found_row(table.slice(row, 1).to_pylist()[0], GROUND_NAMES[ground], side, score, operator, day)


def found_row(row: dict[str, Any], found_by: str, side: str, score: float, operator: str, day: date | None) -> Found:
    """Give one matched item as it is kept; the people only as texts that are salted before they are stored."""
    accepted = row.get("accepted_at")
    people = tuple(
        f"{row.get(f'{which}_name') or ''}|{row.get(f'{which}_phone') or ''}"
        for which in SIDES
        if row.get(f"{which}_name") or row.get(f"{which}_phone")
    )
    return Found(
        operator=operator,
        item_id=str(row["item_id"]),
        found_by=found_by,
        side=side or "",
        score=float(score),
        point=str(row.get("accept_point") or ""),
        day=day or (accepted.astimezone(VIETNAM).date() if accepted else None),
        people=people,
    )


def _columns(scope: Scope) -> list[str]:
    wanted = [*KEY_COLUMNS, *PEOPLE]
    for name, columns in COLUMNS.items():
        if getattr(scope, name):
            wanted += columns
    return list(dict.fromkeys(wanted))


def _days(scope: Scope, first: date, last: date) -> Iterator[tuple[str, date]]:
    since = max(first, scope.from_at.astimezone(VIETNAM).date()) if scope.from_at else first
    until = min(last, scope.until_at.astimezone(VIETNAM).date()) if scope.until_at else last
    codes = scope.operators or tuple(sorted(path.name for path in archive().records.folder.glob("*") if path.is_dir()))
    for code in codes:
        for day in archive().days(code):
            if since <= day <= until:
                yield code, day


def _by_category(scope: Scope, since: datetime, until: datetime) -> tuple[list[Found], int]:
    """Goods stand in the hits that screening has kept of every item that was not clear: the archive need not be read again."""
    rows = Hit.objects.filter(category=scope.category, accepted_at__gte=since, accepted_at__lt=until)
    if scope.from_at:
        rows = rows.filter(accepted_at__gte=scope.from_at)
    if scope.until_at:
        rows = rows.filter(accepted_at__lt=scope.until_at)
    if scope.operators:
        rows = rows.filter(operator__code__in=scope.operators)
    if scope.points:
        rows = rows.filter(point__in=scope.points)
    listed = list(rows.order_by("pk").values_list("operator__code", "item_id", "point", "day"))
    found = {(code, item): Found(code, item, "category", "", 1.0, point, day) for code, item, point, day in listed}
    if (scope.areas or scope.routes) and found:
        found = dict(_narrowed(scope, found))
    return list(found.values()), len(listed)


def _narrowed(scope: Scope, found: dict[tuple[str, str], Found]) -> Iterator[tuple[tuple[str, str], Found]]:
    """Keep the items whose area or route fits: only the archive knows them."""
    places: dict[tuple[str, date], list[str]] = {}
    for one in found.values():
        if one.day is not None:
            places.setdefault((one.operator, one.day), []).append(one.item_id)
    columns = ["item_id", *COLUMNS["areas"], *COLUMNS["routes"]]
    for (operator, day), ids in places.items():
        wanted = set(ids)
        for batch in archive().batches(operator, day, columns, every_version=True):
            for row in batch.to_pylist():
                if row["item_id"] in wanted and fits(scope, row):
                    yield (operator, row["item_id"]), found[operator, row["item_id"]]


def fits(scope: Scope, row: dict[str, Any]) -> bool:
    """Tell whether area and route of a row lie within what narrows the scope."""
    if scope.areas and not {row.get("sender_area_code"), row.get("receiver_area_code")} & set(scope.areas):
        return False
    return not scope.routes or row.get("route") in scope.routes


def kept_since(at: datetime) -> datetime:
    """Give since when the archive keeps items."""
    return at - timedelta(days=KNOWN_DAYS)


# -- to whom -------------------------------------------------------------------------------------------------------------


def ended_operators(scope: Scope, on: date) -> tuple[list[str], list[str]]:
    """Give the operators of a scope that nobody knows, and those whose activity has ended."""
    if not scope.operators:
        return [], []
    known = {one.code: one for one in Organisation.objects.filter(code__in=scope.operators, kind="postal_operator")}
    unknown = [code for code in scope.operators if code not in known]
    return unknown, [str(one) for one in known.values() if not one.holds_on(on)]


def recipients_of_scope(scope: Scope, extra: Iterable[Organisation], on: date) -> list[Organisation]:
    """Give whom an order goes to: the operators concerned, their branches and centres there, and where its items are."""
    operators = operators_on(on, include_reference=bool(scope.operators))
    if scope.operators:
        operators = operators.filter(code__in=scope.operators)
    found = {one.pk: one for one in operators}
    under = Q()
    for one in found.values():
        under |= Q(path__startswith=one.path)
    if found:
        units = Organisation.objects.as_of(on).filter(under, kind__in=OPERATOR_KINDS)
        if scope.points:
            units = units.filter(Q(unit_type__in=UNIT_TYPES) | Q(code__in=scope.points))
        else:
            units = units.filter(unit_type__in=UNIT_TYPES)
        found |= {one.pk: one for one in units.exclude(kind="postal_operator")}
    found |= {one.pk: one for one in extra}
    return sorted(found.values(), key=lambda one: one.path)
