"""Texts: cleaned, never cut; required ones present, closed lists respected, lengths kept, formulas defused."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from buuan.kit.s10 import COUNTRIES
from buuan.registers.items.reading.checks.chunk import Chunk, subset
from buuan.registers.items.reading.columns import ALWAYS, DOMESTIC, DOMESTIC_FLOW, ITEMS, LINES, Column

# Declared texts are kept as they were written, disguises included: screening has to see them.
AS_WRITTEN = frozenset({"declared_content", "description"})
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
_INVISIBLE = r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]"
_GAPS = r"\s{2,}|[^\S ]"
# What cleaning would change; most texts of an untidy row are tidy themselves. Beside what is removed: marks that compose
# with the letter before, and the precomposed characters that NFC writes otherwise.
_MARKS = (
    r"[\u0300-\u036f\u0374\u037e\u0387\u0958-\u095f\u09dc-\u09df\u0f43-\u0fb9\u1100-\u11ff\u1f71-\u1ffd"
    r"\u2000\u2001\u2126-\u232a\uf900-\ufb4e]"
)
# Outside these blocks a text may have another form in NFC.
_NOT_SURELY_NFC = r"[^\x00-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]"
_UNTIDY = rf"{_CONTROL}|{_INVISIBLE}|{_MARKS}|^\s|\s$|\s\s|\u00a0|[^\S ]"
# In the order of their codes, and the letter after the last: what begins otherwise is not looked at twice.
_FORMULA_SIGNS, _AFTER_FORMULA_SIGNS = ("+", "-", "=", "@"), "A"
# Of the kinds of code that have a list of their own: what nearly every value is, which needs no list, and what they are.
_USUAL = {"country": ("VN", "mã nước ISO 3166 gồm 2 chữ cái"), "currency": ("VND", "mã tiền tệ ISO 4217 gồm 3 chữ cái")}
_FORMULA_KINDS = frozenset({"text", "name", "area"})


@cache
def currencies() -> frozenset[str]:
    """Load the ISO 4217 codes."""
    return frozenset(files("buuan.registers.items.reading").joinpath("currencies.txt").read_text("ascii").split())


def _listed(kind: str) -> frozenset[str]:
    return COUNTRIES if kind == "country" else currencies()


def clean(texts: pl.Series) -> pl.Series:
    """Give texts in NFC, without control and invisible characters, every gap one space."""
    return subset(texts, texts.str.contains(_UNTIDY), _cleaned)


def _cleaned(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(_GAPS, " ").str.replace_all(_INVISIBLE, "").str.replace_all(_CONTROL, "")
    return subset(bare, bare.str.contains(_NOT_SURELY_NFC), lambda odd: odd.str.normalize("NFC")).str.strip_chars()


def tidy(chunk: Chunk) -> None:
    """Clean every text column and turn empty cells into nulls; declared texts only lose what no one can write."""
    for name, texts in chunk.columns.items():
        change = _trim if name in AS_WRITTEN else clean
        if texts.dtype != pl.String:
            continue
        if chunk.untidy is None:
            chunk.columns[name] = empty_to_null(change(texts))
        elif name in chunk.untidy and len(at := chunk.untidy[name]):
            chunk.columns[name] = texts.clone().scatter(at, empty_to_null(change(texts.gather(at))))


def _trim(texts: pl.Series) -> pl.Series:
    return texts.str.replace_all(r"[\r\n\t]+", " ").str.replace_all(r"[\x00-\x1f\x7f]", "").str.strip_chars()


def empty_to_null(texts: pl.Series) -> pl.Series:
    """Turn empty texts into nulls."""
    empty = texts.str.len_bytes() == 0
    return texts.set(empty, None) if empty.any() else texts


def check_texts(chunk: Chunk) -> None:
    """Check what every column has in common: presence, closed lists, lengths, formula signs; fill in defaults."""
    there = [column for column in (LINES if chunk.is_lines else ITEMS) if column.name in chunk.columns]
    doubts = _doubts(chunk, there)
    for column in there:
        values = chunk.columns[column.name]
        if f"code {column.name}" in doubts:
            _check_code(chunk, column, values)
        if f"length {column.name}" in doubts:
            check_length(chunk, column, values)
        if f"formula {column.name}" in doubts:
            _check_formula(chunk, column.name, values)
        if values.null_count():
            _check_presence(chunk, column, values)
    if not chunk.is_lines and any(f"code {name}" in doubts for name in ("sender_country", "receiver_country")):
        _check_home(chunk)


def _doubts(chunk: Chunk, columns: list[Column]) -> set[str]:
    """Name the checks that some value of a column may fail: all columns are looked over at once, and nearly all are fine."""
    looks: list[pl.Expr] = []
    for column in columns:
        one, text = pl.col(column.name), chunk.columns[column.name].dtype == pl.String
        if column.kind == "enum":
            looks.append((~one.is_in(column.values)).any().alias(f"code {column.name}"))
        elif column.kind in _USUAL:
            looks.append((one != _USUAL[column.kind][0]).any().alias(f"code {column.name}"))
        elif column.max_chars is not None and column.kind != "id" and text:
            looks.append((one.str.len_bytes() > column.max_chars).any().alias(f"length {column.name}"))
        if column.kind in _FORMULA_KINDS and text:
            near = (one >= _FORMULA_SIGNS[0]) & (one < _AFTER_FORMULA_SIGNS)
            looks.append(near.any().alias(f"formula {column.name}"))
    if not looks or not chunk.height:
        return set()
    found = pl.DataFrame([chunk.columns[column.name].alias(column.name) for column in columns]).select(looks)
    return {name for name, doubtful in found.row(0, named=True).items() if doubtful}


def _check_presence(chunk: Chunk, column: Column, values: pl.Series) -> None:
    """Report required cells that are empty (M201), and fill the default into others."""
    flow = chunk.get("flow")
    if column.need == ALWAYS:
        chunk.flag("M201", column.name, chunk.columns[column.name].is_null(), f"{column.label} không được để trống.")
    elif column.need == DOMESTIC and flow is not None:
        absent = values.is_null() & (flow == DOMESTIC_FLOW)
        chunk.flag("M201", column.name, absent, f"{column.label} không được để trống với bưu gửi trong nước.")
    if column.default is not None and column.kind in ("enum", *_USUAL):
        chunk.columns[column.name] = chunk.columns[column.name].fill_null(column.default)


def _check_formula(chunk: Chunk, name: str, values: pl.Series) -> None:
    formula = values.str.head(1).is_in(_FORMULA_SIGNS)
    chunk.flag("M311", name, formula, "Ô bắt đầu bằng = + - @, được giữ như văn bản.")


def check_length(chunk: Chunk, column: Column, values: pl.Series) -> None:
    """Report texts that are too long (M208); they are never cut."""
    limit = column.max_chars or 0
    long = values.str.len_chars() > limit
    chunk.flag("M208", column.name, long, f"{column.label} dài quá {limit} ký tự.")


def _check_code(chunk: Chunk, column: Column, values: pl.Series) -> None:
    """Bring codes to the case of their closed list and report those that are not on it (M202)."""
    lower = column.kind == "enum"
    known, what = (
        (column.values, f"một trong: {', '.join(column.values)}") if lower else (_listed(column.kind), _USUAL[column.kind][1])
    )
    listed = pl.Series(sorted(known)).implode()
    cased = subset(values, ~values.is_in(listed), lambda texts: texts.str.to_lowercase() if lower else texts.str.to_uppercase())
    chunk.columns[column.name] = cased
    chunk.flag("M202", column.name, ~cased.is_in(listed), f"{column.label} phải là {what}.", value=values)


def _check_home(chunk: Chunk) -> None:
    """A domestic item goes from Vietnam to Vietnam."""
    flow = chunk.get("flow")
    if flow is None:
        return
    for name in ("sender_country", "receiver_country"):
        country = chunk.get(name)
        if country is not None:
            abroad = country != "VN"
            if not abroad.any():
                continue
            abroad = abroad & (flow == DOMESTIC_FLOW) & country.is_in(pl.Series(sorted(COUNTRIES)).implode())
            chunk.flag("M202", name, abroad, f"{chunk.label(name)} phải là VN với bưu gửi trong nước.")
