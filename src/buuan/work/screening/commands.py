"""The commands `buuan screen` (needs no database) and `buuan items`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from buuan.engine.files import screen_file
from buuan.engine.run import screen_one
from buuan.engine.store import shipped_terms
from buuan.kit.console import answer, call, os_user
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.rules import FLAGGED


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--text", "column", default="declared_content", show_default=True, help="Cột có nội dung khai.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp kết quả; định dạng theo phần mở rộng.")
@click.option("--say", help="Một nội dung khai, có giải thích.")
def screen(file: Path | None, column: str, out: Path | None, say: str | None) -> None:
    """Sàng lọc dữ liệu khai báo trong FILE, hoặc một câu bằng --say; không cần cơ sở dữ liệu."""
    if say is not None:
        verdict = screen_one(say, shipped_terms())
        hits = [one.brief() for one in verdict.hits]
        body = {
            "verdict": verdict.verdict,
            "category": verdict.category,
            "score": verdict.score,
            "hits": hits,
            "advice": verdict.advice,
        }
        lines = [f"{verdict.verdict}  {verdict.category}  {verdict.score:.2f}", verdict.advice]
        answer(body, "\n".join([*lines, *(f"  «{one['text']}» {one['start']}–{one['end']}  {one['law']}" for one in hits)]))
        return
    if file is None:
        raise click.UsageError('Cần FILE hoặc --say "…".')
    if not file.is_file():
        raise Refused("screen.no_file", f"Không có tệp {file.name}.")
    with _progress() as show:
        summary = screen_file(file, column=column, out=out, progress=show)
    body = summary.as_dict()
    lines = [f"{body['file']}: {body['rows']} dòng, danh mục {body['catalogue'][:12]}"]
    lines += [f"  {FLAGGED.get(name, 'được gửi')}: {body[name]}" for name in ("prohibited", "conditional", "clear")]
    lines += [f"    {code}: {count}" for code, count in sorted(body["categories"].items(), key=lambda pair: -pair[1])[:20]]
    answer(body, "\n".join(lines))


class _progress:
    """A progress bar on a terminal, nothing elsewhere."""

    def __enter__(self):
        self.bar = click.progressbar(length=100, label="Sàng lọc", file=sys.stderr) if sys.stderr.isatty() else None
        self.done = 0
        if self.bar is not None:
            self.bar.__enter__()
        return self.step

    def step(self, done: int, total: int) -> None:
        """Show how far the work is."""
        if self.bar is not None and total:
            reached = min(100, done * 100 // total)
            self.bar.update(reached - self.done)
            self.done = reached

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)


@click.group()
def items() -> None:
    """Bưu gửi: nạp bảng kê, đổi khóa kho, xóa theo thời hạn lưu, đối chiếu kho."""


@items.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--operator", "code", required=True, help="Mã doanh nghiệp.")
@click.option("--profile", help="Kiểu cột: native, ghn, ghtk, vtp, vnpost, jt.")
@click.option("--manifest-id", help="Mã bảng kê; mặc định theo tên tệp và nội dung.")
@click.option("--revision", type=click.IntRange(min=1), help="Lần gửi.")
@click.option("--kind", type=click.Choice(["full", "add", "amend", "cancel"]), help="Loại bảng kê.")
def import_(file: Path, code: str, profile: str | None, manifest_id: str | None, revision: int | None, kind: str | None) -> int:
    """Nạp bảng kê FILE của một doanh nghiệp: kiểm tra cả tệp, lưu, sàng lọc."""
    if not file.is_file():
        raise Refused("manifest.no_file", f"Không có tệp {file.name}.", status="refused")
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.work.screening.actions import ManifestHeader, import_manifest
    from buuan.work.screening.queries import operator_by_code

    at = datetime.now(tz=UTC)
    actor = system_actor(source="command", address=os_user())
    operator = operator_by_code(actor, code, at.astimezone(VIETNAM).date())
    header = ManifestHeader(manifest_id=manifest_id, revision=revision, kind=kind, profile=profile)
    manifest, reading = import_manifest(actor, operator, file.read_bytes(), name=file.name, header=header, at=at)
    errors = reading.errors()
    body = {
        "status": reading.status,
        "manifest_id": reading.header.manifest_id,
        "revision": reading.header.revision,
        "accepted": reading.accepted,
        "refused": reading.refused,
        "already_accepted": reading.already_accepted,
        "errors": errors,
        "warnings": reading.remarks(),
        "hits": manifest.hits,
        "report": manifest.pk,
    }
    lines = [f"{reading.status}: nhận {reading.accepted}, từ chối {reading.refused}, cảnh báo sàng lọc {manifest.hits}"]
    lines += [f"  dòng {one['row'] or '—'} {one['field'] or ''} {one['code']}: {one['message']}" for one in errors[:50]]
    answer(body, "\n".join(lines))
    return 2 if reading.refused_whole else 0


@items.command("rotate-key")
@click.option("--keep-old", is_flag=True, help="Giữ khóa cũ, cần cho bản sao lưu của kho.")
@click.option("--finish", is_flag=True, help="Làm nốt một lần đổi khóa bị dừng, không tạo khóa mới.")
def rotate_key_(keep_old: bool, finish: bool) -> None:
    """Đổi khóa của kho bưu gửi: mọi tệp được mã hóa lại, khóa không còn cần bị hủy."""
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.registers.items.actions import rotate_key

    actor = system_actor(source="command", address=os_user())
    made = rotate_key(actor, keep_old=keep_old, new_key=not finish, at=datetime.now(tz=UTC))
    body = {"key": made.key, "files": made.files, "retired": list(made.retired)}
    answer(body, f"Khóa mới {made.key}: mã hóa lại {made.files} tệp, hủy {len(made.retired)} khóa cũ.")


@items.command("purge")
def purge_() -> None:
    """Xóa khỏi kho những gì quá thời hạn lưu; bưu gửi đang tạm giữ hoặc thuộc vụ việc được giữ lại."""
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.registers.items.actions import purge_archive
    from buuan.work.screening.queries import items_in_open_cases

    actor = system_actor(source="command", address=os_user())
    done = purge_archive(actor, needed=items_in_open_cases(), at=datetime.now(tz=UTC))
    body = {"rows": done.rows, "kept_under_hold": done.held, "files": done.files}
    answer(body, f"Đã xóa {done.rows} dòng trong {done.files} tệp, giữ lại {done.held} dòng theo tạm giữ và vụ việc.")


@items.command("verify")
def verify_() -> int:
    """Đối chiếu mọi tệp của kho với bản ghi của nó; thoát 1 khi có tệp thiếu hoặc bị sửa."""
    call.prepare()
    from buuan.registers.items.archive import verify
    from buuan.registers.items.store import archive

    faults = verify(archive())
    answer({"ok": not faults, "faults": faults}, "\n".join(faults) or "Kho nguyên vẹn.")
    return 1 if faults else 0
