"""What a PIN and a code of enrolment look like, and how long a session on an enrolled phone lasts; pure."""

from __future__ import annotations

import re
from datetime import timedelta

PIN_DIGITS = 6
MOST_TRIES = 5
"""So many wrong PINs in a row lock it until somebody who manages the point gives a new one."""

CODE_LASTS = timedelta(minutes=10)
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of a code that is read out: no sign that is mistaken for another."""

CODE_LENGTH = 10
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
"""A session on an enrolled phone ends after a quarter of an hour without a touch, and after a shift in any case."""

CLOSED_TO_PIN = frozenset({"accounts.own", "accounts.issue_token", "accounts.manage", "devices.manage"})
"""Rights that six digits are not enough for."""

PIN_ROLES = ("counter_clerk", "clerk")
"""Roles that may sign in with a PIN; whoever decides something signs in with a password."""

UNIT_KINDS = ("postal_operator", "operator_unit", "agent")

_STEPS = "01234567890123456789"


def against_pin(pin: str) -> list[str]:
    """Give the reasons against a PIN: six digits, and none of those that everybody tries first."""
    if not re.fullmatch(rf"[0-9]{{{PIN_DIGITS}}}", pin):
        return [f"Mã PIN gồm đúng {PIN_DIGITS} chữ số."]
    if len(set(pin)) <= 2 or pin in _STEPS or pin[::-1] in _STEPS or pin[:3] == pin[3:]:
        return ["Mã PIN quá dễ đoán: không dùng dãy liên tiếp, số lặp lại."]
    return []


def normal_code(text: str) -> str:
    """Give a code of enrolment as it is compared: letters and digits only."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[: CODE_LENGTH + 1]


def shown_code(code: str) -> str:
    """Give a code as it is read out: in two halves."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def is_over(idle: timedelta, age: timedelta) -> bool:
    """Tell whether a session on an enrolled phone is over."""
    return idle > IDLE or age > LONGEST
