"""How figures, amounts and times are written for people: Vietnamese first, the English form when English is chosen.

Times are shown in Indochina Time (+07:00, no daylight saving since 1975). Nothing here asks the clock.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext

ICT = timezone(timedelta(hours=7), "+07")

_NARROW = "\u00a0"  # a number and its unit stay on one line


def _marks() -> tuple[str, str]:
    """Give the thousands and the decimal mark of the language at hand."""
    return (",", ".") if (get_language() or "vi").startswith("en") else (".", ",")


def number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """Write a number with its thousands parted (`1.284.310`, `0,97`); `None` gives an empty text.

    `decimals` fixes the places; without it a whole number has none and any other at most two, without idle zeros.
    """
    if value is None or value == "":
        return ""
    exact = Decimal(str(value))
    places = 2 if decimals is None else decimals
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, rest = f"{rounded:f}".partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    if sign and not digits.strip("0") and not rest.strip("0"):
        sign = ""
    thousands, point = _marks()
    grouped = f"{int(digits):,}".replace(",", thousands)
    return f"{sign}{grouped}{point + rest if rest else ''}"


def vnd(value: int | Decimal | None) -> str:
    """Write an amount of đồng (`1.500.000 đ`)."""
    return "" if value is None or value == "" else f"{number(value, 0)}{_NARROW}đ"


def grams(value: int | float | Decimal | None) -> str:
    """Write a weight given in grams: under a kilogram in grams, above in kilograms (`400 g`, `2,4 kg`)."""
    if value is None or value == "":
        return ""
    if abs(Decimal(str(value))) < 1000:
        return f"{number(value, 0)}{_NARROW}g"
    return f"{number(Decimal(str(value)) / 1000)}{_NARROW}kg"


def percent(part: int | float | Decimal | None, whole: int | float | Decimal = 1) -> str:
    """Write `part` of `whole` in per cent (`96 %`); nothing of nothing gives an empty text, not a false 0 or 100."""
    if part is None or not whole:
        return ""
    return f"{number(Decimal(str(part)) * 100 / Decimal(str(whole)), 0)}{_NARROW}%"


def local(value: datetime) -> datetime:
    """Give a moment in Indochina Time; raises ValueError for one without a zone, whose meaning would be a guess."""
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(ICT)


def day(value: date | datetime | None) -> str:
    """Write a day as dd/MM/yyyy."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = local(value)
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """Write a moment as dd/MM/yyyy HH:mm in Indochina Time; a day without a time is written as a day."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        return day(value)
    return f"{local(value):%d/%m/%Y %H:%M}"


def near_moment(value: datetime, now: datetime) -> str:
    """Write a moment as people say it near now: `10:20 hôm nay`, `24/11 17:00`, `24/11/2027 17:00`.

    The last minute of a day stands for the whole day and is written as the day alone (`30/11`).
    """
    at, today = local(value), local(now).date()
    whole_day = at.hour == 23 and at.minute == 59
    apart = (at.date() - today).days
    if apart in (-1, 0, 1):
        said = {-1: gettext("hôm qua"), 0: gettext("hôm nay"), 1: gettext("ngày mai")}[apart]
        return said if whole_day else f"{at:%H:%M} {said}"
    shown = f"{at:%d/%m}" if at.year == today.year else f"{at:%d/%m/%Y}"
    return shown if whole_day else f"{shown} {at:%H:%M}"


def ago(value: datetime | None, now: datetime) -> str:
    """Write how long ago a moment was (`3 phút trước`); one ahead of us is written as a date, never as a minus."""
    if not value:
        return ""
    seconds = (now - value).total_seconds()
    if seconds < 0 or seconds >= 30 * 86400:
        return moment(value)
    if seconds < 60:
        return gettext("vừa xong")
    if seconds < 3600:
        return gettext("%(n)s phút trước") % {"n": int(seconds // 60)}
    if seconds < 86400:
        return gettext("%(n)s giờ trước") % {"n": int(seconds // 3600)}
    return gettext("%(n)s ngày trước") % {"n": int(seconds // 86400)}
