"""How a due time explains itself: one Vietnamese sentence from the facts, for pages, papers and the record."""

from __future__ import annotations

from datetime import timedelta

from buuan.base.clocks.rules.buckets import say_duration
from buuan.base.clocks.rules.due import Reckoning, reckon
from buuan.base.clocks.rules.facts import ClockFacts, Extension, Pause, Unit
from buuan.kit.workdays import Calendar, say_day, say_end, say_moment


def say_amount(amount: int, unit: Unit) -> str:
    """Give an amount of time as the law writes it: "20 ngày", "7 ngày làm việc"."""
    return f"{amount} {unit.name_vi}"


def explain(facts: ClockFacts, calendar: Calendar) -> str:
    """Give the sentence that tells how the due time came about: start, limit and source, pauses, extensions, due time.

    It ends with the way the work ended, if it has. What nobody has checked (the limit, a day of the calendar that the
    count met) is said in the sentence, so that it cannot be taken for law.
    """
    limit, reckoning = facts.limit, reckon(facts, calendar)
    source = f"{limit.source}; chưa đối chiếu" if limit.statutory and not limit.verified else limit.source
    parts = [
        f"Bắt đầu {say_moment(facts.started_at)}",
        f"thời hạn {say_amount(limit.amount, limit.unit)} ({source})",
    ]
    if limit.unit.is_by_day:
        parts.append("không tính ngày bắt đầu")
    parts += _say_pauses(facts.pauses)
    parts += _say_extensions(facts.extensions, reckoning)
    parts += _say_due(reckoning, facts, calendar)
    sentence = "; ".join(parts) + "."
    notes = _say_unsettled(reckoning, facts, calendar)
    return f"{sentence} {notes}" if notes else sentence


def _say_pauses(pauses: tuple[Pause, ...]) -> list[str]:
    closed = [(p.from_at, p.until_at) for p in pauses if p.until_at is not None]
    if not closed:
        return []
    total = sum((until_at - from_at for from_at, until_at in closed), timedelta())
    if len(closed) == 1:
        from_at, until_at = closed[0]
        return [f"tạm dừng {say_duration(total)} (từ {say_moment(from_at)} đến {say_moment(until_at)})"]
    return [f"tạm dừng {len(closed)} lần, tổng cộng {say_duration(total)}"]


def _say_extensions(extensions: tuple[Extension, ...], reckoning: Reckoning) -> list[str]:
    if not extensions:
        return []
    terms = []
    for extension in extensions:
        amount = say_amount(extension.amount, extension.unit)
        terms.append(f"kéo dài thành {amount} kể từ lúc bắt đầu" if extension.from_start else f"thêm {amount}")
    return [f"gia hạn {len(extensions)} lần ({', '.join(terms)}), hạn ban đầu {say_end(reckoning.first_due_at)}"]


def _say_due(reckoning: Reckoning, facts: ClockFacts, calendar: Calendar) -> list[str]:
    if reckoning.due_at is None:
        return [f"đang tạm dừng từ {say_moment(facts.pauses[-1].from_at)}, hạn được tính lại khi tiếp tục"]
    parts = []
    if reckoning.rolled_from is not None:
        day = reckoning.rolled_from
        why = calendar.why_not_working(day) or ""
        holiday = "" if why in say_day(day) else f" ({why})"
        parts.append(f"ngày cuối cùng {say_day(day)}{holiday} là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo")
    parts.append(f"đến hạn {say_end(reckoning.due_at)}")
    if facts.finished_at is not None:
        late = facts.finished_at - reckoning.due_at
        how = "đúng hạn" if late <= timedelta() else f"quá hạn {say_duration(late)}"
        given = ", đã giải trình" if late > timedelta() and (facts.explanation or "").strip() else ""
        parts.append(f"hoàn thành {say_moment(facts.finished_at)}, {how}{given}")
    return parts


def _say_unsettled(reckoning: Reckoning, facts: ClockFacts, calendar: Calendar) -> str:
    """Name the unchecked days of the calendar that could have changed this count."""
    if reckoning.due_at is None:
        return ""
    units = {facts.limit.unit, *(extension.unit for extension in facts.extensions)}
    started_on = facts.started_at.astimezone(calendar.zone).date()
    due_on = (reckoning.due_at.astimezone(calendar.zone) - timedelta(microseconds=1)).date()
    if any(unit.is_working for unit in units):
        from_on = started_on + timedelta(days=Unit.WORKING_HOURS not in units)
    elif Unit.CALENDAR_DAYS in units or Unit.CALENDAR_MONTHS in units:
        from_on = reckoning.rolled_from or due_on  # days of rest matter to these only where the count ends
    else:
        return ""
    days = calendar.unsettled_between(from_on, due_on + timedelta(days=1))
    if not days:
        return ""
    named = ", ".join(f"{row.day:%d/%m/%Y} ({row.name})" for row in days)
    return f"Lưu ý: việc nghỉ hay làm bù của ngày {named} chưa đối chiếu."
