"""The tail of a directive: the list of recipients (nơi nhận) and the signature, side by side or one under the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from buuan.kit.fold import fold, fold_words
from buuan.oversight.duties.reading.lines import Line, is_upper, starts_lower
from buuan.oversight.duties.reading.marks import Kind, read_marks
from buuan.oversight.duties.reading.model import Recipient, Signer

_RECIPIENTS = re.compile(r"^\W*noi\s+(?:nhan|gui)\s*(?:[:.]\s*(?P<rest>.*)|)$")
_AUTHORITY = re.compile(r"^(?:(?:TM|KT|TL|TUQ|Q)\s*[.:]\s*\S|(?:T/M|K/T|T/L|T/U/Q|T/UQ)[\s.:]+\S)", re.IGNORECASE)
_OFFICES = (
    r"chu tich|pho chu tich|quyen chu tich|giam doc|pho giam doc|tong giam doc|bo truong|thu truong|thu tuong|pho thu tuong|"
    r"cuc truong|pho cuc truong|chi cuc truong|tong cuc truong|chanh van phong|pho chanh van phong|chanh thanh tra|truong ban|"
    r"pho truong ban|vien truong|chanh an|bi thu|pho bi thu|hieu truong|truong phong|pho truong phong|tu lenh|"
    r"chi huy truong|chu nhiem"
)
_OFFICE = re.compile(rf"^(?:{_OFFICES})(?: (?:thuong truc|ubnd|uy ban nhan dan|so|cuc|cong an|phu trach)\b.*)?$")
_SIGNED = re.compile(r"^(?:da )?ky(?: ten| dien tu| va dong dau| dong dau| ghi ro ho ten)*$")
_ANNEX = re.compile(r"^(?:phu luc|danh muc kem theo|bieu mau)\b")
_PURPOSE = re.compile(
    r"\s*\(\s*(?P<text>(?:để|thay|đ/b|b/c|p/h|t/h|báo cáo|phối hợp|thực hiện|theo dõi|chỉ đạo)[^()]*)\)", re.IGNORECASE
)
_RANKS = re.compile(
    r"^(?:(?:gs|pgs|ts|ths|bs|ks|dr|đại tá|thượng tá|trung tá|thiếu tướng|trung tướng|đ/c|ông|bà)\.?\s+)+", re.IGNORECASE
)
_BESIDE = 24


@dataclass(slots=True)
class Tail:
    """What the tail says; `starts` is the index of its first line, the number of lines if there is no tail."""

    starts: int
    recipients: tuple[Recipient, ...] = ()
    signer: Signer | None = None
    warnings: list[str] = field(default_factory=list)


def read_tail(lines: Sequence[Line], after: int) -> Tail:
    """Read recipients and signer of `lines`, looking only behind the line with index `after`."""
    starts = _find_start(lines, after)
    tail = Tail(starts)
    rows = lines[starts:]
    annex = next((at for at, line in enumerate(rows) if _ANNEX.match(fold_words(line.text)) and is_upper(line.text)), None)
    if annex is not None:
        rows = rows[:annex]
        tail.warnings.append("Phần phụ lục sau chữ ký không được đọc.")
    entries, signature = _apart(rows)
    tail.recipients = tuple(_recipient(entry) for entry in entries if entry.strip(" ;.,-–"))
    tail.signer = _signer(signature)
    if not tail.recipients:
        tail.warnings.append("Không thấy danh sách nơi nhận.")
    if tail.signer is None or tail.signer.name is None:
        tail.warnings.append("Không thấy tên người ký.")
    return tail


def _find_start(lines: Sequence[Line], after: int) -> int:
    """The tail begins with "Nơi nhận" or with the signature, whichever the paper prints first."""
    for at in range(after, len(lines)):
        line = lines[at]
        first = line.cells[0] if line.cells else line.text
        if _opens_recipients(first) or (_is_authority(line.text) and _ends_soon(lines, at)) or _is_office_line(lines, at):
            return at
        if len(line.cells) > 1 and _opens_recipients(line.cells[-1]):
            return at
    return len(lines)


def _opens_recipients(text: str) -> re.Match[str] | None:
    """Match "Nơi nhận:" on the folded text, whose letters stand where those of the text do."""
    return _RECIPIENTS.match(fold(text))


def _is_authority(text: str) -> bool:
    return _AUTHORITY.match(text) is not None and is_upper(text.split(maxsplit=1)[0])


def _ends_soon(lines: Sequence[Line], at: int) -> bool:
    """Tell a signature from an abbreviation in the text: no numbered part follows it, save the recipients' dashes."""
    for line in lines[at + 1 :]:
        if _opens_recipients(line.cells[0] if line.cells else line.text) or _ANNEX.match(fold_words(line.text)):
            return True
        if any(mark.number for mark in read_marks(line.text)):
            return False
    return True


def _is_office_line(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].cells[-1] if lines[at].cells else lines[at].text
    return is_upper(text) and _OFFICE.match(fold_words(text)) is not None and _ends_soon(lines, at)


def _apart(rows: Sequence[Line]) -> tuple[list[str], list[str]]:
    """Part the lines of the tail into entries of the list and lines of the signature."""
    entries: list[str] = []
    signature: list[str] = []
    listing = False
    for line in rows:
        cells = line.cells or (line.text,)
        for column, cell in enumerate(cells):
            beside = column > 0 or (line.indent >= _BESIDE and len(cells) == 1)
            found = _opens_recipients(cell)
            marks = read_marks(cell)
            if found:
                listing = True
                entries.extend(_entries(cell[found.start("rest") :] if found["rest"] else ""))
            elif marks and marks[0].kind == Kind.DASH:
                entries.extend(_entries(cell))
                listing = True
            elif _is_authority(cell) or _OFFICE.match(fold_words(cell)) or _SIGNED.match(fold_words(cell)):
                signature.append(cell)
                listing = listing and len(cells) > 1
            elif listing and not beside and _goes_on(entries, cell, line.gap, bool(signature)):
                entries[-1] = f"{entries[-1]} {cell}"
            elif listing and not beside and cell.endswith((";", ".")) and not is_upper(cell):
                entries.append(cell)
            else:
                signature.append(cell)
    return entries, signature


def _goes_on(entries: list[str], cell: str, gap: bool, signature_begun: bool) -> bool:
    if not entries or is_upper(cell):
        return False
    if starts_lower(cell) or cell.startswith("("):
        return True
    open_entry = not entries[-1].rstrip().endswith((";", "."))
    return open_entry and not gap and (not signature_begun or cell.endswith((";", ".")))


def _entries(text: str) -> list[str]:
    """Give the entries of one line; several may stand on it, each behind its own dash."""
    return [part for part in re.split(r"(?:^|(?<=[;.]))\s*[-–—•+]\s+", text) if part.strip()] or [""] if text.strip() else []


def _recipient(entry: str) -> Recipient:
    text = entry.strip().lstrip("-–—•+* ").strip()
    found = _PURPOSE.search(text)
    if found is None:
        return Recipient(text.strip(" ;.,"), None)
    name = f"{text[: found.start()]}{text[found.end() :]}"
    return Recipient(" ".join(name.split()).strip(" ;.,"), found["text"].strip())


def _signer(rows: Sequence[str]) -> Signer | None:
    """Read the signature: on whose behalf, in which office, and the name, which is its last line of a few capitalised words."""
    authorities: list[str] = []
    offices: list[str] = []
    name: str | None = None
    for text in rows:
        bare = text.strip(" ,;.*_[]")
        if _SIGNED.match(fold_words(text)) or not bare:
            continue
        if _is_authority(text):
            authorities.append(bare)
        elif _OFFICE.match(fold_words(bare)):
            offices.append(bare)
        elif (authorities or offices) and _is_name(bare):
            name = bare
        elif authorities and not offices and name is None and is_upper(bare):
            authorities[-1] = f"{authorities[-1]} {bare}"
    if not authorities and not offices:
        name = next((row.strip(" .*_") for row in reversed(rows) if _is_name(row.strip(" .*_"))), None)
        return Signer(None, None, name) if name else None
    if authorities and not offices and len(authorities) > 1:
        offices.append(authorities.pop())
    return Signer(", ".join(authorities) or None, ", ".join(offices) or None, name)


def _is_name(text: str) -> bool:
    bare = _RANKS.sub("", text)
    words = bare.split()
    if not 2 <= len(words) <= 6 or any(c.isdigit() for c in bare) or ":" in bare:
        return False
    return all(word[:1].isupper() for word in words) and not _OFFICE.match(fold(bare))
