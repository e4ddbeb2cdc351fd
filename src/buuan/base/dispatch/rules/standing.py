"""What a recipient has done and still owes, and the sums over a tree of recipients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

PARTS = ("total", "delivered", "opened", "acknowledged", "answered", "owing")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many recipients there are below and at one place, and how far they are."""

    total: int
    delivered: int
    opened: int
    acknowledged: int
    answered: int
    owing: int
    called: int = 0

    def percent(self, part: int) -> int:
        """Give a part in whole percent, rounded down, so that 100 means all."""
        return part * 100 // self.total if self.total else 0

    @property
    def done(self) -> int:
        """How many owe nothing any more."""
        return self.total - self.owing

    @property
    def done_percent(self) -> int:
        """The share of those that owe nothing any more."""
        return self.percent(self.done)

    @property
    def opened_percent(self) -> int:
        """The share that opened it."""
        return self.percent(self.opened)

    @property
    def acknowledged_percent(self) -> int:
        """The share that acknowledged."""
        return self.percent(self.acknowledged)

    @property
    def answered_percent(self) -> int:
        """The share that answered."""
        return self.percent(self.answered)


def owes(asks: str, *, acknowledged: bool, answered: bool) -> bool:
    """Tell whether something is still owed: an answer settles everything, an acknowledgement only what asks no more."""
    if not asks or answered:
        return False
    return not (asks == "acknowledge" and acknowledged)


def standing_of(rows: Iterable[tuple[object, object, object, object, bool]]) -> Standing:
    """Sum up rows of (delivered_at, opened_at, acknowledged_at, answered_at, owes)."""
    total = delivered = opened = acknowledged = answered = owing = 0
    for delivered_at, opened_at, acknowledged_at, answered_at, is_owing in rows:
        total += 1
        delivered += delivered_at is not None
        opened += opened_at is not None
        acknowledged += acknowledged_at is not None
        answered += answered_at is not None
        owing += is_owing
    return Standing(total, delivered, opened, acknowledged, answered, owing)


def summed(parts: Iterable[Standing]) -> Standing:
    """Add up the standings of parts that have no recipient in common."""
    found = list(parts)
    return Standing(
        *(sum(getattr(one, name) for one in found) for name in PARTS),
        called=sum(one.called for one in found),
    )


def against_acknowledging(asks: str, *, acknowledged_at: datetime | None, closed_at: datetime | None) -> list[tuple[str, str]]:
    """Give why a delivery can not be acknowledged, as code and sentence; empty when it can."""
    if not asks:
        return [("dispatch.asks_nothing", "Thông báo này không yêu cầu xác nhận.")]
    if acknowledged_at is not None:
        return [("dispatch.already_acknowledged", "Đơn vị đã xác nhận thông báo này rồi.")]
    if closed_at is not None:
        return [("dispatch.closed", "Thông báo đã kết thúc, không còn phải xác nhận.")]
    return []


def against_answering(asks: str, *, answered_at: datetime | None, closed_at: datetime | None) -> list[tuple[str, str]]:
    """Give why a delivery can not be answered, as code and sentence; empty when it can."""
    if asks != "answer":
        return [("dispatch.asks_no_answer", "Thông báo này không yêu cầu trả lời.")]
    if answered_at is not None:
        return [("dispatch.already_answered", "Đơn vị đã trả lời thông báo này rồi.")]
    if closed_at is not None:
        return [("dispatch.closed", "Thông báo đã kết thúc, không còn phải trả lời.")]
    return []
