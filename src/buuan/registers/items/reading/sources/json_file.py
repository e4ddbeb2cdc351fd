"""JSON: one object {manifest, items}, or items one a line after a header line. Values come as text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import polars as pl

from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.model import Limits
from buuan.registers.items.reading.profiles import Profile, key
from buuan.registers.items.reading.sources.base import Content, Part, Source, position, refuse_size
from buuan.registers.items.reading.sources.json_scan import (
    CUT,
    MAX_DEPTH,
    MAX_NAMES,
    OK,
    TOO_DEEP,
    TOO_MANY_NAMES,
    walk,
)
from buuan.registers.items.reading.sources.sniff import JSON_LINES, not_utf8

_BOM = b"\xef\xbb\xbf"
_ITEMS = "items"
_AROUND_BYTES = 8 * 2**20
# Below this many items a chunk that the parser refuses is gone through one by one, to name the bad ones.
_FEW = 16
_PARSER_ERRORS = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The names of an item: plain ones, nested ones (object to its names), and those of the content lines."""

    plain: list[str]
    nested: dict[str, list[str]]
    lines: str | None
    line_names: list[str]

    def schema(self) -> dict[str, pl.DataType]:
        text = pl.String()
        schema: dict[str, pl.DataType] = dict.fromkeys(self.plain, text)
        schema |= {name: pl.Struct(dict.fromkeys(inner, text)) for name, inner in self.nested.items()}
        if self.lines is not None:
            schema[self.lines] = pl.List(pl.Struct(dict.fromkeys(self.line_names, text)))
        return schema

    def columns(self) -> list[str]:
        return self.plain + [f"{outer}.{name}" for outer, inner in self.nested.items() for name in inner]


def open_json(content: Content, kind: str, profile: Profile, limits: Limits, findings: Findings) -> Source:
    """Find items and names; raises FileRefused (M101, M102, M104)."""
    refuse_size(findings, content.size, limits.json_bytes, "JSON")
    view = content.view[len(_BOM) :] if content.head(3) == _BOM else content.view
    lines = kind == JSON_LINES
    manifest: dict[str, Any] = {}
    stated: list[str] = []
    first_row = 2
    if lines:
        manifest, stated, length = _header_line(view, limits, findings)
        view = view[length:]
        first_row = 2 if length else 1
    buffer = np.frombuffer(view, dtype=np.uint8)
    room = min(limits.items + 2, len(buffer) + 2)
    starts, ends, owners = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    name_start, name_end, name_parent = (np.empty(MAX_NAMES, np.int64) for _ in range(3))
    found, names, problem, at, depth = walk(
        buffer, lines, 0 if lines else 2, starts, ends, owners, name_start, name_end, name_parent
    )
    _check_walk(problem, at, depth, lines, view, findings)
    if found > limits.items:
        raise findings.refuse("M101", f"Tệp có hơn {limits.items} bưu gửi, vượt giới hạn. Hãy chia nhỏ bảng kê.")
    paths = _paths(view, name_start[:names], name_end[:names], name_parent[:names])
    inside: tuple[str, ...] = () if lines else (_ITEMS,)
    if lines:
        chosen = np.flatnonzero(ends[:found] - starts[:found] > 1)
    else:
        mine = [number for number, path in enumerate(paths) if path == inside]
        chosen = np.flatnonzero(owners[:found] == (mine[0] if mine else -2))
    rows = (chosen + first_row if lines else np.arange(2, 2 + len(chosen))).astype(np.uint32)
    starts, ends = starts[chosen], ends[chosen]
    if lines:
        _check_last_line(view, starts, ends, rows, findings)
    else:
        manifest = _around(view, starts, ends, findings)
    shape = _shape(paths, inside, profile)
    columns = shape.columns()
    if len(columns) > limits.columns:
        raise findings.refuse("M101", f"Tệp có {len(columns)} trường, vượt giới hạn {limits.columns}.")
    reader = _Reader(buffer, shape, limits, findings)
    return Source(
        kind,
        columns,
        reader.parts(starts, ends, rows),
        line_columns=shape.line_names if shape.lines is not None else None,
        every_name=sorted({path[-1] for path in paths} | set(stated)),
        manifest=manifest,
    )


def _check_walk(problem: int, at: int, depth: int, lines: bool, view: memoryview, findings: Findings) -> None:
    if problem == TOO_DEEP:
        raise findings.refuse("M101", f"JSON lồng nhau quá {MAX_DEPTH} tầng.")
    if problem == TOO_MANY_NAMES:
        raise findings.refuse("M101", f"JSON có hơn {MAX_NAMES} tên trường khác nhau.")
    if problem == CUT or (problem == OK and not lines and depth):
        raise findings.refuse("M101", "Tệp JSON bị cắt giữa chừng: ngoặc hoặc dấu nháy không được đóng.")
    if problem != OK:
        row = bytes(view[:at]).count(b"\n") + 1
        raise findings.refuse("M101", f"JSON sai cú pháp ở dòng {row} của tệp.", row=row)


def _loads(raw: bytes) -> Any:
    """Parse JSON; raises ValueError for anything that is not, too deep included."""
    try:
        return json.loads(raw.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("too deep") from error


def _paths(view: memoryview, starts: np.ndarray, ends: np.ndarray, parents: np.ndarray) -> list[tuple[str, ...]]:
    """Give every path of names that occurs in the file, parents before children."""
    paths: list[tuple[str, ...]] = []
    for start, end, parent in zip(starts, ends, parents, strict=True):
        raw = bytes(view[start:end])
        try:
            name = str(_loads(b'"' + raw + b'"'))
        except ValueError:
            name = raw.decode("utf-8", "replace")
        paths.append((*(paths[parent] if parent >= 0 else ()), name[:120]))
    return paths


def _shape(paths: Sequence[tuple[str, ...]], inside: tuple[str, ...], profile: Profile) -> _Shape:
    depth = len(inside)
    mine = [path[depth:] for path in paths if path[:depth] == inside and len(path) > depth]
    dotted = {name.split(".", 1)[0] for name in profile.columns if "." in name}
    dotted |= {name.split(".", 1)[0] for parts in profile.join.values() for name in parts if "." in name}
    inner: dict[str, list[str]] = {}
    for path in mine:
        if len(path) == 2:
            inner.setdefault(path[0], []).append(path[1])
    tops = [path[0] for path in mine if len(path) == 1]
    lines = next((name for name in tops if key(name) in (key(profile.lines), "lines") and name in inner), None)
    nested = {name: inner[name] for name in tops if name != lines and key(name) in dotted and name in inner}
    plain = [name for name in tops if name != lines and name not in nested]
    return _Shape(plain, nested, lines, inner.get(lines, []) if lines else [])


def _header_line(view: memoryview, limits: Limits, findings: Findings) -> tuple[dict[str, Any], list[str], int]:
    """Give the header fields of the first line, every name in it and its length; (nothing, nothing, 0) without one."""
    raw, end, _ = bytes(view[: limits.record_bytes]).partition(b"\n")
    try:
        line = _loads(raw)
    except ValueError:
        raise findings.refuse("M101", "Dòng đầu của tệp JSON không đọc được.", row=1) from None
    if not isinstance(line, dict):
        raise findings.refuse("M101", "Dòng đầu của tệp JSON phải là phần đầu bảng kê.", row=1)
    if "item_id" in line:
        return {}, [], 0
    manifest = line.get("manifest", line)
    return (manifest if isinstance(manifest, dict) else {}), list(_names_in(line)), len(raw) + len(end)


def _names_in(value: object) -> Iterator[str]:
    """Give every name in a JSON value, in any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)


def _check_last_line(view: memoryview, starts: np.ndarray, ends: np.ndarray, rows: np.ndarray, findings: Findings) -> None:
    """Refuse a file that breaks off inside its last line."""
    if not len(rows) or bytes(view[-1:]) == b"\n":
        return
    try:
        _loads(bytes(view[starts[-1] : ends[-1]]))
    except ValueError:
        row = int(rows[-1])
        raise findings.refuse("M101", f"Tệp bị cắt giữa chừng ở dòng cuối (dòng {row}).", row=row) from None


def _around(view: memoryview, starts: np.ndarray, ends: np.ndarray, findings: Findings) -> dict[str, Any]:
    """Parse what stands around the items: the manifest object."""
    before, after = (int(starts[0]), int(ends[-1])) if len(starts) else (len(view), len(view))
    if before + len(view) - after > _AROUND_BYTES:
        raise findings.refuse("M101", "Phần ngoài danh sách items quá lớn.")
    try:
        whole = _loads(bytes(view[:before]) + bytes(view[after:]))
    except ValueError:
        raise findings.refuse("M101", "JSON sai cú pháp ở phần ngoài danh sách items.") from None
    if not isinstance(whole, dict) or not isinstance(whole.get(_ITEMS), list):
        raise findings.refuse("M104", "Tệp JSON phải là một đối tượng có manifest và danh sách items.")
    if whole[_ITEMS]:
        raise findings.refuse("M101", "Danh sách items phải chỉ gồm các đối tượng.")
    manifest = whole.get("manifest")
    return manifest if isinstance(manifest, dict) else {}


@numba.njit(cache=True, nogil=True)
def _one_a_line(buffer, starts, ends, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Copy the objects one a line; line ends inside an object stand between values only and become spaces."""
    to = 0
    for item in range(len(starts)):
        for at in range(starts[item], ends[item]):
            byte = buffer[at]
            out[to] = 32 if byte == 10 or byte == 13 else byte
            to += 1
        out[to] = 10
        to += 1
    return to


class _Reader:
    """Parses objects into frames of text columns, chunk by chunk."""

    def __init__(self, buffer: np.ndarray, shape: _Shape, limits: Limits, findings: Findings) -> None:
        self.buffer, self.shape, self.limits, self.findings = buffer, shape, limits, findings
        self.schema = shape.schema()

    def parts(self, starts: np.ndarray, ends: np.ndarray, rows: np.ndarray) -> Iterator[Part]:
        """Give the items in chunks of about the usual size."""
        first = 0
        while first < len(rows):
            upto = int(np.searchsorted(ends, starts[first] + self.limits.chunk_bytes))
            last = max(first + 1, upto)
            span = slice(first, last)
            longest = int((ends[span] - starts[span]).max())
            if longest > self.limits.record_bytes:
                row = int(rows[first + int((ends[span] - starts[span]).argmax())])
                raise self.findings.refuse("M101", f"Bưu gửi ở dòng {row} dài quá {self.limits.record_bytes // 2**20} MB.")
            frame, bad = self._parse(starts[span], ends[span], rows[span])
            if bad:
                said = "Không đọc được JSON của bưu gửi này, hoặc lines không phải danh sách đối tượng."
                self.findings.add("M202", "", pl.Series(sorted(bad), dtype=pl.UInt32), said)
            yield self._part(frame, len(bad))
            first = last

    def _parse(self, starts: np.ndarray, ends: np.ndarray, rows: np.ndarray) -> tuple[pl.DataFrame, list[int]]:
        out = np.empty(int((ends - starts).sum()) + len(starts), np.uint8)
        raw = out[: _one_a_line(self.buffer, starts, ends, out)].tobytes()
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            around = max(0, error.start - 100_000)
            row = int(rows[raw.count(b"\n", 0, error.start)])
            raise not_utf8(raw[around : error.start + 100_000], error.start - around, row, self.findings) from None
        try:
            frame = pl.read_ndjson(io.BytesIO(raw), schema=self.schema)
            if frame.height == len(rows):
                return frame.insert_column(0, pl.Series("row", rows)), []
        except _PARSER_ERRORS:
            pass
        if len(rows) > _FEW:
            half = len(rows) // 2
            left, bad_left = self._parse(starts[:half], ends[:half], rows[:half])
            right, bad_right = self._parse(starts[half:], ends[half:], rows[half:])
            return pl.concat([left, right]), bad_left + bad_right
        return self._one_by_one(raw.split(b"\n")[:-1], rows)

    def _one_by_one(self, lines: list[bytes], rows: np.ndarray) -> tuple[pl.DataFrame, list[int]]:
        """Parse each of a few items alone; gives those that can be read and the rows of the rest."""
        frames, bad = [pl.DataFrame(schema={"row": pl.UInt32()} | self.schema)], []
        for line, row in zip(lines, rows, strict=True):
            try:
                if not isinstance(_loads(line), dict):
                    raise ValueError("not an object")
                frame = pl.read_ndjson(io.BytesIO(line + b"\n"), schema=self.schema)
                if frame.height != 1:
                    raise ValueError("not one object")
                frames.append(frame.insert_column(0, pl.Series("row", [row], dtype=pl.UInt32)))
            except (ValueError, *_PARSER_ERRORS):
                bad.append(int(row))
        return pl.concat(frames), bad

    def _part(self, frame: pl.DataFrame, skipped: int) -> Part:
        shape = self.shape
        columns = [pl.col(name) for name in shape.plain]
        columns += [pl.col(outer).struct.field(name) for outer, inner in shape.nested.items() for name in inner]
        named = [column.alias(position(at)) for at, column in enumerate(columns)]
        lines = None
        if shape.lines is not None:
            unrolled = frame.select("row", lines=pl.col(shape.lines)).filter(pl.col("lines").list.len() > 0).explode("lines")
            inner = [pl.col("lines").struct.field(name).alias(position(at)) for at, name in enumerate(shape.line_names)]
            lines = unrolled.select("row", *inner)
        return Part(frame.select("row", *named), None, lines, skipped)
