"""The kinds of case as dated rows, each a template."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.places.models import CodeRange, DatedQuerySet, DateRange
from buuan.base.web.words import in_words
from buuan.work.cases.rules import KIND_MARKS, Faults, KindPlan, read_kind


class CaseKind(Model):
    """A kind of case in the time it holds (loại vụ việc); a case keeps the row by which it was opened.

    `kept_by_office` marks a row that a person wrote or closed: loading the shipped file again leaves every row of its code alone.
    """

    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên", max_length=120)
    about = models.TextField("dùng khi nào", blank=True)
    from_on = models.DateField("hiệu lực từ")
    until_on = models.DateField("hiệu lực đến (không gồm)", null=True, blank=True)
    source = models.TextField("căn cứ")
    read_in = models.TextField("đọc tại", blank=True)
    mark = models.CharField("mức đối chiếu", max_length=1, choices=in_words(KIND_MARKS))
    clocks = models.JSONField("thời hạn", default=list)
    fields = models.JSONField("thông tin cần ghi", default=list)
    tasks = models.JSONField("nhiệm vụ, mục kiểm tra", default=list)
    kept_by_office = models.BooleanField("do đơn vị sửa", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="kind_code_once_a_day",
                expressions=[
                    (CodeRange("code"), RangeOperators.OVERLAPS),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(fields=["code", "from_on"], name="one_kind_a_code_and_day"),
            models.CheckConstraint(name="kind_ends_after_start", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(name="kind_names_its_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def verified(self) -> bool:
        """Whether somebody has read the rule in a source."""
        return self.mark in ("S", "P")

    @property
    def plan(self) -> KindPlan:
        """The template as the rules read it."""
        columns = ("code", "name", "about", "from_on", "until_on", "source", "read_in", "mark", "clocks", "fields", "tasks")
        return read_kind({name: getattr(self, name) for name in columns}, self.code, Faults())
