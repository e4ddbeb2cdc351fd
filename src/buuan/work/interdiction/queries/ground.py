"""Where an order is known and where it is not: the points of the operators by commune, and the items that lie there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from buuan.base.dispatch.models import Recipient
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.work.interdiction.models import Order, OrderItem


@dataclass(slots=True)
class AreaStanding:
    """One area: how many points stand there, how many of them nobody above has acknowledged for, and how many items lie there.

    A point knows of an order through the nearest unit at or above it that the order was sent to.
    """

    code: str
    name: str
    is_commune: bool
    units: int = 0
    silent: int = 0
    items: int = 0

    @property
    def known(self) -> int:
        """How many points know."""
        return self.units - self.silent


def areas_of(actor: Actor, order: Order, on: date) -> list[AreaStanding]:
    """Give the areas in which an order has points or items, those with items first, then those with most silent points."""
    found: dict[str, AreaStanding] = {}

    def area(code: str, name: str, level: str) -> AreaStanding:
        return found.setdefault(code, AreaStanding(code, name, level == "commune"))

    told = dict(Recipient.objects.filter(notice=order.notice_id).values_list("organisation__path", "acknowledged_at"))
    for path, code, name, level in _units(told, on):
        nearest = next((one for one in _up(path) if one in told), None)
        if nearest is not None:
            one = area(code, name, level)
            one.units += 1
            one.silent += told[nearest] is None
    items = OrderItem.objects.visible_to(actor).filter(order=order, unit__area__isnull=False).order_by()
    columns = ("unit__area__code", "unit__area__full_name", "unit__area__level")
    for code, name, level, count in items.values_list(*columns).annotate(n=Count("pk")):
        area(code, name, level).items += count
    return sorted(found.values(), key=lambda one: (-one.items, -one.silent, not one.is_commune, one.name))


def _units(told: Iterable[str], on: date) -> Iterable[tuple[str, str, str, str]]:
    roots = {path.split("/")[0] + "/" for path in told}
    units = Organisation.objects.as_of(on).filter(kind__in=OPERATOR_KINDS, area__isnull=False)
    columns = ("path", "area__code", "area__full_name", "area__level")
    return (row for row in units.values_list(*columns) if row[0].split("/")[0] + "/" in roots)


def _up(path: str) -> Iterable[str]:
    """Give the path and those above it, the own one first."""
    while path:
        yield path
        path = path[: path.rstrip("/").rfind("/") + 1]
