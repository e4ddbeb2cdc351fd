"""Words of pure tables on the screen: rules know no Django, so their Vietnamese words are put into the reader's language here."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from django.utils.functional import Promise, lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from buuan.kit.period import Period, PeriodKind

Key = TypeVar("Key", bound=Hashable)


def in_words(table: Mapping[Key, str], *, capital: bool = False) -> dict[Key, Promise]:
    """Give a table of keys and Vietnamese words, for choices of fields and filters: each word is translated when it is shown.

    With `capital` each begins with a capital letter, as the choices of a form do.

    Records, papers and refusals take the pure table itself, since they stay Vietnamese whoever wrote them. The table must be
    named in `buuan.site.catalogue.TABLES`, or its words are in no catalogue.
    """
    say = _shown_lazy if capital else gettext_lazy
    return {key: say(words) for key, words in table.items()}


def shown(words: str) -> str:
    """Give a word of a pure table in the reader's language, with a capital as tags, tabs and buttons have it."""
    return capfirst(gettext(words)) if words else ""


_shown_lazy = lazy(shown, str)


def say_period(period: Period) -> str:
    """Give the name of a period in the reader's language: "quý IV/2026", "6 tháng đầu năm 2026"; reporting kinds keep theirs."""
    last, year = period.last_on, period.last_on.year
    match period.kind:
        case PeriodKind.MONTH:
            return gettext("tháng %(month)s/%(year)s") % {"month": f"{last:%m}", "year": year}
        case PeriodKind.QUARTER:
            return gettext("quý %(quarter)s/%(year)s") % {"quarter": ("I", "II", "III", "IV")[last.month // 3 - 1], "year": year}
        case PeriodKind.HALF_YEAR if last.month == 6:
            return gettext("6 tháng đầu năm %(year)s") % {"year": year}
        case PeriodKind.HALF_YEAR:
            return gettext("6 tháng cuối năm %(year)s") % {"year": year}
        case PeriodKind.YEAR:
            return gettext("năm %(year)s") % {"year": year}
        case PeriodKind.DAY:
            return gettext("ngày %(day)s") % {"day": f"{last:%d/%m/%Y}"}
    return period.name
