"""Whatever comes in, a reading comes out: never another exception, never a crash, never half a file."""

from __future__ import annotations

import io
import os
import zipfile

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buuan.registers.items.reading import Limits, Reading
from buuan.registers.items.reading.columns import items_schema
from buuan.registers.items.reading.findings import REPORT_SCHEMA
from buuan.registers.items.reading.tests.cast import as_csv, as_json, as_json_lines, as_xlsx, read, row, rows, table
from buuan.registers.items.reading.writers import report_csv, report_json, report_xlsx

# A longer run: BUUAN_FUZZ=20000 pytest …/test_fuzz.py
EXAMPLES = int(os.environ.get("BUUAN_FUZZ", "60"))
SMALL = Limits(chunk_bytes=4096, record_bytes=8192, xlsx_unpacked_bytes=2**22, parquet_unpacked_bytes=2**24)

ITEMS = [
    *rows(6),
    row(7, service_class="letter"),
    row(8, service_class="document"),
    row(9, flow="outbound_intl", receiver_country="JP", item_id="RR473124829VN", id_scheme="s10"),
]
NESTED = [item | {"lines": [{"description": "Áo len dài tay", "quantity": 2, "origin_country": "VN"}]} for item in ITEMS]


def parquet() -> bytes:
    out = io.BytesIO()
    pl.DataFrame(NESTED).write_parquet(out, compression="uncompressed")
    return out.getvalue()


def stored_xlsx() -> bytes:
    """Give a workbook whose parts are not compressed, so that a changed byte reaches the XML."""
    out = io.BytesIO()
    lines = [["item_id", "description", "quantity"], ["BCX0000000001", "Áo len dài tay", 2]]
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx(items=table(ITEMS), lines=lines))) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for name in before.namelist():
            after.writestr(name, before.read(name))
    return out.getvalue()


SEEDS = {
    "csv": as_csv(ITEMS),
    "flat": as_csv([item | {"description": "Áo len dài tay", "quantity": 2, "origin_country": "VN"} for item in ITEMS], ";"),
    "json": as_json(NESTED, item_count=9),
    "jsonl": as_json_lines(NESTED),
    "xlsx": stored_xlsx(),
    "parquet": parquet(),
}
SPICE = [b"\0", b'"', b",", b"\n", b"\r", b"{", b"}", b"[", b"]", b"\xff", b"\xcc\x81", b"=", b"\\u0000", b"null", b"1e999",
         b"<", b"&a;", b"lines", b"item_id", b"9" * 30, b"-", b"NaN", b'""', b"\xe2\x80\x8b"]  # fmt: skip


def holds_together(data: bytes, **header) -> Reading:
    """Read and check what must always hold."""
    reading = read(data, limits=SMALL, **header)
    assert isinstance(reading, Reading)
    assert dict(reading.report.schema) == REPORT_SCHEMA
    assert dict(reading.items.schema) == items_schema()
    fatal = (reading.report["severity"] == "F").any()
    assert reading.refused_whole == fatal
    if reading.refused_whole:
        assert not reading.accepted + reading.items.height + reading.documents.height + reading.lines.height
    else:
        assert reading.accepted == reading.items.height + reading.documents.height + reading.letters_counted
        assert reading.items["item_id"].null_count() == 0
        assert reading.items["item_id"].is_unique().all()
        assert set(reading.lines["item_id"]) <= set(reading.items["item_id"])
    assert report_json(reading)
    assert report_csv(reading)
    return reading


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"{", b'{"items": [', *(s[:300] for s in SEEDS.values())]),
)
def test_random_bytes(noise, start):
    holds_together(start + noise)


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files(kind):
    seed = SEEDS[kind]
    assert holds_together(seed).accepted == 9

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def mutate(data):
        changed = bytearray(seed)
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(changed)))
            act = data.draw(st.sampled_from(["replace", "insert", "delete", "cut", "repeat"]))
            if act == "replace":
                changed[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
            elif act == "insert":
                changed[at:at] = data.draw(st.sampled_from(SPICE))
            elif act == "delete":
                del changed[at : at + data.draw(st.integers(1, 40))]
            elif act == "cut":
                del changed[at:]
            else:
                changed[at:at] = changed[at : at + data.draw(st.integers(1, 400))]
        holds_together(bytes(changed))

    mutate()


@settings(max_examples=max(1, EXAMPLES // 3), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.fixed_dictionaries({}, optional=dict.fromkeys([*row(), "pieces", "declared_value", "extra"], st.text(max_size=12))),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_in_any_cell(changes):
    items = [row(number, **change) for number, change in enumerate(changes, start=1)]
    reading = holds_together(as_csv([*rows(3), *items]))
    assert report_xlsx(reading)
    holds_together(as_json([*rows(3), *items]))
