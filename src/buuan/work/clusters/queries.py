"""What the pages of clusters show."""

from __future__ import annotations

from datetime import date, timedelta

from buuan.base.audit.models import Record, subject_of
from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import operators_on
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.models import OperatorScoped
from buuan.work.clusters.models import Cluster


def clusters_for_list(actor: Actor) -> OperatorScoped:
    """Give the clusters that `actor` may see."""
    return Cluster.objects.visible_to(actor).select_related("operator", "report")


def cluster_of(actor: Actor, number: str) -> Cluster:
    """Give one cluster; raises NotFound."""
    found = clusters_for_list(actor).filter(number=number).first()
    if found is None:
        raise NotFound("cluster.not_found", "Không tìm thấy cụm, hoặc anh/chị không được xem.")
    return found


def open_cluster_count(actor: Actor) -> int:
    """Give how many visible clusters wait for a look, counted to 100 at most."""
    return Cluster.objects.visible_to(actor).filter(state="open")[:100].count()


def days_of(cluster: Cluster) -> list[date]:
    """Give the days on which the items of a cluster were accepted."""
    first, last = cluster.first_at.astimezone(VIETNAM).date(), cluster.last_at.astimezone(VIETNAM).date()
    return [first + timedelta(days=more) for more in range((last - first).days + 1)]


def looks_at(cluster: Cluster) -> list[Record]:
    """Give who looked at the names of a cluster, when and why, the latest first."""
    return list(Record.objects.filter(subject=subject_of(cluster), action="clusters.unmasked").order_by("-pk")[:50])


def searched_operators(on: date, code: str = "") -> list[Organisation]:
    """Give the operators whose items are looked through, or the one with this code; raises Refused for an unknown one."""
    found = list(operators_on(on, include_reference=True).order_by("code"))
    if not code:
        return found
    named = [one for one in found if one.code == code.upper()]
    if not named:
        raise Refused("operator.unknown", f"Không có doanh nghiệp bưu chính mã {code}.", status="refused")
    return named
