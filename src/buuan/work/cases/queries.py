"""Reading cases: lists, one case whole, its timeline, and every figure about cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from buuan.base.clocks.models import Clock
from buuan.base.audit.models import subject_of
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.work.cases.models import Case, CaseEvent, CaseItem, CaseQuerySet, Note, Participant
from buuan.work.cases.rules import CASE_FLOW


def cases_for_list(actor: Actor) -> CaseQuerySet:
    """Give the cases that `actor` may see with what a line of the list shows; no further query a row."""
    return Case.objects.visible_to(actor).select_related("lead", "assignee", "area")


def case_by_number(actor: Actor, number: str) -> Case:
    """Give one case whole; raises NotFound when there is none or none for this actor."""
    found = (
        Case.objects.visible_to(actor)
        .select_related("lead", "assignee", "area")
        .prefetch_related(
            Prefetch("items", CaseItem.objects.select_related("operator").order_by("pk")),
            Prefetch("participants", Participant.objects.filter(until_at=None).select_related("organisation").order_by("role", "pk")),
            "reporters__organisation",
            "loose_ends",
        )
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound("case.not_found", f"Không tìm thấy vụ việc {number}, hoặc anh/chị không được xem.")
    return found


def timeline(case: Case) -> QuerySet[CaseEvent]:
    """Give the events of a case, the latest first."""
    return CaseEvent.objects.filter(case=case).order_by("-at", "-id")


def notes_for(actor: Actor, case: Case) -> QuerySet[Note]:
    """Give the notes that `actor` may read: those of the own body, and those shared between the bodies."""
    notes = Note.objects.filter(case=case).select_related("organisation").order_by("-at", "-id")
    if actor.role in ("auditor", "system"):
        return notes
    return notes.exclude(level="own") | notes.filter(level="own", organisation__path__startswith=actor.tree)


def clocks_of(case: Case) -> QuerySet[Clock]:
    """Give the clocks that run or ran on a case, the earliest due first."""
    return Clock.objects.filter(subject=subject_of(case)).select_related("holder").order_by("due_at", "pk")


def open_case_with_item(operator_id: int, item_id: str) -> Case | None:
    """Give the open case that already holds this item, the latest one; for the system's own use when a report is joined."""
    return (
        Case.objects.filter(items__operator_id=operator_id, items__item_id=item_id).exclude(state="closed").order_by("-opened_at").first()
    )


def counts_by_state(actor: Actor) -> dict[str, int]:
    """Give how many visible cases stand in each state, every state named."""
    rows = Case.objects.visible_to(actor).values("state").annotate(n=Count("pk")).order_by()
    found = {row["state"]: row["n"] for row in rows}
    return {state: found.get(state, 0) for state in CASE_FLOW.states}


def open_count(actor: Actor) -> int:
    """Give how many visible cases are open, counted to 1,000 at most."""
    return Case.objects.visible_to(actor).exclude(state__in=("concluded", "closed"))[:1000].count()


def with_violation(actor: Actor, from_at: datetime, until_at: datetime) -> CaseQuerySet:
    """Give the visible cases concluded in the period with a violation found (vụ việc xác minh có vi phạm)."""
    return Case.objects.visible_to(actor).filter(violation_found=True, concluded_at__gte=from_at, concluded_at__lt=until_at)


def violations_by_area(actor: Actor, from_at: datetime, until_at: datetime) -> dict[int, int]:
    """Give the number of cases with a violation by area key, in the period."""
    rows = with_violation(actor, from_at, until_at).exclude(area=None).values("area").annotate(n=Count("pk")).order_by()
    return {row["area"]: row["n"] for row in rows}


def feedback_for(organisation_id: int, reports: Iterable[str]) -> dict[str, Case]:
    """Give, for reports of one organisation, the case each led to; the reporter learns number and state, nothing else."""
    rows = Case.objects.filter(reporters__organisation_id=organisation_id, reporters__report__in=list(reports))
    return {one.report: case for case in rows.prefetch_related("reporters") for one in case.reporters.all()}
