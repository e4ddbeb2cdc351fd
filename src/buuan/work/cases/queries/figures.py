"""What those who reported may know, and every figure about cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.work.cases.models import (
    Case,
    CaseQuerySet,
    Note,
    Reporter,
)
from buuan.work.cases.rules import (
    SETTLED,
)

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody who reported may know of the case: number, state, what they were told and what was written to them."""

    number: str
    state: str
    told_at: datetime | None
    words: str
    notes: list[Note]


def feedback_on(report: str) -> Feedback | None:
    """Give what the reporter of a report may know of the case that it led to, None while there is none."""
    found = Reporter.objects.select_related("case").filter(report=report, left_at=None).first()
    if found is None:
        return None
    notes = list(Note.objects.filter(case=found.case, level="reporter").select_related("organisation").order_by("-at", "-id"))
    return Feedback(found.case.number, found.case.state, found.told_at, found.feedback, notes)


def left_cases(actor: Actor, report: str) -> list[Case]:
    """Give the cases that a report was separated from, as far as `actor` may see them, the latest first."""
    left = Reporter.objects.filter(report=report, left_at__isnull=False)
    return list(Case.objects.visible_to(actor).filter(pk__in=left.values("case")).order_by("-opened_at", "-pk"))


def left_reports(case: Case) -> list[Reporter]:
    """Give the reports that were separated from a case, so that their numbers stay findable from it."""
    return list(Reporter.objects.filter(case=case, left_at__isnull=False).order_by("left_at", "pk"))


def open_case_with_item(actor: Actor, operator_id: int, item_id: str) -> Case | None:
    """Give the open case that already holds this item, the latest one that `actor` may see."""
    rows = Case.objects.visible_to(actor).filter(items__operator_id=operator_id, items__item_id=item_id).exclude(state__in=SETTLED)
    return rows.order_by("-opened_at").first()


def case_to_join(actor: Actor, number: str) -> Case:
    """Give the case that an officer names to join something to; raises NotFound for none that he may see."""
    found = Case.objects.visible_to(actor).select_related("lead").filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound("case.not_found", f"Không tìm thấy vụ việc {number.strip()}, hoặc anh/chị không được xem.")
    return found


# -- figures -----------------------------------------------------------------------------------------------------------


def open_cases(actor: Actor) -> CaseQuerySet:
    """Give the visible cases that are neither concluded nor closed."""
    return Case.objects.visible_to(actor).exclude(state__in=SETTLED)


def open_count(actor: Actor) -> int:
    """Give how many visible cases are open, counted to 100 at most: the menu of every page asks."""
    return open_cases(actor)[:MOST_COUNTED].count()


def with_violation(actor: Actor, from_at: datetime, until_at: datetime) -> CaseQuerySet:
    """Give the visible cases concluded in the period with a violation found (vụ việc xác minh có vi phạm)."""
    return Case.objects.visible_to(actor).filter(violation_found=True, concluded_at__gte=from_at, concluded_at__lt=until_at)


def violations_by_area(actor: Actor, from_at: datetime, until_at: datetime) -> dict[int, int]:
    """Give the number of cases with a violation by area key, in the period."""
    rows = with_violation(actor, from_at, until_at).exclude(area=None).values("area").annotate(n=Count("pk")).order_by()
    return {row["area"]: row["n"] for row in rows}
