"""The life of an order and of each item in it, and the closed lists of what is asked and answered; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.base.clocks.rules import Reason
from buuan.kit.flow import Flow, Step

ORDER_FLOW = Flow(
    "order",
    {
        "draft": "đang soạn",
        "submitted": "chờ duyệt",
        "refused": "không duyệt",
        "in_force": "đang hiệu lực",
        "lifted": "đã dỡ bỏ",
        "expired": "hết hiệu lực",
        "reviewed": "đã đánh giá",
    },
    (
        Step("submit", "draft", "submitted", "interdiction.draft", "Trình duyệt"),
        Step("approve", "submitted", "in_force", "interdiction.approve", "Duyệt, phát lệnh"),
        Step("refuse", "submitted", "refused", "interdiction.approve", "Không duyệt"),
        Step("lift", "in_force", "lifted", "interdiction.approve", "Dỡ bỏ lệnh"),
        Step("expire", "in_force", "expired", "interdiction.expire", "Hết hiệu lực"),
        Step("review", "lifted", "reviewed", "interdiction.review", "Đánh giá sau lệnh"),
        Step("review", "expired", "reviewed", "interdiction.review", "Đánh giá sau lệnh"),
    ),
)

ENDED = ("lifted", "expired", "reviewed")

ASKS = {
    "inform": "báo ngay khi thấy",
    "screen": "soi chiếu, kiểm tra",
    "hold": "tạm giữ",
    "do_not_load": "không chuyển tiếp",
    "return": "trả lại người gửi",
}
"""What an order asks for; holding and not loading keep the item from moving."""

STOPPING = frozenset({"hold", "do_not_load"})

ITEM_STATES = {
    "received": "đã nhận lệnh",
    "acknowledged": "đã xác nhận",
    "located": "đã thấy",
    "not_found": "không thấy",
    "not_yet_received": "chưa nhận vào mạng",
    "already_delivered": "đã phát",
    "already_left_province": "đã ra khỏi tỉnh",
    "held": "đã tạm giữ",
    "handed_over": "đã bàn giao",
    "released": "đã giải tỏa",
    "returned_to_sender": "đã trả người gửi",
}
"""What becomes of an item under an order; with MISSES the only list, on screen, in the API and in reports."""

_FOUND = ("located", "not_found", "not_yet_received", "already_delivered", "already_left_province")
ANSWERS_FROM = {
    "received": (*_FOUND, "held"),
    "acknowledged": (*_FOUND, "held"),
    "located": ("held", "not_found", "already_delivered", "already_left_province"),
    "not_found": ("located", "held", "not_yet_received", "already_delivered", "already_left_province"),
    "not_yet_received": ("located", "held", "not_found", "already_delivered", "already_left_province"),
    "already_delivered": (),
    "already_left_province": ("located", "held", "already_delivered"),
    "held": ("handed_over", "released", "returned_to_sender"),
    "handed_over": (),
    "released": (),
    "returned_to_sender": (),
}
"""Which answer may follow which; an item that turns up again is answered again, nothing is taken back."""

ANSWERS = tuple(one for one in ITEM_STATES if one not in ("received", "acknowledged"))
UNANSWERED = ("received", "acknowledged")
MISSED = ("not_found", "already_delivered", "already_left_province")
"""Answers that say the item could not be held: they need a reason."""

STOPPED = ("held", "handed_over", "released", "returned_to_sender")
"""States of an item that was held at some time: the order reached it."""

MISSES = {
    "delivered_before_order": "đã phát trước lệnh",
    "no_scan": "không có lượt quét",
    "alert_not_received": "điểm không nhận được cảnh báo",
    "wrong_data": "dữ liệu sai",
    "arrived_before_order": "đến trước lệnh",
    "system_delay": "hệ thống chậm",
    "human_error": "sai sót của người",
    "other": "lý do khác",
}

FOUND_BY = {
    "items": "mã bưu gửi",
    "phones": "số điện thoại",
    "persons": "họ tên, địa chỉ",
    "category": "nhóm hàng",
}
SOURCES = {
    "named": "nêu trong lệnh",
    "archive": "dò kho",
    "manifest": "bảng kê mới",
    "event": "cập nhật vị trí",
    "check": "hỏi tại quầy",
}

END_REASONS = {"lifted": "được dỡ bỏ", "expired": "hết thời hạn"}
RIGHTFUL = {"rightful": "giữ đúng", "wrongful": "giữ oan", "unclear": "chưa rõ"}
"""How the review judges a hold; a wrongful one is counted against the body that asked for it."""

SKEW = timedelta(minutes=5)
"""How far ahead of ours the clock of an operator's system may run."""

OLDEST_ANSWER = timedelta(days=30)
NOT_SAME_LASTS = timedelta(days=90)
"""How long "not the same person" is remembered."""


def may_approve(drafted_by: int | None, actor_id: int | None, is_system: bool) -> list[Reason]:
    """Give why an actor may not decide about a draft: the platform never does, the drafter never about his own."""
    if is_system:
        return [Reason("order.system_may_not", "Tài khoản hệ thống không soạn, không duyệt lệnh.")]
    if drafted_by is not None and drafted_by == actor_id:
        return [Reason("order.drafter_may_not_approve", "Người soạn không được duyệt lệnh của mình.")]
    return []


def may_last(from_at: datetime, until_at: datetime | None, at: datetime, most: timedelta, has_decision: bool) -> list[Reason]:
    """Give why an order may not end at `until_at`: none given, past, or longer than our limit."""
    if until_at is None:
        return [Reason("order.expiry_missing", "Lệnh phải có thời điểm hết hiệu lực.")]
    if until_at <= at:
        return [Reason("order.expiry_past", "Thời điểm hết hiệu lực đã qua.")]
    if until_at - from_at > most:
        hours = int(most.total_seconds() // 3600)
        kind = "kèm" if has_decision else "không kèm"
        return [
            Reason("order.expiry_too_late", f"Lệnh {kind} quyết định có hiệu lực nhiều nhất {hours} giờ (giới hạn của nền tảng).")
        ]
    return []


def check_answer(state: str, answer: str, reason: str, place: str) -> list[Reason]:
    """Give why an answer may not follow `state`: not on the list, not open, a miss without reason, a hold without place."""
    if answer not in ANSWERS:
        return [Reason("answer.unknown", "Câu trả lời không có trong danh mục.")]
    if answer not in ANSWERS_FROM[state]:
        words = f"Không ghi «{ITEM_STATES[answer]}» được khi bưu gửi đang ở «{ITEM_STATES[state]}»."
        return [Reason("answer.not_open", words)]
    if reason and reason not in MISSES:
        return [Reason("answer.reason_unknown", "Lý do không giữ được không có trong danh mục.")]
    if answer in MISSED and not reason:
        return [Reason("answer.reason_missing", "Không giữ được thì phải chọn lý do.")]
    if answer == "held" and not place.strip():
        return [Reason("answer.place_missing", "Đã tạm giữ thì phải ghi nơi để bưu gửi.")]
    return []


def check_moment(said_at: datetime, at: datetime) -> list[Reason]:
    """Give why the moment that a receiver's clock says cannot be taken: ahead of ours, or too old."""
    if said_at > at + SKEW:
        return [Reason("answer.clock_ahead", "Đồng hồ của bên gửi chạy nhanh hơn 5 phút; hãy chỉnh giờ rồi gửi lại.")]
    if said_at < at - OLDEST_ANSWER:
        return [Reason("answer.too_old", "Thời điểm quá xa trong quá khứ.")]
    return []
