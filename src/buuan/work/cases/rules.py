"""The flow of a case, its closed lists, and what stands in the way of concluding or closing it; pure."""

from __future__ import annotations

from dataclasses import dataclass

from buuan.kit.errors import Invalid
from buuan.kit.flow import Flow, Step

CASE_FLOW = Flow(
    "case",
    {
        "received": "đã tiếp nhận",
        "verifying": "đang xác minh",
        "handling": "đang xử lý",
        "concluded": "đã kết luận",
        "closed": "đã đóng hồ sơ",
    },
    (
        Step("verify", "received", "verifying", "cases.verify", "Nhận xác minh"),
        Step("handle", "verifying", "handling", "cases.handle", "Chuyển xử lý"),
        Step("conclude", "verifying", "concluded", "cases.conclude", "Kết luận"),
        Step("conclude", "handling", "concluded", "cases.conclude", "Kết luận"),
        Step("close", "concluded", "closed", "cases.close", "Đóng hồ sơ"),
    ),
)

OUTCOMES = {
    "seized": "tạm giữ, tịch thu",
    "returned": "trả lại người gửi",
    "released": "giải tỏa, cho chuyển tiếp",
    "destroyed": "tiêu hủy",
    "transferred": "chuyển cơ quan khác",
    "nothing_found": "không phát hiện vi phạm",
}
"""What may become of an item; the only list, on screen, in the API and in reports."""

RELEASING = frozenset({"returned", "released", "nothing_found"})
"""Outcomes after which the item may move again."""

NOTE_LEVELS = {"own": "trong cơ quan", "inter_agency": "các cơ quan tham gia", "reporter": "gửi người báo"}
MARKINGS = {"public": "công khai", "internal": "nội bộ", "restricted": "hạn chế: các cơ quan tham gia"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not be done yet."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a case: `items` maps an item's code to its outcome or None, `loose_ends` names what is open."""

    state: str
    items: dict[str, str | None]
    loose_ends: tuple[str, ...] = ()
    reporters_waiting: int = 0


def may_conclude(facts: CaseFacts) -> list[Reason]:
    """Give why the case may not be concluded: every item needs an outcome."""
    missing = [code for code, outcome in facts.items.items() if outcome is None]
    if not missing:
        return []
    shown = ", ".join(missing[:3]) + (f" và {len(missing) - 3} bưu gửi khác" if len(missing) > 3 else "")
    return [Reason("case.outcome_missing", f"Chưa ghi kết quả xử lý của bưu gửi {shown}.")]


def may_close(facts: CaseFacts) -> list[Reason]:
    """Give why the case may not be closed: outcomes missing, or something that was started has not ended."""
    reasons = may_conclude(facts)
    reasons += [Reason("case.loose_end", f"Còn việc chưa kết thúc: {name}.") for name in facts.loose_ends]
    return reasons


def check_outcome(outcome: str, quantity: str, unit: str, value_vnd: int | None) -> None:
    """Raise Invalid unless the outcome is on the list and a seizure says how much, in what unit and of what value."""
    errors: dict[str, list[str]] = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = ["Kết quả không có trong danh mục."]
    if outcome == "seized":
        if not quantity.strip():
            errors["quantity"] = ["Tạm giữ, tịch thu phải ghi số lượng."]
        if not unit.strip():
            errors["unit"] = ["Cần ghi đơn vị tính."]
        if value_vnd is None or value_vnd < 0:
            errors["value_vnd"] = ["Cần ghi trị giá bằng đồng (0 nếu chưa định giá)."]
    if errors:
        raise Invalid(errors)
