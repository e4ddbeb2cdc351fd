"""The nights of the month in which clusters are looked for, and the officer who looks at the names of the one that is found."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.base.organisations.queries import operators_on
from buuan.engine.bounds import MOST_DAYS
from buuan.kit.workdays import VIETNAM
from buuan.site.demo.stage import DAYS, Stage, in_office
from buuan.work.clusters.actions import find_in, unmask_cluster
from buuan.work.clusters.models import Cluster

REASON = "Đối chiếu tên trên phiếu gửi với giấy tờ của người gửi tại điểm chấp nhận."


def plan_searches(stage: Stage) -> None:
    """Let every operator's items be looked through once a week; each search covers seven days, so that no day is left out."""
    for week in range(DAYS // MOST_DAYS + 1):
        night = stage.end - timedelta(days=week * MOST_DAYS)
        stage.story.at(night - timedelta(minutes=30), lambda at: _search(stage, at))


def _search(stage: Stage, at: datetime) -> None:
    until = at.astimezone(VIETNAM).date()
    for operator in operators_on(until):
        for one in find_in(stage.system, operator, until=until, at=at):
            stage.story.at(_morning(stage, at), lambda then, one=one: _look(stage, one, then))


def _morning(stage: Stage, at: datetime) -> datetime:
    moment = in_office(at + timedelta(hours=10))
    return moment if moment < stage.end else at + (stage.end - at) / 2


def _look(stage: Stage, cluster: Cluster, at: datetime) -> None:
    unmask_cluster(stage.actor("truc-ban"), cluster, reason=REASON, at=at)
