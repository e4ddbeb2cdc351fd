"""The names in a file's header: which column is which, which may not be there at all, which are missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from buuan.kit.fold import fold_words
from buuan.registers.items.reading.columns import ALWAYS, DOMESTIC, ITEM, ITEMS, LINE, LINE_ONLY, UNLESS_LINES
from buuan.registers.items.reading.findings import FileRefused, Findings
from buuan.registers.items.reading.profiles import LINE_PREFIX, Profile, key

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(slots=True)
class Layout:
    """Where each of our columns stands in the file: positions in the list of item columns or of line columns.

    `items` maps our name to the positions to join (mostly one), `flat_lines` our line column to its position among the
    item columns (a flat file), `lines` to its position among the columns of a nested list or a lines sheet. `extra`
    maps the name to keep to a position, `notes` and `unnamed` are positions whose values are never looked at again.
    """

    items: dict[str, list[int]] = field(default_factory=dict)
    flat_lines: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    extra: dict[str, int] = field(default_factory=dict)
    documents: dict[int, frozenset[str]] = field(default_factory=dict)


@cache
def _lists() -> dict[str, Any]:
    raw = yaml.safe_load(files(__package__).joinpath("names.yaml").read_text("utf-8"))
    return {
        "refused": tuple(f" {words} " for words in raw["refused"]),
        "inside": tuple(raw["refused_inside"]),
        "allowed": frozenset(raw["allowed"]),
        "notes": tuple(f" {words} " for words in raw["notes"]),
        "near": raw["near"],
    }


def is_refused(name: str) -> bool:
    """Tell whether a column of this name may not be sent: a message, a letter's text, an identity or account number."""
    lists = _lists()
    if key(name) in lists["allowed"]:
        return False
    words = fold_words(_CAMEL.sub(" ", name))
    return any(refused in f" {words} " for refused in lists["refused"]) or any(
        part in words.replace(" ", "") for part in lists["inside"]
    )


def is_note(name: str) -> bool:
    """Tell whether a column of this name is a free-text note, which is dropped."""
    lists = _lists()
    words = f" {fold_words(_CAMEL.sub(' ', name))} "
    return key(name) not in lists["allowed"] and any(note in words for note in lists["notes"])


def recognised(names: Sequence[str], profile: Profile) -> int:
    """Count the names that are columns of ours or of the profile: how much a row looks like a header."""
    joined = {theirs for parts in profile.join.values() for theirs in parts}
    return sum(
        1
        for name in set(map(key, names))
        if name in ITEM or name in LINE or name in profile.columns or name in joined or name.startswith(LINE_PREFIX)
    )


def _target(name: str, profile: Profile) -> str | None:
    """Give our name for a column, line columns with their prefix; `None` when it is unknown."""
    if name in profile.columns:
        return profile.columns[name]
    if name in ITEM:
        return name
    prefix = key(profile.lines) + "."
    if name.startswith((prefix, LINE_PREFIX)):
        inner = name.split(".", 1)[1]
        return LINE_PREFIX + inner if inner in LINE else None
    return LINE_PREFIX + name if name in LINE_ONLY else None


def arrange(
    names: Sequence[str],
    line_names: Sequence[str] | None,
    profile: Profile,
    findings: Findings,
    *,
    header_row: int,
    required: bool,
    every_name: Sequence[str] = (),
) -> Layout:
    """Find every column's place; raises FileRefused with all reasons at once (M103, M104, M106).

    `line_names` are the columns of a nested list or a lines sheet, `None` when there is none. `every_name` are names
    that occur anywhere deeper in the file. `required` is false for a manifest that only cancels items.
    """
    refused = sorted({name for name in (*names, *(line_names or ()), *every_name) if is_refused(name)})
    for name in refused:
        findings.file("M106", f"Cột «{name[:60]}» không được phép gửi.", name[:60], header_row)
    layout = Layout()
    _place_items(names, profile, findings, header_row, layout)
    _place_lines(line_names or (), profile, findings, header_row, layout)
    if required:
        _require(names, line_names, findings, header_row, layout)
    elif "item_id" not in layout.items:
        findings.file("M103", "Thiếu cột bắt buộc: item_id.", "item_id", header_row)
    if findings.counts["F"]:
        raise FileRefused(findings)
    return layout


def _place_items(names: Sequence[str], profile: Profile, findings: Findings, row: int, layout: Layout) -> None:
    keys = [key(name) for name in names]
    first: dict[str, int] = {}
    for at, name in enumerate(keys):
        if not name:
            continue
        if name in first:
            findings.file(
                "M104",
                f"Tiêu đề cột «{names[at][:60]}» xuất hiện hai lần (cột {first[name] + 1} và cột {at + 1}).",
                name[:60],
                row,
            )
            continue
        first[name] = at
        if name in profile.documents:
            layout.documents[at] = profile.documents[name]
    taken = set()
    for ours, theirs in profile.join.items():
        parts = [first[name] for name in theirs if name in first]
        if parts and ours not in first:
            layout.items[ours] = parts
            taken.update(parts)
    ranks = {name: rank for rank, name in enumerate(profile.columns)}
    for name, at in sorted(first.items(), key=lambda entry: (ranks.get(entry[0], -1), entry[1])):
        if at in taken:
            continue
        target = _target(name, profile)
        if target is None:
            _place_unknown(names[at], at, profile, findings, row, layout)
        elif target.startswith(LINE_PREFIX):
            layout.flat_lines[target.removeprefix(LINE_PREFIX)] = at
        elif target not in layout.items:
            layout.items[target] = [at]
        elif name in profile.columns and all(keys[other] in profile.columns for other in layout.items[target]):
            # Two names of the operator's for one thing (GHTK label and tracking_id): the first of the profile counts.
            _place_unknown(names[at], at, profile, findings, row, layout)
        else:
            other = names[layout.items[target][0]]
            findings.file("M104", f"Hai cột «{other[:60]}» và «{names[at][:60]}» cùng là {target}.", target, row)


def _place_unknown(name: str, at: int, profile: Profile, findings: Findings, row: int, layout: Layout) -> None:
    if key(name) in profile.drop or is_note(name):
        findings.file("M314", f"Cột ghi chú «{name[:60]}» bị bỏ, không được lưu.", name[:60], row, severity="W")
        return
    if key(name) == "extra" or key(name).startswith("extra."):
        layout.extra[name.strip()[:60].removeprefix("extra.")] = at
        return
    findings.file("M309", f"Cột «{name[:60]}» không có trong lược đồ, được giữ trong extra.", name[:60], row, severity="W")
    layout.extra[name.strip()[:60]] = at


def _place_lines(names: Sequence[str], profile: Profile, findings: Findings, row: int, layout: Layout) -> None:
    for at, name in enumerate(names):
        plain = key(name)
        target = profile.columns.get(f"{key(profile.lines)}.{plain}", plain).removeprefix(LINE_PREFIX)
        if not plain or plain == "row":
            continue
        if target in LINE and target not in layout.lines:
            layout.lines[target] = at
        elif target in LINE:
            findings.file("M104", f"Tiêu đề cột dòng hàng «{name[:60]}» xuất hiện hai lần.", target, row)
        elif is_note(name):
            findings.file("M314", f"Cột ghi chú «{name[:60]}» bị bỏ, không được lưu.", name[:60], row, severity="W")
        else:
            findings.file(
                "M309",
                f"Cột dòng hàng «{name[:60]}» không có trong lược đồ, không được giữ.",
                name[:60],
                row,
                severity="W",
            )


def _require(names: Sequence[str], line_names: Sequence[str] | None, findings: Findings, row: int, layout: Layout) -> None:
    """List every required column that is missing, each with what the file may have called it."""
    has_lines = "description" in layout.flat_lines or "description" in layout.lines
    missing = [
        column.name
        for column in ITEMS
        if column.name not in layout.items
        and (column.need in (ALWAYS, DOMESTIC) or (column.need == UNLESS_LINES and not has_lines))
    ]
    if line_names and "description" not in layout.lines:
        missing.append("lines.description")
    if not missing:
        return
    said = []
    for name in missing:
        near = suggestion(name, list(layout.extra))
        said.append(f"{name} (có phải cột «{near}»?)" if near else name)
    findings.file("M103", f"Thiếu cột bắt buộc: {', '.join(said)}.", missing[0], row)


def suggestion(missing: str, names: Sequence[str]) -> str | None:
    """Guess which of `names` was meant for a missing column; `None` when none comes near."""
    near = {fold_words(word) for word in _lists()["near"].get(missing, ())}
    folded = {fold_words(_CAMEL.sub(" ", name)): name for name in names}
    for words, name in folded.items():
        if words in near:
            return name
    close = get_close_matches(missing.replace("_", " "), list(folded), n=1, cutoff=0.75)
    return folded[close[0]] if close else None
