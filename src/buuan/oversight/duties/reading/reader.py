"""The reader itself: one file in, one directive out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from buuan.kit.errors import Refused
from buuan.kit.fold import fold_words
from buuan.oversight.duties.reading.head import read_head
from buuan.oversight.duties.reading.lines import Line
from buuan.oversight.duties.reading.marks import Kind, is_first, read_marks
from buuan.oversight.duties.reading.model import Directive
from buuan.oversight.duties.reading.outline import read_outline
from buuan.oversight.duties.reading.owners import find_owner
from buuan.oversight.duties.reading.paragraphs import join_paragraphs
from buuan.oversight.duties.reading.pieces import cut
from buuan.oversight.duties.reading.points import read_body
from buuan.oversight.duties.reading.source import file_lines
from buuan.oversight.duties.reading.tail import read_tail

_DEMAND = re.compile(
    r"\b(?:yeu cau|chi thi|chi dao|quyet dinh|giao|de nghi|dien|ban hanh|thuc hien|nhiem vu|noi dung|giai phap|viec)\b"
)
_DEMAND_WORDS = 25
_ORDERS = re.compile(r"\b(?:yêu cầu|đề nghị|giao|chỉ đạo)\s+(?=\w)", re.IGNORECASE)
_WHO_DEMANDS = re.compile(r"(?P<name>.{4,80}?)\s+(?:yêu cầu|chỉ thị|giao|đề nghị|chỉ đạo|quyết định)\b.*:$", re.IGNORECASE)


def read_directive(data: bytes, name: str = "") -> Directive:
    """Read the directive in `data`, a .txt (Unicode) or .docx file; `name` is only repeated in a refusal's facts.

    The kind of file is told from its content. Raises Refused: `directive.empty`, `directive.too_large`,
    `directive.format`, `directive.unreadable`, `directive.encoding`, and `directive.no_points` where the text has no
    numbered section or point.
    """
    try:
        return _read(file_lines(data))
    except Refused as refusal:
        raise Refused(refusal.code, refusal.sentence, **{**refusal.facts, "file": name}) from refusal


def _read(lines: Sequence[Line]) -> Directive:
    head = read_head(lines)
    tail = read_tail(lines, head.ends)
    rows = lines[head.ends : tail.starts]
    demand = _find_demand(rows)
    before = join_paragraphs(replace(piece, item=bool(piece.marks)) for piece in cut(rows[:demand]))
    body = read_body(read_outline(cut(rows[demand:])), ordered=_find_ordered(before))
    if not body.sections:
        raise Refused(
            "directive.no_points",
            "Không tìm thấy mục hay điểm nào được đánh số trong văn bản (ví dụ «1. Sở …», «a) …»).",
        )
    foreword = (*before, *body.before)
    points = [point for section in body.sections for point in section.points]
    owners = dict.fromkeys([section.owner for section in body.sections] + [point.owner for point in points])
    return Directive(
        kind=head.kind,
        number=head.number,
        number_sign=head.number_sign,
        issued_on=head.issued_on,
        issued_month=head.issued_month,
        issued_year=head.issued_year,
        issued_text=head.issued_text,
        place=head.place,
        issuer=head.issuer or _issuer_by_demand(foreword),
        title=head.title,
        addressees=tuple(head.addressees) or tuple(owner for owner in owners if owner),
        preamble=foreword,
        sections=body.sections,
        closing=body.closing,
        recipients=tail.recipients,
        signer=tail.signer,
        warnings=(*head.warnings, *body.warnings, *tail.warnings),
    )


def _find_demand(rows: Sequence[Line]) -> int:
    """Find where the tasks begin: behind the words "… yêu cầu:", if a list begins there.

    Reasons may be numbered too, and their list would else be taken for the first sections. A line inside a section can end
    alike, so the words count only before any list, or where the list behind them starts the numbering of the first again.
    """
    first: tuple[Kind, str] | None = None
    for at, line in enumerate(rows):
        marks = [mark for mark in read_marks(line.text) if is_first(mark)]
        if marks and first is None and marks[0].number:
            first = (marks[0].kind, marks[0].style)
        if at + 1 >= len(rows) or marks or not _demands(line.text):
            continue
        after = [(mark.kind, mark.style) for mark in read_marks(rows[at + 1].text) if is_first(mark)]
        if after and (first is None or first in after):
            return at + 1
    return 0


def _demands(text: str) -> bool:
    return text.endswith(":") and _DEMAND.search(" ".join(fold_words(text).split()[-_DEMAND_WORDS:])) is not None


def _find_ordered(foreword: Sequence[str]) -> str | None:
    """Give whom the words before the list order as a whole: "… yêu cầu các sở, ngành, địa phương thực hiện:"."""
    if not foreword:
        return None
    for found in _ORDERS.finditer(foreword[-1]):
        owner = find_owner(foreword[-1][found.end() :])
        if owner is not None:
            return owner.name
    return None


def _issuer_by_demand(foreword: Sequence[str]) -> str | None:
    """Without a letterhead, who issues is who demands: "…, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:"."""
    for paragraph in reversed(foreword):
        for clause in reversed(re.split(r"[,;.]\s+", paragraph)):
            found = _WHO_DEMANDS.match(clause)
            if found and find_owner(found["name"]):
                return found["name"].strip()
    return None
