"""The lines of a document, freed of what only the paper needed: page numbers, rulers, invisible characters, wide gaps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

# Wider than any space between words: in a plain text, two columns (letterhead, or recipients beside the signature) stand so.
_COLUMN_GAP = re.compile(r" *\t[\t ]*| {3,}")
_RULER_SIGNS = frozenset("-–—−_=*~.…·•")
_SHORTEST_RULER = 3
_PAGE_NUMBER = re.compile(r"^[\s\-–—|]*(?:trang\s*(?:số\s*)?[:.]?\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[\s\-–—|]*$", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[.()\-*_#+/\[\]])")
_EMPHASIS = re.compile(r"\*{2,}")
_ITALICS = re.compile(r"(?<![*\w])\*(?=\S)([^*\n]+)(?<=\S)\*(?![*\w])")
_HEADING_SIGNS = re.compile(r"^\s*#{1,6}\s+", re.MULTILINE)
_SOFT_HYPHEN_BREAK = re.compile("\u00ad[ \t]*\r?\n[ \t]*")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_LOOK_ALIKES = str.maketrans("）（．：；，ðÐ‐‑", ")(.:;,đĐ--")


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as the file gives it: `paragraph` if a new paragraph of Word starts here, `centered` if it is set in the middle."""

    text: str
    paragraph: bool = False
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line worth reading: its text with single spaces, and what the layout said about it.

    `cells` are the columns of a line with wide gaps (one, mostly); `indent` is its depth in characters; `gap` tells that an
    empty line or a ruler stands above; `paragraph` that Word began a paragraph here.
    """

    text: str
    cells: tuple[str, ...] = field(default=())
    indent: int = 0
    gap: bool = False
    paragraph: bool = False
    centered: bool = False


def plain_characters(text: str) -> str:
    """Give `text` composed (NFC), with plain spaces and line ends, and without marks that no reader sees.

    Soft hyphens go, together with the line end behind them; marks of emphasis (`**`) and escapes go too, since texts are
    often passed on as Markdown.
    """
    text = _SOFT_HYPHEN_BREAK.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    text = text.replace("\v", "\n").replace("\f", "\n")
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    text = _ITALICS.sub(r"\1", _EMPHASIS.sub("", text)).replace("__", "  ")
    return _HEADING_SIGNS.sub("", _ESCAPED.sub("", text))


def read_worthy(raw: Iterable[RawLine]) -> tuple[Line, ...]:
    """Give the lines that carry words; an empty line or a ruler survives as `gap` on the next one, a page number as nothing."""
    lines: list[Line] = []
    gap = False
    paragraph = False
    for row in raw:
        for part in plain_characters(row.text).split("\n"):
            paragraph = paragraph or row.paragraph
            if not part.strip() or _is_ruler(part):
                gap = True
                continue
            if _PAGE_NUMBER.match(part):
                continue
            bare = part.expandtabs(8)
            cells = tuple(
                " ".join(cell.split()) for cell in _COLUMN_GAP.split(part.strip()) if cell.strip() and not _is_ruler(cell)
            )
            lines.append(
                Line(
                    text=" ".join(part.split()),
                    cells=cells,
                    indent=len(bare) - len(bare.lstrip()),
                    gap=gap,
                    paragraph=paragraph,
                    centered=row.centered,
                )
            )
            gap = paragraph = False
            row = RawLine(row.text, paragraph=False, centered=row.centered)
    return tuple(lines)


def _is_ruler(text: str) -> bool:
    signs = "".join(text.split())
    return len(signs) >= _SHORTEST_RULER and _RULER_SIGNS.issuperset(signs)


def is_upper(text: str) -> bool:
    """Tell whether `text` is set in capitals throughout; text without letters is not."""
    return text.upper() == text and any(c.isalpha() for c in text)


def starts_upper(text: str) -> bool:
    """Tell whether the first letter of `text`, behind any quotation mark or bracket, is a capital."""
    return next((c.isupper() for c in text.lstrip("\"'“”‘’«([") if c.isalpha() or c.isdigit()), False)


def starts_lower(text: str) -> bool:
    """Tell whether `text` begins with a small letter."""
    first = text.lstrip("\"'“”‘’«([")[:1]
    return first.islower()
