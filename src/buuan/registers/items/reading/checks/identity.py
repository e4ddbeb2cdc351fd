"""The item's identifier: its form, the rules of UPU S10, and whether it looks like another operator's.

No operator publishes a grammar of its codes; only two shapes are specific enough to contradict the declared operator,
and even they only warn. The vector form of the S10 rules uses the tables of `kit.s10`; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from buuan.kit import s10
from buuan.registers.items.reading.checks.chunk import Chunk, subset
from buuan.registers.items.reading.columns import DOMESTIC_FLOW, ITEM, S10_SCHEME

_FORM = r"^[A-Z0-9.\-/]+$"
_SCIENTIFIC = r"^[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}$"
_S10_SHAPE = r"^[A-Z]{2}[0-9]{9}[A-Z]{2}$"
# What was surely meant to be S10: two letters, about nine digits, two letters.
_S10_MEANT = r"^[A-Z]{2}[0-9]{7,11}[A-Z]{2}$"
_OTHERS = (
    ("SPX", "SPXVN", r"^SPXVN[A-Z0-9]?[0-9]{10,12}[A-Z0-9]?$", "SPX Express"),
    ("GHTK", "S", r"^S[0-9]+\.[A-Z0-9.\-]+\.[0-9]{6,12}$", "Giao Hàng Tiết Kiệm"),
)
_INDICATORS = pl.Series(sorted(s10.INDICATORS)).implode()
_COUNTRIES = pl.Series(sorted(s10.COUNTRIES)).implode()


def check_identity(chunk: Chunk) -> None:
    """Bring identifiers to their stored form and report M202, M203, M204, M208, M304, M305, M310."""
    ids = chunk.get("item_id")
    if ids is None:
        return
    ids, wrong = _in_form(ids)
    chunk.columns["item_id"] = ids
    _check_form(chunk, ids, wrong)
    if not chunk.is_lines:
        _check_s10(chunk, ids)
        _check_others(chunk, ids)


def stored_form(ids: pl.Series) -> pl.Series:
    """Give identifiers in upper case without inner spaces."""
    return _in_form(ids)[0]


def _in_form(ids: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Give identifiers in their stored form, and which have another form even then."""
    wrong = ~ids.str.contains(_FORM)
    if not wrong.any():
        return ids, wrong
    ids = subset(ids, wrong, lambda texts: texts.str.replace_all(r"\s+", "").str.to_uppercase())
    return ids, ~ids.str.contains(_FORM)


def _check_form(chunk: Chunk, ids: pl.Series, wrong: pl.Series) -> None:
    label = ITEM["item_id"].label
    if wrong.any():
        damaged = ids.str.contains(_SCIENTIFIC)
        chunk.flag(
            "M310", "item_id", damaged,
            "Bảng tính đã đổi mã sang dạng số mũ, các chữ số cuối đã mất; mã được giữ như trong tệp.",
        )  # fmt: skip
        chunk.flag("M202", "item_id", wrong & ~damaged, f"{label} chỉ gồm chữ cái A-Z, chữ số và các dấu . - /.")
    length = ids.str.len_bytes()
    low, high = ITEM["item_id"].low or 0, ITEM["item_id"].max_chars or 0
    chunk.flag("M203", "item_id", length < low, f"{label} phải có ít nhất {low} ký tự.")
    chunk.flag("M208", "item_id", length > high, f"{label} dài quá {high} ký tự.")


def flaws(ids: pl.Series) -> pl.Series:
    """Give the kind of flaw (`kit.s10`) of each identifier in its stored form, null where it is valid."""
    kinds = pl.Series("flaw", [None], dtype=pl.String).new_from_index(0, len(ids))
    shaped = ids.str.contains(_S10_SHAPE)
    at = shaped.fill_null(value=False).arg_true()
    if len(at):
        kinds = kinds.scatter(at, _shaped_flaws(ids.gather(at)))
    long = ids.str.len_chars() == s10.LENGTH
    kinds = kinds.set(~shaped & ~long, s10.LENGTH_FLAW)
    return kinds.set(~shaped & long, s10.SHAPE_FLAW)


def _shaped_flaws(ids: pl.Series) -> pl.Series:
    numbers = ids.str.slice(2, 9).cast(pl.Int64).to_numpy()
    total = sum(numbers // 10 ** (8 - at) % 10 * weight for at, weight in enumerate(s10.WEIGHTS))
    rest = 11 - total % 11
    expected = np.where(rest == 10, 0, np.where(rest == 11, 5, rest))
    frame = pl.DataFrame({"id": ids, "fits": expected == numbers % 10})
    return frame.select(
        pl.when(~pl.col("id").str.head(2).is_in(_INDICATORS))
        .then(pl.lit(s10.INDICATOR_FLAW))
        .when(~pl.col("fits"))
        .then(pl.lit(s10.CHECK_FLAW))
        .when(~pl.col("id").str.tail(2).is_in(_COUNTRIES))
        .then(pl.lit(s10.COUNTRY_FLAW))
        .otherwise(None)
        .alias("flaw")
    )["flaw"]


def _check_s10(chunk: Chunk, ids: pl.Series) -> None:
    scheme = chunk.get("id_scheme")
    declared = scheme == S10_SCHEME if scheme is not None else pl.Series([False]).new_from_index(0, len(ids))
    flow = chunk.get("flow")
    abroad = flow != DOMESTIC_FLOW if flow is not None else pl.Series([False]).new_from_index(0, len(ids))
    at = (declared | ids.str.contains(_S10_MEANT)).fill_null(value=False).arg_true()
    if not len(at):
        return
    found = flaws(ids.gather(at))
    if found.null_count() == len(found):
        return
    kinds = pl.Series([None], dtype=pl.String).new_from_index(0, len(ids)).scatter(at, found)
    wrong = kinds.is_not_null()
    meant = declared | ids.str.contains(_S10_SHAPE)
    chunk.flag("M204", "item_id", wrong & abroad, _says(kinds, wrong & abroad))
    shapeless = kinds.is_in([s10.LENGTH_FLAW, s10.SHAPE_FLAW])
    unshaped = wrong & ~abroad & declared & shapeless
    chunk.flag("M202", "item_id", unshaped, _says(kinds, unshaped))
    odd = wrong & ~abroad & meant & ~shapeless
    chunk.flag("M304", "item_id", odd, _says(kinds, odd))


def _says(kinds: pl.Series, mask: pl.Series) -> Callable[[pl.Series], pl.Series]:
    """Word each flaw; only reported rows are worded, one by one."""
    chosen = kinds.filter(mask.fill_null(value=False))
    return lambda ids: pl.Series(
        [f"Mã S10 sai: {s10.sentence_of(kind, text)}." for kind, text in zip(chosen, ids, strict=True)], dtype=pl.String
    )


def _check_others(chunk: Chunk, ids: pl.Series) -> None:
    mine = chunk.context.header.operator_code.upper()
    for code, begin, shape, name in _OTHERS:
        if not mine.startswith(code):
            near = ids.str.starts_with(begin)
            if near.any():
                chunk.flag("M305", "item_id", near & ids.str.contains(shape), f"Mã có dạng mã vận đơn của {name}.")


def check_references(chunk: Chunk) -> None:
    """Report identifiers of other things that a spreadsheet has damaged (M310), and bring HS codes to digits (M202)."""
    for name in ("sender_ref", "receptacle_id"):
        values = chunk.get(name)
        if values is not None and values.dtype == pl.String:
            chunk.flag("M310", name, values.str.contains(_SCIENTIFIC), "Bảng tính đã đổi mã sang dạng số mũ.")
    codes = chunk.get("hs_code") if chunk.is_lines else None
    if codes is None:
        return
    digits = codes.cast(pl.String).str.replace_all(r"[.\s]+", "")
    chunk.flag("M202", "hs_code", ~digits.str.contains(r"^(?:[0-9]{2}){2,5}$"), "Mã HS phải có 4, 6, 8 hoặc 10 chữ số.")
    chunk.columns["hs_code"] = digits
    chunk.flag("M308", "hs_code", digits.str.len_bytes() == 4, "Mã HS chỉ đến nhóm (4 chữ số), nên ghi đủ 6 hoặc 8.")
