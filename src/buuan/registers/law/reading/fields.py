"""The fields of a shipped file: how each is read, and how all faults of a file come out together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from importlib import resources
from itertools import pairwise
from typing import Any, TypeVar

import yaml

from buuan.registers.law.reading.rows import READ_MARKS, Row

Raw = Mapping[str, Any]

_Made = TypeVar("_Made")

_DURATION = re.compile(r"(-?)(\d+)([mhd])", re.ASCII)
_DURATION_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class BrokenRegister(ValueError):
    """A shipped file contradicts itself; `problems` names every fault with its row."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        super().__init__(f"{file}: " + "; ".join(problems))
        self.file = file
        self.problems = tuple(problems)


def load(name: str) -> Raw:
    """Open one of the package's own files."""
    content = resources.files("buuan.registers.law").joinpath("data", name).read_text(encoding="utf-8")
    tree = yaml.safe_load(content)
    if not isinstance(tree, Mapping):
        raise BrokenRegister(name, ["it is not a table of rows"])
    return tree


def make_all(file: str, raws: Iterable[Raw], make: Callable[[Raw], _Made], key: str = "code") -> tuple[_Made, ...]:
    """Make every row, and report the faults of all of them together."""
    made, problems = [], []
    for number, raw in enumerate(raws, start=1):
        try:
            made.append(make(raw))
        except KeyError as fault:
            problems.append(f"{raw.get(key, f'row {number}')}: {fault.args[0]} is missing")
        except (ValueError, TypeError) as fault:
            problems.append(f"{raw.get(key, f'row {number}')}: {fault}")
    if problems:
        raise BrokenRegister(file, problems)
    return tuple(made)


def check_validity(file: str, rows: Sequence[Row]) -> None:
    """Refuse two rows of the same code that are in force on the same day."""
    problems = []
    for row in rows:
        if row.until_on is not None and row.until_on <= row.from_on:
            problems.append(f"{row.code}: it lapses before it is in force")
    ordered = sorted(rows, key=lambda row: (row.code, row.from_on))
    for earlier, later in pairwise(ordered):
        if earlier.code == later.code and (earlier.until_on is None or later.from_on < earlier.until_on):
            problems.append(f"{later.code}: two rows are in force on {later.from_on}")
    if problems:
        raise BrokenRegister(file, problems)


def check_read(source: str, mark: str) -> None:
    """Refuse a mark that claims a reading without a page, or the other way round."""
    if (mark in READ_MARKS) != (source != "none"):
        raise ValueError(f"mark {mark} and source {source} contradict each other")


def text(raw: Raw, key: str) -> str:
    """Give a field that must say something."""
    value = raw[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} is empty")
    return value


def one_of(value: str, known: Iterable[str]) -> str:
    """Give a value that must be one of a closed list."""
    if value not in known:
        raise ValueError(f"{value!r} is not known here")
    return value


def flag(value: object) -> bool:
    """Give a yes or no; a word that merely looks like one is a fault."""
    if not isinstance(value, bool):
        raise ValueError("verified is true or false")
    return value


def day(value: object) -> date:
    """Give a day that YAML read as one."""
    if type(value) is not date:
        raise ValueError(f"{value!r} is not a day")
    return value


def day_or_none(value: object) -> date | None:
    """Give a day, or None where the row leaves it open."""
    return None if value is None else day(value)


def duration(written: str) -> timedelta:
    """Give a length of time from minutes, hours or days: `15m`, `24h`, `-7d`."""
    found = _DURATION.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is not a length of time such as 15m, 24h, -7d")
    length = timedelta(**{_DURATION_UNITS[found[3]]: int(found[2])})
    return -length if found[1] else length
