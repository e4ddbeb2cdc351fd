"""Server time of the main pages at 1,000 and 100,000 cases (1,000,000 with `BENCH_MILLION=1`), through the whole of Django."""

from __future__ import annotations

import gc
import html
import os
import re
import time
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

import click
from django.core.management import call_command
from django.test import Client

from buuan.base.accounts.actions import create_account, create_system_account
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import system_actor
from buuan.base.organisations.actions import load_organisations
from buuan.base.organisations.models import Organisation
from buuan.base.places.actions import load_areas
from buuan.base.web.lists import Cursor, encode_cursor
from buuan.registers.law.actions import load_law
from buuan.site.benchmarks.province import COMMON_WORD, RARE_WORD, fill, parties_of
from buuan.site.benchmarks.rows import Row, quantile
from buuan.work.cases.actions import load_kinds
from buuan.work.cases.models import Case

WHAT = (
    "Milliseconds of server time for one page, sequential, warm, signed in, garbage collection on: the whole request through"
    " Django's middleware, database and templates, without the network. As many reports, screening hits and manifests as cases;"
    " one case in ten is open. The figure is the median of the wall clock; the note gives its p95, and the processor time of"
    " Python alone (p50 / p95), which other work on the machine disturbs less. The ratio compares with 1,000 cases. The peers,"
    " measured on the same kind of machine with 100,000 rows: a list takes 190 ms (p50) in NetBox 4.6, 2,451 ms in DFIR-IRIS 2.4."
)
SIZES = (1_000, 100_000, 1_000_000)
REQUESTS = 40
PASSWORD = "chi-de-do-luong-1"  # noqa: S105 - of a throwaway province
_NEXT = re.compile(r'rel="next" href="([^"]*)"')


def bench_pages() -> list[Row]:
    """Fill a throwaway province step by step and measure each page at each size."""
    _found_province()
    officer = _account("do-luong", Organisation.objects.get(code="cong-an-tinh"))
    parties = parties_of(officer.pk)
    villager = _account("do-luong-xa", Organisation.objects.get(pk=parties.commune))
    readers = {"": _browser(officer), " by a commune": _browser(villager)}
    sizes = SIZES if os.environ.get("BENCH_MILLION") == "1" else SIZES[:-1]
    gc.collect()
    gc.freeze()
    rows: list[Row] = []
    smallest: dict[str, float] = {}
    for before, size in pairwise((0, *sizes)):
        fill(parties, before + 1, size)
        for name, reader, address in _pages(readers[""]):
            wall, cpu = _times(readers[reader], address)
            smallest.setdefault(name, median(wall))
            ratio = median(wall) / smallest[name] if before else None
            note = f"p95 {quantile(wall, 0.95):.1f} ms; processor {median(cpu):.1f} / {quantile(cpu, 0.95):.1f} ms"
            rows.append(Row(f"{name}, {size:,} cases", median(wall), "ms", ratio, note))
            click.echo(f"{rows[-1].name}: {rows[-1].median:.1f} ms; {note}", err=True)
    weight = len(readers[""].get("/vu-viec").content) / 1024
    return [*rows, Row("list of cases, page weight without static files", weight, "kB")]


def _found_province() -> None:
    at = datetime.now(tz=UTC)
    call_command("collectstatic", verbosity=0, interactive=False)
    create_system_account(at=at)
    actor = system_actor(source="command")
    load_areas(actor, at=at)
    load_organisations(actor, at=at)
    load_law(actor, at=at)
    load_kinds(actor, at=at)


def _account(username: str, body: Organisation) -> Account:
    actor, at = system_actor(source="command"), datetime.now(tz=UTC)
    role = "duty_officer" if body.kind == "police" else "officer"
    return create_account(actor, body, username=username, name="Đo lường", role=role, password=PASSWORD, at=at)


def _browser(account: Account) -> Client:
    client = Client(headers={"accept-language": "vi"}, SERVER_NAME="localhost")
    client.force_login(account)
    return client


def _pages(client: Client) -> list[tuple[str, str, str]]:
    """Give what is measured: its name, whose browser, the address."""
    return [
        ("list of cases, page 1", "", "/vu-viec"),
        ("list of cases, page 20", "", _page(client, "/vu-viec?nhom=tat-ca", 20)),
        ("list of cases, last page", "", _last_page(client)),
        ("list of cases, page 1 by a commune", " by a commune", "/vu-viec?nhom=tat-ca"),
        ("search in the list, rare word", "", f"/vu-viec?nhom=tat-ca&q={RARE_WORD}"),
        ("search in the list, common word", "", f"/vu-viec?q={COMMON_WORD}"),
        ("search everywhere, rare word", "", f"/tim?q={RARE_WORD}"),
        ("search everywhere, common word", "", f"/tim?q={COMMON_WORD}"),
        ("one case", "", f"/vu-viec/VV-2026-{7:07d}"),
        ("one case with 5,000 events", "", f"/vu-viec/VV-2026-{17:07d}"),
        ("its timeline, page 1", "", f"/vu-viec/VV-2026-{17:07d}/dien-bien"),
        ("list of cases, mine", "", "/vu-viec?nhom=cua-toi"),
        ("list of cases, one kind", "", "/vu-viec?loai=crime_report"),
        ("list of cases, one label", "", "/vu-viec?nhan=priority&nhom=tat-ca"),
        ("board", "", "/vu-viec/bang"),
        ("list of reports", "", "/bao-cao-nghi-van"),
        ("list of hits", "", "/sang-loc"),
        ("list of hits, one category from a score on", "", "/sang-loc?diem=0.9&nghiem_trong=1"),
        ("list of manifests", "", "/bang-ke"),
        ("league of descriptions, 90 days", "", "/sang-loc/chat-luong?ngay=90"),
        ("work of the unit", "", "/viec"),
    ]


def _page(client: Client, address: str, number: int) -> str:
    path = address.split("?")[0]
    for _ in range(number - 1):
        links = _NEXT.findall(client.get(address).content.decode())
        if not links:
            break
        following = html.unescape(links[-1])
        address = following if following.startswith("/") else f"{path}{following}"
    return address


def _last_page(client: Client) -> str:
    """Give the address of the oldest cases in the usual order: the page before which all others stand."""
    opened_at, pk = Case.objects.order_by("opened_at", "pk").values_list("opened_at", "pk")[50]
    place = encode_cursor(Cursor((opened_at, pk)), ("-opened_at",))
    return f"/vu-viec?nhom=tat-ca&moc={place}"


def _times(client: Client, address: str) -> tuple[list[float], list[float]]:
    """Give the milliseconds of each request: on the wall clock, and of this process's own work."""
    for _ in range(3):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    wall, cpu = [], []
    for _ in range(REQUESTS):
        started, worked = time.perf_counter(), time.process_time()
        client.get(address)
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return wall, cpu
