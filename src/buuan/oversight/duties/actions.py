"""Importing a directive, deciding who does each point, and putting it in force."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import KINDS
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.oversight.duties import reading
from buuan.oversight.duties.models import Directive, Point, Section
from buuan.oversight.duties.proposal import CADENCES, propose
from buuan.oversight.duties.rules import DIRECTIVE_FLOW

TITLE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a person decided for one point."""

    owner_kind: str
    partner_kinds: tuple[str, ...]
    cadence: str
    title: str = ""
    leads: bool = False


@action
def import_directive(actor: Actor, data: bytes, *, name: str, at: datetime) -> Directive:
    """Read a directive (.txt, .docx) and keep it as a draft with proposed owners; the same text again gives the one that stands.

    Raises Refused with one sentence when it cannot be read or holds no points.
    """
    require(actor, "duties.manage")
    read = reading.read_directive(data, name)
    sha = hashlib.sha256("\n".join(f"{one.ref} {one.text}" for one in read.points).encode()).hexdigest()
    standing = Directive.objects.filter(text_sha256=sha).first()
    if standing is not None:
        record(actor, "duties.import_repeated", standing, at=at, name=name)
        return standing

    directive = Directive.objects.create(
        code=_code(read, sha),
        number=(read.number or "")[:60],
        title=(read.title or name)[:500],
        kind=read.kind or "",
        issuer=(read.issuer or "")[:250],
        issued=read.issued or "",
        signer={"authority": read.signer.authority, "position": read.signer.position, "name": read.signer.name}
        if read.signer
        else {},
        recipients=[{"name": one.name, "purpose": one.purpose} for one in read.recipients],
        closing="\n".join(read.closing),
        warnings=list(read.warnings),
        text_sha256=sha,
        imported_at=at,
    )
    position = 0
    for number, one in enumerate(read.sections):
        section = Section.objects.create(
            directive=directive, ref=one.ref, position=number, title=one.title[:300], owner=(one.owner or "")[:300]
        )
        for point in one.points:
            offer = propose(point.owner, point.text)
            Point.objects.create(
                directive=directive,
                section=section,
                ref=point.ref,
                position=position,
                text=point.text,
                title=_short(point.text),
                printed_owner=(point.owner or "")[:300],
                owner_kind=offer.owner_kind or "",
                leads=offer.leads,
                partner_kinds=list(offer.partner_kinds),
                cadence=offer.cadence,
            )
            position += 1

    record(actor, "duties.directive_imported", directive, at=at, sections=len(read.sections), points=position, name=name)
    return directive


@action
def assign_point(actor: Actor, point: Point, assignment: Assignment, *, at: datetime) -> Point:
    """Decide who leads a point, who works with it, and how often (giao nhiệm vụ); raises Invalid."""
    require(actor, "duties.manage")
    errors: dict[str, list[str]] = {}
    if assignment.owner_kind not in KINDS:
        errors["owner_kind"] = ["Chọn loại cơ quan chủ trì."]
    unknown = [one for one in assignment.partner_kinds if one not in KINDS]
    if unknown:
        errors["partner_kinds"] = [f"Không có loại cơ quan {', '.join(unknown)}."]
    if assignment.cadence not in CADENCES:
        errors["cadence"] = ["Chọn nhịp thực hiện."]
    if errors:
        raise Invalid(errors)
    if point.directive.state == "ended":
        raise Refused("directive.ended", "Chỉ thị đã hết hiệu lực, không giao lại được.")

    point.owner_kind = assignment.owner_kind
    point.partner_kinds = [one for one in assignment.partner_kinds if one != assignment.owner_kind]
    point.cadence = assignment.cadence
    point.leads = assignment.leads
    if assignment.title.strip():
        point.title = assignment.title.strip()[:200]
    point.save()

    record(
        actor,
        "duties.point_assigned",
        point.directive,
        at=at,
        ref=point.ref,
        owner_kind=point.owner_kind,
        partner_kinds=point.partner_kinds,
        cadence=point.cadence,
    )
    return point


@action
def put_in_force(actor: Actor, directive: Directive, *, from_on: date, at: datetime) -> Directive:
    """Put a directive in force (đưa vào thực hiện); every point needs a kind of owner first."""
    require(actor, "duties.manage")
    step = DIRECTIVE_FLOW.step(directive.state, "put_in_force")
    missing = list(directive.points.filter(owner_kind="").order_by("position").values_list("ref", flat=True))
    if missing:
        raise Refused("directive.owner_missing", f"Chưa giao cơ quan chủ trì cho điểm {', '.join(missing[:8])}.", points=missing)

    directive.move(step, in_force_from=from_on)

    record(actor, "duties.directive_in_force", directive, at=at, from_on=from_on.isoformat())
    return directive


@action
def end_directive(actor: Actor, directive: Directive, *, on: date, at: datetime) -> Directive:
    """Say that a directive no longer holds from `on`; its records stay."""
    require(actor, "duties.manage")
    step = DIRECTIVE_FLOW.step(directive.state, "end")

    directive.move(step, ended_on=on)

    record(actor, "duties.directive_ended", directive, at=at, on=on.isoformat())
    return directive


def _code(read: reading.Directive, sha: str) -> str:
    wanted = f"ct-{read.issued or 'khong-ngay'}"
    return wanted if not Directive.objects.filter(code=wanted).exists() else f"{wanted}-{sha[:6]}"


def _short(text: str) -> str:
    words = text.replace("\n", " ").split()
    return " ".join(words[:TITLE_WORDS]) + ("…" if len(words) > TITLE_WORDS else "")
