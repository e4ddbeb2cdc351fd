"""Pieces to paragraphs: a sentence that was broken over lines, or over an empty line, is made whole again."""

from __future__ import annotations

from collections.abc import Iterable

from buuan.oversight.duties.reading.closing import begins_closing, is_closing_heading
from buuan.oversight.duties.reading.lines import is_upper, starts_lower, starts_upper
from buuan.oversight.duties.reading.owners import begins_task, find_owner, is_owner_alone
from buuan.oversight.duties.reading.pieces import Piece, ends_on_connector, ends_open, is_heading

# A line this long was broken by the margin, a shorter one by the writer; one beyond any page's width is a whole paragraph.
_FULL_LINE = 55
_WIDEST_LINE = 140


def join_paragraphs(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Give the paragraphs that `pieces` make; an item of an inner list begins one of its own."""
    return tuple(text for _, text in numbered_paragraphs(pieces))


def numbered_paragraphs(pieces: Iterable[Piece]) -> list[tuple[int, str]]:
    """Give the paragraphs, each with the place of the piece that it begins with."""
    paragraphs: list[tuple[int, str]] = []
    last_line = ""
    for place, piece in enumerate(pieces):
        if not piece.text:
            continue
        if paragraphs and _goes_on(paragraphs[-1][1], last_line, piece):
            start, text = paragraphs[-1]
            paragraphs[-1] = (start, join_words(text, piece.text))
        else:
            paragraphs.append((place, piece.text))
        last_line = piece.text
    return paragraphs


def join_words(before: str, text: str) -> str:
    """Join two parts of a sentence; a word divided at the margin ("tuyên tru- / yền") becomes one again."""
    if before.endswith("-") and before[-2:-1].isalpha() and starts_lower(text):
        return before[:-1] + text
    return f"{before} {text}"


def _goes_on(before: str, last_line: str, piece: Piece) -> bool:
    text = piece.text
    if piece.item:
        return False
    if text.startswith(("-", "–")) and not piece.marks:  # the second half of a name with a dash, see `pieces`
        return True
    if piece.inline or ends_on_connector(before):
        return True
    if not ends_open(before):
        if piece.fresh or begins_closing(text, after_stop=True):
            return False
        return starts_lower(text) or _FULL_LINE <= len(last_line) <= _WIDEST_LINE
    if starts_lower(text) or not starts_upper(text):
        return True
    if begins_closing(text) or (is_upper(before) and not is_upper(text)):
        return False
    if piece.fresh:
        return is_upper(before) and is_upper(text)
    if is_owner_alone(before):
        return not (begins_task(text) or text.endswith((".", ";")))
    ended_by_writer = is_heading(before) or is_closing_heading(before) or len(last_line) < _FULL_LINE
    return not (ended_by_writer and (begins_task(text) or find_owner(text) is not None))
