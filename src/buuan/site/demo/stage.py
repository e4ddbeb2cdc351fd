"""The stage on which the month plays: how much happens, who acts, and the chance that decides, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from buuan.base.accounts.actions import create_account
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.site.demo.story import Story

DAYS = 31
"""How long the month is."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens in the month; the figures are those of the contract's demo province."""

    items: int = 60_000
    manifests: int = 40
    counters: int = 60
    reports: int = 352
    hit_reports: int = 40
    agency_reports: int = 8
    waiting: int = 12
    dismissed_hits: int = 150
    photos: int = 6
    burst: int = 69
    received: int = 10
    verifying: int = 28
    handling: int = 20
    concluded: int = 17
    closed: int = 45

    @property
    def cases(self) -> int:
        """How many cases are opened."""
        return self.received + self.verifying + self.handling + self.concluded + self.closed


SMALL = Size(
    items=4_500,
    manifests=10,
    counters=12,
    reports=40,
    hit_reports=6,
    agency_reports=4,
    waiting=4,
    dismissed_hits=10,
    photos=1,
    burst=9,
    received=2,
    verifying=4,
    handling=3,
    concluded=3,
    closed=7,
)
"""A month for tests and weak machines: everything happens, but seldom."""


@dataclass
class Stage:
    """What all parts of the month share."""

    system: Actor
    end: datetime
    seed: int
    size: Size
    story: Story = field(init=False)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _accounts: dict[str, Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.story = Story(self.end)

    @property
    def start(self) -> datetime:
        """When the month begins: the start of a day in Vietnam."""
        first = (self.end - timedelta(days=DAYS)).astimezone(VIETNAM)
        return first.replace(hour=0, minute=0, second=0, microsecond=0)

    def chance(self, *names: str) -> random.Random:
        """Give the chance for one purpose; another purpose draws other numbers, so that parts do not shift each other."""
        return random.Random("/".join((str(self.seed), *names)))  # noqa: S311 - invented data, no secret

    def hire(self, username: str, name: str, role: str, body: Organisation) -> Actor:
        """Create an invented person's account, in which nobody can sign in, at the beginning of the month."""
        account = create_account(self.system, body, username=username, name=name, role=role, password=None, at=self.start)
        self._accounts[username] = account
        return self.actor(username)

    def account(self, username: str) -> Account:
        """Give the account of a person of the demo."""
        if username not in self._accounts:
            self._accounts[username] = Account.objects.select_related("organisation").get(username=username)
        return self._accounts[username]

    def actor(self, username: str, source: str = "page") -> Actor:
        """Give a person of the demo as the one who acts."""
        key = f"{username}/{source}"
        if key not in self._actors:
            self._actors[key] = actor_of(self.account(username), source=source)
        return self._actors[key]


def in_office(moment: datetime) -> datetime:
    """Give the moment, or when offices are closed the same minute of the next day on which they are open."""
    local = moment.astimezone(VIETNAM)
    if local.hour < 7 or local.hour >= 17:
        local = local.replace(hour=8 + local.minute % 3) + timedelta(days=1 if local.hour >= 17 else 0)
    while local.weekday() >= 5:
        local += timedelta(days=1)
    return local


@cache
def words() -> dict[str, Any]:
    """Give what the invented people write."""
    return yaml.safe_load(files("buuan.site.demo").joinpath("data", "words.yaml").read_text("utf-8"))
