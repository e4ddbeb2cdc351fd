"""How well each operator describes what it carries: one function for the page, its file and every report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Sum

from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.models import STATE_READERS, Manifest
from buuan.registers.items.rules import COMMITTED

REASONS = ("D1", "D2", "D3", "D4", "D5", "D6")
LEAST_ITEMS = 50
"""With fewer items a score says little; such an operator stands without a place."""
MOST_VAGUE = 10
_LONGEST_VAGUE = 40


def tell_reasons(items: pl.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Count the reasons of poor descriptions in a manifest, and its most frequent vague terms.

    Only vague terms are kept as examples: they stand alone and name nobody, whatever else a text may hold.
    """
    if not items.height:
        return {}, {}
    found = items.select(pl.col("description_reason").fill_null("").str.split(" ").alias("reason")).explode("reason")
    counts = {one["reason"]: one["count"] for one in found["reason"].value_counts().to_dicts() if one["reason"]}
    hints = int(items["evasion_hint"].fill_null(value=False).sum())
    if hints:
        counts["D6"] = hints
    text = pl.col("screen_text").str.to_lowercase().str.strip_chars().str.replace_all(r"\s+", " ")
    vague = items.filter(pl.col("description_reason").str.contains("D2")).select(text.alias("text"))["text"].drop_nulls()
    short = vague.filter((vague.str.len_chars() <= _LONGEST_VAGUE) & ~vague.str.contains(r"[0-9]"))
    terms = short.value_counts().sort("count", "text", descending=[True, False]).head(MOST_VAGUE)
    return counts, {one["text"]: one["count"] for one in terms.to_dicts()}


@dataclass(frozen=True, slots=True)
class Standing:
    """One operator in the league: `score` 0-100 over `items`, `before` the score of the period before (None: too little).

    `shares` gives the share of its items with each reason; `place` is None below `LEAST_ITEMS`.
    """

    operator_id: int
    code: str
    name: str
    items: int
    score: float
    place: int | None = None
    before: float | None = None
    shares: dict[str, float] = field(default_factory=dict)
    vague: list[tuple[str, int]] = field(default_factory=list)

    @property
    def change(self) -> float | None:
        """Give by how much the score rose or fell."""
        return None if self.before is None else round(self.score - self.before, 1)


@dataclass(frozen=True, slots=True)
class League:
    """The league of a period as one reader sees it; `ranked` counts the operators with a place, the hidden ones too."""

    from_on: date
    until_on: date
    rows: list[Standing]
    ranked: int
    score: float | None
    items: int


def description_league(actor: Actor, from_on: date, until_on: date) -> League:
    """Rank the operators by how well the items that they declared in a period (until excluded) are described.

    Bodies of the State see all; an operator sees its own line and place, nothing of the others. The period before, of the same
    length, gives the trend. Manifests that a newer one replaced do not count.
    """
    span = until_on - from_on
    standings = _standings(from_on, until_on)
    before = {one["operator_id"]: _score(one) for one in _sums(from_on - span, from_on) if one["n"] >= LEAST_ITEMS}
    ranked = [one for one in standings if one.items >= LEAST_ITEMS]
    rows: list[Standing] = []
    for one in (*ranked, *(one for one in standings if one.items < LEAST_ITEMS)):
        # Equal scores share a place.
        place = 1 + sum(1 for other in ranked if other.score > one.score) if one.items >= LEAST_ITEMS else None
        rows.append(
            Standing(
                one.operator_id, one.code, one.name, one.items, one.score, place, before.get(one.operator_id), one.shares, one.vague
            )
        )
    shown = [one for one in rows if _sees(actor, one.code)]
    items = sum(one.items for one in shown)
    whole = round(sum(one.score * one.items for one in shown) / items, 1) if items else None
    return League(from_on, until_on, shown, len(ranked), whole, items)


def _sees(actor: Actor, code: str) -> bool:
    if not actor.may("screening.read"):
        return False
    if actor.body_kind in OPERATOR_KINDS:
        return code == actor.tree.split("/")[0]
    return actor.role in ("auditor", "system") or actor.body_kind in STATE_READERS


def _standings(from_on: date, until_on: date) -> list[Standing]:
    told = _tally(from_on, until_on)
    found = [
        Standing(
            operator_id=one["operator_id"],
            code=one["operator__code"],
            name=one["operator__short_name"],
            items=one["n"],
            score=_score(one),
            shares={reason: told[one["operator_id"], "reasons"][reason] / one["n"] for reason in REASONS},
            vague=told[one["operator_id"], "vague"].most_common(5),
        )
        for one in _sums(from_on, until_on)
    ]
    return sorted(found, key=lambda one: (-one.score, one.name))


def _sums(from_on: date, until_on: date) -> Iterable[dict[str, Any]]:
    """Give each operator's described items and their points; the index of the league holds all that this reads."""
    counted = Manifest.objects.filter(committed_at__gte=_start(from_on), committed_at__lt=_start(until_on), state__in=COMMITTED)
    by_operator = counted.values("operator_id", "operator__code", "operator__short_name")
    return [one for one in by_operator.annotate(n=Sum("described"), points=Sum("quality_sum")) if one["n"]]


def _score(sums: dict[str, Any]) -> float:
    return round(sums["points"] / sums["n"], 1)


# Added up in the database: a quarter has a hundred thousand manifests.
_TALLY = """
SELECT operator_id, told.what, told.key, sum(told.value::bigint) FROM items_manifest CROSS JOIN LATERAL (
    SELECT 'reasons' AS what, key, value FROM jsonb_each_text(reasons)
    UNION ALL SELECT 'vague', key, value FROM jsonb_each_text(vague)
) AS told WHERE committed_at >= %s AND committed_at < %s AND state = ANY(%s) GROUP BY 1, 2, 3
"""


def _tally(from_on: date, until_on: date) -> dict[tuple[int, str], Counter[str]]:
    """Count the reasons and the vague terms of each operator."""
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [_start(from_on), _start(until_on), list(COMMITTED)])
        for operator_id, what, key, count in cursor.fetchall():
            counts[operator_id, what][key] = int(count)
    return counts


def _start(on: date) -> datetime:
    return datetime.combine(on, time(), VIETNAM)


def last_days(today: date, days: int) -> tuple[date, date]:
    """Give the period of the last days, today included."""
    return today - timedelta(days=days - 1), today + timedelta(days=1)
