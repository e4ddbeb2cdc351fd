"""Naming the security leader and the 24/7 contact, and confirming that they are still right."""

from __future__ import annotations

from datetime import date, datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Contact, Organisation
from buuan.base.organisations.queries import may_name_contact
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.kit.phones import normalise


@action
def name_contact(
    actor: Actor, organisation: Organisation, *, purpose: str, name: str, phone: str, from_on: date, at: datetime
) -> Contact:
    """Name a person of an organisation for a purpose (cử đầu mối) from `from_on`; the former one ends on that day.

    An operator names only in its own tree, a branch only in its own. The name and number stay out of the audit log. Raises
    Invalid, and Refused where the organisation does not exist on that day.
    """
    _check_may_name(actor, organisation)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)  # two namings at once wait for each other
    errors: dict[str, list[str]] = {}
    number = normalise(phone)
    if purpose not in Contact.PURPOSES:
        errors["purpose"] = ["Vai trò đầu mối không có trong danh mục."]
    if not name.strip():
        errors["name"] = ["Cần họ tên."]
    if number is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 0237 3852 246."]
    former = Contact.objects.filter(organisation=organisation, purpose=purpose, until_on=None).first()
    if former is not None and from_on < former.from_on:
        errors["from_on"] = [f"Đầu mối hiện nay được cử từ ngày {former.from_on:%d/%m/%Y}, không thể cử người mới từ trước đó."]
    if errors:
        raise Invalid(errors)
    if not organisation.holds_on(from_on):
        raise Refused("organisation.not_there", f"{organisation} không tồn tại vào ngày {from_on:%d/%m/%Y}.")

    if former is not None:
        former.until_on = from_on
        former.save()
    contact = Contact.objects.create(
        organisation=organisation, purpose=purpose, name=name.strip(), phone=number or "", from_on=from_on
    )

    record(
        actor,
        "organisations.contact_named",
        organisation,
        at=at,
        purpose=purpose,
        contact=contact.pk,
        former=former.pk if former else None,
        from_on=from_on.isoformat(),
    )
    return contact


@action
def confirm_contact(actor: Actor, contact: Contact, *, on: date, at: datetime) -> Contact:
    """Confirm on `on` that a contact is still right (xác nhận đầu mối); raises Refused for one that has ended."""
    _check_may_name(actor, contact.organisation)
    if contact.until_on is not None and contact.until_on <= on:
        raise Refused("contact.ended", f"Đầu mối này đã thôi từ ngày {contact.until_on:%d/%m/%Y}.")

    contact.confirmed_on = on
    contact.save()

    record(actor, "organisations.contact_confirmed", contact.organisation, at=at, purpose=contact.purpose, contact=contact.pk)
    return contact


def _check_may_name(actor: Actor, organisation: Organisation) -> None:
    require(actor, "organisations.name_contact", organisation)
    if not may_name_contact(actor, organisation):
        raise Forbidden(sentence="Chỉ cử được đầu mối của đơn vị mình và các đơn vị trực thuộc.")
