"""Reading reports: the triage queue, one report, near-duplicates, and figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F, Prefetch, QuerySet

from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import calendar, clocks_of
from buuan.base.clocks.rules import ClockFacts, Limit, first_due_at
from buuan.base.devices.sealing import old_keys
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.organisations.queries import owners_of_kind
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.queries import category
from buuan.registers.items.models import Hit, Hold
from buuan.registers.items.queries import hits_for_list, holds_of
from buuan.registers.law.queries import limit_row_in_force
from buuan.work.cases.models import Case
from buuan.work.cases.queries import open_case_with_item, with_clock
from buuan.work.intake.models import ReportPhoto, ReportQuerySet, Routing, SuspicionReport
from buuan.work.intake.rules import OLDEST_FIND, kinds_told

KEEP_SEALING_KEY = "intake.keep_sealing_key"
"""The dated row that says for how many days a key that phones are no longer given still opens what was sealed to it."""

NEAR = timedelta(days=7)
MOST_COUNTED = 100


def reports_for_list(actor: Actor) -> ReportQuerySet:
    """Give the reports that `actor` may see, with what a line of the list shows; no further query a row."""
    return with_clock(SuspicionReport.objects.visible_to(actor).select_related("reporter", "point", "case", "area"))


def report_by_number(actor: Actor, number: str) -> SuspicionReport:
    """Give one report whole; raises NotFound when there is none or none for this actor."""
    found = (
        SuspicionReport.objects.visible_to(actor)
        .select_related("reporter", "point", "operator", "case", "area", "account")
        .prefetch_related(
            Prefetch("routings", Routing.objects.select_related("organisation").order_by("pk")),
            Prefetch("photos", ReportPhoto.objects.select_related("file").order_by("pk")),
        )
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound("report.not_found", f"Không tìm thấy báo cáo {number}, hoặc anh/chị không được xem.")
    return found


def photo_of(actor: Actor, number: str, pk: int) -> ReportPhoto:
    """Give one photo of a report that `actor` may see; raises NotFound."""
    visible = SuspicionReport.objects.visible_to(actor).filter(number=number)
    found = ReportPhoto.objects.select_related("file").filter(pk=pk, report__in=visible).first()
    if found is None:
        raise NotFound("report.photo_not_found", "Không tìm thấy ảnh, hoặc anh/chị không được xem.")
    return found


def oldest_sealing_day(on: date) -> date:
    """Give the day before which a key that was replaced opens nothing that could still be reported; raises Refused without a rule.

    Never so short that a report which may still be handed in could not be opened any more.
    """
    return on - max(timedelta(days=limit_row_in_force(KEEP_SEALING_KEY, on).amount), OLDEST_FIND)


def sealing_keys_over(at: datetime) -> list[str]:
    """Name the keys of before that the rule no longer keeps."""
    since = oldest_sealing_day(today(at))
    return [one.name for one in old_keys() if not one.is_gone and one.until_on < since]


def triage_clock(report: SuspicionReport) -> Clock | None:
    """Give the focal point's clock for the report, running or finished."""
    return next((one for one in clocks_of(report) if one.kind == "intake.accept"), None)


def hold_of(report: SuspicionReport) -> Hold | None:
    """Give the hold that the report placed, open or ended; None for a report of an agency."""
    return holds_of(report).first()


def waiting(actor: Actor) -> ReportQuerySet:
    """Give the reports that wait for triage, those whose clock ends first in front."""
    return reports_for_list(actor).filter(state="received").order_by(F("due_at").asc(nulls_last=True), "pk")


def waiting_count(actor: Actor) -> int:
    """Give how many visible reports wait, counted to 100 at most; zero for those who cannot take them in."""
    if not actor.may("intake.triage"):
        return 0
    return SuspicionReport.objects.visible_to(actor).filter(state="received")[:MOST_COUNTED].count()


def near_duplicates(actor: Actor, item_id: str, at: datetime) -> ReportQuerySet:
    """Give the reports about the same item in the last seven days, latest first, as far as the reporter's own tree goes.

    An operator's people see those of the whole operator, so that two counters do not report one item twice; a body its own.
    """
    top = actor.tree.split("/")[0] + "/" if actor.body_kind in OPERATOR_KINDS else actor.tree
    rows = SuspicionReport.objects.filter(reporter__path__startswith=top, received_at__gte=at - NEAR)
    return rows.filter(item_id=item_id).exclude(item_id="").order_by("-received_at", "-pk")


def known_hit(actor: Actor, item_id: str) -> Hit | None:
    """Give the latest screening hit about this very item, for its code only and only for those who may read hits."""
    if not item_id or not actor.may("screening.read"):
        return None
    return hits_for_list(actor).filter(item_id=item_id).exclude(state="superseded").order_by("-pk").first()


def case_to_join(actor: Actor, report: SuspicionReport) -> Case | None:
    """Give the open case that already holds the reported item, if `actor` may see one: it may have passed to another body."""
    return open_case_with_item(actor, report.operator_id, report.item_id) if report.operator_id and report.item_id else None


# -- who may report what, and where it goes ----------------------------------------------------------------------------


def points_of(actor: Actor, on: date) -> QuerySet[Organisation]:
    """Give the units for which `actor` may report: the own one and all below it that exist on `on`, in tree order."""
    return Organisation.objects.as_of(on).under(actor.tree).order_by("path")


def point_by_code(actor: Actor, code: str, on: date) -> Organisation:
    """Give one of those units by its code, the own one for an empty code; raises NotFound for any other."""
    found = points_of(actor, on).filter(code=code or actor.body_code).first()
    if found is None:
        raise NotFound("report.unknown_point", f"Không có điểm phục vụ mã {code} thuộc {actor.body_name}.")
    return found


def bodies_told(kinds: tuple[str, ...], on: date) -> list[Organisation]:
    """Give the bodies that hold these kinds of duty on `on`, the focal point first; raises Refused when there is no focal point."""
    bodies = [body for kind in kinds for body in owners_of_kind(kind, on)]
    if not any(body.kind == "police" for body in bodies):
        raise Refused("intake.no_focal_point", "Chưa khai báo đầu mối tiếp nhận (Công an tỉnh) cho ngày này; báo cho quản trị.")
    return bodies


def bodies_for_goods(category_code: str, on: date) -> list[Organisation]:
    """Give the bodies that a report about these goods goes to; an empty code gives those that are always told."""
    goods = category(category_code)
    return bodies_told(kinds_told(goods.route_to if goods else ()), on)


def lapse_of(limit: Limit, at: datetime) -> datetime:
    """Give when a clerk's own hold that starts at `at` ends by itself, by the limit in force."""
    return first_due_at(ClockFacts(at, limit), calendar())


def today(at: datetime) -> date:
    """Give the day of a moment in Vietnamese time."""
    return at.astimezone(VIETNAM).date()


# -- figures -----------------------------------------------------------------------------------------------------------


def triaged(actor: Actor, from_at: datetime, until_at: datetime) -> ReportQuerySet:
    """Give the visible reports that were triaged in the period."""
    return SuspicionReport.objects.visible_to(actor).filter(decided_at__gte=from_at, decided_at__lt=until_at)
