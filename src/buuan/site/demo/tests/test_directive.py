"""The directive that every province begins with."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from buuan.base.accounts.actions import create_system_account
from buuan.base.accounts.queries import actor_of
from buuan.base.audit.models import Record
from buuan.base.organisations.models import KINDS
from buuan.kit.actor import Actor
from buuan.oversight.duties.models import Directive
from buuan.site.directive import load_directive

AT = datetime(2026, 11, 24, 7, 20, tzinfo=UTC)


@pytest.fixture
def system(db: None) -> Actor:
    """The platform itself, with the directive loaded."""
    actor = actor_of(create_system_account(at=AT), source="command")
    assert load_directive(actor, at=AT) == {"points": 27}
    return actor


def test_all_points_are_assigned_and_it_is_in_force(system: Actor):
    directive = Directive.objects.get()
    points = list(directive.points.order_by("position"))

    assert directive.state == "in_force"
    assert directive.in_force_from == date(2021, 7, 1)
    assert len(points) == 27
    assert all(one.owner_kind in KINDS for one in points)
    assert {one.ref: one.owner_kind for one in points}["7c"] == "postal_operator"
    assert all(one.title and not one.title.endswith("…") for one in points)


def test_loading_again_leaves_everything_as_it_stands(system: Actor):
    records = Record.objects.count()

    assert load_directive(system, at=AT) == {"points": 0}
    assert Record.objects.count() == records
    assert Directive.objects.count() == 1
