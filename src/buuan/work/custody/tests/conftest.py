"""The cast, its case, an evidence folder of its own, and files of every kind to bring in."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from buuan.registers.items.actions import place_hold
from buuan.registers.items.models import Hold
from buuan.work.cases.models import Case
from buuan.work.cases.tests.acts import within
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.cases.tests.conftest import case as case
from buuan.work.cases.tests.conftest import now as now
from buuan.work.custody.actions import EvidenceFacts, ThingFacts, add_evidence, take_exhibit
from buuan.work.custody.models import Evidence, Exhibit


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path) -> Path:
    """The evidence of a test stands in a folder of its own."""
    settings.EVIDENCE = tmp_path / "evidence"
    return settings.EVIDENCE


@pytest.fixture
def bring(cast, tmp_path) -> Callable[..., Evidence]:
    """Bring a file in as evidence."""

    def add(case: Case, data: bytes, name: str = "anh.jpg", who: str = "police", **facts: object) -> Evidence:
        part = tmp_path / f"{uuid4().hex}.bin"  # as uploads do: the kept file is the same inode
        part.write_bytes(data)
        said = EvidenceFacts(**({"caption": "Ảnh gói hàng"} | facts))
        return add_evidence(cast.actor(who), case, said, part=part, name=name, at=MONDAY)

    return add


@pytest.fixture
def thing(cast, case) -> Exhibit:
    """An exhibit that the police holds, sealed."""
    facts = ThingFacts("Pháo hoa nổ 36 quả", "36", "quả", "Kho tang vật A", seal="NP-0001", item=case.items.get())
    return take_exhibit(cast.police, case, facts, at=MONDAY)


@pytest.fixture
def hold(cast, case) -> Hold:
    """The item of the case, held at a counter of its operator."""
    return within(
        cast.system,
        lambda: place_hold(
            cast.system,
            cast.bodies["operator"],
            "SM0001TH",
            ground="report",
            subject=case,
            holder=cast.bodies["counter"],
            at=MONDAY,
        ),
    )


def jpeg(colour: str = "red", place: bool = False) -> bytes:
    """Give a small JPEG, with the place where it was taken beside it if asked for."""
    image = Image.new("RGB", (64, 48), colour)
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x010F] = "May Anh Thu"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (19.0, 48.0, 26.0)
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()
