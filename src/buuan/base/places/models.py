"""Areas with validity, and the succession from old areas to new ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from buuan.base.action import Model, QuerySet
from buuan.base.web.search import SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.kit.fold import fold_words, sort_key


class DateRange(Func):
    """`daterange(from, until)`: half open, an empty side is unbounded."""

    function = "daterange"
    output_field = DateRangeField()


class CodeRange(Func):
    """A one-element range over a text, since the embedded server has no btree_gist to compare texts in an exclusion."""

    function = "int8range"
    template = "int8range(hashtextextended(%(expressions)s, 0), hashtextextended(%(expressions)s, 0), '[]')"


class KeyText(models.CharField):
    """A column worked out from others (`of`) whenever its row is saved or created in bulk, so that nobody can forget it."""

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def work_out(self, text: str) -> str:
        """Give the key of the joined text."""
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Set the key and give it to be stored."""
        value = self.work_out(" ".join(str(getattr(model_instance, name) or "") for name in self.of))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Tell migrations how the column is made."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, {**kwargs, "of": list(self.of)}


class FoldedText(KeyText):
    """The words without diacritics under which a row is searched."""

    def work_out(self, text: str) -> str:
        """Give the folded words."""
        return fold_words(text)


class SortText(KeyText):
    """The key whose plain order is that of the Vietnamese dictionary."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)

    def work_out(self, text: str) -> str:
        """Give the sort key."""
        return sort_key(text)


class DatedQuerySet(QuerySet):
    """Rows with `from_on` (included, None = always) and `until_on` (excluded, None = still)."""

    def as_of(self, on: date) -> Self:
        """Give the rows that hold on `on`."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=on), Q(until_on=None) | Q(until_on__gt=on))


class AreaQuerySet(DatedQuerySet, SearchableQuerySet):
    """Areas, as of a day and by words."""


class Area(Model):
    """One area in one period (địa bàn)."""

    LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}

    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=120)
    type = models.CharField("loại", max_length=20, help_text="xã, phường, thị trấn, huyện, thị xã, thành phố, tỉnh")
    level = models.CharField("cấp", max_length=10, choices=in_words(LEVELS))
    full_name = models.CharField("tên đầy đủ", max_length=160)
    folded = FoldedText(of=["full_name", "code"], max_length=180)
    sort_key = SortText(of=["name"], max_length=400)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    from_on = models.DateField("từ ngày", null=True, blank=True)
    until_on = models.DateField("đến ngày (không gồm)", null=True, blank=True)
    area_km2 = models.DecimalField("diện tích", max_digits=9, decimal_places=2, null=True, blank=True)
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    source = models.CharField("nguồn", max_length=200)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="area_code_once_a_day",
                expressions=[
                    (CodeRange("code"), RangeOperators.OVERLAPS),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="area_ends_after_start", condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["level", "sort_key"], name="area_level_sort"),
            models.Index(fields=["code", "from_on"], name="area_code_from"),
            folded_index("area_words"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def holds_on(self, on: date) -> bool:
        """Tell whether the row holds on `on`."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on < self.until_on)


class Boundary(Model):
    """The reference outline of an area (WGS84 GeoJSON geometry); not a legal boundary."""

    area = models.OneToOneField(Area, models.PROTECT, related_name="boundary")
    geometry = models.JSONField()
    approximate = models.BooleanField("gần đúng", default=False)


class AreaSuccession(Model):
    """What became of an area: `share` says whether all of it went to the new one.

    An area may have statements of several days: an old commune joined another on 1 January 2025, and the resolution of July
    2025 says where it lies now. Of those that have taken effect the latest speaks.
    """

    SHARES = {"full": "toàn bộ", "partial": "một phần", "shared": "chia nhiều nơi"}

    old = models.ForeignKey(Area, models.PROTECT, related_name="became")
    new = models.ForeignKey(Area, models.PROTECT, related_name="came_from")
    share = models.CharField(max_length=10, choices=in_words(SHARES))
    is_primary = models.BooleanField(null=True, help_text="True: use it when nothing finer is known; empty: unknown.")
    effective_on = models.DateField("hiệu lực")
    note = models.TextField(blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(name="area_succeeds_another", condition=~Q(old=F("new"))),
        ]
