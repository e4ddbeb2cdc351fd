"""What a phone keeps without a network is sealed on it to a key of this house; only here can it be opened again.

The phone holds the public half. For each thing it keeps it makes a key pair for that one time, agrees on a key (P-256, HKDF) and
forgets its own private half; so nothing that stays on the phone opens it. Who is signed in gets the keys of what his own account
sealed.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import os
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

PURPOSE = b"buuan counter 1|"
POINT = 65


def public_key() -> str:
    """Give the key that phones seal to."""
    return _text(_point(_private(settings.KEYS).public_key()))


def opening_key(account: str, point: str) -> str | None:
    """Give the key of one thing that an account sealed, by the point that lies beside it; None for what is no point."""
    try:
        raw = base64.b64decode(point, validate=True)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw) if len(raw) == POINT else None
    except ValueError:
        return None
    if theirs is None:
        return None
    shared = _private(settings.KEYS).exchange(ec.ECDH(), theirs)
    return _text(HKDF(SHA256(), 32, salt=raw, info=PURPOSE + account.encode()).derive(shared))


@functools.cache
def _private(folder: Path) -> ec.EllipticCurvePrivateKey:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "counter.key"
    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    part = folder / f"counter.key.{os.getpid()}"
    if not path.exists():
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)  # whole or not at all, and only the first of several processes makes it
        part.unlink()
    found = load_der_private_key(path.read_bytes(), None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no key of the kind that phones seal to")
    return found


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
