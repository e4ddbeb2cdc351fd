"""The pepper: random bytes that stand apart from the database, so that receipt codes cannot be tried out on a stolen copy of it."""

from __future__ import annotations

import os
import secrets
from functools import cache

from django.conf import settings

from buuan.work.tips.sealing import SALT


@cache
def pepper() -> bytes:
    """Give the pepper of this installation; made once, in the folder of keys (0700). A backup must hold it apart."""
    settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.KEYS / "tips.pepper"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(SALT))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()
