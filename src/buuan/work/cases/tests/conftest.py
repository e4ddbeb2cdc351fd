"""The cast, and a case as the tests begin with it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from buuan.work.cases.actions import CaseOpening, ItemFacts, load_kinds, open_case
from buuan.work.cases.models import Case
from buuan.work.cases.tests.cast import HOUR, MONDAY


@pytest.fixture
def now(monkeypatch) -> datetime:
    """For the faces it is 10:00 of Monday: they are the only ones who ask what time it is."""
    at = MONDAY + 2 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


@pytest.fixture
def kinds(cast) -> None:
    """The kinds of case that come with the platform, in force since Monday."""
    load_kinds(cast.system, at=MONDAY)


@pytest.fixture
def case(cast) -> Case:
    """A case of the police with one item and the market surveillance as partner."""
    opening = CaseOpening(
        title="Nghi pháo nổ trong bưu gửi",
        severity="critical",
        source="kiểm tra tại bưu cục",
        area=cast.bodies["counter"].area,
        items=(ItemFacts(cast.bodies["operator"], "SM0001TH", "pháo hoa hộp 36 quả"),),
        partners=(cast.bodies["market"],),
    )
    return open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)
