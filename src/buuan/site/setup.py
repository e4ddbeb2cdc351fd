"""Bringing a province up: tables, reference data, and the demo month when asked for. May be run again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from buuan.base.accounts.actions import create_system_account
from buuan.base.accounts.queries import system_actor
from buuan.base.audit.actions import seal_all
from buuan.base.organisations.actions import load_demo_operators, load_organisations
from buuan.base.places.actions import load_areas
from buuan.kit.console import os_user
from buuan.registers.law.actions import load_law
from buuan.site.demo.accounts import load_accounts

DEMO_PASSWORD = "buuan-demo"  # noqa: S105 - published on purpose, in the demo province only


def set_up(*, demo: bool, say: Callable[[str], None]) -> dict[str, Any]:
    """Create or update tables, load reference data, and load the demo month if `demo`; gives what was loaded."""
    at = timezone.now()
    say("Tạo bảng…")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    create_system_account(at=at)
    actor = system_actor(source="command", address=os_user())
    report: dict[str, Any] = {"status": "ready"}
    for name, load in _loaders():
        say(f"Nạp {name}…")
        report.update(load(actor, at=at))
    if demo:
        say("Nạp tỉnh mẫu…")
        report.update(load_demo_operators(actor, at=at))
        report.update(load_accounts(actor, at=at))
        (settings.DATA / "demo").touch()
    seal_all()
    return report


def _loaders() -> list[tuple[str, Callable[..., dict[str, Any]]]]:
    return [("địa bàn", load_areas), ("cơ quan, doanh nghiệp", load_organisations), ("văn bản, thời hạn, lịch làm việc", load_law)]


def welcome(address: str) -> str:
    """Give what `buuan serve` prints: the address, and in a demo the accounts."""
    lines = ["", f"  Bưu An chạy tại {address}"]
    if settings.DEMO:
        lines.append(f"  Tỉnh mẫu, dữ liệu bịa. Mật khẩu chung: {DEMO_PASSWORD}")
    lines.append("  Ctrl-C để dừng.")
    return "\n".join(lines) + "\n"
