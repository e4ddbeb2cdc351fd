"""The command `buuan clusters`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from buuan.base.accounts.queries import system_actor
from buuan.kit.console import answer, os_user
from buuan.kit.workdays import VIETNAM
from buuan.work.clusters.actions import find_in
from buuan.work.clusters.queries import searched_operators


@click.command()
@click.option("--operator", "code", default="", help="Mã doanh nghiệp; để trống thì mọi doanh nghiệp.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Ngày cuối của bảy ngày; mặc định là hôm qua.")
def clusters(code: str, until: datetime | None) -> None:
    """Tìm cụm người gửi giả trong kho bưu gửi, từng doanh nghiệp một."""
    at = datetime.now(tz=UTC)
    day = until.date() if until else at.astimezone(VIETNAM).date() - timedelta(days=1)
    actor = system_actor(source="command", address=os_user())
    found = [one for operator in searched_operators(day, code) for one in find_in(actor, operator, until=day, at=at)]
    body = {
        "until": day.isoformat(),
        "new": len(found),
        "clusters": [
            {"number": one.number, "operator": one.operator.code, "items": one.items, "names": one.names} for one in found
        ],
    }
    lines = [f"{len(found)} cụm mới"]
    lines += [f"  {one.number} {one.operator.code}: {one.items} bưu gửi, {one.names} tên, độ mạnh {one.score}" for one in found]
    answer(body, "\n".join(lines))
