"""Ladders of reminders as dated rows (thang nhắc, báo lên): whom to tell so long after sending or around the due time."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.dispatch import rules
from buuan.base.places.models import CodeRange, DatedQuerySet, DateRange
from buuan.base.web.words import in_words


class LadderRow(Model):
    """One ladder in the time it is in force; a notice keeps its code, and climbs by what is in force on the day it was sent."""

    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên", max_length=160)
    from_on = models.DateField("từ ngày")
    until_on = models.DateField("đến ngày (không gồm)", null=True, blank=True)
    source = models.TextField("nguồn")
    verified = models.BooleanField("đã kiểm chứng", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="reminder_ladder_once_a_day",
                expressions=[
                    (CodeRange("code"), RangeOperators.OVERLAPS),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="reminder_ladder_ends_after_start", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> rules.Ladder:
        """Give the value that the rules work with; costs no query when the rungs came along."""
        rungs = sorted(self.rungs.all(), key=lambda one: one.number)
        return rules.Ladder(self.code, self.name, tuple(one.as_value() for one in rungs))


class LadderRung(Model):
    """One rung: so many minutes after sending, or around the due time (negative before it), `whom` is told."""

    ladder = models.ForeignKey(LadderRow, models.CASCADE, related_name="rungs")
    number = models.PositiveSmallIntegerField("bậc")
    minutes = models.IntegerField("phút")
    anchor = models.CharField("tính từ", max_length=8, choices=in_words(rules.ANCHORS))
    whom = models.CharField("báo cho", max_length=16, choices=in_words(rules.WHOM))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ladder", "number"], name="one_rung_a_number"),
            models.CheckConstraint(name="rung_whom_known", condition=Q(whom__in=list(rules.WHOM))),
            models.CheckConstraint(name="rung_not_before_sending", condition=~Q(anchor="sent") | Q(minutes__gte=0)),
        ]

    def as_value(self) -> rules.Rung:
        """Give the value that the rules work with."""
        return rules.Rung(self.number, timedelta(minutes=self.minutes), self.anchor, self.whom)
