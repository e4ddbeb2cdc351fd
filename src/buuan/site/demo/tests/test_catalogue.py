"""The catalogues that are compiled beside the month are the very ones that it tries and puts in force."""

from __future__ import annotations

from buuan.engine.terms import version_of
from buuan.registers.goods.actions import draft_terms, load_goods
from buuan.registers.goods.queries import current_version
from buuan.registers.goods.reading import Draft
from buuan.registers.goods.shipped import shipped_catalogue
from buuan.registers.goods.store import catalogue_at
from buuan.site.demo.catalogue import AHEAD, row_of
from buuan.work.cases.tests.cast import DAY, MONDAY


def test_what_is_compiled_ahead_is_what_the_month_asks_for(cast):
    load_goods(cast.system, at=MONDAY - 60 * DAY)
    now = catalogue_at(MONDAY, current_version().frame)
    drafted = {
        one.text: one.as_row() for one in draft_terms(cast.police, [Draft(row_of(*word), "thử") for word in AHEAD[0]], at=MONDAY)
    }

    for words in AHEAD:
        asked = version_of(now.with_rows(drafted[text] for text, _code in words))
        assert asked == version_of(shipped_catalogue().with_rows(row_of(*word) for word in words))
