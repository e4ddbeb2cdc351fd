"""The parcels of one hand: many in one hour, every sender's name another, one telephone number, one spelling of one address.

So blades left a district of forges in 2020, 69 parcels in one check, their names false (the project's manifest notes, section 5).
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from buuan.registers.items.generate.people import ELSEWHERE, LOCAL, people, pool
from buuan.registers.items.generate.plan import Burst, Plan
from buuan.registers.items.generate.streams import Stream
from buuan.registers.items.generate.words import risky
from buuan.registers.items.reading.columns import MOMENT

INSIDE = "WPN_SHARP_KNIFE"
"""What is really in them, by the goods catalogue; their declarations say kitchen tools."""


def put_burst(stream: Stream, plan: Plan, wanted: Burst, items: pl.DataFrame) -> tuple[pl.DataFrame, np.ndarray]:
    """Turn the last goods of the manifest into those parcels; gives the rows and which of them are changed.

    Raises ValueError when the manifest holds too few goods.
    """
    goods = np.flatnonzero(((items["flow"] == "domestic") & ~items["service_class"].is_in(["letter", "document"])).to_numpy())
    if len(goods) < wanted.n:
        raise ValueError("the manifest is too small for its burst")
    at, n = goods[-wanted.n :], wanted.n
    start = plan.until - timedelta(minutes=wanted.back_min)
    seconds = np.sort(stream.whole("second", n, 0, 3600))
    moments = pl.Series([start + timedelta(seconds=int(one)) for one in seconds]).cast(MOMENT)
    far = pool(plan, "receiver", ELSEWHERE)[:n]
    mine = pool(plan, "sender", LOCAL)[-1:]
    rows = {
        "accepted_at": moments,
        "accept_point": pl.Series([wanted.point]).new_from_index(0, n),
        "sender_type": pl.Series(["person"]).new_from_index(0, n),
        "sender_name": _different(people(stream.below("false"), 4 * n), n),
        "sender_phone": mine["phone"].new_from_index(0, n),
        "sender_id_verified": pl.Series(["none"]).new_from_index(0, n),
        "sender_address": mine["address"].new_from_index(0, n),
        "sender_area": mine["area"].new_from_index(0, n),
        "receiver_name": far["name"],
        "receiver_phone": far["phone"],
        "receiver_address": far["address"],
        "receiver_area": far["area"],
        "declared_content": stream.pick("said", n, risky().burst),
        "content_category": pl.Series(["other"]).new_from_index(0, n),
        "gross_weight_g": pl.Series(stream.whole("weight", n, 12, 26) * 100),
        "joint_check": pl.Series(["not_done"]).new_from_index(0, n),
        "screened": pl.Series(["none"]).new_from_index(0, n),
        "screened_result": pl.Series(["n_a"]).new_from_index(0, n),
    }
    changed = items.with_columns(items[name].clone().scatter(at, column.cast(items[name].dtype)) for name, column in rows.items())
    marked = np.zeros(items.height, bool)
    marked[at] = True
    return changed, marked


def _different(names: pl.Series, n: int) -> pl.Series:
    """Give the first `n` names of a long enough list that differ from each other."""
    distinct = names.unique(maintain_order=True)
    if len(distinct) < n:
        raise ValueError("too few names for a burst of this size")
    return distinct[:n]
