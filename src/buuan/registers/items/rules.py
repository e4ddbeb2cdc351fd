"""Grounds of a hold and how long a clerk's own hold lasts; pure."""

from __future__ import annotations

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
HIT_STATES = {"open": "cần xem", "accepted": "giữ, báo", "dismissed": "bỏ qua", "superseded": "bản khai đã thay"}
FLAGGED = {"prohibited": "không được gửi", "conditional": "gửi có điều kiện"}
"""The verdicts that make a hit; what is clear is only counted."""
