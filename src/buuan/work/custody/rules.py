"""Closed lists of custody, its flows, and what stands in the way of an act; pure."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from buuan.base.clocks.rules import Reason
from buuan.kit.errors import Invalid
from buuan.kit.flow import Flow, Step
from buuan.work.cases.rules import read_quantity

HAND_OVER_FLOW = Flow(
    "hand_over",
    {
        "offered": "chờ bên kia xác nhận",
        "confirmed": "hai bên đã xác nhận",
        "withdrawn": "đã rút lại",
        "declined": "bên kia không nhận",
        "expired": "hết hạn xác nhận",
    },
    (
        Step("confirm", "offered", "confirmed", "custody.confirm", "Xác nhận bàn giao"),
        Step("withdraw", "offered", "withdrawn", "custody.hand_over", "Rút lại"),
        Step("decline", "offered", "declined", "custody.confirm", "Không nhận"),
        Step("expire", "offered", "expired", "custody.expire_offers", "Hết hạn"),
    ),
)

EVENTS = {
    "taken": "thu giữ",
    "sealed": "niêm phong",
    "seal_broken": "mở niêm phong",
    "moved": "chuyển nơi để",
    "photographed": "chụp ảnh",
    "offered": "đề nghị bàn giao",
    "withdrawn": "rút đề nghị bàn giao",
    "declined": "không nhận bàn giao",
    "expired": "đề nghị bàn giao hết hạn",
    "handed_over": "bàn giao",
    "disposed": "xử lý",
}
"""Kinds of custody events; each is one chained record."""

DISPOSALS = {
    "returned": "trả lại chủ sở hữu",
    "destroyed": "tiêu hủy",
    "transferred": "chuyển cơ quan khác",
    "auctioned": "bán đấu giá",
}
ROLES = {
    "sender": "người gửi",
    "receiver": "người nhận",
    "possessor": "người đang giữ",
    "witness": "người chứng kiến",
    "representative": "đại diện doanh nghiệp",
}
"""How a person has to do with goods of a case; nothing else about a person is ever asked."""

OFFER_LASTS = timedelta(days=3)
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
MOST_REASON = 500
REASON_LENGTH = 8
SEAL_LENGTH = 40
MOST_LINES = 40


def check_reason(reason: str, field: str = "reason") -> str:
    """Give a reason without blanks around it; raises Invalid for one that says too little or too much."""
    said = " ".join(reason.split())
    if len(said) < REASON_LENGTH:
        raise Invalid({field: [f"Cần ghi lý do, ít nhất {REASON_LENGTH} ký tự."]})
    if len(said) > MOST_REASON:
        raise Invalid({field: [f"Lý do dài quá {MOST_REASON} ký tự."]})
    return said


def check_thing(description: str, quantity: str | int | Decimal | None, unit: str, place: str, seal: str) -> Decimal:
    """Give the quantity of an exhibit as a number; raises Invalid, with every error, unless it says what, how much, where."""
    errors: dict[str, list[str]] = {}
    amount: Decimal | None = None
    if not description.strip():
        errors["description"] = ["Cần ghi tên, đặc điểm tang vật."]
    try:
        amount = read_quantity(quantity)
    except ValueError:
        errors["quantity"] = ["Số lượng phải là số lớn hơn 0, ví dụ 36 hoặc 2,4."]
    if amount is None and "quantity" not in errors:
        errors["quantity"] = ["Cần ghi số lượng."]
    if not unit.strip():
        errors["unit"] = ["Cần ghi đơn vị tính."]
    if not place.strip():
        errors["place"] = ["Cần ghi nơi để tang vật."]
    if len(seal.strip()) > SEAL_LENGTH:
        errors["seal"] = [f"Số niêm phong dài quá {SEAL_LENGTH} ký tự."]
    if errors or amount is None:
        raise Invalid(errors)
    return amount


def normal_code(text: str) -> str:
    """Give a hand-over code as it is compared: capitals, without blanks and dashes."""
    return re.sub(r"[\s-]+", "", text).upper()


def may_break_seal(seal: str) -> list[Reason]:
    """Give why a seal cannot be opened."""
    return [] if seal else [Reason("exhibit.not_sealed", "Tang vật đang không có niêm phong.")]


def may_seal(seal: str) -> list[Reason]:
    """Give why a thing cannot be sealed."""
    return [Reason("exhibit.sealed", f"Tang vật đang có niêm phong số {seal}; mở niêm phong trước.")] if seal else []


def may_act_on(is_disposed: bool, is_offered: bool) -> list[Reason]:
    """Give why nothing can be done with an exhibit now: it is gone, or on its way to another holder."""
    if is_disposed:
        return [Reason("exhibit.disposed", "Tang vật đã được xử lý xong.")]
    if is_offered:
        return [Reason("exhibit.offered", "Tang vật đang chờ bên kia xác nhận bàn giao; rút đề nghị trước.")]
    return []


def masked_name(name: str) -> str:
    """Give a name of which only the first letters remain: `Nguyễn Văn Mẫu` → `N. V. M.`."""
    return " ".join(f"{part[0]}." for part in name.split()) or "—"


def masked_phone(phone: str) -> str:
    """Give a telephone number of which only the last two digits remain."""
    return f"••• ••• ••{phone[-2:]}" if phone else ""
