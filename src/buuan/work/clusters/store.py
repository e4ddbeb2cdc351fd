"""What the archive says of an operator's last days, and the key under which links are hashed, which stands apart."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.conf import settings

from buuan.base.organisations.models import Organisation
from buuan.engine.clusters import COLUMNS
from buuan.kit.whole_files import private_folder, write_whole
from buuan.registers.items.store import archive

SHOWN = ("item_id", "accepted_at", "sender_name", "sender_phone", "sender_address", "declared_content", "gross_weight_g")


def cluster_key() -> bytes:
    """Give the secret of the keyed hashes, made on first use."""
    path = settings.KEYS / "clusters" / "hash.key"
    if not path.exists():
        private_folder(path.parent)
        write_whole(path, secrets.token_bytes(32))
    return path.read_bytes()


def declared_on(operator: Organisation, days: Iterable[date]) -> pl.DataFrame:
    """Give the columns that clusters are found by, of an operator's items of some days."""
    stored = set(archive().days(operator.code))
    frames = [archive().frame(operator.code, day, COLUMNS) for day in days if day in stored]
    frames = [one for one in frames if one.height]
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame()


def senders_of(operator: Organisation, item_ids: Sequence[str], days: Iterable[date]) -> list[dict[str, Any]]:
    """Give what was declared of some items, names included: only for somebody who may see it and said why."""
    stored = set(archive().days(operator.code))
    found = archive().latest_versions(operator.code, pl.Series(item_ids, dtype=pl.String), [day for day in days if day in stored])
    return found.select(one for one in SHOWN if one in found.columns).sort("item_id").to_dicts() if found.height else []
