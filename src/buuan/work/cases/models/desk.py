"""Who is away and who stands in, and what was done to many cases at once."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model
from buuan.base.organisations.models import Organisation, tree_of
from buuan.base.places.models import DatedQuerySet, DateRange
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.cases.rules import BULK_ACTS, UNDOABLE, Away


class KeyRange(Func):
    """A one-element range over a key, since the embedded server has no btree_gist to compare keys in an exclusion."""

    function = "int8range"
    template = "int8range(%(expressions)s, %(expressions)s, '[]')"


class AbsenceQuerySet(DatedQuerySet):
    """Absences, narrowed by actor and day."""

    def visible_to(self, actor: Actor) -> AbsenceQuerySet:
        """Give the absences of the actor's body and its units; the auditor reads all."""
        if not actor.may("cases.read"):
            return self.none()
        if actor.role in ("auditor", "system"):
            return self
        return self.filter(account__organisation__among=tree_of(actor))

    def standing(self) -> AbsenceQuerySet:
        """Give those that nobody called off."""
        return self.filter(called_off_at=None)


class Absence(Model):
    """That a person is away from a day until a day (vắng mặt), and who does his work meanwhile."""

    account = models.ForeignKey(Account, models.PROTECT, verbose_name="người vắng", related_name="absences")
    substitute = models.ForeignKey(Account, models.PROTECT, verbose_name="người làm thay", related_name="substitutions")
    from_on = models.DateField("từ ngày")
    until_on = models.DateField("đến ngày (không gồm)")
    reason = models.CharField("lý do", max_length=200, blank=True)
    at = models.DateTimeField("ghi lúc")
    by = models.CharField("người ghi", max_length=120)
    called_off_at = models.DateTimeField("thôi lúc", null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    (KeyRange("account"), RangeOperators.OVERLAPS),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(called_off_at=None),
            ),
            models.CheckConstraint(name="absence_ends_after_start", condition=Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(name="nobody_stands_in_for_himself", condition=~Q(account=F("substitute"))),
        ]
        indexes = [models.Index(fields=["substitute", "from_on"], condition=Q(called_off_at=None), name="absence_substitute")]

    def __str__(self) -> str:
        return f"{self.account}, {self.from_on:%d/%m/%Y}"

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this absence."""
        return Absence.objects.visible_to(actor).filter(pk=self.pk).exists()

    @property
    def away(self) -> Away:
        """What the rules say of it."""
        return Away(self.account.name, self.until_on, self.substitute.name)


class BulkRunQuerySet(DatedQuerySet):
    """Runs, narrowed by actor."""

    def visible_to(self, actor: Actor) -> BulkRunQuerySet:
        """Give the runs of the actor's body and its units; the auditor reads all."""
        if not actor.may("cases.read"):
            return self.none()
        if actor.role in ("auditor", "system"):
            return self
        return self.filter(body__among=tree_of(actor))


class BulkRun(Model):
    """One act on many cases (xử lý hàng loạt): what was asked, what became of each row, and whether it was taken back."""

    number = models.CharField("số", max_length=20, unique=True)
    act = models.CharField("việc", max_length=10, choices=in_words(BULK_ACTS))
    given = models.JSONField("yêu cầu", default=dict)
    rows = models.JSONField("kết quả từng vụ việc", default=list, help_text="[{case, number, done, why, before}]")
    done = models.PositiveIntegerField("đã làm")
    refused = models.PositiveIntegerField("không làm được")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.CharField("người hoàn tác", max_length=120, blank=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["body", "-id"], name="bulk_run_body")]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this run."""
        return BulkRun.objects.visible_to(actor).filter(pk=self.pk).exists()

    @property
    def is_undoable(self) -> bool:
        """Whether it may still be taken back."""
        return self.act in UNDOABLE and self.undone_at is None and self.done > 0
