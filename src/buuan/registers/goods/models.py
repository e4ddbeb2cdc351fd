"""The goods catalogue as dated rows: categories with their editions, rows of words, and the versions that were in force.

What holds always is held by the database: a category that only a person decides (`automatic` false) takes no row from anybody,
its flag cannot be changed, and whoever drafted a row is not who puts it in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model, QuerySet
from buuan.base.web.search import Searchable, SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.engine import catalogue as engine
from buuan.kit.actor import Actor
from buuan.registers.goods.rules import KINDS, ORIGINS, ROLES, STRENGTH_NAMES, TERM_FLOW


class DatedQuerySet(QuerySet):
    """Rows that hold from a moment until another."""

    def at(self, moment: datetime) -> DatedQuerySet:
        """Give the rows that held at `moment`."""
        return self.filter(from_at__lte=moment).filter(Q(until_at=None) | Q(until_at__gt=moment))


class Category(Model):
    """A group of goods (nhóm hàng): its code for good, and whether a machine may point to it at all.

    What it is called and what it asks for stands in its editions. `automatic` never changes by an action: a trigger refuses it.
    """

    code = models.CharField("mã", max_length=60, primary_key=True)
    automatic = models.BooleanField("máy được nhận diện", editable=False)

    def __str__(self) -> str:
        return self.code


class CategoryEdition(Model):
    """What was said of a category in a time: name, kind, law, condition, advice; one edition holds at any moment."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="editions")
    name = models.CharField("tên", max_length=200)
    name_en = models.CharField("tên tiếng Anh", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=in_words(KINDS))
    ground = models.CharField("căn cứ", max_length=10)
    severity = models.CharField("mức", max_length=10)
    route_to = ArrayField(models.CharField(max_length=40))
    laws = models.JSONField("căn cứ pháp luật", help_text="[{doc, article, verified}], in the order in which they are cited.")
    condition = models.TextField("giấy tờ, đóng gói cần có", blank=True)
    condition_en = models.TextField("giấy tờ, đóng gói (tiếng Anh)", blank=True)
    advice = models.TextField("lời khuyên cho giao dịch viên", blank=True)
    examples = models.TextField("ví dụ cho người dân", blank=True)
    examples_en = models.TextField("ví dụ (tiếng Anh)", blank=True)
    from_at = models.DateTimeField("từ")
    until_at = models.DateTimeField("đến (không gồm)", null=True, blank=True)
    by = models.CharField("người sửa", max_length=120)
    why = models.CharField("lý do", max_length=300, blank=True)
    kept_by_office = models.BooleanField("do đơn vị sửa", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category"], condition=Q(until_at=None), name="one_category_edition_now"),
            models.CheckConstraint(name="category_edition_dated", condition=Q(until_at=None) | Q(until_at__gt=F("from_at"))),
            models.CheckConstraint(name="category_edition_kind_known", condition=Q(kind__in=list(KINDS))),
        ]
        indexes = [models.Index(fields=["category", "from_at"], name="category_edition_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def cited(self) -> list[tuple[str, bool]]:
        """Each legal basis as it is cited, and whether it is verified."""
        return [(str(engine.Law(one["doc"], one["article"], True)), one["verified"]) for one in self.laws]

    def as_category(self) -> engine.Category:
        """Give the category as the engine takes it."""
        return engine.Category(
            self.category_id,
            self.name,
            self.kind,
            self.ground,
            self.severity,
            tuple(self.route_to),
            tuple(engine.Law(one["doc"], one["article"], one["verified"]) for one in self.laws),
            self.category.automatic,
            self.condition,
            self.advice,
        )


class TermQuerySet(DatedQuerySet, SearchableQuerySet):
    """Rows of words."""

    def visible_to(self, actor: Actor) -> TermQuerySet:
        """Give all rows to those who may read terms, none to others."""
        return self if actor.may("goods.read_terms") else self.none()


class Term(Searchable):
    """A row of words (từ nhận diện, ngoại lệ, ngữ cảnh): what the engine's `Row` holds, with who, why and when."""

    role = models.CharField("vai trò", max_length=12, choices=in_words(ROLES))
    text = models.CharField("từ", max_length=120)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="terms")
    category_automatic = models.BooleanField(null=True, editable=False)
    strength = models.CharField("mức", max_length=8, choices=in_words(STRENGTH_NAMES), default="plain")
    kind = models.CharField("loại riêng", max_length=20, blank=True)
    contexts = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    scope = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    group = models.CharField("nhóm từ", max_length=40, blank=True)
    side = models.CharField(max_length=10, default="before")
    reach = models.PositiveSmallIntegerField(default=0)
    level = models.CharField(max_length=8, default="plain")
    source = models.CharField("nguồn", max_length=300)
    verified = models.BooleanField("đã kiểm chứng", default=False)
    digest = models.CharField(max_length=32, editable=False)

    state = models.CharField("trạng thái", max_length=12, choices=in_words(TERM_FLOW.states), default="draft")
    origin = models.CharField("từ đâu", max_length=10, choices=in_words(ORIGINS), default="office")
    batch = models.CharField("lô", max_length=40, blank=True)
    why = models.CharField("lý do", max_length=300, blank=True)
    drafted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    drafted_by_name = models.CharField("người soạn", max_length=120)
    drafted_at = models.DateTimeField("soạn lúc")
    tried_at = models.DateTimeField("thử lúc", null=True, blank=True)
    trial = models.JSONField("kết quả thử", null=True, blank=True, help_text="Figures only, see rules.is_too_wide; no texts.")
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    approved_by_name = models.CharField("người duyệt", max_length=120, blank=True)
    from_at = models.DateTimeField("áp dụng từ", null=True, blank=True)
    until_at = models.DateTimeField("đến (không gồm)", null=True, blank=True)
    ended_by_name = models.CharField("người bãi bỏ", max_length=120, blank=True)
    ended_why = models.CharField("lý do bãi bỏ", max_length=300, blank=True)
    kept_by_office = models.BooleanField("do đơn vị bãi bỏ", default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state__in=["draft", "tried", "in_force"]), name="one_living_term_a_digest"
            ),
            models.CheckConstraint(name="term_role_known", condition=Q(role__in=list(ROLES))),
            models.CheckConstraint(name="term_names_its_source", condition=~Q(source="")),
            models.CheckConstraint(name="term_has_a_category", condition=Q(role="term", category__isnull=False) | ~Q(role="term")),
            models.CheckConstraint(
                name="term_only_where_automatic",
                condition=Q(category=None, category_automatic=None)
                | Q(category__isnull=False, category_automatic__isnull=False, category_automatic=True),
            ),
            models.CheckConstraint(name="weak_term_has_contexts", condition=~Q(role="term", strength="weak", contexts=[])),
            models.CheckConstraint(
                name="term_dates_fit_its_state",
                condition=Q(state__in=["draft", "tried", "withdrawn"], from_at=None, until_at=None)
                | Q(state="in_force", from_at__isnull=False, until_at=None)
                | Q(state="retired", from_at__isnull=False, until_at__isnull=False),
            ),
            models.CheckConstraint(name="term_ends_after_start", condition=Q(until_at=None) | Q(until_at__gt=F("from_at"))),
            models.CheckConstraint(
                name="term_tried_before_in_force", condition=~Q(state="in_force") | Q(origin="shipped") | Q(tried_at__isnull=False)
            ),
            models.CheckConstraint(
                name="term_needs_four_eyes",
                condition=Q(origin="shipped")
                | Q(approved_by=None, state__in=["draft", "tried", "withdrawn"])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("drafted_by"))),
            ),
        ]
        indexes = [
            folded_index("goods_term_words"),
            models.Index(fields=["state", "role"], name="goods_term_state"),
            models.Index(fields=["category", "state"], name="goods_term_category"),
        ]

    def __str__(self) -> str:
        return self.text

    def search_parts(self) -> Iterable[Any]:
        """Give the texts by which the row is found."""
        return (self.text, self.category_id, self.group, *self.scope)

    def as_row(self) -> engine.Row:
        """Give the row as the engine takes it."""
        return engine.Row(
            self.role,
            self.text,
            self.category_id or "",
            self.strength,
            self.kind,
            tuple(self.contexts),
            tuple(self.scope),
            self.group,
            self.side,
            self.reach,
            self.level,
            self.source,
            self.verified,
        )

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this row."""
        return actor.may("goods.read_terms")


class CatalogueVersion(Model):
    """What was in force from a moment on: the engine's own hash, and what of the catalogue no row holds."""

    version = models.CharField("phiên bản", max_length=64)
    from_at = models.DateTimeField("từ", unique=True)
    until_at = models.DateTimeField("đến (không gồm)", null=True, blank=True)
    terms = models.PositiveIntegerField("số từ nhận diện")
    rows = models.PositiveIntegerField("số dòng")
    frame = models.JSONField(help_text="{damping: {name: [groups]}, everyday: [texts], seen: [words], stand_ins: {word: [words]}}")
    what = models.CharField("thay đổi", max_length=300)
    by = models.CharField("người", max_length=120)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["until_at"], nulls_distinct=False, name="one_catalogue_version_now"),
            models.CheckConstraint(name="catalogue_version_dated", condition=Q(until_at=None) | Q(until_at__gt=F("from_at"))),
        ]
        indexes = [models.Index(fields=["version"], name="catalogue_version_hash")]

    def __str__(self) -> str:
        return self.version
