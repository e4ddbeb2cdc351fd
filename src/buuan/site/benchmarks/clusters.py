"""How long it takes to look for clusters of false senders, and how many of what is found was planted."""

from __future__ import annotations

import secrets
import statistics
import time
from datetime import datetime

import polars as pl

from buuan.engine.bounds import MOST_DAYS
from buuan.engine.clusters import COLUMNS, find_clusters
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.generate import Burst, Commune, Plan, generate
from buuan.registers.items.reading.checks.parties import read_phones
from buuan.site.benchmarks.rows import Row

WHAT = (
    "One operator's invented parcels of seven days, among them one hand that sends 69 under 69 names within an hour, the case that"
    " the rule is made for. The others are shops, companies and persons that send again and again under their own name."
)
ITEMS, BURST, ROUNDS = 1_000_000, 69, 3


def bench_clusters() -> list[Row]:
    """Measure the search over a million parcels."""
    plan = Plan(
        operator_code="DOLUONG",
        manifest_id="do-luong",
        points=tuple(f"DOLUONG-{at}" for at in range(60)),
        communes=tuple(Commune(f"{at:05d}", "xã", f"Mẫu {at}") for at in range(160)),
        until=datetime(2026, 11, 27, tzinfo=VIETNAM),
        days=MOST_DAYS,
        n=ITEMS,
        seed=2026,
        senders=60_000,
        receivers=200_000,
        burst=Burst(n=BURST, point="DOLUONG-7", back_min=600),
    )
    made = generate(plan)
    items = made.items.with_columns(sender_phone=pl.coalesce(read_phones(made.items["sender_phone"])["number"], "sender_phone"))
    items = items.select(one for one in COLUMNS if one in items.columns)
    planted = set(made.truth.filter("burst")["item_id"].to_list())
    key, times, found = secrets.token_bytes(32), [], []
    for _ in range(ROUNDS):
        begin = time.process_time()
        found = find_clusters(items, operator=plan.operator_code, key=key)
        times.append(time.process_time() - begin)
    right = [one for one in found if planted & set(one.item_ids)]
    covered = {item for one in right for item in one.item_ids} & planted
    return [
        Row("1,000,000 parcels of seven days", statistics.median(times), "s CPU"),
        Row("items of the planted hand that are found", len(covered) / len(planted) * 100, "%"),
        Row("clusters that were not planted", len(found) - len(right), "clusters", note=f"of {len(found)} found"),
    ]
