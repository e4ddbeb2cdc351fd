"""Endpoints of clusters: the list and one cluster; never a name."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Schema

from buuan.base.access.endpoints import Endpoints
from buuan.base.web.lists import key_page
from buuan.kit.errors import Invalid
from buuan.work.clusters.models import Cluster
from buuan.work.clusters.queries import cluster_of, clusters_for_list
from buuan.work.clusters.rules import STATES

router = Endpoints()
ORDER = ("-found_at",)


class ClusterLink(Schema):
    """What binds a cluster: kind (phone, address, hour, place, weight), share of its items, what the link is worth."""

    kind: str
    share: float
    strength: float


class ClusterLine(Schema):
    """A cluster of items under many senders' names; who the senders are is not told here."""

    number: str
    operator_code: str
    state: str = Field(description=", ".join(STATES))
    items: int
    names: int
    score: Decimal
    first_at: datetime
    last_at: datetime
    point: str
    report: str | None = Field(description="number of the report that was made of it")
    links: list[ClusterLink]


class ClusterOut(ClusterLine):
    """One cluster with the identifiers of its items."""

    item_ids: list[str]


class ClusterPage(Schema):
    """One page of clusters, the latest first; `next` is empty on the last one."""

    items: list[ClusterLine]
    next: str


@router.get("/clusters", right="clusters.read", response=ClusterPage, summary="Cụm người gửi giả")
def list_clusters(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> ClusterPage:
    """List the clusters that I may see; `state` keeps those in one state."""
    if state and state not in STATES:
        raise Invalid({"state": [f"Không có trạng thái «{state[:40]}»."]})
    rows = clusters_for_list(request.actor)
    rows = rows.filter(state=state) if state else rows
    found, following = key_page(rows, ORDER, cursor, limit)
    return ClusterPage(items=[ClusterLine(**_facts(one)) for one in found], next=following)


@router.get("/clusters/{number}", right="clusters.read", response=ClusterOut, summary="Một cụm")
def get_cluster(request: HttpRequest, number: str) -> ClusterOut:
    """Give one cluster with its items' identifiers."""
    one = cluster_of(request.actor, number)
    return ClusterOut(**_facts(one), item_ids=one.item_ids)


def _facts(one: Cluster) -> dict[str, object]:
    return {
        "number": one.number,
        "operator_code": one.operator.code,
        "state": one.state,
        "items": one.items,
        "names": one.names,
        "score": one.score,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "point": one.point,
        "report": one.report.number if one.report else None,
        "links": [ClusterLink(**{key: link[key] for key in ("kind", "share", "strength")}) for link in one.links],
    }
