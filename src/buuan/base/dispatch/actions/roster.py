"""The duty roster: planning shifts, and handing over."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.models import Shift
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.kit.phones import normalise

LONGEST = timedelta(days=14)


@action
def plan_shift(
    actor: Actor,
    organisation: Organisation,
    *,
    name: str,
    phone: str,
    from_at: datetime,
    until_at: datetime,
    at: datetime,
    account: Account | None = None,
) -> Shift:
    """Put a person on duty from one moment to another (xếp ca trực); raises Invalid, also where somebody is on duty then."""
    _check_may_plan(actor, organisation)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    number = normalise(phone)
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = ["Cần họ tên người trực."]
    if number is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 0237 3852 246."]
    if until_at <= from_at:
        errors["until_at"] = ["Giờ kết thúc phải sau giờ bắt đầu."]
    elif until_at - from_at > LONGEST:
        errors["until_at"] = ["Một ca dài nhất 14 ngày."]
    elif until_at <= at:
        errors["until_at"] = ["Không xếp ca đã qua."]
    clash = Shift.objects.filter(organisation=organisation, from_at__lt=until_at, until_at__gt=from_at).order_by("from_at").first()
    if not errors and clash is not None:
        errors["from_at"] = [f"Thời gian này {clash.name} đang có ca trực."]
    if account is not None and account.organisation_id != organisation.pk:
        errors["account"] = ["Tài khoản không thuộc đơn vị này."]
    if errors:
        raise Invalid(errors)

    shift = Shift.objects.create(
        organisation=organisation,
        name=name.strip(),
        phone=number or "",
        account=account,
        from_at=from_at,
        until_at=until_at,
        created_at=at,
    )

    record(
        actor,
        "dispatch.shift_planned",
        organisation,
        at=at,
        shift=shift.pk,
        from_at=from_at.isoformat(),
        until_at=until_at.isoformat(),
    )
    return shift


@action
def remove_shift(actor: Actor, shift: Shift, *, at: datetime) -> None:
    """Take a shift that has not begun off the roster (bỏ ca trực); raises Refused for one that has."""
    _check_may_plan(actor, shift.organisation)
    if shift.from_at <= at:
        raise Refused("shift.begun", "Ca đã bắt đầu, không bỏ được; hãy bàn giao.")

    key, organisation = shift.pk, shift.organisation
    Shift.objects.filter(pk=shift.pk).delete()

    record(actor, "dispatch.shift_removed", organisation, at=at, shift=key)


@action
def hand_over(actor: Actor, shift: Shift, *, name: str, phone: str, note: str, at: datetime) -> Shift:
    """Hand the duty over now (bàn giao ca): the running shift ends at `at`, the next person is on duty from then on.

    The next person goes on to the end of the shift, or to the beginning of the next planned one; where the next planned shift
    is that person's own, it begins earlier. Raises Refused where the shift does not run, Invalid for the fields.
    """
    _check_may_plan(actor, shift.organisation)
    Organisation.objects.select_for_update().get(pk=shift.organisation_id)
    shift = Shift.objects.select_related("organisation").get(pk=shift.pk)
    if not shift.from_at <= at < shift.until_at:
        raise Refused("shift.not_running", "Ca này không đang trực nên không bàn giao được.")
    number = normalise(phone)
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = ["Cần họ tên người nhận ca."]
    if number is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 0237 3852 246."]
    if at <= shift.from_at:
        errors["name"] = ["Ca vừa bắt đầu, chưa có gì để bàn giao."]
    if errors:
        raise Invalid(errors)

    until, begins = shift.until_at, at
    planned = Shift.objects.filter(organisation=shift.organisation, from_at__gte=until).order_by("from_at").first()
    shift.until_at = at
    shift.handed_over_at = at
    shift.handover_note = note.strip()
    shift.save()
    if planned is not None and planned.from_at == until and planned.phone == number:
        planned.from_at = begins
        planned.save()
        next_shift = planned
    else:
        next_shift = Shift.objects.create(
            organisation=shift.organisation, name=name.strip(), phone=number or "", from_at=begins, until_at=until, created_at=at
        )
    shift.handed_to = next_shift
    shift.save()

    record(actor, "dispatch.handed_over", shift.organisation, at=at, shift=shift.pk, to=next_shift.pk)
    return next_shift


def _check_may_plan(actor: Actor, organisation: Organisation) -> None:
    require(actor, "dispatch.roster", organisation)
    if not actor.tree or not organisation.path.startswith(actor.tree):
        raise Forbidden(sentence="Chỉ lập lịch trực cho đơn vị mình và các đơn vị trực thuộc.")
