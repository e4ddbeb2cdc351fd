"""What cannot be read is refused with a stable code and one clear sentence; nothing else is ever raised."""

from __future__ import annotations

import hashlib
import io
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buuan.kit.errors import Refused
from buuan.oversight.duties.reading import as_json, read_directive
from buuan.oversight.duties.reading.encoding import decode
from buuan.oversight.duties.reading.tests.papers import PAPERS, as_docx, saved

TEXT = "CHỈ THỊ\nỦy ban nhân dân tỉnh yêu cầu các sở, ngành thực hiện:\n1. Sở Y tế chủ trì.\n"


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def a_workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOMB = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (WORD.encode(), b" " * 40_000_000)
ENTITIES = (
    b'<!DOCTYPE d [<!ENTITY a "1. S"><!ENTITY b "&a;&a;&a;">]>'
    b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>' % WORD.encode()
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "directive.empty", id="nothing"),
        pytest.param(b"\xef\xbb\xbf \r\n\t\n", "directive.empty", id="only spaces"),
        pytest.param(b"-----\n\n2\n", "directive.empty", id="only a ruler and a page number"),
        pytest.param(saved(docx.Document()), "directive.empty", id="an empty Word file"),
        pytest.param(b"1. S\n" + b"x" * (21 * 1024 * 1024), "directive.too_large", id="21 MB"),
        pytest.param(b"1. S\n" * 6000, "directive.too_large", id="6000 lines"),
        pytest.param(zipped(word__document_xml=BOMB), "directive.too_large", id="an archive that swells"),
        pytest.param(b"%PDF-1.7 x", "directive.format", id="PDF"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "directive.format", id="Word 97"),
        pytest.param(rb"{\rtf1 x}", "directive.format", id="RTF"),
        pytest.param(a_workbook(), "directive.format", id="a workbook"),
        pytest.param(zipped(x=b"y"), "directive.format", id="another archive"),
        pytest.param("<html>1. Sở Y tế</html>".encode(), "directive.format", id="a web page"),
        pytest.param(as_docx(TEXT)[:2000], "directive.unreadable", id="cut off"),
        pytest.param(zipped(word__document_xml=b"<w:docu"), "directive.unreadable", id="broken XML"),
        pytest.param(zipped(word__document_xml=ENTITIES), "directive.unreadable", id="entities"),
        pytest.param(zipped(word__styles_xml=b"<x/>"), "directive.unreadable", id="no document part"),
        pytest.param(hashlib.shake_128(b"noise").digest(4000), "directive.unreadable", id="noise"),
        pytest.param(TEXT.encode("utf-16-le"), "directive.unreadable", id="UTF-16 without its mark"),
        pytest.param(b"\xff\xfeS\xd8S", "directive.unreadable", id="half a UTF-16 letter"),
        pytest.param("Thư mời họp lúc 8 giờ.\n".encode(), "directive.no_points", id="no numbered part"),
        pytest.param("CHỈ THỊ\nVề trực tết\nNơi nhận:\n- Lưu: VT.\n".encode(), "directive.no_points", id="recipients only"),
    ],
)  # fmt: skip
def test_what_is_no_directive_is_refused_by_name(data, code):
    with pytest.raises(Refused) as refused:
        read_directive(data, "tep.docx")

    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")
    assert refused.value.sentence[0].isupper()
    assert refused.value.facts["file"] == "tep.docx"


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("Uû ban nh©n d©n tØnh yªu cÇu c¸c së, ngµnh vµ cña".encode("latin-1"), "TCVN3"),
        ("UÛy ban nhaân daân tænh yeâu caàu caùc sôû, ngaønh vaø cuûa".encode("latin-1"), "VNI"),
        ("Üy ban nhân dân tïnh thñc hi®n cüa vån bän".encode("latin-1"), "VISCII"),
        ("Chủ trì của các sở, tỉnh".encode("cp1258", errors="ignore"), None),
    ],
)  # fmt: skip
def test_an_old_code_page_is_refused_and_named(written, page):
    with pytest.raises(Refused) as refused:
        read_directive(b"1. " + written)

    assert refused.value.code == "directive.encoding"
    assert page is None or page in refused.value.facts["page"]
    assert "Unicode" in refused.value.sentence


def test_windows_1258_is_named():
    marks = {"ủ": "u\u0309", "ì": "i\u0300", "ở": "ơ\u0309", "ỉ": "i\u0309", "ị": "i\u0323", "à": "a\u0300", "á": "a\u0301"}
    text = "".join(marks.get(letter, letter) for letter in "1. chủ trì của các sở, tỉnh và địa bàn")

    with pytest.raises(Refused) as refused:
        read_directive(text.encode("cp1258"))

    assert refused.value.facts["page"] == "Windows-1258"


def test_a_word_file_in_an_old_font_is_refused_and_not_read_as_if_it_were_unicode():
    with pytest.raises(Refused) as refused:
        read_directive(as_docx("CHØ THÞ\n1. Së Y tÕ chñ tr×, phèi hîp víi c¸c ®¬n vÞ cña tØnh"))

    assert refused.value.code == "directive.encoding"
    assert "TCVN3" in refused.value.sentence


@pytest.mark.parametrize("text", ["1. So Y te chu tri viec kham benh.", "1. Sở Y tế", "a é à û ®"])
def test_honest_unicode_is_never_taken_for_an_old_code_page(text):
    assert decode(text.encode()) == text


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_anything_but_a_refusal(data):
    try:
        as_json(read_directive(data))
    except Refused as refused:
        code = refused.code
    else:
        code = "directive.read"
    assert code.startswith("directive.")


FRAGMENTS = st.sampled_from(
    [
        "1. ", "2. ", "3) ", "a) ", "b) ", "đ) ", "i) ", "I. ", "II. ", "V. ", "A. ", "1.1. ", "1.2 ", "- ", "+ ", "• ",
        "Điều 1. ", "Mục 2. ", "Phần I ", "(1) ", "a.1) ", "Sở Y tế", "Công an tỉnh: ", "Giao ", "Các ", "yêu cầu:",
        "CHỈ THỊ", "Số: /CT-UBND", "ngày tháng 6 năm 2021", "Nơi nhận:", "KT. CHỦ TỊCH", "PHỤ LỤC", "Kính gửi:",
        "Chỉ thị này", "./.", ".", ";", ":", ",", " ", "\n", "\n\n", "\t", "\f", "\u00ad", "**", "\\", "-", "%", "9" * 30,
        "ỦY BAN", "và", "Tổ chức", "20.000 hộ",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=4)), max_size=60))
@settings(max_examples=250, deadline=None)
def test_no_text_raises_anything_but_a_refusal_and_references_stay_unique(fragments):
    try:
        found = [point.ref for point in read_directive("".join(fragments).encode("utf-8", errors="ignore")).points]
    except Refused:
        found = ["refused"]

    assert found
    assert len(found) == len(set(found))


@given(st.sampled_from(sorted(PAPERS)), st.integers(0, 200), st.binary(min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_damaged_word_file_is_read_or_refused(name, place, noise):
    data = bytearray(as_docx(PAPERS[name].text))
    at = place * len(data) // 201
    data[at : at + len(noise)] = noise

    try:
        found = [point.ref for point in read_directive(bytes(data)).points]
    except Refused as refused:
        found = [refused.code]

    assert found
