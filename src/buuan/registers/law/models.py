"""Legal documents with their provisions, and the time limits as dated rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.clocks import rules
from buuan.base.clocks.climbing import LadderedLimit
from buuan.base.clocks.models import terms_from_rows
from buuan.base.places.models import CodeRange, DatedQuerySet, DateRange
from buuan.base.web.search import Searchable, SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.registers.law.reading import FORMS, LIMIT_KINDS, MARKS
from buuan.registers.law.reading.rows import READ_MARKS, DocumentRow, ProvisionRow


class DatedSearchQuerySet(DatedQuerySet, SearchableQuerySet):
    """Rows that hold in a time and are found by their words."""

    def read_in_a_source(self, yes: bool = True) -> DatedSearchQuerySet:
        """Give the rows that somebody has read in a source, or with `yes=False` those that nobody has."""
        read = Q(mark__in=sorted(READ_MARKS))
        return self.filter(read if yes else ~read)


class LegalDocument(Searchable):
    """A legal document (văn bản quy phạm pháp luật) with its validity as far as it is known; an empty day is not known."""

    code = models.CharField("mã", max_length=20, unique=True)
    form = models.CharField("hình thức", max_length=20, choices=in_words(FORMS))
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    title = models.CharField("trích yếu", max_length=300)
    issuer = models.CharField("cơ quan ban hành", max_length=160)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    from_on = models.DateField("hiệu lực từ", null=True, blank=True)
    until_on = models.DateField("hiệu lực đến (không gồm)", null=True, blank=True)
    amended_by = models.ManyToManyField("self", symmetrical=False, related_name="amends", blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    source = models.TextField("đọc tại")
    mark = models.CharField("mức đối chiếu", max_length=1, choices=in_words(MARKS))
    note = models.TextField("ghi chú", blank=True)

    objects = DatedSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_ends_after_start", condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on"))
            ),
            models.CheckConstraint(name="document_mark_known", condition=Q(mark__in=list(MARKS))),
        ]
        indexes = [folded_index("law_document_words")]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> Iterable[Any]:
        """Give the texts by which the document is found."""
        return (self.code, FORMS[self.form], self.number, self.title, self.issuer)

    @property
    def verified(self) -> bool:
        """Whether somebody has read about the document in a source."""
        return self.mark in READ_MARKS

    @property
    def name(self) -> str:
        """The document as it is cited: "Nghị định 15/2020/NĐ-CP"."""
        return self.as_row().name

    def holds_on(self, on: date) -> bool:
        """Tell whether the document is in force on `on`, as far as its days are known."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on < self.until_on)

    def as_row(self) -> DocumentRow:
        """Give the plain row without what hangs on it."""
        names = ("code", "form", "number", "title", "issuer", "signed_on", "from_on", "until_on", "source", "mark", "note")
        return DocumentRow(**{name: getattr(self, name) for name in names}, amended_by=(), replaced_by="", provisions=())


class Provision(Model):
    """A provision (quy định) of a document in our own words, with the mark that says whether it may be cited."""

    document = models.ForeignKey(LegalDocument, models.CASCADE, related_name="provisions")
    position = models.PositiveSmallIntegerField()
    article = models.CharField("điều", max_length=60, blank=True)
    clause = models.CharField("khoản", max_length=20, blank=True)
    point = models.CharField("điểm", max_length=20, blank=True)
    subject = models.TextField("nội dung")
    source = models.TextField("đọc tại")
    mark = models.CharField("mức đối chiếu", max_length=1, choices=in_words(MARKS))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="one_provision_a_position"),
            models.CheckConstraint(name="provision_mark_known", condition=Q(mark__in=list(MARKS))),
        ]

    def __str__(self) -> str:
        return self.as_row().ref

    def as_row(self) -> ProvisionRow:
        """Give the plain row, which knows how it is cited and whether it may be."""
        return ProvisionRow(self.article, self.clause, self.point, self.subject, self.source, self.mark)


class LimitRow(Searchable):
    """One time limit in the time it is in force (thời hạn): a rule of law, or a target of our own that claims no law.

    Limits of one code follow each other and never overlap. `kept_by_office` marks a row that a person of the lead department
    wrote or closed: loading the shipped file again leaves every row of its code alone.
    """

    code = models.CharField("mã", max_length=80)
    kind = models.CharField("loại", max_length=12, choices=in_words(LIMIT_KINDS))
    name = models.CharField("tên", max_length=200)
    amount = models.PositiveIntegerField("thời lượng")
    unit = models.CharField("đơn vị tính", max_length=20, choices=in_words(rules.UNITS))
    from_on = models.DateField("hiệu lực từ")
    until_on = models.DateField("hiệu lực đến (không gồm)", null=True, blank=True)
    who = models.CharField("ai phải làm", max_length=60)
    starts = models.CharField("tính từ", max_length=250)
    source = models.TextField("căn cứ")
    read_in = models.TextField("đọc tại", blank=True)
    mark = models.CharField("mức đối chiếu", max_length=1, choices=in_words(MARKS))
    max_extensions = models.PositiveSmallIntegerField("số lần gia hạn")
    extension_terms = models.JSONField("mức gia hạn", default=list, blank=True)
    pause_allowed = models.BooleanField("được tạm dừng", default=False)
    rolls = models.BooleanField("hết vào ngày nghỉ thì chuyển", default=True)
    warn_before = models.DurationField("sắp đến hạn trước")
    ladder = models.CharField("thang báo", max_length=40, blank=True)
    note = models.TextField("ghi chú", blank=True)
    kept_by_office = models.BooleanField("do đơn vị sửa", default=False)

    objects = DatedSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="limit_code_once_a_day",
                expressions=[
                    (CodeRange("code"), RangeOperators.OVERLAPS),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(fields=["code", "from_on"], name="one_limit_a_code_and_day"),
            models.CheckConstraint(name="limit_ends_after_start", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(name="limit_amount_positive", condition=Q(amount__gte=1)),
            models.CheckConstraint(name="limit_names_its_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="limit_mark_fits_its_kind",
                condition=Q(kind="service", mark="I") | Q(kind="statutory", mark__in=["S", "P", "M"]),
            ),
            models.CheckConstraint(
                name="limit_read_where_it_says_so",
                condition=(Q(mark__in=["S", "P"]) & ~Q(read_in="")) | Q(mark__in=["M", "I"], read_in=""),
            ),
        ]
        indexes = [folded_index("law_limit_words")]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> Iterable[Any]:
        """Give the texts by which the limit is found."""
        return (self.code, self.name, self.starts, self.source)

    @property
    def verified(self) -> bool:
        """Whether somebody has read the rule in a source."""
        return self.mark in READ_MARKS

    @property
    def said(self) -> str:
        """How long it is: "20 ngày", "7 ngày làm việc"."""
        return rules.say_amount(self.amount, rules.Unit(self.unit))

    @property
    def limit(self) -> LadderedLimit:
        """The limit that a clock runs under, with the ladder by which it climbs."""
        return LadderedLimit(
            code=self.code,
            amount=self.amount,
            unit=rules.Unit(self.unit),
            name=self.name,
            source=self.source,
            verified=self.verified,
            max_extensions=self.max_extensions,
            pause_allowed=self.pause_allowed,
            warn_before=self.warn_before,
            extension_terms=terms_from_rows(self.extension_terms),
            rolls=self.rolls,
            statutory=self.kind == "statutory",
            ladder_code=self.ladder,
        )
