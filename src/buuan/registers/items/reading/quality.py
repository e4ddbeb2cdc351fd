"""The quality of a description (D1-D5), a score from 0 to 100 and its reasons; D6 is a hint of evasion, not of quality.

The score ranks operators, it refuses nothing and says nothing about what may be sent. 100 means that none of the
reasons applies. Source: the project's postal data notes, 6.4.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from buuan.registers.items.reading.checks.chunk import subset
from buuan.registers.items.reading.checks.folding import fold_column, marks_of

# What each reason costs; the worst decides, so that the score can be explained by one sentence.
COST = {"D1": 100, "D2": 85, "D4": 70, "D3": 50, "D5": 40}
SAYS = {
    "D1": "Mô tả chỉ có dấu câu, chữ số hoặc một ký tự.",
    "D2": "Mô tả chung chung, không nói rõ là hàng gì.",
    "D3": "Mô tả chỉ có một từ và không phải tên hàng đã biết.",
    "D4": "Mô tả chép lại tên, số điện thoại hoặc mã đơn của người gửi.",
    "D5": "Hơn 80 % bưu gửi trong ngày của người gửi này khai cùng một câu.",
    "D6": "Mô tả có dấu hiệu viết để tránh máy đọc (chữ cách quãng, lặp ký tự, lẫn bảng chữ cái khác).",
}
# A vague term with a few particles is still vague; anything longer says more.
_VAGUE_BYTES = 60
# Vietnam's time since 1975; a moment before 2000 is not taken.
_AHEAD_OF_UTC = timedelta(hours=7)
_SAME_TEXT_SHARE, _SAME_TEXT_ITEMS = 0.8, 50

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
_REPEATED = "|".join(f"{letter}{{4,}}" for letter in _LETTERS)
_D6 = (
    r"(?i)[\p{Cyrillic}\p{Greek}]\p{Latin}|\p{Latin}[\p{Cyrillic}\p{Greek}]"
    r"|(?:^|[^\p{L}\p{N}])\p{L}(?:[ ._\-*/|]{1,2}\p{L}){3,}(?:[^\p{L}\p{N}]|$)"
    r"|[\u200b-\u200d\u2060\ufeff]"
    rf"|{_REPEATED}"
)
_AMOUNT = r"\b(?:x? ?[0-9]+ ?(?:x|cai|chiec|hop|goi|kg|g|gr|bo|doi|thung|kien|mon|c)?|sl|so luong)\b"
_HAS_AMOUNT = r"[0-9]|sl|so luong"


@cache
def _words(name: str) -> frozenset[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def score_texts(
    texts: pl.Series,
    goods_words: frozenset[str],
    *,
    sender_name: pl.Series | None = None,
    sender_phone: pl.Series | None = None,
    sender_ref: pl.Series | None = None,
) -> pl.DataFrame:
    """Give `reason` (D1-D4, null when none) and `evasion` (D6) of each text; a null text is D1.

    Each text is judged by itself here; D5 needs a sender's whole day and is added by `same_text`.
    """
    n = len(texts)
    reason = pl.Series("reason", [None], dtype=pl.String).new_from_index(0, n)
    short = (texts.str.len_bytes() <= _VAGUE_BYTES).fill_null(value=True)
    at = short.arg_true()
    if len(at):
        few = texts.gather(at)
        reason = reason.scatter(at, _judge_short(few, goods_words))
    long_nameless = ~short & ~texts.str.contains(r"\p{L}{2}")
    reason = reason.set(long_nameless.fill_null(value=False), "D1")
    copied = _copies(texts, sender_name, sender_phone, sender_ref)
    if copied is not None:
        reason = reason.set(copied & (reason.is_null() | (reason == "D3")), "D4")
    return pl.DataFrame({"reason": reason, "evasion": _evades(texts)})


def _evades(texts: pl.Series) -> pl.Series:
    """Tell which texts look written to escape a machine (D6); only those that fold in some unusual way can be."""
    evades = pl.Series([False]).new_from_index(0, len(texts))
    at = np.flatnonzero(marks_of(texts))
    return evades.scatter(at, texts.gather(at).str.contains(_D6).fill_null(value=False)) if len(at) else evades


def _judge_short(texts: pl.Series, goods_words: frozenset[str]) -> pl.Series:
    """Judge short texts by their folded words; each distinct text once, for short texts repeat a lot."""
    distinct = texts.unique().drop_nulls()
    folded = fold_column(distinct)
    bare = subset(folded, folded.str.contains(_HAS_AMOUNT), _without_amounts)
    frame = pl.DataFrame({"text": distinct, "folded": folded, "bare": bare})
    vague = pl.Series(sorted(_words("vague_terms.txt"))).implode()
    goods = pl.Series(sorted(_words("goods_words.txt") | goods_words)).implode()
    judged = frame.select(
        "text",
        pl.when(pl.col("folded").is_in(vague) | pl.col("bare").is_in(vague))
        .then(pl.lit("D2"))
        .when(~pl.col("text").str.contains(r"\p{L}{2}"))
        .then(pl.lit("D1"))
        # A code with digits ("SP00123 x2") names nothing that a person could recognise.
        .when(~pl.col("bare").str.contains(r"[a-z] [a-z]") & ~pl.col("bare").is_in(goods))
        .then(pl.lit("D3"))
        .otherwise(None)
        .alias("reason"),
    ).drop_nulls("reason")
    empty = texts.is_null()
    if not judged.height:
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(texts)).set(empty, "D1")
    found = texts.replace_strict(judged["text"], judged["reason"], default=None, return_dtype=pl.String)
    return found.set(empty, "D1")


def _without_amounts(folded: pl.Series) -> pl.Series:
    return folded.str.replace_all(_AMOUNT, " ").str.replace_all(r" {2,}", " ").str.strip_chars(" ")


def _copies(texts: pl.Series, name: pl.Series | None, phone: pl.Series | None, ref: pl.Series | None) -> pl.Series | None:
    """Tell which texts only repeat the sender's name, phone or order number."""
    copied = pl.Series([False]).new_from_index(0, len(texts))
    length = texts.str.len_chars()
    if name is not None:
        # Folding keeps the number of letters, so that only texts of equal length need to be folded.
        at = (length == name.str.len_chars()).fill_null(value=False).arg_true()
        if len(at):
            copied = copied.scatter(at, fold_column(texts.gather(at)) == fold_column(name.gather(at)))
    if ref is not None:
        at = (length == ref.str.len_chars()).fill_null(value=False).arg_true()
        if len(at):
            copied = copied.scatter(
                at, copied.gather(at) | (texts.gather(at).str.to_lowercase() == ref.gather(at).str.to_lowercase())
            )
    if phone is not None:
        at = ((length >= 9) & (length <= 16)).fill_null(value=False).arg_true()
        at = at.filter(~texts.gather(at).str.contains(r"\p{L}"))
        if len(at):
            digits = texts.gather(at).str.replace_all(r"\D+", "").str.tail(9)
            same = digits == phone.gather(at).cast(pl.String).str.tail(9)
            copied = copied.scatter(at, copied.gather(at) | same.fill_null(value=False))
    return copied.fill_null(value=False)


def same_text(items: pl.DataFrame) -> pl.Series:
    """Tell which items say what more than 80 % of their sender's items of that day say (D5, from 50 items on).

    `items` has `sender_phone`, `accepted_at` and `screen_text`; the day is Vietnam's.
    """
    mask = pl.Series([False]).new_from_index(0, items.height)
    phones = items["sender_phone"].drop_nulls().value_counts(name="items")
    often = phones.filter(pl.col("items") >= _SAME_TEXT_ITEMS)["sender_phone"]
    if not len(often):
        return mask
    keyed = (
        items.select(
            "sender_phone",
            (pl.col("accepted_at") + _AHEAD_OF_UTC).dt.date().alias("day"),
            "screen_text",
        )
        .with_row_index("at")
        .filter(pl.col("sender_phone").is_in(often.implode()))
    )
    # Where one text is said so often, few others are; who says many things need not be counted text by text.
    told = pl.len().alias("items"), pl.col("screen_text").hash().n_unique().alias("texts")
    busy = (
        keyed.group_by("sender_phone", "day")
        .agg(told)
        .filter(pl.col("items") >= _SAME_TEXT_ITEMS, pl.col("texts") <= (1 - _SAME_TEXT_SHARE) * pl.col("items") + 1)
    )
    if not busy.height:
        return mask
    theirs = keyed.join(busy, on=["sender_phone", "day"])
    said = theirs.with_columns(pl.len().over("sender_phone", "day", "screen_text").alias("same"))
    chosen = said.filter(pl.col("same") > _SAME_TEXT_SHARE * pl.col("items"))["at"]
    return mask.scatter(chosen, [True] * len(chosen)) if len(chosen) else mask


def scores(reason: pl.Series) -> pl.Series:
    """Give the score of each reason; null means that nothing is wrong, 100."""
    points = {code: 100 - cost for code, cost in COST.items()}
    return reason.replace_strict(list(points), list(points.values()), default=100, return_dtype=pl.UInt8)
