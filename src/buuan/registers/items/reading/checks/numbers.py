"""Numbers: whole grams, millimetres and pieces; money with two decimals; quantities. Units come from the profile."""

from __future__ import annotations

import polars as pl

from buuan.registers.items.reading.checks.chunk import Chunk, subset
from buuan.registers.items.reading.columns import ITEMS, LINES, MONEY, QUANTITY, Column

_WHOLE = r"^[+-]?[0-9]{1,18}$"
_DECIMAL = {MONEY: r"^[+-]?[0-9]{1,16}(?:\.[0-9]{1,2}0*)?$", QUANTITY: r"^[+-]?[0-9]{1,12}(?:\.[0-9]{1,3}0*)?$"}
_FLOAT = r"^[+-]?[0-9]{1,12}(?:\.[0-9]{1,9})?$"
_SHORT_DIGITS = 12
_LIKELY_KILOGRAMS = "nghi nhập bằng ki-lô-gam"

# Parcels outside these grams are possible, but a wrong unit is likelier (M306).
_LIGHT_G, _HEAVY_G = 5, 70_000
_PARCELS = ("parcel", "cod_parcel", "small_packet", "express")


def check_numbers(chunk: Chunk) -> None:
    """Type the number columns; M202 for what is no number, M203 for what is out of range, M306 for odd weights."""
    for column in LINES if chunk.is_lines else ITEMS:
        values = chunk.get(column.name)
        if values is None:
            continue
        if column.kind == "int":
            chunk.columns[column.name] = _whole(chunk, column, values)
        elif column.kind == "money":
            chunk.columns[column.name] = _decimal(chunk, column, values, MONEY, at_least_zero=True)
        elif column.kind == "quantity":
            chunk.columns[column.name] = _decimal(chunk, column, values, QUANTITY, at_least_zero=False)
    if not chunk.is_lines:
        _check_weight(chunk)


def _pointed(chunk: Chunk, values: pl.Series) -> pl.Series:
    """Bring numbers of a file with a declared decimal comma to the decimal point; there a point is no decimal mark."""
    if not chunk.context.header.decimal_comma or values.dtype != pl.String:
        return values
    pointed = values.str.replace_all(".", "?", literal=True)
    return pointed.str.replace_all(",", ".", literal=True)


def _whole(chunk: Chunk, column: Column, values: pl.Series) -> pl.Series:
    factor = chunk.context.profile.factor(chunk.prefix + column.name)
    written = values
    values = _pointed(chunk, values)
    if values.dtype.is_integer():
        numbers = values.cast(pl.Int64, strict=False) * factor
    elif factor != 1 or not isinstance(values.dtype, pl.String):
        numbers = _scaled(values, factor)
    else:
        numbers = values.cast(pl.Int64, strict=False)
        if numbers.null_count() > values.null_count():
            # "500.0" is a whole number that some program wrote as a float; "0.5" and "1.85" are not.
            rest = numbers.is_null() & values.is_not_null()
            whole = subset(values, rest, lambda texts: texts.str.replace(r"\.0+$", ""))
            numbers = whole.set(~whole.str.contains(_WHOLE), None).cast(pl.Int64, strict=False)
    if numbers.null_count() > values.null_count():
        wrong = numbers.is_null() & values.is_not_null()
        unit = _LIKELY_KILOGRAMS if column.name.endswith("_g") else "không nhận số thập phân"
        chunk.flag("M202", column.name, wrong, f"{column.label} phải là số nguyên ({unit}).", value=written)
    low, high = column.low or 0, column.high or 0
    least, most = numbers.min(), numbers.max()
    if least is not None and most is not None and (least < low or most > high):
        outside = (numbers < low) | (numbers > high)
        chunk.flag("M203", column.name, outside, f"{column.label} phải từ {low} đến {high}.", value=written)
        numbers = numbers.set(outside.fill_null(value=False), None)
    numbers = numbers.cast(pl.Int32)
    return numbers.fill_null(column.default) if isinstance(column.default, int) and numbers.null_count() else numbers


def _scaled(values: pl.Series, factor: int) -> pl.Series:
    """Give whole numbers of our unit from decimals of theirs; a rest below half of our unit is rounded."""
    if isinstance(values.dtype, pl.String):
        values = values.set(~values.str.contains(_FLOAT), None)
    numbers = values.cast(pl.Float64, strict=False)
    numbers = numbers.set(~numbers.is_finite(), None)
    if factor == 1:
        numbers = numbers.set(numbers != numbers.round(0), None)
    scaled = (numbers * factor).round(0)
    return scaled.set(scaled.abs() > 9e15, None).cast(pl.Int64, strict=False)


def _decimal(chunk: Chunk, column: Column, values: pl.Series, dtype: pl.Decimal, *, at_least_zero: bool) -> pl.Series:
    written = values
    values = _pointed(chunk, values)
    if isinstance(values.dtype, pl.String):
        if (whole := _short_and_whole(values)) is not None:
            return _at_least(chunk, column, whole.cast(dtype), written, at_least_zero=at_least_zero)
        wrong = ~values.str.contains(_DECIMAL[dtype])
        if wrong.fill_null(value=False).any():
            chunk.flag(
                "M202", column.name, wrong, f"{column.label} phải là số, nhiều nhất {dtype.scale} chữ số thập phân.",
                value=written,
            )  # fmt: skip
            values = values.set(wrong, None)
        numbers = values.cast(dtype, strict=False)
    else:
        if values.dtype.is_float():
            values = values.set(~values.is_finite(), None)
        numbers = values.cast(dtype, strict=False)
        wrong = numbers.is_null() & written.is_not_null()
        chunk.flag("M202", column.name, wrong, f"{column.label} không phải số dùng được.", value=written)
    return _at_least(chunk, column, numbers, written, at_least_zero=at_least_zero)


def _short_and_whole(values: pl.Series) -> pl.Series | None:
    """Give numbers that are all whole and have few digits, as most amounts do; `None` when one is not."""
    if (values.str.len_bytes() > _SHORT_DIGITS).any():
        return None
    whole = values.cast(pl.Int64, strict=False)
    return whole if whole.null_count() == values.null_count() else None


def _at_least(chunk: Chunk, column: Column, numbers: pl.Series, written: pl.Series, *, at_least_zero: bool) -> pl.Series:
    outside = numbers < 0 if at_least_zero else numbers <= 0
    if outside.any():
        least = "không được âm" if at_least_zero else "phải lớn hơn 0"
        chunk.flag("M203", column.name, outside, f"{column.label} {least}.", value=written)
        numbers = numbers.set(outside.fill_null(value=False), None)
    return numbers


def _check_weight(chunk: Chunk) -> None:
    weight, service = chunk.get("gross_weight_g"), chunk.get("service_class")
    if weight is None or service is None:
        return
    odd = (weight < _LIGHT_G) | (weight > _HEAVY_G)
    if odd.any():
        odd = odd & service.is_in(_PARCELS)
        chunk.flag("M306", "gross_weight_g", odd, "Khối lượng bất thường với bưu kiện, có thể sai đơn vị (gam).")
