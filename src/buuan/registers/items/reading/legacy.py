"""Legacy Vietnamese code pages: recognised so that the operator can be told by name what the file was saved in.

TCVN3 (the .VnTime fonts), VNI (the VNI-Times fonts) and Windows-1258 all write Vietnamese in single bytes. Each is
tried on the words that hold such bytes; the one under which most words become possible Vietnamese syllables is named.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

_TCVN3_RUNS = (
    (0xA1, 0xAE), (0xB5, 0xB9), (0xBB, 0xBE), (0xC6, 0xCC), (0xCE, 0xD8), (0xDC, 0xDF), (0xE1, 0xEF), (0xF1, 0xFE)
)  # fmt: skip
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
# In TCVN3 the letters ì and ỉ are not neighbours of ĩ, í, ị: D7, D8, then DC to DE.
_TCVN3 = dict(zip((byte for first, last in _TCVN3_RUNS for byte in range(first, last + 1)), _TCVN3_LETTERS, strict=True))

_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_NUCLEI = """
a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iêu iu oa oai oao oay oă oe oeo oi oo ôi ơi ua uâ uây uê ui uô
uôi uơ uy uya uyê uyu ưa ưi ươ ươi ươu ưu yê yêu
"""
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    rf"(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_BYTE_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_WORDS_READ = 400
_ENOUGH = 0.6

NAMES = {
    "tcvn3": "TCVN3 (phông .VnTime)",
    "vni": "VNI (phông VNI-Times)",
    "windows-1258": "Windows-1258",
}


def _from_tcvn3(raw: bytes) -> str:
    return "".join(_TCVN3.get(byte, "\ufffd" if byte > 0x7F else chr(byte)) for byte in raw)


def _from_vni(raw: bytes) -> str:
    out: list[str] = []
    for char in raw.decode("latin-1").lower():
        if char in _VNI_MARKS and out and out[-1] in "aeouyơư":
            out.append(_VNI_MARKS[char])
        else:
            out.append(_VNI_LETTERS.get(char, char))
    return unicodedata.normalize("NFC", "".join(out))


def _from_1258(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))


_DECODERS = {"windows-1258": _from_1258, "tcvn3": _from_tcvn3, "vni": _from_vni}


def is_syllable(word: str) -> bool:
    """Tell whether a word could be one Vietnamese syllable: a known sequence of vowels, at most one tone."""
    spread, tones = _TONE_MARKS.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", spread)) is not None


def plausible(words: list[str]) -> float:
    """Give the share of words that could be one Vietnamese syllable; 0 when there are none."""
    parts = [part for word in words for part in _WORD.findall(word)]
    return sum(map(is_syllable, parts)) / len(parts) if parts else 0.0


def recognise(sample: bytes) -> str | None:
    """Name the legacy code page of bytes that are not UTF-8 (a key of `NAMES`), or `None`."""
    text = sample.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if sum(not char.isascii() for char in text) - damaged > damaged * 4:
        return None  # UTF-8 with a few damaged characters, not another code page
    words = _BYTE_WORD.findall(sample)[:_WORDS_READ]
    if not words:
        return None
    shares = {name: plausible([decode(word) for word in words]) for name, decode in _DECODERS.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _ENOUGH else None


def recognise_disguised(text: str) -> str | None:
    """Name the legacy code page of text that was saved as UTF-8 without being converted ("Cöûa haøng" is VNI).

    Only text in which hardly any word with a diacritic is a Vietnamese syllable, and most become one, counts.
    """
    found = (match.group() for match in _WORD.finditer(text))
    words = list(islice((word for word in found if not word.isascii()), _WORDS_READ))
    if len(words) < 8 or plausible(words) > 0.3:
        return None
    try:
        raw = [word.encode("cp1252") for word in words]
    except UnicodeEncodeError:
        return None
    shares = {name: plausible([_DECODERS[name](word) for word in raw]) for name in ("tcvn3", "vni")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.8 else None
