"""The province's areas, bodies and invented operators, loaded once for a module and taken back after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from buuan.base.access.registry import rights_of
from buuan.base.accounts.actions import create_account, create_system_account, issue_token
from buuan.base.accounts.queries import actor_of
from buuan.base.organisations.actions import load_demo_operators, load_organisations
from buuan.base.organisations.models import Organisation
from buuan.base.places.actions import load_areas
from buuan.kit.actor import Actor

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def system(django_db_setup, django_db_blocker) -> Iterator[Actor]:
    """The platform itself, with all loaded; each test works in a savepoint inside this one transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        actor = actor_of(create_system_account(at=AT), source="command")
        load_areas(actor, at=AT)
        load_organisations(actor, at=AT)
        load_demo_operators(actor, at=AT)
        yield actor
        transaction.set_rollback(True)


@pytest.fixture
def province(system: Actor, db: None) -> Actor:
    """Reference data and a database that forgets what the test writes."""
    return system


@pytest.fixture
def body(province: Actor) -> Callable[[str], Organisation]:
    """Give an organisation by its code."""
    return lambda code: Organisation.objects.get(code=code)


@pytest.fixture
def actor(body: Callable[[str], Organisation]) -> Callable[[str, str], Actor]:
    """Make somebody of a role in an organisation, without an account."""

    def make(code: str, role: str = "officer") -> Actor:
        of = body(code)
        return Actor(
            account_id=None,
            username=f"{role}-{code}"[:60],
            name="Người thử",
            role=role,
            body_id=of.pk,
            body_code=of.code,
            body_name=str(of),
            body_kind=of.kind,
            tree=of.path,
            rights=rights_of(role, of.kind),
        )

    return make


@pytest.fixture
def plain_pages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages without hashed static files and without the menu, so that these tests hang on no build and no room above."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    monkeypatch.setattr("buuan.site.menu.menu_for", lambda actor, path: [])


@pytest.fixture
def browser_of(province: Actor, body: Callable[[str], Organisation], plain_pages: None) -> Callable[[str, str], Client]:
    """Give a browser in which somebody of a role in an organisation has signed in."""

    def sign_in(code: str, role: str = "officer") -> Client:
        name = f"{role}-{code}"[:60]
        person = create_account(province, body(code), username=name, name="Người thử", role=role, password=None, at=AT)
        browser = Client()
        browser.force_login(person)
        return browser

    return sign_in


@pytest.fixture
def token_of(province: Actor, body: Callable[[str], Organisation]) -> Callable[[str], dict[str, str]]:
    """Give the headers of a call with the API token of an officer of an organisation."""

    def issue(code: str) -> dict[str, str]:
        person = create_account(province, body(code), username=f"may-{code}", name="Máy", role="officer", password=None, at=AT)
        text = issue_token(actor_of(person, source="page"), person, name="thử", days=30, at=timezone.now())[1]
        return {"Authorization": f"Bearer {text}"}

    return issue
