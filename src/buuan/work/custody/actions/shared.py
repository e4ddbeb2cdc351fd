"""What the acts of custody share: the case while it is open, and an event bound to its record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from buuan.base.audit.models import Record
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Refused
from buuan.work.cases.actions.telling import locked
from buuan.work.cases.models import Case
from buuan.work.custody.models import CustodyEvent, Exhibit, HandOver, taking_part


def open_case(actor: Actor, case: Case) -> Case:
    """Give the case locked, for a body that takes part in it.

    Raises Forbidden for one that only looks on, Refused once the file is closed.
    """
    if not actor.is_system and not Case.objects.filter(taking_part(actor, "pk"), pk=case.pk).exists():
        raise Forbidden("case.not_taking_part", "Chỉ cơ quan tham gia vụ việc được thực hiện.")
    now = locked(case)
    if now.state == "closed":
        raise Refused("case.not_open", "Vụ việc đã đóng hồ sơ.")
    return now


def note_event(exhibit: Exhibit, row: Record, actor: Actor, kind: str, at: datetime, **facts: Any) -> CustodyEvent:
    """Add an event of an exhibit inside a running action, bound to the record of that very act."""
    return CustodyEvent.objects.create(
        exhibit=exhibit, record=row, at=at, kind=kind, who=actor.name, body=actor.body_name, facts=facts
    )


def page_of_exhibit(exhibit: Exhibit) -> str:
    """Give the address of an exhibit's page."""
    return reverse("custody:exhibit", args=[exhibit.number])


def page_of_hand_over(hand_over: HandOver) -> str:
    """Give the address of a hand-over's page."""
    return reverse("custody:hand_over", args=[hand_over.number])
