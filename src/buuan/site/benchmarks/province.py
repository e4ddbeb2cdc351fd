"""A province as large as a measurement wants it: cases with all that belongs to them, written straight by SQL.

Written past the actions, so that a million cases stand in a few minutes: without triggers, and with the indexes built once at the
end, as one loads a dump. `statements` says what the province is like.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from django.db import connection

from buuan.base.accounts.actions import create_account, create_system_account
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import system_actor
from buuan.base.organisations.actions import load_organisations
from buuan.base.organisations.models import Organisation
from buuan.base.places.actions import load_areas
from buuan.base.places.models import Area
from buuan.kit.actor import Actor
from buuan.registers.law.actions import load_law
from buuan.site.benchmarks.statements import STATEMENTS, TABLES
from buuan.work.interdiction.actions import load_grounds

RARE_WORD, COMMON_WORD, EVERY_WORD = "hiemthay", "phao", "nghi"
OPERATORS = 12
PASSWORD = "chi-de-do-luong-1"  # noqa: S105 - of a throwaway province


def found_bodies(at: datetime) -> Actor:
    """Load the areas, bodies, law and grounds of a throwaway province; gives the platform as the actor."""
    create_system_account(at=at)
    actor = system_actor(source="command")
    for load in (load_areas, load_organisations, load_law, load_grounds):
        load(actor, at=at)
    return actor


def hire(actor: Actor, role: str, at: datetime) -> Account:
    """Give the provincial police a person who measures."""
    police = Organisation.objects.get(code="cong-an-tinh")
    return create_account(actor, police, username=f"do-{role}", name="Đo lường", role=role, password=PASSWORD, at=at)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part in the measured province, by their keys."""

    police: int
    department: int
    bodies: list[int]
    communes: list[int]
    operators: list[int]
    areas: list[int]
    people: list[int]
    account: int


def parties_of(officer: Account) -> Parties:
    """Give the parties among the shipped organisations; cases of the police are worked on by `officer` and nobody else's."""

    def keys(rows: Any) -> list[int]:
        return list(rows.order_by("pk").values_list("pk", flat=True))

    standing = Organisation.objects.filter(until_on=None)
    department = standing.filter(kind="lead_department").order_by("pk")[0].pk
    others = keys(standing.filter(kind__in=("market_surveillance", "customs", "provincial_department"), reference_only=False))
    return Parties(
        police=officer.organisation_id,
        department=department,
        # The department leads about as many as all the others together.
        bodies=[department] * max(len(others), 1) + others,
        communes=keys(standing.filter(kind="commune_committee")),
        operators=keys(standing.filter(kind="postal_operator"))[:OPERATORS],
        areas=keys(Area.objects.all())[:200],
        people=keys(Account.objects.filter(organisation=officer.organisation)),
        account=officer.pk,
    )


def fill(parties: Parties, size: int) -> float:
    """Write a province of `size` cases anew, let PostgreSQL look at it, and give the seconds that the writing took."""
    given: dict[str, Any] = {name: getattr(parties, name) for name in Parties.__slots__} | {"size": size}
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # neither foreign keys nor the append-only guards are asked
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SELECT setseed(0.4)")
        with _without_indexes(cursor):
            for statement in STATEMENTS:
                if "%(manifest)s" in statement:
                    cursor.execute("SELECT min(id) FROM items_manifest")
                    given["manifest"] = cursor.fetchone()[0]
                begun = time.perf_counter()
                cursor.execute(statement, given)
                click.echo(f"{statement.split()[2]}: {cursor.rowcount:,} rows, {time.perf_counter() - begun:.1f} s", err=True)
        for table in ("cases_case", "intake_suspicionreport"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [size + 1])
        took = time.perf_counter() - started
        for setting in ("session_replication_role", "synchronous_commit", "maintenance_work_mem"):
            cursor.execute(f"RESET {setting}")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return took


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Empty the tables, and keep only the indexes that a constraint stands on until they are full again."""
    names = list(TABLES)
    cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
    for name in names:
        cursor.execute(f"ALTER TABLE {name} SET (autovacuum_enabled = off)")
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND schemaname = current_schema()"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [names],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    begun = time.perf_counter()
    for _name, definition in found:
        cursor.execute(definition)
    for name in names:
        cursor.execute(f"ALTER TABLE {name} RESET (autovacuum_enabled)")
    click.echo(f"{len(found)} indexes: {time.perf_counter() - begun:.1f} s", err=True)
