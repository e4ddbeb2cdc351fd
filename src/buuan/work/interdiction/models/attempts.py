"""The register of every attempt to interdict, refused ones too: what the auditor reads."""

from __future__ import annotations

from typing import Self

from django.db import models

from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.interdiction.models.orders import Order
from buuan.work.interdiction.rules import GROUNDS

VERBS = {
    "draft": "soạn",
    "submit": "trình",
    "approve": "duyệt",
    "refuse": "không duyệt",
    "extend": "gia hạn",
    "amend": "sửa phạm vi",
    "lift": "dỡ bỏ",
    "expire": "hết hạn",
    "review": "đánh giá",
    "acknowledge": "xác nhận",
    "answer": "trả lời bưu gửi",
    "unmask": "xem người được nêu",
    "not_same": "ghi không phải người được nêu",
    "tell_party": "báo người gửi, người nhận",
    "wait": "hoãn báo",
    "drill": "diễn tập",
}
OUTCOMES = {"accepted": "được nhận", "refused": "bị từ chối"}


class AttemptQuerySet(QuerySet):
    """Attempts: the register is the auditor's; a body reads its own."""

    def visible_to(self, actor: Actor) -> Self:
        """Give all to those who audit, nothing to anybody else."""
        return self if actor.may("interdiction.audit") else self.none()


class Attempt(Model):
    """One attempt (lần yêu cầu): who, what, on which ground, how far it reached, what came of it. Names nobody who was sought."""

    at = models.DateTimeField("lúc")
    verb = models.CharField("việc", max_length=12, choices=in_words(VERBS))
    outcome = models.CharField("kết quả", max_length=10, choices=in_words(OUTCOMES))
    code = models.CharField(max_length=60, blank=True)
    sentence = models.TextField("lý do từ chối", blank=True)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="cơ quan")
    account = models.CharField("tài khoản", max_length=60)
    name = models.CharField("người", max_length=120)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="attempts")
    ground = models.CharField("căn cứ", max_length=10, choices=in_words(GROUNDS), blank=True)
    scope = models.JSONField("phạm vi", default=dict, help_text="How many of each part, never which.")
    caught = models.PositiveIntegerField("tuần trước sẽ trúng", null=True, blank=True)
    drill = models.BooleanField("diễn tập", default=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="attempt_latest"),
            models.Index(fields=["outcome", "-at"], name="attempt_outcome"),
        ]

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may read the register."""
        return actor.may("interdiction.audit")
