"""Who is on duty when: shifts and their hand-over."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation, home_number
from buuan.kit.actor import Actor


class MomentRange(Func):
    """`tstzrange(from, until)`: half open."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class KeyRange(Func):
    """A one-element range over a key, since the embedded server has no btree_gist to compare numbers in an exclusion."""

    function = "int8range"
    template = "int8range(%(expressions)s, %(expressions)s, '[]')"


class ShiftQuerySet(QuerySet):
    """Shifts, narrowed by actor or moment."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the shifts of the actor's organisation and of all below it."""
        return self.filter(organisation__path__startswith=actor.tree) if actor.tree else self.none()

    def on(self, at: datetime) -> Self:
        """Keep the shifts that run at a moment."""
        return self.filter(from_at__lte=at, until_at__gt=at)


class Shift(Model):
    """One person on duty for an organisation from one moment to another (ca trực); two never overlap.

    A shift handed over early ends at that moment, and `handed_to` is the shift that went on; `handover_note` is what the next
    one has to know.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shifts")
    name = models.CharField("người trực", max_length=120)
    phone = models.CharField("điện thoại", max_length=20)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="shifts")
    from_at = models.DateTimeField("từ")
    until_at = models.DateTimeField("đến")
    handed_over_at = models.DateTimeField("bàn giao lúc", null=True, blank=True)
    handed_to = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_from")
    handover_note = models.TextField("nội dung bàn giao", blank=True)
    created_at = models.DateTimeField("lập lúc")

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="shift_ends_after_start", condition=Q(until_at__gt=F("from_at"))),
            ExclusionConstraint(
                name="one_person_on_duty",
                expressions=[
                    (KeyRange("organisation"), RangeOperators.OVERLAPS),
                    (MomentRange("from_at", "until_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["organisation", "from_at"], name="shift_roster")]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_shown(self) -> str:
        """The number as people dial it at home."""
        return home_number(self.phone)

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether the actor may see the shift; the same rule as `visible_to`."""
        return bool(actor.tree) and self.organisation.path.startswith(actor.tree)
