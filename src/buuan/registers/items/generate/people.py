"""Invented senders and receivers: names that say so, telephone numbers that ring nowhere, addresses put together by lot."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import polars as pl

from buuan.registers.items.generate.plan import Commune, Plan
from buuan.registers.items.generate.streams import Stream
from buuan.registers.items.generate.words import words

LOCAL, ELSEWHERE, ABROAD = "local", "elsewhere", "abroad"
PERSON, SHOP, COMPANY = "person", "household_business", "company"


def pool(plan: Plan, side: str, where: str) -> pl.DataFrame:
    """Give the parties of one side and place, the same in all manifests of a seed; columns: type, name, phone, verified, address,
    area, country.

    An operator has its own senders in the province; receivers, and people elsewhere, deal with all operators.
    """
    size = plan.senders if side == "sender" else plan.receivers
    operator = plan.operator_code if (side, where) == ("sender", LOCAL) else ""
    return _pool(plan.seed, operator, plan.communes, plan.province, side, where, size)


@lru_cache(maxsize=256)
def _pool(seed: int, operator: str, communes: tuple[Commune, ...], province: str, side: str, where: str, size: int) -> pl.DataFrame:
    stream = Stream(seed, operator, "people", side, where)
    shares = {PERSON: 0.58, SHOP: 0.30, COMPANY: 0.12} if side == "sender" else {PERSON: 0.97, SHOP: 0.02, COMPANY: 0.01}
    kind = stream.pick("type", size, shares)
    if where == LOCAL:
        address, area = _local(stream, communes, province, size)
    elif where == ELSEWHERE:
        address, area = _elsewhere(stream, size), pl.Series([None], dtype=pl.String).new_from_index(0, size)
    else:
        address, area = _abroad(stream, size), pl.Series([None], dtype=pl.String).new_from_index(0, size)
    country = stream.pick("country", size, words()["countries"]) if where == ABROAD else pl.Series(["VN"]).new_from_index(0, size)
    return pl.DataFrame(
        {
            "type": kind,
            "name": _names(stream, kind, is_abroad=where == ABROAD),
            "phone": phones(stream, size),
            "verified": stream.pick(
                "verified", size, {"phone_otp": 45, "account": 30, "id_document": 12, "national_eid": 8, "none": 5}
            ),
            "address": address,
            "area": area,
            "country": country,
        }
    )


def people(stream: Stream, n: int) -> pl.Series:
    """Give names of people: surname, perhaps a middle word, the mark, given name; each part drawn by itself."""
    given, mark = words(), words()["mark"]
    woman = stream.chance("woman", n, 0.52)
    longer = stream.shares("longer", n) < np.where(woman, 0.64, 0.26)
    frame = pl.DataFrame(
        {
            "woman": woman,
            "longer": longer,
            "surname": stream.pick("surname", n, given["surnames"]),
            "middle_m": stream.pick("middle_m", n, given["middles_m"]),
            "middle_f": stream.pick("middle_f", n, given["middles_f"]),
            "given_m": stream.pick("given_m", n, given["given_m"]),
            "given_f": stream.pick("given_f", n, given["given_f"]),
        }
    )
    middle = pl.when("woman").then(pl.col("middle_f")).otherwise("middle_m") + " "
    return frame.select(
        pl.concat_str(
            pl.col("surname"),
            pl.lit(" "),
            pl.when("longer").then(middle).otherwise(pl.lit("")),
            pl.lit(f"{mark} "),
            pl.when("woman").then(pl.col("given_f")).otherwise("given_m"),
        ).alias("name")
    ).to_series()


def phones(stream: Stream, n: int) -> pl.Series:
    """Give mobile numbers in the national form whose last seven digits are `000` and four drawn ones."""
    last = pl.Series(stream.whole("phone", n, 0, 10_000)).cast(pl.String).str.zfill(4)
    return stream.pick("prefix", n, words()["phones"]) + "000" + last


def _names(stream: Stream, kind: pl.Series, *, is_abroad: bool) -> pl.Series:
    n, given = len(kind), words()
    mark = given["mark"]
    number = pl.Series(stream.whole("number", n, 1, 200)).cast(pl.String)
    frame = pl.DataFrame(
        {
            "kind": kind,
            "person": "SAMPLE PERSON " + number if is_abroad else people(stream, n),
            "shop": f"Shop {mark} " + stream.pick("shop", n, given["shops"]) + " " + number,
            "company": f"Công ty TNHH {mark} " + stream.pick("company", n, given["companies"]) + " " + number,
        }
    )
    made = pl.when(pl.col("kind") == SHOP).then("shop").when(pl.col("kind") == COMPANY).then("company").otherwise("person")
    return frame.select(made.alias("name")).to_series()


def _local(stream: Stream, communes: tuple[Commune, ...], province: str, n: int) -> tuple[pl.Series, pl.Series]:
    """Give addresses in the province and what stands in the column of areas: mostly the code, sometimes words or nothing."""
    given = words()
    at = stream.at("commune", n, tuple(one.weight for one in communes))
    named = pl.DataFrame(
        {"code": [one.code for one in communes], "kind": [one.kind for one in communes], "name": [one.name for one in communes]}
    )[at]
    frame = named.with_columns(
        house=pl.Series(stream.whole("house", n, 1, 400)).cast(pl.String),
        street=pl.Series(stream.whole("street", n, 1, 40)).cast(pl.String),
        road=stream.pick("road", n, given["roads"]),
        on_road=pl.Series(stream.chance("on_road", n, 0.06)),
        hamlet=stream.pick("hamlet", n, given["hamlets"]) + " " + stream.pick("hamlet_name", n, given["hamlet_names"]),
        quarter=stream.pick("quarter", n, given["quarters"]) + " " + stream.pick("quarter_name", n, given["hamlet_names"]),
        only_hamlet=pl.Series(stream.chance("only_hamlet", n, 0.7)),
        landmark=stream.pick("landmark", n, given["landmarks"]),
        has_landmark=pl.Series(stream.chance("has_landmark", n, 0.18)),
        no_commune=pl.Series(stream.chance("no_commune", n, 0.08)),
        area_form=pl.Series(stream.shares("area_form", n)),
    )
    town = pl.col("kind") == "phường"
    door = (
        pl.when("on_road")
        .then(pl.format("số {} {}", "house", "road"))
        .when(town)
        .then(pl.format("số {} đường số {}, {}", "house", "street", "quarter"))
        .when("only_hamlet")
        .then(pl.col("hamlet"))
        .otherwise(pl.format("số {}, {}", "house", "hamlet"))
    )
    place = pl.format("{} {}", "kind", "name")
    made = frame.select(
        pl.concat_str(
            door,
            pl.when("has_landmark").then(", " + pl.col("landmark")).otherwise(pl.lit("")),
            pl.when("no_commune").then(pl.lit("")).otherwise(", " + place),
            pl.lit(f", {province}"),
        ).alias("address"),
        pl.when(pl.col("area_form") < 0.72)
        .then("code")
        .when(pl.col("area_form") < 0.92)
        .then(pl.concat_str(place, pl.lit(f", {province}")))
        .otherwise(None)
        .alias("area"),
    )
    return made["address"], made["area"]


def _elsewhere(stream: Stream, n: int) -> pl.Series:
    """Give addresses in other provinces; ward and street are numbers, so that no house of anybody is named."""
    house = pl.Series(stream.whole("house", n, 1, 400)).cast(pl.String)
    street = pl.Series(stream.whole("street", n, 1, 60)).cast(pl.String)
    ward = pl.Series(stream.whole("ward", n, 1, 30)).cast(pl.String)
    door = "số " + house + " đường số " + street
    return door + f", phường {words()['mark']} " + ward + ", " + stream.pick("province", n, words()["provinces"])


def _abroad(stream: Stream, n: int) -> pl.Series:
    house = pl.Series(stream.whole("house", n, 1, 400)).cast(pl.String)
    return house + " Sample Street " + pl.Series(stream.whole("street", n, 1, 60)).cast(pl.String)
