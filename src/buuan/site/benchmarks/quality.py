"""How right the screening is: recall and alarms on the texts of the package, and on other files when they are named.

`BUUAN_LABELLED` may name a labelled CSV (columns of `engine/evaluate.py`), `BUUAN_TITLES` a gzipped list of unlabelled titles.
"""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from buuan import engine
from buuan.engine.evaluate import Count, Sample, alarm_rate, cross_by_disguise, read_samples, recall
from buuan.engine.store import shipped_terms
from buuan.site.benchmarks.rows import Row

WHAT = (
    "How right the screening is, in per cent: recall is the share of regulated goods whose verdict is the label "
    "(conditional taken for prohibited counts as wrong), alarms the share of harmless texts that are not clear. The "
    "half called held is the one of our own test set whose misses nobody has read; the half called read was read "
    "while terms were written. Both were composed before the list of terms was looked at, by the hand that later "
    "extended it, so even the held half flatters somewhat; its look-alikes that were held have been read since. Held 2 "
    "and read 2 are a second generation, mostly look-alikes, written when the terms had been tuned on the first, held 3 "
    "and read 3 a third; held 4 and read 4 are by two others who knew the label guide only. The development file was read "
    "while the first terms were written, so its figures flatter more. "
    "A disguise is measured on what is found without it."
)
UNSEEN = Path(engine.__file__).parent / "tests" / "unseen.csv"
PARTS = {
    "held": "unseen:held",
    "read": "unseen:read",
    "held 2": "unseen2:held",
    "read 2": "unseen2:read",
    "held 3": "unseen3:held",
    "read 3": "unseen3:read",
    "held 4": "unseen4:held",
    "read 4": "unseen4:read",
}
"""The halves of the generations of our own test set, by the source that its rows name."""


def bench_quality() -> list[Row]:
    """Measure every set that is at hand."""
    samples = read_samples(UNSEEN)
    rows: list[Row] = []
    for part, source in PARTS.items():
        rows += _rows(part, [s for s in samples if s.source == source])
    labelled, titles = os.environ.get("BUUAN_LABELLED"), os.environ.get("BUUAN_TITLES")
    if labelled:
        rows += _rows("development file", read_samples(Path(labelled)), disguised=False)
    if titles:
        with gzip.open(titles, "rt", encoding="utf-8") as lines:
            count, categories = alarm_rate((line.rstrip("\n") for line in lines), shipped_terms())
        rows.append(_row("unlabelled titles: not clear", count))
        rows += [Row(f"unlabelled titles: {code}", number, "titles") for code, number in categories.most_common(12)]
    return rows


def _rows(part: str, samples: list[Sample], disguised: bool = True) -> list[Row]:
    """Give recall by every cut, alarms by kind of clear text, and recall by disguise."""
    found, alarms, _ = recall(samples, shipped_terms())
    rows = [_row(f"{part}: {cut}", found[cut]) for cut in sorted(found)]
    rows += [_row(f"{part}: alarms, {kind}", alarms[kind]) for kind in sorted(alarms)]
    if disguised:
        total = Count()
        for name, count in cross_by_disguise(samples, shipped_terms()):
            rows.append(_row(f"{part}: disguised, {name}", count))
            total.hit, total.all = total.hit + count.hit, total.all + count.all
        rows.append(_row(f"{part}: disguised, all together", total))
    return rows


def _row(name: str, count: Count) -> Row:
    """Give one share in per cent."""
    return Row(name, round(100 * count.hit / max(1, count.all), 2), "%", note=f"{count.hit} of {count.all}")
