"""Endpoints of the areas as of a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.places.models import Area
from buuan.base.places.queries import areas_on
from buuan.base.web.lists import key_page
from buuan.kit.errors import Invalid

router = Endpoints()
ORDER = ("sort_key",)
MOST = 200


class AreaOut(Schema):
    """One area in one period; the same code may name another place in another period, so keep code and `from_on` together."""

    code: str
    name: str
    type: str = Field(description="tỉnh, thành phố, thị xã, huyện, phường, thị trấn, xã")
    full_name: str
    level: str = Field(description="province, district, commune")
    parent_code: str | None
    from_on: date | None = Field(description="First day of the period; null: since before June 2021")
    until_on: date | None = Field(description="First day after the period; null: still")
    area_km2: float | None
    lat: float | None
    lon: float | None


class AreaPage(Schema):
    """One page of areas in dictionary order; `next` is empty on the last one."""

    items: list[AreaOut]
    next: str


@router.get("/areas", right="places.read", response=AreaPage, summary="Địa bàn có vào một ngày")
def list_areas(
    request: HttpRequest, on: date | None = None, level: str = "commune", cursor: str = "", limit: int = 100
) -> AreaPage:
    """List the areas of a level (province, district, commune) that exist `on` a day, today by default."""
    if level not in Area.LEVELS:
        raise Invalid({"level": ["Cấp là province, district hoặc commune."]})
    rows = areas_on(level, on or timezone.localdate()).select_related("parent").order_by()
    found, following = key_page(rows, ORDER, cursor, limit, most=MOST)
    return AreaPage(items=[_out(area) for area in found], next=following)


def _out(area: Area) -> AreaOut:
    return AreaOut(
        code=area.code,
        name=area.name,
        type=area.type,
        full_name=area.full_name,
        level=area.level,
        parent_code=area.parent.code if area.parent else None,
        from_on=area.from_on,
        until_on=area.until_on,
        area_km2=_number(area.area_km2),
        lat=_number(area.lat),
        lon=_number(area.lon),
    )


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
