"""Writing a manifest as an operator would hand it in."""

from __future__ import annotations

import io
import json

import polars as pl

from buuan.registers.items.generate.make import Made
from buuan.registers.items.generate.plan import GENERATOR_VERSION
from buuan.registers.items.reading.columns import SCHEMA_VERSION


def as_parquet(made: Made) -> bytes:
    """Give the manifest as a Parquet file; its metadata states the header and how it was made."""
    plan = made.plan
    header = {
        "schema_version": SCHEMA_VERSION,
        "manifest_id": plan.manifest_id,
        "operator_code": plan.operator_code,
        "revision": "1",
        "kind": "full",
        "created_at": plan.until.isoformat(),
        "item_count": str(made.items.height),
        "mapping_profile": "native",
    }
    made_by = {"generator": GENERATOR_VERSION, "seed": plan.seed, "parameters": plan.digest()}
    target = io.BytesIO()
    made.items.write_parquet(
        target,
        compression="zstd",
        metadata={"manifest": json.dumps(header, sort_keys=True), "generated": json.dumps(made_by, sort_keys=True)},
    )
    return target.getvalue()


def as_csv(made: Made) -> bytes:
    """Give the items as a CSV file in UTF-8, moments with the offset of Vietnam."""
    local = pl.col("accepted_at").dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.strftime("%Y-%m-%dT%H:%M:%S%:z")
    return made.items.with_columns(local).write_csv().encode()
