"""A declaration judged with the drafts counted in, and a verdict's score taken apart."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from buuan.engine.run import screen_one
from buuan.engine.terms import Terms
from buuan.engine.verdict import EXTRA_HIT, Verdict
from buuan.registers.goods.models import CatalogueVersion, Term
from buuan.registers.goods.queries import FLOWS, current_version, judge
from buuan.registers.goods.store import catalogue_of, compiled


def judge_with_drafts(text: str, flow: str | None) -> Verdict:
    """Judge one declaration as if everything that is drafted or tried were in force; keeps nothing."""
    version = current_version()
    drafts = tuple(Term.objects.filter(state__in=("draft", "tried")).order_by("pk").values_list("pk", flat=True))
    if version is None or not drafts:
        return judge(text, flow)
    return screen_one(text, _with_drafts(version.pk, drafts), FLOWS.get(flow or ""))


@functools.lru_cache(maxsize=1)
def _with_drafts(version: int, drafts: tuple[int, ...]) -> Terms:
    """Compile the catalogue with these drafts; a draft's row never changes, so its key tells all."""
    rows = [one.as_row() for one in Term.objects.filter(pk__in=drafts)]
    return compiled(catalogue_of(CatalogueVersion.objects.get(pk=version)).with_rows(rows))


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a score: the words, what such a hit is worth, what was taken off for how they are written, and what is left."""

    text: str
    rule: str
    category: str
    strength: str
    base: float
    off: float
    score: float
    hidden: bool


def parts_of(verdict: Verdict) -> tuple[list[Part], float]:
    """Give the parts of a score: a line for each hit, and what the further hits add to the leading one."""
    lines = [
        Part(one.text, one.rule, one.category, one.strength, one.base, round(one.score - one.base, 2), one.score, one.hidden)
        for one in verdict.hits
    ]
    return lines, EXTRA_HIT * max(0, len(lines) - 1) / 100
