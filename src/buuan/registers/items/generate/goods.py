"""What parcels hold: what is declared, how heavy and dear it is, and, beside the manifest, what is really inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from buuan.registers.items.generate.plan import Plan
from buuan.registers.items.generate.streams import Stream, placed
from buuan.registers.items.generate.words import bare, risky, texts, titles

# Quantiles of list prices of the open title set (the project's manifest notes, section 3), in đồng.
_VALUE_AT = (0, 0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99, 1)
_VALUES_VND = (5_000, 11_000, 31_900, 54_000, 107_000, 230_000, 585_000, 2_000_000, 4_290_000, 13_499_000, 40_000_000)
# Quantiles of a log-normal distribution with a spread of 0.9, as multiples of its median.
_SPREAD_AT = (0, 0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99, 1)
_SPREAD = (0.08, 0.123, 0.228, 0.316, 0.545, 1, 1.835, 3.169, 4.394, 8.114, 12)
# Median weight (g) and size (mm) by group: assumptions of the manifest notes, section 4; no open statistic was found.
_TYPICAL = {
    "apparel": (400, 280, 220, 60),
    "cosmetics": (350, 180, 120, 90),
    "electronics": (250, 160, 110, 60),
    "household": (1200, 300, 250, 200),
    "food": (1500, 280, 220, 180),
    "toys": (800, 300, 220, 150),
    "books": (500, 240, 170, 40),
    "machines": (3000, 400, 300, 250),
}
_CATEGORY = {
    "apparel": "apparel", "cosmetics": "cosmetics", "electronics": "electronics", "household": "other", "food": "food",
    "toys": "other", "books": "other", "machines": "machinery",
}  # fmt: skip
GROUPS = tuple(_TYPICAL)
_CUTS = (40, 60, 120)


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of `n` parcels of goods, and the truth about it: `category` of regulated goods (null else), `hidden`."""

    group: np.ndarray
    content: pl.Series
    category: pl.Series
    hidden: pl.Series


def declare(stream: Stream, plan: Plan, abroad: np.ndarray) -> Declared:
    """Draw what is declared: titles, short words, codes, several goods, vague words; some regulated goods among them."""
    n = plan.n
    shares = texts()["groups"]
    group = stream.at("group", n, tuple(shares[one]["share"] for one in GROUPS))
    title, short = pl.Series([""]).new_from_index(0, n), pl.Series([""]).new_from_index(0, n)
    other = pl.Series([""]).new_from_index(0, n)
    for number, name in enumerate(GROUPS):
        at = np.flatnonzero(group == number)
        if len(at):
            title = title.scatter(at, _drawn(stream.below(name), "title", titles()[name], len(at)))
            words = pl.Series([*shares[name]["words"], *texts()["local"]]) if name == "food" else pl.Series(shares[name]["words"])
            short = short.scatter(at, _drawn(stream.below(name), "short", words, len(at)))
            other = other.scatter(at, _drawn(stream.below(name), "other", pl.Series(shares[name]["words"]), len(at)))
    short = _typed(stream, short)
    tail = " " + stream.pick("tail", n, texts()["tails"])
    code = pl.Series(stream.whole("code", n, 100, 99_999)).cast(pl.String)
    frame = pl.DataFrame(
        {
            "title": _cut(stream, title),
            "short": short.zip_with(pl.Series(~stream.chance("tailed", n, 0.4)), short + tail),
            "code": stream.pick("letters", n, ("SP", "DH-", "MH", "HD")) + code + tail,
            "several": short + stream.pick("joined", n, (", ", " + ")) + other,
            "vague": stream.pick("vague", n, texts()["vague"]),
            "abroad": stream.pick("abroad", n, texts()["abroad"]),
            "is_abroad": abroad,
            "style": stream.shares("style", n),
        }
    )
    content = frame.select(
        pl.when("is_abroad")
        .then("abroad")
        .when(pl.col("style") < 0.55)
        .then("title")
        .when(pl.col("style") < 0.75)
        .then("short")
        .when(pl.col("style") < 0.87)
        .then("code")
        .when(pl.col("style") < 0.95)
        .then("several")
        .otherwise("vague")
        .alias("content")
    ).to_series()
    return _with_risky(stream.below("risky"), plan, group, content)


def category_of(group: np.ndarray) -> pl.Series:
    """Give the operator's own category of each group, as the manifest schema names them."""
    return pl.Series([_CATEGORY[one] for one in GROUPS]).gather(group)


def weights_g(stream: Stream, group: np.ndarray) -> np.ndarray:
    """Give gross weights in grams, rounded as scales and clerks do; 3 in 1,000 were typed in kilograms."""
    n = len(group)
    factor = np.interp(stream.shares("weight", n), _SPREAD_AT, _SPREAD)
    grams = np.array([_TYPICAL[one][0] for one in GROUPS])[group] * factor
    step = np.where(grams >= 2000, 100, np.where(stream.chance("to_50", n, 0.6), 50, 10))
    whole = np.clip(np.rint(grams / step) * step, 20, 30_000).astype(np.int64)
    usual = stream.shares("usual", n)
    whole = np.where(usual < 0.12, 500, np.where(usual < 0.20, 1000, whole))
    return np.where(stream.chance("kilograms", n, 0.003), np.maximum(whole // 1000, 1), whole)


def sizes_mm(stream: Stream, group: np.ndarray) -> dict[str, pl.Series]:
    """Give length, width and height in whole centimetres, as millimetres; a quarter of the parcels is not measured."""
    n = len(group)
    factor = np.interp(stream.shares("size", n), (0, 0.25, 0.5, 0.75, 1), (0.6, 0.82, 1, 1.22, 1.9))
    unmeasured = pl.Series(stream.chance("unmeasured", n, 0.25))
    found = {}
    for place, name in enumerate(("length_mm", "width_mm", "height_mm"), start=1):
        typical = np.array([_TYPICAL[one][place] for one in GROUPS])[group]
        column = pl.Series((np.rint(typical * factor / 10) * 10).clip(10, 2000).astype(np.int64))
        found[name] = column.set(unmeasured, None)
    return found


def values_vnd(stream: Stream, n: int) -> np.ndarray:
    """Give values in đồng with the endings that prices have."""
    raw = np.interp(stream.shares("value", n), _VALUE_AT, _VALUES_VND)
    ending = stream.shares("ending", n)
    thousands = np.rint(raw / 1000).astype(np.int64) * 1000
    tens = np.maximum(raw // 10_000, 1).astype(np.int64) * 10_000
    return np.where(
        ending < 0.24, tens - 1000, np.where(ending < 0.59, tens, np.where(ending < 0.74, tens + 5000, thousands))
    ).clip(1000)


def _drawn(stream: Stream, name: str, column: pl.Series, n: int) -> pl.Series:
    return column.gather(stream.whole(name, n, 0, len(column)))


def _typed(stream: Stream, short: pl.Series) -> pl.Series:
    """Short words as they are typed: 40 in 100 without diacritics, some with a capital."""
    n = len(short)
    short = short.zip_with(pl.Series(~stream.chance("bare", n, 0.4)), bare(short))
    return short.zip_with(pl.Series(stream.chance("lower", n, 0.55)), short.str.head(1).str.to_uppercase() + short.str.slice(1))


def _cut(stream: Stream, title: pl.Series) -> pl.Series:
    """Half of the titles are cut off where an operator's field ends."""
    at = placed(stream.shares("cut", len(title)), (0.17, 0.17, 0.16, 0.5))
    limits = pl.Series([*_CUTS, 160]).gather(at)
    return pl.DataFrame({"t": title, "n": limits}).select(pl.col("t").str.head(pl.col("n")).str.strip_chars()).to_series()


def _with_risky(stream: Stream, plan: Plan, group: np.ndarray, content: pl.Series) -> Declared:
    n = plan.n
    at = np.flatnonzero(stream.chance("at", n, plan.risk_rate))
    category = pl.Series("category", [None], dtype=pl.String).new_from_index(0, n)
    hidden = np.zeros(n, bool)
    if len(at):
        kinds, words = risky(), len(at)
        which = stream.at("which", words, kinds.weights)
        spelling = stream.at("spelling", words, (0.52, 0.22, 0.09, 0.07, 0.10))
        text = kinds.spellings[0].gather(which)
        for number, spelt in enumerate(kinds.spellings):
            rows = np.flatnonzero(spelling == number)
            text = text.scatter(rows, spelt.gather(which[rows]))
        beside = stream.pick("beside", words, kinds.covers) + ", " + text
        text = text.zip_with(pl.Series(~stream.chance("mixed", words, 0.15)), beside)
        hides = stream.chance("hidden", words, plan.hidden_share)
        text = text.zip_with(pl.Series(~hides), stream.pick("cover", words, kinds.covers))
        content = content.clone().scatter(at, text)
        category = category.scatter(at, kinds.categories.gather(which))
        hidden[at] = hides
    return Declared(group, content, category, pl.Series(hidden))
