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
from buuan.site.demo.accounts import DEMO_PASSWORD, demo_accounts, load_accounts
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
    warming = _warming()
    compile_catalogues()
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
    # The people of the demo have worked here, and by this catalogue, for longer than the month that is told of them.
    before = at - timedelta(days=DAYS + 14)
    report.update(load_goods(actor, at=before if demo and current_version() is None else at))
    if demo:
        say("Nạp tỉnh mẫu: doanh nghiệp, tài khoản…")
        report.update(load_demo_operators(actor, at=before))
        report.update(load_accounts(actor, at=before))
        say("Nạp tỉnh mẫu: một tháng hoạt động…")
        gc.freeze()  # what stands by now is no garbage; the month makes many small objects, and looking through it costs a tenth
        gc.set_threshold(200_000, 50, 50)  # and few of them are garbage that only a search finds
        report.update(load_month(actor, at=at, size=SMALL if small else None))
        (settings.DATA / "demo").touch()
    report["sealed"] = seal_all()
    return report


def _warming() -> list[subprocess.Popen]:
    """Let processes of their own compile the engine with its catalogue, and the search under orders, while this one creates tables.

    What it makes lies on disk; whatever it could not make is made by `warm` here, which also says what is wrong.
    """
    engine = "from buuan.engine.run import screen_one, shipped_terms; screen_one('pháo', shipped_terms())"
    search = "from buuan.engine.parties.warming import warm_up; warm_up()"
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return [subprocess.Popen([sys.executable, "-c", code], **silent) for code in (engine, search)]  # noqa: S603 - our own code


def welcome(address: str) -> str:
    """Give what `buuan serve` prints: the address, and in a demo the accounts."""
    lines = ["", f"  Bưu An chạy tại {address}"]
    if settings.DEMO:
        lines += ["", f"  Tỉnh mẫu, dữ liệu bịa. Mật khẩu chung của các tài khoản mẫu: {DEMO_PASSWORD}"]
        rows = demo_accounts()
        wide = max((len(username) for username, _name, _body in rows), default=0)
        lines += [f"    {username:<{wide}}  {name}, {body}" for username, name, body in rows]
        lines.append("")
    lines.append("  Ctrl-C để dừng.")
    return "\n".join(lines) + "\n"
