"""Signing and checking messages by the Standard Webhooks convention; for the sender here and for receivers anywhere.

A message carries `webhook-id` (the same for every try of the same message), `webhook-timestamp` (seconds since 1970) and
`webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, several separated by spaces while a secret
is being exchanged. A secret is `whsec_` and 24 to 64 random bytes in base64. Needs nothing but Python itself.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PREFIX = "whsec_"
TOLERANCE_S = 300
"""How far the clocks of sender and receiver may differ, in seconds."""


class BadSignature(ValueError):
    """A message is forged, damaged, too old, or from a clock that runs wrong; `code` says which."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was checked: remember `id` and pass over one that was seen before."""

    id: str
    timestamp: int
    body: bytes


def new_secret() -> str:
    """Give a fresh secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Give one signature of a message."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def headers(secrets_in_force: Iterable[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Give the headers of a message, signed with each secret in force."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(one, message_id, timestamp, body) for one in secrets_in_force),
    }


def verify(secret: str, given: Mapping[str, str], body: bytes, *, now: float, tolerance_s: int = TOLERANCE_S) -> Message:
    """Check a received message and give it; header names may be written in any case. `now` is seconds since 1970.

    Raises BadSignature. A replay of an old message is refused by its timestamp, a replay within the tolerance by the receiver
    that remembers ids for at least that long.
    """
    found = {name.lower(): value for name, value in given.items()}
    message_id, stamp, signatures = (found.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not message_id or not stamp or not signatures:
        raise BadSignature("webhook.headers_missing", "the headers webhook-id, webhook-timestamp, webhook-signature are needed")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise BadSignature("webhook.bad_timestamp", "webhook-timestamp is no number of seconds")
    timestamp = int(stamp)
    if timestamp < now - tolerance_s:
        raise BadSignature("webhook.too_old", "the message is too old, or this clock runs fast")
    if timestamp > now + tolerance_s:
        raise BadSignature("webhook.from_the_future", "the message comes from the future, or this clock runs slow")
    expected = sign(secret, message_id, timestamp, body).encode()
    matches = [hmac.compare_digest(expected, one.encode()) for one in signatures.split()]
    if not any(matches):
        raise BadSignature("webhook.forged", "the signature does not fit")
    return Message(message_id, timestamp, body)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("the secret is no base64") from error
    if len(key) < 24:
        raise ValueError("the secret is too short")
    return key
