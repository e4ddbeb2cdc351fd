"""Telephone numbers of a whole column: nearly all are mobile numbers in one of the usual spellings, read in one pass."""

from __future__ import annotations

import numba
import numpy as np
import polars as pl
import pyarrow as pa

from buuan.engine.run import as_column, buffers
from buuan.kit.phones import FIXED, FOREIGN, HOME_PREFIX, MOBILE, PLACEHOLDERS, SEPARATORS, SERVICE, SEVERAL, read_phone

_FAKE = pl.Series(sorted(PLACEHOLDERS)).implode()
_FAKE_NUMBERS = np.array(sorted(map(int, PLACEHOLDERS)), np.int64)
# Digits that neither an old prefix nor a lost zero explains; what may be several numbers has to be read all the same.
_HOPELESS_DIGITS = r"^(?:[0-9]{1,8}|[01246][0-9]{8}|[0-9]{10}|[0-9]{12,})$"
_VIEW_BYTES = 16
_MOST_DIGITS = 16


def read_phones(values: pl.Series) -> pl.DataFrame:
    """Give `number` in the stored form (null when not valid) and `note`, as `kit.phones.read_phone` does one by one.

    What is no usual mobile number, some in a hundred, is read by its distinct texts: as columns, and what is left one by one.
    """
    number = _mobiles(values)
    notes = pl.Series("note", [None], dtype=pl.String).new_from_index(0, len(values))
    at = (number.is_null() & values.is_not_null()).arg_true()
    if len(at):
        odd = values.gather(at)
        words = odd.unique()
        national = words.str.replace_all(SEPARATORS, "")
        read = _stored(words).fill_null(_stored(national.str.replace(HOME_PREFIX, "0${1}"))).fill_null(_foreign(national))
        hopeless = (words.str.contains("*", literal=True) | national.str.contains(_HOPELESS_DIGITS)) & ~words.str.contains(SEVERAL)
        left = words.filter(read.is_null() & ~hopeless)
        phones = [read_phone(text) for text in left]
        noted = pl.Series([phone and phone.note for phone in phones], dtype=pl.String)
        told = pl.Series([phone and phone.number for phone in phones], dtype=pl.String)
        read = read.fill_null(words.replace_strict(left, told, default=None, return_dtype=pl.String)) if len(left) else read
        number = number.scatter(at, odd.replace_strict(words, read, return_dtype=pl.String))
        if noted.null_count() < len(noted):
            notes = notes.scatter(at, odd.replace_strict(left, noted, default=None, return_dtype=pl.String))
    return pl.DataFrame({"number": number, "note": notes})


@numba.njit(cache=True, nogil=True)
def _read_mobiles(data, offsets, fake, views, filled):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fill in the views of `+84` and nine digits for every mobile number that is written with digits and usual separators.

    The rules are those of `MOBILE` and `HOME_PREFIX`; leaving a number out only costs time.
    """
    digits = np.empty(_MOST_DIGITS, np.uint8)
    for row in range(len(views)):
        count, plus, plain = 0, False, True
        for at in range(offsets[row], offsets[row + 1]):
            byte = data[at]
            if 48 <= byte <= 57 and count < _MOST_DIGITS:
                digits[count] = byte
                count += 1
            elif byte == 43 and not count and not plus:
                plus = True
            elif byte not in (32, 40, 41, 45, 46):
                plain = False
                break
        if not plain or count < 10:
            continue
        # Where the nine digits after the leading zero begin.
        first = 1
        if plus or count != 10 or digits[0] != 48:
            first = 2 if not plus and digits[0] == 48 and digits[1] == 48 else 0
            if digits[first] != 56 or digits[first + 1] != 52:
                continue
            first += 3 if digits[first + 2] == 48 else 2
        if count - first != 9 or digits[first] not in (51, 53, 55, 56, 57):
            continue
        value = 0
        for at in range(first, count):
            value = value * 10 + digits[at] - 48
        if value in fake:
            continue
        view = views[row]
        view[0], view[4], view[5], view[6] = 12, 43, 56, 52
        for at in range(9):
            view[7 + at] = digits[first + at]
        filled[row >> 3] |= 1 << (row & 7)


def _mobiles(values: pl.Series) -> pl.Series:
    """Give the stored form of mobile numbers in a usual spelling, null for anything else."""
    data, offsets = buffers(as_column(values))
    views = np.zeros((len(values), _VIEW_BYTES), np.uint8)
    filled = np.zeros(-(-len(values) // 8), np.uint8)
    _read_mobiles(data, offsets, _FAKE_NUMBERS, views, filled)
    held = [pa.py_buffer(filled), pa.py_buffer(views)]
    return pl.Series("number", pa.Array.from_buffers(pa.string_view(), len(values), held))


def _stored(national: pl.Series) -> pl.Series:
    """Give the stored form of numbers in the national form, null for anything else."""
    frame = pl.DataFrame({"n": national})
    return frame.select(
        pl.when(pl.col("n").str.contains(MOBILE) & ~pl.col("n").is_in(_FAKE))
        .then("+84" + pl.col("n").str.slice(1))
        .when(pl.col("n").str.starts_with("02") & pl.col("n").str.contains(FIXED))
        .then("+84" + pl.col("n").str.slice(1))
        .when(pl.col("n").str.starts_with("1") & pl.col("n").str.contains(SERVICE))
        .then("+84" + pl.col("n"))
        .otherwise(None)
    ).to_series()


def _foreign(bare: pl.Series) -> pl.Series:
    abroad = bare.str.contains(FOREIGN) & ~bare.str.starts_with("+84")
    return bare.set(~abroad.fill_null(value=False), None)
