"""The cast, and how its people report."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from PIL import Image

from buuan.work.cases.tests.cast import MONDAY
from buuan.work.intake.actions import ReportFacts, receive_report
from buuan.work.intake.models import SuspicionReport


@pytest.fixture
def say(cast) -> Callable[..., SuspicionReport]:
    """Report as the counter clerk at 08:00 of Monday; what is not said is a package of fireworks at the clerk's own counter."""

    def report(by: str = "clerk", point: str = "counter", at: datetime = MONDAY, **more: object) -> SuspicionReport:
        words = {"item_id": "SM0001TH", "declared_content": "pháo nổ tự chế", "signs": ("misdeclared",), "client_key": "mẫu-0001"}
        facts = ReportFacts(found_at=at, sent_at=at, **(words | more))
        return receive_report(cast.actor(by), cast.bodies[point], facts, at=at)

    return report


@pytest.fixture
def now(monkeypatch) -> datetime:
    """For the faces it is 08:11 of Monday."""
    at = MONDAY + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


@pytest.fixture(autouse=True)
def evidence(settings, tmp_path) -> None:
    """Photos of a test go to a folder of its own."""
    settings.EVIDENCE = tmp_path / "evidence"


def photo(colour: str = "red") -> bytes:
    """Give a small JPEG as a phone would send it."""
    out = io.BytesIO()
    Image.new("RGB", (24, 24), colour).save(out, "JPEG")
    return out.getvalue()
