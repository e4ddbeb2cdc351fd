"""The directive over the API: its points with their state, and the coverage."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from buuan.base.access.endpoints import Endpoints
from buuan.kit.errors import NotFound
from buuan.kit.period import Period, PeriodKind
from buuan.oversight.duties.queries import coverage, directive_by_code, directive_in_force, tiles

router = Endpoints()


class PointState(Schema):
    """One point of the directive in a period."""

    ref: str
    title: str
    owner_kind: str
    owners: int
    partners: list[str]
    cadence: str
    state: str
    proofs: int
    latest: datetime | None
    late: int


class DirectiveState(Schema):
    """A directive and the state of its points."""

    code: str
    number: str
    title: str
    period: str
    points: list[PointState]


@router.get("/directives/{code}", right="duties.read", response=DirectiveState)
def get_directive(request: HttpRequest, code: str, period: str = "") -> dict[str, Any]:
    """Give every point with its state in the period (`2026-Q4`, this quarter by default); `current` names the one in force."""
    directive = directive_in_force() if code == "current" else directive_by_code(code)
    if directive is None:
        raise NotFound("directive.none_in_force", "Chưa có chỉ thị nào đang thực hiện.")
    span = Period.parse(period) if period else Period.of(PeriodKind.QUARTER, timezone.localdate())
    rows = tiles(directive, span.starts_at, span.ends_at, timezone.now(), timezone.localdate())
    return {
        "code": directive.code,
        "number": directive.number,
        "title": directive.title,
        "period": span.token,
        "points": [
            {
                "ref": one.point.ref,
                "title": one.point.title,
                "owner_kind": one.point.owner_kind,
                "owners": len(one.owners),
                "partners": one.point.partner_kinds,
                "cadence": one.point.cadence,
                "state": one.state,
                "proofs": one.proofs,
                "latest": one.latest,
                "late": one.late,
            }
            for one in rows
        ],
    }


@router.get("/directives/{code}/coverage", right="duties.read")
def get_coverage(request: HttpRequest, code: str) -> dict[str, Any]:
    """Give which points the platform serves, by which rooms, records and tests."""
    directive = directive_in_force() if code == "current" else directive_by_code(code)
    if directive is None:
        raise NotFound("directive.none_in_force", "Chưa có chỉ thị nào đang thực hiện.")
    return coverage(directive, timezone.localdate())
