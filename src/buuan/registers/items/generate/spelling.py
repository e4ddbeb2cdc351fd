"""How the same name, number and address look when different people type them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from buuan.registers.items.generate.streams import Stream
from buuan.registers.items.generate.words import bare, words

_SHORT = (("phường ", "P."), ("xã ", "X."), ("đường ", "đ."), ("thôn ", "th."))


def spell_names(stream: Stream, names: pl.Series) -> pl.Series:
    """Write names as counters do: without diacritics, in capitals, with a note for who delivers."""
    n = len(names)
    names = _where(stream.chance("bare", n, 0.28), bare, names)
    names = _where(stream.chance("capitals", n, 0.12), lambda some: some.str.to_uppercase(), names)
    note = " (" + stream.pick("note", n, words()["notes"]) + ")"
    return names.zip_with(pl.Series(~stream.chance("noted", n, 0.04)), names + note)


def spell_phones(stream: Stream, phones: pl.Series) -> pl.Series:
    """Write numbers in their usual forms, and a few as they arrive broken: masked, too short, two at once, of before 2018."""
    form = pl.Series(stream.shares("form", len(phones)))
    tail, head = pl.col("phone").str.slice(1), pl.col("phone").str.head(4)
    middle, end = pl.col("phone").str.slice(4, 3), pl.col("phone").str.slice(7)
    frame = pl.DataFrame({"phone": phones, "form": form})
    forms = (
        (0.70, pl.col("phone")),
        (0.76, "+84" + tail),
        (0.79, "84" + tail),
        (0.86, pl.concat_str(head, pl.lit(" "), middle, pl.lit(" "), end)),
        (0.92, pl.concat_str(head, pl.lit("."), middle, pl.lit("."), end)),
        (0.965, pl.concat_str(head, pl.lit("***"), end)),
        (0.985, pl.concat_str(pl.col("phone"), pl.lit(" / "), pl.col("phone").str.head(9), pl.lit("1"))),
        (0.990, "0168000" + end.str.zfill(4)),
        (0.998, pl.col("phone").str.head(9)),
    )
    chosen = pl.when(pl.col("form") < forms[0][0]).then(forms[0][1])
    for limit, written in forms[1:]:
        chosen = chosen.when(pl.col("form") < limit).then(written)
    return frame.select(chosen.otherwise(pl.col("phone")).alias("phone")).to_series()


def spell_addresses(stream: Stream, addresses: pl.Series) -> pl.Series:
    """Write addresses as people type them: abbreviated, without diacritics, in capitals, with stray signs, a few decomposed."""
    n = len(addresses)
    addresses = _where(stream.chance("short", n, 0.4), _shortened, addresses)
    addresses = _where(stream.chance("tone", n, 0.35), lambda some: some.str.replace("Hóa", "Hoá", literal=True), addresses)
    addresses = _where(stream.chance("bare", n, 0.30), bare, addresses)
    addresses = _where(stream.chance("capitals", n, 0.07), lambda some: some.str.to_uppercase(), addresses)
    addresses = _where(stream.chance("stray", n, 0.10), lambda some: some.str.replace(", ", " ,  ", literal=True), addresses)
    return _where(stream.chance("decomposed", n, 0.01), lambda some: some.str.normalize("NFD"), addresses)


def _shortened(some: pl.Series) -> pl.Series:
    for long, short in _SHORT:
        some = some.str.replace(long, short, literal=True)
    return some


def _where(mask: np.ndarray, change: Callable[[pl.Series], pl.Series], column: pl.Series) -> pl.Series:
    """Change the rows of a mask only."""
    at = pl.Series(np.flatnonzero(mask))
    return column.clone().scatter(at, change(column.gather(at))) if len(at) else column
