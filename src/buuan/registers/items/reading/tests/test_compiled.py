"""What the compiled passes give is what the plain way gives: cells as Python's reader has them, words and marks as the rules do."""

from __future__ import annotations

import csv
import io

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from buuan.kit.phones import read_phone
from buuan.registers.items.reading.checks.folding import _fold_slowly, fold_column, marks_of
from buuan.registers.items.reading.checks.phones import _mobiles
from buuan.registers.items.reading.checks.text import clean
from buuan.registers.items.reading.quality import _D6
from buuan.registers.items.reading.sources.csv_cells import cells_of, is_utf8
from buuan.registers.items.reading.sources.csv_scan import BLANK, CLASSES, STRAY_QUOTE, scan

CELL = st.text(st.sampled_from('abc ,"\n;ạđ\u0301é\u200b\u00a0\t'), max_size=6) | st.text(
    st.sampled_from('Áo sơ mi nam", \t\u0301'), max_size=30
)


def read_cells(raw: bytes, width: int) -> tuple[list[list[str | None]], set[tuple[int, int]]]:
    """Give the rows of a file without stray quotes, and which cells (row, column) are told to be untidy."""
    buffer, room = np.frombuffer(raw, np.uint8), len(raw) + 2
    starts, ends = np.empty(room, np.int64), np.empty(room, np.int64)
    cells, flags = np.empty(room, np.int32), np.empty(room, np.uint8)
    found, _, _ = scan(buffer, 0, ord(","), True, CLASSES, starts, ends, cells, flags)
    kept = np.flatnonzero((flags[:found] & (BLANK | STRAY_QUOTE)) == 0)
    columns, untidy = cells_of(buffer, starts[kept], ends[kept], flags[kept], ",", width)
    marked = {(int(row), int(name[1:])) for name, rows in untidy.items() for row in rows}
    return [list(row) for row in pl.DataFrame(columns).iter_rows()], marked


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=9),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@example([["a", 'nói "rằng" đây là một câu dài', ""]] * 9, "\n", csv.QUOTE_MINIMAL)
def test_cells_are_those_that_pythons_reader_gives_and_what_cleaning_changes_is_told(table, end, quoting):
    expected = [["x", *cells] for cells in table]  # no row is blank
    out = io.StringIO()
    csv.writer(out, lineterminator=end, quoting=quoting).writerows(expected)

    rows, untidy = read_cells(out.getvalue().encode(), 4)

    assert [[cell or "" for cell in row] for row in rows] == expected
    cleaned = pl.DataFrame([clean(pl.Series(list(column), dtype=pl.String)) for column in zip(*expected, strict=True)]).rows()
    changed = {(at, to) for at, row in enumerate(expected) for to in range(4) if row[to] != cleaned[at][to]}
    assert changed <= untidy
    # An empty cell is missing; two quotes are an empty text, which is told, so that cleaning makes it a missing one.
    assert all(row[to] is None or (at, to) in untidy for at, row in enumerate(rows) for to in range(4) if not row[to])


def test_more_records_than_are_taken_at_a_time_stand_in_their_order():
    names = [f"Nguyễn Văn Mẫu số {number}" for number in range(1200)]
    rows, untidy = read_cells("".join(f"{at},{name},\n" for at, name in enumerate(names)).encode(), 3)
    assert rows == [[str(at), name, None] for at, name in enumerate(names)]
    assert not untidy


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc3("])
def test_bytes_that_are_not_utf8_are_noticed(bad):
    good = "Áo sơ mi, đồng hồ, 😀".encode()
    assert is_utf8(np.frombuffer(good, np.uint8))
    assert is_utf8(np.empty(0, np.uint8))
    assert not is_utf8(np.frombuffer(good + bad, np.uint8))


LATIN = st.text(st.characters(max_codepoint=0x24F) | st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF), max_size=12)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.text(max_size=12) | LATIN | st.none(), min_size=1, max_size=6))
@example(["Đồng hồ", None, "", "  ð İ ß ", "a\u0301", "ĐỒNG-HỒ 24k"])
def test_words_are_folded_as_the_rules_fold_them(texts):
    series = pl.Series(texts, dtype=pl.String)
    assert fold_column(series).to_list() == _fold_slowly(series).to_list()


ODD = st.text(st.sampled_from("aAbăĂ.k - */|·аЯα\u200b1ßſ\u212a"), max_size=14)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.text(max_size=12) | ODD, min_size=1, max_size=6))
@example(["q u à t", "g.i.ấ.y", "aaaaa", "ĂăĂă", "hаng", "x\u200by", "xx a b c d yy", "1 a b c d", "ssſs"])
def test_no_text_that_hides_from_a_machine_folds_like_any_other(texts):
    hides = pl.Series(texts, dtype=pl.String).str.contains(_D6)
    marked = marks_of(pl.Series(texts, dtype=pl.String)) != 0
    assert not (hides.to_numpy() & ~marked).any()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.from_regex(r"[+]?(0|84|0084|840)?[ .()-]{0,2}[0-9]{4}[ .-]?[0-9]{4,8}", fullmatch=True), min_size=1))
@example(["0912345678", "+84 912.345.678", "0084912345678", "0123456789", "+0912345678", "84 0912 345 678", "091234567"])
def test_a_mobile_number_read_in_one_pass_is_the_one_that_the_rules_read(texts):
    for text, number in zip(texts, _mobiles(pl.Series(texts, dtype=pl.String)), strict=True):
        phone = read_phone(text)
        assert number is None or (phone is not None and (number, phone.note) == (phone.number, ""))
