"""What a phone keeps without a network is sealed on it to a key of this house; only here can it be opened again.

The phone holds the public half. For each thing it keeps it makes a key pair for that one time, agrees on a key (P-256, HKDF) and
forgets its own private half; so nothing that stays on the phone opens it. Who is signed in gets the keys of what his own account
sealed.

`counter.key` is the key that is handed out. One that was handed out before lies in `counter-old/` under its name and the day on
which it ceased to be, so that what was sealed to it still opens; destroyed, it leaves an empty file by which the house knows that
it was its own.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import functools
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.conf import settings

from buuan.kit.errors import Refused
from buuan.kit.whole_files import private_folder, sync_folder, write_whole

PURPOSE = b"buuan counter 1|"
POINT = 65
CURRENT, OLD = "counter.key", "counter-old"
_FILE = re.compile(r"(c[0-9a-f]{16})\.(\d{4}-\d\d-\d\d)\.(key|gone)")


@dataclass(frozen=True, slots=True)
class OldKey:
    """A key that phones are no longer given, since `until_on`; `is_gone` when it was destroyed."""

    name: str
    until_on: date
    is_gone: bool
    path: Path


def public_key() -> str:
    """Give the key that phones seal to."""
    return _text(_point(_current(settings.KEYS)))


def current_name() -> str:
    """Give the name of the key that phones seal to; it tells nothing about its private half."""
    return _name(_point(_current(settings.KEYS)))


def opening_keys(account: str, point: str, house: str = "") -> list[str]:
    """Give the key of one thing that an account sealed, by the point that lies beside it; none for what is no point.

    `house` is the public key that it was sealed to. What was sealed before phones named it may be to any: then the keys by each
    that is left, the oldest first, of which one opens it. Raises Refused where the key was destroyed or is not of this house.
    """
    try:
        raw = base64.b64decode(point, validate=True)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw) if len(raw) == POINT else None
    except ValueError:
        return []
    if theirs is None:
        return []
    keys = [_named(house)] if house else [*(_load(one.path) for one in old_keys() if not one.is_gone), _current(settings.KEYS)]
    info = PURPOSE + account.encode()
    return [_text(HKDF(SHA256(), 32, salt=raw, info=info).derive(one.exchange(ec.ECDH(), theirs))) for one in keys]


def old_keys() -> list[OldKey]:
    """Give the keys that were handed out before, the oldest first."""
    found = []
    for path in (settings.KEYS / OLD).glob("c*"):
        if match := _FILE.fullmatch(path.name):
            found.append(OldKey(match[1], date.fromisoformat(match[2]), match[3] == "gone", path))
    return sorted(found, key=lambda one: (one.until_on, one.name))


def change_key(today: date) -> str:
    """Make a new key to be handed out from now on and give its name; the former one stays, to open what was sealed to it.

    The former key is safe in its place before the new one takes it: a run that was killed leaves nothing that cannot be opened.
    """
    with _alone():
        former = _current(settings.KEYS)
        name = _name(_point(former))
        place = settings.KEYS / OLD / f"{name}.{today.isoformat()}.key"
        write_whole(place, _bytes(former))
        for one in old_keys():
            if one.name == name and one.path != place:
                one.path.unlink()  # of a run that was killed before it changed the key
        made = ec.generate_private_key(ec.SECP256R1())
        write_whole(settings.KEYS / CURRENT, _bytes(made))
        return _name(_point(made))


def destroy_keys(before: date) -> list[str]:
    """Destroy the keys that ceased to be handed out before a day and give their names; that they were ours stays known."""
    gone = []
    with _alone():
        current = current_name()
        for one in old_keys():
            if one.is_gone or one.until_on >= before or one.name == current:
                continue
            write_whole(one.path.with_suffix(".gone"), b"")
            one.path.unlink()
            gone.append(one.name)
        sync_folder(settings.KEYS / OLD)
    return gone


def _named(house: str) -> ec.EllipticCurvePrivateKey:
    """Give the private half of a public key that was handed out; raises Refused where it is not there."""
    try:
        name = _name(base64.b64decode(house, validate=True))
    except ValueError:
        name = ""
    current = _current(settings.KEYS)
    if name == _name(_point(current)):
        return current
    known = next((one for one in old_keys() if one.name == name), None)
    if known is None:
        raise Refused(
            "sealing.key_unknown", "Bản giữ trên máy được niêm phong bằng khóa không có ở hệ thống này nên không mở được."
        )
    if known.is_gone:
        raise Refused(
            "sealing.key_destroyed",
            f"Bản giữ trên máy được niêm phong bằng khóa đã thôi dùng từ {known.until_on:%d/%m/%Y} và đã hủy theo thời hạn lưu, "
            "không mở được nữa; hãy lập lại báo cáo và ghi mã tạm vào mô tả.",
        )
    return _load(known.path)


def _current(folder: Path) -> ec.EllipticCurvePrivateKey:
    path = folder / CURRENT
    if not path.exists():
        _make_first(folder)
    return _load(path)


def _make_first(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{CURRENT}.{os.getpid()}"
    write_whole(part, _bytes(ec.generate_private_key(ec.SECP256R1())))
    with contextlib.suppress(FileExistsError):
        os.link(part, folder / CURRENT)  # whole or not at all, and only the first of several processes makes it
    part.unlink()


def _load(path: Path) -> ec.EllipticCurvePrivateKey:
    """Give the key in a file; read again where another process has changed it."""
    now = path.stat()
    return _read(path, now.st_ino, now.st_mtime_ns)


@functools.lru_cache(maxsize=32)
def _read(path: Path, _inode: int, _changed: int) -> ec.EllipticCurvePrivateKey:
    found = load_der_private_key(path.read_bytes(), None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no key of the kind that phones seal to")
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder of old keys alone, so that two changes at once do not lose a key between them."""
    folder = settings.KEYS / OLD
    private_folder(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _name(point: bytes) -> str:
    return "c" + hashlib.sha256(b"buuan counter key\0" + point).hexdigest()[:16]


def _bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
