"""Codes of items: the operator's own, or identifiers of UPU S10 with their check digit."""

from __future__ import annotations

import numpy as np
import polars as pl

from buuan.kit.s10 import WEIGHTS
from buuan.registers.items.generate.plan import S10, Plan

_ABROAD = {"inbound_intl": ("LX", "CN"), "outbound_intl": ("CP", "VN")}


def item_codes(plan: Plan, flow: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Give the codes and their scheme; items that cross the border bear an S10 identifier whatever the operator uses."""
    serial = plan.serial + np.arange(plan.n)
    if plan.serial < 0 or int(serial[-1]) > 99_999_999:
        raise ValueError("a serial has at most eight digits")
    own = plan.operator_code + pl.Series(serial).cast(pl.String).str.zfill(10)
    domestic = _s10(serial, "BK", "VN") if plan.codes == S10 else own
    chosen = pl.DataFrame({"flow": flow, "domestic": domestic}).with_columns(
        pl.Series(name, _s10(serial, *letters)) for name, letters in _ABROAD.items()
    )
    is_s10 = pl.lit(True) if plan.codes == S10 else pl.col("flow").is_in(list(_ABROAD))
    codes = chosen.select(
        pl.when(pl.col("flow") == "inbound_intl")
        .then("inbound_intl")
        .when(pl.col("flow") == "outbound_intl")
        .then("outbound_intl")
        .otherwise("domestic")
        .alias("item_id"),
        pl.when(is_s10).then(pl.lit("s10")).otherwise(pl.lit("operator")).alias("id_scheme"),
    )
    return codes["item_id"], codes["id_scheme"]


def _s10(serial: np.ndarray, indicator: str, country: str) -> pl.Series:
    """Give identifiers for whole columns of serials; the rule is `kit.s10.check_digit`."""
    total = sum(serial // 10 ** (7 - place) % 10 * weight for place, weight in enumerate(WEIGHTS))
    rest = 11 - total % 11
    check = np.where(rest == 10, 0, np.where(rest == 11, 5, rest))
    digits = pl.Series(serial).cast(pl.String).str.zfill(8)
    return indicator + digits + pl.Series(check).cast(pl.String) + country
