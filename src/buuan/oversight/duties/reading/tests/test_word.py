"""Word files as offices make them: letterhead in a table, numbers that Word counts itself, marks that no reader sees."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from buuan.oversight.duties.reading import read_directive
from buuan.oversight.duties.reading.tests.papers import saved


def add_list(document, *levels: tuple[str, str], start: int = 1) -> int:
    """Define a list with the given (format, level text) and give its number, for `numbered`."""
    root = document.part.numbering_part.element
    new = 1 + max(int(element.get(qn("w:abstractNumId"))) for element in root.findall(qn("w:abstractNum")))
    shape = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start if depth == 0 else 1}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{new}">{shape}</w:abstractNum>'))
    return add_use(document, new)


def add_use(document, shape: int, restart_level: int | None = None) -> int:
    """Add one use of a list's shape, counted anew on one level if asked for, and give its number."""
    root = document.part.numbering_part.element
    number = 1 + max(int(element.get(qn("w:numId"))) for element in root.findall(qn("w:num")))
    override = (
        "" if restart_level is None
        else f'<w:lvlOverride w:ilvl="{restart_level}"><w:startOverride w:val="1"/></w:lvlOverride>'
    )  # fmt: skip
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{shape}"/>{override}</w:num>'))
    return number


def numbered(document, text: str, number: int, depth: int = 0):
    """Add a paragraph that Word numbers."""
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = number
    return paragraph


def read(document):
    return read_directive(saved(document), "chi-thi.docx")


def refs(document) -> list[str]:
    return [point.ref for point in read(document).points]


def test_letterhead_and_tail_in_tables_are_read_cell_by_cell():
    document = docx.Document()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH AN SƠN"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 21/CT-UBND"
    head.cell(1, 1).text = "An Sơn, ngày 09 tháng 11 năm 2023"
    document.add_paragraph("CHỈ THỊ").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Về phòng chống cháy nổ").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Tại các khu dân cư").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Hiện nay thời tiết hanh khô. Chủ tịch UBND tỉnh yêu cầu:")
    document.add_paragraph("1. Công an tỉnh: Kiểm tra chung cư.")
    document.add_paragraph("2. Sở Xây dựng: Rà soát giấy phép.")
    tail = document.add_table(rows=1, cols=2)
    tail.cell(0, 0).text = "Nơi nhận:\n- Bộ Công an (để b/c);\n- Như trên;\n- Lưu: VT."
    tail.cell(0, 1).text = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nTrần Thị Ví Dụ"

    directive = read(document)

    assert (directive.issuer, directive.number, directive.issued) == ("ỦY BAN NHÂN DÂN TỈNH AN SƠN", "21/CT-UBND", "2023-11-09")
    assert directive.title == "Về phòng chống cháy nổ Tại các khu dân cư"
    assert [(point.ref, point.owner) for point in directive.points] == [("1", "Công an tỉnh"), ("2", "Sở Xây dựng")]
    assert [recipient.name for recipient in directive.recipients] == ["Bộ Công an", "Như trên", "Lưu: VT"]
    assert (directive.signer.position, directive.signer.name) == ("PHÓ CHỦ TỊCH", "Trần Thị Ví Dụ")


def test_numbers_and_letters_that_word_counts_are_restored():
    document = docx.Document()
    number = add_list(document, ("decimal", "%1."), ("lowerLetter", "%2)"))
    for owner, tasks in (("Sở Y tế", 6), ("Công an tỉnh", 2), ("Sở Tài chính bố trí kinh phí.", 0)):
        numbered(document, owner, number)
        for task in range(tasks):
            numbered(document, f"Thực hiện việc {task}.", number, 1)

    assert refs(document) == ["1a", "1b", "1c", "1d", "1e", "1f", "2a", "2b", "3"]


def test_roman_parts_and_decimals_that_word_counts_are_restored():
    document = docx.Document()
    number = add_list(document, ("upperRoman", "%1."), ("decimal", "%2."))
    plain = add_list(document, ("decimal", "%1."), ("decimal", "%1.%2."))
    for part in ("MỤC TIÊU", "NHIỆM VỤ"):
        numbered(document, part, number)
        numbered(document, "Sở Y tế khám bệnh.", number, 1)
        numbered(document, "Công an tỉnh tuần tra.", number, 1)
    roman = refs(document)

    document = docx.Document()
    plain = add_list(document, ("decimal", "%1."), ("decimal", "%1.%2."))
    for owner in ("Sở Y tế", "Công an tỉnh"):
        numbered(document, owner, plain)
        numbered(document, "Thực hiện việc này.", plain, 1)
        numbered(document, "Thực hiện việc kia.", plain, 1)

    assert roman == ["I.1", "I.2", "II.1", "II.2"]
    assert refs(document) == ["1.1", "1.2", "2.1", "2.2"]


def test_a_letter_typed_between_counted_ones_keeps_the_vietnamese_order():
    document = docx.Document()
    sections = add_list(document, ("decimal", "%1."))
    letters = add_list(document, ("lowerLetter", "%1)"))
    numbered(document, "Sở Y tế", sections)
    for task in range(4):
        numbered(document, f"Thực hiện việc {task}.", letters)
    document.add_paragraph("đ) Thực hiện việc được chèn thêm.")
    numbered(document, "Thực hiện việc cuối.", letters)

    assert refs(document) == ["1a", "1b", "1c", "1d", "1đ", "1e"]


def test_lists_that_begin_anew_by_override_are_counted_anew():
    document = docx.Document()
    sections = add_list(document, ("decimal", "%1."))
    shape = int(document.part.numbering_part.element.findall(qn("w:num"))[-1].find(qn("w:abstractNumId")).get(qn("w:val")))
    letters = add_list(document, ("lowerLetter", "%1)"))
    shape = int(document.part.numbering_part.element.findall(qn("w:num"))[-1].find(qn("w:abstractNumId")).get(qn("w:val")))
    again = add_use(document, shape, restart_level=0)
    numbered(document, "Sở Y tế", sections)
    numbered(document, "Khám bệnh.", letters)
    numbered(document, "Chữa bệnh.", letters)
    numbered(document, "Công an tỉnh", sections)
    numbered(document, "Tuần tra.", again)
    numbered(document, "Xử lý vi phạm.", again)

    assert refs(document) == ["1a", "1b", "2a", "2b"]


def test_a_list_that_comes_with_a_style_is_restored():
    document = docx.Document()
    for owner in ("Sở Y tế khám bệnh.", "Công an tỉnh tuần tra.", "Sở Tài chính bố trí kinh phí."):
        document.add_paragraph(owner, style="List Number")

    assert refs(document) == ["1", "2", "3"]


def test_bullets_are_dashes_and_inner_bullets_belong_to_them():
    document = docx.Document()
    sections = add_list(document, ("decimal", "%1."))
    bullets = add_list(document, ("bullet", "\uf0b7"), ("bullet", "\uf0a7"))
    numbered(document, "Sở Y tế", sections)
    numbered(document, "Khám bệnh:", bullets)
    numbered(document, "Trẻ em;", bullets, 1)
    numbered(document, "Người già.", bullets, 1)
    numbered(document, "Chữa bệnh.", bullets)

    assert refs(document) == ["1-1", "1-2"]


def test_a_list_may_start_late_and_count_in_other_ways():
    document = docx.Document()
    number = add_list(document, ("decimalZero", "%1."), ("lowerRoman", "%2."), start=8)
    numbered(document, "Sở Y tế khám bệnh.", number)
    numbered(document, "Công an tỉnh tuần tra.", number)

    directive = read(document)

    assert [point.ref for point in directive.points] == ["8", "9"]
    assert "Văn bản bắt đầu từ 8: có thể thiếu phần trước đó." in directive.warnings


def test_breaks_tabs_and_unseen_marks_do_not_change_the_text():
    document = docx.Document()
    document.add_paragraph("CHỈ THỊ")
    document.add_paragraph("Về trực tết")
    paragraph = document.add_paragraph("1.\tSở Y tế")
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("a)\u00a0Khám bệ")
    paragraph.runs[-1]._r.append(OxmlElement("w:softHyphen"))
    paragraph.add_run("nh cho trẻ em;")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("b) Chữa bệnh.")
    hidden = document.add_paragraph("2. Sở Tài chính").add_run(" (nháp)")
    hidden.font.hidden = True
    document.add_paragraph("a) Chi tiền.")
    document.add_paragraph("b) Thu tiền.")

    directive = read(document)

    assert {point.ref: point.text for point in directive.points}["1a"] == "Khám bệnh cho trẻ em;"
    assert [point.ref for point in directive.points] == ["1a", "1b", "2a", "2b"]
    assert directive.sections[1].title == "Sở Tài chính"


def test_deleted_text_of_a_tracked_change_is_not_read_and_inserted_text_is():
    document = docx.Document()
    document.add_paragraph("1. Sở Y tế khám bệnh.")
    paragraph = document.add_paragraph("2. ")
    for tag, text_tag, text in (("w:del", "w:delText", "Sở Nội vụ tổng hợp."), ("w:ins", "w:t", "Công an tỉnh tuần tra.")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)

    assert [point.text for point in read(document).points] == ["Sở Y tế khám bệnh.", "Công an tỉnh tuần tra."]


def test_a_text_box_is_read_beside_its_paragraph_and_only_once():
    document = docx.Document()
    paragraph = document.add_paragraph("CHỈ THỊ")
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph.runs[0]._r.append(
        parse_xml(f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>")
    )
    document.add_paragraph("Về trực tết")
    document.add_paragraph("1. Sở Y tế khám bệnh.")

    directive = read(document)

    assert directive.kind == "CHỈ THỊ"
    assert [point.ref for point in directive.points] == ["1"]


def test_the_main_part_is_found_by_the_packages_index():
    document = docx.Document()
    document.add_paragraph("1. Sở Y tế khám bệnh.")
    old = zipfile.ZipFile(io.BytesIO(saved(document)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("word/document.xml", "word/document2.xml"), data)

    assert [point.ref for point in read_directive(stream.getvalue()).points] == ["1"]


@pytest.mark.parametrize("name", ["chi-thi.docx", "chi-thi.txt", "chi-thi", ""])
def test_the_kind_of_file_is_told_from_its_content(name):
    document = docx.Document()
    document.add_paragraph("1. Sở Y tế khám bệnh.")

    assert read_directive(saved(document), name) == read_directive("1. Sở Y tế khám bệnh.".encode(), "chi-thi.docx")
