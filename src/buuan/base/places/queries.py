"""Reading the areas: as of a day, what became of one, and finding one in an address."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from buuan.base.places.addresses import AreaFact, AreaIndex, Statement
from buuan.base.places.models import Area, AreaQuerySet, AreaSuccession, Boundary


def areas_on(level: str, on: date) -> AreaQuerySet:
    """Give the areas of a level (province, district, commune) that hold on `on`, in dictionary order."""
    return Area.objects.filter(level=level).as_of(on).order_by("sort_key", "id")


def area_on(code: str, on: date) -> Area | None:
    """Give the area that bore `code` on `on`; the same code may name another place on another day."""
    return Area.objects.filter(code=code).as_of(on).first()


def periods_of(code: str) -> AreaQuerySet:
    """Give all that a code has named, oldest first."""
    return Area.objects.filter(code=code).select_related("parent").order_by(F("from_on").asc(nulls_first=True))


def successors_of(area: Area) -> QuerySet[AreaSuccession]:
    """Give what became of the area, as stated, oldest first; several rows of one day are the parts that it was cut into."""
    return area.became.select_related("new", "new__parent").order_by("effective_on", "new__sort_key", "new_id")


def predecessors_of(area: Area) -> QuerySet[AreaSuccession]:
    """Give from which areas this one came on the day it began."""
    return (
        area.came_from.filter(Q(effective_on=area.from_on) | Q(new__from_on=None))
        .select_related("old", "old__parent")
        .order_by("old__sort_key", "old_id")
    )


def today_of(area: Area, on: date) -> list[Area]:
    """Give the areas that stand on `on` where `area` was: itself while it holds, several where it was cut.

    Empty where no source says, and where `on` lies before the area began.
    """
    return todays_of([area], on)[area.pk]


def todays_of(areas: Iterable[Area], on: date) -> dict[int, list[Area]]:
    """Give `today_of` for many areas, by their keys, in as many queries as the longest succession has steps.

    Of the statements about one area that have taken effect, those of the latest day speak.
    """
    known = {area.pk: area for area in areas}
    starts = list(known)
    steps: dict[int, list[int]] = {}
    waiting = {pk for pk, area in known.items() if not area.holds_on(on)}
    while waiting:
        latest: dict[int, tuple[date, list[int]]] = {}
        for one in AreaSuccession.objects.filter(old__in=waiting, effective_on__lte=on).select_related("new"):
            known.setdefault(one.new_id, one.new)
            day, news = latest.get(one.old_id, (date.min, []))
            if one.effective_on > day:
                day, news = one.effective_on, []
            if one.effective_on == day:
                news.append(one.new_id)
            latest[one.old_id] = (day, news)
        steps.update({pk: latest.get(pk, (on, []))[1] for pk in waiting})
        reached = {new for pk in waiting for new in steps[pk]}
        waiting = {pk for pk in reached if pk not in steps and not known[pk].holds_on(on)}
    return {pk: _ends(pk, steps, known) for pk in starts}


def _ends(start: int, steps: dict[int, list[int]], known: dict[int, Area]) -> list[Area]:
    found: dict[int, Area] = {}
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        pk = waiting.pop()
        if pk in seen:
            continue
        seen.add(pk)
        if pk in steps:
            waiting += steps[pk]
        else:
            found[pk] = known[pk]
    return sorted(found.values(), key=lambda area: (area.sort_key, area.pk))


def area_index() -> AreaIndex:
    """Give the index that finds areas in addresses; kept in the process until the areas change."""
    return _index(_version())


def resolve_area(text_or_code: str, on: date) -> tuple[Area | None, str]:
    """Give the area that an official code or an address means on `on`, and how it was found or why not (`addresses.METHODS`).

    For many texts take `area_index()` once and call its `resolve`.
    """
    found = area_index().resolve(text_or_code, on)
    return (Area.objects.get(pk=found.area_id) if found.area_id else None), found.method


def commune_map(on: date) -> dict[str, Any]:
    """Give the outlines of the communes on `on` as a GeoJSON FeatureCollection; without features before July 2025."""
    return boundary_map("commune", on)


def boundary_map(level: str, on: date) -> dict[str, Any]:
    """Give the reference outlines of a level on `on`, kept in the process; outer rings run counter-clockwise (RFC 7946).

    Districts are drawn as of June 2021, also after one of them joined another on 1 January 2025. The answer is shared:
    copy it before changing anything in it.
    """
    return outlines_of(boundary_keys(level, on))


def boundary_keys(level: str, on: date) -> tuple[int, ...]:
    """Give the keys of the areas of a level on `on` that have an outline: the same keys, the same map."""
    return tuple(areas_on(level, on).filter(boundary__isnull=False).values_list("pk", flat=True))


def _version() -> tuple[int, ...]:
    """Give a mark that changes whenever areas or successions were added; ended rows come with new ones."""
    areas = Area.objects.aggregate(last=Max("pk"), count=Count("pk"), ended=Count("until_on"))
    became = AreaSuccession.objects.aggregate(last=Max("pk"), count=Count("pk"))
    return tuple(value or 0 for value in (*areas.values(), *became.values()))


@functools.lru_cache(maxsize=1)
def _index(version: tuple[int, ...]) -> AreaIndex:
    columns = ("id", "code", "name", "type", "level", "parent_id", "from_on", "until_on")
    statements = ("old_id", "new_id", "share", "is_primary", "effective_on")
    return AreaIndex(
        (AreaFact(*row) for row in Area.objects.order_by("pk").values_list(*columns)),
        (Statement(*row) for row in AreaSuccession.objects.order_by("pk").values_list(*statements)),
    )


@functools.lru_cache(maxsize=4)
def outlines_of(keys: tuple[int, ...]) -> dict[str, Any]:
    """Give the outlines of some areas as a FeatureCollection, kept in the process."""
    outlines = Boundary.objects.filter(area__in=keys).select_related("area__parent").order_by("area__code")
    return {"type": "FeatureCollection", "features": [_feature(one) for one in outlines]}


def _feature(outline: Boundary) -> dict[str, Any]:
    area = outline.area
    facts: dict[str, Any] = {"code": area.code, "name": area.name, "type": area.type, "full_name": area.full_name}
    if area.parent is not None:
        facts["parent_code"] = area.parent.code
    if area.area_km2 is not None:
        facts["area_km2"] = float(area.area_km2)
    if outline.approximate:
        facts["approximate"] = True
    return {"type": "Feature", "id": area.code, "properties": facts, "geometry": outline.geometry}
