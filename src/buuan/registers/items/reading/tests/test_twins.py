"""What is checked as whole columns agrees with what the kit does one by one, and the CSV scan with Python's reader."""

from __future__ import annotations

import csv
import io

import numpy as np
import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from buuan.kit import phones, s10
from buuan.registers.items.reading.checks.identity import flaws
from buuan.registers.items.reading.checks.parties import read_phones
from buuan.registers.items.reading.sources.csv_scan import BLANK, CLASSES, STRAY_QUOTE, gather, scan

LETTERS = st.text("ABCEGJKLQRVXZ", min_size=2, max_size=2)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(LETTERS, st.integers(0, 10**9 - 1), st.sampled_from(["VN", "JP", "XX", "A1"])), min_size=1))
@example([("RR", 473124829, "VN"), ("RR", 473124828, "VN"), ("JA", 473124829, "VN")])
def test_s10_of_a_column_is_s10_of_each(parts):
    ids = [f"{indicator}{number:09d}{country}" for indicator, number, country in parts]
    one_by_one = [flaw.kind if (flaw := s10.flaw(text)) else None for text in ids]
    assert flaws(pl.Series(ids)).to_list() == one_by_one


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text("0123456789+84 .-()/xE*\u00a0", max_size=16) | st.from_regex(r"(\+84|84|0)[0-9]{8,10}", fullmatch=True)))
@example(["+84 (0) 900 000 001", "18001234", "02370000001", "01680000001", "900000001", "", "+81300000000", "+8400"])
def test_phones_of_a_column_are_phones_of_each(texts):
    told = read_phones(pl.Series(texts, dtype=pl.String))
    assert told["number"].to_list() == [phones.normalise(text) for text in texts]


def scanned(raw: bytes, delimiter: str = ",") -> list[bytes]:
    """Give the records that the scan finds, blank ones left out."""
    buffer = np.frombuffer(raw, np.uint8)
    room = len(raw) + 2
    starts, ends = np.empty(room, np.int64), np.empty(room, np.int64)
    cells, flags = np.empty(room, np.int32), np.empty(room, np.uint8)
    found, rest, _ = scan(buffer, 0, ord(delimiter), True, CLASSES, starts, ends, cells, flags)
    assert rest == len(raw)
    return [
        (raw[starts[at] : ends[at]], int(cells[at]), bool(flags[at] & STRAY_QUOTE)) for at in range(found) if not flags[at] & BLANK
    ]


CELL = st.text(st.sampled_from('ab ,"\n;ạ\u0301é'), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_the_scan_finds_the_records_that_pythons_reader_finds(table, end):
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(table)
    records = scanned(out.getvalue().encode())
    expected = [cells for cells in table if any(cell.strip(" \n") for cell in cells)]
    assert [cells for _, cells, _ in records] == [len(cells) for cells in expected]
    assert [next(csv.reader(io.StringIO(raw.decode(), newline=""))) for raw, _, _ in records] == expected
    assert not any(stray for _, _, stray in records)


def test_a_gathered_record_stands_on_its_own_line():
    raw = b"a,b\nc,d\ne,f"
    buffer, out = np.frombuffer(raw, np.uint8), np.empty(20, np.uint8)
    length = gather(buffer, np.array([0, 8]), np.array([3, 11]), out)
    assert out[:length].tobytes() == b"a,b\ne,f\n"
