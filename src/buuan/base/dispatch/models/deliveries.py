"""What leaves the machine: one row for each message to one place, and one for each try."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model, QuerySet
from buuan.base.dispatch.models.channels import CHANNELS, Endpoint
from buuan.base.dispatch.models.notices import Notice, Recipient
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor

STATES = {"waiting": "đang gửi", "delivered": "đã gửi", "failed": "gửi không được", "cancelled": "không gửi nữa"}

OUTCOMES = {
    "delivered": "đã nhận",
    "status": "nơi nhận báo lỗi",
    "timeout": "quá thời gian chờ",
    "unreachable": "không kết nối được",
    "forbidden_address": "địa chỉ không được phép",
    "no_gateway": "chưa có cổng gửi",
    "cancelled": "không gửi nữa",
}
"""How a try ended."""


class DeliveryQuerySet(QuerySet):
    """Messages, narrowed by actor or to those whose time has come."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what went to endpoints of the actor's organisation or below it, and what its own notices sent out."""
        below = Q(endpoint__organisation__path__startswith=actor.tree) if actor.tree else Q(pk=None)
        return self.filter(below | Q(notice__sender_id=actor.body_id))


class Delivery(Model):
    """One message about one notice to one endpoint, or to one person by one channel (bản gửi).

    `message_id` is the `webhook-id`: it stays the same however often the message is tried or sent again, so that a receiver
    that remembers ids never takes it twice. `round` is 0 for the first message, then counts the reminders. `due_at` is when it
    is tried next; `leased_until` keeps a second worker away, by the clock of the database and not by that of a drill.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="deliveries")
    channel = models.CharField("kênh", max_length=8, choices=in_words(CHANNELS))
    endpoint = models.ForeignKey(Endpoint, models.PROTECT, null=True, blank=True, related_name="deliveries")
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="notice_deliveries")
    round = models.PositiveSmallIntegerField("lần nhắc", default=0)
    message_id = models.UUIDField(unique=True, default=uuid.uuid4)
    state = models.CharField("trạng thái", max_length=10, choices=in_words(STATES), default="waiting")
    digest = models.BooleanField("gộp", default=False)
    created_at = models.DateTimeField("tạo lúc")
    due_at = models.DateTimeField("thử lúc", null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    tries_before = models.PositiveSmallIntegerField("đã thử trước khi gửi lại", default=0, db_default=0)
    first_tried_at = models.DateTimeField("thử lần đầu", null=True, blank=True)
    delivered_at = models.DateTimeField("đã gửi lúc", null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "endpoint", "round"], name="one_message_an_endpoint_and_round"),
            models.UniqueConstraint(fields=["notice", "account", "channel", "round"], name="one_message_a_person_and_round"),
            models.CheckConstraint(
                name="message_goes_to_one_place",
                condition=Q(endpoint=None, account__isnull=False) | Q(endpoint__isnull=False, account=None),
            ),
            models.CheckConstraint(
                name="message_waits_for_a_moment",
                condition=Q(state="waiting", due_at__isnull=False) | (~Q(state="waiting") & Q(due_at=None)),
            ),
            models.CheckConstraint(
                name="message_delivered_at_a_moment",
                condition=Q(state="delivered", delivered_at__isnull=False) | ~Q(state="delivered"),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["endpoint", "-id"], name="delivery_log"),
        ]

    @property
    def number(self) -> str:
        """The number of the notice."""
        return self.notice.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether the actor may see the message; the same rule as `visible_to`."""
        of_tree = self.endpoint is not None and self.endpoint.is_visible_to(actor)
        return of_tree or self.notice.sender_id == actor.body_id


class Attempt(Model):
    """One try of one message: when, how it ended, how long it took (lần gửi). Never changed."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField("lần")
    at = models.DateTimeField("lúc")
    outcome = models.CharField("kết quả", max_length=20, choices=in_words(OUTCOMES))
    status = models.PositiveSmallIntegerField("mã trả lời", null=True, blank=True)
    took_ms = models.PositiveIntegerField("mili giây")
    note = models.CharField("chi tiết", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="one_attempt_a_number")]
