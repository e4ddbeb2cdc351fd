"""Every write about clusters."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.base.series import next_number
from buuan.engine.clusters import find_clusters
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.work.clusters.models import Cluster
from buuan.work.clusters.queries import days_of
from buuan.work.clusters.rules import check_reason, days_before
from buuan.work.clusters.store import cluster_key, declared_on, senders_of
from buuan.work.intake.actions import ReportFacts, receive_report
from buuan.work.intake.models import SuspicionReport

__all__ = ["dismiss_cluster", "find_in", "report_cluster", "unmask_cluster"]


@action
def find_in(actor: Actor, operator: Organisation, *, until: date, at: datetime) -> list[Cluster]:
    """Look for clusters in one operator's items of the seven days that end with `until` (tìm cụm); gives the new ones.

    A cluster that is known stays as it is, also when somebody dismissed it; an open one takes the newest counts.
    """
    require(actor, "clusters.run")
    items = declared_on(operator, days_before(until))

    new: list[Cluster] = []
    found = find_clusters(items, operator=operator.code, key=cluster_key())
    for one in found:
        facts: dict[str, Any] = {
            "first_at": one.first_at,
            "last_at": one.last_at,
            "point": one.point[:32],
            "items": one.items,
            "names": one.names,
            "weight_g": one.weight_g,
            "score": one.score,
            "links": [asdict(link) for link in one.links],
            "item_ids": list(one.item_ids),
        }
        known = Cluster.objects.filter(operator=operator, key=one.key)
        if known.exists():
            known.filter(state="open").update(**facts)
        else:
            number = next_number("CUM", at.astimezone(VIETNAM).year)
            new.append(Cluster.objects.create(number=number, operator=operator, key=one.key, found_at=at, **facts))

    record(actor, "clusters.searched", operator, at=at, until=until.isoformat(), items=items.height, found=len(found), new=len(new))
    return new


@action
def unmask_cluster(actor: Actor, cluster: Cluster, *, reason: str, at: datetime) -> list[dict[str, Any]]:
    """Give what was declared of a cluster's items, names and numbers included (xem dữ liệu cá nhân), for a reason that is recorded.

    Raises Invalid without a reason; gives an empty list when the archive keeps them no more.
    """
    require(actor, "clusters.unmask", cluster)
    words = check_reason(reason)

    rows = senders_of(cluster.operator, cluster.item_ids, days_of(cluster))

    record(actor, "clusters.unmasked", cluster, at=at, operator=cluster.operator.code, reason=words, items=len(rows))
    return rows


@action
def report_cluster(actor: Actor, cluster: Cluster, *, at: datetime) -> SuspicionReport:
    """Report a cluster (báo): from here it goes the way of every report, whose text names the cluster with all its items.

    Raises Refused when somebody else decided first.
    """
    require(actor, "clusters.review", cluster)
    _decide(actor, cluster, "reported", "", at)
    point = Organisation.objects.filter(code=cluster.point, path__startswith=cluster.operator.path).first() or cluster.operator

    cluster.report = receive_report(
        actor,
        point,
        ReportFacts(
            item_id=cluster.item_ids[0],
            client_key=f"cluster-{cluster.pk}",
            found_at=at,
            sent_at=at,
            signs=(),
            text=(
                f"Cụm {cluster.number}: {cluster.items} bưu gửi cùng số điện thoại và cách viết địa chỉ, "
                f"{cluster.names} tên người gửi khác nhau. Danh sách mã bưu gửi ở trang của cụm."
            ),
        ),
        at=at,
        source="screening",
    )
    cluster.save()

    record(
        actor,
        "clusters.reviewed",
        cluster,
        at=at,
        decision="reported",
        by_kind=actor.body_kind,
        report=cluster.report.number,
        items=cluster.items,
    )
    return cluster.report


@action
def dismiss_cluster(actor: Actor, cluster: Cluster, *, reason: str, at: datetime) -> Cluster:
    """Say that there is nothing to it (bỏ qua), with a reason; raises Invalid without one, Refused when decided already."""
    require(actor, "clusters.review", cluster)
    words = check_reason(reason)

    _decide(actor, cluster, "dismissed", words, at)

    record(actor, "clusters.reviewed", cluster, at=at, decision="dismissed", by_kind=actor.body_kind, items=cluster.items)
    return cluster


def _decide(actor: Actor, cluster: Cluster, state: str, reason: str, at: datetime) -> None:
    waiting = Cluster.objects.filter(pk=cluster.pk, state="open")
    if not waiting.update(state=state, decided_at=at, decided_by=actor.name, reason=reason):
        raise Refused("cluster.decided", f"Cụm {cluster.number} đã được xử lý.")
    cluster.refresh_from_db()
