"""Reading and archive together: what was stored is known again when the next manifest comes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from buuan.registers.items.archive import DOCUMENTS, LINES, Archive, KeyRing
from buuan.registers.items.reading.columns import items_schema
from buuan.registers.items.reading.tests.cast import KNOWN, NOW, as_csv, as_json, codes, read, row, rows


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "kho", KeyRing.open(tmp_path / "khoa"))


def knowing(archive):
    """Give what is known when the archive is asked, as the room's own store asks it."""
    return replace(KNOWN, declared=lambda ids: archive.latest_versions("BCX", ids))


def keep(archive, reading):
    header = reading.header
    archive.commit(
        operator="BCX", manifest_id=header.manifest_id, revision=header.revision, kind=header.kind,
        content_hash=reading.content_hash, at=NOW, items=reading.items, lines=reading.lines, documents=reading.documents,
        cancelled=reading.cancelled, letters=reading.letters_counted,
    )  # fmt: skip


def test_before_anything_is_stored_every_item_is_new(archive):
    reading = read(as_csv(rows(3)), known=knowing(archive))
    assert reading.items["version"].to_list() == ["new"] * 3


def test_stored_items_are_known_again_unchanged_or_changed(archive):
    keep(archive, read(as_csv(rows(3))))
    reading = read(as_csv([row(1), row(2, gross_weight_g="900"), row(3), row(4)]), known=knowing(archive))
    assert reading.items["version"].to_list() == ["unchanged", "changed", "unchanged", "new"]
    assert reading.unchanged == 2


def test_an_amendment_of_what_is_not_in_the_archive_is_refused(archive):
    keep(archive, read(as_csv(rows(20))))
    reading = read(as_csv([*rows(20), row(99)]), kind="amend", known=knowing(archive))
    assert codes(reading) == [(22, "item_id", "M209")]


def test_all_tables_come_back_as_they_were_read(archive):
    line = {"description": "Áo len dài tay", "quantity": 2}
    items = [row(1) | {"lines": [line]}, row(2, service_class="document"), row(3, service_class="letter")]
    reading = read(as_json(items))
    keep(archive, reading)
    [day] = reading.days()
    assert archive.frame("BCX", day).cast(items_schema()).equals(reading.items)
    assert archive.frame("BCX", day, table=LINES).equals(reading.lines)
    assert archive.frame("BCX", day, table=DOCUMENTS).equals(reading.documents)
    assert archive.records.all()[0].letters == 1
