"""A province with a small month, loaded once for the module and taken back after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from buuan.base.accounts.actions import create_system_account
from buuan.base.accounts.queries import actor_of
from buuan.base.organisations.actions import load_demo_operators, load_organisations
from buuan.base.places.actions import load_areas
from buuan.kit.actor import Actor
from buuan.registers.law.actions import load_law
from buuan.site.demo.accounts import load_accounts
from buuan.site.demo.month import load_month
from buuan.site.demo.stage import SMALL
from buuan.site.directive import load_directive
from buuan.work.cases.actions import load_kinds
from buuan.work.cases.models import Case
from buuan.work.intake.models import SuspicionReport
from buuan.work.interdiction.actions import load_grounds

AT = datetime(2026, 11, 24, 7, 20, tzinfo=UTC)
"""Tuesday 24 November 2026, 14:20 in Vietnam: when the month of these tests ends."""
EARLIER = AT - timedelta(days=60)


@dataclass(frozen=True)
class Province:
    """What the tests look at: who loaded it, what loading said, and what a first, undone run of the same month had given."""

    system: Actor
    counts: dict[str, int]
    first_run: list[Any]


class _Undone(Exception):
    """Takes the first run back."""


def shape() -> list[Any]:
    """Give what two runs of a month must have alike: who reported what when, what became of it, and where each case stands."""
    reports = SuspicionReport.objects.order_by("pk").values_list(
        "number", "item_id", "state", "received_at", "decided_at", "case__number"
    )
    cases = Case.objects.order_by("pk").values_list("number", "title", "state", "opened_at", "concluded_at", "conclusion")
    return [*reports, *cases]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Province]:
    """Everything a demo loads, with a small month; run twice, for an interrupted first time must not disturb the second."""
    with django_db_blocker.unblock(), transaction.atomic():
        system = actor_of(create_system_account(at=EARLIER), source="command")
        for load in (
            load_areas,
            load_organisations,
            load_law,
            load_grounds,
            load_kinds,
            load_directive,
            load_demo_operators,
            load_accounts,
        ):
            load(system, at=EARLIER)
        first: list[Any] = []
        try:
            with transaction.atomic():
                load_month(system, at=AT, size=SMALL)
                first = shape()
                raise _Undone
        except _Undone:
            pass
        yield Province(system, load_month(system, at=AT, size=SMALL), first)
        transaction.set_rollback(True)


@pytest.fixture
def province(loaded: Province, db: None) -> Province:
    """The loaded province; what a test writes is forgotten after it."""
    return loaded
