"""The order, the answers and the review as official papers (DOCX) after Decree 30/2020; unverified law is not printed.

The margins, fonts and head are those of the decree's first annex as read; the number register, PDF and signatures come with the
room of papers, which takes over this one function.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from buuan.base.web import formats
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries import items_of, standing_of
from buuan.work.interdiction.rules import ASKS, GROUNDS, ITEM_STATES, MISSES, RIGHTFUL

KINDS = {"lenh": "YÊU CẦU", "tra-loi": "BÁO CÁO", "danh-gia": "BÁO CÁO"}
SUBJECTS = {
    "lenh": "Về việc ngăn chặn khẩn cấp bưu gửi",
    "tra-loi": "Kết quả thực hiện yêu cầu ngăn chặn khẩn cấp",
    "danh-gia": "Đánh giá việc thực hiện yêu cầu ngăn chặn khẩn cấp",
}
FONT = "Times New Roman"
MOST_ROWS = 500


def paper_of(actor: Actor, order: Order, kind: str, at: datetime) -> bytes:
    """Give one paper about an order that the actor may see; no person is ever printed. Raises NotFound for one that is missing."""
    is_there = {"lenh": True, "tra-loi": order.notice_id is not None, "danh-gia": order.state == "reviewed"}
    if not is_there.get(kind, False):
        raise NotFound("paper.none", "Không có văn bản này.")
    paper = _blank()
    day = order.decided_at or order.in_force_at or order.drafted_at
    _head(paper, order, at if kind != "lenh" else day)
    _title(paper, kind, order)
    {"lenh": _order, "tra-loi": _answers, "danh-gia": _review}[kind](paper, actor, order)
    _close(paper, order)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _blank() -> Any:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.different_first_page_header_footer = True
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    _page_number(section.header.paragraphs[0])
    return paper


def _page_number(line: Any) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _head(paper: Any, order: Order, day: datetime) -> None:
    """The two columns: body, number; the State's name, its motto, place and day."""
    table = paper.add_table(rows=2, cols=2)
    left, right = table.rows[0].cells
    above = order.issuer.parent
    _line(left.paragraphs[0], str(above.name if above else "TỈNH THANH HÓA").upper(), size=12)
    _line(left.add_paragraph(), order.issuer.name.upper(), bold=True, size=12)
    _line(left.add_paragraph(), "_______", size=8)
    _line(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12)
    _line(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, size=13)
    _line(right.add_paragraph(), "_______________________", size=8)
    number, place = table.rows[1].cells
    _line(number.paragraphs[0], f"Số: {order.number}", size=13)
    here = formats.local(day)
    month = f"{here.month:02d}" if here.month < 3 else str(here.month)
    _line(place.paragraphs[0], f"Thanh Hóa, ngày {here.day:02d} tháng {month} năm {here.year}", italic=True, size=13)


def _title(paper: Any, kind: str, order: Order) -> None:
    if order.drill:
        _line(paper.add_paragraph(), "DIỄN TẬP", bold=True, size=20)
    elif order.state in ("draft", "submitted"):
        _line(paper.add_paragraph(), "DỰ THẢO", bold=True, size=20)
    elif order.state == "refused":
        _line(paper.add_paragraph(), "KHÔNG ĐƯỢC DUYỆT", bold=True, size=20)
    _line(paper.add_paragraph(), KINDS[kind], bold=True, size=14)
    _line(paper.add_paragraph(), SUBJECTS[kind], bold=True, size=14)


def _order(paper: Any, actor: Actor, order: Order) -> None:
    row = order.ground_row
    if row is not None and row.verified:
        _body(paper, f"Căn cứ {row.source}.", italic=True)
    if order.has_decision:
        _body(paper, f"Căn cứ Quyết định số {order.decision_number} ngày {formats.day(order.decision_on)}.", italic=True)
        _body(paper, f"Mã băm SHA-256 của tệp quyết định: {order.decision_sha256}.")
    _body(paper, f"Loại căn cứ: {GROUNDS[order.ground]}.")
    _body(paper, f"Lý do: {order.reason}")
    _body(
        paper, f"{order.issuer.name} yêu cầu các doanh nghiệp bưu chính có liên quan: {', '.join(ASKS[one] for one in order.asks)}."
    )
    scope = order.reach()
    if order.category_name:
        _body(paper, f"Nhóm hàng cần tìm: {order.category_name}.")
    if scope.items:
        _body(paper, f"Mã bưu gửi: {', '.join(scope.items)}.")
    if order.names_persons:
        _body(paper, f"Số người được nêu: {len(scope.phones) + len(scope.persons)}; danh tính không in, do hệ thống đối chiếu.")
    for words, listed in (
        ("Doanh nghiệp", scope.operators),
        ("Địa bàn", scope.areas),
        ("Tuyến", scope.routes),
        ("Điểm", scope.points),
    ):
        if listed:
            _body(paper, f"{words}: {', '.join(listed)}.")
    until = formats.moment(order.expires_at)
    _body(
        paper,
        f"Có hiệu lực từ {formats.moment(order.in_force_at) or 'khi được duyệt'} đến {until}. Thư nằm ngoài phạm vi yêu cầu này.",
    )
    _body(paper, f"Đầu mối: {order.officer}, điện thoại {order.phone}.")


def _answers(paper: Any, actor: Actor, order: Order) -> None:
    known = standing_of(actor, order)
    _body(
        paper,
        f"{known.operators_acknowledged}/{known.operators} doanh nghiệp,"
        f" {known.units_acknowledged}/{known.units} đơn vị đã xác nhận.",
    )
    _body(paper, f"{known.items} bưu gửi: đã giữ {known.stopped}, không giữ được {known.missed}, chưa trả lời {known.unanswered}.")
    rows = list(items_of(actor, order)[:MOST_ROWS])
    if not rows:
        return
    table = paper.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, ("Mã bưu gửi", "Doanh nghiệp", "Kết quả", "Lý do, nơi để"), strict=True):
        _line(cell.paragraphs[0], words, bold=True, size=12)
    for one in rows:
        texts = (one.item_id, str(one.operator or ""), ITEM_STATES[one.state], MISSES.get(one.reason, one.place))
        for cell, words in zip(table.add_row().cells, texts, strict=True):
            _line(cell.paragraphs[0], words, size=12, align=WD_ALIGN_PARAGRAPH.LEFT)


def _review(paper: Any, actor: Actor, order: Order) -> None:
    for text in order.review.splitlines():
        _body(paper, text)
    judged = {name: order.items.filter(judged=name).count() for name in RIGHTFUL}
    if any(judged.values()):
        _body(paper, "Bưu gửi đã giữ: " + ", ".join(f"{RIGHTFUL[name]} {count}" for name, count in judged.items()) + ".")


def _close(paper: Any, order: Order) -> None:
    table = paper.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=12, align=WD_ALIGN_PARAGRAPH.LEFT)
    for words in ("- Các doanh nghiệp bưu chính có liên quan;", "- Lưu: VT."):
        _line(left.add_paragraph(), words, size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(right.paragraphs[0], "NGƯỜI CÓ THẨM QUYỀN" if order.decided_by else "NGƯỜI KÝ", bold=True, size=13)
    for _blank_line in range(3):
        right.add_paragraph()
    _line(right.add_paragraph(), order.decided_by.name if order.decided_by else "", bold=True, size=14)


def _body(paper: Any, text: str, italic: bool = False) -> None:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    line.paragraph_format.first_line_indent = Cm(1.27)
    line.paragraph_format.space_after = Pt(6)
    run = line.add_run(text)
    run.italic = italic


def _line(
    line: Any, text: str, *, bold: bool = False, italic: bool = False, size: int = 13, align: Any = WD_ALIGN_PARAGRAPH.CENTER
) -> None:
    line.alignment = align
    line.paragraph_format.space_after = Pt(0)
    run = line.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size, run.font.name = Pt(size), FONT
