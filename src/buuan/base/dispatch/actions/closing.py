"""Ending what a notice asks, and sending again."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from buuan.base.access.guard import require
from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.dispatch.actions.leaving import next_round, tell_live, wake, write_deliveries
from buuan.base.dispatch.models import Delivery, Notice, Recipient
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM


def close(notices: models.QuerySet, *, at: datetime) -> int:
    """Close open notices inside the running action: nothing is owed any more, nobody is reminded, waiting messages are dropped."""
    check_writing("Notice")
    keys = list(notices.filter(closed_at=None).values_list("pk", flat=True))
    if keys:
        Notice.objects.filter(pk__in=keys).update(closed_at=at)
        Recipient.objects.filter(notice__in=keys, owes=True).update(owes=False, look_at=None)
        Delivery.objects.filter(notice__in=keys, state="waiting").update(state="cancelled", due_at=None, leased_until=None)
    return len(keys)


def close_notices(about: models.Model, *, at: datetime) -> int:
    """Close every open notice about a record inside the running action, as when an order ends; gives how many.

    Part of the act that ends the subject, so it leaves no record of its own.
    """
    return close(Notice.objects.filter(about=subject_of(about)), at=at)


@action
def resend(actor: Actor, recipient: Recipient, *, at: datetime) -> int:
    """Send the messages to one recipient once more, as a reminder by hand (gửi lại); gives how many leave.

    Raises Refused where it owes nothing any more.
    """
    require(actor, "dispatch.call", recipient)
    recipient = Recipient.objects.select_for_update(of=("self",)).select_related("notice", "organisation").get(pk=recipient.pk)
    if recipient.notice.asks and not recipient.owes:
        raise Refused("dispatch.owes_nothing", "Đơn vị này không còn phải làm gì với thông báo, không cần gửi lại.")

    recipient.rounds += 1
    recipient.save(update_fields=("rounds",))
    count = write_deliveries(recipient.notice, [recipient], at=at, round_=next_round(recipient.notice))
    tell_live(recipient.notice)

    record(actor, "dispatch.resent", recipient, at=at, notice=recipient.notice_id, messages=count)
    return count


@action
def send_again(actor: Actor, delivery: Delivery, *, at: datetime) -> Delivery:
    """Try one message again at once, with the same `webhook-id` (gửi lại bản gửi); raises Refused for an endpoint that ended."""
    require(actor, "dispatch.manage_endpoints" if actor.may("dispatch.manage_endpoints") else "dispatch.call", delivery)
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("endpoint__organisation", "notice")
    delivery = locked.get(pk=delivery.pk)
    endpoint = delivery.endpoint
    if endpoint is not None:
        if endpoint.ended_at is not None:
            raise Refused("endpoint.ended", "Điểm nhận này đã bỏ, không gửi lại được.")
        if not endpoint.organisation.holds_on(at.astimezone(VIETNAM).date()):
            raise Refused("endpoint.organisation_ended", "Đơn vị của điểm nhận đã dừng, không gửi lại được.")

    delivery.state = "waiting"
    delivery.due_at = at
    delivery.leased_until = None
    delivery.delivered_at = None
    delivery.tries_before = delivery.tries
    delivery.save()
    wake()

    record(actor, "dispatch.sent_again", delivery, at=at, notice=delivery.notice_id, message=str(delivery.message_id))
    return delivery
