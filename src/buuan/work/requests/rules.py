"""What may be asked of whom, and the life of a request and of each answer; pure. Grounds and scopes are those of stop orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from buuan.base.clocks.rules import Reason
from buuan.kit.errors import Refused
from buuan.kit.flow import Flow, Step
from buuan.work.interdiction.rules import Scope, Verdict

REQUEST_FLOW = Flow(
    "request",
    {
        "draft": "đang soạn",
        "submitted": "chờ duyệt",
        "refused": "không duyệt",
        "sent": "chờ trả lời",
        "answered": "đã trả lời",
        "withdrawn": "đã rút",
    },
    (
        Step("submit", "draft", "submitted", "requests.draft", "Trình duyệt"),
        Step("approve", "submitted", "sent", "requests.approve", "Duyệt, gửi yêu cầu"),
        Step("refuse", "submitted", "refused", "requests.approve", "Không duyệt"),
        Step("answer", "sent", "answered", "requests.answer", "Trả lời"),
        Step("withdraw", "sent", "withdrawn", "requests.approve", "Rút yêu cầu"),
    ),
)
"""`answer` is taken by the last of those who are asked."""

KINDS = {"information": "yêu cầu cung cấp thông tin", "complaint": "khiếu nại của người dùng"}
"""What goes out to be answered. A complaint rests on itself: it names no person, looks for nothing and needs nobody's approval,
since passing it on is no power over anybody; the operator settles it within the time that the law gives."""

COMPLAINTS = {
    "lost": "mất bưu gửi",
    "late": "chậm bưu gửi",
    "damaged": "bưu gửi hư hỏng",
    "price": "giá cước",
    "other": "việc khác của dịch vụ",
}
"""What a user complains of, as the kind of case names it."""

COMPLAINT_OUTCOMES = {"settled": "đã giải quyết", "refused": "không chấp nhận khiếu nại"}
COMPLAINT_LIMITS = {"domestic": "complaint.settle_domestic", "international": "complaint.settle_international"}
"""The operator's own time, by the route of the item."""

PART_STATES = {"waiting": "chưa trả lời", "answered": "đã trả lời", "declined": "không cung cấp được", "withdrawn": "đã rút"}

WANTED = {
    "journey": "hành trình bưu gửi",
    "declared": "nội dung khai, khối lượng, cước",
    "delivery": "chứng từ phát",
    "images": "ảnh bên ngoài bưu gửi",
    "parties": "người gửi, người nhận",
    "handling": "kết quả kiểm tra, xử lý",
}
"""What may be asked; what is written in a letter or document is not on the list and cannot be."""

PERSONAL = frozenset({"parties"})

DECLINES = {
    "no_data": "không có thông tin",
    "kept_too_short": "đã hết thời hạn lưu",
    "not_competent": "không thuộc thẩm quyền",
    "beyond_ground": "ngoài căn cứ, phạm vi đã nêu",
}

LONGEST_SEARCH = timedelta(days=31)
"""A request that names a person, a number or a kind of goods covers at most so long a time of sending. Our own limit, no law."""

DEFAULT_DAYS, MOST_DAYS = 5, 30
MOST_RECIPIENTS = 30
MOST_FILES = 6
TITLE_MAX, TEXT_MAX, ANSWER_MAX = 250, 4_000, 10_000

_NOT_ORDER = (("Lệnh", "Yêu cầu"), ("lệnh này", "yêu cầu này"), ("lệnh nêu", "yêu cầu nêu"), ("Một lệnh", "Một yêu cầu"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks, as the rules need it."""

    scope: Scope
    wanted: tuple[str, ...]

    @property
    def is_personal(self) -> bool:
        """Whether it names somebody, or asks who somebody is: then question and answers are masked."""
        return self.scope.names_persons or bool(PERSONAL & set(self.wanted))

    @property
    def is_search(self) -> bool:
        """Whether items have to be looked for, beyond those that are named one by one."""
        return self.scope.found_by != {"items"}


def reasons_against(verdict: Verdict, asked: Asked) -> list[Reason]:
    """Give every reason against a request: those against an order of the same ground and scope, and our own limit of time.

    `verdict` is what `check_scope` gave; its sentences are said of a request.
    """
    return [_said_of_request(one) for one in verdict.reasons] + _period(asked)


def _period(asked: Asked) -> list[Reason]:
    scope = asked.scope
    if not asked.is_search or not scope.keys:
        return []
    if scope.from_at is None or scope.until_at is None:
        words = "Yêu cầu tìm theo người, số điện thoại hoặc nhóm hàng phải nêu thời gian gửi từ lúc nào đến lúc nào."
        return [Reason("request.period_missing", words)]
    if scope.until_at - scope.from_at > LONGEST_SEARCH:
        words = f"Yêu cầu tìm theo người, số điện thoại hoặc nhóm hàng chỉ gồm nhiều nhất {LONGEST_SEARCH.days} ngày gửi."
        return [Reason("request.period_too_long", f"{words} Đây là giới hạn của nền tảng.")]
    return []


def _said_of_request(reason: Reason) -> Reason:
    code = "request." + reason.code.removeprefix("order.")
    if code == "request.letters":
        return Reason(code, "Thư nằm ngoài phạm vi của yêu cầu: bí mật thư tín; thu giữ thư cần lệnh riêng theo pháp luật tố tụng.")
    sentence = reason.sentence
    for word, instead in _NOT_ORDER:
        sentence = sentence.replace(word, instead)
    return replace(reason, code=code, sentence=sentence)


def may_approve(drafted_by: int | None, account: int | None, is_system: bool) -> list[Reason]:
    """Give the reasons against approving or refusing: whoever drafted never does, and neither does the platform's own account."""
    if is_system:
        return [Reason("request.system_may_not", "Tài khoản hệ thống không được soạn, duyệt yêu cầu cung cấp thông tin.")]
    if drafted_by is not None and drafted_by == account:
        return [Reason("request.own_draft", "Người soạn không tự duyệt; người khác có thẩm quyền duyệt yêu cầu này.")]
    return []


def check_recipients(asker: str, recipients: Sequence[str]) -> list[Reason]:
    """Give the reasons against whom a request goes to, by codes: somebody else, and not half the province at once."""
    if not recipients:
        return [Reason("request.nobody_asked", "Chọn ít nhất một nơi được yêu cầu.")]
    if asker in recipients:
        return [Reason("request.asks_itself", "Cơ quan không tự yêu cầu chính mình.")]
    if len(recipients) > MOST_RECIPIENTS:
        return [Reason("request.too_many_asked", f"Một yêu cầu gửi tới nhiều nhất {MOST_RECIPIENTS} nơi.")]
    return []


def check_complaint(kind: str, number: str, kind_name: str) -> None:
    """Raise Refused for a case that is no complaint: nothing is passed on from it, and the page for it does not open."""
    if kind != "complaint":
        said = f"Vụ việc {number} thuộc loại «{kind_name}», không phải khiếu nại nên không có gì để chuyển cho doanh nghiệp."
        raise Refused("complaint.no_complaint", f"{said} Nếu đây là khiếu nại của người dùng, hãy đổi loại vụ việc trước.")


def may_pass_on(route: object, is_operator: bool, is_out: bool) -> list[Reason]:
    """Give the reasons against passing a complaint on: only with its route, to an operator, once until it is answered."""
    reasons = []
    if route not in COMPLAINT_LIMITS:
        reasons.append(Reason("complaint.no_route", "Ghi khiếu nại về bưu gửi trong nước hay quốc tế trước khi chuyển."))
    if not is_operator:
        reasons.append(Reason("complaint.not_operator", "Khiếu nại về dịch vụ chuyển cho doanh nghiệp bưu chính giải quyết."))
    if is_out:
        reasons.append(Reason("complaint.out", "Khiếu nại này đã chuyển cho doanh nghiệp và đang chờ trả lời."))
    return reasons


def ask_instead(names: Sequence[str]) -> Reason:
    """Say to whom a body without a ground of its own turns."""
    whom = f"Hãy đề nghị cơ quan có căn cứ yêu cầu thay: {', '.join(names)}." if names else "Chưa có cơ quan nào có căn cứ."
    return Reason("request.ask_instead", whom)


def may_read_file(is_personal: bool, has_reason: bool) -> bool:
    """Tell whether a file of an answer may be opened: one that holds personal data only with the reason just given."""
    return has_reason or not is_personal


def check_period(from_at: datetime | None, until_at: datetime | None, at: datetime) -> list[Reason]:
    """Give the reason against a time of sending that lies ahead: what is not yet sent is for an order, not for a question."""
    if until_at is not None and until_at > at:
        return [
            Reason(
                "request.in_the_future", "Thời gian gửi phải đã qua; bưu gửi sắp tới thuộc lệnh ngăn chặn, không thuộc yêu cầu này."
            )
        ]
    return []
