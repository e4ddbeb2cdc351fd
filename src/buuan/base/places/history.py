"""The areas of the province as dated rows, worked out from the files in `data/`: pure, no database, no clock.

A row is known by its code and its first day, because the statistics office gives codes anew: `14758` was phường Đông Thọ
until 30 June 2025 and has been phường Hàm Rồng since.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
"""The files that come with the package; `data/README.md` says where they are from."""

REORGANISED_ON = date(2025, 7, 1)
"""The day on which districts ended and the 166 communes began. Source: Resolution 1686/NQ-UBTVQH15."""

Key = tuple[str, date | None]
"""A code and the first day of the row; None where the row has stood since before June 2021."""

_SOURCE_2021 = "Danh mục đơn vị hành chính của TCTK (bản mở vietnamese-provinces-database, MIT)"
_SOURCE_2025 = "Công văn 1027/CTK-CSCL, NQ 1686/NQ-UBTVQH15 (bản mở dvhcvn/20250701, MIT)"


@dataclass(frozen=True, slots=True)
class Period:
    """One area in one period; `until_on` is the first day on which it is no more, None while it stands."""

    code: str
    name: str
    type: str
    level: str
    parent_code: str
    from_on: date | None
    until_on: date | None
    source: str
    area_km2: Decimal | None = None
    lat: Decimal | None = None
    lon: Decimal | None = None

    @property
    def key(self) -> Key:
        """What the row is known by."""
        return self.code, self.from_on

    @property
    def full_name(self) -> str:
        """The name with its type, as in `Xã Nga Thắng`."""
        return f"{self.type[:1].upper()}{self.type[1:]} {self.name}"

    def holds_on(self, on: date) -> bool:
        """Tell whether the row holds on `on`."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class Became:
    """That one row became another, wholly or in part, on a day; `is_primary` is None where no source names the main part."""

    old: Key
    new: Key
    share: str
    is_primary: bool | None
    effective_on: date
    note: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The reference outline of a row; `approximate` where it was cut from newer data."""

    of: Key
    geometry: dict[str, Any]
    approximate: bool


@dataclass(slots=True)
class History:
    """All rows of the province from June 2021 on, what became of each, and the outlines."""

    periods: list[Period] = field(default_factory=list)
    became: list[Became] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)

    def of(self, code: str) -> list[Period]:
        """Give the rows of one code, oldest first."""
        return sorted((p for p in self.periods if p.code == code), key=lambda p: p.from_on or date.min)


def read_history(folder: Path = DATA) -> History:
    """Work out the history from the files in `folder`; raises ValueError where the files contradict each other."""
    steps = _Steps(list(_rows(folder / "areas_2021.csv")))
    changes = sorted(_rows(folder / "areas_changes.csv"), key=lambda row: (row["effective_date"], row["code"]))
    for day, of_day in groupby(changes, key=lambda row: row["effective_date"]):
        steps.change(date.fromisoformat(day), list(of_day))
    steps.reorganise(list(_rows(folder / "areas_2025.csv")))
    steps.check_last_days()
    history = steps.history
    _add_stated_successions(history, list(_rows(folder / "areas_succession.csv")))
    _add_outlines(history, folder)
    return history


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class _Steps:
    """Walks from June 2021 to July 2025, one day of change after the other."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.history = History()
        self.last_days = {row["code"]: row["valid_to"] for row in rows}
        self.now = {
            row["code"]: Period(row["code"], row["name"], row["type"], row["level"], row["parent_code"], None, None, _SOURCE_2021)
            for row in rows
        }

    def change(self, on: date, rows: list[dict[str, str]]) -> None:
        """Apply the changes of one day; several changes to one area become one new row."""
        before = dict(self.now)
        taken_in: list[tuple[Period, dict[str, str]]] = []
        renewed: list[tuple[Period, Period, str]] = []
        for code, of_area in groupby(rows, key=lambda row: row["code"]):
            steps = list(of_area)
            old = self.now.pop(code)
            if any(row["old_name"] != old.name for row in steps):
                raise ValueError(f"areas_changes.csv: {code} is called {old.name} before {on}")
            self.history.periods.append(replace(old, until_on=on))
            ending = next((row for row in steps if row["change"] in ("merged", "dissolved")), None)
            if ending is not None:
                taken_in.append((old, ending))
                continue
            new = old
            for row in steps:
                new = replace(
                    new,
                    name=row["new_name"] or new.name,
                    type=row["new_type"] or new.type,
                    parent_code=row["new_parent"] or new.parent_code,
                )
            source = "; ".join(dict.fromkeys(row["source"] for row in steps))
            self.now[code] = replace(new, from_on=on, source=f"{source}; {_SOURCE_2021}")
            renewed.append((old, self.now[code], source))
        for old, new, source in renewed:
            self.history.became.append(Became(old.key, new.key, "full", True, on, source, verified=False))
        for old, row in taken_in:
            if row["into_code"]:
                into = self.now.get(row["into_code"]) or before[row["into_code"]]
                self.history.became.append(Became(old.key, into.key, "full", True, on, row["source"], verified=False))

    def reorganise(self, rows: list[dict[str, str]]) -> None:
        """End all districts and communes on 1 July 2025 and begin the communes of that day; the province goes on."""
        for code, old in self.now.items():
            if old.level != "province":
                self.history.periods.append(replace(old, until_on=REORGANISED_ON))
                continue
            size = next(Decimal(row["area_km2"]) for row in rows if row["code"] == code)
            self.history.periods.append(replace(old, area_km2=size))
        for row in rows:
            if row["level"] == "commune":
                self.history.periods.append(
                    Period(
                        code=row["code"],
                        name=row["name"],
                        type=row["type"],
                        level="commune",
                        parent_code=row["parent_code"],
                        from_on=REORGANISED_ON,
                        until_on=None,
                        source=_SOURCE_2025,
                        area_km2=Decimal(row["area_km2"]),
                        lat=Decimal(row["lat"]),
                        lon=Decimal(row["lon"]),
                    )
                )

    def check_last_days(self) -> None:
        """Raise ValueError where the last day in `areas_2021.csv` is not the one that the changes lead to."""
        ends: dict[str, date] = {}
        for period in self.history.periods:
            if period.until_on is not None and period.until_on <= REORGANISED_ON:
                ends[period.code] = max(period.until_on, ends.get(period.code, date.min))
        for code, last_day in self.last_days.items():
            if last_day and (ends[code] - date.fromisoformat(last_day)).days != 1:
                raise ValueError(f"areas_2021.csv: {code} ends on {last_day}, the changes say {ends[code]} (excluded)")


def _add_stated_successions(history: History, rows: list[dict[str, str]]) -> None:
    """Add what the succession file states; where it repeats a change of areas_changes.csv, the file's row stands."""
    by_code: dict[str, list[Period]] = {}
    for period in history.periods:
        by_code.setdefault(period.code, []).append(period)
    stated: dict[tuple[Key, Key], Became] = {}
    for row in rows:
        on = date.fromisoformat(row["effective_date"])
        ended = [p for p in by_code[row["old_code"]] if p.until_on is not None and p.until_on <= on]
        begun = [p for p in by_code[row["new_code"]] if p.holds_on(on)]
        if not ended or len(begun) != 1:
            raise ValueError(f"areas_succession.csv: {row['old_code']} to {row['new_code']} on {on} fits no rows")
        old = max(ended, key=lambda p: p.until_on or date.min)
        primary = {"true": True, "false": False, "": None}[row["is_primary"]]
        one = Became(old.key, begun[0].key, row["share"], primary, on, row["note"], row["verified"] == "true")
        stated[one.old, one.new] = one
    history.became = [one for one in history.became if (one.old, one.new) not in stated] + list(stated.values())


def _add_outlines(history: History, folder: Path) -> None:
    for name, from_on in (("boundaries_commune_2025.geojson", REORGANISED_ON), ("boundaries_district_2021.geojson", None)):
        collection = json.loads((folder / name).read_text(encoding="utf-8"))
        for feature in collection["features"]:
            facts = feature["properties"]
            history.outlines.append(Outline((facts["code"], from_on), feature["geometry"], bool(facts.get("approximate"))))
