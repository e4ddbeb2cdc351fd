"""A few bodies with people in them, made as an administrator makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from buuan.base.accounts.actions import create_account, create_system_account
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of, system_actor
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 08:00 in Vietnam."""

DAY = timedelta(days=1)
PASSWORD = "mat-khau-thu-9"

# name: code, kind, parent
BODIES = {
    "department": ("so-khcn", "lead_department", ""),
    "police": ("cong-an-tinh", "police", ""),
    "operator": ("SMTEST", "postal_operator", ""),
    "branch": ("SMTEST-CN1", "operator_unit", "operator"),
    "rival": ("HTTEST", "postal_operator", ""),
}

# name: body, role
PEOPLE = {
    "administrator": ("department", "administrator"),
    "auditor": ("department", "auditor"),
    "officer": ("police", "duty_officer"),
    "operator_administrator": ("operator", "administrator"),
    "leader": ("operator", "leader"),
    "clerk": ("branch", "counter_clerk"),
    "rival": ("rival", "leader"),
}


@dataclass
class People:
    """The bodies and the accounts by name; every account has the same password."""

    bodies: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def account(self, name: str) -> Account:
        """Give an account as it stands now."""
        return Account.objects.select_related("organisation").get(pk=self.accounts[name].pk)

    def actor(self, name: str) -> Actor:
        """Give a person as the actor of a page."""
        return actor_of(self.account(name), source="page")

    def client(self, name: str) -> Client:
        """Give a browser in which the person is signed in."""
        client = Client()
        client.force_login(self.account(name), backend="buuan.base.accounts.backend.AccountBackend")
        return client


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Argon2 takes a tenth of a second and 100 MB for each password, by design; tests do not wait for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def people(db: None) -> People:
    made = People()
    create_system_account(at=AT - 30 * DAY)
    platform = system_actor(source="command")
    _bodies(platform, made)
    for name, (body, role) in PEOPLE.items():
        made.accounts[name] = create_account(
            platform,
            made.bodies[body],
            username=name.replace("_", "-"),
            name=f"Người {name}",
            role=role,
            password=PASSWORD,
            at=AT - 20 * DAY,
        )
    return made


@pytest.fixture
def sealed(settings) -> None:
    """The second factor as the platform runs it; the codes of earlier tests are forgotten."""
    settings.MFA_ADAPTER = "buuan.base.accounts.adapter.SecondFactorAdapter"
    cache.clear()


@action
def _bodies(actor: Actor, made: People) -> None:
    for name, (code, kind, above) in BODIES.items():
        parent = made.bodies.get(above)
        path = f"{parent.path if parent else ''}{code}/"
        made.bodies[name] = Organisation.objects.create(
            code=code, name=code, short_name=code, kind=kind, parent=parent, path=path, source="thử nghiệm"
        )
    record(actor, "test.bodies", "test.bodies", at=AT)
