"""What a person must say about a cluster, and how its links are worded; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from buuan.engine.bounds import MOST_DAYS
from buuan.kit.errors import Invalid

STATES = {"open": "cần xem", "reported": "đã báo", "dismissed": "bỏ qua"}
LINKS = {
    "phone": "cùng số điện thoại người gửi",
    "address": "cùng một cách viết địa chỉ",
    "hour": "chấp nhận trong cùng hai giờ",
    "place": "cùng điểm chấp nhận hoặc tuyến",
    "weight": "khối lượng gần nhau",
}
REASON_MAX, REASON_LEAST = 300, 10


def days_before(until: date) -> list[date]:
    """Give the days that are looked through, `until` the last."""
    return [until - timedelta(days=back) for back in range(MOST_DAYS - 1, -1, -1)]


def check_reason(reason: str) -> str:
    """Give the reason trimmed; raises Invalid for one that says nothing."""
    words = " ".join(reason.split())
    if len(words) < REASON_LEAST:
        raise Invalid({"reason": [f"Ghi rõ lý do, ít nhất {REASON_LEAST} ký tự."]})
    if len(words) > REASON_MAX:
        raise Invalid({"reason": [f"Lý do dài quá {REASON_MAX} ký tự."]})
    return words


def strongest_first(links: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the links of a cluster by what they are worth."""
    return sorted(links, key=lambda one: -float(one["share"]) * float(one["strength"]))
