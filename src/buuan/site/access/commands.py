"""The command `buuan access`."""

from __future__ import annotations

import sys

import click

from buuan.kit.console import answer
from buuan.site.access.matrix import Matrix, people, run_matrix


@click.group()
def access() -> None:
    """Quyền truy cập: matrix."""


@access.command()
@click.option("--check", is_flag=True, help="Trả mã 1 khi có trang không quy tắc, có chỗ lộ, hoặc có địa chỉ chưa thử được.")
def matrix(check: bool) -> int:
    """Đi qua mọi trang và điểm API bằng từng vai trò, với hồ sơ của mình và hồ sơ của nơi khác."""
    with click.progressbar(length=len(people()) + 1, label="Đang đi", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        found = run_matrix(lambda _who: bar.update(1))
    answer(found.as_json(), _in_words(found))
    return 1 if check and not found.ok else 0


def _in_words(found: Matrix) -> str:
    lines = [
        f"{found.routes} địa chỉ × {len(found.people)} loại người = {len(found.cells)} lần hỏi.",
        f"Không có quy tắc: {len(found.unruled)}. Lộ: {len(found.leaks)}. Chưa thử được: {len(found.untried)}.",
    ]
    lines += [f"không có quy tắc  {one}" for one in found.unruled]
    lines += [f"chưa thử được     {one}" for one in found.untried]
    lines += ["lộ  {method} {route} ({rule}) · {role} {kind} · {case} · {status}: {finding}".format(**one) for one in found.leaks]
    return "\n".join(lines)
