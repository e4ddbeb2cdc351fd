"""The province's own archive: where its files and its keys stand, and what the reader may ask of it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime, timedelta

import polars as pl
from django.conf import settings

from buuan.base.organisations.models import Organisation
from buuan.registers.items.archive import Archive, KeyRing
from buuan.registers.items.models import Hold, Manifest
from buuan.registers.items.reading import Reading
from buuan.registers.items.waiting import disk_full

KNOWN_DAYS = 30
"""How far back an item may be known again; the default time for which the archive keeps items."""


@functools.cache
def archive() -> Archive:
    """Give the archive of this data folder; its keys stand apart, in a 0700 folder of their own."""
    settings.ARCHIVE.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Archive(settings.ARCHIVE, KeyRing.open(settings.KEYS / "archive"))


def keep_items(operator: Organisation, manifest: Manifest, reading: Reading, *, at: datetime) -> None:
    """Write the accepted rows of a revision into the archive, all or none; the last step before the database commits.

    Should the database then fail to commit, the same file handed in again finds its rows there and is taken as it is. Rows
    of another content under this name were left by such a failure, since the database knows no other revision of it: they go.
    Raises Refused where the disk is full; then nothing of the revision is left.
    """
    kept = archive().records.get(operator.code, manifest.manifest_id, manifest.revision)
    if kept is not None and kept.content_hash != manifest.content_sha256:
        archive().withdraw(operator.code, manifest.manifest_id, manifest.revision)
    try:
        archive().commit(
            operator=operator.code,
            manifest_id=manifest.manifest_id,
            revision=manifest.revision,
            kind=manifest.kind,
            content_hash=manifest.content_sha256,
            at=at,
            items=reading.items,
            lines=reading.lines,
            documents=reading.documents,
            cancelled=reading.cancelled,
            letters=reading.letters_counted,
        )
    except OSError as error:
        raise disk_full(error) or error from error


def withdraw_orphans(before: datetime) -> int:
    """Take back what stands in the archive since before a moment without a manifest in the database; gives how many commits."""
    gone = 0
    for commit in archive().records.all():
        stands = Manifest.objects.filter(
            operator__code=commit.operator, manifest_id=commit.manifest_id, revision=commit.revision,
            content_sha256=commit.content_hash,
        ).exclude(state="refused")  # fmt: skip
        if commit.at < before and not stands.exists():
            gone += archive().withdraw(commit.operator, commit.manifest_id, commit.revision)
    return gone


def declared_before(operator: Organisation, on: date) -> Callable[[pl.Series], pl.DataFrame]:
    """Give the function that tells a reader which items of a file this operator has declared before."""
    days = [on - timedelta(days=back) for back in range(KNOWN_DAYS + 1)]

    def known(item_ids: pl.Series) -> pl.DataFrame:
        stored = set(archive().days(operator.code))
        found = archive().latest_versions(operator.code, item_ids, [day for day in days if day in stored])
        stopped = Hold.objects.filter(operator=operator, ground="order", until_at=None).values_list("item_id", flat=True)
        return found.with_columns(pl.col("item_id").is_in(list(stopped)).alias("under_order"))

    return known
