"""Commands that concern the whole house: setup, serve, work, settings, manage."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click

from buuan.kit.console import answer, call, os_user
from buuan.kit.errors import Refused
from buuan.site.env import SETTINGS


@click.command()
@click.option("--demo", is_flag=True, help="Nạp thêm tỉnh mẫu: một tháng dữ liệu bịa, có ghi rõ trên mọi trang.")
@click.option("--small", is_flag=True, help="Tỉnh mẫu ít dữ liệu, cho máy yếu.")
def setup(demo: bool, small: bool) -> None:
    """Tạo bảng, nạp dữ liệu tham chiếu; chạy lại được."""
    from buuan.site.setup import set_up

    report = set_up(demo=demo or small, small=small, say=lambda text: click.echo(text, err=True))
    answer(report)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Số tiến trình web.")
@click.option("--with-worker", is_flag=True, help="Chạy kèm tiến trình làm việc nền; dừng cùng lúc.")
def serve(host: str, port: int, workers: int, with_worker: bool) -> None:
    """Chạy máy chủ web; Ctrl-C để dừng."""
    import multiprocessing

    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from buuan.site.threads import PAGES
    from buuan.site.welcome import welcome
    from buuan.work.interdiction.rules import MOST_STREAMS

    worker = None
    if with_worker:
        worker = subprocess.Popen([sys.executable, "-m", "buuan", "work"], env=os.environ.copy())
    # A web process begins afresh: forked, it would wait for ever for the threads of polars, which do not come along.
    multiprocessing.set_start_method("spawn", force=True)
    click.echo(welcome(f"http://{host}:{port}"), err=True)
    for one in connections.all():
        one.close()
        one.close_pool()  # this process only watches over the web processes
    try:
        Granian(
            "buuan.site.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=PAGES + MOST_STREAMS,  # threads of streams sleep; `wsgi` lets only so many serve pages
            backlog=1024,
            log_access=False,
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=5,  # a process that holds database connections does not end by itself
        ).serve()
    finally:
        if worker is not None:
            worker.send_signal(signal.SIGTERM)
            try:
                worker.wait(timeout=15)
            except subprocess.TimeoutExpired:
                worker.kill()


@click.command()
def work() -> None:
    """Chạy tiến trình làm việc nền: niêm phong chuỗi, đồng hồ, việc chậm."""
    from buuan.site.worker import run_worker

    run_worker()


@click.command()
def settings() -> None:
    """In mọi thiết lập, giá trị đang dùng và ý nghĩa; giá trị bí mật không in ra."""
    rows = []
    for one in SETTINGS:
        value = "(đã đặt)" if one.secret and os.environ.get(one.name) else str(one.value())
        rows.append({"name": one.name, "value": value, "default": one.default, "meaning": one.meaning})
    text = "\n".join(f"{row['name']}={row['value']}\n    {row['meaning']}" for row in rows)
    answer({"settings": rows, "data": str(call.data)}, text)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Lệnh quản trị Django, cho người lập trình."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["buuan manage", *arguments])


@click.command()
def check() -> int:
    """Kiểm tra ngôi nhà: nhập khẩu xuôi chiều, mọi trang có quy tắc, bảng đủ bước chuyển, mô tả API đúng với mã nguồn."""
    from django.core.management import call_command

    from buuan.site import house

    faults = [*house.import_faults(), *house.write_faults(), *house.action_faults(), *house.size_faults()]
    faults += [*house.right_faults(), *house.route_faults(), *house.endpoint_faults(), *openapi_faults()]
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        faults.append("models changed without a migration")
    call_command("check", fail_level="WARNING", verbosity=0)
    answer({"ok": not faults, "faults": faults}, "\n".join(faults) or "Không có lỗi.")
    return 1 if faults else 0


@click.command()
def openapi() -> None:
    """In mô tả OpenAPI của mã nguồn hiện tại, để ghi vào docs/openapi.json."""
    click.echo(openapi_text(), nl=False)


def openapi_text() -> str:
    """Give the API's description as it is published."""
    from buuan.site.api import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"


def openapi_faults() -> list[str]:
    """Give a fault when the published description differs from the code; none where the package is installed without docs."""
    published = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
    if published.exists() and published.read_text(encoding="utf-8") != openapi_text():
        return ["docs/openapi.json differs from the code: run `make openapi`"]
    return []


@click.command("first-administrator")
def first_administrator() -> None:
    """Hỏi và tạo tài khoản quản trị đầu tiên; không làm gì nếu đã có."""
    from django.utils import timezone

    from buuan.base.accounts.actions import create_account
    from buuan.base.accounts.models import Account
    from buuan.base.accounts.queries import system_actor
    from buuan.base.organisations.models import Organisation

    if Account.objects.filter(role="administrator", is_active=True).exists():
        return
    username = click.prompt("Tên đăng nhập của quản trị đầu tiên", err=True)
    code = click.prompt("Mã đơn vị của quản trị", default="so-khcn-2025", err=True)
    body = Organisation.objects.filter(code=code).first()
    if body is None:
        raise Refused("organisation.unknown", f"Không có đơn vị mã {code}.")
    if body.kind != "lead_department":
        raise Refused("organisation.not_lead", "Quản trị đầu tiên thuộc sở chủ trì: người này mở tài khoản cho mọi cơ quan khác.")
    password = click.prompt("Mật khẩu (ít nhất 10 ký tự)", hide_input=True, confirmation_prompt=True, err=True)
    actor = system_actor(source="command", address=os_user())
    create_account(actor, body, username=username, name="Quản trị", role="administrator", password=password, at=timezone.now())
    answer({"created": username}, f"Đã tạo {username}.")
