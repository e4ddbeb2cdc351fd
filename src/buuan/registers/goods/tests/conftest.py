"""The catalogue of the package in the register, and a second pair of eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.engine.catalogue import Row
from buuan.kit.actor import Actor
from buuan.registers.goods import store
from buuan.registers.goods.actions import draft_term, load_goods, put_in_force, try_terms
from buuan.registers.goods.reading import Draft
from buuan.registers.items import store as items_store
from buuan.work.cases.tests.cast import MONDAY, Cast

LOADED = MONDAY - timedelta(days=60)
"""When the catalogue came into force in these tests."""


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings) -> Iterator[None]:
    """Give each test a data folder of its own, let every judgement ask the register, and forget what the test held."""
    settings.DATA, settings.ARCHIVE, settings.KEYS = tmp_path, tmp_path / "archive", tmp_path / "keys"
    settings.CATALOGUE_CHECK = 0.0
    items_store.archive.cache_clear()
    store.forget()
    yield
    store.forget()
    items_store.archive.cache_clear()


@pytest.fixture(scope="module")
def loaded(stage: Cast, django_db_blocker: Any) -> dict[str, int]:
    """Load the shipped catalogue into the register, once for the module, in the transaction of the stage."""
    with django_db_blocker.unblock():
        return load_goods(stage.system, at=LOADED)


@pytest.fixture
def goods(loaded: dict[str, int], db: None) -> dict[str, int]:
    """The shipped catalogue in the register, for one test."""
    return loaded


@pytest.fixture
def approver(cast: Cast) -> Actor:
    """Give the leader of the police's focal point, who drafts nothing here."""
    return actor_of(_account(cast, "thu-chi-huy", "Chỉ huy Thử", "leader"), source="page")


@action
def _account(cast: Cast, username: str, name: str, role: str) -> Account:
    account = Account(username=username, name=name, role=role, organisation=cast.bodies["police"], created_at=LOADED)
    account.set_unusable_password()
    account.save()
    record(cast.system, "test.account", account, at=LOADED)
    return account


def draft(text: str, category: str = "DRG_ATS", strength: str = "sure", **more: object) -> Draft:
    """Give a draft of an invented word."""
    return Draft(Row("term", text, category, strength, source="bản tin thử nghiệm", **more), "thử nghiệm")  # type: ignore[arg-type]


@pytest.fixture
def in_force(cast: Cast, goods: dict[str, int], approver: Actor) -> Callable[[str, datetime], str]:
    """Give a function that drafts, tries and puts a word in force at a moment, and gives the version."""

    def put(text: str, at: datetime, **more: object) -> str:
        term = draft_term(cast.police, draft(text, **more), at=at)  # type: ignore[arg-type]
        try_terms(cast.police, [term], at=at)
        return put_in_force(approver, [term], at=at).version

    return put
