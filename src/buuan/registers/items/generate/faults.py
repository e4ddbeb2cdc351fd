"""Rows as they go wrong in real files: each of the chosen ones gets one fault that the reader refuses."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from buuan.registers.items.generate.plan import Plan
from buuan.registers.items.generate.streams import Stream

FAULTS = ("M201", "M202", "M203", "M205", "M206", "M208")
"""The codes of the reader's findings that are provoked, one a faulty row."""

_LATER = timedelta(days=400)


def spoil(stream: Stream, plan: Plan, items: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Give the rows with faults in some of them, and which code each faulty row provokes (null in a good one)."""
    n = items.height
    goods = ~items["service_class"].is_in(["letter", "document"])
    # Never the first row: a repeated code needs one before it.
    chosen = stream.chance("at", n, plan.bad_rate) & goods.to_numpy() & (np.arange(n) > 0)
    at = np.flatnonzero(chosen)
    code = pl.Series("fault", [None], dtype=pl.String).new_from_index(0, n)
    if not len(at):
        return items, code
    kinds = (stream.whole("first", 1, 0, len(FAULTS))[0] + np.arange(len(at))) % len(FAULTS)
    code = code.scatter(at, pl.Series(FAULTS).gather(kinds))
    good = np.flatnonzero(~chosen & goods.to_numpy())
    # The good row that stands before each faulty one, whose code is written twice.
    before = good[np.searchsorted(good, at) - 1]
    twin = pl.Series(np.arange(n)).scatter(at, before)
    fault = pl.col("fault")
    spoilt = items.with_columns(code, twin=items["item_id"].gather(twin)).with_columns(
        pl.when(fault == "M205").then("twin").otherwise("item_id").alias("item_id"),
        pl.when(fault == "M201").then(None).otherwise("receiver_address").alias("receiver_address"),
        pl.when(fault == "M202").then(pl.lit("hoả tốc")).otherwise("service_class").alias("service_class"),
        pl.when(fault == "M203").then(0).otherwise("gross_weight_g").alias("gross_weight_g"),
        pl.when(fault == "M206").then(pl.col("accepted_at") + _LATER).otherwise("accepted_at").alias("accepted_at"),
        pl.when(fault == "M208")
        .then(pl.col("receiver_name").repeat_by(20).list.join(" "))
        .otherwise("receiver_name")
        .alias("receiver_name"),
    )
    return spoilt.select(items.columns), code
