"""Loading the shipped bodies and operators."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.catalogue import Catalogue, read_catalogue
from buuan.base.organisations.models import Organisation, Succession
from buuan.base.places.history import read_history
from buuan.base.places.models import Area
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused


@action
def load_organisations(actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Load the bodies of the province, their successors, and the real operators as reference rows; gives how many were added.

    May run again: what stands is left as it is, so that nothing is lost that an officer has changed since. Raises Refused while
    the areas are not loaded.
    """
    require(actor, "organisations.load")
    catalogue = read_catalogue(read_history())

    counts = add_catalogue(catalogue)

    record(actor, "organisations.loaded", "organisations.organisation", at=at, **counts)
    return counts


def add_catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """Add the bodies and handovers of a catalogue that do not stand yet; the caller's action keeps the record."""
    areas = {(area.code, area.from_on): area for area in Area.objects.all()}
    if not areas:
        raise Refused("organisations.no_areas", "Cần nạp danh mục địa bàn trước danh mục cơ quan.")
    standing = {one.code: one for one in Organisation.objects.filter(code__in=catalogue.bodies)}
    missing = sorted((code for code in catalogue.bodies if code not in standing), key=catalogue.depth)
    for _depth, codes in groupby(missing, key=catalogue.depth):
        rows = [_organisation(catalogue, code, standing, areas) for code in codes]
        for row in Organisation.objects.bulk_create(rows, batch_size=500):
            standing[row.code] = row
    known = set(Succession.objects.values_list("old_id", "new_id"))
    successions = [
        Succession(
            old=standing[one.old], new=standing[one.new], effective_on=one.effective_on, verified=one.verified, source=one.source
        )
        for one in catalogue.handovers
        if (standing[one.old].pk, standing[one.new].pk) not in known
    ]
    Succession.objects.bulk_create(successions, batch_size=500)
    return {"organisations": len(missing), "successions": len(successions)}


def _organisation(catalogue: Catalogue, code: str, standing: dict[str, Organisation], areas: dict[Any, Area]) -> Organisation:
    body = catalogue.bodies[code]
    parent = standing[body.parent] if body.parent else None
    return Organisation(
        code=code,
        name=body.name,
        name_en=body.name_en,
        short_name=body.short_name,
        kind=body.kind,
        unit_type=body.unit_type,
        parent=parent,
        path=(parent.path if parent else "") + f"{code}/",
        area=areas[body.area] if body.area else None,
        address=body.address,
        from_on=body.from_on,
        until_on=body.until_on,
        reference_only=body.reference_only,
        verified=body.verified,
        source=body.source,
    )
