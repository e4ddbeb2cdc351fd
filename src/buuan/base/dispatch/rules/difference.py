"""What changed from one version of a notice to the next, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `same` in both versions, `gone` from the old one, or `new`."""

    change: str
    text: str


def difference(old: str, new: str) -> tuple[Line, ...]:
    """Give the lines of both versions in reading order."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[Line] = []
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [Line(SAME, text) for text in before[from_old:to_old]]
        else:
            lines += [Line(GONE, text) for text in before[from_old:to_old]]
            lines += [Line(NEW, text) for text in after[from_new:to_new]]
    return tuple(lines)
