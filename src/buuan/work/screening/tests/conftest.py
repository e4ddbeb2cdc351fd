"""The cast of `work`, an archive of its own, and a small manifest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from buuan.registers.items import store
from buuan.work.screening import jobs


@pytest.fixture
def worker(cast, monkeypatch) -> None:
    """Let the jobs act as the cast's own platform account."""
    monkeypatch.setattr(jobs, "system_actor", lambda source: cast.system)


HEADER = (
    "item_id,flow,service_class,accepted_at,accept_point,sender_type,sender_name,sender_phone,sender_id_verified,sender_address,"
    "sender_country,receiver_name,receiver_phone,receiver_address,receiver_country,declared_content,gross_weight_g"
)


@pytest.fixture(autouse=True)
def own_archive(tmp_path: Path, settings) -> Iterator[None]:
    """Give each test an archive and keys of its own."""
    settings.ARCHIVE = tmp_path / "archive"
    settings.KEYS = tmp_path / "keys"
    settings.UPLOADS = tmp_path / "uploads"
    store.archive.cache_clear()
    yield
    store.archive.cache_clear()


def row(number: int, content: str, weight: str = "500", service: str = "parcel") -> str:
    """Give one line of a manifest; every person in it is invented."""
    return (
        f"SM{number:06d}TH,domestic,{service},2026-11-23T07:00:00+07:00,SMTEST-BC1,"
        "person,Nguyễn Văn Mẫu,0900000001,none,Số 1 đường Thử,"
        f"VN,Trần Thị Mẫu,0900000002,Thôn Mẫu,VN,{content},{weight}"
    )


def manifest(*rows: str) -> bytes:
    """Give a manifest as CSV."""
    return ("\n".join([HEADER, *rows]) + "\n").encode()
