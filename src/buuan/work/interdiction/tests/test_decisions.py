"""The decision that is attached to an order or a request: taken as every other file is, of fewer kinds."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from buuan.base.files.models import StoredFile, path_of
from buuan.kit.errors import Refused
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.interdiction.decisions import keep_decision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path):
    """The files of a test stand in a folder of its own."""
    settings.EVIDENCE = tmp_path / "evidence"


def pdf(words: str) -> bytes:
    return typst.compile(words.encode())


def docx() -> bytes:
    from docx import Document

    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Quyết định thu giữ")
    document.save(out)
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, "PNG")
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("quyet-dinh.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("qd.pdf", pdf("Quyết định số 1"), "application/pdf"),
        ("qd.bin", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("qd.png", png(), "image/png"),
    ],
)
def test_a_decision_is_kept_as_it_came_and_known_by_its_content(cast, name, data, media_type):
    kept = keep_decision(cast.police, SimpleUploadedFile(name, data), at=MONDAY)
    assert (kept.media_type, kept.name, kept.owner) == (media_type, name, cast.bodies["police"])
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert path_of(kept.sha256).read_bytes() == data


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("qd.txt", "Quyết định".encode(), "Chỉ nhận quyết định ở dạng PDF, DOCX, JPEG hoặc PNG"),
        ("qd.mp3", b"ID3" + b"\0" * 100, "Chỉ nhận quyết định"),
        ("qd.docx", zipped(), "Chỉ nhận quyết định"),
        ("qd.exe", b"MZ\x90\x00\x03" + bytes(range(256)), "Chỉ nhận quyết định"),
        ("qd.pdf", b"", "Tệp trống"),
        ("qd.pdf", b"%PDF-1.7\n" + b"0" * (12 * 1024 * 1024), "lớn quá 12 MB"),
        ("QD-MẬT.pdf", pdf("Quyết định"), "mật|MẬT|Mật"),
        ("qd.pdf", pdf("TỐI MẬT\n\nQuyết định"), "mật|MẬT|Mật"),
    ],
)
def test_what_is_no_such_paper_or_is_marked_secret_is_refused_and_nothing_is_kept(cast, name, data, words):
    with pytest.raises(Refused, match=words):
        keep_decision(cast.police, SimpleUploadedFile(name, data), at=MONDAY)
    assert not StoredFile.objects.exists()
