"""Bringing a province up: tables, reference data, and the demo month when asked for. May be run again."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from buuan.base.accounts.actions import create_system_account
from buuan.base.accounts.queries import system_actor
from buuan.base.audit.actions import seal_all
from buuan.base.dispatch.actions import load_ladders
from buuan.base.organisations.actions import load_demo_operators, load_organisations
from buuan.base.places.actions import load_areas
from buuan.engine.run import warm
from buuan.kit.console import os_user
from buuan.registers.goods.actions import load_goods
from buuan.registers.goods.queries import current_version
from buuan.registers.law.actions import load_law
from buuan.site.catalogue import compile_catalogues
from buuan.site.demo.accounts import load_accounts
from buuan.site.demo.month import load_month
from buuan.site.demo.stage import DAYS, SMALL
from buuan.site.directive import load_directive
from buuan.site.tables import create_tables
from buuan.work.cases.actions import load_kinds
from buuan.work.interdiction.actions import load_grounds

Load = Callable[..., dict[str, Any]]

REFERENCE: tuple[tuple[str, Load], ...] = (
    ("địa bàn", load_areas),
    ("cơ quan, doanh nghiệp", load_organisations),
    ("văn bản, thời hạn, lịch làm việc", load_law),
    ("loại vụ việc", load_kinds),
    ("căn cứ ngăn chặn", load_grounds),
    ("chỉ thị", load_directive),
    ("thang nhắc", load_ladders),
)
"""What every province gets, in the order in which one builds on the other."""


def set_up(*, demo: bool, say: Callable[[str], None], small: bool = False) -> dict[str, Any]:
    """Create or update tables, load reference data, and the demo month if `demo`, a `small` one if asked; gives what was loaded."""
    at = timezone.now()
    # Little of what a set-up makes is garbage that only a search finds, and looking for it would cost a tenth.
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    warming = _warming()
    compile_catalogues()
    _wait_for_the_disk("off")  # a set-up that breaks off is run again; the last commit waits, and with it all before
    say("Tạo bảng…")
    create_tables()
    call_command("collectstatic", verbosity=0, interactive=False)
    create_system_account(at=at)
    actor = system_actor(source="command", address=os_user())
    report: dict[str, Any] = {"status": "ready"}
    for name, load in REFERENCE:
        say(f"Nạp {name}…")
        report.update(load(actor, at=at))
    say("Dịch danh mục hàng hóa…")
    for one in warming:
        one.wait()
    warm()
    is_first = current_version() is None
    ahead = _beside(_AHEAD) if demo and is_first and not small else None
    # The people of the demo have worked here, and by this catalogue, for longer than the month that is told of them.
    before = at - timedelta(days=DAYS + 14)
    report.update(load_goods(actor, at=before if demo and is_first else at))
    if demo:
        say("Nạp tỉnh mẫu: doanh nghiệp, tài khoản…")
        report.update(load_demo_operators(actor, at=before))
        report.update(load_accounts(actor, at=before))
        say("Nạp tỉnh mẫu: một tháng hoạt động…")
        gc.freeze()
        report.update(load_month(actor, at=at, size=SMALL if small else None))
        (settings.DATA / "demo").touch()
    if ahead is not None:
        ahead.terminate()  # what it has not made by now is made
        ahead.wait()
    _wait_for_the_disk("on")
    report["sealed"] = seal_all()
    return report


def _wait_for_the_disk(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, false)", [how])


def _warming() -> list[subprocess.Popen]:
    """Let processes of their own compile the engine with its catalogue, the search under orders and the reading of manifests.

    This one creates tables meanwhile. What they make lies on disk; whatever of the engine they could not make is made by `warm`
    here, which also says what is wrong; the reading is compiled by the first file then.
    """
    engine = "from buuan.engine.run import screen_one, shipped_terms; screen_one('pháo', shipped_terms())"
    search = "from buuan.engine.parties.warming import warm_up; warm_up()"
    reading = "from buuan.registers.items.warming import warm_up; warm_up()"
    return [_beside(engine), _beside(search), _beside(reading)]


_AHEAD = """
import django
django.setup()
from buuan.site.demo.catalogue import compile_ahead
compile_ahead()
"""
"""Compiles the catalogues of the month's words while the month is played; what it lays down not or late, the month makes itself."""


def _beside(code: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
