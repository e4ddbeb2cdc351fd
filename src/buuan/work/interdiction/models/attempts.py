"""The register of every attempt to interdict, refused ones too: what the auditor reads."""

from __future__ import annotations

from django.db import models

from buuan.base.attempts.models import AttemptRow
from buuan.base.web.words import in_words
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


class Attempt(AttemptRow):
    """One attempt to interdict, on which ground; names nobody who was sought."""

    audited_by = "interdiction.audit"

    verb = models.CharField("việc", max_length=12, choices=in_words(VERBS))
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="attempts")
    ground = models.CharField("căn cứ", max_length=10, choices=in_words(GROUNDS), blank=True)
    caught = models.PositiveIntegerField("tuần trước sẽ trúng", null=True, blank=True)
    drill = models.BooleanField("diễn tập", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="attempt_latest"),
            models.Index(fields=["outcome", "-at"], name="attempt_outcome"),
        ]
