"""Taking a photo in: bytes to disk first, then the row, so that a row never points to nothing."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime

from django.conf import settings

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.files.models import StoredFile, path_of
from buuan.base.files.rules import read_photo
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused


@action
def keep_photo(actor: Actor, owner: Organisation, data: bytes, *, at: datetime, caption: str = "") -> StoredFile:
    """Keep a photo of a package (never of an open letter or a page) and its clean copy; raises Refused for anything else."""
    photo = read_photo(data)
    clean_sha = hashlib.sha256(photo.clean).hexdigest()

    _write_once(photo.sha256, photo.original)
    _write_once(clean_sha, photo.clean)
    stored = StoredFile.objects.create(
        sha256=photo.sha256,
        clean_sha256=clean_sha,
        media_type=photo.media_type,
        size=len(data),
        caption=caption[:200],
        owner=owner,
        arrived_at=at,
    )

    record(actor, "files.kept", stored, at=at, sha256=photo.sha256, size=len(data), media_type=photo.media_type)
    return stored


def _write_once(sha256: str, data: bytes) -> None:
    """Write bytes durably under their hash; a file that is there already is the same file."""
    path = path_of(sha256)
    if path.exists():
        return
    settings.EVIDENCE.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    waiting = path.with_name(f".{sha256}.{os.getpid()}.{os.urandom(4).hex()}")
    with waiting.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


PAPER_TYPES = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
)
"""What a decision that is attached may be, told by its first bytes: PDF, an office document, a scan."""

MOST_PAPER_BYTES = 12 * 1024 * 1024


@action
def keep_paper(actor: Actor, owner: Organisation, data: bytes, *, at: datetime, caption: str = "") -> StoredFile:
    """Keep a decision that is attached to an act, as it came, under its hash; raises Refused for anything that is no such paper."""
    if not data:
        raise Refused("paper.empty", "Tệp trống (0 byte).")
    if len(data) > MOST_PAPER_BYTES:
        raise Refused("paper.too_large", f"Tệp lớn quá {MOST_PAPER_BYTES // 1024 // 1024} MB.")
    media_type = next((kind for start, kind in PAPER_TYPES if data.startswith(start)), "")
    if not media_type:
        raise Refused("paper.unreadable", "Chỉ nhận quyết định ở dạng PDF, DOCX, JPEG hoặc PNG.")
    sha256 = hashlib.sha256(data).hexdigest()

    _write_once(sha256, data)
    stored = StoredFile.objects.create(
        sha256=sha256, clean_sha256=sha256, media_type=media_type, size=len(data), caption=caption[:200], owner=owner, arrived_at=at
    )

    record(actor, "files.kept", stored, at=at, sha256=sha256, size=len(data), media_type=media_type)
    return stored
