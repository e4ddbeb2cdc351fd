"""When a duty counts as done, waiting or late, and the flow of a directive; pure."""

from __future__ import annotations

from buuan.kit.flow import Flow, Step

DIRECTIVE_FLOW = Flow(
    "directive",
    {"draft": "chờ giao", "in_force": "đang thực hiện", "ended": "hết hiệu lực"},
    (
        Step("put_in_force", "draft", "in_force", "duties.manage", "Đưa vào thực hiện"),
        Step("end", "in_force", "ended", "duties.manage", "Chấm dứt hiệu lực"),
    ),
)

STATES = {
    "late": "có việc quá hạn",
    "done": "có kết quả trong kỳ",
    "waiting": "chưa có kết quả trong kỳ",
    "unserved": "chưa làm được trên nền tảng",
}
"""The four states of a tile, the gravest first; the last says honestly that no room serves the point yet."""


def state_of(*, is_served: bool, proofs: int, late: int) -> str:
    """Give the state of a point in a period: `proofs` records count for it, `late` clocks that concern it are overdue now."""
    if not is_served:
        return "unserved"
    if late:
        return "late"
    return "done" if proofs else "waiting"
