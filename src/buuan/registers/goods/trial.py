"""What drafted rows would have done: the catalogue with and without them, over last month's items and the labelled texts."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from buuan.engine.catalogue import Row
from buuan.engine.kernel import HIT_RULE, ROW
from buuan.engine.run import as_column, hits_of_row, roll_up, scan
from buuan.engine.terms import Terms
from buuan.engine.verdict import VERDICTS, show
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.queries import FLOWS
from buuan.registers.items.store import archive

LABELLED = Path(__file__).parent / "data" / "labelled.csv.gz"
MONTH_DAYS = 31
MOST_ITEMS = 500_000
"""So many of the newest items are tried; a province's month beyond that adds seconds and no insight."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A declared content that is judged otherwise with the rows: nothing else of the item, and nothing of it is kept."""

    text: str
    spans: list[dict[str, Any]]
    verdict: str


@dataclass(slots=True)
class Trial:
    """Figures to keep, and examples to show.

    `figures`: `items` tried, how many of them were flagged `before` and `after`, `new` and `gone` among them; the same of the
    labelled texts: `texts`, `right_before`, `right_after` (of those to be found), `to_find`, `clear_texts`, `alarms_before`,
    `alarms_after`, `new_alarms`. `own`: for each row how many items it hit in any way.
    """

    figures: dict[str, int]
    own: dict[int, int]
    new: list[Example] = field(default_factory=list)
    gone: list[Example] = field(default_factory=list)
    alarms: list[Example] = field(default_factory=list)


def run_trial(before: Terms, after: Terms, rows: Sequence[tuple[int, Row]], *, at: datetime) -> Trial:
    """Judge everything with both catalogues; `rows` are the drafted ones, by their key."""
    trial = Trial({"items": 0, "before": 0, "after": 0, "new": 0, "gone": 0}, {key: 0 for key, _row in rows})
    rules = {key: _rule_of(row, after) for key, row in rows}
    for flow, column in month_texts(at.astimezone(VIETNAM).date()):
        _count_month(trial, column, FLOWS.get(flow), before, after, rules)
    _count_labelled(trial, before, after)
    return trial


def _rule_of(row: Row, terms: Terms) -> int:
    """Give the number of a row's rule; what the engine keeps of a row tells it from every other."""
    same = (at for at, rule in enumerate(terms.rules) if (rule.role, rule.text, rule.source) == (row.role, row.text, row.source))
    wanted = row.category
    for at in same:
        rule = terms.rules[at]
        if rule.category < 0 or terms.categories[rule.category].code == wanted:
            return at
    return -1


def _count_month(trial: Trial, column: pa.Array, flow: str | None, before: Terms, after: Terms, rules: dict[int, int]) -> None:
    old_hits, new_hits = scan(column, before, threads=2), scan(column, after, threads=2)
    old, *_ = roll_up(old_hits, len(column), before, flow)
    new, *_ = roll_up(new_hits, len(column), after, flow)
    came, went = np.flatnonzero((new > 0) & (new > old)), np.flatnonzero((old > 0) & (new == 0))
    counts = (len(column), (old > 0).sum(), (new > 0).sum(), ((new > 0) & (old == 0)).sum(), len(went))
    for name, count in zip(("items", "before", "after", "new", "gone"), counts, strict=True):
        trial.figures[name] += int(count)
    for key, rule in rules.items():
        if rule >= 0 and len(new_hits):
            trial.own[key] += len(np.unique(new_hits[new_hits[:, HIT_RULE] == rule, ROW]))
    _show(trial.new, column, came, new, new_hits, after)
    _show(trial.gone, column, went, old, old_hits, before)


def _count_labelled(trial: Trial, before: Terms, after: Terms) -> None:
    texts, labels = labelled()
    column = as_column(texts)
    new_hits = scan(column, after)
    old, *_ = roll_up(scan(column, before), len(column), before, None)
    new, *_ = roll_up(new_hits, len(column), after, None)
    wanted = np.array([VERDICTS.index(one) for one in labels])
    find, clear = wanted > 0, wanted == 0
    alarms = np.flatnonzero(clear & (new > 0) & (old == 0))
    trial.figures |= {
        "texts": len(texts),
        "to_find": int(find.sum()),
        "right_before": int((find & (old == wanted)).sum()),
        "right_after": int((find & (new == wanted)).sum()),
        "clear_texts": int(clear.sum()),
        "alarms_before": int((clear & (old > 0)).sum()),
        "alarms_after": int((clear & (new > 0)).sum()),
        "new_alarms": len(alarms),
    }
    _show(trial.alarms, column, alarms, new, new_hits, after)


def _show(into: list[Example], column: pa.Array, rows: np.ndarray, verdicts: np.ndarray, hits: np.ndarray, terms: Terms) -> None:
    for row in rows[: max(0, SHOWN - len(into))].tolist():
        text = column[row].as_py()
        spans = [show(text, hit, terms).brief() for hit in hits_of_row(hits, row)]
        into.append(Example(text[:300], [one for one in spans if one["end"] <= 300], VERDICTS[verdicts[row]]))


def month_texts(today: date) -> Iterator[tuple[str, pa.Array]]:
    """Give the declared contents of the last month, by flow, the newest days first, at most `MOST_ITEMS` of them."""
    left = MOST_ITEMS
    operators = sorted({commit.operator for commit in archive().records.all()})
    stored = {code: set(archive().days(code)) for code in operators}
    for day, operator in itertools.product((today - timedelta(days=back) for back in range(MONTH_DAYS)), operators):
        if day not in stored[operator]:
            continue
        for batch in archive().batches(operator, day, ["flow", "screen_text"]):
            if left <= 0:
                return
            left -= batch.num_rows
            for flow in batch.column("flow").unique().to_pylist():
                yield flow, as_column(batch.filter(pc.equal(batch.column("flow"), flow)).column("screen_text"))


@functools.cache
def labelled() -> tuple[list[str], list[str]]:
    """Give the labelled texts and their labels."""
    with gzip.open(LABELLED, "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(io.StringIO(stream.read())))
    return [row["text"] for row in rows], [row["label"] for row in rows]
