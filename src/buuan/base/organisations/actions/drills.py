"""The invented operators and branches of computed exercises; no list of today and no real order ever meets them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid

CODE = "DIENTAP"
MOST_OPERATORS, MOST_BRANCHES = 1_000, 20_000


@action
def found_drill_bodies(actor: Actor, operators: int, branches: int, *, at: datetime) -> list[Organisation]:
    """Give the invented operators and branches of a computed exercise, made once and used again.

    Their codes begin with DIENTAP and their time is over, so that no list of today and no real order ever meets them.
    """
    require(actor, "organisations.load")
    if not 1 <= operators <= MOST_OPERATORS or not 0 <= branches <= MOST_BRANCHES:
        raise Invalid({"operators": [f"Từ 1 đến {MOST_OPERATORS} doanh nghiệp, nhiều nhất {MOST_BRANCHES} chi nhánh."]})
    tops = [f"{CODE}-{number:04d}" for number in range(1, operators + 1)]
    units = {f"{CODE}-{number % operators + 1:04d}-{number:05d}": tops[number % operators] for number in range(branches)}
    roots = _bodies(dict.fromkeys(tops), "postal_operator", at)
    below = _bodies({code: roots[top] for code, top in units.items()}, "operator_unit", at)

    record(actor, "organisations.drill_bodies", "organisations.organisation", at=at, operators=operators, branches=branches)
    return [*roots.values(), *below.values()]


def _bodies(codes: dict[str, Organisation | None], kind: str, at: datetime) -> dict[str, Organisation]:
    known = {one.code: one for one in Organisation.objects.filter(code__in=list(codes))}
    day = date(2021, 1, 1)
    new = [
        Organisation(
            code=code,
            name=f"Diễn tập {code.removeprefix(CODE + '-')}",
            short_name=f"Diễn tập {code.removeprefix(CODE + '-')}",
            kind=kind,
            unit_type="branch" if parent else "",
            parent=parent,
            path=f"{parent.path if parent else ''}{code}/",
            from_on=day,
            until_on=day + timedelta(days=1),
            reference_only=True,
            source="đơn vị bịa của diễn tập",
        )
        for code, parent in codes.items()
        if code not in known
    ]
    for one in Organisation.objects.bulk_create(new, batch_size=1_000):
        known[one.code] = one
    return {code: known[code] for code in codes}
