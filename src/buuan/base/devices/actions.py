"""Enrolling and revoking phones, giving and changing PINs, and trying one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of, system_actor
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.devices.models import Device, Enrolment, Pin
from buuan.base.devices.queries import digest_of, enrolment_of
from buuan.base.devices.rules import (
    CODE_LASTS,
    CODE_LENGTH,
    CODE_SIGNS,
    MOST_TRIES,
    PIN_DIGITS,
    PIN_ROLES,
    UNIT_KINDS,
    against_pin,
)
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused


@action
def open_enrolment(actor: Actor, unit: Organisation, *, name: str, at: datetime) -> tuple[Enrolment, str]:
    """Make a code of enrolment (mã ghi danh) for one phone of a point in the own tree; its text is given once and never stored.

    Raises Forbidden for a point of another organisation, Invalid without a name for the phone.
    """
    require(actor, "devices.manage")
    if unit.kind not in UNIT_KINDS or not unit.path.startswith(actor.tree):
        raise Forbidden("device.foreign_unit", "Chỉ ghi danh máy cho điểm phục vụ của đơn vị mình.")
    words = " ".join(name.split())
    if not 1 <= len(words) <= 60:
        raise Invalid({"name": ["Cần tên máy, dài nhất 60 ký tự."]})

    code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    made = Enrolment.objects.create(
        unit=unit, name=words, digest=digest_of(code), opened_by_id=actor.account_id, opened_at=at, expires_at=at + CODE_LASTS
    )

    record(actor, "devices.enrolment_opened", made, at=at, unit=unit.code, name=words)
    return made, code


@action
def enrol_device(code: str, *, at: datetime, address: str = "") -> tuple[Device, str]:
    """Enrol the phone at hand with a code (ghi danh máy); gives its mark, which stays on the phone only.

    Nobody is signed in yet: the record is the platform's own and says who opened the enrolment. Raises Refused for a code that is
    wrong, used or over.
    """
    found = enrolment_of(code, at)
    if found is not None:
        found = Enrolment.objects.select_for_update(of=("self",)).select_related("unit", "opened_by__organisation").get(pk=found.pk)
    if found is None or not found.is_open_at(at):
        raise Refused("device.wrong_code", "Mã ghi danh không đúng, đã dùng hoặc đã hết hạn. Hãy xin mã mới.")
    if not actor_of(found.opened_by, source="page").may("devices.manage") or not found.opened_by.works_on_day_of(at):
        raise Refused("device.wrong_code", "Người lập mã ghi danh không còn quyền; hãy xin mã mới.")

    mark = secrets.token_urlsafe(32)
    device = Device.objects.create(
        unit=found.unit, name=found.name, digest=digest_of(mark), enrolled_by=found.opened_by, enrolled_at=at
    )
    found.device = device
    found.save(update_fields=("device",))

    actor = system_actor(source="page", address=address)
    record(actor, "devices.enrolled", device, at=at, unit=found.unit.code, name=found.name, opened_by=found.opened_by.username)
    return device, mark


@action
def revoke_device(actor: Actor, device: Device, *, reason: str, at: datetime) -> Device:
    """Revoke a phone (thu hồi): it is lost or given away; whoever works on it is signed out with the next touch."""
    require(actor, "devices.manage", device)
    words = _reason(reason)
    device = Device.objects.select_for_update(of=("self",)).select_related("unit").get(pk=device.pk)
    if device.revoked_at is not None:
        raise Refused("device.revoked", f"Máy {device.name} đã bị thu hồi.")

    device.revoked_at, device.revoked_by = at, actor.name
    device.save()

    record(actor, "devices.revoked", device, at=at, unit=device.unit.code, name=device.name, reason=words)
    return device


@action
def give_pin(actor: Actor, account: Account, *, at: datetime) -> tuple[Pin, str]:
    """Give a clerk of the own tree a made PIN (cấp mã PIN), shown once; a locked one is opened by it."""
    require(actor, "devices.manage")
    if not account.organisation.path.startswith(actor.tree):
        raise Forbidden("pin.foreign_account", "Chỉ cấp mã PIN cho người của đơn vị mình.")
    if account.role not in PIN_ROLES:
        raise Refused("pin.role", "Mã PIN chỉ dành cho giao dịch viên, văn thư; vai trò khác đăng nhập bằng mật khẩu.")

    text = _made_pin()
    pin, _is_new = Pin.objects.update_or_create(
        account=account, defaults={"hash": make_password(text), "tries": 0, "locked_at": None, "is_temporary": True, "set_at": at}
    )

    record(actor, "devices.pin_given", account, at=at, account=account.username)
    return pin, text


@action
def change_pin(actor: Actor, *, old: str, new: str, at: datetime) -> Pin:
    """Change one's own PIN. Raises Invalid where the old one is wrong or the new one is easily guessed."""
    pin = Pin.objects.select_for_update().filter(account_id=actor.account_id).first()
    if pin is None or pin.locked_at is not None:
        raise Refused("pin.none", "Anh/chị chưa có mã PIN dùng được; hãy xin người phụ trách điểm cấp.")
    errors = {"new": against_pin(new)}
    if not check_password(old, pin.hash):
        errors["old"] = ["Mã PIN đang dùng không đúng."]
    elif old == new:
        errors["new"] = ["Mã PIN mới phải khác mã đang dùng."]
    if any(errors.values()):
        raise Invalid({name: said for name, said in errors.items() if said})

    pin.hash, pin.is_temporary, pin.set_at = make_password(new), False, at
    pin.save()

    record(actor, "devices.pin_changed", "accounts.account", at=at, account=actor.username)
    return pin


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a PIN: who it is when it was right, else why not."""

    account: Account | None
    sentence: str = ""


@action
def try_pin(device: Device, account: Account, pin: str, *, at: datetime, address: str = "") -> Tried:
    """Try a clerk's PIN on an enrolled phone; a wrong one is counted and recorded, and the fifth in a row locks it.

    Nothing is raised, so that the count stands. What was typed is not kept.
    """
    row = Pin.objects.select_for_update().filter(account=account).first()
    is_here = account.organisation_id == device.unit_id and account.role in PIN_ROLES and account.works_on_day_of(at)
    if row is None or not is_here:
        make_password(pin)  # takes as long as a real try
        record(system_actor(source="page", address=address), "devices.pin_refused", device, at=at, account=account.username)
        return Tried(None, "Mã PIN không đúng.")
    if row.locked_at is not None:
        record(system_actor(source="page", address=address), "devices.pin_refused", device, at=at, account=account.username)
        return Tried(None, "Mã PIN đã khóa sau nhiều lần sai; hãy xin người phụ trách điểm cấp mã mới.")
    if not check_password(pin, row.hash):
        row.tries += 1
        row.locked_at = at if row.tries >= MOST_TRIES else None
        row.save(update_fields=("tries", "locked_at"))
        name = "devices.pin_locked" if row.locked_at else "devices.pin_refused"
        record(system_actor(source="page", address=address), name, device, at=at, account=account.username, tries=row.tries)
        left = MOST_TRIES - row.tries
        return Tried(None, f"Mã PIN không đúng, còn {left} lần." if left else "Sai 5 lần: mã PIN đã khóa; hãy xin mã mới.")

    if row.tries:
        row.tries = 0
        row.save(update_fields=("tries",))

    record(actor_of(account, source="page", address=address), "devices.signed_in", device, at=at, unit=device.unit.code)
    return Tried(account)


def _made_pin() -> str:
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if not against_pin(pin):
            return pin


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid({"reason": ["Cần ghi lý do; lý do được lưu vào nhật ký."]})
    return words
