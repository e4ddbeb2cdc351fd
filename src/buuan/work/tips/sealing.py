"""Sealing (niêm phong điện tử): what makes a stolen database tell nothing. Everything is libsodium, by PyNaCl; pure.

A tip is sealed to the focal point's public key (X25519 sealed box). The private key stands in the database only locked by a pass
phrase (Argon2id, XSalsa20-Poly1305); the one for identities only in two halves, each locked by another keeper's. From the receipt
code comes, by Argon2id and a pepper that stands apart from the database, a key pair of its own: answers are sealed to it, so
that only who holds the code reads them, and the code itself is stored nowhere.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from buuan.kit.errors import Refused
from buuan.work.tips.rules import DIGITS, check_digit

BLOCK = 1024
"""Sealed texts are filled up to whole blocks of so many bytes, so that their length tells little."""

KEY = PrivateKey.SIZE
SALT = pwhash.argon2id.SALTBYTES
_LOCK_OPS, _LOCK_MEMORY = 3, 128 * 1024 * 1024
_CODE_OPS, _CODE_MEMORY = 2, 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """What a receipt code gives: `lookup` finds the tip, `public` seals answers, `private` opens them."""

    lookup: bytes
    public: bytes
    private: bytes


def new_code() -> str:
    """Draw a receipt code: 15 digits by chance and a check digit."""
    digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS - 1))
    return digits + check_digit(digits)


def keys_of(code: str, pepper: bytes) -> CodeKeys:
    """Give the keys of a code; takes a tenth of a second and 64 MB on purpose, so that codes cannot be tried out."""
    made = pwhash.argon2id.kdf(64, code.encode(), pepper[:SALT], opslimit=_CODE_OPS, memlimit=_CODE_MEMORY)
    private = PrivateKey(made[32:])
    return CodeKeys(made[:32], bytes(private.public_key), bytes(private))


def new_pair() -> tuple[bytes, bytes]:
    """Draw a key pair: public, private."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(private)


def seal(public: bytes, content: Any) -> bytes:
    """Seal plain values (JSON) to a public key."""
    plain = json.dumps(content, ensure_ascii=False).encode()
    return seal_bytes(public, plain + b" " * (-len(plain) % BLOCK))


def seal_bytes(public: bytes, plain: bytes) -> bytes:
    """Seal bytes, such as a photo, to a public key."""
    return SealedBox(PublicKey(public)).encrypt(plain)


def unseal(private: bytes, sealed: bytes) -> Any:
    """Give the plain values again; raises Refused when the key does not fit."""
    return json.loads(unseal_bytes(private, sealed))


def unseal_bytes(private: bytes, sealed: bytes) -> bytes:
    """Give the bytes again; raises Refused when no key fits or the seal was broken.

    `private` is one key, or a ring of them in a row, the newest first: what was sealed before a key was changed opens as well.
    """
    for start in range(0, len(private), KEY):
        try:
            return SealedBox(PrivateKey(private[start : start + KEY])).decrypt(bytes(sealed))
        except CryptoError:
            continue
    raise Refused("tips.seal_broken", "Không mở được niêm phong: khóa không đúng hoặc dữ liệu đã bị sửa.")


def lock(secret: bytes, passphrase: str) -> bytes:
    """Lock a secret with a pass phrase: salt, then the box."""
    salt = random(SALT)
    return salt + SecretBox(_stretched(passphrase, salt)).encrypt(secret)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """Give the secret again; raises Refused for a wrong pass phrase."""
    locked = bytes(locked)
    try:
        return SecretBox(_stretched(passphrase, locked[:SALT])).decrypt(locked[SALT:])
    except CryptoError as error:
        raise Refused("tips.wrong_passphrase", "Cụm mật khẩu không đúng.") from error


def wrap(secret: bytes, key: bytes) -> bytes:
    """Lock a secret with a random key of 32 bytes."""
    return SecretBox(key).encrypt(secret)


def unwrap(wrapped: bytes, key: bytes) -> bytes:
    """Give the secret again; raises Refused when the key does not fit."""
    try:
        return SecretBox(key).decrypt(bytes(wrapped))
    except (CryptoError, ValueError) as error:
        raise Refused("tips.locked", "Hãy mở khóa bằng cụm mật khẩu của đầu mối.") from error


def halves(secret: bytes) -> tuple[bytes, bytes]:
    """Part a secret so that either half alone tells nothing of it."""
    first = random(len(secret))
    return first, bytes(a ^ b for a, b in zip(first, secret, strict=True))


def joined(first: bytes, second: bytes) -> bytes:
    """Put the halves together again."""
    return bytes(a ^ b for a, b in zip(first, second, strict=True))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return pwhash.argon2id.kdf(SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=_LOCK_OPS, memlimit=_LOCK_MEMORY)
