"""The command `buuan kinds`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from buuan.kit.console import answer, call, os_user
from buuan.kit.errors import Refused


@click.group()
def kinds() -> None:
    """Loại vụ việc: export, import mẫu."""


@kinds.command("export")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Tệp JSON sẽ ghi.")
def export(out: Path) -> None:
    """Xuất các loại vụ việc đang có hiệu lực thành tệp JSON."""
    call.prepare()
    from django.utils import timezone

    from buuan.work.cases.actions import FORMAT
    from buuan.work.cases.queries import kinds_on
    from buuan.work.cases.rules import as_json

    rows = [as_json(one.plan) for one in kinds_on(timezone.localdate())]
    out.write_text(json.dumps({"format": FORMAT, "kinds": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    answer({"kinds": len(rows), "file": out.name}, f"{out.name}: {len(rows)} loại vụ việc.")


@kinds.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def take_in(path: Path) -> None:
    """Nhập mẫu loại vụ việc từ tệp JSON; cả tệp hoặc không gì cả."""
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.kit.errors import Invalid
    from buuan.work.cases.actions import import_kinds

    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Refused("kinds.unreadable", f"{path.name} không phải tệp JSON.") from error
    try:
        outcome = import_kinds(system_actor(source="command", address=os_user()), tree, at=datetime.now(tz=UTC))
    except Invalid as error:
        said = " ".join(one for sentences in error.errors.values() for one in sentences)
        raise Refused("kinds.invalid", f"{path.name}: {said}", errors=error.errors) from error
    answer({"kinds": outcome}, "\n".join(f"{one['code']}: {one['outcome']}" for one in outcome))
