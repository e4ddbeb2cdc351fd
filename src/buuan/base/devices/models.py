"""Enrolled phones, the codes by which they are enrolled, and the PINs of clerks."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor


class DeviceQuerySet(QuerySet):
    """Phones, narrowed by actor."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the phones of the own tree, the auditor all."""
        if not actor.may("devices.read"):
            return self.none()
        return self if actor.role == "auditor" else self.filter(unit__path__startswith=actor.tree)


class Device(Model):
    """A phone that belongs to a point (máy quầy); what it shows to be known again is stored as a hash only."""

    unit = models.ForeignKey(Organisation, models.PROTECT, verbose_name="điểm phục vụ", related_name="devices")
    name = models.CharField("tên máy", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    enrolled_by = models.ForeignKey(Account, models.PROTECT, verbose_name="người ghi danh", related_name="+")
    enrolled_at = models.DateTimeField("ghi danh lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoked_by = models.CharField("người thu hồi", max_length=120, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="revoked_device_says_who",
                condition=Q(revoked_at=None, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """How records call the phone."""
        return f"{self.unit.code}/{self.name}"

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this phone."""
        return Device.objects.visible_to(actor).filter(pk=self.pk).exists()


class Enrolment(Model):
    """A code of enrolment (mã ghi danh): shown once to the head of a point, good for one phone and ten minutes."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField("tên máy", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("lập lúc")
    expires_at = models.DateTimeField("hết hạn")
    device = models.OneToOneField(Device, models.PROTECT, null=True, blank=True, related_name="enrolment")

    class Meta:
        constraints = [models.CheckConstraint(name="enrolment_expires_later", condition=Q(expires_at__gt=models.F("opened_at")))]

    def is_open_at(self, at: datetime) -> bool:
        """Tell whether a phone may be enrolled with it at a moment."""
        return self.device_id is None and at < self.expires_at


class Pin(Model):
    """The PIN of a clerk (mã PIN), as an argon2 hash; `tries` counts wrong ones in a row."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="pin")
    hash = models.CharField(max_length=200)
    tries = models.PositiveSmallIntegerField("số lần sai liên tiếp", default=0)
    locked_at = models.DateTimeField("khóa lúc", null=True, blank=True)
    is_temporary = models.BooleanField("tạm", default=True, help_text="Given by somebody else; changed at the first sign-in.")
    set_at = models.DateTimeField("đặt lúc")

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` manages the account of this PIN."""
        return self.account.organisation.path.startswith(actor.tree)
