"""Grounds of a hold, states of manifests and hits, and the one vocabulary of events; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from buuan.kit.errors import Invalid

GROUNDS = {
    "report": "báo cáo nghi vấn",
    "hit": "cảnh báo sàng lọc",
    "order": "lệnh ngăn chặn",
}
"""Why an item may be kept from moving; one hold a reason, and the item moves only when none is open."""

END_REASONS = {
    "lapsed": "hết thời hạn tự giữ, đầu mối chưa trả lời",
    "declined": "báo cáo không thụ lý",
    "outcome": "có kết quả xử lý, bưu gửi được đi tiếp",
    "taken": "cơ quan có thẩm quyền đã thu giữ hoặc xử lý bưu gửi",
    "order_ended": "lệnh ngăn chặn hết hiệu lực",
    "dismissed": "cảnh báo được bỏ qua",
}

STAYS = frozenset({"taken"})
"""Reasons after which the item does not travel on, although no hold is open."""

MANIFEST_STATES = {
    "received": "đã nhận",
    "parsing": "đang đọc",
    "validating": "đang kiểm tra",
    "committed": "đã ghi nhận",
    "committed_with_errors": "đã ghi nhận, có dòng bị từ chối",
    "refused": "bị từ chối",
    "superseded": "đã có bản mới",
}
COMMITTED = ("committed", "committed_with_errors")
"""States of a manifest whose items count: a newer one that replaced it counts in its place."""
HIT_STATES = {"open": "cần xem", "accepted": "giữ, báo", "dismissed": "bỏ qua", "superseded": "bản khai đã thay"}
UPLOAD_STATES = {
    "receiving": "đang nhận tệp",
    "waiting": "đang xử lý",
    "done": "đã xong",
    "refused": "tệp bị từ chối",
    "failed": "không xử lý được",
    "dropped": "đã bỏ",
}
FLAGGED = {"prohibited": "không được gửi", "conditional": "gửi có điều kiện"}
"""The verdicts that make a hit; what is clear is only counted."""

EVENTS = {
    "created": "đã tạo đơn",
    "accepted": "đã nhận gửi",
    "in_transit": "đang vận chuyển",
    "out_for_delivery": "đang đi phát",
    "delivered": "đã phát",
    "attempt_failed": "phát không thành công",
    "returning": "đang chuyển hoàn",
    "returned": "đã chuyển hoàn",
    "cancelled": "đã hủy",
    "lost_damaged": "mất hoặc hư hỏng",
    "presented_to_authority": "đã xuất trình cơ quan có thẩm quyền",
    "held_by_authority": "cơ quan có thẩm quyền giữ",
    "released_by_authority": "cơ quan có thẩm quyền cho đi tiếp",
    "held_by_operator": "doanh nghiệp đang giữ",
    "other": "sự kiện khác",
}
"""Where an item is, in one vocabulary for all operators; what no table knows is `other` with its own code kept."""

MOVING = frozenset({"in_transit", "out_for_delivery", "delivered", "returning", "returned"})
"""Events that say an item moved on, which a held item may not."""

GONE = frozenset({"delivered", "returned", "cancelled", "lost_damaged"})
"""Events after which the operator no longer has the item in its hands."""

_CODES: dict[str, dict[str, str]] = {
    "emsevt": {
        "accepted": "EMA",
        "in_transit": "EMB EMC EMJ EMK EMD EMF EMG EDD EDE",
        "out_for_delivery": "EDG",
        "delivered": "EMI",
        "attempt_failed": "EMH",
        "cancelled": "EXX EDX",
        "presented_to_authority": "EXA EDB",
        "held_by_authority": "EXB EME",
        "released_by_authority": "EXC EDC",
        "held_by_operator": "EXD EDA EDF EDH",
    },
    "ghn": {
        "created": "ready_to_pick",
        "accepted": "picking picked",
        "in_transit": "storing transporting sorting",
        "out_for_delivery": "delivering money_collect_delivering",
        "delivered": "delivered",
        "attempt_failed": "delivery_fail",
        "returning": "waiting_to_return return returning return_transporting return_sorting",
        "returned": "returned",
        "cancelled": "cancel",
        "lost_damaged": "lost damage exception",
    },
    "vtp": {
        "created": "100 102",
        "accepted": "103 104 105 200",
        "in_transit": "300 301 302 303 400 401 402 403",
        "out_for_delivery": "500 508 550",
        "delivered": "501",
        "attempt_failed": "506 507",
        "returning": "502 505 515",
        "returned": "504",
        "cancelled": "101 107 201 503",
    },
    "ghtk": {
        "created": "1 2",
        "accepted": "12 123 3",
        "in_transit": "4",
        "delivered": "5 45 6",
        "attempt_failed": "9 10 49",
        "returning": "20",
        "returned": "21",
        "cancelled": "-1",
        "lost_damaged": "13",
    },
}

EVENT_OF = {
    vocabulary: {code.upper(): event for event, codes in table.items() for code in codes.split()}
    for vocabulary, table in _CODES.items()
}
"""The operators' own status codes as events, by the vocabulary that an operator writes in (`emsevt`, `ghn`, `vtp`, `ghtk`)."""

MOST_EVENTS = 5_000
LATE_DAYS = 90
ITEM_ID = re.compile(r"[A-Z0-9.\-/]{5,40}")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What an operator says of one item: an event or its own status code, where (a point's code) and when (with an offset)."""

    item_id: str
    event: str
    at: datetime
    point: str = ""
    vocabulary: str = ""


def item_key(text: str) -> str:
    """Give an item's identifier as it is stored and compared: upper case, without spaces."""
    return "".join(text.split()).upper()


def named_event(event: str, vocabulary: str = "") -> tuple[str, str]:
    """Give the event that a word or code stands for, and the code to keep of it where the table does not know it.

    Raises Invalid for a vocabulary that nobody speaks; an unknown code is never refused, it becomes `other`.
    """
    if vocabulary and vocabulary not in EVENT_OF:
        raise Invalid({"vocabulary": [f"Chỉ nhận: {', '.join(EVENT_OF)}."]})
    word = event.strip()
    if vocabulary:
        return EVENT_OF[vocabulary].get(word.upper(), "other"), word[:40]
    return (word, "") if word in EVENTS else ("other", word[:40])


def event_fault(facts: EventFacts, now: datetime) -> str:
    """Give why an event cannot be taken, in a sentence; empty when it can. Order of arrival never matters."""
    if not ITEM_ID.fullmatch(item_key(facts.item_id)):
        return "Mã bưu gửi phải dài 5–40 ký tự, chỉ gồm chữ, số, dấu chấm, gạch ngang, gạch chéo."
    if not facts.event.strip():
        return "Thiếu sự kiện."
    if facts.at.tzinfo is None:
        return "Thời điểm phải có múi giờ, ví dụ 2026-11-23T08:15:00+07:00."
    if facts.at > now + timedelta(minutes=5):
        return "Thời điểm ở tương lai; hãy kiểm tra đồng hồ của hệ thống gửi."
    if facts.at < now - timedelta(days=LATE_DAYS):
        return f"Sự kiện cũ hơn {LATE_DAYS} ngày, không còn được ghi nhận."
    if len(facts.point) > 32:
        return "Mã điểm dài quá 32 ký tự."
    return ""


PARTIES = {
    "sender_name": "tên người gửi",
    "sender_phone": "điện thoại người gửi",
    "sender_address": "địa chỉ người gửi",
    "receiver_name": "tên người nhận",
    "receiver_phone": "điện thoại người nhận",
    "receiver_address": "địa chỉ người nhận",
}
"""The fields of an item that speak of a person: masked until somebody says why he has to see them."""

MOST_DAYS_KEPT = 90
"""The archive keeps items as long as the dated row `items.keep` says, and never longer than this."""


def keeps_since(today: date, days: int) -> date:
    """Give the first day of acceptance that the archive still keeps."""
    return today - timedelta(days=min(days, MOST_DAYS_KEPT))


def check_why(reason: str) -> str:
    """Give a reason trimmed; raises Invalid for one that says nothing."""
    words = " ".join(reason.split())
    if len(words) < 10:
        raise Invalid({"reason": ["Ghi rõ lý do, ít nhất 10 ký tự: việc gì, hồ sơ nào."]})
    if len(words) > 300:
        raise Invalid({"reason": ["Lý do dài quá 300 ký tự."]})
    return words
