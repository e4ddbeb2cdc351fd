"""Reading the shipped rows of grounds; a file with a row beyond its ceiling is refused whole. Pure."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from buuan.work.interdiction.rules.bounds import GroundRow, fault_of_row


class BrokenGrounds(ValueError):
    """The file of grounds contradicts itself or reaches beyond the ceilings."""


def read_grounds() -> tuple[GroundRow, ...]:
    """Read the shipped file."""
    text = files("buuan.work.interdiction").joinpath("data", "grounds.yaml").read_text("utf-8")
    return parse_grounds(yaml.safe_load(text))


def parse_grounds(tree: dict[str, Any]) -> tuple[GroundRow, ...]:
    """Make the rows of a tree; raises BrokenGrounds for a row beyond its ceiling and for two rows that hold at the same time."""
    rows = tuple(_row(raw) for raw in tree["grounds"])
    for row in rows:
        fault = fault_of_row(row)
        if fault:
            raise BrokenGrounds(fault)
        twins = [one for one in rows if one is not row and (one.ground, one.body_kind) == (row.ground, row.body_kind)]
        if any(one.holds_on(row.from_on) for one in twins):
            raise BrokenGrounds(f"{row.code}: another row holds at the same time")
    return rows


def _row(raw: dict[str, Any]) -> GroundRow:
    return GroundRow(
        code=raw["code"],
        ground=raw["ground"],
        body_kind=raw["body_kind"],
        name=raw["name"],
        keys=frozenset(raw["keys"]),
        most_items=raw["most_items"],
        from_on=raw["from_on"],
        until_on=raw.get("until_on"),
        source=raw["source"],
        mark=raw["mark"],
        read_in=raw.get("read_in", ""),
        deciders=frozenset(raw.get("deciders", ())),
        note=raw.get("note", ""),
    )
