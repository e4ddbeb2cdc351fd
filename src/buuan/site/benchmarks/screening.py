"""The engine against its peers; measured in `engine/bench.py`, published here."""

from __future__ import annotations

from buuan.engine.bench import bench_memory, bench_screen
from buuan.site.benchmarks.rows import Row

WHAT = (
    "CPU time of the screening engine on invented declarations, one core, median of interleaved rounds in one run. The ratio is"
    " the time of that way over the kernel's; the loops know neither exceptions nor disguises nor spans, so it favours them. Aims:"
    " the kernel at most 3.5 times the Parquet read; Parquet to hits at most 1.33 µs; growth at most 1.15 and 1.5; hostile text"
    " at most twice plain per byte; memory of ten times the rows at most 1.1 times and below 0.6 GB; one item in process at most"
    " 100 µs (p99); the pipeline at least 12 (trie), 500 (alternation), 10 (pyahocorasick) and 3 (polars) times faster."
)


def bench_screening() -> list[Row]:
    """Measure the engine and its peers."""
    found = [*bench_screen(), *bench_memory()]
    return [Row(one["name"], one["median"], one["unit"], one["ratio"], one["note"]) for one in found]
