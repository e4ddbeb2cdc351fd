"""Signs of a crime (dấu hiệu tội phạm): seen by the lead, taken back once the investigating body has answered."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.work.cases.actions.telling import check_lead, refuse, take, tell
from buuan.work.cases.models import Case
from buuan.work.cases.rules import may_lift_crime_signs


@action
def see_crime_signs(actor: Actor, case: Case, *, reason: str, at: datetime) -> Case:
    """Say that there are signs of a crime, and which: from now nobody is fined before the police have the file."""
    require(actor, "cases.handle", case)
    case = _taken(actor, case, reason)
    if case.crime_signs:
        raise Refused("case.crime_signs_seen", "Vụ việc đã được ghi là có dấu hiệu tội phạm.")

    case.crime_signs = reason.strip()
    case.save(update_fields=("crime_signs",))

    record(actor, "cases.crime_flagged", case, at=at, reason=case.crime_signs, lead_kind=case.lead.kind)
    tell(case, actor, "crime_flagged", at, reason=case.crime_signs)
    return case


@action
def lift_crime_signs(actor: Actor, case: Case, *, reason: str, at: datetime) -> Case:
    """Take the signs of a crime back, with the reason; raises Refused before the police have taken or declined the file."""
    require(actor, "cases.handle", case)
    case = _taken(actor, case, reason)
    if not case.crime_signs:
        raise Refused("case.no_crime_signs", "Vụ việc không được ghi là có dấu hiệu tội phạm.")
    refuse(may_lift_crime_signs(case.facts()))

    case.crime_signs = ""
    case.save(update_fields=("crime_signs",))

    record(actor, "cases.crime_lifted", case, at=at, reason=reason.strip(), lead_kind=case.lead.kind)
    tell(case, actor, "crime_lifted", at, reason=reason.strip())
    return case


def _taken(actor: Actor, case: Case, reason: str) -> Case:
    check_lead(actor, case)
    case = take(case)
    if case.state == "closed":
        raise Refused("case.not_open", "Vụ việc đã đóng hồ sơ.")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do."]})
    return case
