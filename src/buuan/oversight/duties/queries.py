"""The state of every duty: who holds it today, what proves it, what is late."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from buuan.base.audit.models import Record
from buuan.base.clocks.models import Clock
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.organisations.queries import owners_of_kind
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.kit.proof import Proof
from buuan.oversight.duties.models import Directive, Point
from buuan.oversight.duties.registry import all_proof, proof_of, tests_by_point
from buuan.oversight.duties.rules import state_of
from buuan.registers.items.models import Hit, Manifest
from buuan.work.cases.models import Case
from buuan.work.intake.models import SuspicionReport

SUBJECTS = {"cases.case": Case, "intake.suspicionreport": SuspicionReport, "items.hit": Hit, "items.manifest": Manifest}
"""The kinds of thing that proof speaks about, each with its own rule of who may see it; any other kind stays closed."""


@dataclass
class Tile:
    """One point of a directive in a period: how many records prove it, the latest of them, and what is late now."""

    point: Point
    state: str
    proofs: int
    latest: datetime | None
    late: int
    owners: list[Organisation] = field(default_factory=list)


def directive_by_code(code: str) -> Directive:
    """Give one directive; raises NotFound."""
    found = Directive.objects.filter(code=code).first()
    if found is None:
        raise NotFound("directive.not_found", f"Không có chỉ thị {code}.")
    return found


def directive_in_force() -> Directive | None:
    """Give the directive that is carried out now, the latest one."""
    return Directive.objects.filter(state="in_force").order_by("-in_force_from", "-pk").first()


def point_of(directive: Directive, ref: str) -> Point:
    """Give one point; raises NotFound."""
    found = Point.objects.select_related("section", "directive").filter(directive=directive, ref=ref).first()
    if found is None:
        raise NotFound("point.not_found", f"Chỉ thị không có điểm {ref}.")
    return found


def tiles(directive: Directive, from_at: datetime, until_at: datetime, now: datetime, on: date) -> list[Tile]:
    """Give every point with its state in the period, in the order of the paper; three statements whatever the number of points."""
    counts = _counts(all_records(), from_at, until_at)
    late = _late(now)
    holders = _Holders(on)
    result = []
    for point in Point.objects.filter(directive=directive).select_related("section").order_by("position"):
        lines = [one for _room, one in proof_of(point.ref)]
        proofs = sum(counts.get(id(one), (0, None))[0] for one in lines)
        latest = max((found[1] for one in lines if (found := counts.get(id(one))) and found[1]), default=None)
        is_late = sum(late.get(kind, 0) for one in lines for kind in one.clocks)
        state = state_of(is_served=bool(lines), proofs=proofs, late=is_late)
        result.append(Tile(point, state, proofs, latest, is_late, holders.of(point.owner_kind)))
    return result


def records_of(actor: Actor, ref: str, from_at: datetime, until_at: datetime) -> QuerySet[Record]:
    """Give the records that prove one point in the period, the latest first: all to those who oversee, else the own body's."""
    lines = [one for _room, one in proof_of(ref)]
    if not lines:
        return Record.objects.none()
    rows = Record.objects.filter(_any(lines), at__gte=from_at, at__lt=until_at).select_related("link").order_by("-at", "-id")
    return rows if actor.may("duties.read_all") else rows.filter(body=actor.body_code)


def coverage(directive: Directive, on: date) -> dict[str, Any]:
    """Give for each point its owners today, partners, cadence, what proves it, the rooms and the tests that serve it.

    A point is covered when a room's record proves it and a test says that it serves it; everything else is told as it is.
    """
    holders = _Holders(on)
    points = []
    for point in Point.objects.filter(directive=directive).order_by("position"):
        lines = proof_of(point.ref)
        tests = tests_by_point().get(point.ref, ())
        points.append(
            {
                "ref": point.ref,
                "title": point.title,
                "owners": [one.name for one in holders.of(point.owner_kind)],
                "partners": list(point.partner_kinds),
                "cadence": point.cadence,
                "rooms": sorted({room for room, _one in lines}),
                "tests": list(tests),
                "proof": [{"record": one.record, "when": one.when} for _room, one in lines],
                "covered": bool(lines and tests),
            }
        )
    covered = sum(1 for one in points if one["covered"])
    return {"directive": directive.code, "points": points, "covered": covered, "total": len(points)}


def open_to(actor: Actor, records: Iterable[Record]) -> set[int]:
    """Give the keys of those records whose subject `actor` may see; of the others a page tells the kind and the body only."""
    by_model: dict[str, dict[str, list[int]]] = {}
    for one in records:
        model, _colon, key = one.subject.partition(":")
        by_model.setdefault(model, {}).setdefault(key, []).append(one.pk)
    found: set[int] = set()
    for name, keys in by_model.items():
        model = SUBJECTS.get(name)
        if model is not None:
            for pk in model.objects.visible_to(actor).filter(pk__in=list(keys)).values_list("pk", flat=True):
                found.update(keys[str(pk)])
    return found


def slowest(actor: Actor, now: datetime, limit: int = 5) -> QuerySet[Clock]:
    """Give the running clocks that `actor` may see and that are overdue the longest."""
    return (
        Clock.objects.visible_to(actor).running().filter(due_at__lt=now).select_related("holder").order_by("due_at", "pk")[:limit]
    )


def all_records() -> list[Proof]:
    """Give the lines of all rooms."""
    return [one for _room, one in all_proof()]


def _match(one: Proof) -> Q:
    return Q(action=one.record, facts__contains=one.facts) if one.facts else Q(action=one.record)


def _any(lines: Iterable[Proof]) -> Q:
    condition = Q(pk__in=[])
    for one in lines:
        condition |= _match(one)
    return condition


_COUNTS = """
SELECT line.number, count(*), max(record.at)
FROM unnest(%s::text[], %s::jsonb[]) WITH ORDINALITY AS line (action, facts, number)
JOIN audit_record record ON record.action = line.action AND record.facts @> line.facts
WHERE record.at >= %s AND record.at < %s
GROUP BY line.number
"""


def _counts(lines: list[Proof], from_at: datetime, until_at: datetime) -> dict[int, tuple[int, datetime | None]]:
    """Give for each line how many records prove it, and the latest of them; a record is held against the lines of its kind only."""
    kinds, facts = [one.record for one in lines], [json.dumps(one.facts) for one in lines]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [kinds, facts, from_at, until_at])
        return {id(lines[number - 1]): (count, latest) for number, count, latest in cursor.fetchall()}


def _late(now: datetime) -> dict[str, int]:
    rows = Clock.objects.running().filter(due_at__lt=now).values("kind").annotate(n=Count("pk")).order_by()
    return {row["kind"]: row["n"] for row in rows}


class _Holders:
    """Who holds the duties of a kind on a day, each kind asked once; operators that are reference rows only are left out."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._known: dict[str, list[Organisation]] = {}

    def of(self, kind: str) -> list[Organisation]:
        if not kind:
            return []
        if kind not in self._known:
            rows = owners_of_kind(kind, self.on)
            if kind in OPERATOR_KINDS:
                active = [one for one in rows if not one.reference_only]
                rows = active or rows
            self._known[kind] = list(rows)
        return self._known[kind]
