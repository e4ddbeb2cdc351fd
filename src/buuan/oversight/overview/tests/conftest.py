"""The cast, what they report, and a case that came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from buuan.work.cases.actions import CaseOpening, ItemFacts, open_case
from buuan.work.cases.models import Case
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.intake.actions import ReportFacts, receive_report
from buuan.work.intake.models import SuspicionReport


@pytest.fixture
def now(monkeypatch) -> datetime:
    """For the pages it is 08:11 of Monday."""
    at = MONDAY + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


@pytest.fixture
def say(cast) -> Callable[..., SuspicionReport]:
    """Report an item as the counter clerk, or as another."""

    def report(item: str, content: str = "pháo nổ tự chế", by: str = "clerk", point: str = "counter") -> SuspicionReport:
        facts = ReportFacts(
            item_id=item,
            declared_content=content,
            signs=("misdeclared",),
            client_key=f"mẫu-{item}",
            found_at=MONDAY,
            sent_at=MONDAY,
        )
        return receive_report(cast.actor(by), cast.bodies[point], facts, at=MONDAY)

    return report


@pytest.fixture
def open_one(cast) -> Callable[..., Case]:
    """Open a case of the police with one item."""

    def case(number: int, title: str = "Nghi pháo nổ trong bưu gửi") -> Case:
        item = ItemFacts(cast.bodies["operator"], f"SM{number:04d}TH", "pháo hoa hộp 36 quả")
        opening = CaseOpening(title=title, severity="high", source="kiểm tra tại bưu cục", items=(item,))
        return open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)

    return case
