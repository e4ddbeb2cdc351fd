"""Server time of the pages that people work with, at two sizes of a province, as different people see it."""

from __future__ import annotations

import gc
import html
import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

import click
from django.core.management import call_command
from django.test import Client

from buuan.base.accounts.actions import create_account, create_system_account, issue_token
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import system_actor
from buuan.base.organisations.actions import load_organisations
from buuan.base.organisations.models import Organisation
from buuan.base.places.actions import load_areas
from buuan.base.web.lists import Cursor, encode_cursor
from buuan.registers.law.actions import load_law
from buuan.site.benchmarks.province import COMMON_WORD, EVERY_WORD, RARE_WORD, fill, parties_of
from buuan.site.benchmarks.rows import Row, quantile
from buuan.work.cases.actions import load_kinds
from buuan.work.cases.models import Case

WHAT = (
    "Milliseconds of server time for one page or one answer of the API, sequential, warm, signed in, garbage collection on: the"
    " whole request through Django's middleware, database and templates, without the network. Each size is a province of its own,"
    " filled anew: as many reports, screening hits, manifests and chained records as cases, with their items, participants, notes,"
    " clocks and timelines; six cases in ten are led by the provincial police, the others by the department, market surveillance,"
    " customs and the communes; one in fifteen is open. The figure is the median of the wall clock; the note gives its p95, and"
    " the time in which this process itself was at work (p50 / p95), which other work on the machine disturbs less. The yardstick"
    " beside each figure is what the sum of a million integers took at that moment: on this kind of machine 7 ms on its best day,"
    " and 17 to 35 ms on others with nothing else running, so read a figure beside its yardstick. The ratio compares the medians"
    " with the smaller province. Targets at 1,000,000 cases on an idle machine: a page p95 60 ms, at most 1.3 times that of"
    " 100,000; a search p95 50 ms; a case with 5,000 events, notes and files 200 ms. The peers, measured on the same kind of"
    " machine with 100,000 rows: a list takes 190 ms (p50) in NetBox 4.6, 2,451 ms in DFIR-IRIS 2.4."
)
SMALL, LARGE = (1_000, 100_000), (100_000, 1_000_000)
REQUESTS = 40
ORDINARY, LONG = "VV-2026-0000007", "VV-2026-0000017"
_NEXT = re.compile(r'rel="next" href="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing to measure: its name, who asks, the address."""

    name: str
    reader: str
    address: str


def bench_pages() -> list[Row]:
    """Fill two throwaway provinces, one after the other, and measure each page in both; the large one with `BENCH_MILLION=1`."""
    readers = found_province()
    parties = parties_of(Account.objects.get(username="do-luong"))
    sizes = LARGE if os.environ.get("BENCH_MILLION") == "1" else SMALL
    gc.collect()
    gc.freeze()
    rows: list[Row] = []
    smaller: dict[str, float] = {}
    for size in sizes:
        rows.append(Row("yardstick: the sum of a million integers", yardstick(), "ms"))
        rows.append(Row(f"filling of a province of {size:,} cases", fill(parties, size), "s"))
        for one in measured(readers["police"]):
            wall, cpu = times(readers[one.reader], one.address)
            smaller.setdefault(one.name, median(wall))
            ratio = None if size == sizes[0] else median(wall) / smaller[one.name]
            own = f"own work {median(cpu):.1f} / {quantile(cpu, 0.95):.1f} ms"
            note = f"p95 {quantile(wall, 0.95):.1f} ms; {own}; yardstick {yardstick():.0f} ms"
            rows.append(Row(f"{one.name}, {size:,} cases", median(wall), "ms", ratio, note))
            click.echo(f"{rows[-1].name}: {rows[-1].median:.1f} ms; {note}", err=True)
    weight = len(readers["police"].get("/vu-viec").content) / 1024
    return [*rows, Row("list of cases, page weight without static files", weight, "kB")]


def yardstick() -> float:
    """Give how long this machine takes now for something that never changes, in milliseconds."""
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        sum(range(1_000_000))
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken)


def found_province() -> dict[str, Client]:
    """Bring a province without cases up, and give those who measure, signed in: one who sees much, few, a part, everything."""
    at = datetime.now(tz=UTC)
    call_command("collectstatic", verbosity=0, interactive=False)
    create_system_account(at=at)
    actor = system_actor(source="command")
    load_areas(actor, at=at)
    load_organisations(actor, at=at)
    load_law(actor, at=at)
    load_kinds(actor, at=at)
    police = Organisation.objects.get(code="cong-an-tinh")
    standing = Organisation.objects.filter(until_on=None).order_by("pk")
    accounts = {
        "police": _account("do-luong", police, "duty_officer"),
        "commune": _account("do-luong-xa", standing.filter(kind="commune_committee")[0], "officer"),
        "department": _account("do-luong-so", standing.filter(kind="lead_department")[0], "leader"),
        "auditor": _account("do-luong-ks", police, "auditor"),
    }
    for number in range(20):
        _account(f"do-luong-{number}", police, "officer")
    readers = {name: browser_of(one) for name, one in accounts.items()}
    _token, text = issue_token(actor, accounts["police"], name="Đo lường", days=30, at=at)
    readers["machine"] = Client(headers={"accept-language": "vi", "authorization": f"Bearer {text}"}, SERVER_NAME="localhost")
    return readers


def _account(username: str, body: Organisation, role: str) -> Account:
    actor, at = system_actor(source="command"), datetime.now(tz=UTC)
    return create_account(actor, body, username=username, name="Đo lường", role=role, password=None, at=at)


def browser_of(account: Account) -> Client:
    """Give a signed-in browser."""
    client = Client(headers={"accept-language": "vi"}, SERVER_NAME="localhost")
    client.force_login(account)
    return client


def measured(client: Client) -> list[Measured]:
    """Give what is measured; `client` is asked for the addresses of later pages."""
    everything = "/vu-viec?nhom=tat-ca"
    pages = [
        ("list of cases", "/vu-viec"),
        ("list of all cases", everything),
        ("list of all cases, page 20", _page(client, everything, 20)),
        ("list of all cases, last page", _last_page()),
        ("list of cases, mine", "/vu-viec?nhom=cua-toi"),
        ("list of cases, overdue", "/vu-viec?nhom=qua-han"),
        ("list of cases, closed", "/vu-viec?nhom=dong"),
        ("list of all cases, one kind", f"{everything}&loai=crime_report"),
        ("list of all cases, one severity", f"{everything}&muc-do=critical"),
        ("list of all cases, one label", f"{everything}&nhan=priority"),
        ("list of all cases, one area", f"{everything}&dia-ban=hac+thanh"),
        ("list of all cases, nobody assigned", f"{everything}&chua-giao=1"),
        ("list of all cases, an old month", f"{everything}&tu-ngay={_day(600)}&den-ngay={_day(570)}"),
        ("board", "/vu-viec/bang"),
        ("one case", f"/vu-viec/{ORDINARY}"),
        ("one case, its timeline", f"/vu-viec/{ORDINARY}/dien-bien"),
        ("one case, its evidence", f"/vu-viec/{ORDINARY}/chung-cu"),
        ("one case, its requests", f"/yeu-cau-thong-tin?nhom=tat-ca&vu-viec={ORDINARY}"),
        ("case of 5,000 events, notes and files", f"/vu-viec/{LONG}"),
        ("case of 5,000, its timeline", f"/vu-viec/{LONG}/dien-bien"),
        ("case of 5,000, its timeline, page 20", _page(client, f"/vu-viec/{LONG}/dien-bien", 20)),
        ("case of 5,000, its notes", f"/vu-viec/{LONG}/cac-ghi-chu"),
        ("case of 5,000, its evidence", f"/vu-viec/{LONG}/chung-cu"),
        ("case of 5,000, all its evidence", f"/vu-viec/{LONG}/chung-cu/toan-bo"),
        ("queue of triage", "/bao-cao-nghi-van?nhom=cho"),
        ("list of reports", "/bao-cao-nghi-van"),
        ("list of reports, page 20", _page(client, "/bao-cao-nghi-van", 20)),
        ("one report", "/bao-cao/BC-2026-0000004"),
        ("work of the unit", "/viec"),
        ("list of hits", "/sang-loc"),
        ("list of hits, one category from a score on", "/sang-loc?diem=0.9&nghiem_trong=1"),
        ("list of manifests", "/bang-ke"),
        ("league of descriptions, 90 days", "/sang-loc/chat-luong?ngay=90"),
        ("search in the list, rare word", f"{everything}&q={RARE_WORD}"),
        ("search in the list, common word", f"{everything}&q={COMMON_WORD}"),
        ("search in the list, a word of every case", f"{everything}&q={EVERY_WORD}"),
        ("search in the list, two words", f"{everything}&q={COMMON_WORD}+996"),
        ("search in the list, a number", f"{everything}&q=VV-2026-0000777"),
        ("search everywhere, rare word", f"/tim?q={RARE_WORD}"),
        ("search everywhere, common word", f"/tim?q={COMMON_WORD}"),
        ("search everywhere, a word of every case", f"/tim?q={EVERY_WORD}"),
        ("search everywhere, a number", "/tim?q=VV-2026-0000777"),
    ]
    others = [
        ("list of cases", "/vu-viec"),
        ("list of all cases", everything),
        ("board", "/vu-viec/bang"),
        ("list of reports", "/bao-cao-nghi-van"),
        ("work of the unit", "/viec"),
        ("search in the list, common word", f"{everything}&q={COMMON_WORD}"),
        ("search everywhere, common word", f"/tim?q={COMMON_WORD}"),
    ]
    machine = [
        ("cases", "/api/v1/cases"),
        ("open cases of a kind", "/api/v1/cases?state=handling"),
        ("one case", f"/api/v1/cases/{ORDINARY}"),
        ("one case of 5,000, its events", f"/api/v1/cases/{LONG}/events"),
        ("related cases", f"/api/v1/cases/{ORDINARY}/related"),
        ("reports", "/api/v1/reports"),
        ("clocks", "/api/v1/clocks"),
        ("board", "/api/v1/case-board"),
    ]
    return [
        *(Measured(name, "police", address) for name, address in pages),
        *(Measured(f"{name} by a commune", "commune", address) for name, address in others),
        *(Measured(f"{name} by the department's leader", "department", address) for name, address in others),
        *(Measured(f"{name} by the auditor", "auditor", address) for name, address in others),
        *(Measured(f"API: {name}", "machine", address) for name, address in machine),
    ]


def _day(ago: int) -> str:
    return (datetime.now(tz=UTC) - timedelta(days=ago)).date().isoformat()


def _page(client: Client, address: str, number: int) -> str:
    path = address.split("?")[0]
    for _ in range(number - 1):
        links = _NEXT.findall(client.get(address).content.decode())
        if not links:
            break
        following = html.unescape(links[-1])
        address = following if following.startswith("/") else f"{path}{following}"
    return address


def _last_page() -> str:
    """Give the address of the oldest cases in the usual order: the page before which all others stand."""
    opened_at, pk = Case.objects.order_by("opened_at", "pk").values_list("opened_at", "pk")[50]
    place = encode_cursor(Cursor((opened_at, pk)), ("-opened_at",))
    return f"/vu-viec?nhom=tat-ca&moc={place}"


def times(client: Client, address: str, requests: int = REQUESTS) -> tuple[list[float], list[float]]:
    """Give the milliseconds of each request: on the wall clock, and of this process's own work."""
    for _ in range(3):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    wall, cpu = [], []
    for _ in range(requests):
        started, worked = time.perf_counter(), time.process_time()
        client.get(address)
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return wall, cpu
