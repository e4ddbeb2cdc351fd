"""Whom to tell about who stays silent, and when: rungs counted from sending or from the due time.

A rung counted from sending waits for the acknowledgement, one counted from the due time for what is asked (the answer, where
one is asked). Nobody is reminded of what is done.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

ANCHORS = {"sent": "lúc gửi", "due": "hạn trả lời"}

WHOM = {
    "duty": "trực ban hoặc đầu mối 24/7 của nơi nhận",
    "leader": "lãnh đạo phụ trách an toàn, an ninh của nơi nhận",
    "superior": "cấp trên của nơi nhận",
    "sender": "nơi gửi, để gọi theo danh bạ",
}
"""Whom a rung names."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: so long after its anchor (negative: before it), `whom` is told."""

    number: int
    after: timedelta
    anchor: str
    whom: str

    def moment(self, sent_at: datetime, answer_by: datetime | None) -> datetime | None:
        """Give the moment that the rung belongs to; None where nothing is due."""
        if self.anchor == "sent":
            return sent_at + self.after
        return answer_by + self.after if answer_by else None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs, lowest first."""

    code: str
    name: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Climb:
    """A rung whose time has come, and the moment that it belongs to."""

    rung: Rung
    at: datetime

    @property
    def key(self) -> str:
        """The mark by which a rung is climbed only once; a due time that moves gives new marks."""
        return f"{self.rung.number}@{self.at.timestamp():.0f}"


def _minutes(number: int, minutes: int, whom: str) -> Rung:
    return Rung(number, timedelta(minutes=minutes), "sent", whom)


def _days(number: int, days: int, whom: str) -> Rung:
    return Rung(number, timedelta(days=days), "due", whom)


LADDERS: dict[str, Ladder] = {
    "khan": Ladder(
        "khan",
        "Khẩn: 15, 30, 60 phút",
        (_minutes(1, 15, "duty"), _minutes(2, 30, "leader"), _minutes(3, 60, "superior"), _minutes(4, 60, "sender")),
    ),
    "thuong": Ladder(
        "thuong",
        "Thường: trước hạn 30, 7, 1 ngày, quá hạn 1 ngày",
        (_days(1, -30, "duty"), _days(2, -7, "duty"), _days(3, -1, "duty"), _days(4, 1, "duty"), _days(5, 1, "superior")),
    ),
}
"""The ladders that hold where no dated row says otherwise; our own choice, no law sets them."""


def default_ladder(*, urgent: bool, asks: str, has_due: bool) -> str:
    """Give the code of the ladder of a notice whose sender named none; empty where nobody is reminded."""
    if not asks:
        return ""
    if urgent:
        return "khan"
    return "thuong" if has_due else ""


def next_look(
    ladder: Ladder, sent_at: datetime, answer_by: datetime | None, *, acknowledged: bool, already: Set[str], after: datetime
) -> datetime | None:
    """Give when a recipient that owes has to be looked at next; None when no rung is left. Rungs up to `after` are settled."""
    moments = [one.at for one in _climbs(ladder, sent_at, answer_by, acknowledged) if one.at > after and one.key not in already]
    return min(moments, default=None)


def due_rungs(
    ladder: Ladder, sent_at: datetime, answer_by: datetime | None, *, acknowledged: bool, already: Set[str], at: datetime
) -> tuple[Climb, ...]:
    """Give the rungs to climb at `at`, in the order of their moments; a reminder before the due time is dropped once it passed."""
    found = []
    for one in _climbs(ladder, sent_at, answer_by, acknowledged):
        is_before = one.rung.anchor == "due" and one.rung.after < timedelta()
        if one.at > at or one.key in already or (is_before and answer_by is not None and at > answer_by):
            continue
        found.append(one)
    return tuple(sorted(found, key=lambda one: (one.at, one.rung.number)))


def _climbs(ladder: Ladder, sent_at: datetime, answer_by: datetime | None, acknowledged: bool) -> list[Climb]:
    found = []
    for rung in ladder.rungs:
        moment = rung.moment(sent_at, answer_by)
        if moment is None or moment <= sent_at or (rung.anchor == "sent" and acknowledged):
            continue
        found.append(Climb(rung, moment))
    return found
