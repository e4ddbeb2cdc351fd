"""Where items under orders are, as the register of items knows it."""

from __future__ import annotations

from collections.abc import Iterable

from buuan.base.organisations.models import Organisation
from buuan.registers.items.queries import whereabouts_of


def places_of(pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Organisation]:
    """Give the unit at which each item (operator, item) was last seen, where one is known."""
    by_operator: dict[int, list[str]] = {}
    for operator_id, item_id in pairs:
        by_operator.setdefault(operator_id, []).append(item_id)
    found: dict[tuple[int, str], Organisation] = {}
    for operator_id, items in by_operator.items():
        for item_id, seen in whereabouts_of(operator_id, items).items():
            if seen.place is not None:
                found[operator_id, item_id] = seen.place
    return found
