"""What can be said only about the file as a whole: duplicates, rows of one item, median weight, earlier versions."""

from __future__ import annotations

import polars as pl

from buuan.registers.items.reading.checks.chunk import Context
from buuan.registers.items.reading.columns import ITEM, ITEMS
from buuan.registers.items.reading.findings import Findings

# A file of parcels whose median is a few "grams" was typed in kilograms.
_MEDIAN_G, _MEDIAN_ROWS = 30, 10
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


def merge_rows(items: pl.DataFrame, rows_with_lines: pl.Series | None, findings: Findings) -> pl.DataFrame:
    """Keep the first row of each item; later ones are its further lines, or are reported (M205, M214).

    `rows_with_lines` are the rows that carry a content line of their own, `None` when the file is not of that kind.
    """
    if items["item_id"].n_unique() == items.height:
        return items
    firsts = items.filter(items["item_id"].is_first_distinct())
    later = items.filter(~items["item_id"].is_first_distinct())
    names = [column.name for column in ITEMS if column.name != "item_id"]
    pairs = later.join(
        firsts.select("item_id", pl.col("row").alias("first"), *(pl.col(n).alias(f"{n}:1") for n in names)),
        on="item_id",
    )
    pairs = pairs.with_columns(pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"{n}:1")) for n in names).alias("same"))
    if rows_with_lines is None:
        repeated, apart = pairs, pairs.clear()
    else:
        lined = pl.col("row").is_in(rows_with_lines.implode())
        repeated, apart = pairs.filter(~lined), pairs.filter(lined & ~pl.col("same"))
    say = pl.format("Mã bưu gửi đã có ở dòng {}; dòng {} bị từ chối.", "first", "row")
    findings.add("M205", "item_id", repeated["row"], repeated.select(say.alias("m"))["m"], repeated["item_id"])
    say = pl.format("Dòng {} và dòng {} cùng một bưu gửi nhưng các cột chung khác nhau.", "row", "first")
    findings.add("M214", "item_id", apart["row"], apart.select(say.alias("m"))["m"], apart["item_id"])
    return firsts


def refuse_repeated(documents: pl.DataFrame, items: pl.DataFrame, findings: Findings) -> None:
    """Report identifiers that occur twice among documents, or both as a document and as goods (M205)."""
    ids = documents["item_id"]
    if ids.n_unique() == len(ids) and not items["item_id"].is_in(ids.implode()).any():
        return
    both = pl.concat([documents.select("row", "item_id"), items.select("row", "item_id")])
    both = (
        both.sort("row").with_columns(pl.col("row").first().over("item_id").alias("first")).filter(pl.col("row") != pl.col("first"))
    )
    say = pl.format("Mã bưu gửi đã có ở dòng {}; dòng {} bị từ chối.", "first", "row")
    findings.add("M205", "item_id", both["row"], both.select(say.alias("m"))["m"], both["item_id"])


def check_median(items: pl.DataFrame, findings: Findings) -> None:
    """Warn once when the whole file looks weighed in kilograms (M306)."""
    weights = items["gross_weight_g"].drop_nulls()
    if len(weights) >= _MEDIAN_ROWS and (median := weights.median()) is not None and median <= _MEDIAN_G:
        findings.file(
            "M306",
            f"Trung vị khối lượng của cả tệp là {median:g} gam: có thể đã nhập bằng ki-lô-gam.",
            "gross_weight_g",
            severity="W",
        )


def check_points(frames: list[pl.DataFrame], context: Context, findings: Findings) -> tuple[str, ...]:
    """Warn of points that the operator has not declared (M313); gives their codes, to be made provisionally."""
    if context.known.points is None:
        return ()
    points = pl.concat([frame.select("row", "accept_point") for frame in frames]).drop_nulls()
    known = pl.Series(sorted(context.known.points), dtype=pl.String)
    unknown = points.filter(~pl.col("accept_point").is_in(known.implode()))
    findings.add(
        "M313",
        "accept_point",
        unknown["row"],
        "Điểm chấp nhận chưa có trong danh mục, được tạo tạm.",
        unknown["accept_point"],
    )
    return tuple(sorted(unknown["accept_point"].unique()))


def compare_versions(items: pl.DataFrame, context: Context, findings: Findings) -> pl.DataFrame:
    """Fill `version` against what the operator had declared before; reports M209 and M210 for an amendment."""
    if context.known.declared is None or not items.height:
        return items.with_columns(pl.lit(NEW).alias("version"))
    before = context.known.declared(items["item_id"])
    if "under_order" not in before.columns:
        before = before.with_columns(pl.lit(value=False).alias("under_order"))
    names = [column.name for column in ITEMS if column.name != "item_id"]
    absent = [pl.lit(None, dtype=ITEM[name].dtype).alias(name) for name in names if name not in before.columns]
    old = before.with_columns(absent).unique("item_id", keep="first").select(
        "item_id", pl.lit(value=True).alias(":known"), pl.col("under_order").alias(":held"),
        *(pl.col(name).cast(ITEM[name].dtype).alias(f"{name}:1") for name in names),
    )  # fmt: skip
    both = items.join(old, on="item_id", how="left", maintain_order="left")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}:1")) for name in names)
    both = both.with_columns(
        pl.when(pl.col(":known").is_null()).then(pl.lit(NEW)).when(same).then(pl.lit(UNCHANGED)).otherwise(pl.lit(CHANGED))
        .alias("version")
    )  # fmt: skip
    if context.header.kind == "amend":
        never = both.filter(pl.col("version") == NEW)
        findings.add("M209", "item_id", never["row"], "Bưu gửi chưa từng được khai nên không thể sửa.", never["item_id"])
        for name in names:
            if ITEM[name].locked:
                held = both.filter(pl.col(":held").fill_null(value=False) & ~pl.col(name).eq_missing(pl.col(f"{name}:1")))
                said = f"{ITEM[name].label} đã khóa: bưu gửi đang bị ngăn chặn. Việc sửa đã được ghi lại."
                findings.add("M210", name, held["row"], said)
    return both.select(items.columns)


def known_identifiers(ids: pl.Series, context: Context) -> pl.Series:
    """Tell which identifiers the operator had declared before; none when nothing is known."""
    if context.known.declared is None or not len(ids):
        return pl.Series([False]).new_from_index(0, len(ids))
    return ids.is_in(context.known.declared(ids.unique())["item_id"].implode())
