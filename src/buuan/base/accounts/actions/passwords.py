"""How good a password is, and how one is made for somebody else."""

from __future__ import annotations

import functools
import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from buuan.base.accounts.models import Account

# Without letters and digits that are mistaken for each other when read out over the telephone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def password_faults(password: str, account: Account) -> list[str]:
    """Give what is wrong with a password for this account, nothing when it is good."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        return [_said(one) for one in error.error_list]
    return []


def _said(fault: ValidationError) -> str:
    """Give a fault in words; Django says that a password is too short in English only."""
    if fault.code == "password_too_short":
        return f"Mật khẩu cần ít nhất {fault.params['min_length']} ký tự."
    return str(fault.messages[0])


def made_password() -> str:
    """Give a fresh password of four groups of four signs (79 bits), easy to read out and to copy."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@functools.cache
def published_hash(password: str) -> str:
    """Give the hash of a password that everybody knows, worked out once: a salt of its own would hide nothing."""
    return make_password(password)
