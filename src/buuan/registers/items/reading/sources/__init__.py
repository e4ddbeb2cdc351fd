"""The file types of a manifest: each gives the same thing, item columns by position in chunks, with their rows."""

from __future__ import annotations

from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.model import Limits
from buuan.registers.items.reading.profiles import Profile
from buuan.registers.items.reading.sources.base import Content, Source
from buuan.registers.items.reading.sources.csv_file import open_csv
from buuan.registers.items.reading.sources.json_file import open_json
from buuan.registers.items.reading.sources.parquet_file import open_parquet
from buuan.registers.items.reading.sources.sniff import CSV, PARQUET, XLSX, sniff
from buuan.registers.items.reading.sources.xlsx_file import open_xlsx


def open_source(content: Content, profile: Profile, limits: Limits, findings: Findings) -> Source:
    """Tell the file's kind from its content and open it; raises FileRefused (M101, M102, M104)."""
    kind = sniff(content, findings)
    if kind == CSV:
        return open_csv(content, profile, limits, findings)
    if kind == XLSX:
        return open_xlsx(content, profile, limits, findings)
    if kind == PARQUET:
        return open_parquet(content, profile, limits, findings)
    return open_json(content, kind, profile, limits, findings)
