"""What a report must hold, how grave it is and what may become of it; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.kit import s10
from buuan.kit.errors import Invalid
from buuan.kit.flow import Flow, Step
from buuan.work.cases.rules import DECLARED_MAX, PLAIN_KIND, fault_of_item_id

REPORT_FLOW = Flow(
    "report",
    {"received": "chờ tiếp nhận", "accepted": "đã lập vụ việc", "joined": "đã nhập vào vụ việc", "declined": "không thụ lý"},
    (
        Step("accept", "received", "accepted", "intake.triage", "Tiếp nhận"),
        Step("join", "received", "joined", "intake.triage", "Nhập vào vụ việc"),
        Step("decline", "received", "declined", "intake.triage", "Không thụ lý"),
        Step("separate", "joined", "received", "intake.triage", "Tách khỏi vụ việc"),
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

COMPETENT = ("police", "lead_department", "market_surveillance", "customs")
"""The kinds of bodies that a report can be routed to. The catalogue also names operators, who are warned about goods by
bulletins: a report of one operator never reaches another."""

WHY_KINDS = {
    "crime_report": "hàng cấm gửi, mức nghiêm trọng",
    "violation": "hàng cấm gửi",
    "petition": "người dân phản ánh, chưa thấy hàng cấm trong lời khai",
    PLAIN_KIND: "chưa rõ là loại nào",
}
"""Why a kind is proposed for the case of a report."""

RECEIVED_ON = "received_on"
"""The detail by which the kinds of case ask for the day on which the matter came in."""

GRAVE = ("critical", "high")
TEXT_MAX = 2000
MOST_PHOTOS = 6
CLOCK_SKEW = timedelta(minutes=5)
OLDEST_FIND = timedelta(days=90)

S10_FINE, S10_FLAWED, OWN_CODE = "s10", "flawed", "own"


def severity_of(category_severity: str, verdict: str, signs: tuple[str, ...]) -> str:
    """Give how grave a report is: as grave as the goods, else by the signs."""
    if category_severity and verdict != "clear":
        return category_severity
    return "medium" if len(signs) >= 2 or "smell_leak" in signs or "xray_differs" in signs else "low"


def proposed_kind(source: str, verdict: str, severity: str) -> tuple[str, str]:
    """Give the kind of case that is proposed at acceptance, with the reason in words; the officer decides.

    A machine tells goods, not what the law makes of them: the proposal only saves a touch where the goods speak plainly.
    """
    if source == "tip" and verdict == "clear":
        return "petition", WHY_KINDS["petition"]
    if verdict == "prohibited":
        kind = "crime_report" if severity == "critical" else "violation"
        return kind, WHY_KINDS[kind]
    return PLAIN_KIND, WHY_KINDS[PLAIN_KIND]


def kinds_told(route_to: tuple[str, ...]) -> tuple[str, ...]:
    """Give the kinds of bodies that are competent for these goods, the focal point first, each once."""
    return tuple(kind for kind in dict.fromkeys((*ALWAYS_TOLD, *route_to)) if kind in COMPETENT)


def read_code(item_id: str) -> tuple[str, str]:
    """Tell what an item's code in its stored form is, with the sentence to show: a valid S10 identifier, one that looks like it
    but is wrong, or a code of the operator's own, which cannot be checked. An empty code gives two empty texts.
    """
    if not item_id:
        return "", ""
    if len(item_id) == s10.LENGTH and item_id[:2].isalpha() and item_id[-2:].isalpha():
        flaw = s10.flaw(item_id)
        if flaw is None:
            return S10_FINE, "Mã đúng."
        return S10_FLAWED, f"Xem lại mã: {flaw.sentence}."
    fault = fault_of_item_id(item_id)
    return (
        (S10_FLAWED, fault) if fault else (OWN_CODE, "Mã riêng của doanh nghiệp, không có chữ số kiểm tra; đối chiếu lại với nhãn.")
    )


def check_report(
    *,
    item_id: str,
    declared_content: str,
    signs: tuple[str, ...],
    text: str,
    found_at: datetime,
    at: datetime,
    verdict: str,
    is_operator: bool = True,
) -> None:
    """Raise Invalid, with every error at once, when the report does not say enough to act on.

    An operator names the item, for it is held; an agency may not know its code.
    """
    errors: dict[str, list[str]] = {}
    fault = fault_of_item_id(item_id) if item_id else ""
    if not item_id and is_operator:
        errors["item_id"] = ["Cần mã bưu gửi để giữ đúng bưu gửi."]
    elif fault:
        errors["item_id"] = [fault]
    unknown = [one for one in signs if one not in SIGNS]
    if unknown:
        errors["signs"] = [f"Không có dấu hiệu tên {', '.join(unknown)}."]
    elif not signs and not text and (verdict == "clear" or not is_operator):
        errors["signs" if is_operator else "text"] = ["Chọn ít nhất một dấu hiệu, hoặc mô tả điều nghi vấn."]
    if len(declared_content) > DECLARED_MAX:
        errors["declared_content"] = [f"Nội dung khai dài quá {DECLARED_MAX} ký tự."]
    if len(text) > TEXT_MAX:
        errors["text"] = [f"Mô tả dài quá {TEXT_MAX} ký tự."]
    if found_at > at + CLOCK_SKEW:
        errors["found_at"] = ["Thời điểm phát hiện ở tương lai."]
    elif found_at < at - OLDEST_FIND:
        errors["found_at"] = [f"Thời điểm phát hiện quá {OLDEST_FIND.days} ngày trước."]
    if errors:
        raise Invalid(errors)
