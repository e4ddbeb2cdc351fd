"""Keeping a manifest's items in the encrypted archive."""

from __future__ import annotations

from datetime import datetime

from buuan.base.organisations.models import Organisation
from buuan.registers.items.models import Manifest
from buuan.registers.items.reading import Reading


def keep_items(operator: Organisation, manifest: Manifest, reading: Reading, *, at: datetime) -> None:
    """Write the accepted items of a revision into the archive."""
