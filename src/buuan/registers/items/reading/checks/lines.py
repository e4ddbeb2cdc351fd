"""Content lines: typed like items, numbered within their item, added up against it."""

from __future__ import annotations

import polars as pl

from buuan.registers.items.reading.checks.chunk import Chunk, Context
from buuan.registers.items.reading.checks.identity import check_identity, check_references
from buuan.registers.items.reading.checks.numbers import check_numbers
from buuan.registers.items.reading.checks.text import check_texts, tidy
from buuan.registers.items.reading.columns import DOMESTIC_FLOW, LINE, LINES, lines_schema
from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.profiles import LINE_PREFIX
from buuan.registers.items.reading.sources.base import Untidy

_WEIGHT_TOLERANCE, _VALUE_TOLERANCE = 1.05, 0.01


def type_lines(
    frame: pl.DataFrame, context: Context, findings: Findings, *, untidy: Untidy | None, apart: bool = False
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Check lines as read (our names, `row` and `item_id`) and give them typed, with the lines that have an error.

    `apart` says that `row` counts the rows of another sheet, so that an error does not refuse the item row of that
    number. The faulty lines come as a second frame with `row` and `item_id`: their items are not accepted either.
    """
    chunk = Chunk(frame, context, findings, prefix=LINE_PREFIX, untidy=untidy)
    chunk.refuses = not apart
    tidy(chunk)
    for column in LINES:
        if column.name not in chunk.columns and column.name in ("description", "quantity"):
            chunk.columns[column.name] = pl.Series([None], dtype=pl.String).new_from_index(0, chunk.height)
    check_texts(chunk)
    check_numbers(chunk)
    if apart:
        check_identity(chunk)
    check_references(chunk)
    schema = lines_schema()
    typed = pl.DataFrame({"row": chunk.rows} | chunk.columns)
    absent = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in typed.columns]
    typed = typed.with_columns(absent).select(schema.keys()).cast(schema)
    at = pl.concat(chunk.faulty).unique() if chunk.faulty else pl.Series(dtype=pl.UInt32)
    return typed, typed.select("row", "item_id")[at]


def number_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Number the lines of each item that come without a number, after the highest that is given."""
    if not lines.height or not lines["line_no"].null_count():
        return lines
    highest = pl.col("line_no").max().over("item_id").fill_null(0)
    nth = pl.col("line_no").is_null().cast(pl.Int32).cum_sum().over("item_id")
    return lines.with_columns(pl.col("line_no").fill_null(highest + nth).cast(pl.Int32))


def check_sums(items: pl.DataFrame, lines: pl.DataFrame, context: Context, findings: Findings) -> None:
    """Compare lines with their items: numbers unique (M205), not too many (M203), weights and values add up (M308)."""
    if not lines.height:
        return
    numbers = lines.select("item_id", "line_no", "row").filter(pl.struct("item_id", "line_no").is_duplicated())
    if numbers.height:
        later = numbers.filter(~pl.struct("item_id", "line_no").is_first_distinct())
        _report(findings, "M205", LINE_PREFIX + "line_no", later, items, "Số thứ tự dòng hàng bị trùng trong bưu gửi.")
    sums = lines.group_by("item_id").agg(
        pl.len().alias("lines"), pl.col("net_weight_g").sum().alias("net_g"), pl.col("value").sum().alias("worth"),
        pl.col("value").count().alias("valued"),
    )  # fmt: skip
    both = items.select("row", "item_id", "gross_weight_g", "declared_value").join(sums, on="item_id")
    many = both.filter(pl.col("lines") > context.limits.lines_per_item)
    findings.add("M203", "lines", many["row"], f"Bưu gửi có quá {context.limits.lines_per_item} dòng hàng.")
    heavy = both.filter(pl.col("net_g") > pl.col("gross_weight_g") * _WEIGHT_TOLERANCE)
    findings.add(
        "M308", "lines.net_weight_g", heavy["row"], "Tổng khối lượng tịnh của các dòng lớn hơn khối lượng bưu gửi.",
        heavy["net_g"],
    )  # fmt: skip
    declared = pl.col("declared_value").cast(pl.Float64)
    uneven = both.filter(
        (pl.col("valued") > 0) & ((pl.col("worth").cast(pl.Float64) - declared).abs() > declared * _VALUE_TOLERANCE)
    )
    findings.add(
        "M308",
        "lines.value",
        uneven["row"],
        "Tổng giá trị các dòng lệch quá 1 % so với giá trị khai báo.",
        uneven["worth"],
    )


def check_abroad(items: pl.DataFrame, lines: pl.DataFrame, findings: Findings) -> None:
    """Lines of international items need an origin (M201) and should have an HS code (M308)."""
    if not lines.height:
        return
    abroad = items.filter(pl.col("flow") != DOMESTIC_FLOW).select("item_id", pl.col("row").alias("item_row"))
    theirs = lines.join(abroad, on="item_id")
    for name, code in (("origin_country", "M201"), ("hs_code", "M308")):
        missing = theirs.filter(pl.col(name).is_null())
        said = f"{LINE[name].label} cần có với bưu gửi quốc tế."
        findings.add(code, LINE_PREFIX + name, missing["item_row"], said)


def _report(findings: Findings, code: str, field: str, lines: pl.DataFrame, items: pl.DataFrame, message: str) -> None:
    """Report faulty lines on the rows of their items."""
    rows = lines.join(items.select("item_id", pl.col("row").alias("item_row")), on="item_id", how="inner")["item_row"]
    findings.add(code, field, rows.unique(), message)
