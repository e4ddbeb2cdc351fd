"""The command `buuan audit`."""

from __future__ import annotations

import click

from buuan.base.audit.queries import verify as walk
from buuan.kit.console import answer


@click.group()
def audit() -> None:
    """Chuỗi ghi nhận."""


@audit.command()
def verify() -> int:
    """Đi hết chuỗi, tính lại mọi mã băm; thoát 1 và nêu bản ghi sai đầu tiên."""
    verdict = walk()
    if verdict.ok:
        text = f"{verdict.records} bản ghi, liền mạch; {verdict.unsealed} bản ghi chưa vào chuỗi."
    else:
        bad = verdict.first_bad or {}
        text = f"SAI ở bản ghi {bad.get('record')}: {bad.get('why')}."
    answer(verdict.as_json(), text)
    return 0 if verdict.ok else 1
