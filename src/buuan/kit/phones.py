"""Vietnamese telephone numbers: stored and compared in one form, `+84` and the number without its leading zero.

Mobile numbers have ten digits (03, 05, 07, 08, 09) since 15 September 2018; numbers of the old eleven-digit plan are
brought to the new one. Fixed lines are 02x with ten or eleven digits, service numbers begin with 1800 or 1900.
The patterns stand here as text so that whole columns can be read with the very same rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Patterns over the national form (leading zero, no separators). Kept free of look-around: polars reads them too.
MOBILE = r"^0[35789][0-9]{8}$"
FIXED = r"^02[0-9]{8,9}$"
SERVICE = r"^1[89]00[0-9]{4,6}$"
FOREIGN = r"^\+[1-9][0-9]{6,14}$"
SEPARATORS = r"[\s.\-()\u00a0\u2010-\u2015]+"
HOME_PREFIX = r"^(?:\+|00)?840?([235789][0-9]{8,9})$"

SEVERAL = r"[/;,|]| - |hoặc"

# The change of 15 September 2018 from eleven to ten digits: old prefix to new prefix, by network.
NEW_PREFIX = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038",
    "0169": "039",
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip

# Numbers that people type when they have none; every digit alike counts as well.
PLACEHOLDERS = frozenset({"0123456789", "1234567890"} | {digit * 10 for digit in "0123456789"})

_SEPARATORS, _MOBILE, _FIXED = re.compile(SEPARATORS), re.compile(MOBILE), re.compile(FIXED)
_SERVICE, _FOREIGN, _HOME = re.compile(SERVICE), re.compile(FOREIGN), re.compile(HOME_PREFIX)
_SEVERAL = re.compile(SEVERAL)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be called: `number` in the stored form, `kind` is mobile, fixed, service or foreign.

    `note` says what was done to it: empty, or one of `old_prefix` (eleven digits of before 2018), `lost_zero` (a
    spreadsheet ate the leading zero), `several` (the first of several numbers was taken).
    """

    number: str
    kind: str
    note: str = ""


def read_phone(text: str) -> Phone | None:
    """Read a number as people type it; `None` when it is not one, is masked, or is a placeholder such as 0123456789."""
    parts = [part for part in _SEVERAL.split(text.strip()) if part.strip()]
    if len(parts) > 1:
        first = next((phone for phone in map(read_phone, parts) if phone), None)
        return Phone(first.number, first.kind, "several") if first else None
    bare = _SEPARATORS.sub("", text.strip())
    if not bare.isascii() or bare in PLACEHOLDERS:
        return None
    home = _HOME.match(bare)
    national = "0" + home.group(1) if home else bare
    if national in PLACEHOLDERS:
        return None
    if _MOBILE.match(national):
        return Phone("+84" + national[1:], "mobile")
    if _FIXED.match(national):
        return Phone("+84" + national[1:], "fixed")
    if _SERVICE.match(national):
        return Phone("+84" + national, "service")
    if len(national) == 11 and national.isdigit() and national[:4] in NEW_PREFIX:
        return Phone("+84" + NEW_PREFIX[national[:4]][1:] + national[4:], "mobile", "old_prefix")
    restored = "0" + national
    if _MOBILE.match(restored) and restored not in PLACEHOLDERS:
        return Phone("+84" + national, "mobile", "lost_zero")
    if _FOREIGN.match(bare) and not bare.startswith("+84"):
        return Phone(bare, "foreign")
    return None


def normalise(text: str) -> str | None:
    """Give the stored form of a number, or `None` when it is not one."""
    phone = read_phone(text)
    return phone.number if phone else None


def mask(text: str) -> str:
    """Hide the middle of a number; three first and two last characters stay, enough to find it in one's own file."""
    return text[:3] + "•" * (len(text) - 5) + text[-2:] if len(text) > 6 else "•" * len(text)
