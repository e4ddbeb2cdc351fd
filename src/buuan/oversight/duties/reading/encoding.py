"""Bytes to text: Unicode is read, the Vietnamese code pages of the time before it are recognised and refused by name.

Guessing a code page and going on would put wrong letters into an official text without anyone noticing, so the reader
only says which one it seems to be and asks for the file to be saved as Unicode.
"""

from __future__ import annotations

import re
import unicodedata

from buuan.kit.errors import Refused

# Common words of official papers as each code page spells them, shown in Latin-1: the bytes of an old file, and equally the
# letters that appear where such a file (or a Word file set in a .VnTime or VNI font) was taken for Unicode.
_SPELLINGS = {
    "TCVN3 (ABC, phông .VnTime)": (
        "cña", "vµ", "c¸c", "nh©n d©n", "tØnh", "®Þa", "ñy ban", "thùc hiÖn", "chñ tr×", "phèi hîp", "nhiÖm", "së",
        "®iÒu", "yªu cÇu", "chØ thÞ", "kÕ", "quyÒn", "ngµy", "n¨m", "®¬n vÞ", "uû ban", "chñ tÞch",
    ),
    "VNI (phông VNI-Times)": (
        "cuûa", "vaø", "caùc", "nhaân daân", "tænh", "ñòa", "uûy ban", "uyû ban", "thöïc hieän", "chuû trì",
        "phoái hôïp", "nhieäm", "sôû", "ñieàu", "yeâu caàu", "chæ thò", "quyeàn", "ngaøy", "naêm", "ñôn vò",
        "chuû tòch",
    ),
    "VISCII": (
        "cüa", "nhân dân", "tïnh", "ð¸a", "thñc hi®n", "chü trì", "nhi®m", "chï th¸", "vån", "quy«n",
    ),
    "Windows-1258": (
        "cuÒa", "nhân dân", "tiÒnh", "ðiòa", "thýòc hiêòn", "chuÒ triÌ", "nhiêòm", "chiÒ thiò", "vaÌ", "caìc",
        "phôìi hõòp", "sõÒ", "ðiêÌu", "yêu câÌu", "ngaÌy", "ðõn viò", "chuÒ tiòch",
    ),
}  # fmt: skip
_ENOUGH_WORDS = 2
_BEYOND_LATIN1 = re.compile(r"[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes) -> str:
    """Give the text in `data`: UTF-8 with or without its mark, UTF-16 or UTF-32 with it.

    Raises Refused `directive.encoding` for a Vietnamese code page, which it names, and for anything else that is no
    Unicode; `directive.unreadable` where the bytes are no text at all.
    """
    codec = next((codec for mark, codec in _BOMS if data.startswith(mark)), None)
    try:
        text = data.decode(codec or "utf-8")
    except UnicodeDecodeError:
        if codec is not None:  # it says that it is Unicode and is not: cut off or damaged
            raise _no_text() from None
        _refuse_code_page(data.decode("latin-1"))
        if b"\x00" in data or len(_CONTROL.findall(data.decode("latin-1"))) * 50 > len(data):
            raise _no_text() from None
        raise Refused(
            "directive.encoding",
            "Không đọc được bảng mã chữ của tệp; hãy lưu lại tệp ở dạng Unicode (UTF-8) hoặc .docx rồi nhập lại.",
        ) from None
    if "\x00" in text or len(_CONTROL.findall(text)) * 50 > len(text):
        raise _no_text()
    refuse_mistaken_unicode(text)
    return text


def refuse_mistaken_unicode(text: str) -> None:
    """Raise Refused `directive.encoding` where `text` is an old code page that was taken for Unicode on its way here.

    This is how text set in a .VnTime font comes out of a Word file. Real Vietnamese always has letters beyond Latin-1.
    """
    if not _BEYOND_LATIN1.search(unicodedata.normalize("NFC", text)):
        _refuse_code_page(text)


def _refuse_code_page(text: str) -> None:
    lower = text.lower()
    found = {page: sum(_has_word(lower, word) for word in words) for page, words in _SPELLINGS.items()}
    page = max(found, key=lambda name: found[name])
    if found[page] >= _ENOUGH_WORDS:
        raise Refused(
            "directive.encoding",
            f"Tệp dùng bảng mã cũ {page}; hãy chuyển sang Unicode (UTF-8) rồi nhập lại.",
            page=page,
        )


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<![^\W\d_]){re.escape(word.lower())}(?![^\W\d_])", text) is not None


def _no_text() -> Refused:
    return Refused("directive.unreadable", "Tệp không phải là văn bản đọc được; chỉ nhận tệp .docx hoặc tệp .txt mã Unicode.")
