"""Mapping profiles: what the fields of an operator's own interface are called, in which units and date formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from buuan.kit.fold import fold

NATIVE = "native"
LINE_PREFIX = "lines."
_GAPS = re.compile(r"[\s\-]+")


def key(name: str) -> str:
    """Give the form in which column names are compared: no diacritics, lower case, spaces and dashes as underscores."""
    return _GAPS.sub("_", fold(name.strip().strip("\ufeff").strip()))


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile. `columns` maps a key of theirs to our name, `join` our name to their keys in the order of joining.

    Names of line columns carry the prefix `lines.` on our side. `factors` turn their unit into ours; `times` are
    formats of moments beside ISO 8601; `documents` maps their field to folded values that mark a document; `drop` holds
    keys of notes.
    """

    name: str
    name_vi: str
    lines: str
    columns: Mapping[str, str]
    join: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    factors: Mapping[str, int] = field(default_factory=dict)
    times: tuple[str, ...] = ()
    documents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()

    def factor(self, name: str) -> int:
        """Give what one unit of the source is worth in ours."""
        return self.factors.get(name, 1)


@cache
def profiles() -> Mapping[str, Profile]:
    """Load every profile of the data file, by its name."""
    raw = yaml.safe_load(files(__package__).joinpath("profiles.yaml").read_text("utf-8"))
    return {
        name: Profile(
            name=name,
            name_vi=entry["name_vi"],
            lines=entry["lines"],
            columns={key(theirs): ours for theirs, ours in entry["columns"].items()},
            join={ours: tuple(map(key, theirs)) for ours, theirs in entry.get("join", {}).items()},
            factors=entry.get("factors", {}),
            times=tuple(entry.get("times", ())),
            documents={key(name): frozenset(values) for name, values in entry.get("documents", {}).items()},
            drop=frozenset(map(key, entry.get("drop", ()))),
        )
        for name, entry in raw.items()
    }
