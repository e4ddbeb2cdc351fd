"""Telling organisations something, and noting that it was opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from buuan.base.access.guard import require
from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.dispatch.models import Notice, Recipient
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor


def send(
    actor: Actor,
    kind: str,
    *,
    about: models.Model,
    to: Iterable[Organisation],
    title: str,
    at: datetime,
    text: str = "",
    url: str = "",
    urgent: bool = False,
) -> Notice | None:
    """Tell organisations something inside the running action; None when there is nobody to tell.

    Part of the sender's act, so it leaves no record of its own: the sender's record and these rows stand or fall together.
    """
    check_writing("Notice")
    unique = {one.pk: one for one in to}
    if not unique:
        return None
    notice = Notice.objects.create(
        kind=kind,
        title=title[:250],
        text=text,
        about=subject_of(about),
        label=str(getattr(about, "number", "")),
        url=url,
        sender_id=actor.body_id,
        at=at,
        urgent=urgent,
    )
    Recipient.objects.bulk_create([Recipient(notice=notice, organisation=one, delivered_at=at) for one in unique.values()])
    return notice


@action
def open_notice(actor: Actor, recipient: Recipient, *, at: datetime) -> Recipient:
    """Note that a person of the organisation opened the notice; the first time counts."""
    require(actor, "dispatch.read")
    if recipient.opened_at is None:
        recipient.opened_at = at
        recipient.opened_by = actor.name
        recipient.save()
    record(actor, "dispatch.opened", recipient, at=at, notice=recipient.notice_id)
    return recipient
