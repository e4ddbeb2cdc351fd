"""The province's areas, loaded once for a module and taken back after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from buuan.base.accounts.actions import create_account, create_system_account, issue_token
from buuan.base.accounts.queries import actor_of
from buuan.base.organisations.models import Organisation
from buuan.base.places.actions import load_areas
from buuan.kit.actor import Actor

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def system(django_db_setup, django_db_blocker) -> Iterator[Actor]:
    """The platform itself, with the areas loaded; each test works in a savepoint inside this one transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        actor = actor_of(create_system_account(at=AT), source="command")
        load_areas(actor, at=AT)
        yield actor
        transaction.set_rollback(True)


@pytest.fixture
def province(system: Actor, db: None) -> Actor:
    """Reference data and a database that forgets what the test writes."""
    return system


@pytest.fixture
def plain_pages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages without hashed static files and without the menu, so that these tests hang on no build and no room above."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    monkeypatch.setattr("buuan.site.menu.menu_for", lambda actor, path: [])


@pytest.fixture
def signed_in_client(province: Actor, client: Client, plain_pages: None) -> Client:
    """A browser of a specialist who has signed in."""
    body = Organisation.objects.get(code=province.body_code)
    person = create_account(province, body, username="nguoi-xem", name="Người xem", role="officer", password=None, at=AT)
    client.force_login(person)
    return client


@pytest.fixture
def token(province: Actor) -> str:
    """The text of an API token of a specialist."""
    body = Organisation.objects.get(code=province.body_code)
    person = create_account(province, body, username="nguoi-doc", name="Người đọc", role="officer", password=None, at=AT)
    return issue_token(actor_of(person, source="page"), person, name="thử", days=30, at=timezone.now())[1]
