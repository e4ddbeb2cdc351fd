"""What a report must hold, how grave it is and what may become of it; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.kit.errors import Invalid
from buuan.kit.flow import Flow, Step

REPORT_FLOW = Flow(
    "report",
    {"received": "chờ tiếp nhận", "accepted": "đã lập vụ việc", "joined": "đã nhập vào vụ việc", "declined": "không thụ lý"},
    (
        Step("accept", "received", "accepted", "intake.triage", "Tiếp nhận"),
        Step("join", "received", "joined", "intake.triage", "Nhập vào vụ việc"),
        Step("decline", "received", "declined", "intake.triage", "Không thụ lý"),
    ),
)

SIGNS = {
    "misdeclared": "Khai sai nội dung",
    "refuses_opening": "Không cho mở gói",
    "many_alike": "Gửi nhiều gói giống nhau",
    "smell_leak": "Mùi, rò rỉ",
    "papers_missing": "Giấy tờ thiếu",
    "false_sender": "Thông tin người gửi không thật",
    "xray_differs": "Soi chiếu khác khai báo",
    "odd_shape": "Khối lượng, hình dạng lạ",
}
"""The signs that a clerk may tick; all of them speak of the package and the declaration, none of a person's views."""

ALWAYS_TOLD = ("police", "lead_department")
"""Kinds of bodies that receive every report: the focal point (2d) and the lead department (7c)."""

GRAVE = ("critical", "high")
ITEM_ID_MAX = 40
TEXT_MAX = 2000
CLOCK_SKEW = timedelta(minutes=5)


def severity_of(category_severity: str, verdict: str, signs: tuple[str, ...]) -> str:
    """Give how grave a report is: as grave as the goods, else by the signs."""
    if category_severity and verdict != "clear":
        return category_severity
    return "medium" if len(signs) >= 2 or "smell_leak" in signs or "xray_differs" in signs else "low"


def kinds_told(route_to: tuple[str, ...]) -> tuple[str, ...]:
    """Give the kinds of bodies that are competent for these goods, the focal point first, each once."""
    return tuple(dict.fromkeys((*ALWAYS_TOLD, *route_to)))


def normal_item_id(text: str) -> str:
    """Give an item's code as it is stored: upper case, without spaces; dots and dashes stay."""
    return "".join(text.split()).upper()


def check_report(
    *, item_id: str, declared_content: str, signs: tuple[str, ...], text: str, found_at: datetime, at: datetime, verdict: str
) -> None:
    """Raise Invalid, with every error at once, when the report does not say enough to act on."""
    errors: dict[str, list[str]] = {}
    if not item_id:
        errors["item_id"] = ["Cần mã bưu gửi để giữ đúng bưu gửi."]
    elif len(item_id) < 5 or len(item_id) > ITEM_ID_MAX:
        errors["item_id"] = [f"Mã bưu gửi dài từ 5 đến {ITEM_ID_MAX} ký tự."]
    elif not all(c.isascii() and (c.isalnum() or c in ".-/") for c in item_id):
        errors["item_id"] = ["Mã bưu gửi chỉ gồm chữ cái, chữ số, dấu chấm, gạch ngang, gạch chéo."]
    unknown = [one for one in signs if one not in SIGNS]
    if unknown:
        errors["signs"] = [f"Không có dấu hiệu tên {', '.join(unknown)}."]
    if not signs and not text.strip() and verdict == "clear":
        errors["signs"] = ["Chọn ít nhất một dấu hiệu, hoặc mô tả điều nghi vấn."]
    if len(declared_content) > 500:
        errors["declared_content"] = ["Nội dung khai dài quá 500 ký tự."]
    if len(text) > TEXT_MAX:
        errors["text"] = [f"Mô tả dài quá {TEXT_MAX} ký tự."]
    if found_at > at + CLOCK_SKEW:
        errors["found_at"] = ["Thời điểm phát hiện ở tương lai."]
    elif found_at < at - timedelta(days=90):
        errors["found_at"] = ["Thời điểm phát hiện quá 90 ngày trước."]
    if errors:
        raise Invalid(errors)
