"""The working calendar as rows: special days, weekly office hours, and the edition that tells when they changed."""

from __future__ import annotations

from datetime import time

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.places.models import DateRange
from buuan.base.web.words import in_words
from buuan.kit import workdays

DAY_KINDS = {kind.value: kind.name_vi for kind in workdays.DayKind}


class SpecialDay(Model):
    """A day that differs from the same day of an ordinary week: a holiday, a day off in exchange, a worked Saturday."""

    day = models.DateField("ngày", primary_key=True)
    kind = models.CharField("loại", max_length=12, choices=in_words(DAY_KINDS))
    name = models.CharField("tên", max_length=120)
    compensates = models.DateField("bù cho ngày", null=True, blank=True, help_text="The other day of the pair.")
    source = models.TextField("nguồn")
    verified = models.BooleanField("đã kiểm chứng", default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="special_day_kind_known", condition=Q(kind__in=list(DAY_KINDS))),
            models.CheckConstraint(name="special_day_not_its_own_pair", condition=Q(compensates=None) | ~Q(compensates=F("day"))),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"

    def as_value(self) -> workdays.SpecialDay:
        """Give the value that the arithmetic works with."""
        return workdays.SpecialDay(self.day, workdays.DayKind(self.kind), self.name, self.source, self.verified, self.compensates)


class OfficeWeek(Model):
    """The office hours of a week in a period (giờ hành chính): seven lists of [opens, closes], Monday first."""

    from_on = models.DateField("từ ngày")
    until_on = models.DateField("đến ngày (không gồm)", null=True, blank=True)
    days = models.JSONField("giờ làm việc")
    source = models.TextField("nguồn")
    verified = models.BooleanField("đã kiểm chứng", default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(name="one_week_a_day", expressions=[(DateRange("from_on", "until_on"), RangeOperators.OVERLAPS)]),
        ]

    def as_value(self) -> workdays.WorkingWeek:
        """Give the value that the arithmetic works with."""
        days = tuple(
            tuple(workdays.Span(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans)
            for spans in self.days
        )
        return workdays.WorkingWeek(self.from_on, self.until_on, days, self.source, self.verified)


class CalendarEdition(Model):
    """The one row that says which years are known and, by a digest of all days and weeks, whether anything changed."""

    ONLY = 1

    digest = models.CharField(max_length=64)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    loaded_at = models.DateTimeField("nạp lúc")

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_calendar_edition", condition=Q(id=1)),
            models.CheckConstraint(name="calendar_years_in_order", condition=Q(last_year__gte=F("first_year"))),
        ]
