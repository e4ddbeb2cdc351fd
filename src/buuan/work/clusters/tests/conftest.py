"""The cast of `work`, an archive of its own, and a manifest with many parcels of one hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from buuan.registers.items import store
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.screening.actions import ManifestHeader, import_manifest
from buuan.work.screening.tests.conftest import HEADER

FALSE = [f"{one} Mẫu {two}" for one in ("Lê", "Trần", "Phạm", "Vũ") for two in ("An", "Bình", "Chi", "Hà", "Lan")]


@pytest.fixture(autouse=True)
def own_archive(tmp_path: Path, settings) -> Iterator[None]:
    """Give each test an archive and keys of its own."""
    settings.ARCHIVE = tmp_path / "archive"
    settings.KEYS = tmp_path / "keys"
    store.archive.cache_clear()
    yield
    store.archive.cache_clear()


def hand(n: int = 12, operator: str = "SM") -> bytes:
    """Give a manifest with `n` parcels of one hand; every person in it is invented."""
    rows = [
        f"{operator}{at:06d}TH,domestic,parcel,2026-11-22T14:{at:02d}:00+07:00,SMTEST-BC1,person,{FALSE[at]},0900000077,none,"
        f"Số 7 đường Thử,VN,Trần Thị Mẫu,0900000002,Thôn Mẫu,VN,đồ dùng nhà bếp,{1500 + at}"
        for at in range(n)
    ]
    return ("\n".join([HEADER, *rows]) + "\n").encode()


@pytest.fixture
def stored(cast):
    """Let the operator hand its manifest in."""
    import_manifest(cast.operator, cast.bodies["operator"], hand(), name="a.csv", header=ManifestHeader(), at=MONDAY)
    return cast
