"""The canonical form of a record and the arithmetic of the chain; pure, so that a bundle can be verified anywhere."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = hashlib.sha256("Bưu An: khởi đầu chuỗi ghi nhận".encode()).digest()
"""What stands before the first link."""


def canonical(value: Any) -> bytes:
    """Give the one JSON form of `value`: keys sorted, no spaces, UTF-8.

    Raises ValueError for floats (their text differs between systems) and for anything that JSON does not know.
    """
    _check(value, "")
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(at: datetime) -> str:
    """Give an aware datetime as UTC text with microseconds; raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a record needs an aware datetime")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(*, at: datetime, action: str, subject: str, label: str, actor: dict[str, Any], facts: dict[str, Any]) -> bytes:
    """Give the SHA-256 of a record's canonical form."""
    whole = {"at": moment(at), "action": action, "subject": subject, "label": label, "actor": actor, "facts": facts}
    return hashlib.sha256(canonical(whole)).digest()


def link_hash(previous: bytes, record_id: int, digest: bytes) -> bytes:
    """Give the hash of the link that puts `record_id` behind `previous`."""
    return hashlib.sha256(previous + record_id.to_bytes(8, "big") + digest).digest()


def _check(value: Any, path: str) -> None:
    if value is None or isinstance(value, (str, bool, int)):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError(f"{path or 'facts'}: key {key!r} is not text")
            _check(inner, f"{path}.{key}")
        return
    if isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            _check(inner, f"{path}[{index}]")
        return
    raise ValueError(f"{path or 'facts'}: {type(value).__name__} may not stand in a record")
