"""The search for people under orders; measured in `engine/parties/bench.py`, published here."""

from __future__ import annotations

from buuan.engine.parties.bench import bench_parties
from buuan.site.benchmarks.rows import Row

WHAT = (
    "200,000 invented items, 2,000 of them noisy copies of an order (up to two slips in name and in address each, words turned"
    " round, abbreviations, diacritics left out), against orders that name persons. At most 200 such orders may be in force; 1,000"
    " and 10,000 are a stress test. One core, CPU time, median of interleaved rounds in one run."
)


def bench_parties_rows() -> list[Row]:
    """Measure the search and its peer."""
    return [Row(**one) for one in bench_parties()]
