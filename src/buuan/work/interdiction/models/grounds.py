"""The dated rows of grounds as they were loaded; changed by loading the shipped file only, never by a page."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from buuan.base.action import Model
from buuan.base.places.models import CodeRange, DatedQuerySet, DateRange
from buuan.base.web.words import in_words
from buuan.registers.law.reading import MARKS
from buuan.work.interdiction.rules import GROUNDS, GroundRow


class Ground(Model):
    """One row (căn cứ): a kind of body may order on a ground, by these keys, in this time, from this source."""

    code = models.CharField("mã", max_length=40, unique=True)
    ground = models.CharField("căn cứ", max_length=10, choices=in_words(GROUNDS))
    body_kind = models.CharField("loại cơ quan", max_length=40)
    name = models.CharField("tên", max_length=250)
    keys = models.JSONField("tìm theo")
    most_items = models.PositiveSmallIntegerField("số bưu gửi nhiều nhất")
    deciders = models.JSONField("cơ quan ra quyết định kèm theo", default=list)
    from_on = models.DateField("hiệu lực từ")
    until_on = models.DateField("hiệu lực đến (không gồm)", null=True, blank=True)
    source = models.TextField("nguồn")
    read_in = models.TextField("đọc tại", blank=True)
    mark = models.CharField("mức đối chiếu", max_length=1, choices=in_words(MARKS))
    note = models.TextField("ghi chú", blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="ground_ends_after_start", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(name="ground_has_a_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="ground_other_single_items",
                condition=~Q(ground="other") | Q(most_items__lte=20, keys=Value(["items"], models.JSONField())),
            ),
            ExclusionConstraint(
                name="one_ground_at_a_time",
                expressions=[
                    (CodeRange("ground"), RangeOperators.OVERLAPS),
                    (CodeRange("body_kind"), RangeOperators.OVERLAPS),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_row(self) -> GroundRow:
        """Give the plain row that the rules read."""
        plain = ("code", "ground", "body_kind", "name", "most_items", "from_on", "until_on", "source", "read_in", "mark", "note")
        values = {name: getattr(self, name) for name in plain}
        return GroundRow(**values, keys=frozenset(self.keys), deciders=frozenset(self.deciders))

    @property
    def verified(self) -> bool:
        """Whether somebody has read the rule in a source."""
        return self.as_row().verified
