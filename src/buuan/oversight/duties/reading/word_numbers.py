"""The numbers that Word prints before a paragraph without their being in its text: `1.`, `a)`, `II.`, `1.1.`, `-`.

Word keeps a list's shape (levels, formats, level text) apart from its use (a paragraph names list and level, itself or
through its style). The label has to be counted anew, paragraph by paragraph, as Word does when it lays the page out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
# Bullets come from symbol fonts, as letters of a private area; what counts is that two levels look different.
_BULLETS_BY_LEVEL = ("•", "◦", "▪")
_PLAIN_BULLETS = frozenset("-–—+*•●▪■◦○♦")


def local_name(element: etree._Element) -> str:
    """Give the element's name without its namespace, which differs between the two editions of the standard."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Give the first child of that name."""
    if element is None:
        return None
    return next((inner for inner in element if local_name(inner) == name), None)


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Give an attribute by its local name."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), None)


def values(element: etree._Element | None, *names: str) -> list[str | None]:
    """Give the `val` of the named children, in the order asked for."""
    return [attribute(child(element, name), "val") for name in names]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what it prints (`%1.%2.`), after which level it starts again."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has been counted."""

    numbering: etree._Element | None
    styles: etree._Element | None
    _shapes: dict[str, dict[int, Level]] = field(init=False, default_factory=dict)
    _shape_of: dict[str, str] = field(init=False, default_factory=dict)
    _starts: dict[str, dict[int, int]] = field(init=False, default_factory=dict)
    _own_levels: dict[str, dict[int, Level]] = field(init=False, default_factory=dict)
    _by_style: dict[str, tuple[str | None, str | None, str | None]] = field(init=False, default_factory=dict)
    _default_style: str | None = field(init=False, default=None)
    _counts: dict[str, list[int | None]] = field(init=False, default_factory=dict)
    _begun: set[tuple[str, int]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Read the shapes once; what is malformed counts as absent, since a missing number only leaves a plain paragraph."""
        for element in self.numbering if self.numbering is not None else ():
            key = attribute(element, "abstractNumId" if local_name(element) == "abstractNum" else "numId") or ""
            if local_name(element) == "abstractNum":
                self._shapes[key] = _levels(element)
            elif local_name(element) == "num":
                self._shape_of[key] = values(element, "abstractNumId")[0] or ""
                self._read_overrides(key, element)
        for style in self.styles if self.styles is not None else ():
            if local_name(style) == "style" and attribute(style, "type") == "paragraph":
                key = attribute(style, "styleId") or ""
                list_id, level = values(child(child(style, "pPr"), "numPr"), "numId", "ilvl")
                self._by_style[key] = (list_id, level, values(style, "basedOn")[0])
                if attribute(style, "default") in {"1", "true"}:
                    self._default_style = key

    def _read_overrides(self, key: str, element: etree._Element) -> None:
        for override in element:
            level = _number(attribute(override, "ilvl"))
            if local_name(override) != "lvlOverride" or level is None:
                continue
            start = _number(values(override, "startOverride")[0])
            if start is not None:
                self._starts.setdefault(key, {})[level] = start
            self._own_levels.setdefault(key, {}).update(_levels(override))

    def label_of(self, paragraph: etree._Element) -> str:
        """Count this paragraph and give the label that Word prints before it, empty where it prints none."""
        list_id, depth = self._list_and_level(child(paragraph, "pPr"))
        if list_id is None or list_id == "0" or list_id not in self._shape_of or not 0 <= depth < _LEVELS:
            return ""
        levels = self._shapes.get(self._shape_of[list_id], {}) | self._own_levels.get(list_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._count(list_id, depth, levels)
        if level.form == "bullet":
            mark = level.text.strip()
            return mark if mark in _PLAIN_BULLETS else _BULLETS_BY_LEVEL[depth % len(_BULLETS_BY_LEVEL)]

        def number_at(place: re.Match[str]) -> str:
            at = int(place.group(1)) - 1
            shape = levels.get(at, Level())
            form = "decimal" if level.legal and shape.form not in {"none", "bullet"} else shape.form
            count = counts[at]
            return _written(shape.start if count is None else count, form)

        return _PLACE.sub(number_at, level.text).strip()

    def _count(self, list_id: str, depth: int, levels: dict[int, Level]) -> list[int | None]:
        counts = self._counts.setdefault(self._shape_of[list_id], [None] * _LEVELS)
        override = self._starts.get(list_id, {}).get(depth)
        if override is not None and (list_id, depth) not in self._begun:
            counts[depth] = override
        elif counts[depth] is None:
            counts[depth] = levels[depth].start if override is None else override
        else:
            counts[depth] = (counts[depth] or 0) + 1
        self._begun.add((list_id, depth))
        for deeper in range(depth + 1, _LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart != 0 and depth < restart):
                counts[deeper] = None
        return counts

    def _list_and_level(self, properties: etree._Element | None) -> tuple[str | None, int]:
        own_list, own_level = values(child(properties, "numPr"), "numId", "ilvl")
        style = values(properties, "pStyle")[0] or self._default_style
        seen: set[str] = set()
        level = own_level
        while style in self._by_style and style not in seen:
            seen.add(style)
            style_list, style_level, parent = self._by_style[style]
            own_list = own_list if own_list is not None else style_list
            level = level if level is not None else style_level
            style = parent
        return own_list, _number(level) or 0


def _levels(element: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for shape in element:
        depth = _number(attribute(shape, "ilvl"))
        if local_name(shape) != "lvl" or depth is None:
            continue
        start, form, text, restart = values(shape, "start", "numFmt", "lvlText", "lvlRestart")
        legal = child(shape, "isLgl")
        levels[depth] = Level(
            start=1 if _number(start) is None else int(start or 1),
            form=form or "decimal",
            text=text or "",
            legal=legal is not None and attribute(legal, "val") not in {"0", "false", "off"},
            restart=_number(restart),
        )
    return levels


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else None


def _written(count: int, form: str) -> str:
    """Write a count as Word does; its letter lists know no đ, so the fifth item reads `e)`, as on the printed page."""
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < count < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "vietnameseCounting" and 0 <= count < len(_WORDS):
        return _WORDS[count]
    return "" if form == "none" else str(count)
