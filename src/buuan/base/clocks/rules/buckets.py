"""Where a clock stands: the five buckets, the time that is left, and the few words that a chip has room for."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Bucket(StrEnum):
    """The five buckets of every deadline table; each clock is in exactly one of them at any moment."""

    NOT_YET_DUE = "not_yet_due"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"

    @property
    def name_vi(self) -> str:
        """The name on the screen and in reports."""
        return _BUCKET_NAMES[self]

    @property
    def is_open(self) -> bool:
        """Whether the work is still to be done."""
        return self in (Bucket.NOT_YET_DUE, Bucket.DUE_SOON, Bucket.OVERDUE)


_BUCKET_NAMES = {
    Bucket.NOT_YET_DUE: "chưa đến hạn",
    Bucket.DUE_SOON: "sắp đến hạn",
    Bucket.OVERDUE: "quá hạn",
    Bucket.DONE_IN_TIME: "hoàn thành đúng hạn",
    Bucket.DONE_LATE: "hoàn thành quá hạn",
}

# For the choices of a filter, in the order in which tables show them.
BUCKETS = {bucket.value: bucket.name_vi for bucket in Bucket}


def bucket(due_at: datetime | None, finished_at: datetime | None, now: datetime, warn_before: timedelta) -> Bucket:
    """Give the bucket as it is, or was, at `now`: an end that lies after `now` has not happened yet.

    The due moment itself is still in time. A clock held by a pause has no due time and is not yet due.
    """
    if finished_at is not None and finished_at <= now:
        return Bucket.DONE_IN_TIME if due_at is None or finished_at <= due_at else Bucket.DONE_LATE
    if due_at is None or now < due_at - warn_before:
        return Bucket.NOT_YET_DUE
    return Bucket.DUE_SOON if now <= due_at else Bucket.OVERDUE


def time_left(due_at: datetime, now: datetime) -> timedelta:
    """Give the plain time from `now` to the due time; negative once it has passed."""
    return due_at - now


def say_duration(length: timedelta) -> str:
    """Give a length of time in its largest whole unit, rounded down: "40 phút", "3 giờ", "6 ngày"."""
    length = abs(length)
    if length < _MINUTE:
        return "dưới 1 phút"
    if length < _HOUR:
        return f"{length // _MINUTE} phút"
    if length < _DAY:
        return f"{length // _HOUR} giờ"
    return f"{length // _DAY} ngày"


def chip_text(due_at: datetime | None, now: datetime, finished_at: datetime | None = None) -> str:
    """Give the words of the chip: "Còn 2 giờ", "Quá 3 giờ", "Tạm dừng", "Đúng hạn", "Trễ 2 ngày".

    Rounded down on both sides: it never promises more time than is left, nor blames for more than has passed.
    """
    if finished_at is not None and finished_at <= now:
        if due_at is None or finished_at <= due_at:
            return "Đúng hạn"
        return f"Trễ {say_duration(finished_at - due_at)}"
    if due_at is None:
        return "Tạm dừng"
    left = time_left(due_at, now)
    return f"Quá {say_duration(left)}" if left < timedelta() else f"Còn {say_duration(left)}"
