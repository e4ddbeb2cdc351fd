"""Compiles the reading of manifests before the first file needs it."""

from __future__ import annotations

from datetime import UTC, datetime

from buuan.registers.items.generate import Commune, Plan, generate
from buuan.registers.items.generate.writers import as_csv
from buuan.registers.items.reading import Header, Known, read_manifest


def warm_up() -> None:
    """Read one invented manifest as CSV, the form that has most compiled passes of its own."""
    now = datetime.now(tz=UTC)
    communes = (Commune("0", "xã", "Mẫu"),)
    plan = Plan(
        operator_code="THU", manifest_id="0", points=("THU-0",), communes=communes, until=now, days=1, n=20, serial=1, seed=1
    )
    read_manifest(as_csv(generate(plan)), name="thu.csv", header=Header("THU"), known=Known({"THU"}), now=now)
