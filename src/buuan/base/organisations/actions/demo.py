"""Loading the invented operators of the demo province."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.actions.loading import add_catalogue
from buuan.base.organisations.demo import Commune, NamedContact, make_demo
from buuan.base.organisations.models import Contact, Organisation
from buuan.base.places.history import REORGANISED_ON
from buuan.base.places.queries import areas_on
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused

SEED = 20261123


@action
def load_demo_operators(actor: Actor, *, at: datetime, seed: int = SEED) -> dict[str, Any]:
    """Load about 20 invented operators with some 830 units, their security leaders and 24/7 contacts; gives how many were added.

    May run again: what stands is left as it is. Raises Refused while the areas are not loaded.
    """
    require(actor, "organisations.load")
    province = areas_on("province", REORGANISED_ON).first()
    if province is None:
        raise Refused("organisations.no_areas", "Cần nạp danh mục địa bàn trước các doanh nghiệp của tỉnh mẫu.")
    communes = [
        Commune((area.code, area.from_on), area.name, area.type, float(area.lat), float(area.lon))
        for area in areas_on("commune", REORGANISED_ON)
        if area.lat is not None and area.lon is not None
    ]
    demo = make_demo(communes, (province.code, province.from_on), seed)

    counts = add_catalogue(demo.catalogue)
    counts["contacts"] = _add_contacts(demo.contacts)

    record(actor, "organisations.demo_loaded", "organisations.organisation", at=at, seed=seed, **counts)
    return {"demo_organisations": counts["organisations"], "demo_contacts": counts["contacts"]}


def _add_contacts(contacts: list[NamedContact]) -> int:
    """Add the contacts of bodies that have named nobody yet for that purpose."""
    bodies = {one.code: one for one in Organisation.objects.filter(code__in={contact.body for contact in contacts})}
    known = set(Contact.objects.filter(organisation__in=bodies.values()).values_list("organisation__code", "purpose"))
    rows = [
        Contact(
            organisation=bodies[one.body],
            purpose=one.purpose,
            name=one.name,
            phone=one.phone,
            from_on=one.from_on,
            confirmed_on=one.from_on,
        )
        for one in contacts
        if (one.body, one.purpose) not in known
    ]
    return len(Contact.objects.bulk_create(rows))
