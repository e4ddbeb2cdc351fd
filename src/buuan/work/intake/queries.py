"""Reading reports: the triage queue, one report, near-duplicates, and figures."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Avg, DurationField, ExpressionWrapper, F, Prefetch

from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import owners_of_kind
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.work.cases.models import Case
from buuan.work.cases.queries import open_case_with_item
from buuan.work.intake.models import ReportQuerySet, Routing, SuspicionReport

NEAR = timedelta(days=7)


def reports_for_list(actor: Actor) -> ReportQuerySet:
    """Give the reports that `actor` may see, with what a line of the list shows."""
    return SuspicionReport.objects.visible_to(actor).select_related("reporter", "point", "case", "area")


def report_by_number(actor: Actor, number: str) -> SuspicionReport:
    """Give one report whole; raises NotFound when there is none or none for this actor."""
    found = (
        SuspicionReport.objects.visible_to(actor)
        .select_related("reporter", "point", "operator", "case", "area", "account")
        .prefetch_related(Prefetch("routings", Routing.objects.select_related("organisation").order_by("pk")), "photos__file")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound("report.not_found", f"Không tìm thấy báo cáo {number}, hoặc anh/chị không được xem.")
    return found


def waiting(actor: Actor) -> ReportQuerySet:
    """Give the reports that wait for triage, the gravest and oldest first by their clock."""
    return reports_for_list(actor).filter(state="received")


def waiting_count(actor: Actor) -> int:
    """Give how many visible reports wait, counted to 1,000 at most; zero for those who cannot take them in."""
    return SuspicionReport.objects.visible_to(actor).filter(state="received")[:1000].count() if actor.may("intake.triage") else 0


def near_duplicates(reporter: Organisation, item_id: str, at: datetime) -> ReportQuerySet:
    """Give the reports of the same operator's tree about the same item in the last seven days."""
    return SuspicionReport.objects.filter(
        reporter__path__startswith=reporter.root_code + "/", item_id=item_id, received_at__gte=at - NEAR
    ).order_by("-received_at")


def case_to_join(report: SuspicionReport) -> Case | None:
    """Give the open case that already holds the reported item, if any."""
    return open_case_with_item(report.operator_id, report.item_id) if report.operator_id else None


def bodies_told(kinds: tuple[str, ...], at: datetime) -> list[Organisation]:
    """Give the bodies that hold these kinds of duty today, the focal point first; raises Refused when there is no focal point."""
    bodies = [body for kind in kinds if kind not in ("commune_committee", "district_committee") for body in owners_of_kind(kind, at.date())]
    if not any(body.kind == "police" for body in bodies):
        raise Refused("intake.no_focal_point", "Chưa khai báo đầu mối tiếp nhận (Công an tỉnh) cho ngày này; báo cho quản trị.")
    return bodies


def seconds_to_triage(actor: Actor, from_at: datetime, until_at: datetime) -> float | None:
    """Give the mean time from sending to triage, in seconds, over the visible reports decided in the period."""
    took = ExpressionWrapper(F("decided_at") - F("received_at"), output_field=DurationField())
    rows = SuspicionReport.objects.visible_to(actor).filter(decided_at__gte=from_at, decided_at__lt=until_at)
    mean = rows.aggregate(mean=Avg(took))["mean"]
    return mean.total_seconds() if mean is not None else None
