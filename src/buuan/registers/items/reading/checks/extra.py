"""Unknown columns: kept with their item as one JSON text, never screened, never with an identity number in them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl

from buuan.registers.items.reading.checks.chunk import Chunk
from buuan.registers.items.reading.findings import FileRefused
from buuan.registers.items.reading.names import is_refused

# Twelve digits: province of birth registration (0xx), century and sex (0-3 for people alive today), year, six drawn.
_IDENTITY = r"^0[0-9]{2}[0-3][0-9]{8}$"
_JSON_KEY = r'"((?:[^"\\]|\\.){1,80})"\s*:'


def keep_extra(chunk: Chunk, extra: Mapping[str, pl.Series]) -> None:
    """Put the unknown columns of each row into `extra`, and report what is too long (M208) or may not be kept (M316).

    Raises FileRefused when a JSON text in a column named `extra` holds a refused name (M106).
    """
    kept: list[pl.Series] = []
    for name, values in extra.items():
        texts = values.cast(pl.String)
        if name == "extra":
            _refuse_hidden_names(chunk, texts)
        texts = texts.set(texts.str.strip_chars().str.len_bytes() == 0, None)
        personal = texts.str.strip_chars().str.contains(_IDENTITY)
        if personal.fill_null(value=False).any():
            texts = texts.set(personal, None)
            chunk.columns[f"extra.{name}"] = texts
            chunk.flag("M316", f"extra.{name}", personal, f"Cột «{name}» có giá trị giống số định danh cá nhân; đã bỏ.")
            del chunk.columns[f"extra.{name}"]
        if texts.null_count() < len(texts):
            kept.append(texts.alias(name))
    if not kept:
        return
    frame = pl.DataFrame(kept)
    packed = frame.select(
        pl.when(pl.any_horizontal(pl.all().is_not_null())).then(pl.struct(pl.all()).struct.json_encode()).alias("extra")
    )["extra"]
    limit = chunk.context.limits.extra_bytes
    chunk.flag(
        "M208",
        "extra",
        packed.str.len_bytes() > limit,
        f"Các cột ngoài lược đồ dài quá {limit // 1024} KB.",
        value=pl.Series([None], dtype=pl.String).new_from_index(0, len(packed)),
    )
    chunk.columns["extra"] = packed


def _refuse_hidden_names(chunk: Chunk, texts: pl.Series) -> None:
    """A refused column may not hide as a name inside a JSON text either."""
    names = texts.drop_nulls().str.extract_all(_JSON_KEY).explode().unique().drop_nulls()
    hidden = sorted({name for raw in names if is_refused(name := _key_of(raw))})
    for name in hidden:
        chunk.findings.file("M106", f"Cột extra có trường «{name[:60]}» không được phép gửi.", "extra")
    if hidden:
        raise FileRefused(chunk.findings)


def _key_of(raw: str) -> str:
    try:
        return str(json.loads(raw[: raw.rindex('"') + 1]))
    except ValueError:
        return raw
