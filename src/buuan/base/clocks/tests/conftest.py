"""The cast on its stage, and how one of them starts a clock."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from buuan.base.clocks.actions import start_clock
from buuan.base.clocks.rules import Unit
from buuan.base.clocks.tests.sample import DAY, limit
from buuan.base.clocks.tests.stage import MONDAY, load_stage, make_bodies, make_cast, within_act
from buuan.kit.actor import Actor


@pytest.fixture
def cast(db) -> SimpleNamespace:
    made = make_cast(make_bodies())
    load_stage(made.system)
    return made


@pytest.fixture
def start(cast):
    """Start a clock of the department as part of an officer's act; what is not said is twenty days with the test ladder."""

    def begin(subject: Any = None, *, when: datetime = MONDAY, actor: Actor | None = None, holder: str = "so", **more: Any):
        by = actor or cast.officer
        terms = {
            "kind": "test.verify",
            "task": "Xác minh",
            "title": "Nghi hàng cấm trong bưu gửi",
            "limit": limit(20, Unit.CALENDAR_DAYS, pause_allowed=True, warn_before=5 * DAY),
            "url": "/vu-viec/VV-2026-00001",
            "button": "Mở",
            "ladder_code": "thu",
        } | more
        about = subject or cast.bodies["dn"]
        return within_act(by, lambda: start_clock(by, about, holder=cast.bodies[holder], at=when, **terms), when)

    return begin


FILLED = [
    "clocks_escalation",
    "clocks_extension",
    "clocks_clock",
    "clocks_ladderstep",
    "clocks_ladderrow",
    "clocks_specialday",
    "clocks_officeweek",
    "clocks_calendaredition",
    "dispatch_recipient",
    "dispatch_notice",
    "audit_unsealed",
    "audit_record",
    "organisations_organisation",
]


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A stage that other connections can see; afterwards its rows go, past the triggers that keep the audit log."""
    with django_db_blocker.unblock():
        cast = make_cast(make_bodies())
        load_stage(cast.system)
        try:
            yield cast
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                for table in FILLED:
                    cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above
                cursor.execute("SET session_replication_role = DEFAULT")
            connection.close()
