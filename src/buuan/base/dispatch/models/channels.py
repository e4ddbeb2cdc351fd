"""By which channels an organisation and a person are told, and when a person wants to be left alone."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor

CHANNELS = {"webhook": "webhook", "email": "thư điện tử", "sms": "tin nhắn"}
"""Channels that leave the machine; the page and the API's feed need no row, they always show everything."""

MANNERS = {"now": "gửi ngay", "daily": "gộp hằng ngày", "off": "không gửi"}


class EndpointQuerySet(QuerySet):
    """Endpoints, narrowed by actor or to those in use."""

    def visible_to(self, actor: Actor) -> Self:
        """Give those of the actor's organisation and of all below it."""
        return self.filter(organisation__path__startswith=actor.tree) if actor.tree else self.none()

    def in_use(self) -> Self:
        """Keep those that still receive: neither ended nor stopped by their owner."""
        return self.filter(ended_at=None, paused_at=None)


class Endpoint(Model):
    """A place outside to which an organisation wants to be told (điểm nhận): a webhook, a mailbox, a telephone for messages.

    `kinds` are beginnings of kinds of notice (`interdiction`), empty for all. The secret of a webhook is kept sealed with a key
    of the machine and shown once; after a rotation the former one signs beside it until `old_secret_until`. An endpoint
    that keeps failing is dead (`dead_at`), which its owner and the sender are told once; it is still tried with each new
    message, and lives again with the first that arrives.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="endpoints")
    channel = models.CharField("kênh", max_length=8, choices=in_words(CHANNELS))
    name = models.CharField("tên", max_length=80)
    target = models.CharField("địa chỉ nhận", max_length=500)
    kinds = models.JSONField("loại thông báo", default=list, blank=True)
    manner = models.CharField("cách gửi", max_length=6, choices=in_words(MANNERS), default="now")
    covers_units = models.BooleanField("nhận cả thông báo gửi đơn vị trực thuộc", default=True)
    secret = models.TextField(blank=True, help_text="Sealed; empty for what is not signed.")
    old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.CharField("người tạo", max_length=120)
    paused_at = models.DateTimeField("tạm dừng lúc", null=True, blank=True)
    ended_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    failing_since = models.DateTimeField("lỗi từ", null=True, blank=True)
    dead_at = models.DateTimeField("ngừng thử lúc", null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "channel", "target"], condition=Q(ended_at=None), name="one_endpoint_a_target"
            ),
            models.CheckConstraint(name="endpoint_signs_webhooks", condition=~Q(channel="webhook") | ~Q(secret="")),
            models.CheckConstraint(
                name="endpoint_old_secret_ends",
                condition=Q(old_secret="", old_secret_until=None) | (~Q(old_secret="") & Q(old_secret_until__isnull=False)),
            ),
            models.CheckConstraint(name="endpoint_ends_after_start", condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at"))),
        ]

    def __str__(self) -> str:
        return self.name

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether the actor may see the endpoint; the same rule as `visible_to`."""
        return bool(actor.tree) and self.organisation.path.startswith(actor.tree)


class Choice(Model):
    """How a person wants to be told of one event by one channel (lựa chọn nhận tin); without a row the default holds."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="notice_choices")
    event = models.CharField("sự việc", max_length=40)
    channel = models.CharField("kênh", max_length=8, choices=in_words(CHANNELS))
    manner = models.CharField("cách gửi", max_length=6, choices=in_words(MANNERS))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "event", "channel"], name="one_choice_an_event_and_channel")]


class QuietHours(Model):
    """When a person is not disturbed by what is not urgent (giờ yên tĩnh), by the clock of Vietnam; equal times for never."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="quiet_hours")
    from_time = models.TimeField("từ")
    until_time = models.TimeField("đến")
