"""CSV: RFC 4180 with comma, semicolon or tab, told from the header; UTF-8 with or without byte order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.model import Limits
from buuan.registers.items.reading.names import recognised
from buuan.registers.items.reading.profiles import Profile
from buuan.registers.items.reading.sources.ahead import CHECKERS
from buuan.registers.items.reading.sources.base import Content, Part, Source, Untidy, position, refuse_size
from buuan.registers.items.reading.sources.csv_cells import cells_of, is_utf8
from buuan.registers.items.reading.sources.csv_scan import BLANK, BROKEN_OUT, CLASSES, STRAY_QUOTE, gather, scan
from buuan.registers.items.reading.sources.sniff import CSV, not_utf8

_DELIMITERS = ",;\t"
_BOM = b"\xef\xbb\xbf"
_QUOTED_STATE = 2
_LONGEST_LINE_END = 2
# A name or two may be equal to ours by accident; a header has more.
_HEADER_NAMES = 3


def open_csv(content: Content, profile: Profile, limits: Limits, findings: Findings) -> Source:
    """Find delimiter and header; raises FileRefused (M101, M104)."""
    refuse_size(findings, content.size, limits.csv_bytes, "CSV")
    view = content.view[len(_BOM) :] if content.head(3) == _BOM else content.view
    head = bytes(view[: limits.record_bytes])
    if b"\n" not in head and b"\r" in head:
        # Line ends of old Macintosh programs; the whole file is turned once.
        view = memoryview(bytes(view).replace(b"\r", b"\n"))
        head = bytes(view[: limits.record_bytes])
    delimiter, row, names = _find_header(head, profile, limits, findings)
    if len(names) > limits.columns:
        raise findings.refuse("M101", f"Tệp có {len(names)} cột, vượt giới hạn {limits.columns}.")
    parts = _parts(view, delimiter, row, len(names), limits, findings)
    return Source(CSV, names, parts, header_row=row)


def _rows(text: str, delimiter: str, count: int) -> list[list[str]]:
    """Give the first rows as lists; a row that is not valid CSV ends them."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == count:
                break
    except csv.Error:
        pass
    return rows


def _find_header(head: bytes, profile: Profile, limits: Limits, findings: Findings) -> tuple[str, int, list[str]]:
    """Give the delimiter, the header's row and its names: the row among the first ten with most known names."""
    text = head.decode("utf-8", "replace").replace("\0", "")
    best = (0, "", 0, [""])
    for delimiter in _DELIMITERS:
        for number, names in enumerate(_rows(text, delimiter, limits.header_within_rows), start=1):
            known = recognised(names, profile)
            if known > best[0]:
                best = (known, delimiter, number, names)
    known, delimiter, number, names = best
    if known < _HEADER_NAMES and (not number or known < len([name for name in names if name.strip()])):
        raise findings.refuse(
            "M104",
            f"Không thấy dòng tiêu đề trong {limits.header_within_rows} dòng đầu: "
            "cần các tên cột như item_id, flow, service_class, accepted_at, sender_name, gross_weight_g.",
        )
    return delimiter, number, names


def _chunk_bytes(size: int, limits: Limits) -> int:
    """Give how much is read at a time: a file that is not long is shared out, so that every core has a part of it.

    Not among more than that, and no part shorter than a quarter of a long file's: each costs as much again as some thousand rows.
    """
    return min(limits.chunk_bytes, max(limits.chunk_bytes // 4, -(-size // CHECKERS) + limits.record_bytes))


def _parts(view: memoryview, delimiter: str, header_row: int, width: int, limits: Limits, findings: Findings) -> Iterator[Part]:
    buffer = np.frombuffer(view, dtype=np.uint8)
    size = len(buffer)
    usual = _chunk_bytes(size, limits)
    room = usual // 8 + 1
    starts, ends = np.empty(room, np.int64), np.empty(room, np.int64)
    cells, flags = np.empty(room, np.int32), np.empty(room, np.uint8)
    offset = row = seen = 0
    window = usual
    while offset < size:
        upto = min(size, offset + window)
        last = upto == size
        found, rest, state = scan(buffer[offset:upto], 0, ord(delimiter), last, CLASSES, starts, ends, cells, flags)
        if not found:
            if last and state == _QUOTED_STATE:
                raise findings.refuse(
                    "M101", f"Tệp bị cắt giữa chừng hoặc dấu nháy kép mở ở dòng {row + 1} không được đóng.", row=row + 1
                )
            if last:
                break
            if window >= usual + limits.record_bytes:
                raise findings.refuse("M101", f"Dòng {row + 1} dài quá {limits.record_bytes // 2**20} MB.", row=row + 1)
            window += limits.record_bytes
            continue
        window = usual
        if (ends[:found] - starts[:found]).max() > limits.record_bytes:
            long = row + 1 + int((ends[:found] - starts[:found]).argmax())
            raise findings.refuse("M101", f"Dòng {long} dài quá {limits.record_bytes // 2**20} MB.", row=long)
        rows = np.arange(row + 1, row + 1 + found, dtype=np.uint32)
        data = slice(max(0, header_row - row), found)
        at_end = last and rest == upto - offset
        row += found
        if data.start < found:
            records = _Records(
                buffer[offset:upto], starts[data], ends[data], cells[data], flags[data], rows[data], delimiter, width
            )
            if at_end:
                records.refuse_cut(findings, bytes(view[-1:]) == b"\n")
            part = records.part(findings)
            seen += part.frame.height + part.skipped
            if seen > limits.items:
                raise findings.refuse("M101", f"Tệp có hơn {limits.items} dòng, vượt giới hạn. Hãy chia nhỏ bảng kê.")
            yield part
        offset += rest


class _Records:
    """The records of one chunk, and their way into a frame of text columns."""

    def __init__(self, buffer, starts, ends, cells, flags, rows, delimiter: str, width: int) -> None:  # type: ignore[no-untyped-def]
        self.buffer, self.delimiter, self.width = buffer, delimiter, width
        filled = (flags & BLANK) == 0
        everything = filled.all()
        self.starts, self.ends, self.cells, self.flags, self.rows = (
            (starts, ends, cells, flags, rows)
            if everything
            else (starts[filled], ends[filled], cells[filled], flags[filled], rows[filled])
        )

    def refuse_cut(self, findings: Findings, closed: bool) -> None:
        """Refuse a file whose last record breaks off: no line end and fewer cells than the header."""
        if not closed and len(self.rows) and self.cells[-1] < self.width:
            row = int(self.rows[-1])
            raise findings.refuse(
                "M101",
                f"Tệp bị cắt giữa chừng: dòng cuối (dòng {row}) chỉ có {self.cells[-1]} ô trong {self.width} cột.",
                row=row,
            )

    def part(self, findings: Findings) -> Part:
        """Parse the records; those with a wrong number of cells are reported (M202) and left out."""
        stray = (self.flags & STRAY_QUOTE) != 0
        plain = (self.cells == self.width) & ~stray
        if plain.all():
            return Part(*self._parse(plain, findings))
        frame, untidy = self._parse(plain, findings)
        odd = [self._cells_of(at) for at in np.flatnonzero(~plain)]
        good = [(row, values) for row, values in odd if values is not None]
        wrong = [row for row, values in odd if values is None]
        self._report(wrong, findings)
        if not good:
            return Part(frame, untidy, skipped=len(wrong))
        columns = {position(at): [values[at] or None for _, values in good] for at in range(self.width)}
        mended = pl.DataFrame({"row": [row for row, _ in good]} | columns, schema=frame.schema)
        return Part(pl.concat([frame, mended]).sort("row"), skipped=len(wrong))

    def _parse(self, chosen: np.ndarray, findings: Findings) -> tuple[pl.DataFrame, Untidy]:
        """Give the chosen records as a frame; raises FileRefused (M101, M102) when they are not UTF-8."""
        rows = self.rows[chosen]
        raw, starts, ends = self._bytes(self.starts[chosen], self.ends[chosen])
        if not is_utf8(raw):
            raise self._unreadable(raw.tobytes(), int(rows[0]), findings)
        columns, untidy = cells_of(raw, starts, ends, self.flags[chosen], self.delimiter, self.width)
        return pl.DataFrame([pl.Series("row", rows, dtype=pl.UInt32), *columns]), untidy

    def _bytes(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give the records as they stand in the file, without those between them that are left out, and where each is."""
        if not len(starts):
            return np.empty(0, np.uint8), starts, ends
        if len(starts) == 1 or (starts[1:] - ends[:-1]).max() <= _LONGEST_LINE_END:
            return self.buffer[starts[0] : ends[-1]], starts - starts[0], ends - starts[0]
        lengths = ends - starts
        out = np.empty(int(lengths.sum()) + len(starts), np.uint8)
        ends = np.cumsum(lengths + 1) - 1
        return out[: gather(self.buffer, starts, starts + lengths, out)], ends - lengths, ends

    def _unreadable(self, raw: bytes, row: int, findings: Findings) -> Exception:
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            around = max(0, error.start - 100_000)
            sample = raw[around : error.start + 100_000]
            return not_utf8(sample, error.start - around, row + raw.count(b"\n", 0, error.start), findings)
        raise AssertionError("the two readers of UTF-8 disagree")

    def _cells_of(self, at: int) -> tuple[int, Sequence[str] | None]:
        """Give the cells of one odd record, `None` when their number is wrong; empty cells at the end do not count."""
        text = self.buffer[self.starts[at] : self.ends[at]].tobytes().decode("utf-8", "replace")
        try:
            values = next(csv.reader([text], delimiter=self.delimiter), [])
        except csv.Error:
            values = []
        while len(values) > self.width and not values[-1].strip():
            values.pop()
        broken = bool(self.flags[at] & BROKEN_OUT) and bool(self.flags[at] & STRAY_QUOTE)
        return int(self.rows[at]), None if len(values) != self.width or broken else values

    def _report(self, rows: list[int], findings: Findings) -> None:
        if not rows:
            return
        chosen = np.isin(self.rows, rows)
        counts = self.cells[chosen]
        findings.add(
            "M202",
            "",
            pl.Series(self.rows[chosen]),
            pl.Series([f"Dòng có {count} ô, tiêu đề có {self.width} cột; kiểm tra dấu phân cách và dấu nháy." for count in counts]),
        )
