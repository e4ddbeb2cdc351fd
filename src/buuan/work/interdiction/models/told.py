"""What sender and receiver of a held item were told, and where telling them waits; nobody's name stands here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words
from buuan.work.interdiction.models.items import OrderItem
from buuan.work.interdiction.rules import HINDERS, SIDES, WAYS


class PartyNotice(Model):
    """The notice that a unit gave to one side of a held item (thông báo tạm giữ), with the words as they were; never changed."""

    item = models.ForeignKey(OrderItem, models.PROTECT, related_name="party_notices")
    side = models.CharField("báo cho", max_length=8, choices=in_words(SIDES))
    way = models.CharField("cách báo", max_length=8, choices=in_words(WAYS))
    text = models.TextField("nội dung đã báo")
    told_at = models.DateTimeField("báo lúc", help_text="By the telling side's own clock.")
    at = models.DateTimeField("ghi lúc")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="đơn vị báo")
    who = models.CharField("người báo", max_length=120)
    via = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "side"], name="party_told_once")]


class NoticeWait(Model):
    """The body that asked lets telling wait (hoãn báo) until a moment, for a listed reason; the latest row of an item counts."""

    item = models.ForeignKey(OrderItem, models.PROTECT, related_name="notice_waits")
    reason = models.CharField("lý do hoãn", max_length=10, choices=in_words(HINDERS))
    note = models.CharField("ghi chú", max_length=300, blank=True)
    until_at = models.DateTimeField("hoãn đến")
    decided_by = models.CharField("người quyết định", max_length=120)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        constraints = [models.CheckConstraint(name="notice_wait_ends_after_start", condition=Q(until_at__gt=F("at")))]
        indexes = [models.Index(fields=["item", "-id"], name="notice_wait_of_item")]
