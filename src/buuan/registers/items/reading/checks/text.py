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
_FORMULA_KINDS = frozenset({"text", "name", "area"})


@cache
def currencies() -> frozenset[str]:
    """Load the ISO 4217 codes."""
    return frozenset(files("buuan.registers.items.reading").joinpath("currencies.txt").read_text("ascii").split())


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
    chunk_flow = chunk.get("flow")
    for column in LINES if chunk.is_lines else ITEMS:
        values = chunk.get(column.name)
        if values is None:
            continue
        if column.kind == "enum":
            _check_enum(chunk, column, values)
        elif column.kind == "country":
            _check_code(chunk, column, values, COUNTRIES, "VN", "mã nước ISO 3166 gồm 2 chữ cái")
        elif column.kind == "currency":
            _check_code(chunk, column, values, currencies(), "VND", "mã tiền tệ ISO 4217 gồm 3 chữ cái")
        elif column.max_chars is not None and column.kind != "id" and values.dtype == pl.String:
            check_length(chunk, column, values)
        if column.kind in _FORMULA_KINDS and values.dtype == pl.String:
            _check_formula(chunk, column.name, values)
        if column.need == ALWAYS:
            chunk.flag("M201", column.name, chunk.columns[column.name].is_null(), f"{column.label} không được để trống.")
        elif column.need == DOMESTIC and chunk_flow is not None:
            domestic = chunk.columns["flow"] == DOMESTIC_FLOW
            chunk.flag(
                "M201",
                column.name,
                values.is_null() & domestic,
                f"{column.label} không được để trống với bưu gửi trong nước.",
            )
        if column.default is not None and column.kind in ("enum", "currency"):
            chunk.columns[column.name] = chunk.columns[column.name].fill_null(column.default)
    if not chunk.is_lines:
        _check_home(chunk)


def _check_formula(chunk: Chunk, name: str, values: pl.Series) -> None:
    """Report texts that a spreadsheet would run as a formula (M311); few begin with a sign or a digit at all."""
    near = ((values >= _FORMULA_SIGNS[0]) & (values < _AFTER_FORMULA_SIGNS)).fill_null(value=False)
    if near.any():
        formula = near.scatter(at := near.arg_true(), values.gather(at).str.head(1).is_in(_FORMULA_SIGNS))
        chunk.flag("M311", name, formula, "Ô bắt đầu bằng = + - @, được giữ như văn bản.")


def check_length(chunk: Chunk, column: Column, values: pl.Series) -> None:
    """Report texts that are too long (M208); they are never cut."""
    limit = column.max_chars or 0
    long = values.str.len_bytes() > limit
    if not long.any():
        return
    long = long & (values.str.len_chars() > limit)
    chunk.flag("M208", column.name, long, f"{column.label} dài quá {limit} ký tự.")


def _check_enum(chunk: Chunk, column: Column, values: pl.Series) -> None:
    written = values
    known = values.is_in(column.values)
    if not known.fill_null(value=True).all():
        values = subset(values, ~known, lambda texts: texts.str.to_lowercase())
        chunk.columns[column.name] = values
        wrong = ~values.is_in(column.values)
        allowed = ", ".join(column.values)
        said = f"{column.label} phải là một trong: {allowed}."
        chunk.flag("M202", column.name, wrong, said, value=written)


def _check_code(chunk: Chunk, column: Column, values: pl.Series, known: frozenset[str], usual: str, what: str) -> None:
    """Check codes against a list; nearly every value is the `usual` one, which needs no list."""
    if (values == usual).fill_null(value=True).all():
        return
    listed = pl.Series(sorted(known))
    fine = values.is_in(listed.implode())
    if fine.fill_null(value=True).all():
        return
    written = values
    values = subset(values, ~fine, lambda texts: texts.str.to_uppercase())
    chunk.columns[column.name] = values
    wrong = ~values.is_in(listed.implode())
    chunk.flag("M202", column.name, wrong, f"{column.label} phải là {what}.", value=written)


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
