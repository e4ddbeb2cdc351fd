"""Stored files: the row says what it is, the bytes stand under their hash in the evidence folder; and files still arriving."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from buuan.base.action import Model
from buuan.base.organisations.models import Organisation


class StoredFile(Model):
    """One file as it arrived (tệp): its hash is its name on disk; `clean_sha256` is the copy without metadata that may be shown.

    `clean_sha256` is empty where no such copy can be made (film, sound): then only the original exists, sealed.
    """

    SCANS = {"": "chưa quét vi-rút", "clean": "đã quét, không có vi-rút"}

    sha256 = models.CharField(max_length=64, db_index=True)
    clean_sha256 = models.CharField(max_length=64, blank=True)
    clean_media_type = models.CharField(max_length=100, default="image/jpeg", blank=True)
    media_type = models.CharField("loại", max_length=100)
    size = models.PositiveBigIntegerField("kích thước (byte)")
    name = models.CharField("tên tệp khi gửi", max_length=200, blank=True)
    caption = models.CharField("chú thích", max_length=200, blank=True)
    scan = models.CharField("quét vi-rút", max_length=10, blank=True, help_text="Empty where no scanner is set up.")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField("nhận lúc")

    def clean_bytes(self) -> bytes:
        """Give the copy that may be shown."""
        return path_of(self.clean_sha256).read_bytes()


class Upload(Model):
    """A file that is arriving in pieces (tệp đang tải lên); how far it came is the length of its part on disk, nothing else."""

    STATES = {"open": "đang tải", "kept": "đã nhận", "dropped": "đã bỏ"}

    token = models.CharField(max_length=43, unique=True)
    account_id = models.BigIntegerField()
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=80, help_text="The record for which it comes, such as `cases.case:41`.")
    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveBigIntegerField("kích thước khai báo (byte)")
    state = models.CharField(max_length=8, choices=STATES, default="open")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField("bắt đầu lúc")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kept_upload_has_its_file",
                condition=Q(state="kept", file__isnull=False) | (~Q(state="kept") & Q(file=None)),
            )
        ]
        indexes = [models.Index(fields=["begun_at"], condition=Q(state="open"), name="open_upload")]

    @property
    def part(self) -> Path:
        """Where the bytes stand that have arrived so far."""
        return settings.EVIDENCE / "arriving" / self.token

    @property
    def received(self) -> int:
        """How many bytes have arrived and are on disk."""
        return self.part.stat().st_size if self.part.exists() else 0


def path_of(sha256: str) -> Path:
    """Give the place of a file in the evidence folder."""
    return settings.EVIDENCE / sha256[:2] / sha256
