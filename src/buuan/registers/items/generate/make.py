"""Putting one manifest together, column by column."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from buuan.kit.workdays import VIETNAM
from buuan.registers.items.generate.burst import INSIDE, put_burst
from buuan.registers.items.generate.codes import item_codes
from buuan.registers.items.generate.faults import spoil
from buuan.registers.items.generate.goods import category_of, declare, sizes_mm, values_vnd, weights_g
from buuan.registers.items.generate.people import ABROAD, ELSEWHERE, LOCAL, pool
from buuan.registers.items.generate.plan import Plan
from buuan.registers.items.generate.spelling import spell_addresses, spell_names, spell_phones
from buuan.registers.items.generate.streams import Stream, falling, placed
from buuan.registers.items.generate.words import texts
from buuan.registers.items.reading.columns import ITEMS, MOMENT

_FLOWS = ("domestic", "domestic", "domestic", "inbound_intl", "outbound_intl")
_FROM = (LOCAL, LOCAL, ELSEWHERE, ABROAD, LOCAL)
_TO = (ELSEWHERE, LOCAL, LOCAL, LOCAL, ABROAD)
# Shares of the day's hours of acceptance (the manifest notes, section 1); Sundays count half.
_HOURS = (*[0.2] * 7, 1.5, *[10] * 3, 1.5, 1, 1, *[11.25] * 4, *[6] * 3, 1, 0.5, 0.2)
_NATURES = {"sale": 0.75, "documents": 0.12, "personal": 0.06, "gift": 0.03, "return": 0.04}

_STATUS = {"accepted": 15, "in_transit": 25, "out_for_delivery": 10, "delivered": 46, "returning": 4}


@dataclass(frozen=True, slots=True)
class Made:
    """A manifest and what no manifest says: `truth` has, row by row, the code of regulated goods, whether they are hidden, the
    reader's code that a faulty row provokes, and whether the row belongs to a burst."""

    plan: Plan
    items: pl.DataFrame
    truth: pl.DataFrame


def generate(plan: Plan) -> Made:
    """Make one manifest; the same plan gives the same rows."""
    stream = Stream(plan.seed, plan.operator_code, plan.manifest_id)
    n = plan.n
    direction = stream.at("direction", n, tuple(getattr(plan.mix, one.name) for one in fields(plan.mix)))
    flow = pl.Series(_FLOWS).gather(direction)
    columns: dict[str, pl.Series] = {"flow": flow}
    columns["item_id"], columns["id_scheme"] = item_codes(plan, flow)
    columns["accepted_at"] = _accepted(stream, plan)
    columns["accept_point"] = pl.Series(plan.points).gather(stream.at("point", n, falling(len(plan.points), 0.8)))
    columns |= _parties(stream, plan, direction)
    declared = declare(stream.below("goods"), plan, flow.is_in(["inbound_intl", "outbound_intl"]).to_numpy())
    columns["declared_content"], columns["content_category"] = declared.content, category_of(declared.group)
    columns |= _service(stream, plan, declared.group)
    columns |= _handling(stream, n)
    items = pl.DataFrame(columns)
    items = items.select(one.name for one in ITEMS if one.name in columns)
    items = _without_content(items)
    burst = np.zeros(n, bool)
    if plan.burst is not None:
        items, burst = put_burst(stream.below("burst"), plan, plan.burst, items)
    items, fault = spoil(stream.below("faults"), plan, items)
    goods = ~items["service_class"].is_in(["letter", "document"]) & ~pl.Series(burst)
    truth = pl.DataFrame(
        {
            "item_id": items["item_id"],
            "category": declared.category.set(~goods, None).set(pl.Series(burst), INSIDE),
            "hidden": (declared.hidden & goods) | pl.Series(burst),
            "fault": fault,
            "burst": burst,
        }
    )
    return Made(plan, items, truth)


def _accepted(stream: Stream, plan: Plan) -> pl.Series:
    """Give moments of acceptance on the days before the manifest's end, in the hours in which counters are open."""
    last = plan.until.astimezone(VIETNAM)
    midnight = datetime(last.year, last.month, last.day, tzinfo=VIETNAM)
    days = [midnight - timedelta(days=back) for back in range(plan.days, 0, -1)]
    day = stream.at("day", plan.n, tuple(0.5 if one.weekday() == 6 else 1.0 for one in days))
    second = stream.at("hour", plan.n, _HOURS) * 3600 + stream.whole("second", plan.n, 0, 3600)
    starts = np.array([int(one.astimezone(UTC).timestamp()) for one in days], np.int64)
    return pl.Series((starts[day] + second) * 1_000_000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC").cast(MOMENT)


def _parties(stream: Stream, plan: Plan, direction: np.ndarray) -> dict[str, pl.Series]:
    """Give both parties: three in a hundred senders make most of the items, some receivers come again and again."""
    found: dict[str, pl.Series] = {}
    for side, places in (("sender", _FROM), ("receiver", _TO)):
        own = stream.below(side)
        parts, at = [], []
        for where in dict.fromkeys(places):
            rows = np.flatnonzero(np.isin(direction, [k for k, one in enumerate(places) if one == where]))
            people_there = pool(plan, side, where)
            share = own.shares(f"who_{where}", len(rows))
            parts.append(people_there[_ranks(share, people_there.height, side)])
            at.append(rows)
        order = np.argsort(np.concatenate(at), kind="stable")
        table = pl.concat(parts)[order]
        found |= {
            f"{side}_name": spell_names(own, table["name"]),
            f"{side}_phone": spell_phones(own, table["phone"]),
            f"{side}_address": spell_addresses(own, table["address"]),
            f"{side}_area": table["area"],
            f"{side}_country": table["country"],
        }
        if side == "sender":
            found |= {"sender_type": table["type"], "sender_id_verified": table["verified"]}
    return found


def _ranks(share: np.ndarray, size: int, side: str) -> np.ndarray:
    """Give which of `size` parties each row has: of senders the first 3 % have 70 % of the rows, receivers fall with their rank."""
    if side == "receiver":
        return placed(share, falling(size, 1.05))
    shops = max(1, size * 3 // 100)
    big = share < 0.7
    few = (share / 0.7 * shops).astype(np.int64)
    many = shops + ((share - 0.7) / 0.3 * (size - shops)).astype(np.int64)
    return np.where(big, few, many).clip(0, size - 1)


def _service(stream: Stream, plan: Plan, group: np.ndarray) -> dict[str, pl.Series]:
    """Give why and how each item travels, what it weighs and is worth, and what is collected on delivery."""
    n = plan.n
    nature = stream.pick("nature", n, _NATURES)
    sale = (nature == "sale").to_numpy()
    papers = (nature == "documents").to_numpy()
    letter = stream.chance("letter", n, plan.letter_share)
    value = values_vnd(stream, n)
    stated = stream.shares("stated", n) < np.where(sale, 0.97, np.where(papers, 0.10, 0.45))
    placeholder = stream.chance("placeholder", n, 0.04)
    collected = sale & stream.chance("cod", n, 0.75)
    kind = stream.shares("cod_kind", n)
    postage = stream.whole("postage", n, 15, 36) * 1000
    cod = np.where(kind < 0.80, value, np.where(kind < 0.95, value + postage, value // 10_000 * 10_000)).clip(0, 20_000_000)
    other = stream.pick("class", n, {"parcel": 6, "express": 3, "small_packet": 1})
    service = other.set(pl.Series(collected), "cod_parcel").set(pl.Series(papers), "document").set(pl.Series(letter), "letter")
    paper_g = stream.whole("paper_g", n, 2, 26) * 10
    pieces = np.where(stream.chance("pieces", n, 0.04), stream.whole("how_many", n, 2, 6), 1)
    return {
        "service_class": service,
        "nature": nature,
        "gross_weight_g": pl.Series(np.where(papers | letter, paper_g, weights_g(stream, group))),
        **sizes_mm(stream, group),
        "pieces": pl.Series(pieces),
        "declared_value": pl.Series(np.where(placeholder, 0, value)).set(pl.Series(~stated), None),
        "currency": pl.Series(["VND"]).new_from_index(0, n),
        "cod_amount": pl.Series(np.where(collected, cod, 0)),
    }


def _handling(stream: Stream, n: int) -> dict[str, pl.Series]:
    """Give what the operator did with the item so far."""
    screened = stream.pick("screened", n, {"none": 78, "xray": 21, "opened_with_consent": 1})
    result = pl.Series(["clear"]).new_from_index(0, n).set(pl.Series(stream.chance("suspect", n, 0.01)), "suspect")
    order = pl.Series(stream.whole("order", n, 100_000, 10_000_000)).cast(pl.String)
    return {
        "joint_check": stream.pick("joint_check", n, {"done": 62, "not_done": 24, "unknown": 12, "refused": 2}),
        "screened": screened,
        "screened_result": result.set(screened == "none", "n_a"),
        "sender_ref": ("DH" + order).set(pl.Series(stream.chance("no_order", n, 0.5)), None),
        "status": stream.pick("status", n, _STATUS),
    }


def _without_content(items: pl.DataFrame) -> pl.DataFrame:
    """Letters go in as nothing but a number; of documents nobody says more than that they are papers."""
    letter, papers = pl.col("service_class") == "letter", pl.col("service_class") == "document"
    empty = [name for name in items.columns if name.startswith(("sender_", "receiver_")) and not name.endswith("_country")]
    said = pl.lit(pl.Series(texts()["documents"])).gather(pl.int_range(pl.len()) % len(texts()["documents"]))
    return items.with_columns(
        *(pl.when(letter).then(None).otherwise(name).alias(name) for name in empty),
        pl.when(letter).then(None).when(papers).then(pl.lit("documents")).otherwise("content_category").alias("content_category"),
        pl.when(letter).then(None).when(papers).then(said).otherwise("declared_content").alias("declared_content"),
    )
