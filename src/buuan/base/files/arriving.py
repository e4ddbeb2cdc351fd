"""Pieces of a file on their way to disk: appended in order, counted, and safe on disk before anybody is told that they arrived.

No row is written here: how far an upload came is the length of its part, so that a power cut leaves nothing to disagree.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings

from buuan.base.files.models import Upload
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.kit.whole_files import sync_folder

BLOCK = 1 << 20
PIECE = 4 * BLOCK
"""The largest piece of an upload."""


def check_size(size: int) -> None:
    """Raise Refused for an empty file and for one that is too large."""
    if size <= 0:
        raise Refused("file.empty", "Tệp trống (0 byte).")
    if size > settings.MAX_FILE_BYTES:
        raise too_large()


def too_large() -> Refused:
    """Give the refusal of a file that is too large."""
    error = Refused("file.too_large", f"Tệp lớn quá {settings.MAX_FILE_BYTES // 1024 // 1024} MB nên không được nhận.")
    error.status = 413
    return error


def own_upload(actor: Actor, token: str) -> Upload:
    """Give an upload that this person began and that is still open; raises NotFound."""
    found = Upload.objects.filter(token=token, account_id=actor.account_id, state="open").first()
    if found is None:
        raise NotFound("upload.not_found", "Không tìm thấy tệp đang tải lên này; hãy tải lại từ đầu.")
    return found


def append(upload: Upload, offset: int, piece: bytes) -> int:
    """Add a piece that begins at `offset` and give how far the file came; a piece that is there already is passed over.

    Raises Refused for a gap, for a piece that is too large, and for more bytes than were declared. Of two that send the same
    piece at once the second finds it there.
    """
    if len(piece) > PIECE:
        raise Refused("upload.piece_too_large", f"Mỗi phần tải lên nhiều nhất {PIECE // BLOCK} MB.")
    with upload.part.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        received = file.seek(0, os.SEEK_END)
        if offset > received:
            raise Refused("upload.gap", f"Mới nhận đến byte {received}; hãy gửi tiếp từ đó.", received=received)
        if offset + len(piece) > upload.size:
            raise Refused("upload.too_long", "Tệp dài hơn kích thước đã khai báo nên không được nhận.")
        fresh = piece[received - offset :]
        if fresh:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        return received + len(fresh)


def open_part(part: Path) -> None:
    """Make the empty part of an upload, durably."""
    settings.EVIDENCE.mkdir(parents=True, exist_ok=True, mode=0o700)
    part.parent.mkdir(exist_ok=True, mode=0o700)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    sync_folder(part.parent)


@contextmanager
def on_disk(file: BinaryIO) -> Iterator[Path]:
    """Give a whole file of a plain form as a part beside the evidence, gone afterwards; raises Refused when it grows too large."""
    folder = settings.EVIDENCE / "arriving"
    settings.EVIDENCE.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, prefix="form-") as part:
        count = 0
        while block := file.read(BLOCK):
            count += len(block)
            if count > settings.MAX_FILE_BYTES:
                raise too_large()
            part.write(block)
        part.flush()
        yield Path(part.name)
