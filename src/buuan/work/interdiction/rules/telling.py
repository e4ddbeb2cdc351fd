"""What sender and receiver of a held item are told, when it may wait, and why; pure.

The words name the body that asked, its number, a neutral reason and the ways to complain. They never say who is sought, what an
item is thought to hold, or that anybody did wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from buuan.base.clocks.rules import Reason

SIDES = {"sender": "người gửi", "receiver": "người nhận"}
WAYS = {
    "counter": "trao tại điểm phục vụ",
    "post": "gửi giấy theo địa chỉ trên bưu gửi",
    "phone": "báo qua điện thoại trên bưu gửi",
    "message": "tin nhắn của doanh nghiệp",
}
HINDERS = {
    "evidence": "báo ngay có thể làm mất vật chứng",
    "danger": "báo ngay có thể gây nguy hiểm cho người",
    "inquiry": "báo ngay gây trở ngại cho việc xác minh",
}
"""Why telling may wait; nothing else is a reason."""

WHY_HELD = {
    "goods": "để kiểm tra hàng hóa gửi qua đường bưu chính",
    "danger": "để bảo đảm an toàn cho người và phương tiện",
    "fraud": "để kiểm tra thông tin khai khi gửi",
    "other": "để thực hiện quyết định của cơ quan có thẩm quyền",
}
"""The reason as it is told, by the ground of the order: no category, no term, nobody."""

MOST_WAITING = timedelta(hours=72)
"""How long telling may wait from the hold on; our own limit, since no text that we could verify gives one."""


@dataclass(frozen=True, slots=True)
class Held:
    """The facts that are told: of the item, of the order, nothing of its scope."""

    item_id: str
    operator: str
    issuer: str
    number: str
    phone: str
    ground: str
    held_at: str
    until: str
    decision: str = ""
    drill: bool = False


def words_of(held: Held) -> tuple[str, ...]:
    """Give the paragraphs of the notice, in the administration's own language."""
    decision = f", kèm {held.decision}" if held.decision else ""
    mark = ("DIỄN TẬP. Không có bưu gửi thật nào bị giữ.",) if held.drill else ()
    return (
        *mark,
        f"Kính gửi người gửi, người nhận bưu gửi {held.item_id} do {held.operator} vận chuyển.",
        f"Bưu gửi được tạm giữ từ {held.held_at} theo yêu cầu số {held.number} của {held.issuer}{decision},"
        f" {WHY_HELD[held.ground]}. Bưu gửi vì vậy đến chậm. Đây là yêu cầu để kiểm tra, không phải kết luận có vi phạm.",
        f"Yêu cầu hết hiệu lực chậm nhất {held.until}. Nếu không có quyết định khác, bưu gửi được chuyển tiếp ngay sau đó.",
        f"Khiếu nại về yêu cầu tạm giữ: gửi {held.issuer}, điện thoại {held.phone}, nêu số {held.number}. Khiếu nại về dịch vụ:"
        f" gửi {held.operator} bằng văn bản.",
    )


def may_tell(*, held_at: datetime | None, told: bool, waits_until: datetime | None, at: datetime) -> list[Reason]:
    """Give why a side cannot be told now: not held, told already, or telling waits."""
    if held_at is None:
        return [Reason("notice.not_held", "Bưu gửi chưa được tạm giữ, chưa có gì để báo.")]
    if told:
        return [Reason("notice.told", "Bên này đã được báo; lần báo đầu được giữ nguyên trong sổ.")]
    if waits_until is not None and at < waits_until:
        return [Reason("notice.waits", "Cơ quan yêu cầu đang hoãn việc báo; hết thời hạn hoãn mới báo được.")]
    return []


def may_wait(
    *, held_at: datetime | None, told: bool, in_force: bool, reason: str, until: datetime, expires_at: datetime, at: datetime
) -> list[Reason]:
    """Give why telling may not wait until a moment: nothing held, somebody told, no listed reason, too long."""
    if held_at is None:
        return [Reason("notice.not_held", "Bưu gửi chưa được tạm giữ, chưa có gì để hoãn báo.")]
    if not in_force:
        return [Reason("order.ended", "Lệnh đã kết thúc, không hoãn báo được nữa.")]
    if told:
        return [Reason("notice.told", "Đã có bên được báo, không còn gì để hoãn.")]
    if reason not in HINDERS:
        return [Reason("notice.reason_unknown", "Lý do hoãn không có trong danh mục.")]
    if until <= at:
        return [Reason("notice.until_past", "Thời điểm hết hoãn đã qua.")]
    if until > min(expires_at, held_at + MOST_WAITING):
        return [Reason("notice.until_too_late", "Chỉ hoãn đến khi lệnh hết hiệu lực, và không quá 72 giờ từ lúc giữ.")]
    return []
