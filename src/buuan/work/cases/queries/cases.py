"""Reading cases: lists, one case whole, its timeline, and every figure about cases."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, CharField, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Substr

from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import clocks_of
from buuan.base.organisations.models import tree_of
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.registers.items.models import Hold
from buuan.work.cases.models import (
    Case,
    CaseEvent,
    CaseItem,
    CaseQuerySet,
    CaseTask,
    Note,
    Participant,
    Referral,
    Reporter,
)
from buuan.work.cases.rules import (
    EVENT_GROUPS,
    EVENT_WAYS,
    SETTLED,
    WRITTEN,
)

_NOT_IN_A_LINE = (
    *("details", "crime_signs", "override", "override_by", "overridden", "folded"),
    *(f"template__{name}" for name in ("about", "source", "read_in", "clocks", "fields", "tasks")),
    *(f"lead__{name}" for name in ("address", "source", "folded", "sort_key")),
    *(f"area__{name}" for name in ("area_km2", "lat", "lon", "source", "folded", "sort_key")),
    *(f"assignee__{name}" for name in ("password", "email", "last_login", "folded")),
)
"""What no line of a list or file shows; the template of the kind alone is a kilobyte that was fetched and parsed for each row."""


def cases_for_list(actor: Actor) -> CaseQuerySet:
    """Give the cases that `actor` may see with what a line of the list shows; no further query a row.

    `due_at`, `soon_at` and `paused_at` are those of the clock that is due first, empty when none runs.
    """
    rows = Case.objects.visible_to(actor).select_related("lead", "assignee", "area", "template").defer(*_NOT_IN_A_LINE)
    return with_clock(rows)


def with_clock(rows: QuerySet) -> QuerySet:
    """Bring along the running clock that is due first, by three index look-ups a row that is shown."""
    subject = Concat(Value(f"{rows.model._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    first = Clock.objects.running().filter(subject=subject).order_by(F("due_at").asc(nulls_last=True), "pk")
    return rows.annotate(
        due_at=Subquery(first.values("due_at")[:1]),
        soon_at=Subquery(first.values("warn_at")[:1]),
        paused_at=Subquery(first.values("paused_at")[:1]),
    )


def overdue(rows: QuerySet, now: datetime) -> QuerySet:
    """Keep the records that have a running clock which is over; it starts from the few such clocks, not from the many records."""
    prefix = f"{rows.model._meta.label_lower}:"
    late = Clock.objects.late(now).filter(subject__startswith=prefix)
    return rows.filter(pk__in=late.values(record=Cast(Substr("subject", len(prefix) + 1), BigIntegerField())))


def case_by_number(actor: Actor, number: str) -> Case:
    """Give one case whole; raises NotFound when there is none or none for this actor."""
    found = (
        Case.objects.visible_to(actor)
        .select_related("lead", "assignee", "area", "template")
        .prefetch_related(
            Prefetch("tasks", CaseTask.objects.select_related("assignee").order_by("pk")),
            Prefetch("items", CaseItem.objects.select_related("operator").order_by("pk")),
            Prefetch(
                "participants", Participant.objects.filter(until_at=None).select_related("organisation").order_by("role", "pk")
            ),
            Prefetch("reporters", Reporter.objects.filter(left_at=None).select_related("organisation").order_by("pk")),
            "loose_ends",
            Prefetch("referrals", Referral.objects.select_related("sender", "to").order_by("-asked_at", "-pk")),
        )
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound("case.not_found", f"Không tìm thấy vụ việc {number}, hoặc anh/chị không được xem.")
    return found


def item_of_case(case: Case, pk: int) -> CaseItem:
    """Give one item of a case that the actor may see; raises NotFound."""
    for one in case.items.all():
        if one.pk == pk:
            return one
    raise NotFound("case.item_not_found", f"Vụ việc {case.number} không có bưu gửi này.")


def item_by_code(case: Case, code: str) -> CaseItem:
    """Give the item with this code, as callers of the API name it; raises NotFound for none, and for two of two operators."""
    found = [one for one in case.items.all() if one.item_id == code]
    if len(found) != 1:
        raise NotFound("case.item_not_found", f"Vụ việc {case.number} không có, hoặc có hơn một bưu gửi mang mã {code}.")
    return found[0]


def held_items(case: Case) -> dict[int, bool]:
    """Give for each item of the case, by its key, whether a hold keeps it now."""
    items = list(case.items.all())
    rows = Hold.objects.filter(until_at=None, item_id__in=[one.item_id for one in items]).values_list("operator_id", "item_id")
    held = set(rows)
    return {one.pk: (one.operator_id, one.item_id) in held for one in items}


def is_wanted_elsewhere(item: CaseItem) -> bool:
    """Tell whether another open case still waits for its own outcome of the same item."""
    same = CaseItem.objects.filter(operator_id=item.operator_id, item_id=item.item_id, outcome="")
    return same.exclude(case_id=item.case_id).exclude(case__state__in=SETTLED).exists()


def timeline(case: Case, group: str = "") -> QuerySet[CaseEvent]:
    """Give the events of a case, the latest first; `group` is a key of EVENT_GROUPS or of EVENT_WAYS, empty or unknown for all."""
    events = CaseEvent.objects.filter(case=case).order_by("-at", "-id")
    if group in EVENT_WAYS:
        return events.filter(kind__in=WRITTEN) if group == "written" else events.exclude(kind__in=WRITTEN)
    return events.filter(kind__in=EVENT_GROUPS[group]) if group in EVENT_GROUPS else events


def takes_part(actor: Actor, case: Case) -> bool:
    """Tell whether the actor's body takes part in the case now."""
    return Participant.objects.filter(case=case, organisation__among=tree_of(actor), until_at=None).exists()


def notes_for(actor: Actor, case: Case) -> QuerySet[Note]:
    """Give the notes that `actor` may read, the latest first: those of the own body, and those shared between the bodies."""
    notes = Note.objects.filter(case=case).select_related("organisation").order_by("-at", "-id")
    if actor.role in ("auditor", "system"):
        return notes
    if not takes_part(actor, case):
        notes = notes.exclude(marking="restricted")
    return notes.exclude(level="own") | notes.filter(level="own", organisation__path__startswith=actor.tree)


def case_clocks(case: Case) -> QuerySet[Clock]:
    """Give the clocks that run or ran on a case, the running ones first."""
    return clocks_of(case)
