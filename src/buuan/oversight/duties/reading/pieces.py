"""The body cut into pieces, each of which may open an item of the outline: lines, and items run together on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from buuan.kit.errors import Refused
from buuan.kit.fold import fold
from buuan.oversight.duties.reading.lines import Line, is_upper, starts_lower, starts_upper
from buuan.oversight.duties.reading.marks import NUMERIC, Kind, Mark, is_first, read_marks
from buuan.oversight.duties.reading.owner_words import CONNECTORS, DASHED_NAMES, NUMBER_COMES
from buuan.oversight.duties.reading.owners import begins_task, find_owner, is_owner_alone

# An item may follow the end of a sentence on the same line where a paper lost its line ends: "…; b) Phối hợp …".
_RUN_TOGETHER = re.compile(
    r"(?<=[.;:])\s+(?=(?:[a-zđ][.)]|\d{1,2}[.)]|\d{1,2}\.\d{1,2}[.)]?|[IVX]{1,5}\.|[-–—+•])\s+(?P<letter>[^\W\d_]))"
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_ENDINGS = (".", ";", ":", "?", "!", "…")
MOST_PIECES = 3_000
_SHORT_HEADING_WORDS = 12
_SET_IN = 2
_LINES_OF_A_HEADING = 3
_LONGEST_OPENED = 500
_DOUBTFUL = 1.0
_LONGEST_WORD = 40
_KINDS_OF_HEADINGS = NUMERIC | {Kind.ROMAN}
_LONGEST_BARE_HEADING_WORDS = 25


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the body as printed, the readings of its opening mark, and how it stands to what precedes it.

    `fresh`: an empty line or a new paragraph of Word stands before it. `inline`: it follows on the same line. `clean`: the
    line before ends with a full stop or the like. `bare`: it is
    a body's name alone, set as a heading whose number is missing. `item`: it opens an item of a list inside a point's text,
    which begins a line of its own. `doubt` is how much the text before it speaks against an
    item here, from 0 (a sentence or heading has just ended) upwards.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    gap: bool = False
    fresh: bool = False
    inline: bool = False
    clean: bool = False
    bare: bool = False
    item: bool = False
    doubt: float = 0.0

    def opens(self) -> bool:
        """Tell whether any list may begin here."""
        return any(is_first(mark) for mark in self.marks)


def cut(lines: Sequence[Line]) -> list[Piece]:
    """Give the pieces of `lines`, in order, with their readings and doubts; joined again they are the lines.

    Raises Refused `directive.too_large` for more pieces than any directive has.
    """
    found = list(islice(_pieces(lines), MOST_PIECES + 1))
    if len(found) > MOST_PIECES:
        raise Refused("directive.too_large", "Văn bản quá dài đối với một chỉ thị; hãy kiểm tra lại tệp.")
    pieces = _with_lonely_marks_joined(found)
    opened = ""  # what has been read since the last mark: the item that a next one would end
    for at, piece in enumerate(pieces):
        before = pieces[at - 1] if at else None
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        following = pieces[at + 1 : at + 1 + _LINES_OF_A_HEADING]
        marks = tuple(_with_name(mark, following) for mark in piece.marks if not _is_second_half(before, mark))
        bare = not marks and _is_bare_heading(before, piece, after)
        clean = before is None or not (piece.inline or ends_open(before.text))
        piece = replace(piece, marks=marks, bare=bare, clean=clean)
        piece = replace(piece, doubt=_doubt(before, opened, piece))
        pieces[at] = piece
        if marks and (piece.doubt < _DOUBTFUL or marks[0].heading):
            opened = marks[0].rest
        else:
            opened = piece.text if bare else f"{opened[-_LONGEST_OPENED:]} {piece.text}".strip()
    return pieces


def ends_open(text: str) -> bool:
    """Tell whether `text` stops in the middle of a sentence, as far as its last sign and word show."""
    return not text.rstrip("\"'”’»)]").endswith(_ENDINGS)


def ends_on_connector(text: str) -> bool:
    """Tell whether `text` surely goes on: it ends on a comma, an open bracket, a slash, or a word that needs a next one."""
    bare = text.rstrip()
    if bare.endswith((",", "(", "/", "&", " -", " –")) and not bare.endswith("./"):
        return True
    last = _LAST_WORD.search(bare[-_LONGEST_WORD:])
    return ends_open(bare) and last is not None and last.group(1).lower() in CONNECTORS and not is_owner_alone(bare)


def _pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    depths: list[int] = []
    for line in lines:
        cuts = [0]
        for found in _RUN_TOGETHER.finditer(line.text):
            if found["letter"].isupper():
                cuts.append(found.end())
        for number, (start, end) in enumerate(zip(cuts, [*cuts[1:], len(line.text)], strict=True)):
            text = line.text[start:end].strip()
            fresh = (line.gap or line.paragraph) and number == 0
            marks = read_marks(text)
            if number == 0:
                marks = _set_in(marks, line.indent, depths)
            yield Piece(text, marks, gap=line.gap and number == 0, fresh=fresh, inline=number > 0)


def _set_in(marks: tuple[Mark, ...], indent: int, depths: list[int]) -> tuple[Mark, ...]:
    """Tell dashes that are set in further than the dash above apart from it, as another style; `depths` are those open.

    Any numbered line ends the run, since behind it a first dash sets the measure anew.
    """
    if not marks:
        return marks
    if marks[0].kind != Kind.DASH:
        depths.clear()
        return marks
    while depths and indent < depths[-1]:
        depths.pop()
    if not depths or indent >= depths[-1] + _SET_IN:
        depths.append(indent)
    return tuple(replace(mark, style=mark.style + ">" * (len(depths) - 1)) for mark in marks)


def _with_lonely_marks_joined(pieces: list[Piece]) -> list[Piece]:
    """Join a mark that stands alone on its line ("1.") with the line below."""
    joined: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        lonely = bool(piece.marks) and all(not mark.rest for mark in piece.marks)
        if lonely and after is not None and not after.marks:
            text = f"{piece.text} {after.text}"
            piece = replace(piece, text=text, marks=read_marks(text))
            at += 1
        joined.append(piece)
        at += 1
    return joined


def _is_second_half(before: Piece | None, mark: Mark) -> bool:
    """Tell a dash that belongs to a name broken before it: "Sở Lao động / - Thương binh và Xã hội"."""
    if before is None or mark.kind != Kind.DASH:
        return False
    left, right = fold(before.text), fold(mark.rest)
    return any(left.endswith(first) and right.startswith(second) for first, second in DASHED_NAMES)


def _with_name(mark: Mark, after: Sequence[Piece]) -> Mark:
    """Say whether a body's name stands behind the mark, be it on the mark's line or broken over the next ones."""
    if mark.kind not in _KINDS_OF_HEADINGS:
        return mark
    text = mark.rest
    found = [find_owner(text)]
    for piece in after:
        if piece.marks or piece.fresh or not ends_open(text):
            break
        text = f"{text} {piece.text}"
        found.append(find_owner(text))
    owners = [owner for owner in found if owner is not None]
    return replace(mark, names=bool(owners), heading=any(owner.form != "sentence" for owner in owners))


def _is_bare_heading(before: Piece | None, piece: Piece, after: Piece | None) -> bool:
    if after is None or not after.opens() or starts_lower(piece.text) or len(piece.text.split()) > _LONGEST_BARE_HEADING_WORDS:
        return False
    if before is not None and (ends_on_connector(before.text) or (ends_open(before.text) and not piece.fresh)):
        return False
    return is_owner_alone(piece.text)


def is_heading(text: str) -> bool:
    """Tell whether `text`, without its mark, reads as a heading: a body's name, capitals, or a few words without a full stop."""
    bare = text.strip()
    if bare.endswith(":"):
        return True
    owner = find_owner(bare)
    if owner is not None:
        return owner.form == "alone" or (is_upper(bare) and ends_open(bare))
    return ends_open(bare) and (is_upper(bare) or (len(bare.split()) <= _SHORT_HEADING_WORDS and not begins_task(bare)))


def _doubt(before: Piece | None, opened: str, piece: Piece) -> float:
    """Say how much speaks against an item here; weighed in `outline` against leaving a mark unread.

    The measure: 1 is a weak sign (a small letter behind the mark), 3 a strong one (the line before ends on "khoản").
    """
    if not piece.marks:
        return 0.0
    doubt = 0.3 if piece.inline else 0.0
    rest = piece.marks[0].rest
    is_dash = piece.marks[0].kind == Kind.DASH
    if not rest:
        doubt += 0.5
    elif starts_lower(rest):
        doubt += 0.7
    elif not starts_upper(rest) and not rest[0].isdigit():
        doubt += 0.3
    if before is None or piece.inline:
        return doubt
    last = _LAST_WORD.search(before.text[-_LONGEST_WORD:])
    broken_off = last is not None and not is_dash and last.group(1).lower() in NUMBER_COMES and not before.text.endswith(_ENDINGS)
    if broken_off and not is_owner_alone(opened):
        return doubt + (1.5 if piece.fresh else 3.0)
    if before.text.endswith((",", "(")):
        return doubt + (0.5 if piece.fresh else 1.2)
    if ends_open(before.text) and not is_heading(opened):
        broken_at_dash = is_dash and starts_lower(rest)  # "kinh tế / - xã hội"
        open_end = 2.5 if broken_at_dash else 0.6 if is_dash else 1.1
        return doubt + open_end * (0.3 if piece.fresh else 1.0)
    return doubt
