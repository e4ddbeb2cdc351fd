"""People who have to do with goods of a case: written down with little, shown masked, opened with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid
from buuan.kit.phones import normalise
from buuan.work.cases.models import Case, CaseItem
from buuan.work.cases.rules import normal_text
from buuan.work.custody.actions.shared import open_case
from buuan.work.custody.models import CasePerson, taking_part
from buuan.work.custody.rules import ROLES, check_reason


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a file needs to know of a person: how he has to do with the goods, his name, and how to reach him."""

    role: str
    name: str
    phone: str = ""
    address: str = ""
    item: CaseItem | None = None


@action
def add_person(actor: Actor, case: Case, facts: PersonFacts, *, at: datetime) -> CasePerson:
    """Write a person into a case (người liên quan); the record names nobody."""
    require(actor, "custody.add_person", case)
    case = open_case(actor, case)
    errors = {}
    phone = normalise(facts.phone) if facts.phone.strip() else ""
    if facts.role not in ROLES:
        errors["role"] = ["Chọn vai trò trong danh mục."]
    if not normal_text(facts.name):
        errors["name"] = ["Cần ghi họ tên."]
    if phone is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 0237 3852 246."]
    if facts.item is not None and facts.item.case_id != case.pk:
        errors["item"] = ["Bưu gửi này không thuộc vụ việc."]
    if errors:
        raise Invalid(errors)

    made = CasePerson.objects.create(
        case=case,
        item=facts.item,
        role=facts.role,
        name=normal_text(facts.name)[:120],
        phone=phone or "",
        address=normal_text(facts.address)[:250],
        at=at,
    )

    record(actor, "custody.person_added", made, at=at, case=case.number, role=facts.role)
    return made


@action
def unmask_person(actor: Actor, person: CasePerson, *, reason: str, at: datetime) -> CasePerson:
    """Open the data of a person against a reason (xem dữ liệu cá nhân); the auditor reads who looked at whom, and why.

    The platform's own account may not.
    """
    require(actor, "custody.unmask", person)
    if actor.is_system or not CasePerson.objects.filter(taking_part(actor), pk=person.pk).exists():
        raise Forbidden("custody.no_unmask", "Chỉ người của cơ quan tham gia vụ việc xem được dữ liệu cá nhân.")
    said = check_reason(reason)

    record(actor, "custody.unmasked", person, at=at, case=person.case.number, role=person.role, reason=said)
    return person
