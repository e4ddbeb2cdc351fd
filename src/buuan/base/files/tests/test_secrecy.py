"""The guard against State secrets: what bears a marking, however it is written, and what only looks like one."""

from __future__ import annotations

import unicodedata
import zipfile

import pytest

from buuan.base.files.rules import check_not_secret, first_page, kind_of, marking_in_name, marking_on_page
from buuan.kit.errors import Refused

MARKED_NAMES = [
    ("Công văn MẬT.docx", "MẬT"),
    ("công văn mật.pdf", "MẬT"),
    ("CV-12_MAT.pdf", "MẬT"),
    ("mat.pdf", "MẬT"),
    ("Kế hoạch (mat) 2026.docx", "MẬT"),
    ("Ke hoach TOI MAT.docx", "TỐI MẬT"),
    ("tối mật.txt", "TỐI MẬT"),
    ("toi_mat.txt", "TỐI MẬT"),
    ("TUYỆT MẬT - phương án.pdf", "TUYỆT MẬT"),
    ("tuyetmat.pdf", "TUYỆT MẬT"),
    ("T.U.Y.Ệ.T M.Ậ.T.pdf", "TUYỆT MẬT"),
    ("T Ố I  M Ậ T", "TỐI MẬT"),
    ("M Ậ T", "MẬT"),
    ("ｃông văn ＭẬＴ", "MẬT"),
    ("Công văn МẬТ", "MẬT"),  # Cyrillic М and Т
    ("công văn M\u200bẬ\u200bT", "MẬT"),
    (unicodedata.normalize("NFD", "Công văn MẬT"), "MẬT"),
    (unicodedata.normalize("NFD", "tuyệt mật"), "TUYỆT MẬT"),
    ("Độ mật: Tối mật", "TỐI MẬT"),
]
PLAIN_NAMES = [
    *("mật ong rừng.jpg", "MẬT ONG.JPG", "mat ong.jpg", "Bảo mật thông tin.docx", "BAO MAT.pdf", "hàng mật khẩu.txt"),
    *("mật khẩu cũ.docx", "Luật Bảo vệ bí mật nhà nước.pdf", "mặt trước gói.jpg", "mat truoc.jpg", "MAT SAU.JPG", "mất gói.jpg"),
    *("tôi mất gói hàng.docx", "mật độ.xlsx", "túi mật gấu.jpg", "cơ mật viện.docx", "format.docx", "matxa.jpg", "máy mát xa.jpg"),
    *("kính mắt.png", "bề mặt hộp.jpg", "IMG_2026.jpg", "thân mật.txt", "ruou mat gau.jpg", "tuyết mát.jpg"),
]


@pytest.mark.parametrize(("name", "degree"), MARKED_NAMES)
def test_a_marking_in_a_name_is_found_in_any_spelling(name, degree):
    assert marking_in_name(name) == degree


@pytest.mark.parametrize("name", PLAIN_NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_other_words_with_the_same_letters_pass(name, form):
    assert marking_in_name(unicodedata.normalize(form, name)) == ""


@pytest.mark.parametrize(
    ("page", "degree"),
    [
        ("UBND TỈNH\nMẬT\nSố: 12/BC-UBND", "MẬT"),
        ("UBND TỈNH            MẬT\nSố 12", "MẬT"),
        ("[ TỐI MẬT ]\nBáo cáo", "TỐI MẬT"),
        ("t u y ệ t   m ậ t\nKế hoạch", "TUYỆT MẬT"),
        ("Độ mật: Mật", "MẬT"),
        ("TUYET MAT", "TUYỆT MẬT"),
        ("  MAT  \nBao cao", "MẬT"),
    ],
)
def test_a_stamp_on_the_first_page_is_found(page, degree):
    assert marking_on_page(page) == degree


@pytest.mark.parametrize(
    "page",
    [
        "Báo cáo về mật ong và hàng giả",
        "DANH MỤC HÀNG: MẬT ONG RỪNG, SÁP ONG",
        "Cán bộ giữ bí mật đời tư của người báo, không ghi tài liệu tối mật vào hồ sơ này theo quy định của pháp luật.",
        "Mặt trước của gói hàng bị rách\nMất một góc",
        "Đổi mật khẩu sau 90 ngày",
        "QUY CHẾ BẢO MẬT",
        "Độ mật: không",
        "toi mat goi hang ngay hom qua o buu cuc",
    ],
)
def test_a_mention_in_a_sentence_is_no_stamp(page):
    assert marking_on_page(page) == ""


def test_a_docx_with_the_stamp_in_its_header_is_refused_with_the_reason(tmp_path):
    from docx import Document

    document = Document()
    document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    document.add_paragraph("Kế hoạch phối hợp")
    path = tmp_path / "ke-hoach.docx"
    document.save(str(path))
    page = first_page(path, kind_of(path))
    with pytest.raises(Refused) as refused:
        check_not_secret("ke-hoach.docx", page=page)
    assert refused.value.code == "secrecy.marked"
    assert "TỐI MẬT" in refused.value.sentence
    assert "nơi giữ" in refused.value.sentence


def test_a_pdf_with_the_stamp_is_refused_and_one_that_speaks_of_honey_is_not(tmp_path):
    import typst

    for words, degree in (("#align(right)[*MẬT*] \n\n Báo cáo", "MẬT"), ("Báo cáo về mật ong", "")):
        path = tmp_path / "bao-cao.pdf"
        path.write_bytes(typst.compile(words.encode()))
        assert marking_on_page(first_page(path, kind_of(path))) == degree


def test_a_document_that_cannot_be_opened_is_not_taken_in(tmp_path):
    broken = tmp_path / "hong.pdf"
    broken.write_bytes(b"%PDF-1.7\nrubbish")
    with pytest.raises(Refused, match="trang đầu"):
        first_page(broken, kind_of(broken))


def test_a_document_that_unfolds_without_end_is_not_read(tmp_path):
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", b"<a>" + b"x" * (17 * 1024 * 1024) + b"</a>")
    with pytest.raises(Refused, match="quá lớn"):
        first_page(path, kind_of(path))
