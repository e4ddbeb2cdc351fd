"""Directives, their sections and points, and which kind of body must do each point."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buuan.base.action import Model
from buuan.base.organisations.models import KINDS
from buuan.base.web.words import in_words
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.oversight.duties.proposal import CADENCES
from buuan.oversight.duties.rules import DIRECTIVE_FLOW


class Directive(Model):
    """A directive as it was read, with its state here (chỉ thị)."""

    code = models.CharField("mã", max_length=40, unique=True, help_text="Stable name in addresses, such as ct-2021-06.")
    number = models.CharField("số", max_length=60, blank=True)
    title = models.CharField("tên", max_length=500)
    kind = models.CharField("loại", max_length=40, blank=True)
    issuer = models.CharField("người ban hành", max_length=250, blank=True)
    issued = models.CharField(
        "ngày ban hành", max_length=10, blank=True, help_text="As far as the paper tells: YYYY, YYYY-MM or YYYY-MM-DD."
    )
    signer = models.JSONField("người ký", default=dict)
    recipients = models.JSONField("nơi nhận", default=list)
    closing = models.TextField("phần cuối", blank=True)
    warnings = models.JSONField("lưu ý khi đọc", default=list)
    text_sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField("trạng thái", max_length=10, choices=in_words(DIRECTIVE_FLOW.states), default=DIRECTIVE_FLOW.start)
    imported_at = models.DateTimeField("nạp lúc")
    in_force_from = models.DateField("thực hiện từ", null=True, blank=True)
    ended_on = models.DateField("hết hiệu lực từ", null=True, blank=True)

    def __str__(self) -> str:
        return self.number or self.title

    def move(self, step: Step, **changes: object) -> None:
        """Take the directive along `step` if it still stands where the step starts."""
        if not Directive.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes):
            raise Refused("directive.moved_meanwhile", "Chỉ thị vừa được người khác cập nhật. Hãy tải lại trang.")
        self.refresh_from_db()


class Section(Model):
    """A part of a directive with the body it addresses (mục)."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="sections")
    ref = models.CharField("số", max_length=20)
    position = models.PositiveSmallIntegerField()
    title = models.CharField("tên", max_length=300)
    owner = models.CharField("nơi được giao", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "ref"], name="section_once")]


class Point(Model):
    """The smallest part that asks something of somebody (điểm): `7c`."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="points")
    section = models.ForeignKey(Section, models.CASCADE, related_name="points")
    ref = models.CharField("số", max_length=20)
    position = models.PositiveSmallIntegerField()
    text = models.TextField("nội dung")
    title = models.CharField("tên gọn", max_length=200)
    printed_owner = models.CharField("nơi được giao theo văn bản", max_length=300, blank=True)
    owner_kind = models.CharField("chủ trì", max_length=40, choices=in_words(KINDS), blank=True)
    leads = models.BooleanField("ghi chủ trì", default=False)
    partner_kinds = models.JSONField("phối hợp", default=list)
    cadence = models.CharField("nhịp", max_length=12, choices=in_words(CADENCES), default="continuous")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "ref"], name="point_once"),
            models.CheckConstraint(name="point_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.ref
