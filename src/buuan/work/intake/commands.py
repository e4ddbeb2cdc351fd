"""The command `buuan counter`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from buuan.kit.console import answer, call, os_user


@click.group()
def counter() -> None:
    """Máy quầy: rotate-key đổi khóa niêm phong, purge-keys hủy khóa cũ."""


@counter.command("rotate-key")
def rotate_key() -> None:
    """Đổi khóa mà máy quầy niêm phong báo cáo khi mất mạng; khóa cũ vẫn mở được đến hết thời hạn lưu."""
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.work.intake.actions import change_sealing_key

    made = change_sealing_key(system_actor(source="command", address=os_user()), at=datetime.now(tz=UTC))
    body = {"key": made.key, "former": made.former, "destroyed": list(made.destroyed)}
    answer(body, f"Khóa mới {made.key}; khóa {made.former} còn mở được báo cáo đang chờ; đã hủy {len(made.destroyed)} khóa cũ.")


@counter.command("purge-keys")
def purge_keys() -> None:
    """Hủy các khóa cũ đã quá thời hạn lưu; không còn máy nào giữ được báo cáo niêm phong bằng chúng."""
    call.prepare()
    from buuan.base.accounts.queries import system_actor
    from buuan.work.intake.actions import destroy_sealing_keys

    gone = destroy_sealing_keys(system_actor(source="command", address=os_user()), at=datetime.now(tz=UTC))
    answer({"destroyed": list(gone)}, f"Đã hủy {len(gone)} khóa cũ." if gone else "Không có khóa nào quá thời hạn lưu.")
