"""Records, the links that chain them, the queue of records not linked yet, and the seal of each day."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from buuan.base.statements import Quick


class Record(Quick):
    """One thing that happened (bản ghi nhật ký). Never changed, never removed: the database refuses both."""

    at = models.DateTimeField("thời điểm", help_text="The moment of the act, as the action was told.")
    written_at = models.DateTimeField("ghi lúc", db_default=Now())
    action = models.CharField("việc", max_length=80)
    subject = models.CharField("đối tượng", max_length=80, help_text="Kind and key, as in `cases.case:41`.")
    label = models.CharField("số hiệu", max_length=120, blank=True, help_text="How people call the subject, such as VV-2026-00041.")
    body = models.CharField("cơ quan", max_length=60, help_text="Code of the actor's organisation at that moment.")
    account = models.CharField("tài khoản", max_length=60)
    actor = models.JSONField("người thực hiện")
    facts = models.JSONField("dữ kiện")
    digest = models.BinaryField("mã băm", max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="record_subject"),
            models.Index(fields=["action", "-at", "-id"], name="record_action"),
            models.Index(fields=["body", "-id"], name="record_body"),
            models.Index(fields=["account", "-id"], name="record_account"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.action} {self.label or self.subject}"


class Unsealed(models.Model):
    """A committed record that waits for its link; filled by a trigger, emptied by the sealer."""

    record = models.OneToOneField(Record, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")


class Link(models.Model):
    """The place of one record in the chain: `hash` covers the link before, the record's number and its digest."""

    seq = models.BigIntegerField(primary_key=True)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="link")
    hash = models.BinaryField(max_length=32)


class DaySeal(models.Model):
    """The head of the chain when a day ended (niêm phong ngày), in +07:00: short enough to be printed and kept elsewhere."""

    day = models.DateField("ngày", primary_key=True)
    seq = models.BigIntegerField("số bản ghi")
    hash = models.BinaryField(max_length=32)


def subject_of(thing: models.Model | str) -> str:
    """Give the stable name of what a record speaks about: `cases.case:41`, or the text itself."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.label_lower}:{thing.pk}"
