"""What a row of the catalogue is, how it comes into force, and what is refused; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from buuan.engine.catalogue import Row
from buuan.kit.flow import Flow, Step

ROLES = {
    "term": "từ nhận diện",
    "look_alike": "ngoại lệ (giống mà không phải)",
    "context": "ngữ cảnh",
    "damper": "từ làm nhẹ",
    "neutral": "từ không nói gì",
    "break": "từ ngắt câu",
}
"""What a row does; a person writes the first four, the last two come with the platform."""

WRITTEN_ROLES = ("term", "look_alike", "context", "damper")

STRENGTHS = {
    "sure": "chắc: đứng đâu cũng tính",
    "plain": "thường: tính, trừ khi có từ làm nhẹ bên cạnh",
    "head": "đầu cụm: chỉ tính khi là chính món hàng",
    "weak": "yếu: chỉ tính khi có ngữ cảnh",
}
STRENGTH_NAMES = {"sure": "chắc", "plain": "thường", "head": "đầu cụm", "weak": "yếu"}

KINDS = {
    "prohibited": "không được gửi",
    "conditional": "gửi có điều kiện",
    "advice": "được gửi, có lưu ý",
    "export_prohibited": "cấm gửi ra nước ngoài",
    "import_prohibited": "cấm gửi từ nước ngoài về",
}
ORIGINS = {
    "shipped": "theo nền tảng",
    "office": "cán bộ soạn",
    "bulletin": "từ bản tin cảnh báo",
    "import": "nạp từ tệp",
}
TERM_FLOW = Flow(
    "term",
    {
        "draft": "dự thảo",
        "tried": "đã thử",
        "in_force": "đang áp dụng",
        "retired": "đã bãi bỏ",
        "withdrawn": "đã rút",
    },
    (
        Step("try", "draft", "tried", "goods.draft", "Thử trên dữ liệu tháng qua"),
        Step("try", "tried", "tried", "goods.draft", "Thử lại"),
        Step("put", "tried", "in_force", "goods.put_in_force", "Đưa vào áp dụng"),
        Step("withdraw", "draft", "withdrawn", "goods.draft", "Rút dự thảo"),
        Step("withdraw", "tried", "withdrawn", "goods.draft", "Rút dự thảo"),
        Step("retire", "in_force", "retired", "goods.put_in_force", "Bãi bỏ"),
    ),
)

WIDEST = 20
"""Per cent of last month's items, or of the clear texts of the labelled set: what would flag as much is refused."""

TRIAL_DAYS = 30
"""How long a trial counts: what is older was tried on another month."""

TEXT_MAX, SOURCE_MAX, WHY_MAX = 120, 300, 300


_ROW_FIELDS = [one.name for one in fields(Row)]


def digest(row: Row) -> str:
    """Give the name of what a row says: two rows with the same one are the same row."""
    plain = json.dumps(
        {name: getattr(row, name) for name in _ROW_FIELDS}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def errors_of(row: Row, why: str, groups: Mapping[str, str]) -> dict[str, list[str]]:
    """Give what a person has to mend in a row, by field; empty when nothing.

    `groups` maps each group of contexts and dampers that exists to its role (`context`, `damper`). Whether the category may take
    the row at all is no matter of a field: see `engine.terms.check_row`.
    """
    errors: dict[str, list[str]] = {}

    def say(name: str, sentence: str) -> None:
        errors.setdefault(name, []).append(sentence)

    if row.role not in WRITTEN_ROLES:
        say("role", "Chọn vai trò của từ.")
    if not row.text:
        say("text", "Cần ghi từ.")
    elif len(row.text) > TEXT_MAX:
        say("text", f"Từ dài quá {TEXT_MAX} ký tự.")
    if row.role == "term" and not row.category:
        say("category", "Từ nhận diện phải thuộc một nhóm hàng.")
    if row.role == "look_alike" and not row.scope:
        say("category", "Ngoại lệ phải nêu nhóm hàng mà nó loại trừ.")
    if row.role == "term" and row.strength not in STRENGTHS:
        say("strength", "Chọn mức của từ.")
    if row.role == "term" and row.strength != "weak" and len(row.text.split()) == 1 and len(row.text) <= 3:
        say("strength", "Từ ngắn một âm tiết không được tự mình tạo cảnh báo: chọn mức yếu và ngữ cảnh đi kèm.")
    if row.role == "term" and row.strength == "weak" and not row.contexts:
        say("contexts", "Từ yếu phải có ngữ cảnh đi kèm.")
    unknown = [one for one in row.contexts if groups.get(one) != "context"]
    if unknown:
        say("contexts", f"Không có nhóm ngữ cảnh: {', '.join(unknown)}.")
    if row.role in ("context", "damper") and groups.get(row.group) != row.role:
        say("group", "Chọn một nhóm từ đang có.")
    if not row.source.strip():
        say("source", "Cần ghi nguồn: đọc thấy ở đâu.")
    elif len(row.source) > SOURCE_MAX:
        say("source", f"Nguồn dài quá {SOURCE_MAX} ký tự.")
    if not why.strip():
        say("why", "Cần ghi lý do.")
    elif len(why) > WHY_MAX:
        say("why", f"Lý do dài quá {WHY_MAX} ký tự.")
    return errors


def is_too_wide(trial: Mapping[str, Any]) -> int | None:
    """Give the share in per cent when a trial flagged too much, else None: of the month's items, or of clear labelled texts."""
    shares = [0]
    if trial["items"]:
        shares.append(100 * trial["new"] // trial["items"])
    if trial["clear_texts"]:
        shares.append(100 * trial["new_alarms"] // trial["clear_texts"])
    return max(shares) if max(shares) >= WIDEST else None
