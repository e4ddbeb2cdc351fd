"""Pages of the areas as of a day, and the outlines that maps are drawn from."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from buuan.base.access.guard import page, signed_in
from buuan.base.places.addresses import AreaIndex
from buuan.base.places.models import Area
from buuan.base.places.queries import (
    area_index,
    boundary_keys,
    outlines_of,
    periods_of,
    predecessors_of,
    successors_of,
    today_of,
)
from buuan.base.web import formats
from buuan.base.web.lists import Column, DayFilter, ListPage, Tab, by_words, render_list
from buuan.kit.errors import NotFound

DAY = DayFilter(key="ngay", title=_("Có vào ngày"), narrow=lambda rows, on: rows.as_of(on), first=True)
"""Which day's structure is shown; today's when the address does not say."""

DRAWN = {2021: ("district", date(2021, 6, 15)), 2025: ("commune", date(2025, 7, 1))}
"""The structures of which outlines exist, by year: what is drawn and a day on which it held."""

MONTH = 30 * 86400


@page("places.read")
@require_safe
def areas(request: HttpRequest) -> HttpResponseBase:
    """List the areas of a level as of a day, each with what it came from and what it is now."""
    today = timezone.localdate()
    rows = Area.objects.select_related("parent")
    if not request.GET.get("ngay", "").strip():
        rows = rows.as_of(today)
    return render_list(request, _list(area_index(), today), rows)


@page("places.read")
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a code names on a day, what became of it, and what the same code named at other times."""
    today = timezone.localdate()
    text = request.GET.get("ngay", "").strip()
    on = DAY.read([text], request.actor) if text else today
    periods = list(periods_of(code))
    if not periods:
        raise NotFound("area.unknown", gettext("Không có địa bàn nào mang mã này."))
    shown = next((one for one in periods if one.holds_on(on)), periods[-1])
    holds = shown.holds_on(on)
    return render(
        request,
        "places/area.html",
        {
            "area": shown,
            "on": on,
            "holds": holds,
            "facts": _facts(shown),
            "below": list(shown.children.as_of(on).order_by("sort_key")) if holds else [],
            "now_there": [] if shown.holds_on(today) else today_of(shown, today),
            "successors": successors_of(shown),
            "predecessors": [(one, _a_day_of(one.old)) for one in predecessors_of(shown)],
            "others": [(one, _a_day_of(one)) for one in periods if one.pk != shown.pk],
        },
    )


@signed_in
@require_safe
def areas_geojson(request: HttpRequest, year: int) -> HttpResponse:
    """Give the reference outlines of one structure; kept by browsers for a month."""
    if year not in DRAWN:
        raise NotFound("boundary.none", gettext("Không có lớp ranh giới của năm này."))
    plain, packed, mark = _packed(boundary_keys(*DRAWN[year]))
    if request.headers.get("If-None-Match") == mark:
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type="application/geo+json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(plain, content_type="application/geo+json")
    response["ETag"] = mark
    response["Cache-Control"] = f"private, max-age={MONTH}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@functools.lru_cache(maxsize=2)
def _packed(keys: tuple[int, ...]) -> tuple[bytes, bytes, str]:
    """Give the outlines as JSON, the same packed, and their mark; packed once for a process, not for each reader."""
    plain = json.dumps(outlines_of(keys), ensure_ascii=False, separators=(",", ":")).encode()
    return plain, gzip.compress(plain, 9, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:32]}"'


def _list(index: AreaIndex, today: date) -> ListPage:
    """Declare the list; what an area came from and became is read from the index, so that no row asks the database."""
    return ListPage(
        name="dia-ban",
        title=_("Địa bàn"),
        intro=_("Tỉnh, huyện, xã theo từng thời kỳ. Cơ quan thống kê dùng lại mã: một mã có thể chỉ nơi khác vào ngày khác."),
        noun=_("địa bàn"),
        columns=(
            Column("full_name", _("Tên"), css="lead", sort="sort_key", link=_address_of),
            Column("code", _("Mã"), css="ref", sort="code"),
            Column("parent", _("Thuộc"), value=lambda row: row.parent.full_name if row.parent else ""),
            Column("area_km2", _("Diện tích (km²)"), css="num", sort="area_km2"),
            Column("from_on", _("Từ ngày"), css="nw"),
            Column("until_on", _("Đến hết ngày"), css="nw", value=_last_day),
            Column("came_from", _("Hình thành từ"), value=lambda row: index.names_before(row.pk)),
            Column("now", _("Nay là"), value=lambda row: [] if row.holds_on(today) else index.names_today(row.pk, today)),
        ),
        filters=(DAY,),
        tabs=(
            Tab("", _("Cấp xã"), lambda rows: rows.filter(level="commune")),
            Tab("huyen", _("Cấp huyện"), lambda rows: rows.filter(level="district")),
            Tab("tinh", _("Cấp tỉnh"), lambda rows: rows.filter(level="province")),
        ),
        search=by_words,
        search_hint=_("Tên hoặc mã địa bàn"),
        order=("sort_key",),
        empty_title=_("Không có địa bàn nào"),
        empty_text=_("Cấp huyện kết thúc hoạt động ngày 30/6/2025; chọn một ngày trước đó để xem."),
    )


def _address_of(row: Area) -> str:
    return f"{reverse('places:area', args=[row.code])}?ngay={_a_day_of(row).isoformat()}"


def _a_day_of(row: Area) -> date:
    """Give a day on which the row holds."""
    if row.until_on is not None:
        return row.until_on - timedelta(days=1)
    return max(row.from_on or date.min, timezone.localdate())


def _last_day(row: Area) -> date | None:
    return row.until_on - timedelta(days=1) if row.until_on else None


def _facts(row: Area) -> list[tuple[str, str]]:
    last = _last_day(row)
    return [
        (gettext("Mã"), row.code),
        (gettext("Cấp"), gettext(Area.LEVELS[row.level])),
        (gettext("Thuộc"), row.parent.full_name if row.parent else ""),
        (gettext("Diện tích"), f"{formats.number(row.area_km2)} km²" if row.area_km2 else ""),
        (gettext("Từ ngày"), formats.day(row.from_on) or gettext("trước tháng 6/2021")),
        (gettext("Đến hết ngày"), formats.day(last)),
        (gettext("Nguồn"), row.source),
    ]
