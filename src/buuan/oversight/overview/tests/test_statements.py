"""What the lists ask of the database: as many statements for many rows as for one, and none that reads a whole table.

A page that is fast at a hundred rows and slow at a million shows it here first: PostgreSQL is forbidden to read a table
from end to end, and if it must do so all the same, an index or a limit is missing.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buuan.work.cases.models import Case
from buuan.work.intake.models import SuspicionReport

pytestmark = pytest.mark.usefixtures("now")

CASES, REPORTS = "/vu-viec", "/bao-cao-nghi-van"
LISTS = (CASES, f"{CASES}?nhom=tat-ca", f"{CASES}?q=phao", REPORTS, f"{REPORTS}?q=phao", "/sang-loc", "/viec")
LARGE = "cases_case|cases_participant|intake_suspicionreport|intake_routing|clocks_clock|items_hit|dispatch_recipient"
_SCAN = re.compile(rf"Seq Scan on ({LARGE})\b")


def statements(client, address: str) -> list[str]:
    client.get(address)  # what is remembered by the process is remembered now
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in seen]


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
        found = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


@pytest.mark.parametrize("address", [*LISTS, "/tim?q=phao"])
def test_as_many_statements_for_many_rows_as_for_one(cast, say, open_one, address):
    client = cast.client("police")
    say("SM0001TH")
    open_one(1)
    one = statements(client, address)
    for rank in range(2, 9):
        say(f"SM{rank:04d}TH")
        open_one(rank)

    many = statements(client, address)

    assert len(many) == len(one), many


@pytest.mark.parametrize("who", ["police", "market", "stranger", "auditor"])
@pytest.mark.parametrize("address", LISTS)
def test_no_list_reads_a_table_from_end_to_end(cast, say, open_one, who, address):
    say("SM0001TH")
    open_one(1)
    if address == "/sang-loc" and not cast.actor(who).may("screening.read"):
        assert cast.client(who).get(address).status_code in (403, 404)
        return

    for sql in statements(cast.client(who), address):
        if sql.startswith("SELECT"):
            assert not _SCAN.search(plan(sql)), f"{plan(sql)}\n{sql}"


@pytest.mark.parametrize("who", ["police", "commune", "auditor"])
@pytest.mark.parametrize("address", [CASES, REPORTS])
def test_every_count_stops_at_a_limit(cast, say, who, address):
    say("SM0001TH")

    for sql in statements(cast.client(who), address):
        for counted in sql.lower().split("count(*)")[1:]:
            assert " limit " in counted, sql


def test_a_page_begins_at_its_place_and_not_at_the_first_row(cast, open_one):
    for rank in range(1, 4):
        open_one(rank)
    later = Case.objects.visible_to(cast.auditor).order_by("-opened_at", "-pk")
    found = plan(str(later.values("pk")[:2].query))

    assert "case_latest" in found
    assert "Sort" not in found


def test_a_body_with_few_reports_and_one_with_many_see_the_same(cast, say, monkeypatch):
    say("SM0001TH")
    say("SM0002TH", by="agency", point="agency")
    seen = {}
    for most in (10_000, 0):
        monkeypatch.setattr("buuan.work.intake.models.MANY", most)
        for who in ("police", "market", "commune", "stranger", "agency"):
            numbers = set(SuspicionReport.objects.visible_to(cast.actor(who)).values_list("item_id", flat=True))
            assert seen.setdefault(who, numbers) == numbers, who

    assert seen["police"] == {"SM0001TH", "SM0002TH"}
    assert seen["agency"] == {"SM0002TH"}
    assert seen["stranger"] == set()
