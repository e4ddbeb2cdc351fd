"""The story of a clock as lines of a timeline; a row stores facts, its sentence is made here when it is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buuan.base.clocks.climbing import WHOM
from buuan.base.clocks.models import Clock
from buuan.base.clocks.rules import Bucket, Unit
from buuan.base.web.clock_words import span_words, spell_span
from buuan.kit.workdays import say_end


def amount_in_words(amount: int, unit: Unit) -> str:
    """Give an amount of time in the reader's language: "2 giờ", "7 ngày làm việc"; records and papers take `rules.say_amount`."""
    match unit:
        case Unit.CALENDAR_MINUTES:
            words = _("%(n)s phút")
        case Unit.CALENDAR_HOURS:
            words = _("%(n)s giờ")
        case Unit.CALENDAR_DAYS:
            words = ngettext("%(n)s ngày", "%(n)s ngày", amount)
        case Unit.CALENDAR_MONTHS:
            words = ngettext("%(n)s tháng", "%(n)s tháng", amount)
        case Unit.WORKING_HOURS:
            words = ngettext("%(n)s giờ làm việc", "%(n)s giờ làm việc", amount)
        case Unit.WORKING_DAYS:
            words = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", amount)
    return words % {"n": amount}


def duration_in_words(length: timedelta) -> str:
    """Give a length of time in its largest whole unit in the reader's language, rounded down."""
    seconds = abs(length.total_seconds())
    return _("dưới 1 phút") if seconds < 60 else spell_span(seconds, span_words())


def story_of(clock: Clock) -> list[dict[str, Any]]:
    """Give what happened to a clock, the latest first; costs no query when its history came along."""
    return sorted(_lines(clock), key=lambda line: line["at"], reverse=True)


def _lines(clock: Clock) -> Iterator[dict[str, Any]]:
    due = _("hạn %(due)s") % {"due": say_end(clock.first_due_at)}
    yield _line(
        clock.started_at,
        "",
        _("Bắt đầu tính hạn, đơn vị thực hiện: %(holder)s") % {"holder": _first_holder(clock)},
        due,
    )
    for pause in clock.pauses.all():
        yield _line(pause.from_at, pause.by, _("tạm dừng"), pause.reason)
        if pause.until_at is not None:
            length = duration_in_words(pause.until_at - pause.from_at)
            yield _line(pause.until_at, pause.resumed_by, _("cho chạy lại sau %(length)s") % {"length": length})
    for one in clock.extensions.all():
        amount = amount_in_words(one.amount, Unit(one.unit))
        text = _("gia hạn thành %(amount)s kể từ lúc bắt đầu") if one.from_start else _("gia hạn thêm %(amount)s")
        moved = _("từ %(old)s đến %(new)s") % {"old": say_end(one.due_before), "new": say_end(one.due_after)}
        yield _line(one.at, one.approved_by, text % {"amount": amount}, f"{one.reason} ({moved})")
    for one in clock.explanations.all():
        yield _line(one.at, one.by, _("giải trình"), one.text)
    for one in clock.moves.all():
        yield _line(one.at, one.by, _("chuyển từ %(old)s sang %(new)s") % {"old": one.old, "new": one.new})
    for one in clock.escalations.all():
        told = _("đã báo %(whom)s, %(body)s") % {"whom": _(WHOM[one.whom]), "body": one.told}
        yield _line(one.at, "", one.name, told)
    if clock.finished_at is not None:
        in_time = clock.bucket(clock.finished_at) is Bucket.DONE_IN_TIME
        yield _line(clock.finished_at, str(clock.holder), _("hoàn thành đúng hạn") if in_time else _("hoàn thành quá hạn"))


def _first_holder(clock: Clock) -> str:
    moves = sorted(clock.moves.all(), key=lambda one: one.pk)
    return str(moves[0].old if moves else clock.holder)


def _line(at: datetime, who: str, text: str, detail: str = "") -> dict[str, Any]:
    return {"at": at, "who": who, "text": text, "detail": detail}
