"""Server time of the main pages at 1,000 and 100,000 cases, through the whole of Django, signed in, garbage collection on."""

from __future__ import annotations

import html
import re
import time
from datetime import UTC, datetime
from statistics import median

from django.core.management import call_command
from django.db import connection
from django.test import Client

from buuan.base.accounts.actions import create_account, create_system_account
from buuan.base.accounts.queries import system_actor
from buuan.base.organisations.actions import load_organisations
from buuan.base.organisations.models import Organisation
from buuan.base.places.actions import load_areas
from buuan.registers.law.actions import load_law
from buuan.site.benchmarks.rows import Row, quantile

WHAT = (
    "Milliseconds of server time for one page, sequential, warm: the whole request through Django's middleware, database and templates,"
    " without the network. The ratio compares 100,000 cases with 1,000. The peers of the field, measured on the same kind of machine:"
    " a list of 100,000 rows takes 190 ms (p50) in NetBox 4.6 and 2,451 ms in DFIR-IRIS 2.4."
)
SIZES = (1_000, 100_000)
REQUESTS = 60
_NEXT = re.compile(r'rel="next" href="([^"]*)"')

_CASES = """
INSERT INTO cases_case (folded, number, title, state, severity, marking, category, category_name, lead_id, source, opened_at, conclusion)
SELECT 'vv 2026 ' || g || ' nghi phao no trong buu gui sm' || lpad(g::text, 8, '0') || CASE WHEN g %% 5000 = 0 THEN ' hiemthay' ELSE '' END,
       'VV-2026-' || lpad(g::text, 7, '0'), 'Nghi pháo nổ trong bưu gửi SM' || lpad(g::text, 8, '0'),
       (ARRAY['received','verifying','handling'])[1 + g %% 3], (ARRAY['critical','high','medium','low'])[1 + g %% 4], 'internal',
       'FIREWORKS', 'Pháo nổ', %(lead)s, 'báo cáo', now() - g * interval '5 minutes', ''
FROM generate_series(%(start)s, %(end)s) g
"""
_PARTS = """
INSERT INTO cases_participant (case_id, organisation_id, role, from_at)
SELECT id, %(lead)s, 'lead', opened_at FROM cases_case c
WHERE NOT EXISTS (SELECT 1 FROM cases_participant p WHERE p.case_id = c.id)
"""


def bench_pages() -> list[Row]:
    """Fill a throwaway province step by step and measure each page at each size."""
    client, lead = _province()
    medians: dict[str, dict[int, float]] = {}
    rows: list[Row] = []
    filled = 0
    for size in SIZES:
        _fill(lead, filled + 1, size)
        filled = size
        for name, address in _addresses(client).items():
            times = _times(client, address)
            medians.setdefault(name, {})[size] = median(times)
            small = medians[name][SIZES[0]]
            ratio = medians[name][size] / small if size != SIZES[0] else None
            note = f"p95 {quantile(times, 0.95):.1f} ms"
            rows.append(Row(f"{name}, {size:,} cases", medians[name][size], "ms", ratio, note))
    page = client.get("/vu-viec")
    rows.append(Row("list of cases, page weight without static files", len(page.content) / 1024, "kB"))
    return rows


def _province() -> tuple[Client, Organisation]:
    at = datetime.now(tz=UTC)
    call_command("collectstatic", verbosity=0, interactive=False)
    create_system_account(at=at)
    actor = system_actor(source="command")
    load_areas(actor, at=at)
    load_organisations(actor, at=at)
    load_law(actor, at=at)
    lead = Organisation.objects.get(code="cong-an-tinh")
    person = create_account(
        actor, lead, username="do-luong", name="Đo lường", role="duty_officer", password="chi-de-do-luong-1", at=at  # noqa: S106
    )
    client = Client(headers={"accept-language": "vi"}, SERVER_NAME="localhost")
    client.force_login(person)
    return client, lead


def _fill(lead: Organisation, start: int, end: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CASES, {"lead": lead.pk, "start": start, "end": end})
        cursor.execute(_PARTS, {"lead": lead.pk})
        cursor.execute("ANALYZE")


def _addresses(client: Client) -> dict[str, str]:
    deep = "/vu-viec"
    for _ in range(20):
        links = _NEXT.findall(client.get(deep).content.decode())
        if not links:
            break
        following = html.unescape(links[-1])
        deep = following if following.startswith("/") else f"/vu-viec{following}"
    return {
        "list of cases, page 1": "/vu-viec",
        "list of cases, page 20": deep,
        "search in the list, rare word": "/vu-viec?q=hiemthay",
        "search everywhere, common word": "/tim?q=phao",
        "one case": f"/vu-viec/VV-2026-{7:07d}",
        "work of the unit": "/viec",
    }


def _times(client: Client, address: str) -> list[float]:
    for _ in range(3):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    return times
