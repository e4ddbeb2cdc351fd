"""The stage for tests of clocks with rows: a province, its department, the police, an operator with a branch, and its people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db import models

from buuan.base.access.registry import rights_of
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import DatedLadder, load_calendar, load_ladders
from buuan.base.clocks.rules import Anchor, Ladder, Step
from buuan.base.clocks.tests.sample import CALENDAR, HOUR, at
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor

BODIES = (
    ("ubnd-tinh", "UBND tỉnh", "provincial_peoples_committee", None),
    ("so", "Sở KH&CN", "lead_department", "ubnd-tinh"),
    ("cong-an", "Công an tỉnh", "police", None),
    ("dn", "Chuyển phát Hạc Trắng", "postal_operator", None),
    ("dn-cn", "Chi nhánh Hạc Trắng", "operator_unit", "dn"),
    ("nen-tang", "Nền tảng", "platform", None),
)
LADDER = Ladder(
    "thu",
    "Thang để thử",
    (
        Step("remind", -24 * HOUR, "assignee", "Nhắc trước hạn 24 giờ"),
        Step("leader", 0 * HOUR, "leader", "Đến hạn, báo lãnh đạo"),
        Step("superior", 24 * HOUR, "superior", "Quá hạn 24 giờ, báo cấp trên"),
    ),
)
CALL = Ladder(
    "goi",
    "Thang gọi để thử",
    (
        Step("contact", HOUR / 4, "contact", "Sau 15 phút, gọi đầu mối", Anchor.START),
        Step("issuer", HOUR, "issuer", "Sau 60 phút, báo cơ quan ra lệnh", Anchor.START),
    ),
)
MONDAY = at("2026-03-02T08:00")


@action
def within_act(actor: Actor, do: Callable[[], Any], when: datetime) -> Any:
    """Run what is part of somebody's act, as a room above would."""
    result = do()
    record(actor, "clocks.tested", "clocks.test", at=when)
    return result


def make_bodies() -> dict[str, Organisation]:
    """Add the bodies past the guard of actions: they are the stage, no act of anybody."""
    bodies: dict[str, Organisation] = {}
    for code, name, kind, above in BODIES:
        parent = bodies.get(above) if above else None
        body = Organisation(
            code=code, name=name, short_name=name, kind=kind, parent=parent, path=f"{parent.path if parent else ''}{code}/"
        )
        models.QuerySet(Organisation).bulk_create([body])
        bodies[code] = body
    return bodies


def make_cast(bodies: dict[str, Organisation]) -> SimpleNamespace:
    """Give the people of the cast as actors, with the rights that their roles hold."""

    def person(body: str, role: str) -> Actor:
        one = bodies[body]
        return Actor(
            account_id=None,
            username=f"{body}-{role}",
            name=f"{role} {one.short_name}",
            role=role,
            body_id=one.pk,
            body_code=one.code,
            body_name=one.short_name,
            body_kind=one.kind,
            tree=one.path,
            rights=rights_of(role, one.kind),
        )

    return SimpleNamespace(
        bodies=bodies,
        person=person,
        leader=person("so", "leader"),
        officer=person("so", "officer"),
        police=person("cong-an", "duty_officer"),
        operator=person("dn", "officer"),
        branch=person("dn-cn", "officer"),
        province=person("ubnd-tinh", "leader"),
        auditor=person("so", "auditor"),
        administrator=person("so", "administrator"),
        system=person("nen-tang", "system"),
    )


def load_stage(system: Actor) -> None:
    """Load the sample calendar and the two ladders."""
    ladders = [DatedLadder(one, at("2026-01-01T00:00").date(), None, "nguồn để thử", True) for one in (LADDER, CALL)]
    within_act(system, lambda: (load_calendar(CALENDAR, at=MONDAY), load_ladders(ladders)), MONDAY)
