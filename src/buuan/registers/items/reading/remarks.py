"""Quality remarks (M401): each item's declared text is scored, its content lines with it."""

from __future__ import annotations

import polars as pl

from buuan.registers.items.reading.checks.chunk import Context
from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.quality import COST, SAYS, same_text, score_texts, scores


def judge_descriptions(items: pl.DataFrame, lines: pl.DataFrame, context: Context, findings: Findings) -> pl.DataFrame:
    """Fill `screen_text`, `description_quality`, `description_reason` and `evasion_hint`, and report the remarks."""
    if not items.height:
        return items
    goods_words = frozenset(context.known.goods_words)
    items = _with_text(items, lines)
    declared = items["declared_content"].fill_null(items["screen_text"]) if lines.height else items["declared_content"]
    judged = score_texts(
        declared,
        goods_words,
        sender_name=items["sender_name"],
        sender_phone=items["sender_phone"],
        sender_ref=items["sender_ref"],
    )
    reason, evasion = judged["reason"], judged["evasion"]
    if lines.height:
        reason, evasion = _with_lines(items, lines, reason, evasion, goods_words, findings)
    reason = reason.set(reason.is_null() & same_text(items), "D5")
    for code, sentence in SAYS.items():
        mask = evasion if code == "D6" else (reason == code).fill_null(value=False)
        at = mask.arg_true()
        if len(at):
            findings.add("M401", "declared_content", items["row"].gather(at), f"{code}: {sentence}", declared.gather(at))
    return items.with_columns(
        scores(reason).alias("description_quality"),
        reason.fill_null("").alias("description_reason"),
        evasion.alias("evasion_hint"),
    )


def _with_text(items: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Give each item the text that screening reads: what it declares and what its lines describe."""
    if not lines.height:
        return items.with_columns(pl.col("declared_content").alias("screen_text"))
    said = (
        lines.drop_nulls("description")
        .sort("item_id", "line_no")
        .group_by("item_id", maintain_order=True)
        .agg(pl.col("description").str.join("; ").alias("said"))
    )
    both = items.join(said, on="item_id", how="left", maintain_order="left")
    text = pl.concat_str("declared_content", "said", separator="; ", ignore_nulls=True)
    return both.with_columns(text.alias("screen_text")).select(items.columns)


def _with_lines(
    items: pl.DataFrame,
    lines: pl.DataFrame,
    reason: pl.Series,
    evasion: pl.Series,
    goods_words: frozenset[str],
    findings: Findings,
) -> tuple[pl.Series, pl.Series]:
    """Judge the lines too; an item is described as well as the worst of its texts."""
    judged = score_texts(lines["description"], goods_words)
    told = lines.select("item_id").with_columns(judged["reason"], judged["evasion"])
    poor = told.drop_nulls("reason").join(items.select("item_id", "row"), on="item_id")
    for code in COST:
        rows = poor.filter(pl.col("reason") == code)["row"]
        findings.add("M401", "lines.description", rows, f"{code}: {SAYS[code]}")
    cost = pl.col("reason").replace_strict(COST, default=0, return_dtype=pl.Int32)
    worst = told.sort(cost, descending=True).group_by("item_id", maintain_order=True).agg(
        pl.col("reason").first(), pl.col("evasion").any()
    )  # fmt: skip
    both = (
        items.select("item_id")
        .with_columns(reason.alias("own"), evasion.alias("hint"))
        .join(worst, on="item_id", how="left", maintain_order="left")
    )
    own = pl.col("own").replace_strict(COST, default=0, return_dtype=pl.Int32)
    chosen = both.select(
        pl.when(cost.fill_null(0) > own).then("reason").otherwise("own").alias("reason"),
        (pl.col("hint") | pl.col("evasion").fill_null(value=False)).alias("evasion"),
    )
    return chosen["reason"], chosen["evasion"]
