"""Sender and receiver: telephone numbers in one form, tax codes checked, areas resolved, placeholders noticed.

An identity number is never kept: since July 2025 a person's tax code is the 12-digit identity number, so twelve digits
in the tax column are dropped, not checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from buuan.kit.fold import fold_words
from buuan.registers.items.reading.checks.chunk import Chunk
from buuan.registers.items.reading.checks.folding import fold_column
from buuan.registers.items.reading.checks.phones import read_phones
from buuan.registers.items.reading.columns import DOMESTIC_FLOW
from buuan.registers.items.reading.model import AreaResolver

SIDES = ("sender", "receiver")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_LONGEST_PLACEHOLDER = 24

_PHONE_NOTES = {
    "old_prefix": ("M302", "Số điện thoại theo đầu số cũ 11 số; đã đổi sang đầu số 10 số."),
    "lost_zero": ("M310", "Số điện thoại mất số 0 ở đầu (lỗi bảng tính); đã thêm lại."),
    "several": ("M302", "Ô có nhiều số điện thoại; chỉ giữ số đầu tiên."),
}


def check_parties(chunk: Chunk, areas: AreaCache) -> None:
    """Check both parties' phone, tax code, name and area (M302, M303, M310, M315, M316, M402)."""
    for side in SIDES:
        phone = chunk.get(f"{side}_phone")
        if phone is not None:
            chunk.columns[f"{side}_phone"] = _check_phones(chunk, f"{side}_phone", phone.cast(pl.String))
        _check_name(chunk, f"{side}_name")
        _check_area(chunk, side, areas)
    tax = chunk.get("sender_tax_code")
    if tax is not None:
        chunk.columns["sender_tax_code"] = _check_tax(chunk, tax.cast(pl.String))


def _check_phones(chunk: Chunk, name: str, values: pl.Series) -> pl.Series:
    phones = read_phones(values)
    number, note = phones["number"], phones["note"]
    wrong = number.is_null() & values.is_not_null()
    if wrong.any():
        damaged = values.str.contains(r"^[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}$")
        chunk.flag("M310", name, damaged, "Bảng tính đã đổi số điện thoại sang dạng số mũ.")
        chunk.flag("M302", name, wrong, f"{chunk.label(name)} không hợp lệ hoặc là số giả.")
    if note.null_count() < len(note):
        for kind, (code, sentence) in _PHONE_NOTES.items():
            chunk.flag(code, name, note == kind, sentence)
    return number.fill_null(values) if wrong.any() else number


@cache
def _placeholder_names() -> pl.Series:
    text = files("buuan.registers.items.reading").joinpath("placeholder_names.txt").read_text("utf-8")
    return pl.Series([line for line in text.splitlines() if line and not line.startswith("#")]).implode()


def _check_name(chunk: Chunk, name: str) -> None:
    values = chunk.get(name)
    if values is None or not isinstance(values.dtype, pl.String):
        return
    short = (values.str.len_bytes() <= _LONGEST_PLACEHOLDER).fill_null(value=False)
    at = short.arg_true()
    if not len(at):
        return
    words = values.gather(at)
    # Most short names are real; folding only the distinct ones keeps this cheap.
    distinct = words.unique()
    folded = fold_column(distinct)
    fake = distinct.filter(folded.is_in(_placeholder_names()) | (folded == ""))
    if len(fake):
        chunk.flag("M402", name, values.is_in(fake.implode()), f"{chunk.label(name)} không phải tên thật.")


def _check_tax(chunk: Chunk, values: pl.Series) -> pl.Series:
    name = "sender_tax_code"
    digits = values.str.replace_all(r"[\s.\-]+", "")
    if digits.null_count() == len(digits):
        return digits
    personal = digits.str.contains(r"^[0-9]{12}$")
    if personal.fill_null(value=False).any():
        # The value itself must not stand in the report either.
        chunk.columns[name] = digits.set(personal, None)
        chunk.flag("M316", name, personal, "Mã số thuế 12 số là số định danh cá nhân, không được gửi; đã bỏ.")
        digits = digits.set(personal, None)
    chunk.flag("M315", name, ~_tax_fits(digits), "Mã số thuế sai số kiểm tra hoặc sai độ dài.")
    return digits


def _tax_fits(digits: pl.Series) -> pl.Series:
    shaped = digits.str.contains(r"^[0-9]{10}(?:[0-9]{3})?$")
    numbers = digits.set(~shaped, None).str.head(10).cast(pl.Int64, strict=False)
    filled = numbers.fill_null(0).to_numpy()
    total = sum(filled // 10 ** (9 - at) % 10 * weight for at, weight in enumerate(_TAX_WEIGHTS))
    fits = pl.Series(np.asarray(10 - total % 11 == filled % 10))
    return (fits & shaped).set(digits.is_null(), None)


class AreaCache:
    """Resolves area texts to official codes, each distinct text once per file."""

    def __init__(self, resolver: AreaResolver | None) -> None:
        self.resolver = resolver
        self.codes: dict[str, str | None] = {}

    def resolve(self, texts: pl.Series) -> pl.Series:
        """Give the code of each text, null where there is none."""
        distinct = texts.unique().drop_nulls()
        new = [text for text in distinct if text not in self.codes]
        if new:
            self.codes.update(zip(new, self._ask(new), strict=True))
        found = {text: code for text in distinct if (code := self.codes[text])}
        if not found:
            return pl.Series([None], dtype=pl.String).new_from_index(0, len(texts))
        return texts.replace_strict(list(found), list(found.values()), default=None, return_dtype=pl.String)

    def _ask(self, texts: Sequence[str]) -> Sequence[str | None]:
        if isinstance(self.resolver, Mapping):
            return [self.resolver.get(text) or self.resolver.get(fold_words(text)) for text in texts]
        return self.resolver(texts) if self.resolver else [None] * len(texts)


def _check_area(chunk: Chunk, side: str, areas: AreaCache) -> None:
    name = f"{side}_area"
    values = chunk.get(name)
    if values is None or areas.resolver is None:
        return
    values = values.cast(pl.String)
    codes = areas.resolve(values)
    chunk.columns[f"{name}_code"] = codes
    country = chunk.get(f"{side}_country")
    home = country == "VN" if country is not None else chunk.columns["flow"] == DOMESTIC_FLOW
    chunk.flag("M303", name, codes.is_null() & values.is_not_null() & home, f"Không xác định được {chunk.label(name).lower()}.")
