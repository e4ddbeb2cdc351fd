"""A small calendar and a few builders that all tests of the clocks share."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from buuan.base.clocks.rules import ClockFacts, Extension, Limit, Unit
from buuan.kit.workdays import VIETNAM, Calendar, DayKind, SpecialDay

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def off(day: str, name: str = "Tết Nguyên đán", kind: DayKind = DayKind.HOLIDAY, pays_for: str | None = None):
    other = date.fromisoformat(pays_for) if pays_for else None
    return SpecialDay(date.fromisoformat(day), kind, name, "nguồn để thử", kind is not DayKind.PENDING, other)


CALENDAR = Calendar(
    2025,
    2027,
    (
        off("2026-01-01", "Tết Dương lịch"),
        off("2026-01-02", "nghỉ hoán đổi", DayKind.EXCHANGED, "2026-01-10"),
        off("2026-01-10", "làm bù", DayKind.SWAPPED, "2026-01-02"),
        *(off(f"2026-02-{day}") for day in range(16, 21)),
        off("2026-04-30", "Ngày Chiến thắng"),
        off("2026-11-24", "Ngày Văn hóa Việt Nam", DayKind.PENDING),
    ),
)


def limit(amount: int, unit: Unit, **more) -> Limit:
    facts = {"code": "test.act", "name": "Việc để thử", "source": "Điều 1 Luật để thử", "verified": True}
    return Limit(amount=amount, unit=unit, **(facts | more))


def clock(start: str, amount: int, unit: Unit, *, pauses=(), extensions=(), finished=None, explanation=None, **more):
    return ClockFacts(
        at(start),
        limit(amount, unit, **more),
        tuple((at(a), at(b) if b else None) for a, b in pauses),
        tuple(extensions),
        at(finished) if finished else None,
        explanation,
    )


def more_time(amount: int, unit: Unit, decided: str = "2026-03-03T08:00", **more) -> Extension:
    return Extension(amount, unit, **({"approved_by": "Lãnh đạo", "reason": "Chờ giám định", "at": at(decided)} | more))
