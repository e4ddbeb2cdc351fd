"""Notices and their recipients."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor


class Notice(Model):
    """One thing told to one or more organisations; the title holds nothing personal."""

    kind = models.CharField("loại", max_length=60)
    title = models.CharField("nội dung", max_length=250)
    text = models.TextField("chi tiết", blank=True)
    about = models.CharField("về", max_length=80)
    label = models.CharField("số hiệu", max_length=60, blank=True)
    url = models.CharField(max_length=200, blank=True)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="sent_notices")
    at = models.DateTimeField("lúc")
    urgent = models.BooleanField("khẩn", default=False)


class RecipientQuerySet(QuerySet):
    """Deliveries, narrowed to those of an actor."""

    def visible_to(self, actor: Actor) -> RecipientQuerySet:
        """Give what was told to the actor's own organisation."""
        return self.filter(organisation_id=actor.body_id)


class Recipient(Model):
    """The delivery of a notice to one organisation: when it was delivered to its page and first opened there, by whom."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="received_notices")
    delivered_at = models.DateTimeField("đã chuyển")
    opened_at = models.DateTimeField("đã mở", null=True, blank=True)
    opened_by = models.CharField("người mở", max_length=120, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "organisation"], name="one_delivery_an_organisation"),
            models.CheckConstraint(
                name="opened_by_somebody",
                condition=Q(opened_at=None, opened_by="") | (Q(opened_at__isnull=False) & ~Q(opened_by="")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="recipient_inbox")]
