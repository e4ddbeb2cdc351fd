"""What every write to a case shares: taking the row for oneself, the timeline, refusing with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from buuan.base.clocks.rules import Reason
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.work.cases.models import Case, CaseEvent
from buuan.work.cases.rules import SETTLED, may_lead


def tell(case: Case, actor: Actor, kind: str, at: datetime, **facts: Any) -> CaseEvent:
    """Add a line to the timeline inside a running action; `facts` are plain values, the sentence is made when it is read.

    A room above tells its own acts with a kind of its own and the fact `text`, the Vietnamese sentence.
    """
    return CaseEvent.objects.create(case=case, at=at, kind=kind, who=actor.name, body=actor.body_name, facts=facts)


def take(case: Case) -> Case:
    """Give the case as it stands now, locked until the action ends, so that of two officers the second sees what the first did.

    Raises Refused when its state is no longer the one that the actor read.
    """
    now = locked(case)
    if now.state != case.state:
        raise Refused("case.moved_meanwhile", "Người khác vừa cập nhật vụ việc này. Hãy tải lại trang để xem trạng thái mới.")
    return now


def locked(case: Case) -> Case:
    """Give the case as it stands now, locked until the action ends.

    Locked first and read after: a join made while waiting for the lock would show the assignee of before.
    """
    Case.objects.select_for_update().values_list("pk").get(pk=case.pk)
    return Case.objects.select_related("lead", "area", "assignee", "template").get(pk=case.pk)


def refuse(reasons: Sequence[Reason]) -> None:
    """Raise Refused with all the reasons if there are any; the first one gives the code."""
    if reasons:
        sentence = " ".join(reason.sentence for reason in reasons)
        raise Refused(reasons[0].code, sentence, reasons=[reason.code for reason in reasons])


def check_lead(actor: Actor, case: Case) -> None:
    """Raise Refused unless the actor's body leads the case."""
    refuse(may_lead(case.is_led_by(actor), str(case.lead)))


def check_unsettled(case: Case) -> None:
    """Raise Refused when the case is concluded or closed."""
    if case.state in SETTLED:
        raise Refused("case.not_open", "Vụ việc đã kết luận hoặc đã đóng hồ sơ.")


def day_of(at: datetime) -> date:
    """Give the day of a moment in Vietnamese time."""
    return at.astimezone(VIETNAM).date()


def page_of(case: Case) -> str:
    """Give the address of the case's page."""
    return reverse("cases:case", args=[case.number])
