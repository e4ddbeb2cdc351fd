"""The head of a directive: letterhead, number, place and date, kind, title; as Decree 30/2020/NĐ-CP, Annex I, lays them out.

Everything may be missing: a draft has no number and no day, a text copied from a web page has no letterhead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from buuan.kit.fold import fold_words
from buuan.oversight.duties.reading.lines import Line, is_upper, starts_lower
from buuan.oversight.duties.reading.marks import read_marks
from buuan.oversight.duties.reading.owners import find_owner

_BLANK = r"[.…_\s]*"
_NUMBER = re.compile(
    rf"\b[Ss][ốôoỐÔO]\s*[:.]?\s*(?P<n>\d+[a-z]?|{_BLANK})\s*(?P<stroke>[/-])\s*"
    r"(?P<rest>(?:(?:19|20)\d\d\s*/\s*)?[A-ZĐƯƠ][\w&]*(?:\s?[-/.]\s?[\w&]+)*)"
)
_BARE_NUMBER = re.compile(rf"^S[ốôoỐÔO]\s*[:.]\s*(?P<n>\d+|{_BLANK})\s*/?\s*$")
_PLACE = r"(?:(?P<place>[^,;:\d/]{2,60}?)\s*,)?\s*\bng[àa]y\s*"
_DATE = re.compile(
    rf"{_PLACE}(?P<day>\d{{1,2}}|{_BLANK})\s*th[áa]ng\s*(?P<month>\d{{1,2}}|{_BLANK})\s*n[ăa]m\s*(?P<year>\d{{4}}|(?:20)?{_BLANK})",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(rf"{_PLACE}(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}})", re.IGNORECASE)
_SUBJECT = re.compile(r"^\s*(?:V/v|Về việc|Ve viec|Trích yếu\s*:)\s*[:.]?\s*(?P<text>.*)$", re.IGNORECASE)
_ADDRESSEES = re.compile(r"^k[íi]nh g[ửu]i\s*[:.]?\s*(?P<text>.*)$", re.IGNORECASE)
_KINDS = {
    "chi thi": "CHỈ THỊ",
    "cong dien": "CÔNG ĐIỆN",
    "cong dien khan": "CÔNG ĐIỆN KHẨN",
    "cong dien hoa toc": "CÔNG ĐIỆN HỎA TỐC",
    "quyet dinh": "QUYẾT ĐỊNH",
    "ke hoach": "KẾ HOẠCH",
    "thong bao": "THÔNG BÁO",
    "phuong an": "PHƯƠNG ÁN",
    "chuong trinh": "CHƯƠNG TRÌNH",
    "nghi quyet": "NGHỊ QUYẾT",
    "huong dan": "HƯỚNG DẪN",
}
_NO_ISSUER = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap tu do|dang cong san viet nam|^so\b.*\d|^v v\b|"
    r"^(?:khan|hoa toc|thuong khan|du thao|ban sao|ban du thao|mat|sao y)\b"
)
_SUPERIOR_THEN_OWN = re.compile(r"^(?:so|ban|cuc|chi cuc|cong an|thanh tra|van phong|phong|bo)\b")
_FOREWORD_OPENINGS = re.compile(
    r"^(?:trong (?:nhung|thoi|cac|nam|thang)|thoi gian|hien nay|thuc hien|can cu|de |nham |ngay |tren co so|theo |qua |"
    r"nhung nam|xet |cong tac|sau |truoc |tinh hinh|nam \d|tu |vua qua|dip |mua )"
)
_LONGEST_HEAD = 60
_SHORT_TITLE_LINE_WORDS = 9
_LONGEST_HEAD_LINE = 150
_LONGEST_TITLE = 400


@dataclass(slots=True)
class Head:
    """What the head says; `ends` is the index of the first line behind it."""

    ends: int = 0
    kind: str | None = None
    number: str | None = None
    number_sign: str | None = None
    issued_on: date | None = None
    issued_month: int | None = None
    issued_year: int | None = None
    issued_text: str | None = None
    place: str | None = None
    issuer: str | None = None
    title: str | None = None
    addressees: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_head(lines: Sequence[Line]) -> Head:
    """Read the head of `lines`; what it does not find stays `None`, and a warning says what an officer should look at."""
    head = Head()
    at_kind = _find_kind(lines)
    top = at_kind if at_kind is not None else _end_of_letterhead(lines)
    issuer_cells: list[str] = []
    subject: str | None = None
    for line in lines[:top]:
        # A draft leaves wide blanks in number and date, so those are sought in the whole line before it is taken for columns.
        left = _take_number_and_date(head, line.text)
        for rest in (left,) if left != line.text.strip(" .") else line.cells or (line.text,):
            found = _SUBJECT.match(rest)
            if found:
                subject = found["text"] or None
            elif subject and starts_lower(rest):
                subject = f"{subject} {rest}"
            elif rest and (is_upper(rest) or find_owner(rest)) and not _NO_ISSUER.search(fold_words(rest)):
                issuer_cells.append(rest)
    head.issuer = _issuer(issuer_cells)
    head.ends = top
    if at_kind is not None:
        _read_title(head, lines, at_kind)
    elif subject:
        head.title = subject
    _read_below_title(head, lines)
    _read_addressees(head, lines)
    _warn(head)
    return head


def _find_kind(lines: Sequence[Line]) -> int | None:
    """Find the line that names the kind: alone on it, or in capitals with the title behind it."""
    for at, line in enumerate(lines[:_LONGEST_HEAD]):
        folded = fold_words(line.text)
        spaced = folded.replace(" ", "")
        if any(spaced == kind.replace(" ", "") for kind in _KINDS) and (at == 0 or not starts_lower(line.text)):
            return at
        if _kind_with_title(line.text) is not None:
            return at
        if _opens_section(line):
            return None
    return None


def _kind_with_title(text: str) -> tuple[str, str] | None:
    folded = fold_words(text)
    for kind in _KINDS:
        about = folded.removeprefix(kind).lstrip()
        is_head = folded.startswith(kind + " ") and about.startswith(("ve ", "v v ", "cua ", "so "))
        if is_head and (is_upper(text) or len(text) < _LONGEST_HEAD_LINE):
            words = text.split()
            return _KINDS[kind], " ".join(words[len(kind.split()) :])
    return None


def _opens_section(line: Line) -> bool:
    return any(mark.number and mark.label[-1:].isdigit() and find_owner(mark.rest) for mark in read_marks(line.text))


def _end_of_letterhead(lines: Sequence[Line]) -> int:
    """Without a kind, the letterhead ends with its last line that carries a number, a date, a motto or a subject."""
    end = 0
    for at, line in enumerate(lines[:15]):
        text = line.text
        if len(text) > _LONGEST_HEAD_LINE or read_marks(text):
            break
        dated = _DATE.search(text) or _SHORT_DATE.search(text)
        if dated or _NUMBER.match(text) or _SUBJECT.match(text) or "doc lap tu do" in fold_words(text):
            end = at + 1
    return end


def _take_number_and_date(head: Head, cell: str) -> str:
    """Take number, place and date out of `cell`, and give what is left of it."""
    if head.number_sign is None and (found := _NUMBER.search(cell)):
        figure = found["n"].strip(" .…_")
        sign = re.sub(r"\s*([-/.])\s*", r"\1", found["rest"])
        head.number = f"{figure}{found['stroke']}{sign}" if figure else None
        head.number_sign = re.sub(r"^(?:19|20)\d\d/", "", sign)
        cell = (cell[: found.start()] + "  " + cell[found.end() :]).strip()
    elif head.number is None and (found := _BARE_NUMBER.match(cell)):
        head.number = found["n"].strip(" .…_") or None
        cell = ""
    if head.issued_text is None and (found := _DATE.search(cell) or _SHORT_DATE.search(cell)):
        _take_date(head, found)
        cell = (cell[: found.start()] + cell[found.end() :]).strip()
    return cell.strip(" .")


def _take_date(head: Head, found: re.Match[str]) -> None:
    head.issued_text = found.group().strip()
    head.place = (found["place"] or "").strip(" .-–—*") or None
    day, month, year = (int(found[part]) if found[part].isdigit() else None for part in ("day", "month", "year"))
    head.issued_year = year if year is not None and year >= 1900 else None
    head.issued_month = month if month is not None and 1 <= month <= 12 else None
    if day is None or month is None or head.issued_year is None:
        return
    try:
        head.issued_on = date(head.issued_year, month, day)
    except ValueError:
        head.warnings.append(f"Ngày ban hành «{head.issued_text}» không có thật trên lịch.")


def _issuer(cells: Sequence[str]) -> str | None:
    """Join "ỦY BAN NHÂN DÂN" and "TỈNH …"; of a superior body and its own department below, take the department."""
    if not cells:
        return None
    taken = cells[0]
    for cell in cells[1:3]:
        taken = cell if _SUPERIOR_THEN_OWN.match(fold_words(cell)) else f"{taken} {cell}"
    return taken


def _read_title(head: Head, lines: Sequence[Line], at_kind: int) -> None:
    line = lines[at_kind]
    combined = _kind_with_title(line.text)
    if combined is not None:
        head.kind, rest = combined
        parts = [rest]
    else:
        spaced = fold_words(line.text).replace(" ", "")
        head.kind = next(name for kind, name in _KINDS.items() if kind.replace(" ", "") == spaced)
        parts = []
    at = at_kind + 1
    if parts and fold_words(parts[0]).startswith("cua "):
        head.issuer = head.issuer or parts.pop(0).split(maxsplit=1)[1]
        parts = []
    if parts and fold_words(parts[0]).startswith("so "):
        parts = [rest for rest in [_take_number_and_date(head, parts[0])] if rest]
    while at < len(lines):
        text = lines[at].text
        if not parts and fold_words(text).startswith("cua ") and len(text) < _LONGEST_HEAD_LINE:
            head.issuer = head.issuer or text.split(maxsplit=1)[1]
        elif not parts and (rest := _take_number_and_date(head, text)) != text.strip(" ."):
            if rest:
                break
        elif (parts and not _title_goes_on(parts[-1], lines[at], lines[at - 1])) or (not parts and _is_no_title(lines[at])):
            break
        else:
            parts.append(text)
        at += 1
    head.ends = at
    head.title = " ".join(parts).strip(" .") or None


def _is_no_title(line: Line) -> bool:
    if read_marks(line.text) or _ADDRESSEES.match(line.text) or len(line.text) > _LONGEST_TITLE:
        return True
    return line.text.endswith((".", ":")) and _FOREWORD_OPENINGS.match(fold_words(line.text) + " ") is not None


def _title_goes_on(before: str, line: Line, previous: Line) -> bool:
    text = line.text
    opens_another = read_marks(text) or _ADDRESSEES.match(text) or _NUMBER.match(text) or text.startswith("(")
    if opens_another or text.endswith(":") or before.endswith("."):
        return False
    if starts_lower(text) and not text.endswith("."):
        return True
    if previous.centered and line.centered:
        return True
    if line.gap or line.paragraph:
        return False
    if is_upper(before):
        return is_upper(text)
    short = len(text.split()) <= _SHORT_TITLE_LINE_WORDS and not text.endswith((".", ";", ","))
    return short and not _FOREWORD_OPENINGS.match(fold_words(text) + " ")


def _read_below_title(head: Head, lines: Sequence[Line]) -> None:
    """Some papers print number and date under the title."""
    while head.ends < len(lines) and head.ends < _LONGEST_HEAD:
        text = lines[head.ends].text
        bracketless = text.strip("()[] ")
        dated = head.issued_text is None and (_DATE.search(text) if text.startswith("(") else _DATE.match(text))
        if len(text) > _LONGEST_HEAD_LINE or not (dated or (_NUMBER.match(bracketless) and head.number_sign is None)):
            return
        if _take_number_and_date(head, bracketless) and not text.startswith("("):
            return
        head.ends += 1


def _read_addressees(head: Head, lines: Sequence[Line]) -> None:
    """Take "Kính gửi:" with the dashes below it, which would else look like tasks."""
    if head.ends >= len(lines) or not (found := _ADDRESSEES.match(lines[head.ends].text)):
        return
    rows = [found["text"]] if found["text"] else []
    at = head.ends + 1
    while at < len(lines):
        marks = read_marks(lines[at].text)
        if marks and not marks[0].number:
            rows.append(marks[0].rest)
        elif rows and starts_lower(lines[at].text) and not lines[at].gap:
            rows[-1] = f"{rows[-1]} {lines[at].text}"
        else:
            break
        at += 1
    head.addressees = [row.strip(" ;.,-") for row in rows if row.strip(" ;.,-")]
    head.ends = at


def _warn(head: Head) -> None:
    if head.kind is None:
        head.warnings.append("Không thấy tên loại văn bản (CHỈ THỊ).")
    if head.number is None:
        head.warnings.append("Văn bản chưa có số.")
    if head.issued_text is None:
        head.warnings.append("Không thấy ngày ban hành.")
    elif head.issued_on is None and not any("không có thật" in row for row in head.warnings):
        head.warnings.append(f"Ngày ban hành ghi chưa đủ: «{head.issued_text}».")
    if head.title is None:
        head.warnings.append("Không thấy trích yếu (tên) của văn bản.")
