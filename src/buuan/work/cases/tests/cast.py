"""The cast of the tests of `work` and above: one officer a role and body, two operators with a branch and a counter, a stranger.

    Every test has them as the fixture `cast`, kept from module to module (the root's `conftest.py` loads this file).

    cast.police, cast.department, cast.market, cast.customs, cast.commune   officers of bodies that handle cases
    cast.chief         the leader of the police focal point
    cast.leader        the province's leader, who sees what is not restricted
    cast.agency        an officer of another provincial department, who may report
    cast.operator, cast.branch, cast.clerk    security leader, branch officer and counter clerk of one operator
    cast.rival         the security leader of the other operator
    cast.stranger      an officer of a commune that has no part in anything
    cast.auditor, cast.administrator, cast.system

Each is an `Actor` with a real account behind it (`cast.account("police")`); `cast.client("police")` is a browser in which
that person is signed in, `cast.bearer("police", at)` the header of a token. `cast.bodies` gives the organisations by the
names below. Limits, ladders and the working calendar are the shipped ones. Every name is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from buuan.base.accounts.actions import issue_token
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.base.places.models import Area
from buuan.kit.actor import Actor
from buuan.registers.law.actions import load_law

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 08:00 in Vietnam: an ordinary working day."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# name: code, short name, kind, unit type, parent, commune
BODIES = {
    "province": ("ubnd-tinh", "UBND tỉnh", "provincial_peoples_committee", "", "", ""),
    "police": ("cong-an-tinh", "Công an tỉnh", "police", "", "", ""),
    "department": ("so-khcn", "Sở KH&CN", "lead_department", "", "", ""),
    "market": ("chi-cuc-qltt", "Chi cục QLTT", "market_surveillance", "", "", ""),
    "customs": ("chi-cuc-hq", "Chi cục Hải quan", "customs", "", "", ""),
    "agency": ("so-nganh", "Sở Văn hóa", "provincial_department", "", "", ""),
    "commune": ("ubnd-xa-thu", "UBND xã Đông Thử", "commune_committee", "", "", "99001"),
    "far": ("ubnd-xa-xa", "UBND xã Tây Thử", "commune_committee", "", "", "99002"),
    "operator": ("SMTEST", "Bưu chính Sông Thử", "postal_operator", "", "", ""),
    "branch": ("SMTEST-CN1", "Chi nhánh Đông Thử", "operator_unit", "branch", "operator", "99001"),
    "counter": ("SMTEST-BC1", "Bưu cục Đông Thử", "operator_unit", "post_office", "branch", "99001"),
    "rival": ("HTTEST", "Chuyển phát Hạc Thử", "postal_operator", "", "", ""),
    "platform": ("nen-tang-thu", "Nền tảng", "platform", "", "", ""),
}

# name: body, role, name of the person
PEOPLE = {
    "police": ("police", "duty_officer", "Trực ban Thử"),
    "second": ("police", "officer", "Cán bộ Thử Hai"),
    "chief": ("police", "leader", "Chỉ huy Thử"),
    "department": ("department", "officer", "Chuyên viên Thử"),
    "market": ("market", "officer", "Kiểm soát viên Thử"),
    "customs": ("customs", "officer", "Công chức Hải quan Thử"),
    "commune": ("commune", "officer", "Công chức xã Thử"),
    "stranger": ("far", "officer", "Công chức xã Xa"),
    "leader": ("province", "leader", "Lãnh đạo Thử"),
    "agency": ("agency", "officer", "Chuyên viên Sở Thử"),
    "operator": ("operator", "leader", "Phụ trách an ninh Thử"),
    "branch": ("branch", "officer", "Phụ trách chi nhánh Thử"),
    "clerk": ("counter", "counter_clerk", "Giao dịch viên Thử"),
    "rival": ("rival", "leader", "Phụ trách Hạc Thử"),
    "auditor": ("department", "auditor", "Kiểm soát Thử"),
    "administrator": ("department", "administrator", "Quản trị Thử"),
    "system": ("platform", "system", "Hệ thống Thử"),
}


@dataclass
class Cast:
    """The people as actors (by attribute), their bodies and accounts (by name), and ways in for a browser or a system."""

    bodies: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        if name.startswith("_") or name not in self.accounts:
            raise AttributeError(name)
        return self.actor(name)

    def actor(self, name: str, source: str = "page") -> Actor:
        """Give a person as the actor of a page, the API or a worker."""
        return actor_of(self.accounts[name], source=source)

    def account(self, name: str) -> Account:
        """Give the account of a person."""
        return self.accounts[name]

    def client(self, name: str) -> Client:
        """Give a browser in which the person is signed in."""
        client = Client()
        client.force_login(self.accounts[name], backend="buuan.base.accounts.backend.AccountBackend")
        return client

    def bearer(self, name: str, at: datetime) -> dict[str, str]:
        """Give the header of a fresh API token of the person, in force for 90 days from `at`."""
        _token, text = issue_token(self.actor(name), self.accounts[name], name="thử", days=90, at=at)
        return {"Authorization": f"Bearer {text}"}


class Theatre:
    """Keeps the cast on the stage from one module to the next, in a transaction that is taken back when the curtain falls.

    Loading the register takes a third of a second, which no module should wait for. The curtain falls before the first test
    that asks the database without the cast, which then finds the database empty.
    """

    def __init__(self, blocker: Any) -> None:
        self.blocker = blocker
        self.cast: Cast | None = None
        self.playing = False
        self.evening = ExitStack()

    def play(self) -> Iterator[Cast]:
        """Let a module have the cast, in a transaction that each test's own stands inside of. Treat the cast as read-only."""
        with self.blocker.unblock():
            if self.cast is None:
                self.evening.enter_context(transaction.atomic())
                self.cast = make_cast()
            with transaction.atomic():
                self.playing = True
                yield deepcopy(self.cast)
                transaction.set_rollback(True)
            self.playing = False

    def close(self) -> None:
        """Take the cast and its transaction back."""
        if self.cast is not None:
            with self.blocker.unblock():
                transaction.set_rollback(True)
                self.evening.close()
            self.cast = None


THEATRE = pytest.StashKey[Theatre]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Function) -> None:
    """Let the curtain fall before a test that asks the database without the cast."""
    house, names = item.config.stash.get(THEATRE, None), set(item.fixturenames)
    if house is None or house.playing or "theatre" in names:
        return
    if item.get_closest_marker("django_db") or names & {"db", "transactional_db", "django_db_blocker", "django_db_setup"}:
        house.close()


@pytest.fixture(scope="session")
def theatre(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[Theatre]:
    """The house in which the cast plays; it is shut before the database goes."""
    house = pytestconfig.stash[THEATRE] = Theatre(django_db_blocker)
    yield house
    house.close()


def make_cast() -> Cast:
    """Put the cast on the stage: areas, bodies, people, and the shipped law register."""
    made = Cast()
    _put_on_stage(made)
    load_law(made.system, at=MONDAY)
    return made


@action
def _put_on_stage(made: Cast) -> None:
    areas = {code: _area(code, name) for code, name in (("99001", "Đông Thử"), ("99002", "Tây Thử"))}
    for name, (code, short, kind, unit_type, above, commune) in BODIES.items():
        parent = made.bodies.get(above)
        made.bodies[name] = Organisation.objects.create(
            code=code,
            name=short,
            short_name=short,
            kind=kind,
            unit_type=unit_type,
            parent=parent,
            path=f"{parent.path if parent else ''}{code}/",
            area=areas.get(commune),
            source="thử nghiệm",
        )
    for name, (body, role, person) in PEOPLE.items():
        account = Account(
            username=f"thu-{name}", name=person, role=role, organisation=made.bodies[body], created_at=MONDAY - 400 * DAY
        )
        account.set_unusable_password()
        account.save()
        made.accounts[name] = account
    record(made.system, "test.cast", "test.cast", at=MONDAY)


def _area(code: str, name: str) -> Area:
    return Area.objects.create(
        code=code, name=name, type="xã", level="commune", full_name=f"Xã {name}", from_on=date(2025, 7, 1), source="thử nghiệm"
    )


@pytest.fixture(scope="module")
def stage(theatre: Theatre) -> Iterator[Cast]:
    """The cast, for a module."""
    yield from theatre.play()


@pytest.fixture
def cast(stage: Cast, db: None) -> Cast:
    """The cast, for one test."""
    return stage
