"""The marks that open a part of a directive (`II.`, `Điều 3.`, `7.`, `1.1.`, `đ)`, `-`, `+`), and which follows which.

A line may bear several readings: `V.` is five or the letter, `i)` a letter or a small Roman one. All are given; which one
holds is for the outline to say, by the sequence that it fits in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """The kinds of marks, the outermost first: a list of a later kind may stand inside one of an earlier kind."""

    PART = 0
    CHAPTER = 1
    UPPER = 2
    ROMAN = 3
    DIVISION = 4
    ARTICLE = 5
    ARABIC = 6
    DECIMAL = 7
    LETTER = 8
    SMALL_ROMAN = 9
    SUB = 10
    DASH = 11


NUMERIC = frozenset({Kind.DIVISION, Kind.ARTICLE, Kind.ARABIC})

# The alphabet in its order. Law drafting (Decree 30/2020, Annex I) counts a, b, c, d, đ, e, g; many papers count a, b, c, d, e, f.
# So the letters that either custom leaves out may be passed over, or used.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_MAY_BE_SKIPPED = frozenset("ăâđêfjôơưwz")
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_ROMAN = re.compile(r"^X{0,3}(?:IX|IV|V?I{0,3})$")
_ORDINAL_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

_DELIMITER = r"\s?(?P<style>[.)/]|[-–](?=\s))"
_REST = r"\s*(?P<rest>.*)$"
_PART = re.compile(
    rf"^(?P<word>phần|phan|chương|chuong)\s+(?:thứ\s+)?(?P<n>[ivx]{{1,5}}|\d{{1,2}}|{'|'.join(_ORDINAL_WORDS)})"
    rf"(?P<style>\s*[.:)\-–]|(?=\s*$)){_REST}",
    re.IGNORECASE,
)
_DIVISION = re.compile(r"^m[ụu]c\s+(?P<n>\d{1,2}|[ivx]{1,5})\s*(?P<style>[.:)]|(?=$))(?!\d)" + _REST, re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:điều|dieu)\s+(?P<n>\d{1,3})\s*(?P<style>[.:]|(?=$))(?!\d)" + _REST, re.IGNORECASE)
_ROMAN_MARK = re.compile(rf"^(?P<n>[IVX]{{1,5}}|[ivx]{{1,5}}){_DELIMITER}{_REST}")
_ARABIC = re.compile(rf"^(?P<n>\d{{1,2}}){_DELIMITER}(?!\d){_REST}")
_DECIMAL = re.compile(r"^(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?P<style>\s?[.)/]|(?=\s+\D))(?![\d%])" + _REST)
_LETTER = re.compile(rf"^(?P<n>[a-zăâđêôơư]){_DELIMITER}{_REST}")
_UPPER = re.compile(rf"^(?P<n>[A-ZĐ]){_DELIMITER}{_REST}")
_SUB = re.compile(r"^(?P<n>[a-zđ]\.?\d{1,2})(?P<style>[.)])" + _REST)
_BRACKETED = re.compile(r"^\((?P<n>\d{1,2}|[a-zđ]|[ivx]{2,5})\)" + _REST)
_DASH = re.compile(r"^(?P<style>[-–—−‒]|[•●▪■◦○♦➢➤*+·§])" + _REST)


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading of a line's opening: its kind, how it is set (`)`, `.`, `-`), its number, its label, and the text behind.

    `number` is a tuple: one figure, or one for each step of `1.2.3`; a letter gives its rank in the alphabet, a dash
    nothing. `names` tells that a body's name stands behind the mark, `heading` that it is set off as headings are; both
    are filled in by `pieces`, for the kinds of marks that headings have.
    """

    kind: Kind
    style: str
    number: tuple[int, ...]
    label: str
    rest: str
    names: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Distance:
    """How a mark stands to the one before it in its list: `gap` items are missing (0 is the next); -1 repeats the same one."""

    gap: int


def read_marks(text: str) -> tuple[Mark, ...]:
    """Give every reading of the mark that `text` opens with, none if it opens with words."""
    return tuple(_readings(text))


def _readings(text: str) -> Iterator[Mark]:
    if found := _PART.match(text):
        word = found["n"].lower()
        number = _ORDINAL_WORDS.get(word) or _roman(word.upper()) or (int(word) if word.isdigit() else 0)
        kind = Kind.PART if found["word"].lower().startswith("ph") else Kind.CHAPTER
        if number:
            yield Mark(kind, ".", (number,), _roman_label(number), found["rest"])
        return
    if found := _DIVISION.match(text):
        number = int(found["n"]) if found["n"].isdigit() else _roman(found["n"].upper())
        if number:
            label = found["n"] if found["n"].isdigit() else found["n"].upper()
            yield Mark(Kind.DIVISION, ".", (number,), label, found["rest"])
        return
    if found := _ARTICLE.match(text):
        yield Mark(Kind.ARTICLE, ".", (int(found["n"]),), str(int(found["n"])), found["rest"])
        return
    if found := _BRACKETED.match(text):
        yield from _bracketed(found["n"], found["rest"])
        return
    for pattern, read in _PATTERNS:
        found = pattern.match(text)
        if found and _stands_apart(found):
            yield from read(found)


def _bracketed(sign: str, rest: str) -> Iterator[Mark]:
    if sign.isdigit():
        yield Mark(Kind.ARABIC, "()", (int(sign),), str(int(sign)), rest)
    elif len(sign) == 1:
        yield Mark(Kind.LETTER, "()", (_RANK[sign],), sign, rest)
    if number := _roman(sign.upper()):
        yield Mark(Kind.SMALL_ROMAN, "()", (number,), sign, rest)


def _stands_apart(found: re.Match[str]) -> bool:
    """Tell a mark from the beginning of a word or figure (`v.v.`, `đ/c`, `-5 độ`): a space, a capital or nothing follows it."""
    style, rest = found["style"], found["rest"]
    if not rest:
        return True
    if found.start("rest") > found.end("style") or not style:
        return bool(style) or rest[0].isupper()
    return rest.lstrip("\"'“”‘’«([")[:1].isupper()


def _read_roman(found: re.Match[str]) -> Iterator[Mark]:
    if number := _roman(found["n"].upper()):
        kind = Kind.ROMAN if found["n"].isupper() else Kind.SMALL_ROMAN
        yield Mark(kind, _style(found), (number,), found["n"], found["rest"])


def _read_arabic(found: re.Match[str]) -> Iterator[Mark]:
    if int(found["n"]):
        yield Mark(Kind.ARABIC, _style(found), (int(found["n"]),), str(int(found["n"])), found["rest"])


def _read_decimal(found: re.Match[str]) -> Iterator[Mark]:
    steps = tuple(int(step) for step in found["n"].split("."))
    if all(steps):
        yield Mark(Kind.DECIMAL, _style(found), steps, ".".join(map(str, steps)), found["rest"])


def _read_letter(found: re.Match[str]) -> Iterator[Mark]:
    yield Mark(Kind.LETTER, _style(found), (_RANK[found["n"]],), found["n"], found["rest"])


def _read_upper(found: re.Match[str]) -> Iterator[Mark]:
    rank = (_RANK[found["n"].lower()],)
    yield Mark(Kind.UPPER, _style(found), rank, found["n"], found["rest"])
    if _style(found) == ")":  # points may be lettered in capitals; parts are more often set "A."
        yield Mark(Kind.LETTER, ")", rank, found["n"].lower(), found["rest"])


def _read_sub(found: re.Match[str]) -> Iterator[Mark]:
    yield Mark(Kind.SUB, found["style"], (), found["n"], found["rest"])


def _read_dash(found: re.Match[str]) -> Iterator[Mark]:
    style = "-" if found["style"] in "-–—−‒" else found["style"]
    yield Mark(Kind.DASH, style, (), found["style"], found["rest"])


_PATTERNS = (
    (_ROMAN_MARK, _read_roman),
    (_DECIMAL, _read_decimal),
    (_ARABIC, _read_arabic),
    (_SUB, _read_sub),
    (_LETTER, _read_letter),
    (_UPPER, _read_upper),
    (_DASH, _read_dash),
)


def _style(found: re.Match[str]) -> str:
    return found["style"].strip().replace("–", "-")


def _roman(sign: str) -> int:
    """Give the value of a Roman number up to 39, 0 if it is none; directives have fewer parts than that."""
    if not sign or not _ROMAN.match(sign):
        return 0
    figures = [_ROMAN_VALUES[c] for c in sign]
    return sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True))


def _roman_label(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def is_first(mark: Mark) -> bool:
    """Tell whether a list may begin with `mark`."""
    if mark.kind in (Kind.DASH, Kind.SUB):
        return True
    return mark.number[-1] == (0 if mark.kind in (Kind.LETTER, Kind.UPPER) else 1)


def distance(before: Mark, mark: Mark) -> Distance | None:
    """Give how `mark` follows `before` in one list, `None` where it cannot (another kind, or backwards)."""
    if before.kind != mark.kind:
        return None
    if mark.kind in (Kind.DASH, Kind.SUB):
        return Distance(0) if mark.kind == Kind.SUB or mark.style == before.style else None
    if len(before.number) != len(mark.number):
        return None
    if mark.number == before.number:
        return Distance(-1)
    if before.number[:-1] != mark.number[:-1]:
        return _next_branch(before.number, mark.number)
    step = mark.number[-1] - before.number[-1]
    if step < 0:
        return None
    if mark.kind in (Kind.LETTER, Kind.UPPER):
        between = _ALPHABET[before.number[-1] + 1 : mark.number[-1]]
        return Distance(sum(letter not in _MAY_BE_SKIPPED for letter in between))
    return Distance(step - 1)


def _next_branch(before: tuple[int, ...], number: tuple[int, ...]) -> Distance | None:
    """Let `2.1` follow `1.4`: a paper that numbers its points `1.1` to `2.3` and leaves the headings `1` and `2` unnumbered."""
    if number[-1] == 1 and number[:-2] == before[:-2] and number[-2] == before[-2] + 1:
        return Distance(0)
    return None
