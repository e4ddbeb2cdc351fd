"""When a channel may speak: at once for what is urgent, after the quiet hours or in the daily digest for the rest; and retries."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from buuan.kit.workdays import VIETNAM

QUIET = (time(22, 0), time(6, 0))
"""The quiet hours of who chose none."""

DIGEST_AT = time(7, 0)
"""When the daily digest goes out."""

RETRIES = (5, 15, 60, 300, 900, 3600, 7200, 14400)
"""Seconds to wait after each failed try; after the last of them the message has failed and its endpoint is dead."""

QUICK_RETRIES = (5, 10, 20, 40, 80, 160)
"""The same for what is urgent: its endpoint is given up after five minutes, in time for a person to telephone."""


def event_of(kind: str) -> str:
    """Give the event that a kind of notice belongs to, which people choose by: its room."""
    return kind.split(".")[0]


def default_manner(channel: str, *, urgent: bool) -> str:
    """Give how a person is told who chose nothing: what is urgent at once, the rest once a day."""
    if channel == "sms":
        return "now" if urgent else "off"
    return "now" if urgent else "daily"


def when_to_send(at: datetime, manner: str, *, urgent: bool, quiet: tuple[time, time] = QUIET) -> datetime:
    """Give when a message that arose at `at` goes out."""
    if urgent:
        return at
    if manner == "daily":
        return _next(DIGEST_AT, at)
    return _next(quiet[1], at) if is_quiet(at, quiet) else at


def is_quiet(at: datetime, quiet: tuple[time, time]) -> bool:
    """Tell whether a moment lies in the quiet hours, by the clock of Vietnam; equal times are no quiet hours."""
    begin, end = quiet
    now = at.astimezone(VIETNAM).time()
    if begin == end:
        return False
    return begin <= now < end if begin < end else now >= begin or now < end


def retry_after(tries: int, *, urgent: bool) -> timedelta | None:
    """Give how long to wait after the try with this number (from 1) failed; None when it was the last."""
    waits = QUICK_RETRIES if urgent else RETRIES
    return timedelta(seconds=waits[tries - 1]) if tries <= len(waits) else None


def _next(clock: time, at: datetime) -> datetime:
    local = at.astimezone(VIETNAM)
    today = datetime.combine(local.date(), clock, VIETNAM)
    return today if today > local else today + timedelta(days=1)
