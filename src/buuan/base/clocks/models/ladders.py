"""Ladders as dated rows (thang báo lên cấp trên): whom to tell, and how long before or after the due time."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.clocks import rules
from buuan.base.clocks.climbing import WHOM
from buuan.base.places.models import CodeRange, DatedQuerySet, DateRange
from buuan.base.web.words import in_words

ANCHORS = {rules.Anchor.DUE.value: "hạn", rules.Anchor.START.value: "lúc bắt đầu"}


class LadderRow(Model):
    """One ladder in the time it is in force.

    A clock keeps the ladder that was in force on the day it started, as it keeps its limit, so that a later change of
    the ladder never reaches back. Rows here rather than steps copied onto each clock: one source, shown on a page,
    joined by key.
    """

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
                name="ladder_code_once_a_day",
                expressions=[
                    (CodeRange("code"), RangeOperators.OVERLAPS),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(fields=["code", "from_on"], name="one_ladder_a_code_and_day"),
            models.CheckConstraint(name="ladder_ends_after_start", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))),
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> rules.Ladder:
        """Give the value that the arithmetic works with; costs no query when the steps came along."""
        steps = sorted(self.steps.all(), key=lambda one: one.number)
        return rules.Ladder(self.code, self.name, tuple(one.as_value() for one in steps))

    def holds_on(self, on: date) -> bool:
        """Tell whether the ladder is in force on `on`."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


class LadderStep(Model):
    """One rung: so long after the due time or the start (negative: before it), `whom` is told."""

    ladder = models.ForeignKey(LadderRow, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField("bậc")
    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên", max_length=160)
    after = models.DurationField("sau", help_text="Plain time from the anchor, negative before it.")
    anchor = models.CharField("tính từ", max_length=8, choices=in_words(ANCHORS))
    whom = models.CharField("báo cho", max_length=24, choices=in_words(WHOM))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ladder", "number"], name="one_step_a_rung"),
            models.UniqueConstraint(fields=["ladder", "code"], name="step_code_once_a_ladder"),
            models.CheckConstraint(name="step_whom_known", condition=Q(whom__in=list(WHOM))),
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> rules.Step:
        """Give the value that the arithmetic works with."""
        return rules.Step(self.code, self.after, self.whom, self.name, rules.Anchor(self.anchor))
