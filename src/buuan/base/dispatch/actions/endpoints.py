"""The endpoints of an organisation: opened, paused, ended; the secret shown once and exchanged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.delivery.guard import against_url
from buuan.base.dispatch.models import CHANNELS, MANNERS, Delivery, Endpoint
from buuan.base.dispatch.sealing import sealed
from buuan.base.dispatch.sms import gateway
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.kit.phones import normalise
from buuan.kit.webhook import new_secret
from buuan.kit.workdays import VIETNAM

MOST = 20
OVERLAP = timedelta(hours=24)
"""How long the former secret signs beside the new one, so that a receiver can be changed without losing a message."""


@action
def open_endpoint(
    actor: Actor,
    organisation: Organisation,
    *,
    channel: str,
    name: str,
    target: str,
    at: datetime,
    kinds: Iterable[str] = (),
    manner: str = "now",
    covers_units: bool = True,
) -> tuple[Endpoint, str]:
    """Open an endpoint (đặt điểm nhận) and give it with its secret, shown this once; empty for what is not signed.

    An organisation opens them for itself and for what stands below it. Raises Invalid for an address that is none, or that lies
    in a private network where the settings do not allow it.
    """
    _check_may_manage(actor, organisation)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.holds_on(at.astimezone(VIETNAM).date()):
        raise Refused("endpoint.organisation_ended", f"{organisation} đã dừng, không đặt được điểm nhận.")
    target = target.strip()
    errors = _faults(channel, name, target, manner)
    if not errors and Endpoint.objects.filter(organisation=organisation, channel=channel, target=target, ended_at=None).exists():
        errors["target"] = ["Đơn vị đã có điểm nhận này."]
    if Endpoint.objects.filter(organisation=organisation, ended_at=None).count() >= MOST:
        errors.setdefault("target", []).append(f"Mỗi đơn vị có nhiều nhất {MOST} điểm nhận.")
    if errors:
        raise Invalid(errors)

    secret = new_secret() if channel == "webhook" else ""
    endpoint = Endpoint.objects.create(
        organisation=organisation,
        channel=channel,
        name=name.strip(),
        target=normalise(target) or "" if channel == "sms" else target,
        kinds=sorted({one.strip() for one in kinds if one.strip()}),
        manner=manner,
        covers_units=covers_units,
        secret=sealed(secret) if secret else "",
        created_at=at,
        created_by=actor.name,
    )

    record(
        actor, "dispatch.endpoint_opened", endpoint, at=at, organisation=organisation.code, channel=channel, kinds=endpoint.kinds
    )
    return endpoint, secret


@action
def rotate_secret(actor: Actor, endpoint: Endpoint, *, at: datetime) -> str:
    """Exchange the secret of a webhook (đổi khóa ký) and give the new one, shown this once; the former signs for 24 hours more."""
    endpoint = _managed(actor, endpoint)
    if endpoint.channel != "webhook":
        raise Refused("endpoint.not_signed", "Chỉ webhook có khóa ký.")

    secret = new_secret()
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, at + OVERLAP
    endpoint.secret = sealed(secret)
    endpoint.save()

    record(actor, "dispatch.secret_rotated", endpoint, at=at, organisation=endpoint.organisation.code)
    return secret


@action
def pause_endpoint(actor: Actor, endpoint: Endpoint, *, at: datetime) -> Endpoint:
    """Stop sending to an endpoint for a while (tạm dừng); what waits for it is dropped, the feed still has it."""
    endpoint = _managed(actor, endpoint)

    endpoint.paused_at = endpoint.paused_at or at
    endpoint.save()
    dropped = _drop_waiting(endpoint)

    record(actor, "dispatch.endpoint_paused", endpoint, at=at, organisation=endpoint.organisation.code, dropped=dropped)
    return endpoint


@action
def resume_endpoint(actor: Actor, endpoint: Endpoint, *, at: datetime) -> Endpoint:
    """Send to an endpoint again (gửi lại)."""
    endpoint = _managed(actor, endpoint)

    endpoint.paused_at = endpoint.dead_at = endpoint.failing_since = None
    endpoint.save()

    record(actor, "dispatch.endpoint_resumed", endpoint, at=at, organisation=endpoint.organisation.code)
    return endpoint


@action
def end_endpoint(actor: Actor, endpoint: Endpoint, *, at: datetime) -> Endpoint:
    """Give an endpoint up for ever (bỏ điểm nhận); nothing more goes there, its log stays."""
    endpoint = _managed(actor, endpoint)

    endpoint.ended_at = at
    endpoint.save()
    dropped = _drop_waiting(endpoint)

    record(actor, "dispatch.endpoint_ended", endpoint, at=at, organisation=endpoint.organisation.code, dropped=dropped)
    return endpoint


def _faults(channel: str, name: str, target: str, manner: str) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if channel not in CHANNELS:
        errors["channel"] = ["Kênh không có trong danh mục."]
    if not name.strip():
        errors["name"] = ["Cần tên để phân biệt các điểm nhận."]
    if manner not in MANNERS or (channel == "webhook" and manner != "now"):
        errors["manner"] = ["Webhook luôn gửi ngay; hộp thư gửi ngay hoặc gộp hằng ngày."]
    if len(target) > 500:
        errors["target"] = ["Địa chỉ dài nhất 500 ký tự."]
    elif channel == "webhook" and (wrong := against_url(target)):
        errors["target"] = [wrong]
    elif channel == "email":
        try:
            validate_email(target)
        except ValidationError:
            errors["target"] = ["Địa chỉ thư điện tử chưa đúng."]
    elif channel == "sms":
        if gateway() is None:
            errors["channel"] = ["Nền tảng chưa nối cổng tin nhắn nào."]
        elif normalise(target) is None:
            errors["target"] = ["Số điện thoại chưa đúng."]
    return errors


def _managed(actor: Actor, endpoint: Endpoint) -> Endpoint:
    _check_may_manage(actor, endpoint.organisation)
    endpoint = Endpoint.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=endpoint.pk)
    if endpoint.ended_at is not None:
        raise Refused("endpoint.ended", "Điểm nhận này đã bỏ.")
    return endpoint


def _drop_waiting(endpoint: Endpoint) -> int:
    waiting = Delivery.objects.filter(endpoint=endpoint, state="waiting")
    return waiting.update(state="cancelled", due_at=None, leased_until=None)


def _check_may_manage(actor: Actor, organisation: Organisation) -> None:
    require(actor, "dispatch.manage_endpoints", organisation)
    if not actor.tree or not organisation.path.startswith(actor.tree):
        raise Forbidden(sentence="Chỉ đặt điểm nhận cho đơn vị mình và các đơn vị trực thuộc.")
