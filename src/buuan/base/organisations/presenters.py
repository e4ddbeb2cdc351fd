"""How an organisation is put into words on pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from buuan.base.organisations.models import KINDS, OPERATOR_KINDS, UNIT_TYPES, Organisation
from buuan.base.web import formats


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in a coloured box beside a name; `tone` is red, amb, grn, blu or empty."""

    word: str
    tone: str = ""


def kind_of(organisation: Organisation) -> str:
    """Give what it is: the type of a unit, else the kind."""
    return gettext(UNIT_TYPES.get(organisation.unit_type) or KINDS[organisation.kind])


def last_day(organisation: Organisation) -> date | None:
    """Give the last day on which it exists, None while no end is known."""
    return organisation.until_on - timedelta(days=1) if organisation.until_on else None


def standing_of(organisation: Organisation, today: date) -> list[Mark]:
    """Give the marks beside the name: ended, to come, for reference only, facts not verified.

    Operators that work on the platform state their own facts, so those are not marked.
    """
    marks = []
    if organisation.until_on is not None and organisation.until_on <= today:
        marks.append(Mark(gettext("đã dừng"), "red"))
    elif not organisation.holds_on(today):
        marks.append(Mark(gettext("chưa hoạt động"), "amb"))
    if organisation.reference_only:
        marks.append(Mark(gettext("chỉ để tra cứu")))
    states_itself = organisation.kind in OPERATOR_KINDS and not organisation.reference_only
    if not organisation.verified and organisation.source and not states_itself:
        marks.append(Mark(gettext("chưa kiểm chứng"), "amb"))
    return marks


def facts_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Give what is known of it, as labels and values; empty ones are left out by the page."""
    return [
        (gettext("Tên đầy đủ"), organisation.name),
        (gettext("Tên tiếng Anh"), organisation.name_en),
        (gettext("Mã"), organisation.code),
        (gettext("Loại"), kind_of(organisation)),
        (gettext("Trực thuộc"), str(organisation.parent) if organisation.parent else ""),
        (gettext("Địa bàn"), organisation.area.full_name if organisation.area else ""),
        (gettext("Địa chỉ"), organisation.address),
        (gettext("Từ ngày"), formats.day(organisation.from_on)),
        (gettext("Đến hết ngày"), formats.day(last_day(organisation))),
    ]


def source_lines(organisation: Organisation) -> list[str]:
    """Give the sources, one a line."""
    return [line for line in organisation.source.split("\n") if line]
