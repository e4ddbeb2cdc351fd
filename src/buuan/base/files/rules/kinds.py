"""What a file is, told by its first bytes and its inside, never by its name; only kinds on the list are kept."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from buuan.kit.errors import Refused

HEAD = 4096
MOST_PARTS = 5_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is kept: its media type, its group on the screen, and the ending that a copy gets."""

    media_type: str
    group: str
    ending: str


KINDS: dict[str, Kind] = {
    "jpeg": Kind("image/jpeg", "photo", "jpg"),
    "png": Kind("image/png", "photo", "png"),
    "webp": Kind("image/webp", "photo", "webp"),
    "pdf": Kind("application/pdf", "document", "pdf"),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document", "docx"),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document", "xlsx"),
    "text": Kind("text/plain", "text", "txt"),
    "mp4": Kind("video/mp4", "video", "mp4"),
    "mp3": Kind("audio/mpeg", "audio", "mp3"),
    "wav": Kind("audio/wav", "audio", "wav"),
    "ogg": Kind("audio/ogg", "audio", "ogg"),
}
GROUPS = {"photo": "ảnh", "document": "tài liệu", "text": "văn bản thô", "video": "phim", "audio": "ghi âm"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is taken at one place, narrower than all that is kept: kinds by their ending, how large, and what is said else."""

    endings: frozenset[str]
    most_bytes: int
    words: str

    def check_size(self, size: int) -> None:
        """Raise Refused for a file that is larger."""
        if size > self.most_bytes:
            raise Refused("file.too_large", f"Tệp lớn quá {self.most_bytes // 1024 // 1024} MB.")


PAPER = Bounds(frozenset({"pdf", "docx", "jpg", "png"}), 12 * 1024 * 1024, "Chỉ nhận quyết định ở dạng PDF, DOCX, JPEG hoặc PNG.")
"""A decision that is attached to an act."""

ACCEPT = (
    "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx,.txt,.csv,video/mp4,video/quicktime,audio/mpeg,audio/wav,.ogg,.m4a"
)
"""What a browser's file picker offers."""

_REASON = "Chỉ nhận ảnh JPEG, PNG, WebP; PDF; DOCX, XLSX không có macro; văn bản UTF-8; MP4, MOV; MP3, M4A, WAV, OGG."


def kind_within(path: Path, bounds: Bounds | None) -> Kind:
    """Tell what a file on disk is; raises Refused for any kind that is not kept, or not taken within `bounds`, in its words."""
    if bounds is None:
        return kind_of(path)
    try:
        kind = kind_of(path)
    except Refused as error:
        raise Refused(error.code, bounds.words) if error.code == "file.kind" else error from error
    if kind.ending not in bounds.endings:
        raise Refused("file.kind", bounds.words)
    return kind


def kind_of(path: Path) -> Kind:
    """Tell what a file on disk is; raises Refused for an empty one and for any kind that is not on the list."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused("file.empty", "Tệp trống (0 byte).")
    if head.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE"):
        return KINDS["webp" if head[8:12] == b"WEBP" else "wav"]
    if b"%PDF-" in head[:1024]:
        return KINDS["pdf"]
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    if head[4:8] == b"ftyp" and head[8:12] not in (b"heic", b"heix", b"mif1", b"avif"):
        return KINDS["mp4"]
    if head.startswith(b"ID3") or (head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06):
        return KINDS["mp3"]
    if head.startswith(b"OggS"):
        return KINDS["ogg"]
    if _is_text(path):
        return KINDS["text"]
    raise Refused("file.kind", f"Loại tệp này không được nhận. {_REASON}")


def _office(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("file.unreadable", "Tệp hỏng, không đọc được.") from error
    if len(names) > MOST_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("file.macro", f"Tệp có macro hoặc quá nhiều phần nên không được nhận. {_REASON}")
    for name, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
        if name in names and "[Content_Types].xml" in names:
            return KINDS[kind]
    raise Refused("file.kind", f"Tệp nén không được nhận: gửi từng tệp một. {_REASON}")


def _is_text(path: Path) -> bool:
    """Tell whether the whole file is UTF-8 without control characters; markup is text and only ever shown escaped."""
    if path.stat().st_size > 8 * 1024 * 1024:
        return False
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text)
