"""The archive's upkeep: purge by date with legal hold, change of the key, sweep of leftovers, verification.

Each act holds the archive alone, changes one commit at a time and can be stopped at any point: a commit's record is
replaced in one step before its old files go, and what a stopped act leaves behind the next sweep removes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa

from buuan.registers.items.archive.parquet import EncryptedFile
from buuan.registers.items.archive.records import Commit, StoredFile
from buuan.registers.items.archive.store import Archive


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did: rows gone, rows kept under hold, files gone."""

    rows: int
    held: int
    files: int


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a change of key did: the new key, the files encrypted again, the old keys destroyed."""

    key: str
    files: int
    retired: tuple[str, ...]


def purge(archive: Archive, before: date, held: Collection[tuple[str, str]] = ()) -> Purged:
    """Delete what was accepted before a day, except items under hold, named by (operator, item identifier).

    The commit records stay, so that a repeated upload of a purged manifest is still known. Running twice is harmless.
    """
    by_operator: dict[str, list[str]] = {}
    for operator, item_id in held:
        by_operator.setdefault(operator, []).append(item_id)
    rows = kept_rows = files = 0
    with archive.records.lock(alone=True):
        for commit in archive.records.all():
            old = [file for file in commit.files if file.day < before]
            keep = pl.Series(by_operator.get(commit.operator, []), dtype=pl.String)
            changes: dict[StoredFile, StoredFile | None] = {}
            for file in old:
                frame = _content(archive, file) if len(keep) else pl.DataFrame()
                frame = frame.filter(pl.col("item_id").is_in(keep.implode())) if frame.height else frame
                kept_rows += frame.height
                if frame.height == file.rows:
                    continue
                rows += file.rows - frame.height
                changes[file] = _rewritten(archive, commit, file, frame) if frame.height else None
                files += 1
            if changes:
                _exchange(archive, replace(commit, purged_on=max(file.day for file in old)), changes)
    return Purged(rows, kept_rows, files)


def rotate(archive: Archive, *, new_key: bool = True, retire: bool = True, done: Callable[[int], None] | None = None) -> Rotated:
    """Make a new master key, encrypt every file again under it, and destroy the keys that nothing needs any more.

    The data keys change too: who once had an old master key and a copy of a file learns nothing of the new files. A run
    that was stopped is finished by another one with `new_key=False`. Backups of the archive need the key of their time:
    `retire=False` leaves the old keys in the folder. `done` is told the number of files so far.
    """
    files = 0
    with archive.records.lock(alone=True):
        key = archive.ring.add() if new_key else archive.ring.current
        for commit in archive.records.all():
            changes: dict[StoredFile, StoredFile | None] = {}
            for file in commit.files:
                if file.key != key:
                    changes[file] = _rewritten(archive, commit, file, _content(archive, file))
                    files += 1
                    if done:
                        done(files)
            if changes:
                _exchange(archive, commit, changes)
        retired = tuple(name for name in archive.ring.names() if name != key) if retire else ()
        for name in retired:
            archive.ring.retire(name)
    return Rotated(key, files, retired)


def sweep(archive: Archive) -> int:
    """Remove data files that no commit names, left behind by a process that was killed; gives their number."""
    with archive.records.lock(alone=True):
        named = {file.path for commit in archive.records.all() for file in commit.files}
        data = archive.root / "data"
        strays = [path for path in data.rglob("*") if path.is_file() and path.relative_to(archive.root).as_posix() not in named]
        strays += [path for path in archive.records.folder.rglob(".*.tmp") if path.is_file()]
        for path in strays:
            path.unlink()
        for folder in sorted((path for path in data.rglob("*") if path.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
    return len(strays)


def verify(archive: Archive) -> list[str]:
    """Compare every file with its commit record; gives the paths of those that are missing or changed."""
    with archive.records.lock(alone=False):
        return [
            file.path for commit in archive.records.all() for file in commit.files if not _is_intact(archive.root / file.path, file)
        ]


def _is_intact(path: Path, file: StoredFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256


def _content(archive: Archive, file: StoredFile) -> pl.DataFrame:
    batches = list(EncryptedFile(archive.root / file.path, archive.ring).batches())
    return pl.DataFrame(pl.from_arrow(pa.Table.from_batches(batches))) if batches else pl.DataFrame()


def _rewritten(archive: Archive, commit: Commit, file: StoredFile, frame: pl.DataFrame) -> StoredFile:
    return archive.write_file(commit.operator, file.table, file.day, frame, archive.ring.current)


def _exchange(archive: Archive, commit: Commit, changes: dict[StoredFile, StoredFile | None]) -> None:
    """Let the commit name the new files, in one step, and only then delete the old ones."""
    files = [changes.get(file, file) for file in commit.files]
    archive.records.replace(replace(commit, files=tuple(file for file in files if file is not None)))
    for file in changes:
        (archive.root / file.path).unlink(missing_ok=True)
