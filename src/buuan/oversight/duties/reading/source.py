"""The door: tells from the content what kind of file it is, and gives its lines."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from buuan.kit.errors import Refused
from buuan.oversight.duties.reading.encoding import decode
from buuan.oversight.duties.reading.lines import Line, RawLine, read_worthy
from buuan.oversight.duties.reading.word import word_lines

# A directive is a few pages; what is larger than this is something else, or made to exhaust the machine.
MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 500_000
MOST_LINES = 3_000

_BROKEN = (zlib.error, struct.error)
_OTHER_KINDS = (
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word đời cũ (.doc) hoặc tệp Office đặt mật khẩu"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "ảnh"),
    (b"\xff\xd8\xff", "ảnh"),
    (b"GIF8", "ảnh"),
    (b"II*\x00", "ảnh"),
    (b"MM\x00*", "ảnh"),
    (b"Rar!", "tệp nén"),
    (b"7z\xbc\xaf", "tệp nén"),
    (b"\x1f\x8b", "tệp nén"),
)


def file_lines(data: bytes) -> tuple[Line, ...]:
    """Give the lines of a directive's file, whatever its name says it is.

    Raises Refused with `directive.empty`, `directive.too_large`, `directive.format` (a kind of file that is not read),
    `directive.unreadable` (damaged) or `directive.encoding` (letters in a code page that is not Unicode).
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _empty()
    if len(data) > MOST_BYTES:
        raise _too_large()
    for sign, kind in _OTHER_KINDS:
        if data.startswith(sign):
            raise _other_kind(kind)
    if data.startswith(b"PK"):
        lines = read_worthy(_from_zip(data))
    else:
        text = decode(data)
        if text.lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
            raise _other_kind("trang web hoặc XML")
        lines = read_worthy(RawLine(row) for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if not lines:
        raise _empty()
    if len(lines) > MOST_LINES or sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        raise _too_large()
    return lines


def _from_zip(data: bytes) -> list[RawLine]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                raise _other_kind("bảng tính")
            if "ppt/presentation.xml" in names:
                raise _other_kind("trình chiếu")
            if "[Content_Types].xml" not in names and not any(name.startswith("word/") for name in names):
                raise _other_kind("tệp nén")
            return word_lines(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError, *_BROKEN) as error:
        # zipfile names damage, encryption and unknown compression by this handful of exceptions, not by one of its own.
        raise Refused(
            "directive.unreadable", "Tệp .docx bị hỏng hoặc đặt mật khẩu, không mở được; hãy lưu lại tệp rồi nhập lại."
        ) from error


def _other_kind(kind: str) -> Refused:
    return Refused("directive.format", f"Tệp là {kind}, chưa đọc được; chỉ nhận tệp .docx hoặc tệp .txt mã Unicode.", kind=kind)


def _empty() -> Refused:
    return Refused("directive.empty", "Tệp trống, không có chữ nào để đọc.")


def _too_large() -> Refused:
    return Refused("directive.too_large", "Tệp quá lớn đối với một chỉ thị; hãy kiểm tra lại tệp.")
