"""One chunk of a file on its way: letters counted and let go, documents stripped, goods checked and typed."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
import polars as pl

from buuan.registers.items.reading.checks.chunk import Chunk, Context, subset
from buuan.registers.items.reading.checks.extra import keep_extra
from buuan.registers.items.reading.checks.folding import fold_column
from buuan.registers.items.reading.checks.identity import check_identity, check_references, stored_form
from buuan.registers.items.reading.checks.lines import type_lines
from buuan.registers.items.reading.checks.numbers import check_numbers
from buuan.registers.items.reading.checks.parties import AreaCache, check_parties
from buuan.registers.items.reading.checks.text import check_texts, clean, tidy
from buuan.registers.items.reading.checks.times import check_times
from buuan.registers.items.reading.columns import (
    DOCUMENT,
    DOCUMENT_COLUMNS,
    ITEM,
    ITEMS,
    LETTER,
    documents_schema,
    items_schema,
    lines_schema,
)
from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.names import Layout
from buuan.registers.items.reading.sources.base import Part, Untidy, position

_EXTRA = "extra:"
_FLAT = "flat:"


@dataclass(slots=True)
class Gathered:
    """What the chunks of one file have given so far. `rows` counts all data rows, refused ones and letters included.

    `letter_ids` is filled only where content lines stand on a sheet of their own, so that the lines of letters can be
    let go unread; it ends with the reading.
    """

    goods: list[pl.DataFrame] = field(default_factory=list)
    documents: list[pl.DataFrame] = field(default_factory=list)
    lines: list[pl.DataFrame] = field(default_factory=list)
    faulty: list[pl.DataFrame] = field(default_factory=list)
    cancelled: list[pl.DataFrame] = field(default_factory=list)
    letter_ids: list[pl.Series] = field(default_factory=list)
    rows: int = 0
    skipped: int = 0
    letters: int = 0
    line_rows: int = 0

    def take(self, other: Gathered) -> None:
        """Add what the chunks after these have given."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def take_part(part: Part, layout: Layout, context: Context, findings: Findings, areas: AreaCache, gathered: Gathered) -> None:
    """Check one chunk and add what may be kept of it to `gathered`."""
    gathered.rows += part.frame.height + part.skipped
    gathered.skipped += part.skipped
    if not part.frame.height:
        return
    frame = _named(part.frame, layout)
    untidy = _named_untidy(part.untidy, layout)
    if context.header.kind == "cancel":
        _take_cancelled(frame.select("row", "item_id"), untidy, context, findings, gathered)
        return
    service = _service(frame)
    letters = (service == LETTER).fill_null(value=False)
    documents = ((service == DOCUMENT) | _marked_documents(part.frame, layout)).fill_null(value=False) & ~letters
    if letters.any():
        gathered.letters += int(letters.sum())
        if "item_id" in layout.lines:
            gathered.letter_ids.append(stored_form(clean(frame["item_id"].cast(pl.String).filter(letters))))
    if documents.any():
        _take_documents(frame, documents, _filtered(untidy, documents), context, findings, gathered)
    rest = ~(letters | documents)
    goods = frame if rest.all() else frame.filter(rest)
    if goods.height:
        mask = untidy if rest.all() else _filtered(untidy, rest)
        _take_goods(goods, mask, part, layout, context, findings, areas, gathered)


def _filtered(untidy: Untidy | None, by: pl.Series) -> Untidy | None:
    """Give where the untidy cells stand when only some rows are left."""
    if untidy is None:
        return None
    kept = by.to_numpy()
    place = np.cumsum(kept) - 1
    return {name: place[at[kept[at]]] for name, at in untidy.items()}


def _named_untidy(untidy: Untidy | None, layout: Layout) -> Untidy | None:
    """Give the untidy cells by our names, as `_named` does the columns; a joined cell is untidy if one of its parts is."""
    if untidy is None:
        return None
    none = np.empty(0, np.int32)
    named = {
        name: np.unique(np.concatenate([untidy.get(position(place), none) for place in at])) for name, at in layout.items.items()
    }
    return named | {_FLAT + name: untidy.get(position(at), none) for name, at in layout.flat_lines.items()}


def _named(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Give the columns our names; several columns for one of ours are joined, unknown and line columns are prefixed."""
    columns = [pl.col("row").cast(pl.UInt32)]
    for name, at in layout.items.items():
        if len(at) == 1:
            columns.append(pl.col(position(at[0])).alias(name))
            continue
        parts = [pl.col(position(place)).cast(pl.String).str.strip_chars() for place in at]
        parts = [pl.when(part.str.len_bytes() > 0).then(part) for part in parts]
        joined = pl.concat_str(parts, separator=", ", ignore_nulls=True)
        columns.append(pl.when(joined.str.len_bytes() > 0).then(joined).alias(name))
    columns += [pl.col(position(at)).alias(_EXTRA + name) for name, at in layout.extra.items()]
    columns += [pl.col(position(at)).alias(_FLAT + name) for name, at in layout.flat_lines.items()]
    return frame.select(columns)


def _service(frame: pl.DataFrame) -> pl.Series:
    if "service_class" not in frame.columns:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    service = frame["service_class"].cast(pl.String)
    plain = service.is_in(ITEM["service_class"].values)
    return subset(service, ~plain, lambda texts: clean(texts).str.to_lowercase())


def _marked_documents(frame: pl.DataFrame, layout: Layout) -> pl.Series:
    """Tell which rows the operator's own interface marks as documents, whatever service class they state."""
    marked = pl.Series([False]).new_from_index(0, frame.height)
    for at, values in layout.documents.items():
        written = fold_column(frame[position(at)].cast(pl.String))
        marked = marked | written.is_in(list(values)).fill_null(value=False)
    return marked


def _take_cancelled(frame: pl.DataFrame, untidy: Untidy | None, context: Context, findings: Findings, gathered: Gathered) -> None:
    chunk = Chunk(frame, context, findings, untidy=untidy)
    tidy(chunk)
    check_texts(chunk)
    check_identity(chunk)
    gathered.cancelled.append(pl.DataFrame({"row": chunk.rows, "item_id": chunk.columns["item_id"]}))


def _take_documents(
    frame: pl.DataFrame, which: pl.Series, untidy: Untidy | None, context: Context, findings: Findings, gathered: Gathered
) -> None:
    """Keep identifier, point, moment and weight; everything else of the row is not even looked at.

    The flow is read for the rules of the identifier and then forgotten, so a wrong one is no error here.
    """
    names = [name for name in (*DOCUMENT_COLUMNS, "flow", "id_scheme") if name in frame.columns]
    chunk = Chunk(frame.select("row", *names).filter(which), context, findings, untidy=untidy)
    tidy(chunk)
    aside = {name: chunk.columns.pop(name) for name in ("flow", "id_scheme") if name in chunk.columns}
    check_texts(chunk)
    check_times(chunk)
    check_numbers(chunk)
    flow = aside.get("flow")
    if flow is not None:
        chunk.columns["flow"] = flow.str.to_lowercase().set(~flow.is_in(ITEM["flow"].values), "domestic")
    if "id_scheme" in aside:
        chunk.columns["id_scheme"] = aside["id_scheme"].str.to_lowercase()
    check_identity(chunk)
    schema = {"row": pl.UInt32()} | documents_schema()
    gathered.documents.append(pl.DataFrame({"row": chunk.rows} | {n: chunk.columns[n] for n in DOCUMENT_COLUMNS}, schema=schema))


def _take_goods(
    frame: pl.DataFrame,
    untidy: Untidy | None,
    part: Part,
    layout: Layout,
    context: Context,
    findings: Findings,
    areas: AreaCache,
    gathered: Gathered,
) -> None:
    own = [name for name in frame.columns if not name.startswith((_EXTRA, _FLAT))]
    chunk = Chunk(frame.select(own), context, findings, untidy=untidy)
    tidy(chunk)
    service = chunk.get("service_class")
    if service is not None and service.dtype == pl.String:
        unknown = ~service.str.to_lowercase().is_in(ITEM["service_class"].values)
        chunk.secret = unknown.fill_null(value=True) if unknown.fill_null(value=True).any() else None
    check_texts(chunk)
    check_times(chunk)
    check_numbers(chunk)
    check_identity(chunk)
    check_references(chunk)
    check_parties(chunk, areas)
    keep_extra(chunk, {name.removeprefix(_EXTRA): frame[name] for name in frame.columns if name.startswith(_EXTRA)})
    gathered.goods.append(_canonical(chunk))
    _take_lines(frame, chunk, untidy, part, layout, context, findings, gathered)


def _canonical(chunk: Chunk) -> pl.DataFrame:
    """Give the chunk in the canonical columns and types; a column that the file lacks is null or its default."""
    schema = items_schema()
    defaults = {column.name: column.default for column in ITEMS}
    columns = {"row": chunk.rows} | {name: values for name, values in chunk.columns.items() if name in schema}
    frame = pl.DataFrame(columns)
    absent = [pl.lit(defaults.get(name), dtype=dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns]
    return frame.with_columns(absent).select(schema.keys()).cast(schema)


def _take_lines(
    frame: pl.DataFrame,
    chunk: Chunk,
    untidy: Untidy | None,
    part: Part,
    layout: Layout,
    context: Context,
    findings: Findings,
    gathered: Gathered,
) -> None:
    """Take the content lines that stand in the item's own row or are nested in it; those of letters went with them."""
    ids = pl.DataFrame({"row": chunk.rows, "item_id": chunk.columns["item_id"]})
    if layout.flat_lines:
        flat = frame.select("row", *(pl.col(_FLAT + name).alias(name) for name in layout.flat_lines))
        filled = pl.any_horizontal(pl.col(name).is_not_null() for name in layout.flat_lines)
        mask = flat.select(filled).to_series()
        lines = flat.insert_column(1, ids["item_id"]).filter(mask)
        kept = _filtered(untidy, mask)
        marks = None if kept is None else {name: kept[_FLAT + name] for name in layout.flat_lines}
    elif part.lines is not None and part.lines.height and layout.lines:
        named = part.lines.select(
            pl.col("row").cast(pl.UInt32),
            *(pl.col(position(at)).alias(name) for name, at in layout.lines.items() if name != "item_id"),
        )
        lines = named.join(ids, on="row", how="inner", maintain_order="left")
        marks = None
    else:
        return
    if not lines.height:
        return
    typed, faulty = type_lines(lines, context, findings, untidy=marks)
    gathered.faulty.append(faulty)
    gathered.line_rows += typed.height
    gathered.lines.append(typed)


def empty_lines() -> pl.DataFrame:
    """Give a frame of lines without rows."""
    return pl.DataFrame(schema=lines_schema())
