"""The figures of an exercise."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from buuan.base.dispatch.models import Escalation, Recipient
from buuan.work.interdiction.models import Order


@dataclass(frozen=True, slots=True)
class DrillFigures:
    """What an exercise showed; seconds from sending to the acknowledgement."""

    recipients: int
    acknowledged: int
    escalated: int
    unanswered: int
    p50_s: int
    p95_s: int

    def as_json(self) -> dict[str, Any]:
        """Give the figures as the command prints them and the record keeps them."""
        return asdict(self)

    def sentence(self) -> str:
        """Give the report in one sentence."""
        return (
            f"DIỄN TẬP: {self.recipients} nơi nhận, {self.acknowledged} đã xác nhận, {self.escalated} phải báo lên cấp trên,"
            f" {self.unanswered} im lặng; thời gian xác nhận trung vị {self.p50_s} giây, 95 % trong {self.p95_s} giây."
        )


def figures_of(order: Order) -> DrillFigures:
    """Give the figures of an exercise as it stands."""
    rows = Recipient.objects.filter(notice=order.notice_id)
    times = sorted(
        int((done - sent).total_seconds())
        for sent, done in rows.exclude(acknowledged_at=None).values_list("delivered_at", "acknowledged_at")
    )
    total = rows.count()
    climbed = Escalation.objects.filter(recipient__notice=order.notice_id).values("recipient").distinct().count()
    return DrillFigures(total, len(times), climbed, total - len(times), _quantile(times, 0.5), _quantile(times, 0.95))


def _quantile(values: list[int], share: float) -> int:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0
