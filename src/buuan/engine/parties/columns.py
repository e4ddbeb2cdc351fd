"""Columns of a table of items as the kernels read them: UTF-8 bytes and row offsets."""

from __future__ import annotations

import numpy as np
import pyarrow as pa


def text_column(table: pa.Table, name: str) -> pa.LargeStringArray:
    """Give a text column without missing values; a column that the table lacks is empty in every row."""
    if name not in table.schema.names:
        return pa.array([""] * table.num_rows, pa.large_string())
    column = table.column(name)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    column = column.cast(pa.large_string())
    return column.fill_null("") if column.null_count else column


def buffers(column: pa.LargeStringArray) -> tuple[np.ndarray, np.ndarray]:
    """Give the bytes and the row offsets of a text column."""
    _, offsets, data = column.buffers()
    if offsets is None or data is None or not data.size:
        return np.zeros(1, np.uint8), np.zeros(len(column) + 1, np.int64)
    return np.frombuffer(data, np.uint8), np.frombuffer(offsets, np.int64, len(column) + 1, column.offset * 8).copy()


def keep_unicode(text: str) -> str:
    """Give the text with a sign in place of what is no character (half of a pair, as broken JSON escapes leave it)."""
    return text.encode("utf-8", "replace").decode()
