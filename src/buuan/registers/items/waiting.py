"""Files on their way in: pieces on the disk, each sealed with a key of its own folder, until the worker has read them.

A piece is there whole or not at all, and the same piece again changes nothing; so an upload goes on where it broke. How
far the worker has come stands beside the pieces, outside the database, whose transaction shows nothing before its end.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
import time
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from buuan.kit.errors import Refused
from buuan.kit.whole_files import private_folder, write_whole
from buuan.registers.items.archive.keys import KeyRing

MOST_BYTES = 512 * 2**20
PIECE_BYTES = 4 * 2**20
_NONCE = 12
_KEY_NAME = 17  # `k` and 16 hex digits
_PIECE = re.compile(r"(\d{12})-(\d+)\.piece")
_FULL = (errno.ENOSPC, errno.EDQUOT)


def disk_full(error: OSError) -> Refused | None:
    """Give the refusal for a full disk, None for any other trouble."""
    if error.errno not in _FULL:
        return None
    refused = Refused(
        "storage.full", "Máy chủ đã hết chỗ trên đĩa nên chưa ghi nhận gì của tệp này. Hãy báo quản trị, rồi nạp lại đúng tệp này."
    )
    refused.status = 507
    return refused


def received(key: str) -> int:
    """Give how many bytes of a file are there, from its beginning without a gap."""
    at = 0
    for offset, length, _path in _pieces(key):
        if offset != at:
            break
        at += length
    return at


def add_piece(key: str, offset: int, data: bytes) -> int:
    """Keep a piece that follows on what is there, and give how far the file has come; any other piece is left aside.

    Raises Refused where the disk is full.
    """
    there = received(key)
    if offset != there or not data:
        return there
    if len(data) > PIECE_BYTES:
        raise Refused("upload.piece_too_long", f"Mỗi phần tối đa {PIECE_BYTES // 2**20} MB.")
    ring = _ring()
    name = ring.current
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(ring.key(name)).encrypt(nonce, data, f"{key}:{offset}".encode())
    try:
        private_folder(_folder(key))
        write_whole(_folder(key) / f"{offset:012d}-{len(data)}.piece", name.encode() + nonce + sealed)
    except OSError as error:
        raise disk_full(error) or error from error
    return offset + len(data)


def whole(key: str) -> bytes:
    """Give the file as it was sent, in memory; raises Refused where a piece is missing or damaged."""
    ring = _ring()
    read: list[bytes] = []
    at = 0
    for offset, length, path in _pieces(key):
        raw = path.read_bytes()
        name, rest = raw[:_KEY_NAME].decode("ascii", "replace"), raw[_KEY_NAME:]
        try:
            data = AESGCM(ring.key(name)).decrypt(rest[:_NONCE], rest[_NONCE:], f"{key}:{offset}".encode())
        except InvalidTag:
            data = b""
        if offset != at or len(data) != length:
            raise Refused("upload.damaged", "Tệp tạm trên máy chủ thiếu hoặc hỏng; hãy nạp lại tệp này.")
        read.append(data)
        at += length
    return b"".join(read)


def drop(key: str) -> None:
    """Forget a file's pieces and its progress."""
    shutil.rmtree(_folder(key), ignore_errors=True)


def keys_on_disk() -> list[str]:
    """Give the keys of which something is on the disk."""
    return [path.name for path in settings.UPLOADS.iterdir()] if settings.UPLOADS.is_dir() else []


def note_progress(key: str, stage: str, done: int = 0, total: int = 0) -> None:
    """Note how far the worker has come; for the page only, so that trouble with it never stops the work."""
    try:
        private_folder(_folder(key))
        write_whole(_folder(key) / "progress.json", json.dumps([stage, done, total, time.time()]).encode())
    except OSError:
        return


def progress(key: str) -> tuple[str, int, int]:
    """Give how far the worker has come: stage, rows done, rows in all; an empty stage before it began."""
    try:
        stage, done, total, _at = json.loads((_folder(key) / "progress.json").read_bytes())
    except (OSError, ValueError):
        return "", 0, 0
    return str(stage), int(done), int(total)


def _folder(key: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{32}", key):
        raise ValueError("no key of an upload")
    return settings.UPLOADS / key


def _pieces(key: str) -> list[tuple[int, int, Path]]:
    try:
        names = os.listdir(_folder(key))
    except FileNotFoundError:
        return []
    found = [(int(match[1]), int(match[2]), _folder(key) / name) for name in names if (match := _PIECE.fullmatch(name))]
    return sorted(found)


def _ring() -> KeyRing:
    return KeyRing.open(settings.KEYS / "uploads")
