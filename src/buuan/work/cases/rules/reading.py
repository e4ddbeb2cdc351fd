"""Reading plain data that people wrote: every fault is kept with its place, so that all are told at once; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True)
class Faults:
    """What is wrong, by place (`kinds[2].tasks[0].name`)."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, where: str, sentence: str) -> None:
        """Keep a fault."""
        self.found.setdefault(where, []).append(f"{where}: {sentence}")

    def empty(self, where: str, sentence: str) -> dict[str, Any]:
        """Keep a fault and give an empty object to read on with."""
        self.add(where, sentence)
        return {}


def text(row: Mapping[str, Any], key: str, where: str, faults: Faults, *, needed: bool = True, most: int = 500) -> str:
    """Give a text without blanks around it."""
    value = row.get(key)
    if value is None or value == "":
        if needed:
            faults.add(f"{where}.{key}", "cần ghi.")
        return ""
    if not isinstance(value, str):
        faults.add(f"{where}.{key}", "phải là chữ.")
        return ""
    if len(value.strip()) > most:
        faults.add(f"{where}.{key}", f"dài quá {most} ký tự.")
    return value.strip()[:most]


def choice(row: Mapping[str, Any], key: str, table: Mapping[str, Any], where: str, faults: Faults, *, usual: str = "") -> str:
    """Give a key of a closed list."""
    value = row.get(key) or usual
    if not isinstance(value, str) or value not in table:
        faults.add(f"{where}.{key}", f"phải là một trong: {', '.join(table)}.")
        return next(iter(table))
    return value


def flag(row: Mapping[str, Any], key: str, where: str, faults: Faults, *, usual: bool) -> bool:
    """Give yes or no."""
    value = row.get(key, usual)
    if not isinstance(value, bool):
        faults.add(f"{where}.{key}", "phải là true hoặc false.")
        return usual
    return value


def day(row: Mapping[str, Any], key: str, where: str, faults: Faults, *, needed: bool = True) -> date | None:
    """Give a day written as yyyy-MM-dd, or as YAML reads it."""
    value = row.get(key)
    if isinstance(value, date):
        return value
    if value in (None, ""):
        if needed:
            faults.add(f"{where}.{key}", "cần ghi ngày.")
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        faults.add(f"{where}.{key}", "ngày phải viết dạng 2026-11-23.")
        return None


def listed(row: Mapping[str, Any], key: str, where: str, faults: Faults, most: int) -> Iterator[tuple[str, Any]]:
    """Give the entries of a list, each with its place."""
    value = row.get(key) or []
    if not isinstance(value, list | tuple):
        faults.add(f"{where}.{key}", "phải là một danh sách.")
        return iter(())
    if len(value) > most:
        faults.add(f"{where}.{key}", f"nhiều nhất {most} dòng.")
    return iter([(f"{where}.{key}[{rank}]", one) for rank, one in enumerate(value[:most])])
