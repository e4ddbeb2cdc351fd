"""What a manifest's hits keep of an item, and what a person may decide about one; pure."""

from __future__ import annotations

from typing import Any

from buuan.kit.errors import Invalid
from buuan.registers.items.rules import FLAGGED, MANIFEST_STATES

__all__ = ["FLAGGED", "MANIFEST_STATES", "check_reason", "route_of"]

MAX_SCREENED_AT_ONCE = 1000
REASON_MAX = 300


def route_of(item: dict[str, Any]) -> str:
    """Give where an item goes as a reader wants it, from the areas or countries that were declared; never an address."""
    ends = []
    for side in ("sender", "receiver"):
        country = item.get(f"{side}_country") or "VN"
        ends.append(item.get(f"{side}_area") or country if country == "VN" else country)
    return f"{ends[0]} → {ends[1]}"[:120]


def check_reason(reason: str) -> str:
    """Give the reason trimmed; raises Invalid when a hit is dismissed without one."""
    words = " ".join(reason.split())
    if not words:
        raise Invalid({"reason": ["Bỏ qua cảnh báo phải ghi lý do."]})
    if len(words) > REASON_MAX:
        raise Invalid({"reason": [f"Lý do dài quá {REASON_MAX} ký tự."]})
    return words
