"""The engine against its peers; measured in `engine/bench.py`, published here."""

from __future__ import annotations

from buuan.engine.bench import bench_screen
from buuan.site.benchmarks.rows import Row

WHAT = (
    "CPU time of the screening engine on invented declarations, one core, median of interleaved rounds in one run. The ratio is the"
    " time of that way over the kernel's; the loops know neither exceptions nor disguises nor spans, so it is in their favour."
)


def bench_screening() -> list[Row]:
    """Measure the engine and its peers."""
    return [Row(one["name"], one["median"], one["unit"], one.get("ratio"), one.get("note", "")) for one in bench_screen()]
