"""The cast of the clocks' tests, with the shipped register loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from buuan.base.clocks.tests.stage import make_bodies, make_cast
from buuan.registers.law.actions import load_law

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def cast(db) -> SimpleNamespace:
    return make_cast(make_bodies())


@pytest.fixture
def register(cast) -> dict[str, int]:
    return load_law(cast.system, at=AT)
