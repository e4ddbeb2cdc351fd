"""Loading the areas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.places.history import History, Key, Period, read_history
from buuan.base.places.models import Area, AreaSuccession, Boundary
from buuan.kit.actor import Actor


@action
def load_areas(actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Load the province's areas since June 2021, their outlines and successors; gives how many rows were added.

    May run again: rows that stand are left as they are, only missing ones are added. Raises ValueError where the files
    contradict each other.
    """
    require(actor, "places.load")
    history = read_history()

    areas, added = _add_areas(history)
    outlines = _add_outlines(history, areas)
    successions = _add_successions(history, areas)

    counts = {"areas": added, "outlines": outlines, "area_successions": successions}
    record(actor, "places.areas_loaded", "places.area", at=at, **counts)
    return counts


def _add_areas(history: History) -> tuple[dict[Key, Area], int]:
    standing: dict[Key, Area] = {(area.code, area.from_on): area for area in Area.objects.all()}
    added = 0
    for level in Area.LEVELS:
        rows = [
            _area(period, _parent(period, standing, history))
            for period in history.periods
            if period.level == level and period.key not in standing
        ]
        for area in Area.objects.bulk_create(rows, batch_size=500):
            standing[area.code, area.from_on] = area
        added += len(rows)
    return standing, added


def _area(period: Period, parent: Area | None) -> Area:
    return Area(
        code=period.code,
        name=period.name,
        type=period.type,
        level=period.level,
        full_name=period.full_name,
        parent=parent,
        from_on=period.from_on,
        until_on=period.until_on,
        area_km2=period.area_km2,
        lat=period.lat,
        lon=period.lon,
        source=period.source,
    )


def _parent(period: Period, standing: dict[Key, Area], history: History) -> Area | None:
    """Give the area above; one that began before the period and holds on its last day as well."""
    if not period.parent_code:
        return None
    for above in history.of(period.parent_code):
        begins_before = above.from_on is None or (period.from_on is not None and above.from_on <= period.from_on)
        ends_after = above.until_on is None or (period.until_on is not None and above.until_on >= period.until_on)
        if begins_before and ends_after:
            return standing[above.key]
    raise ValueError(f"no area {period.parent_code} covers the whole period of {period.code}")


def _add_outlines(history: History, areas: dict[Key, Area]) -> int:
    drawn = set(Boundary.objects.values_list("area_id", flat=True))
    rows = [
        Boundary(area=areas[one.of], geometry=one.geometry, approximate=one.approximate)
        for one in history.outlines
        if areas[one.of].pk not in drawn
    ]
    return len(Boundary.objects.bulk_create(rows, batch_size=100))


def _add_successions(history: History, areas: dict[Key, Area]) -> int:
    known = set(AreaSuccession.objects.values_list("old_id", "new_id"))
    rows = [
        AreaSuccession(
            old=areas[one.old],
            new=areas[one.new],
            share=one.share,
            is_primary=one.is_primary,
            effective_on=one.effective_on,
            note=one.note,
            verified=one.verified,
        )
        for one in history.became
        if (areas[one.old].pk, areas[one.new].pk) not in known
    ]
    return len(AreaSuccession.objects.bulk_create(rows, batch_size=500))
