"""The shipped words, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl
import yaml

_DATA = "buuan.registers.items.generate"


def _read(name: str) -> str:
    return files(_DATA).joinpath("data", name).read_text("utf-8")


@cache
def words() -> dict[str, Any]:
    """Give the parts of invented names and addresses."""
    return yaml.safe_load(_read("words.yaml"))


@cache
def texts() -> dict[str, Any]:
    """Give the short declarations."""
    return yaml.safe_load(_read("texts.yaml"))


@dataclass(frozen=True, slots=True)
class Risky:
    """Texts of regulated goods, flat: each with its code and weight, plain and in the spellings of people who hide them."""

    categories: pl.Series
    spellings: tuple[pl.Series, ...]
    weights: tuple[float, ...]
    covers: tuple[str, ...]
    burst: tuple[str, ...]


@cache
def risky() -> Risky:
    """Give the texts of regulated goods."""
    given = yaml.safe_load(_read("risky.yaml"))
    rows = [(code, one["weight"] / len(one["texts"]), text) for code, one in given["goods"].items() for text in one["texts"]]
    plain = pl.Series([text for _code, _weight, text in rows])
    return Risky(
        categories=pl.Series([code for code, _weight, _text in rows]),
        spellings=(
            plain,
            bare(plain),
            pl.Series([_dotted(text) for text in plain]),
            pl.Series([_swapped(text) for text in plain]),
            plain.str.to_uppercase(),
        ),
        weights=tuple(weight for _code, weight, _text in rows),
        covers=tuple(given["covers"]),
        burst=tuple(given["burst"]),
    )


@cache
def titles() -> dict[str, pl.Series]:
    """Give the marketplace titles by group."""
    found: dict[str, list[str]] = {}
    for line in _read("titles.tsv").splitlines():
        group, title = line.split("\t")
        found.setdefault(group, []).append(title)
    return {group: pl.Series(rows) for group, rows in found.items()}


def bare(column: pl.Series) -> pl.Series:
    """Give texts as a hurried clerk types them, without diacritics."""
    plain = column.str.normalize("NFD").str.replace_all(r"\p{Mn}", "")
    return plain.str.replace_all("đ", "d", literal=True).str.replace_all("Đ", "D", literal=True)


def _dotted(text: str) -> str:
    """Set dots between the letters of the longest word."""
    word = max(text.split(), key=len)
    return text.replace(word, ".".join(word), 1)


def _swapped(text: str) -> str:
    """Put look-alike signs for letters of the first word."""
    first, _, rest = text.partition(" ")
    return f"{first.translate(str.maketrans('aoie', '@013'))} {rest}".strip()
