"""The command `buuan token`."""

from __future__ import annotations

import click
from django.utils import timezone

from buuan.base.accounts.actions import issue_token
from buuan.base.accounts.queries import account_by_name, system_actor
from buuan.kit.console import answer, os_user
from buuan.kit.errors import Refused


@click.command()
@click.argument("account")
@click.option("--scopes", default="", help="Quyền hoặc phân hệ, cách nhau bằng dấu phẩy; để trống là mọi quyền của tài khoản.")
@click.option("--days", default=90, show_default=True)
def token(account: str, scopes: str, days: int) -> None:
    """Cấp mã truy cập API cho ACCOUNT, in ra một lần."""
    person = account_by_name(account)
    if person is None:
        raise Refused("account.unknown", f"Không có tài khoản {account}.")
    actor = system_actor(source="command", address=os_user())
    _row, text = issue_token(
        actor, person, name="cấp bằng lệnh", days=days, at=timezone.now(), scopes=tuple(scopes.replace(",", " ").split())
    )
    answer({"token": text, "account": person.username, "days": days}, text)
