"""The commands `buuan case` and `buuan bundle`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from buuan.kit.console import answer, call, os_user
from buuan.kit.errors import Refused


@click.group()
def case() -> None:
    """Vụ việc: bundle xuất gói hồ sơ."""


@case.command("bundle")
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Tệp ZIP sẽ ghi.")
@click.option("--reason", default="xuất gói hồ sơ bằng dòng lệnh", show_default=True, help="Lý do, được ghi vào nhật ký.")
def make(number: str, out: Path, reason: str) -> None:
    """Xuất vụ việc NUMBER thành gói ZIP có bằng chứng; không kèm bản gốc niêm phong."""
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.work.cases.queries import case_by_number
    from buuan.work.custody.bundle.build import make_bundle

    actor = system_actor(source="command", address=os_user())
    found = case_by_number(actor, number)
    waiting = out.with_name(f".{out.name}.waiting")
    try:
        with waiting.open("w+b") as file:
            manifest = make_bundle(actor, found, file, reason=reason, originals=False, at=datetime.now(tz=UTC))
        waiting.replace(out)
    finally:
        waiting.unlink(missing_ok=True)
    answer({"ok": True, "files": len(manifest["files"]), "case": number}, f"{out.name}: {len(manifest['files'])} tệp.")


@click.group()
def bundle() -> None:
    """Gói hồ sơ: verify kiểm tra."""


@bundle.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
def verify(path: Path) -> int:
    """Kiểm tra gói PATH (ZIP hoặc thư mục đã giải nén); thoát 1 và nêu tệp hoặc dòng đã bị thay đổi."""
    from buuan.work.custody.bundle.verify import check_bundle

    if not path.exists():
        raise Refused("bundle.no_file", f"Không có tệp {path.name}.", ok=False, files=0)
    found = check_bundle(str(path))
    if not found["files"]:
        raise Refused("bundle.unreadable", f"{path.name} không phải gói hồ sơ: {'; '.join(found['faults'][:3])}", ok=False, files=0)
    text = f"Đúng: {found['files']} tệp, {found['records']} bản ghi." if found["ok"] else "\n".join(["SAI:", *found["faults"]])
    answer(found, text)
    return 0 if found["ok"] else 1
