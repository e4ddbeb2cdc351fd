"""What a manifest's hits keep of an item, and what a person may decide about one; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buuan.kit.errors import Invalid
from buuan.registers.items.rules import FLAGGED, HIT_STATES, MANIFEST_STATES

__all__ = ["FLAGGED", "HIT_STATES", "MANIFEST_STATES", "check_reason", "route_of"]

MAX_SCREENED_AT_ONCE = 1000
REASON_MAX = 300
MOST_AT_ONCE = 200
SCORES = (("0.5", "0,5"), ("0.7", "0,7"), ("0.8", "0,8"), ("0.9", "0,9"))
"""The lowest scores that the queue can be narrowed to, with their words."""


def route_of(item: dict[str, Any], names: Mapping[str, str]) -> str:
    """Give where an item goes as a reader wants it: communes by name where they were recognised, else countries.

    `names` maps official codes to names; what the sender wrote as an address is never shown.
    """
    ends = []
    for side in ("sender", "receiver"):
        commune = names.get(item.get(f"{side}_area_code") or "")
        ends.append(commune or (item.get(f"{side}_country") or "VN").replace("VN", "trong nước"))
    return f"{ends[0]} → {ends[1]}"[:120]


def check_reason(reason: str) -> str:
    """Give the reason trimmed; raises Invalid when a hit is dismissed without one."""
    words = " ".join(reason.split())
    if not words:
        raise Invalid({"reason": ["Bỏ qua cảnh báo phải ghi lý do."]})
    if len(words) > REASON_MAX:
        raise Invalid({"reason": [f"Lý do dài quá {REASON_MAX} ký tự."]})
    return words
