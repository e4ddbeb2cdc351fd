"""Stored files: the row says what it is, the bytes stand in the evidence folder under their hash."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from buuan.base.action import Model
from buuan.base.organisations.models import Organisation


class StoredFile(Model):
    """One file as it arrived (tệp): its hash is its name on disk; `clean_sha256` is the copy without metadata that may be shown."""

    sha256 = models.CharField(max_length=64, db_index=True)
    clean_sha256 = models.CharField(max_length=64)
    media_type = models.CharField("loại", max_length=60)
    size = models.PositiveBigIntegerField("kích thước (byte)")
    caption = models.CharField("chú thích", max_length=200, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField("nhận lúc")

    def clean_bytes(self) -> bytes:
        """Give the copy that may be shown."""
        return path_of(self.clean_sha256).read_bytes()


def path_of(sha256: str):
    """Give the place of a file in the evidence folder."""
    return settings.EVIDENCE / sha256[:2] / sha256
