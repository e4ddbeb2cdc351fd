"""Secrets of webhooks are kept sealed with a key of this machine, in a folder that only the service may enter.

They must be readable to sign with, so a hash would not do; a copy of the database alone gives nobody a secret.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings


def sealed(secret: str) -> str:
    """Give what is stored of a secret."""
    return _box(settings.KEYS).encrypt(secret.encode()).decode()


def opened(stored: str) -> str:
    """Give the secret behind what is stored; raises InvalidToken where the key of the machine is another one."""
    return _box(settings.KEYS).decrypt(stored.encode()).decode()


@functools.cache
def _box(folder: Path) -> Fernet:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "webhooks.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Fernet(path.read_bytes())
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key())
    return Fernet(path.read_bytes())
