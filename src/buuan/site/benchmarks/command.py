"""The command `buuan bench`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from buuan.kit.console import answer, call
from buuan.kit.errors import Refused
from buuan.site.benchmarks.rows import Row, publish

# name: (module, function, whether it needs a database of its own)
BENCHMARKS = {
    "chain": ("buuan.site.benchmarks.chain", "bench_chain", True),
    "pages": ("buuan.site.benchmarks.pages", "bench_pages", True),
    "screening": ("buuan.site.benchmarks.screening", "bench_screening", False),
    "quality": ("buuan.site.benchmarks.quality", "bench_quality", False),
    "parties": ("buuan.site.benchmarks.parties", "bench_parties_rows", False),
    "clusters": ("buuan.site.benchmarks.clusters", "bench_clusters", False),
    "catalogue": ("buuan.site.benchmarks.catalogue", "bench_catalogue", True),
    "interdiction": ("buuan.site.benchmarks.interdiction", "bench_interdiction", True),
    "manifests": ("buuan.site.benchmarks.manifests", "bench_manifests", False),
    "dispatch": ("buuan.site.benchmarks.dispatch", "bench_dispatch", True),
    "live": ("buuan.site.benchmarks.live", "bench_live", True),
    "http": ("buuan.site.benchmarks.http", "bench_http", True),
}


@click.command()
@click.argument("name", default="all")
@click.option("--out", type=click.Path(path_type=Path), help="Thư mục để ghi trang kết quả.")
def bench(name: str, out: Path | None) -> None:
    """Đo NAME (tên một phép đo, hoặc all); không đụng đến dữ liệu đang dùng."""
    if name != "all" and name not in BENCHMARKS:
        raise Refused("bench.unknown", f"Không có phép đo {name}; có: {', '.join(BENCHMARKS)}, all.")
    wanted = list(BENCHMARKS) if name == "all" else [name]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="buuan-bench-") as folder:
        for one in wanted:
            module, function, needs_database = BENCHMARKS[one]
            if needs_database:
                _own_database(Path(folder))
            loaded = import_module(module)
            measure: Callable[[], list[Row]] = getattr(loaded, function)
            found = measure()
            rows += found
            if out is not None:
                publish(out, one, loaded.WHAT, found)
    text = "\n".join(
        f"{one.name:40} {one.median:>14,.2f} {one.unit}" + (f"  ×{one.ratio:.2f}" if one.ratio else "") for one in rows
    )
    answer({"rows": [one.as_json() for one in rows]}, text)


def _own_database(folder: Path) -> None:
    """Measure in a throwaway database of the same kind, never in the one that people work with."""
    import os

    os.environ.pop("DATABASE_URL", None)
    os.environ["BUUAN_DATA"] = str(folder)
    call.data = folder
    call.prepare()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
