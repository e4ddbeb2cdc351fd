"""The rows of grounds in force, and what they allow: also for requests for information and bulletins."""

from __future__ import annotations

from datetime import date

from buuan.base.action import read_once
from buuan.registers.goods.queries import category
from buuan.work.interdiction.models import Ground
from buuan.work.interdiction.rules import GroundRow, Scope, Verdict, check_scope


def ground_rows(on: date) -> tuple[GroundRow, ...]:
    """Give the rows in force on `on`."""
    return read_once(("interdiction.grounds", on), lambda: _rows(on), of=frozenset({"Ground"}))


def _rows(on: date) -> tuple[GroundRow, ...]:
    return tuple(one.as_row() for one in Ground.objects.as_of(on).order_by("code"))


def verdict_on(
    ground: str, body_kind: str, scope: Scope, on: date, *, decided_by: str = "", about_content: bool = False
) -> Verdict:
    """Give what a ground allows of a scope on a day, by the rows in force and the catalogue's own ground of the category."""
    goods = category(scope.category)
    return check_scope(
        ground=ground,
        body_kind=body_kind,
        scope=scope,
        rows=ground_rows(on),
        on=on,
        category_ground=goods.ground if goods else "",
        decided_by=decided_by,
        about_content=about_content,
    )


def has_power(body_kind: str, on: date) -> bool:
    """Tell whether any row lets a body of this kind order anything."""
    return Ground.objects.as_of(on).filter(body_kind=body_kind).exists()


def grounds_of(body_kind: str, on: date) -> list[Ground]:
    """Give the rows by which a body of this kind may order."""
    return list(Ground.objects.as_of(on).filter(body_kind=body_kind).order_by("pk"))
