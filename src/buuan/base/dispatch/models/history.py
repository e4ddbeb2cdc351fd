"""What was done about the silent: rungs that were climbed and telephone calls that were made."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from buuan.base.action import Model, QuerySet
from buuan.base.dispatch import rules
from buuan.base.dispatch.models.notices import Notice, Recipient
from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor

CALL_RESULTS = {"reached": "gặp người nhận", "no_answer": "không nghe máy", "wrong_number": "sai số", "refused": "từ chối"}


class OfRecipients(QuerySet):
    """Rows about recipients, seen by those who see the recipient."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what belongs to recipients that the actor may see."""
        return self.filter(recipient__in=Recipient.objects.visible_to(actor))


class Escalation(Model):
    """A rung that was climbed for a recipient (lần nhắc, báo lên): whom it named, and the organisation that was told.

    `person` and `phone` are who was on duty then, as known then. `told` is the recipient's own organisation for a reminder, else
    the superior or the sender, with the notice that told it.
    """

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="escalations")
    key = models.CharField(max_length=40, help_text="Rung and moment; no rung is climbed twice.")
    number = models.PositiveSmallIntegerField("bậc")
    whom = models.CharField("báo cho", max_length=16, choices=in_words(rules.WHOM))
    told = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="đơn vị được báo")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.CharField("người được báo", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    belongs_at = models.DateTimeField("đến bậc lúc")
    at = models.DateTimeField("lúc")

    objects = OfRecipients.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="one_climb_a_rung")]


class Call(Model):
    """A telephone call about a notice (cuộc gọi): who called whom, when, and what came of it; a recorded step, never deleted.

    An acknowledgement or answer given on the telephone is entered on behalf, and this row says by whom it was taken.
    """

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="calls")
    caller = models.CharField("người gọi", max_length=120)
    caller_body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="đơn vị gọi")
    person = models.CharField("người nghe", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=20)
    result = models.CharField("kết quả", max_length=14, choices=in_words(CALL_RESULTS))
    acknowledged = models.BooleanField("xác nhận qua điện thoại", default=False)
    note = models.TextField("ghi chú", blank=True)
    called_at = models.DateTimeField("gọi lúc")
    at = models.DateTimeField("ghi lúc")

    objects = OfRecipients.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="call_reached_a_person", condition=~Q(result="reached") | ~Q(person="")),
            models.CheckConstraint(name="call_acknowledged_when_reached", condition=Q(acknowledged=False) | Q(result="reached")),
        ]
