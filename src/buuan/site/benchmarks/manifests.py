"""A CSV manifest read, checked, screened and archived encrypted, against a plain read of the same file."""

from __future__ import annotations

import csv
import io
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from buuan.engine.run import screen_texts
from buuan.engine.store import shipped_terms
from buuan.registers.items.archive import Archive, KeyRing
from buuan.registers.items.generate import Commune, Plan, generate
from buuan.registers.items.generate.writers import as_csv
from buuan.registers.items.reading import Header, Known, Reading, read_manifest
from buuan.site.benchmarks.rows import Row

WHAT = (
    "Rows a second of CPU time for one CSV manifest of 50,000 items: read and checked by every rule, screened, written to the"
    " encrypted archive, and all three together. The ratio is that step's time over a plain read of the same file into columns."
    " The last row is by the wall clock, with whatever cores are free: 100,000 rows a second on two quiet cores are the aim."
)
ROWS, ROUNDS = 50_000, 3
WHOLE = "the whole way"


def bench_manifests() -> list[Row]:
    """Measure the way of a manifest, step by step, in interleaved rounds."""
    now = datetime.now(tz=UTC)
    communes = tuple(Commune(str(code), "xã", f"Thử {code}") for code in range(40))
    plan = Plan(
        operator_code="BCX",
        manifest_id="DO",
        points=("BCX-TH-001",),
        communes=communes,
        until=now,
        days=1,
        n=ROWS,
        serial=1,
        seed=7,
    )
    data = as_csv(generate(plan))
    terms = shipped_terms()
    wall: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive", KeyRing.open(Path(folder) / "keys"))
        reading = _read(data, now)
        steps: dict[str, Callable[[int], Any]] = {
            "plain read into columns": lambda _n: pl.read_csv(io.BytesIO(data), infer_schema=False),
            "row by row into dictionaries": lambda _n: sum(1 for _ in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))),
            "read and checked": lambda _n: _read(data, now),
            "screened": lambda _n: screen_texts(reading.items["screen_text"], terms, threads=2),
            "archived, encrypted": lambda n: _keep(archive, reading, f"A{n}", now),
            WHOLE: lambda n: _whole(archive, data, f"B{n}", now),
        }
        times: dict[str, list[float]] = {name: [] for name in steps}
        for step in steps.values():
            step(-1)  # compile, and touch the memory once
        for number in range(ROUNDS):
            for name, step in steps.items():
                started, begun = time.process_time(), time.perf_counter()
                step(number)
                times[name].append(time.process_time() - started)
                if name == WHOLE:
                    wall.append(time.perf_counter() - begun)
    plain = median(times["plain read into columns"])
    size = f"{len(data) / 2**20:.0f} MB, {reading.accepted:,} accepted"
    rows = [Row(name, ROWS / median(took), "rows/s", median(took) / plain, size) for name, took in times.items()]
    return [*rows, Row(f"{WHOLE}, wall clock", ROWS / median(wall), "rows/s", None, size)]


def _read(data: bytes, now: datetime) -> Reading:
    return read_manifest(data, name="do.csv", header=Header("BCX"), known=Known({"BCX"}), now=now)


def _keep(archive: Archive, reading: Reading, name: str, now: datetime) -> None:
    archive.commit(
        operator="BCX",
        manifest_id=name,
        revision=1,
        kind="full",
        content_hash=reading.content_hash,
        at=now,
        items=reading.items,
        lines=reading.lines,
        documents=reading.documents,
    )


def _whole(archive: Archive, data: bytes, name: str, now: datetime) -> None:
    reading = _read(data, now)
    screen_texts(reading.items["screen_text"], shipped_terms(), threads=2)
    _keep(archive, reading, name, now)
