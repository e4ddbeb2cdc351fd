"""Who works on cases: labels, absence with a substitute, many cases at once; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from buuan.kit.errors import Invalid

LABELS = {
    "priority": "ưu tiên",
    "waiting": "chờ cơ quan khác",
    "expert": "chờ giám định",
    "joint": "cần họp liên ngành",
    "lesson": "rút kinh nghiệm",
}
"""Labels of a case (nhãn): a closed list about the work, so that nobody labels people or what they think."""

BULK_ACTS = {
    "claim": "nhận về mình",
    "assign": "phân công",
    "note": "ghi chú",
    "label": "gắn nhãn",
    "unlabel": "gỡ nhãn",
    "close": "đóng hồ sơ",
}
UNDOABLE = ("claim", "assign", "label", "unlabel")
"""What can be taken back whole: a note was read and a closed file told its reporters."""

MOST_AT_ONCE = 100
NOT_SEEN = "Không thấy vụ việc này, hoặc anh/chị không có quyền xem."
"""One sentence for what is missing and for what is another's, so that a batch tells nothing of either."""

LONGEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Away:
    """That somebody is away: until which day (excluded), and who stands in for him."""

    person: str
    until_on: date
    substitute: str

    @property
    def sentence(self) -> str:
        """What whoever gives him work is told."""
        last = self.until_on - timedelta(days=1)
        return f"{self.person} vắng đến hết {last:%d/%m/%Y}, {self.substitute} làm thay."


def check_absence(from_on: date, until_on: date, today: date, reason: str) -> str:
    """Give the reason as it is stored; raises Invalid for days that make no absence."""
    errors = {}
    if until_on <= from_on:
        errors["until_on"] = ["Ngày cuối phải từ ngày đầu trở đi."]
    elif until_on - from_on > LONGEST_ABSENCE:
        errors["until_on"] = ["Vắng quá một năm thì khóa tài khoản và phân công lại, không ghi vắng mặt."]
    if until_on <= today:
        errors.setdefault("until_on", ["Thời gian vắng mặt đã qua."])
    words = " ".join(reason.split())
    if len(words) > 200:
        errors["reason"] = ["Lý do dài quá 200 ký tự."]
    if errors:
        raise Invalid(errors)
    return words


def check_labels(labels: list[str]) -> list[str]:
    """Give labels once each in the order of the list; raises Invalid for one that is not on it."""
    if not set(labels) <= set(LABELS):
        raise Invalid({"labels": ["Chọn nhãn trong danh mục."]})
    return [one for one in LABELS if one in labels]
