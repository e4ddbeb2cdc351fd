"""What a benchmark gives, and how it is published."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: the median over the rounds; `ratio` compares it with what the name says, None without a peer."""

    name: str
    median: float
    unit: str
    ratio: float | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the row as the command prints it."""
        return asdict(self)


def quantile(values: list[float], q: float) -> float:
    """Give the q-quantile of `values` (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(q * len(ranked)))]


def as_markdown(name: str, what: str, rows: list[Row]) -> str:
    """Give the page that is published under `docs/benchmarks/`."""
    lines = [
        f"# {name}",
        "",
        what,
        "",
        f"Measured {datetime.now(tz=UTC):%Y-%m-%d} with `buuan bench {name}` on {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {platform.machine()}.",
        "Times differ from machine to machine; read the ratios first.",
        "",
        "| what | median | unit | ratio | note |",
        "|---|---|---|---|---|",
    ]
    for one in rows:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        lines.append(f"| {one.name} | {one.median:,.2f} | {one.unit} | {ratio} | {one.note} |")
    return "\n".join(lines) + "\n"


def publish(folder: Path, name: str, what: str, rows: list[Row]) -> None:
    """Write the page of one benchmark."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(as_markdown(name, what, rows), encoding="utf-8")
