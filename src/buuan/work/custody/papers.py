"""The minutes of a hand-over (biên bản giao nhận tang vật) as a DOCX to print and sign, after the layout of Decree 30/2020.

A draft says so until both sides have confirmed. Source: law("ND30", schedule=1), layout; not verified.
"""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from buuan.kit.workdays import VIETNAM
from buuan.work.custody.models import HandOver

FONT = "Times New Roman"
CENTRE, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def minutes(hand_over: HandOver) -> bytes:
    """Give the minutes of one hand-over; those who sign are named, the signatures are left to pens."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    paper.core_properties.author = ""
    paper.core_properties.title = f"Biên bản giao nhận tang vật {hand_over.number}"

    _head(paper, hand_over)
    at = (hand_over.ended_at if hand_over.state == "confirmed" and hand_over.ended_at else hand_over.offered_at).astimezone(VIETNAM)
    _line(paper, "BIÊN BẢN", CENTRE, bold=True, size=14)
    _line(paper, "Giao nhận tang vật", CENTRE, bold=True)
    if hand_over.state != "confirmed":
        _line(paper, "DỰ THẢO: chưa có xác nhận của cả hai bên", CENTRE, italic=True)
    _line(paper, f"Hôm nay, {_day(at)}, tại {hand_over.place}, chúng tôi gồm:")
    for title, body, name in (
        ("Bên giao", hand_over.giver, hand_over.giver_name),
        ("Bên nhận", hand_over.receiver, hand_over.receiver_name),
    ):
        _line(paper, f"{title}: {body.name}", bold=True)
        _line(paper, f"Đại diện: {name or '…………………………'}        Chức vụ: …………………………")
    if hand_over.representative:
        _line(paper, f"Đại diện doanh nghiệp bưu chính: {hand_over.representative}")
    _line(paper, f"Lý do giao nhận: {hand_over.reason}", BOTH)
    _line(paper, "Hai bên giao nhận các tang vật sau:")
    _things(paper, hand_over)
    _line(
        paper,
        "Số niêm phong được hai bên đối chiếu. Từ thời điểm xác nhận, bên nhận chịu trách nhiệm bảo quản. "
        "Biên bản lập thành 02 bản, mỗi bên giữ 01 bản; hai bên đã đọc lại, thống nhất và ký tên.",
        BOTH,
    )
    if hand_over.state == "confirmed" and hand_over.ended_at:
        said = f"Hai bên đã xác nhận trên hệ thống lúc {at:%H:%M ngày %d/%m/%Y}, số bàn giao {hand_over.number}."
        _line(paper, said, BOTH, italic=True)
    _signatures(paper, hand_over)

    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _head(paper: Document, hand_over: HandOver) -> None:
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    left.width, right.width = Cm(6.5), Cm(10)
    _cell(left.paragraphs[0], hand_over.asking_side.name.upper(), bold=True, size=12)
    _cell(left.add_paragraph(), f"Số: {hand_over.number}/BB", size=12)
    _cell(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12)
    _cell(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True)
    _cell(right.add_paragraph(), "_______________________", size=8)


def _things(paper: Document, hand_over: HandOver) -> None:
    table = paper.add_table(rows=1, cols=6)
    table.style = "Table Grid"
    for cell, words in zip(
        table.rows[0].cells, ("TT", "Mã tang vật", "Tên, đặc điểm", "Số lượng", "Số niêm phong", "Tình trạng"), strict=True
    ):
        _cell(cell.paragraphs[0], words, bold=True, size=11)
    for number, line in enumerate(hand_over.lines.all(), start=1):
        thing = line.exhibit
        row = table.add_row().cells
        told = (str(number), thing.number, thing.description, thing.quantity_text(), line.seal or "không", line.condition)
        for cell, words in zip(row, told, strict=True):
            _cell(cell.paragraphs[0], words, size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
    paper.add_paragraph()


def _signatures(paper: Document, hand_over: HandOver) -> None:
    sides = [("ĐẠI DIỆN BÊN GIAO", hand_over.giver_name), ("ĐẠI DIỆN BÊN NHẬN", hand_over.receiver_name)]
    if hand_over.representative:
        sides.append(("ĐẠI DIỆN DOANH NGHIỆP", hand_over.representative))
    table = paper.add_table(rows=1, cols=len(sides))
    for cell, (title, name) in zip(table.rows[0].cells, sides, strict=True):
        _cell(cell.paragraphs[0], title, bold=True, size=12)
        _cell(cell.add_paragraph(), "(Ký, ghi rõ họ tên)", size=11)
        for _ in range(3):
            cell.add_paragraph()
        _cell(cell.add_paragraph(), name, bold=True, size=12)


def _line(
    paper: Document,
    text: str,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 13,
) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), FONT


def _cell(paragraph: Paragraph, text: str, *, bold: bool = False, size: int = 13, align: WD_ALIGN_PARAGRAPH = CENTRE) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(size), FONT


def _day(at: datetime) -> str:
    return f"hồi {at:%H} giờ {at:%M} phút, ngày {at:%d} tháng {at:%m} năm {at:%Y}"
