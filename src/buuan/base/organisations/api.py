"""Endpoints of the directory as of a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.organisations.models import KINDS, Organisation
from buuan.base.organisations.queries import NOT_IN_DIRECTORY, within
from buuan.base.web.lists import decode_cursor, encode_cursor, page_by_key
from buuan.kit.errors import Invalid

router = Endpoints()
ORDER = ("sort_key",)
MOST = 200


class OrganisationOut(Schema):
    """One body, operator or unit; `code` never changes and never names another."""

    code: str
    name: str
    short_name: str
    kind: str
    unit_type: str = Field(description="branch, centre, post_office, point, agent; empty for what is no unit")
    parent_code: str | None
    path: str = Field(description="Codes from the root down, each followed by a slash")
    area_code: str | None
    area_name: str | None
    address: str
    from_on: date | None = Field(description="First day; null: unknown or since always")
    until_on: date | None = Field(description="First day without it; null: still")
    reference_only: bool
    verified: bool


class OrganisationPage(Schema):
    """One page of organisations in dictionary order; `next` is empty on the last one."""

    items: list[OrganisationOut]
    next: str


@router.get("/organisations", right="organisations.read", response=OrganisationPage, summary="Cơ quan, đơn vị có vào một ngày")
def list_organisations(
    request: HttpRequest, on: date | None = None, kind: str = "", under: str = "", cursor: str = "", limit: int = 100
) -> OrganisationPage:
    """List the organisations that exist `on` a day, today by default; of one `kind`, or `under` the one with that code.

    An operator's token gives the bodies of the State and the operator's own tree.
    """
    if kind and kind not in KINDS:
        raise Invalid({"kind": ["Loại cơ quan không có trong danh mục."]})
    place = decode_cursor(cursor, ORDER) if cursor else None
    rows = Organisation.objects.visible_to(request.actor).as_of(on or timezone.localdate()).exclude(kind__in=NOT_IN_DIRECTORY)
    if kind:
        rows = rows.filter(kind=kind)
    if under:
        rows = within(rows, under)
    found = page_by_key(rows.select_related("parent", "area"), ORDER, place, min(max(limit, 1), MOST))
    return OrganisationPage(items=[_out(row) for row in found.rows], next=encode_cursor(found.next, ORDER) if found.next else "")


def _out(row: Organisation) -> OrganisationOut:
    return OrganisationOut(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        unit_type=row.unit_type,
        parent_code=row.parent.code if row.parent else None,
        path=row.path,
        area_code=row.area.code if row.area else None,
        area_name=row.area.full_name if row.area else None,
        address=row.address,
        from_on=row.from_on,
        until_on=row.until_on,
        reference_only=row.reference_only,
        verified=row.verified,
    )
