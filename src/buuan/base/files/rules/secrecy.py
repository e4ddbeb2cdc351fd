"""The guard against State secrets: a marking MẬT, TỐI MẬT or TUYỆT MẬT in a name, a title or on a first page is refused.

It reads in memory and keeps nothing. Words are compared letter by letter with what the screening engine knows of characters, so
that spacing, both encodings, missing marks and letters of other scripts make no difference; "mật ong", "bảo mật" or "mặt trước"
are other words. Pictures are not read: of a scan only its name is looked at.

Source: law("LBVBMNN", article=8), degrees of secrecy; not verified.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from lxml import etree

from buuan.base.files.rules.kinds import Kind
from buuan.kit.errors import Refused

FIRST_PAGE_CHARS = 6_000
MOST_BYTES = 64 * 1024 * 1024
_TONED = {"mat": (1, 2, 5), "toi": (1, 2, 4), "tuyet": (3, 2, 5)}
"""Place of the marked vowel in the word, its shape and its tone as `engine.characters` numbers them."""

# Neighbours with which "mật" (or "mat", which may be mặt, mắt, mất) is another word.
_BEFORE_WORDS = "bao bi than co tui ngot trang ri can kin duong nuoc ong be bo rau gia hai trong ngoai mua tri mau vang"
_AFTER_WORDS = "ong khau ma vu thu thiet bao ngu do danh dam mia gau bo lon ca ran tich nghi phuc tham uoc lenh tong giao hieu dich"
_AFTER_BARE_WORDS = (
    "truoc sau hang bang duoi tren trai phai xich na kinh cua dat nuoc troi ben nghieng hong luon duoc tinh ngu can dien"
)
_BEFORE, _AFTER, _AFTER_BARE = (frozenset(one.split()) for one in (_BEFORE_WORDS, _AFTER_WORDS, _AFTER_BARE_WORDS))
NAMES = {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as its plain letters, with shape and tone of each, and whether it is written in capitals."""

    plain: str
    marks: tuple[tuple[int, int], ...]
    capital: bool

    def fit(self, wanted: str, start: int = 0) -> int:
        """Tell how well the letters from `start` spell `wanted`: 2 with its marks, 1 without or with some of them, 0 not."""
        if self.plain[start : start + len(wanted)] != wanted:
            return 0
        at, shape, tone = _TONED[wanted]
        for place in range(len(wanted)):
            found = self.marks[start + place]
            if place != at and found != (0, 0):
                return 0
            if place == at:
                if found == (shape, tone):
                    continue
                if found not in ((0, 0), (shape, 0), (0, tone)):
                    return 0
        return 2 if self.marks[start + at] == (shape, tone) else 1


def marking_in_name(name: str) -> str:
    """Give the degree of secrecy that a file's name or a title bears, empty when it bears none."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.strip())
    for words in _lines(stem):
        found = _two_words(words) or _label(words)
        if found:
            return found
        for number, word in enumerate(words):
            fit = word.fit("mat") if word.plain == "mat" else 0
            if not fit or _is_compound(words, number, fit):
                continue
            alone = len([one for one in words if one.plain.isalpha()]) == 1
            if fit == 2 or word.capital or alone or _in_brackets(stem):
                return NAMES["mat"]
    return ""


def marking_on_page(text: str) -> str:
    """Give the degree of secrecy that a page is stamped with, empty when it is not; a mere mention in a sentence is no stamp."""
    for words in _lines(text[:FIRST_PAGE_CHARS]):
        letters = [one for one in words if one.plain.isalpha()]
        found = _label(words)
        if found:
            return found
        found = _two_words(words, bare=len(letters) <= 2 or all(one.capital for one in letters))
        if found and (len(letters) <= 6 or _says_in_capitals(words)):
            return found
        for number, word in enumerate(words):
            fit = word.fit("mat") if word.plain == "mat" else 0
            if fit and not _is_compound(words, number, fit):
                stamped = len(letters) == 1 and (fit == 2 or word.capital)
                if stamped or (fit == 2 and word.capital and len(word.plain) == 3):
                    return NAMES["mat"]
    return ""


def check_not_secret(*names: str, page: str = "") -> None:
    """Raise Refused with the reason when a name or title, or the first page, bears a marking of State secrecy."""
    for where, found in (
        ("tên hoặc tiêu đề", next(filter(None, map(marking_in_name, names)), "")),
        ("trang đầu", marking_on_page(page)),
    ):
        if found:
            raise Refused(
                "secrecy.marked",
                f"Không nhận: {where} có dấu {found}. Bí mật nhà nước không được đưa vào hệ thống này; "
                "chỉ ghi số, ký hiệu và nơi giữ ở mục «Tài liệu mật giữ nơi khác».",
                where=where,
                degree=found,
            )


def first_page(path: Path, kind: Kind) -> str:
    """Give the text of a document's first page, empty for what has none; read in memory, nothing is kept.

    Raises Refused for a document that cannot be opened: what cannot be looked at is not taken in.
    """
    if kind.ending not in ("pdf", "docx", "xlsx", "txt"):
        return ""
    if path.stat().st_size > MOST_BYTES:
        raise Refused("file.document_too_large", f"Tài liệu lớn quá {MOST_BYTES // 1024 // 1024} MB nên không xem được trang đầu.")
    try:
        if kind.ending == "pdf":
            return _of_pdf(path)
        if kind.ending == "txt":
            return path.read_bytes().decode("utf-8-sig")[:FIRST_PAGE_CHARS]
        return _of_office(path, kind.ending)
    except (pypdfium2.PdfiumError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, OSError, RuntimeError) as error:
        raise Refused(
            "file.unreadable", "Không mở được tài liệu (hỏng hoặc có mật khẩu) nên không xem được trang đầu; hãy gửi bản mở được."
        ) from error


def _of_pdf(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        if len(document) == 0:
            return ""
        return document[0].get_textpage().get_text_bounded()[:FIRST_PAGE_CHARS]
    finally:
        document.close()


_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_MOST_PART = 16 * 1024 * 1024


def _of_office(path: Path, ending: str) -> str:
    """Give the words of the headers, the footers and the first page's worth of the body."""
    lines: list[str] = []
    with zipfile.ZipFile(path) as parts:
        names = [one for one in parts.namelist() if re.fullmatch(r"word/(header|footer)\d*\.xml", one)]
        names += ["word/document.xml"] if ending == "docx" else ["xl/workbook.xml", "xl/sharedStrings.xml"]
        for name in names:
            if name not in parts.namelist():
                continue
            if parts.getinfo(name).file_size > _MOST_PART:
                raise Refused("file.unreadable", "Tài liệu có phần quá lớn khi mở ra nên không xem được trang đầu.")
            tree = etree.parse(io.BytesIO(parts.read(name)), _SAFE)
            for sheet in tree.iter("{*}sheet"):
                lines.append(sheet.get("name", ""))
            for block in tree.iter("{*}p", "{*}si"):
                lines.append("".join(one.text or "" for one in block.iter("{*}t")))
                if sum(map(len, lines)) > FIRST_PAGE_CHARS:
                    break
    return "\n".join(lines)


def _lines(text: str) -> Iterator[list[_Word]]:
    for line in text.splitlines():
        yield _joined(list(_words(line)))


def _words(line: str) -> Iterator[_Word]:
    from buuan.engine.characters import DIGIT, DROP, LETTER, MARK, facts  # brings numpy along, which most processes never need

    letters: list[str] = []
    marks: list[tuple[int, int]] = []
    capital = True
    for sign in line:
        packed = facts(ord(sign))
        kind = packed & 7
        if kind == DROP:
            continue
        if kind == MARK and marks:
            shape, tone = marks[-1]
            marks[-1] = (packed >> 8 & 7 or shape, packed >> 11 & 7 or tone)
        elif kind == LETTER:
            letters.append(chr(97 + (packed >> 3 & 31)))
            marks.append((packed >> 8 & 7, packed >> 11 & 7))
            capital = capital and (sign.isupper() or not sign.islower())
        else:
            if letters:
                yield _Word("".join(letters), tuple(marks), capital)
            letters, marks, capital = [], [], True
            if kind == DIGIT:
                yield _Word("0", ((0, 0),), False)
    if letters:
        yield _Word("".join(letters), tuple(marks), capital)


def _joined(words: list[_Word]) -> list[_Word]:
    """Put letters that stand apart (`M Ậ T`, `T.U.Y.Ệ.T`) together into words again."""
    found: list[_Word] = []
    run: list[_Word] = []
    for word in [*words, _Word("", (), False)]:
        if len(word.plain) == 1 and word.plain.isalpha():
            run.append(word)
            continue
        if len(run) >= 3:
            found.append(
                _Word("".join(one.plain for one in run), tuple(one.marks[0] for one in run), all(one.capital for one in run))
            )
        else:
            found += run
        run = []
        if word.plain:
            found.append(word)
    return found


def _two_words(words: list[_Word], bare: bool = True) -> str:
    for number, word in enumerate(words):
        for first in ("toi", "tuyet"):
            if word.plain == f"{first}mat" and word.fit(first) and word.fit("mat", len(first)):
                return NAMES[f"{first}mat"]
            if word.plain == first and number + 1 < len(words) and words[number + 1].plain == "mat":
                ahead, behind = word.fit(first), words[number + 1].fit("mat")
                is_i = first == "toi" and ahead == 1 and any(word.marks) and word.marks[1] != (0, 0)
                if ahead and behind and (behind == 2 or (bare and not is_i)):
                    return NAMES[f"{first}mat"]
    return ""


def _label(words: list[_Word]) -> str:
    """Read a line such as `Độ mật: Tối mật`."""
    for number in range(len(words) - 2):
        if words[number].plain == "do" and words[number + 1].plain == "mat" and words[number + 1].fit("mat"):
            value = words[number + 2]
            for name in ("mat", "toi", "tuyet"):
                if value.plain.startswith(name) and value.fit(name):
                    return NAMES[name if name == "mat" else f"{name}mat"]
    return ""


def _says_in_capitals(words: list[_Word]) -> bool:
    return any(one.capital and one.plain in ("toi", "tuyet", "toimat", "tuyetmat") for one in words)


def _is_compound(words: list[_Word], number: int, fit: int) -> bool:
    before = words[number - 1].plain if number else ""
    after = words[number + 1].plain if number + 1 < len(words) else ""
    return before in _BEFORE or after in _AFTER or (fit == 1 and after in _AFTER_BARE)


def _in_brackets(text: str) -> bool:
    return any(word.plain == "mat" for inside in re.findall(r"[(\[{]([^)\]}]*)[)\]}]", text) for word in _words(inside))
