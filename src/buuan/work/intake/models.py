"""Suspicion reports, where each was routed, and its photos."""

from __future__ import annotations

from django.db import models
from django.db.models import BooleanField, OuterRef, Q, Subquery, Value

from buuan.base.accounts.models import Account
from buuan.base.action import Model
from buuan.base.clocks.models import SEVERITIES
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation, tree_of
from buuan.base.places.models import Area
from buuan.base.web.search import Searchable, SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.cases.models import Case
from buuan.work.intake.rules import REPORT_FLOW

MANY = 10_000
"""From how many routed reports on a body's list is read along the time of arrival, not put together from its own few."""


class ReportQuerySet(SearchableQuerySet):
    """Reports, narrowed by actor."""

    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """Give the reports that `actor` may see: a body those routed to it and its own, an operator those of its own tree.

        A counter clerk or a branch sees what was reported by or about its own unit and those below; the auditor reads all, the
        administrator none.
        """
        if not actor.may("intake.read"):
            return self.none()
        if actor.role in ("auditor", "system"):
            return self
        tree = tree_of(actor)
        own = Q(reporter__among=tree) | Q(point__among=tree)
        if actor.body_kind in OPERATOR_KINDS:
            return self.filter(own)
        # Two ways to say the same, because PostgreSQL cannot turn one into the other: a body that was told of few reports
        # begins with those few; the one that was told of nearly all asks row by row, along the index of the list.
        routed = Routing.objects.filter(organisation__among=tree)
        if _is_told_of_many(actor, routed):
            told = routed.filter(report=OuterRef("pk")).annotate(told=Value(True)).values("told")[:1]
            return self.filter(own | Q(Subquery(told, output_field=BooleanField())))
        keys = SuspicionReport.objects.values("pk")
        sets = keys.filter(reporter__among=tree), keys.filter(point__among=tree)
        return self.filter(pk__in=routed.values("report").union(*sets, all=True))


def _is_told_of_many(actor: Actor, routed: models.QuerySet) -> bool:
    """Tell, once for each actor, whether so many reports went to the body that a list is better read in its own order."""
    if "told_of_many" not in actor.extra:
        actor.extra["told_of_many"] = routed.order_by()[: MANY + 1].count() > MANY
    return actor.extra["told_of_many"]


class SuspicionReport(Searchable):
    """What an operator or an agency noticed about an item (báo cáo nghi vấn)."""

    SOURCES = {"operator": "doanh nghiệp", "agency": "cơ quan", "screening": "sàng lọc", "tip": "người dân"}

    number = models.CharField("số báo cáo", max_length=20, unique=True)
    source = models.CharField("nguồn", max_length=12, choices=in_words(SOURCES))
    reporter = models.ForeignKey(Organisation, models.PROTECT, verbose_name="đơn vị báo", related_name="reports")
    account = models.ForeignKey(Account, models.PROTECT, verbose_name="người báo", related_name="+")
    operator = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="doanh nghiệp giữ bưu gửi", related_name="+", null=True, blank=True
    )
    point = models.ForeignKey(Organisation, models.PROTECT, verbose_name="nơi phát hiện", related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    client_key = models.CharField(max_length=64, help_text="Made by the form when it opens, so that sending twice is one report.")
    item_id = models.CharField("mã bưu gửi", max_length=40, blank=True, help_text="Empty only where an agency does not know it.")
    declared_content = models.CharField("nội dung khai", max_length=500, blank=True)
    verdict = models.CharField("kết quả sàng lọc", max_length=12, default="clear")
    category = models.CharField("nhóm hàng", max_length=60, blank=True)
    category_name = models.CharField(max_length=200, blank=True)
    hits = models.JSONField("từ nhận diện", default=list)
    law = models.TextField("căn cứ", blank=True)
    signs = models.JSONField("dấu hiệu", default=list)
    text = models.TextField("mô tả", blank=True)
    severity = models.CharField("mức độ", max_length=10, choices=in_words(SEVERITIES))
    state = models.CharField("trạng thái", max_length=10, choices=in_words(REPORT_FLOW.states), default=REPORT_FLOW.start)
    found_at = models.DateTimeField("phát hiện lúc")
    sent_at = models.DateTimeField("gửi lúc")
    received_at = models.DateTimeField("nhận lúc")
    decided_at = models.DateTimeField("xử lý lúc", null=True, blank=True)
    decided_by = models.CharField("người xử lý", max_length=120, blank=True)
    decline_reason = models.TextField("lý do không thụ lý", blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="reports")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            # With the item: who goes back in the browser and types the next code reports another item, not the same one again.
            models.UniqueConstraint(fields=["account", "client_key", "item_id"], name="one_report_a_form"),
            models.CheckConstraint(
                name="held_report_names_the_item",
                condition=Q(source__in=("agency", "tip")) | (~Q(item_id="") & Q(operator__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_state_fits",
                condition=Q(state="received", case=None, decided_at=None)
                | Q(state__in=("accepted", "joined"), case__isnull=False, decided_at__isnull=False)
                | (Q(state="declined", case=None, decided_at__isnull=False) & ~Q(decline_reason="")),
            ),
            models.CheckConstraint(
                name="decided_report_says_who",
                condition=Q(decided_at=None, decided_by="") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="report_latest"),
            models.Index(fields=["state", "-received_at", "-id"], name="report_state"),
            models.Index(fields=["reporter", "-received_at", "-id"], name="report_reporter"),
            models.Index(fields=["item_id"], name="report_item"),
            models.Index(fields=["-decided_at"], condition=Q(decided_at__isnull=False), name="report_decided"),
            folded_index("report_words"),
        ]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this report."""
        return SuspicionReport.objects.visible_to(actor).filter(pk=self.pk).exists()

    def is_own_of(self, actor: Actor) -> bool:
        """Tell whether the report came from the actor's organisation or one below it, or is about a point there."""
        return self.reporter.path.startswith(actor.tree) or self.point.path.startswith(actor.tree)

    def move(self, step: Step, **changes: object) -> None:
        """Take the report along `step` only if it still waits; raises Refused when another officer was first."""
        moved = SuspicionReport.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes)
        if not moved:
            raise Refused("report.moved_meanwhile", f"Báo cáo {self.number} vừa được người khác xử lý.")
        for name, value in {"state": step.target, **changes}.items():
            setattr(self, name, value)


class Routing(Model):
    """A body that a report went to: the focal point that must take it in, and those competent for the goods."""

    ROLES = {"focal": "đầu mối tiếp nhận", "competent": "cơ quan có thẩm quyền"}

    report = models.ForeignKey(SuspicionReport, models.PROTECT, related_name="routings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="routed_reports")
    role = models.CharField("vai trò", max_length=10, choices=in_words(ROLES))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "organisation"], name="routed_once")]
        indexes = [models.Index(fields=["organisation", "report"], name="routing_body")]


class ReportPhoto(Model):
    """A photo of the package or of its scan, never of an open letter or a page (ảnh gói, ảnh soi chiếu)."""

    KINDS = {"package": "ảnh gói", "scan": "ảnh soi chiếu"}

    report = models.ForeignKey(SuspicionReport, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=10, choices=in_words(KINDS))
    added_at = models.DateTimeField("thêm lúc")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "file"], name="photo_once_a_report")]
