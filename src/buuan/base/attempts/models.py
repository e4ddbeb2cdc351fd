"""What every register of attempts holds, and who reads it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor

OUTCOMES = {"accepted": "được nhận", "refused": "bị từ chối"}


class AttemptQuerySet(QuerySet):
    """Attempts: the register is the auditor's."""

    def visible_to(self, actor: Actor) -> Self:
        """Give all to those who audit, nothing to anybody else."""
        return self if actor.may(self.model.audited_by) else self.none()


class AttemptRow(Model):
    """One attempt (lần yêu cầu): who, what, how far it reached, what came of it; a register adds `verb` and what it is about."""

    audited_by: ClassVar[str]
    """The right of those who read the register."""

    at = models.DateTimeField("lúc")
    outcome = models.CharField("kết quả", max_length=10, choices=in_words(OUTCOMES))
    code = models.CharField(max_length=60, blank=True)
    sentence = models.TextField("lý do từ chối", blank=True)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="cơ quan")
    account = models.CharField("tài khoản", max_length=60)
    name = models.CharField("người", max_length=120)
    scope = models.JSONField("phạm vi", default=dict, help_text="How many of each part, never which.")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may read the register."""
        return actor.may(self.audited_by)
