"""The cast with the grounds loaded, and how its people ask and answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from buuan.work.cases.tests.cast import DAY, MONDAY
from buuan.work.interdiction.actions import load_grounds
from buuan.work.interdiction.rules import Scope
from buuan.work.requests import actions
from buuan.work.requests.actions import RequestFacts
from buuan.work.requests.models import InformationRequest

FIREWORK = "FWK_BANG"
BY_PHONE = Scope(phones=("0900000001",), category=FIREWORK, from_at=MONDAY - 10 * DAY, until_at=MONDAY)


@pytest.fixture(scope="module")
def stage(theatre):
    """The cast with the grounds loaded, once a module."""
    stages = theatre.play()
    made = next(stages)
    load_grounds(made.system, at=MONDAY)
    yield made
    next(stages, None)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path):
    """Evidence of a test stands in a folder of its own."""
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def now(monkeypatch) -> datetime:
    """For the faces it is 08:11 of Monday."""
    at = MONDAY + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


def facts(scope: Scope | None = None, **more) -> RequestFacts:
    """Give a draft that the bounds allow: where one named item is."""
    given = RequestFacts(
        title="Hành trình gói nghi có pháo nổ",
        ground="goods",
        reason="Xác minh báo cáo nghi vấn.",
        scope=scope or Scope(items=("SM0001TH",), category=FIREWORK),
        wanted=("journey",),
        question="Gói hàng nay ở đâu?",
        to=("SMTEST",),
        officer="Trực ban Thử",
        phone="02373852246",
    )
    return replace(given, **more)


@pytest.fixture
def draft(cast) -> Callable[..., InformationRequest]:
    """Draft as the duty officer of the police at 08:00."""

    def make(scope: Scope | None = None, by: str = "police", at: datetime = MONDAY, **more) -> InformationRequest:
        return actions.draft_request(cast.actor(by), facts(scope, **more), at=at)

    return make


@pytest.fixture
def ask(cast, draft) -> Callable[..., InformationRequest]:
    """Draft, hand in and approve: a request that is out from 08:00."""

    def make(scope: Scope | None = None, at: datetime = MONDAY, **more) -> InformationRequest:
        made = actions.submit_request(cast.police, draft(scope, at=at, **more), at=at)
        return actions.approve_request(cast.chief, made, at=at)

    return make
