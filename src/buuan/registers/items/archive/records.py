"""Commit records: what makes a revision of a manifest visible. Plain JSON, nothing personal in it.

The record is written last and in one step; until then the data files of a revision are unknown to every reader.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from buuan.kit.errors import Refused
from buuan.kit.whole_files import private_folder, sync_folder, write_whole

_OPERATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One data file: its table, day of acceptance in Vietnam, place under the archive's root, size, hash and key."""

    table: str
    day: date
    path: str
    rows: int
    size: int
    sha256: str
    key: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A visible revision. `at` is the moment of the commit; `letters` counts letters, of which nothing is stored.

    `purged_on` is the last day for which rows were purged; the record itself stays, so that the same upload is known.
    """

    operator: str
    manifest_id: str
    revision: int
    kind: str
    content_hash: str
    at: datetime
    files: tuple[StoredFile, ...] = ()
    letters: int = 0
    purged_on: date | None = None

    def rows(self, table: str) -> int:
        """Count the stored rows of a table."""
        return sum(file.rows for file in self.files if file.table == table)

    def to_json(self) -> bytes:
        """Give the record as it is stored."""
        plain = asdict(self) | {"at": self.at.isoformat()}
        return json.dumps(plain, ensure_ascii=True, indent=1, sort_keys=True, default=str).encode("ascii")

    @classmethod
    def from_json(cls, raw: bytes) -> Commit:
        """Read a stored record."""
        plain = json.loads(raw)
        files = tuple(StoredFile(**(entry | {"day": date.fromisoformat(entry["day"])})) for entry in plain["files"])
        purged = plain["purged_on"]
        return cls(
            **plain
            | {
                "at": datetime.fromisoformat(plain["at"]),
                "files": files,
                "purged_on": date.fromisoformat(purged) if purged else None,
            }
        )


def check_operator(code: str) -> str:
    """Give the code back if it can be the name of a folder; raises Refused otherwise."""
    if not _OPERATOR.fullmatch(code):
        raise Refused("archive.operator", "Mã doanh nghiệp không dùng được làm tên thư mục của kho bưu gửi.")
    return code


@dataclass(frozen=True, slots=True)
class Records:
    """The commit records under an archive's root."""

    root: Path

    @property
    def folder(self) -> Path:
        """Give where the records stand."""
        return self.root / "commits"

    def path(self, operator: str, manifest_id: str, revision: int) -> Path:
        """Give where a record stands; the manifest's own name never becomes a file name."""
        name = hashlib.sha256(manifest_id.encode("utf-8")).hexdigest()[:32]
        return self.folder / check_operator(operator) / f"{name}.{revision}.json"

    def get(self, operator: str, manifest_id: str, revision: int) -> Commit | None:
        """Give a record, or `None` when that revision was never committed."""
        try:
            return Commit.from_json(self.path(operator, manifest_id, revision).read_bytes())
        except FileNotFoundError:
            return None

    def add(self, commit: Commit) -> bool:
        """Make a commit visible, in one step; gives False when somebody else has committed that revision meanwhile."""
        path = self.path(commit.operator, commit.manifest_id, commit.revision)
        private_folder(path.parent)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
        write_whole(temporary, commit.to_json())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        finally:
            temporary.unlink()
        sync_folder(path.parent)
        return True

    def replace(self, commit: Commit) -> None:
        """Put a changed record in the place of the old one, in one step."""
        write_whole(self.path(commit.operator, commit.manifest_id, commit.revision), commit.to_json())

    def all(self, operator: str | None = None) -> list[Commit]:
        """Give the records of one operator or of all, the oldest first."""
        pattern = f"{check_operator(operator)}/*.json" if operator else "*/*.json"
        paths = [path for path in self.folder.glob(pattern) if not path.name.startswith(".")]
        return sorted((Commit.from_json(path.read_bytes()) for path in paths), key=lambda c: (c.at, c.manifest_id, c.revision))

    @contextmanager
    def lock(self, *, alone: bool) -> Iterator[None]:
        """Hold the archive: many may add and open at a time, upkeep needs it alone."""
        private_folder(self.root)
        handle = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)
