"""The command `buuan directive`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from buuan.kit.console import answer, call, os_user
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.oversight.duties.reading import as_json, read_directive


@click.group()
def directive() -> None:
    """Chỉ thị: đọc vào, và xem mức phủ."""


@directive.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và in, không cần cơ sở dữ liệu, không ghi gì.")
def import_(file: Path, dry_run: bool) -> None:
    """Đọc chỉ thị FILE (.txt, .docx) thành các mục và điểm."""
    if not file.is_file():
        raise Refused("directive.no_file", f"Không có tệp {file.name}.")
    data = file.read_bytes()
    read = as_json(read_directive(data, file.name))
    if not dry_run:
        read |= _keep(data, file.name)
    lines = [f"{read['number'] or '(chưa có số)'} · {read['title']}", f"{len(read['sections'])} mục, {len(read['points'])} điểm"]
    lines += [f"  {one['ref']:>5}  {one['owner'] or '—'}: {one['text'][:70]}" for one in read["points"]]
    answer(read, "\n".join(lines + [f"  ! {one}" for one in read["warnings"]]))


@directive.command()
@click.option("--strict", is_flag=True, help="Thoát 1 khi còn điểm chưa được phủ.")
def coverage(strict: bool) -> int:
    """Từng điểm: ai chủ trì hôm nay, phối hợp, nhịp, bản ghi chứng minh, phân hệ và kiểm thử phục vụ."""
    call.prepare()
    from buuan.oversight.duties.queries import coverage as covered
    from buuan.oversight.duties.queries import directive_in_force

    found = directive_in_force()
    if found is None:
        raise Refused("directive.none_in_force", "Chưa có chỉ thị nào đang thực hiện; hãy nạp và đưa vào thực hiện.")
    report = covered(found, datetime.now(tz=VIETNAM).date())
    lines = [f"{'✓' if one['covered'] else '·'} {one['ref']:>4}  {one['title']}" for one in report["points"]]
    answer(report, "\n".join([*lines, f"{report['covered']}/{report['total']} điểm được phủ"]))
    return 1 if strict and report["covered"] < report["total"] else 0


def _keep(data: bytes, name: str) -> dict[str, str]:
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.oversight.duties.actions import import_directive

    kept = import_directive(system_actor(source="command", address=os_user()), data, name=name, at=datetime.now(tz=UTC))
    return {"code": kept.code, "state": kept.state}
