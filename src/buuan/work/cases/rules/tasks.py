"""Tasks and checks of a case: open, done, or not needed with a reason; pure."""

from __future__ import annotations

from collections.abc import Sequence

from buuan.base.clocks.rules import Reason
from buuan.kit.errors import Invalid
from buuan.kit.flow import Flow, Step

TASK_FLOW = Flow(
    "task",
    {"open": "chưa xong", "done": "đã xong", "not_needed": "không cần"},
    (
        Step("finish", "open", "done", "cases.handle", "Đã xong"),
        Step("waive", "open", "not_needed", "cases.handle", "Không cần"),
        Step("reopen", "done", "open", "cases.handle", "Mở lại"),
        Step("reopen", "not_needed", "open", "cases.handle", "Mở lại"),
    ),
)
NAME_MAX, REASON_LEAST, REASON_MAX = 200, 5, 500


def check_task_name(name: str) -> str:
    """Give the name of a task as it is stored; raises Invalid for an empty or endless one."""
    words = " ".join(name.split())
    if not words:
        raise Invalid({"name": ["Cần ghi việc phải làm."]})
    if len(words) > NAME_MAX:
        raise Invalid({"name": [f"Dài quá {NAME_MAX} ký tự."]})
    return words


def check_why(reason: str) -> str:
    """Give the reason as it is stored; raises Invalid for one that says nothing."""
    words = " ".join(reason.split())
    if len(words) < REASON_LEAST:
        raise Invalid({"reason": [f"Ghi rõ lý do, ít nhất {REASON_LEAST} ký tự."]})
    if len(words) > REASON_MAX:
        raise Invalid({"reason": [f"Lý do dài quá {REASON_MAX} ký tự."]})
    return words


def tasks_left(names: Sequence[str]) -> list[Reason]:
    """Give why the file may not be closed while something that is required is open, one reason for each."""
    return [Reason("case.task_open", f"Còn nhiệm vụ chưa xong: {name}.") for name in names]
