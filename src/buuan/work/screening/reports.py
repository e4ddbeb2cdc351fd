"""The error report of a manifest: every finding of the file, as a page, JSON, CSV or XLSX."""

from __future__ import annotations

import io

import polars as pl

from buuan.registers.items.models import Manifest, ManifestReport
from buuan.registers.items.reading import Header, Reading
from buuan.registers.items.reading.findings import REPORT_SCHEMA
from buuan.registers.items.reading.model import EMPTY_REPORT
from buuan.registers.items.reading.writers import report_csv, report_json, report_xlsx

REPORT_SHOWN = 200
"""How many findings a page shows at a time."""

_WRITERS = {
    "json": (report_json, "application/json"),
    "csv": (report_csv, "text/csv; charset=utf-8"),
    "xlsx": (report_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def packed(report: pl.DataFrame) -> bytes:
    """Give a report as the database keeps it."""
    file = io.BytesIO()
    report.write_parquet(file, compression="zstd")
    return file.getvalue()


def report_of(manifest: Manifest) -> pl.DataFrame:
    """Give every finding about a manifest, in the order of the file."""
    kept = ManifestReport.objects.filter(manifest=manifest).values_list("table", flat=True).first()
    if kept is not None:
        return pl.read_parquet(io.BytesIO(bytes(kept)))
    return pl.DataFrame(manifest.report, schema=REPORT_SCHEMA) if manifest.report else EMPTY_REPORT


def report_file(manifest: Manifest, kind: str) -> tuple[bytes, str]:
    """Give the whole error report of a manifest as a file (`json`, `csv`, `xlsx`), with its media type."""
    nothing = pl.DataFrame()
    reading = Reading(
        header=Header(manifest.operator.code, manifest.manifest_id, manifest.revision, manifest.kind, manifest.profile),
        content_hash=manifest.content_sha256,
        status=manifest.state,
        items=nothing,
        lines=nothing,
        documents=pl.DataFrame({"item_id": [None] * manifest.documents}),
        cancelled=nothing,
        report=report_of(manifest),
        letters_counted=manifest.letters,
        accepted=manifest.accepted,
        refused=manifest.refused,
        warnings=manifest.warnings,
    )
    write, media_type = _WRITERS[kind]
    return write(reading), media_type
