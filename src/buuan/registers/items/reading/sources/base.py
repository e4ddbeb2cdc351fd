"""What every file type gives, and the bytes it is given."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from buuan.registers.items.reading.findings import Findings

# What a reader sees before it has read: enough for every test of the beginning of a file.
HEAD_BYTES = 256 * 1024

Untidy = dict[str, np.ndarray]
"""By column the positions, in order, of the cells that cleaning may change; a column that is not there has none."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of an upload; those of a file on disk stay there and are mapped, not copied."""

    view: memoryview

    @classmethod
    def of(cls, data: bytes | Path) -> Content:
        """Open bytes or a file; raises OSError when there is no such file."""
        if not isinstance(data, Path):
            return cls(memoryview(data))
        with data.open("rb") as stream:
            if stream.seek(0, 2) == 0:
                return cls(memoryview(b""))
            return cls(memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)))

    @property
    def size(self) -> int:
        """Give the number of bytes."""
        return len(self.view)

    def head(self, count: int = HEAD_BYTES) -> bytes:
        """Give the first bytes."""
        return bytes(self.view[:count])

    def tail(self, count: int) -> bytes:
        """Give the last bytes."""
        return bytes(self.view[-count:]) if count < self.size else bytes(self.view)

    def sha256(self) -> str:
        """Give the hash that identifies the content, in hexadecimal."""
        return hashlib.sha256(self.view).hexdigest()


@dataclass(slots=True)
class Part:
    """One chunk: `frame` has the item columns by position as `c0`, `c1`, … and `row`, the row of the file.

    `untidy` are the cells whose texts need cleaning, `None` when any may. `lines` has the columns of nested content
    lines as `c0`, … with the `row` of their item, or `None`. `skipped` counts rows that could not be parsed at all and
    are already reported.
    """

    frame: pl.DataFrame
    untidy: Untidy | None = None
    lines: pl.DataFrame | None = None
    skipped: int = 0


@dataclass(slots=True)
class Source:
    """An opened manifest file: the header is read, the rows come with `parts`, once.

    `columns` are the names of the item columns, `line_columns` those of nested lines or of a lines sheet (`None` when
    there are none), `every_name` names that occur deeper. `manifest` are the header fields that the file itself states.
    `separate_lines` are content lines that stand apart and name their item by `item_id`.
    """

    file_type: str
    columns: list[str]
    parts: Iterator[Part]
    header_row: int = 1
    line_columns: list[str] | None = None
    every_name: list[str] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    separate_lines: pl.DataFrame | None = None


def position(at: int) -> str:
    """Give the name of the column at a position, the only names that readers use before the layout is known."""
    return f"c{at}"


def refuse_size(findings: Findings, size: int, limit: int, kind: str) -> None:
    """Refuse a file that is larger than its kind may be."""
    if size > limit:
        raise findings.refuse(
            "M101", f"Tệp {kind} lớn {size / 2**20:.0f} MB, vượt giới hạn {limit / 2**20:.0f} MB. Hãy chia nhỏ bảng kê."
        )
