"""A cluster as it is kept: which items, what binds them as keyed hashes and shares, what a person said. Nobody's name or number."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.registers.items.models import OperatorOwned
from buuan.work.clusters.rules import STATES
from buuan.work.intake.models import SuspicionReport


class Cluster(OperatorOwned):
    """Items of one hand under many names (cụm người gửi giả), inside one operator."""

    reading_right = "clusters.read"

    number = models.CharField("số cụm", max_length=20, unique=True)
    operator = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="clusters", verbose_name="doanh nghiệp")
    key = models.CharField(max_length=32, help_text="Keyed hash of number, spelling and first day; says nothing without the key.")
    found_at = models.DateTimeField("tìm thấy lúc")
    first_at = models.DateTimeField("từ")
    last_at = models.DateTimeField("đến")
    point = models.CharField("điểm chấp nhận", max_length=32, blank=True)
    items = models.PositiveIntegerField("bưu gửi")
    names = models.PositiveIntegerField("tên người gửi khác nhau")
    weight_g = models.PositiveIntegerField("khối lượng giữa (g)")
    score = models.DecimalField("độ mạnh", max_digits=4, decimal_places=3)
    links = models.JSONField("mối liên kết", help_text="[{kind, share, strength, key}]; keys are keyed hashes.")
    item_ids = models.JSONField("mã bưu gửi")
    state = models.CharField("trạng thái", max_length=10, choices=in_words(STATES), default="open")
    decided_at = models.DateTimeField("xem lúc", null=True, blank=True)
    decided_by = models.CharField("người xem", max_length=120, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    report = models.ForeignKey(SuspicionReport, models.PROTECT, null=True, blank=True, verbose_name="báo cáo")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "key"], name="one_cluster_a_key"),
            models.CheckConstraint(
                name="decided_cluster_says_who", condition=Q(state="open") | (Q(decided_at__isnull=False) & ~Q(decided_by=""))
            ),
            models.CheckConstraint(name="dismissed_cluster_says_why", condition=~Q(state="dismissed") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "-id"], name="cluster_queue"),
            models.Index(fields=["operator", "-found_at", "-id"], name="cluster_operator"),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """A branch sees the clusters of what its own points accepted."""
        return Q(point__in=Organisation.objects.under(actor.tree).values("code"))
