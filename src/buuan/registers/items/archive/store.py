"""Storing, reading and finding: the archive's daily work."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from buuan.kit.errors import Refused
from buuan.registers.items.archive.keys import KeyRing
from buuan.registers.items.archive.parquet import EncryptedFile, write
from buuan.registers.items.archive.records import Commit, Records, StoredFile, check_operator

ITEMS, LINES, DOCUMENTS, CANCELLED = "items", "lines", "documents", "cancelled"
VIETNAM = timezone(timedelta(hours=7))
_DAY = ":day"
# What a found version tells about its origin, beside the item's own columns.
ORIGIN = ("manifest_id", "revision", "committed_at")


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive under `root`, opened with the keys of `ring`. Days are days of acceptance in Vietnam (+07:00)."""

    root: Path
    ring: KeyRing

    @property
    def records(self) -> Records:
        """Give the commit records."""
        return Records(self.root)

    def commit(
        self,
        *,
        operator: str,
        manifest_id: str,
        revision: int,
        kind: str,
        content_hash: str,
        at: datetime,
        items: pl.DataFrame,
        lines: pl.DataFrame | None = None,
        documents: pl.DataFrame | None = None,
        cancelled: pl.DataFrame | None = None,
        letters: int = 0,
    ) -> Commit:
        """Store the accepted rows of a revision and make them visible, all or none.

        The same revision with the same content gives the commit that is there; with other content Refused is raised
        (`archive.conflict`). `items` and `documents` need `item_id` and `accepted_at`, `lines` and `cancelled`
        `item_id`. Raises OSError where the disk is full; then nothing is visible and nothing is left behind.
        """
        check_operator(operator)
        with self.records.lock(alone=False):
            known = self._known(operator, manifest_id, revision, content_hash)
            if known:
                return known
            key = self.ring.current
            written: list[StoredFile] = []
            try:
                for table, day, frame in _by_day(items, lines, documents, cancelled, at):
                    written.append(self.write_file(operator, table, day, frame, key))
                done = Commit(operator, manifest_id, revision, kind, content_hash, at, tuple(written), letters)
                if self.records.add(done):
                    return done
            except BaseException:
                self._forget(written)
                raise
            self._forget(written)
            other = self._known(operator, manifest_id, revision, content_hash)
            if other is None:
                raise Refused("archive.conflict", "Bảng kê này vừa được thay đổi, hãy thử lại.")
            return other

    def _known(self, operator: str, manifest_id: str, revision: int, content_hash: str) -> Commit | None:
        known = self.records.get(operator, manifest_id, revision)
        if known and known.content_hash != content_hash:
            raise Refused(
                "archive.conflict",
                f"Bảng kê {manifest_id} lần sửa {revision} đã được lưu với nội dung khác.",
                manifest_id=manifest_id,
                revision=revision,
            )
        return known

    def withdraw(self, operator: str, manifest_id: str, revision: int) -> bool:
        """Take back a commit that nobody stands for, record first, then its files; tells whether there was one."""
        with self.records.lock(alone=True):
            known = self.records.get(operator, manifest_id, revision)
            if known is None:
                return False
            self.records.path(operator, manifest_id, revision).unlink(missing_ok=True)
            self._forget(known.files)
            return True

    def write_file(self, operator: str, table: str, day: date, frame: pl.DataFrame, key: str) -> StoredFile:
        """Write one data file; it is invisible until a commit record names it."""
        path = Path("data", operator, day.isoformat(), f"{table}-{secrets.token_hex(12)}.parquet")
        result = write(self.root / path, frame, self.ring, key)
        return StoredFile(table, day, path.as_posix(), frame.height, result.size, result.sha256, key)

    def _forget(self, files: Iterable[StoredFile]) -> None:
        for file in files:
            (self.root / file.path).unlink(missing_ok=True)

    def days(self, operator: str, table: str = ITEMS) -> list[date]:
        """Give the days on which rows of an operator are stored, sorted."""
        return sorted({file.day for commit in self.records.all(operator) for file in commit.files if file.table == table})

    def batches(
        self,
        operator: str,
        day: date,
        columns: Sequence[str] | None = None,
        *,
        table: str = ITEMS,
        every_version: bool = False,
    ) -> Iterator[pa.RecordBatch]:
        """Give the stored rows of an operator and day, commit by commit, the newest first.

        Of an item that was declared several times for that day only the newest version is given, and none that a later
        manifest took back, unless `every_version`. `columns` limits what is read from the disk. Files are opened before
        the first batch, so that a purge meanwhile does not break the reading.
        """
        opened = self._open(operator, day, table, every_version=every_version)
        columns = None if columns is None else list(dict.fromkeys(columns))
        helps = columns is not None and "item_id" not in columns and len(opened) > 1
        wanted = [*columns, "item_id"] if columns is not None and helps else columns
        hidden: pa.Array | None = None
        for _, file, gone, following in opened:
            seen: list[pa.Array] = []
            for batch in file.batches(wanted):
                if "item_id" in batch.schema.names:
                    if following:
                        seen.append(batch.column("item_id"))
                    batch = _without(batch, hidden, gone)
                if batch.num_rows:
                    yield batch.select(columns) if helps and columns is not None else batch
            if seen and not every_version:
                hidden = pa.concat_arrays([*([hidden] if hidden is not None else []), *seen])

    def _open(
        self, operator: str, day: date, table: str, *, every_version: bool
    ) -> list[tuple[Commit, EncryptedFile, pa.Array | None, bool]]:
        """Open the files of a day, newest commit first, each with the identifiers that were taken back after it."""
        with self.records.lock(alone=False):
            commits = self.records.all(operator)
            if not every_version:
                commits = _not_replaced(commits)
            found = [
                (commit, file) for commit in reversed(commits) for file in commit.files if (file.table, file.day) == (table, day)
            ]
            taken = [] if every_version else self._taken_back(commits)
            return [
                (commit, EncryptedFile(self.root / file.path, self.ring), _later_than(commit, taken), at + 1 < len(found))
                for at, (commit, file) in enumerate(found)
            ]

    def _taken_back(self, commits: Iterable[Commit]) -> list[tuple[datetime, pa.Array]]:
        return [
            (commit.at, batch.column("item_id"))
            for commit in commits
            for file in commit.files
            if file.table == CANCELLED
            for batch in EncryptedFile(self.root / file.path, self.ring).batches(["item_id"])
        ]

    def frame(
        self,
        operator: str,
        day: date,
        columns: Sequence[str] | None = None,
        *,
        table: str = ITEMS,
        every_version: bool = False,
    ) -> pl.DataFrame:
        """Give the rows of `batches` as one frame; empty, without columns, when there are none."""
        read = list(self.batches(operator, day, columns, table=table, every_version=every_version))
        if not read:
            return pl.DataFrame()
        return pl.concat([pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch]))) for batch in read], how="diagonal")

    def find_item(self, operator: str, item_id: str, days: Iterable[date] | None = None) -> list[dict[str, object]]:
        """Give every stored version of an item, the newest first: its columns and those of `ORIGIN`.

        `days` narrows the search; `None` looks at every stored day. Replaced versions are given too: a stop order that
        matched an old version keeps matching.
        """
        found: list[tuple[Commit, dict[str, object]]] = []
        for day in days if days is not None else self.days(operator):
            for commit, file, _, _ in self._open(operator, day, ITEMS, every_version=True):
                for group in file.groups_with(item_id):
                    match = group.filter(pc.equal(group.column("item_id"), item_id))
                    found += [(commit, row) for row in match.to_pylist()]
        found.sort(key=lambda entry: (entry[0].at, entry[0].revision), reverse=True)
        return [row | dict(zip(ORIGIN, (commit.manifest_id, commit.revision, commit.at), strict=True)) for commit, row in found]

    def latest_versions(self, operator: str, item_ids: pl.Series, days: Iterable[date] | None = None) -> pl.DataFrame:
        """Give the newest stored version of each of many items, as `Known.declared` of the reader wants them."""
        wanted = pa.array(item_ids.drop_nulls().unique().to_list(), pa.large_string())
        frames: list[pl.DataFrame] = []
        for day in days if days is not None else self.days(operator):
            for commit, file, _, _ in self._open(operator, day, ITEMS, every_version=True):
                # Mostly none was declared before: the identifiers alone tell, a small part of what would be decrypted.
                if not any(pc.any(_among(batch, wanted)).as_py() for batch in file.batches(["item_id"])):
                    continue
                for batch in file.batches():
                    mask = _among(batch, wanted)
                    if pc.any(mask).as_py():
                        rows = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch.filter(mask)])))
                        frames.append(rows.with_columns(pl.lit(commit.at).alias(_DAY), pl.lit(commit.revision).alias(":rev")))
        if not frames:
            return pl.DataFrame(schema={"item_id": pl.String()})
        whole = pl.concat(frames, how="diagonal").sort(_DAY, ":rev", descending=True)
        return whole.unique("item_id", keep="first", maintain_order=True).drop(_DAY, ":rev")


def _among(batch: pa.RecordBatch, wanted: pa.Array) -> pa.Array:
    """Tell of each row whether its identifier is one of those that are looked for."""
    return pc.is_in(batch.column("item_id").cast(pa.large_string()), value_set=wanted)


def _by_day(
    items: pl.DataFrame,
    lines: pl.DataFrame | None,
    documents: pl.DataFrame | None,
    cancelled: pl.DataFrame | None,
    at: datetime,
) -> Iterator[tuple[str, date, pl.DataFrame]]:
    """Split a manifest by day of acceptance; lines go with their item, cancellations with the day they came in."""
    local = pl.col("accepted_at").dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.date().alias(_DAY)
    for table, frame in ((ITEMS, items), (DOCUMENTS, documents)):
        if frame is not None and frame.height:
            yield from _split(table, frame.with_columns(local))
    if lines is not None and lines.height:
        days = items.select("item_id", local)
        yield from _split(LINES, lines.join(days, on="item_id", how="inner"))
    if cancelled is not None and cancelled.height:
        yield CANCELLED, at.astimezone(VIETNAM).date(), cancelled.sort("item_id")


def _split(table: str, frame: pl.DataFrame) -> Iterator[tuple[str, date, pl.DataFrame]]:
    for day in frame[_DAY].unique().sort().to_list():
        # Sorted by identifier, a file can be searched by the bounds of its row groups; `row` keeps the file's order.
        yield table, day, frame.filter(pl.col(_DAY) == day).drop(_DAY).sort("item_id", maintain_order=True)


def _not_replaced(commits: Collection[Commit]) -> list[Commit]:
    """Leave out what a higher full revision of the same manifest has replaced."""
    highest: dict[str, int] = {}
    for commit in commits:
        if commit.kind == "full":
            highest[commit.manifest_id] = max(commit.revision, highest.get(commit.manifest_id, 0))
    return [commit for commit in commits if commit.revision >= highest.get(commit.manifest_id, 0)]


def _later_than(commit: Commit, taken: list[tuple[datetime, pa.Array]]) -> pa.Array | None:
    later = [ids for at, ids in taken if at > commit.at]
    return pa.concat_arrays(later) if later else None


def _without(batch: pa.RecordBatch, *lists: pa.Array | None) -> pa.RecordBatch:
    """Leave out the rows whose identifier stands in one of the lists."""
    for ids in lists:
        if ids is not None and len(ids):
            batch = batch.filter(pc.invert(pc.is_in(batch.column("item_id"), value_set=ids)))
    return batch
