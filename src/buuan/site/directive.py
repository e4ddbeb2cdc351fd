"""Loading the directive that the platform runs, with who does what of it, into a province that has none yet."""

from __future__ import annotations

from datetime import date, datetime
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from buuan.kit.actor import Actor
from buuan.oversight.duties.actions import Assignment, assign_point, import_directive, put_in_force
from buuan.oversight.duties.models import Directive

_ROOM = "buuan.oversight.duties"
_ASSIGNMENTS = "giao-2021.yaml"


def load_directive(actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Read the directive of 2021, assign its points and put it in force; all of it or nothing.

    Once a directive stands, whatever has become of it, nothing is touched. Gives how many points were assigned. Raises ValueError
    when the text and the assignments do not speak of the same points.
    """
    if Directive.objects.exists():
        return {"points": 0}
    folder = files(_ROOM).joinpath("data")
    given = yaml.safe_load(folder.joinpath(_ASSIGNMENTS).read_text("utf-8"))
    name: str = given["directive"]
    with transaction.atomic():
        directive = import_directive(actor, folder.joinpath(name).read_bytes(), name=name, at=at)
        points = {one.ref: one for one in directive.points.select_related("directive").order_by("position")}
        if set(points) != set(given["points"]):
            raise ValueError(f"{_ASSIGNMENTS} and {name} differ in {sorted(set(points) ^ set(given['points']))}")
        for ref, point in points.items():
            one = given["points"][ref]
            wish = Assignment(
                owner_kind=one["owner"],
                partner_kinds=tuple(one["partners"]),
                cadence=one["cadence"],
                title=one["title"],
                leads=one["leads"],
            )
            assign_point(actor, point, wish, at=at)
        from_on: date = given["from_on"]
        put_in_force(actor, directive, from_on=from_on, at=at)
    return {"points": len(points)}
