"""Pages by key: the next page begins after the last row of this one, so the deepest page costs what the first does.

An order is a sequence of field names, a minus before a name for descending (`("-opened_at",)`); the primary key is
added at the end, so that rows never tie. Empty values come last in either direction.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, ValidationError
from django.db import connections
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from buuan.kit.errors import Invalid

COUNT_CAP = 1_000
"""How far a list counts its rows, and how far a tab that is not shown does: counting costs a look at each row.

A body's people need the exact number of what waits for them; of the closed cases of years "hơn 1.000" says enough. Among
rows that are searched by words each look costs ten times as much, so there the shown tab counts no further than the others.
"""
TAB_CAP = 100
MOST_A_PAGE = 200
"""How many rows an answer of the API holds at most."""


@dataclass(frozen=True, slots=True)
class Key:
    """One part of an order; `nullable` tells that some rows may have no value there."""

    field: str
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: the key values of the row beside it; `backward` asks for the rows before that row."""

    values: tuple[Any, ...]
    backward: bool = False


@dataclass(frozen=True, slots=True)
class KeyPage:
    """One page of rows, in order, with the cursors of its neighbours (`None` where there is none)."""

    rows: list[Any]
    next: Cursor | None
    previous: Cursor | None


def encode_cursor(cursor: Cursor, order: Sequence[str]) -> str:
    """Give the cursor as one opaque word for an address or an API answer; it holds only for the same order."""
    values = [value.isoformat() if isinstance(value, datetime | date) else _plain(value) for value in cursor.values]
    packed = json.dumps([_mark(order), int(cursor.backward), values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def decode_cursor(text: str, order: Sequence[str]) -> Cursor:
    """Read a cursor back; raises Invalid when it is damaged or was made for another order.

    A cursor is not a secret and not a right: it only says where to go on in rows that the reader may see anyway.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        mark, backward, values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        known = mark == _mark(order) and backward in (0, 1) and isinstance(values, list)
    except (ValueError, TypeError) as error:
        raise _bad_cursor() from error
    if not known or any(isinstance(value, list | dict) for value in values):
        raise _bad_cursor()
    return Cursor(tuple(values), bool(backward))


def _bad_cursor() -> Invalid:
    sentence = "Vị trí trang trong địa chỉ không đúng hoặc đã cũ; hãy mở lại danh sách từ đầu."
    return Invalid({"moc": [sentence]}, sentence, code="list.bad_cursor")


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _mark(order: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(order).encode()).hexdigest()[:8]


def order_keys(queryset: QuerySet, order: Sequence[str]) -> list[Key]:
    """Give the keys of an order with the primary key at the end, running the way the first one runs."""
    keys = [Key(name.lstrip("-"), name.startswith("-"), _may_be_null(queryset, name.lstrip("-"))) for name in order]
    if not any(key.field in ("pk", queryset.model._meta.pk.name) for key in keys):
        keys.append(Key("pk", keys[0].descending if keys else False))
    return keys


def order_expressions(queryset: QuerySet, order: Sequence[str]) -> list[Any]:
    """Give what `order_by` needs for an order, empty values last and the primary key at the end."""
    return [_direction(key, False) for key in order_keys(queryset, order)]


def _may_be_null(queryset: QuerySet, path: str) -> bool:
    if path in queryset.query.annotations:
        return True
    meta = queryset.model._meta
    for name in path.split("__"):
        if name == "pk":
            return False
        try:
            field = meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", True):
            return True
        if field.is_relation:
            meta = field.related_model._meta
    return False


def page_by_key(queryset: QuerySet, order: Sequence[str], cursor: Cursor | None = None, limit: int = 50) -> KeyPage:
    """Give one page of at most `limit` rows, in one statement; raises Invalid for a cursor whose values do not fit."""
    keys = order_keys(queryset, order)
    names = [f"_key{rank}" for rank in range(len(keys))]
    rows = queryset.annotate(**{name: F(key.field) for name, key in zip(names, keys, strict=True)})
    backward = cursor is not None and cursor.backward
    if cursor is not None:
        rows = rows.filter(_beyond(keys, _typed(rows, names, cursor), backward))
    found = list(rows.order_by(*(_direction(key, backward) for key in keys))[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if backward:
        found.reverse()

    def beside(row: Any, back: bool) -> Cursor:
        return Cursor(tuple(getattr(row, name) for name in names), back)

    if not found:
        return KeyPage([], None, None)
    following = beside(found[-1], False) if more or backward else None
    preceding = beside(found[0], True) if (more if backward else cursor is not None) else None
    return KeyPage(found, following, preceding)


def key_page(queryset: QuerySet, order: Sequence[str], cursor: str, limit: int, most: int = MOST_A_PAGE) -> tuple[list[Any], str]:
    """Give one page for an answer of the API: its rows, and the cursor of the next page as one word, empty on the last.

    `limit` is brought between 1 and `most`; raises Invalid for a cursor that is damaged or of another list.
    """
    place = decode_cursor(cursor, order) if cursor else None
    found = page_by_key(queryset, order, place, max(1, min(limit, most)))
    return found.rows, encode_cursor(found.next, order) if found.next else ""


def _typed(rows: QuerySet, names: list[str], cursor: Cursor) -> list[Any]:
    """Give the cursor's values in the types of their fields; an address carries them as text."""
    if len(cursor.values) != len(names):
        raise _bad_cursor()
    typed = []
    for name, value in zip(names, cursor.values, strict=True):
        field = rows.query.annotations[name].output_field
        try:
            typed.append(None if value is None else field.to_python(value))
        except (ValidationError, ValueError, TypeError) as error:
            raise _bad_cursor() from error
    return typed


def _direction(key: Key, backward: bool) -> Any:
    down = key.descending != backward
    nulls = {("nulls_first" if backward else "nulls_last"): True} if key.nullable else {}
    return F(key.field).desc(**nulls) if down else F(key.field).asc(**nulls)


def _beyond(keys: list[Key], values: list[Any], backward: bool) -> Any:
    """Give the condition "comes after these values" (before them when `backward`)."""
    if any(value is None and not key.nullable for key, value in zip(keys, values, strict=True)):
        raise _bad_cursor()
    if len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys):
        # A comparison of whole rows: PostgreSQL goes straight to the place in an index over these columns,
        # even when a million rows share the first value. The same said with OR would be scanned.
        fields = Func(*(F(key.field) for key in keys), template="(%(expressions)s)", output_field=BooleanField())
        place = Func(*(Value(value) for value in values), template="(%(expressions)s)", output_field=BooleanField())
        sign = " < " if keys[0].descending != backward else " > "
        return Func(fields, place, template="%(expressions)s", arg_joiner=sign, output_field=BooleanField())
    beyond = Q(pk__in=[])
    same = Q()
    for key, value in zip(keys, values, strict=True):
        beyond |= same & _past(key, value, backward)
        same &= Q(**{f"{key.field}__isnull": True}) if value is None else Q(**{key.field: value})
    return beyond


def _past(key: Key, value: Any, backward: bool) -> Q:
    """Give the condition "past this value" for one key alone; empty values stand last."""
    if value is None:
        return Q(**{f"{key.field}__isnull": False}) if backward else Q(pk__in=[])
    sign = "lt" if key.descending != backward else "gt"
    past = Q(**{f"{key.field}__{sign}": value})
    if key.nullable and not backward:
        past |= Q(**{f"{key.field}__isnull": True})
    return past


def capped_counts(querysets: Sequence[QuerySet], cap: int | Sequence[int] = COUNT_CAP) -> list[int]:
    """Count several querysets of one database in one statement, none further than one past `cap` (one for all, or one each)."""
    if not querysets:
        return []
    connection = connections[querysets[0].db]
    parts: list[str] = []
    parameters: list[Any] = []
    caps = [cap] * len(querysets) if isinstance(cap, int) else cap
    for queryset, most in zip(querysets, caps, strict=True):
        try:
            inner, given = queryset.order_by().values("pk")[: most + 1].query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({inner}) AS counted)")  # noqa: S608 - compiled by Django, values apart
        parameters.extend(given)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), parameters)
        return list(cursor.fetchone())
