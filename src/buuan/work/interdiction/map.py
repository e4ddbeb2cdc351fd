"""The map of the control room: what the drawing shows, and the same as a table for those without it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries.ground import AreaStanding, areas_of

SHAPES = 2025
"""The structure whose outlines are drawn."""

KNOWN, SOME, SILENT, ITEMS_ONLY = 1, 2, 3, 4
MOST_LINES = 8


def map_context(actor: Actor, order: Order, now: datetime) -> dict[str, Any]:
    """Give the map's figures, and the areas as a table: those with items or silence first."""
    if order.notice_id is None:
        return {}
    areas = areas_of(actor, order, now.astimezone(VIETNAM).date())
    prefix = reverse("places:area", args=["x"]).removesuffix("x")  # resolved once, not for each of 166 communes
    return {
        "shapes_url": reverse("places:boundaries", args=[SHAPES]),
        "map_values": _values([one for one in areas if one.is_commune], prefix),
        "areas_url": prefix,
        "areas": areas[:MOST_LINES],
        "more_areas": areas[MOST_LINES:],
    }


def _values(areas: list[AreaStanding], prefix: str) -> dict[str, Any]:
    return {
        "kinds": [
            {"value": SILENT, "name": _("chưa điểm nào biết"), "tone": "red"},
            {"value": SOME, "name": _("còn điểm im lặng"), "tone": "amber"},
            {"value": KNOWN, "name": _("mọi điểm đã biết"), "tone": "green"},
        ],
        "none": _("không có điểm bưu chính nào thuộc lệnh"),
        "areas": [
            {
                "code": one.code,
                "name": one.name,
                "value": _kind(one),
                "count": one.items,
                "text": _words(one),
                "url": f"{prefix}{one.code}",
            }
            for one in areas
        ],
    }


def _kind(one: AreaStanding) -> int:
    if not one.units:
        return ITEMS_ONLY
    if not one.silent:
        return KNOWN
    return SILENT if one.silent == one.units else SOME


def _words(one: AreaStanding) -> str:
    parts = [_("%(known)s / %(units)s điểm đã biết") % {"known": one.known, "units": one.units}] if one.units else []
    if one.items:
        parts.append(_("%(n)s bưu gửi trong lệnh") % {"n": one.items})
    return "\n".join(parts)
