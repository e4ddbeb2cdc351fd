"""Taking files in: bytes to disk first, then the row, so that a row never points to nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from buuan.base.access.guard import require
from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.files.arriving import BLOCK, check_size, open_part
from buuan.base.files.models import StoredFile, Upload, path_of
from buuan.base.files.rules import Bounds, check_not_secret, clean_copy, first_page, kind_within, read_photo
from buuan.base.files.scanner import scan
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.kit.whole_files import sync_folder

STALE = timedelta(days=2)
"""How long a file that is arriving waits for its next piece."""


@action
def keep_photo(actor: Actor, owner: Organisation, data: bytes, *, at: datetime, caption: str = "", name: str = "") -> StoredFile:
    """Keep a photo of a package (never of an open letter or a page) and its clean copy; raises Refused for anything else."""
    check_not_secret(name, caption)
    photo = read_photo(data)
    clean_sha = hashlib.sha256(photo.clean).hexdigest()

    _write_once(photo.sha256, photo.original)
    _write_once(clean_sha, photo.clean)
    stored = StoredFile.objects.create(
        sha256=photo.sha256,
        clean_sha256=clean_sha,
        media_type=photo.media_type,
        size=len(data),
        name=name[:200],
        caption=caption[:200],
        owner=owner,
        arrived_at=at,
    )

    record(actor, "files.kept", stored, at=at, sha256=photo.sha256, size=len(data), media_type=photo.media_type)
    return stored


@action
def begin_upload(actor: Actor, owner: Organisation, *, purpose: str, name: str, size: int, at: datetime) -> Upload:
    """Begin to take a large file in by pieces; raises Refused early for what would be refused at its end anyway."""
    check_size(size)
    check_not_secret(name)

    upload = Upload.objects.create(
        token=secrets.token_urlsafe(32),
        account_id=actor.account_id,
        owner=owner,
        purpose=purpose,
        name=Path(name.replace("\\", "/")).name[:200],
        size=size,
        begun_at=at,
    )
    open_part(upload.part)

    record(actor, "files.upload_begun", upload, at=at, size=size, purpose=purpose)
    return upload


def finish_upload(actor: Actor, token: str, *, purpose: str, title: str, at: datetime) -> StoredFile:
    """Keep, inside a running action, a file that has arrived whole; the same upload finished twice gives the file that stands.

    Raises NotFound for another's upload, Refused while bytes are missing.
    """
    check_writing("Upload")
    upload = Upload.objects.select_for_update().filter(token=token, account_id=actor.account_id, purpose=purpose).first()
    if upload is None or upload.state == "dropped":
        raise NotFound("upload.not_found", "Không tìm thấy tệp đang tải lên này; hãy tải lại từ đầu.")
    if upload.file is not None:
        return upload.file
    if upload.received != upload.size:
        raise Refused("upload.incomplete", f"Tệp mới đến {upload.received} trên {upload.size} byte; hãy tải tiếp.")
    stored = keep_file(actor, upload.owner, upload.part, name=upload.name, title=title, at=at)
    Upload.objects.filter(pk=upload.pk).update(state="kept", file=stored)
    return stored


@action
def keep_file(
    actor: Actor, owner: Organisation, part: Path, *, name: str, title: str, at: datetime, within: Bounds | None = None
) -> StoredFile:
    """Keep a file that stands on disk as `part`, under its hash; what stands there already is the same file.

    Its kind is told by content, and may be narrowed by `within`; a marking of State secrecy in name, title or on the first page is
    refused, and nothing of what was read is kept. A virus is refused where a scanner is set up.
    """
    check_size(part.stat().st_size)
    if within is not None:
        within.check_size(part.stat().st_size)
    check_not_secret(name, title)
    kind = kind_within(part, within)
    check_not_secret(page=first_page(part, kind))
    verdict = scan(part)
    copy = clean_copy(part, kind)

    sha256, size = _sha256_of(part), part.stat().st_size
    _link_once(sha256, part)
    clean_sha = ""
    if copy is not None:
        clean_sha = hashlib.sha256(copy.content).hexdigest()
        _write_once(clean_sha, copy.content)
    stored = StoredFile.objects.create(
        sha256=sha256,
        clean_sha256=clean_sha,
        clean_media_type=copy.media_type if copy else "",
        media_type=kind.media_type,
        size=size,
        name=Path(name.replace("\\", "/")).name[:200],
        scan=verdict,
        owner=owner,
        arrived_at=at,
    )

    record(actor, "files.kept", stored, at=at, sha256=sha256, size=size, media_type=kind.media_type, scan=verdict)
    return stored


@action
def drop_stale_uploads(actor: Actor, *, at: datetime) -> int:
    """Forget files that stopped arriving two days ago, and the parts on disk of those that were kept; gives how many."""
    require(actor, "files.drop_stale_uploads")
    stale = list(Upload.objects.filter(state="open", begun_at__lt=at - STALE)[:1_000])

    Upload.objects.filter(pk__in=[one.pk for one in stale], state="open").update(state="dropped")
    for one in stale:
        one.part.unlink(missing_ok=True)
    _sweep(Upload.objects.filter(state="kept", begun_at__gte=at - 4 * STALE).iterator())

    record(actor, "files.uploads_dropped", "files.upload", at=at, dropped=len(stale))
    return len(stale)


def _sweep(uploads: Iterable[Upload]) -> None:
    """Remove the parts whose bytes stand under their hash by now."""
    for one in uploads:
        if one.file is not None and path_of(one.file.sha256).exists():
            one.part.unlink(missing_ok=True)


def _sha256_of(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            sha.update(block)
    return sha.hexdigest()


def _link_once(sha256: str, part: Path) -> None:
    """Give bytes that are on disk the name of their hash, durably; the part stays until the act is committed, then it is swept."""
    path = path_of(sha256)
    _make_folder(path.parent)
    if path.exists():
        return
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.chmod(0o600)
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(part)
    sync_folder(path.parent)


def _write_once(sha256: str, data: bytes) -> None:
    """Write bytes durably under their hash; a file that is there already is the same file."""
    path = path_of(sha256)
    if path.exists():
        return
    _make_folder(path.parent)
    waiting = path.with_name(f".{sha256}.{os.getpid()}.{os.urandom(4).hex()}")
    with waiting.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    settings.EVIDENCE.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
