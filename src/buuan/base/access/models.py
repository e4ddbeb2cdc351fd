"""Answers already given to API callers, so that a repeated POST does nothing twice."""

from __future__ import annotations

from django.db import models


class IdempotentAnswer(models.Model):
    """The answer to one `Idempotency-Key` of one account; written in the transaction of the act itself."""

    account_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="one_answer_a_key")]
