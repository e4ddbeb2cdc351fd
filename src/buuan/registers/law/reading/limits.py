"""The time limits and the ladders of escalation."""

from __future__ import annotations

from buuan.base.clocks.rules import Anchor, ExtensionTerm, Ladder, Step, Unit
from buuan.registers.law.reading.fields import (
    Raw,
    check_validity,
    day,
    day_or_none,
    duration,
    flag,
    load,
    make_all,
    one_of,
    text,
)
from buuan.registers.law.reading.rows import LIMIT_KINDS, MARKS, LadderRow, LimitRow


def read_limits() -> tuple[LimitRow, ...]:
    """Read the time limits, statutory and our own."""
    return parse_limits(load("limits.yaml"), {row.code for row in read_ladders()})


def read_ladders() -> tuple[LadderRow, ...]:
    """Read the escalation ladders."""
    return parse_ladders(load("ladders.yaml"))


def parse_limits(tree: Raw, ladders: set[str]) -> tuple[LimitRow, ...]:
    """Make the rows of a limits tree; `ladders` are the codes that a row may name. Raises BrokenRegister."""
    file = "limits.yaml"

    def make(raw: Raw) -> LimitRow:
        row = LimitRow(
            code=raw["code"],
            kind=one_of(raw["kind"], LIMIT_KINDS),
            name=text(raw, "name"),
            amount=raw["amount"],
            unit=Unit(raw["unit"]),
            from_on=day(raw["from_on"]),
            until_on=day_or_none(raw.get("until_on")),
            who=text(raw, "who"),
            starts=text(raw, "starts"),
            source=text(raw, "source"),
            read_in=raw.get("read_in", ""),
            mark=one_of(raw["mark"], MARKS),
            max_extensions=raw.get("max_extensions", 0),
            extension_terms=tuple(_term(term) for term in raw.get("extensions", ())),
            pause_allowed=raw.get("pause", False),
            rolls=raw.get("rolls", True),
            warn_before=duration(raw["warn_before"]),
            ladder=one_of(raw["ladder"], ladders),
            note=raw.get("note", ""),
        )
        if row.verified != bool(row.read_in):
            raise ValueError("a rule that was read names the page, and no other does")
        if (row.kind == "service") != (row.mark == "I"):
            raise ValueError("our own targets are marked I, and nothing else is")
        _ = row.limit  # a row that no clock can run under is a fault of the file
        return row

    rows = make_all(file, tree["limits"], make)
    check_validity(file, rows)
    return rows


def parse_ladders(tree: Raw) -> tuple[LadderRow, ...]:
    """Make the rows of a ladders tree. Raises BrokenRegister."""
    file = "ladders.yaml"

    def make(raw: Raw) -> LadderRow:
        steps = tuple(
            Step(
                code=step["code"],
                after=duration(step["after"]),
                whom=text(step, "whom"),
                name=text(step, "name"),
                anchor=Anchor(step.get("anchor", "due")),
            )
            for step in raw["steps"]
        )
        if not steps:
            raise ValueError("a ladder has rungs")
        return LadderRow(
            code=raw["code"],
            ladder=Ladder(raw["code"], text(raw, "name"), steps),
            from_on=day(raw["from_on"]),
            until_on=day_or_none(raw.get("until_on")),
            source=text(raw, "source"),
            verified=flag(raw["verified"]),
        )

    rows = make_all(file, tree["ladders"], make)
    check_validity(file, rows)
    return rows


def _term(raw: Raw) -> ExtensionTerm:
    return ExtensionTerm(
        amount=raw["amount"],
        unit=Unit(raw["unit"]),
        from_start=raw.get("from_start", False),
        request_before=duration(raw.get("request_before", "0h")),
    )
