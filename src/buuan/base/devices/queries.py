"""Reading phones and PINs; who works on a phone."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db.models import Q, QuerySet

from buuan.base.accounts.models import Account
from buuan.base.devices.models import Device, Enrolment
from buuan.base.devices.rules import PIN_ROLES, UNIT_KINDS, normal_code
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound


def digest_of(text: str) -> str:
    """Give what is stored of a code or of a phone's mark; both are random, so a plain hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def device_of(mark: str) -> Device | None:
    """Give the enrolled phone with this mark, None for one that is unknown or revoked."""
    if not mark:
        return None
    return Device.objects.select_related("unit").filter(digest=digest_of(mark), revoked_at=None).first()


def enrolment_of(code: str, at: datetime) -> Enrolment | None:
    """Give the code of enrolment as it stands, None where there is none that is open."""
    found = Enrolment.objects.select_related("unit", "opened_by__organisation").filter(digest=digest_of(normal_code(code))).first()
    return found if found is not None and found.is_open_at(at) else None


def devices_of(actor: Actor) -> QuerySet[Device]:
    """Give the phones that the actor may see, those in use first."""
    rows = Device.objects.visible_to(actor).select_related("unit", "enrolled_by")
    return rows.order_by("revoked_at", "unit__path", "name", "pk")


def device_by_pk(actor: Actor, pk: int) -> Device:
    """Give one of them; raises NotFound."""
    found = devices_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("device.not_found", "Không tìm thấy máy, hoặc anh/chị không được xem.")
    return found


def units_for(actor: Actor, on: date) -> QuerySet[Organisation]:
    """Give the units of the own tree to which a phone may be enrolled on a day."""
    return Organisation.objects.under(actor.tree).as_of(on).filter(kind__in=UNIT_KINDS).order_by("path")


def clerks_of(actor: Actor, on: date) -> QuerySet[Account]:
    """Give the clerks of the own tree, with their PINs."""
    rows = Account.objects.visible_to(actor).filter(role__in=PIN_ROLES, is_active=True, organisation__path__startswith=actor.tree)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gt=on))
    return rows.select_related("organisation", "pin").order_by("organisation__path", "name")


def clerk_by_pk(actor: Actor, pk: int, on: date) -> Account:
    """Give one of them; raises NotFound."""
    found = clerks_of(actor, on).filter(pk=pk).first()
    if found is None:
        raise NotFound("account.not_found", "Không tìm thấy tài khoản, hoặc anh/chị không được xem.")
    return found


def clerks_at(device: Device, on: date) -> list[Account]:
    """Give who may sign in on a phone: the clerks of its point who have a PIN."""
    rows = Account.objects.filter(organisation=device.unit, role__in=PIN_ROLES, is_active=True, pin__isnull=False)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gt=on))
    return list(rows.select_related("organisation", "pin").order_by("name"))
