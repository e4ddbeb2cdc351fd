"""Shifts around now."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.base.dispatch.models import Shift
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound

AROUND = timedelta(days=14)
MOST = 200


def shifts_of(actor: Actor, now: datetime) -> list[Shift]:
    """Give the shifts of the actor's organisation and its units that touch the fortnight around now, in their order."""
    rows = Shift.objects.visible_to(actor).filter(until_at__gt=now - AROUND, from_at__lt=now + AROUND)
    return list(rows.select_related("organisation", "handed_to").order_by("from_at", "pk")[:MOST])


def shift_by_pk(actor: Actor, pk: int) -> Shift:
    """Give a shift that the actor may see; raises NotFound."""
    found = Shift.objects.visible_to(actor).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound("shift.not_found", "Không tìm thấy ca trực này.")
    return found
