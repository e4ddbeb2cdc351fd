"""Finding the commune in an address as people write it: pure, no database, no clock.

`xã Nga Thắng, huyện Nga Sơn, Thanh Hóa`, `X.Nga Thang - H.Nga Son - T.Thanh Hoa`: with or without diacritics, with abbreviations,
Hóa or Hoá, Quý or Quí, and often in the words of a structure that is no more. An address that leaves a choice gives none:
a wrong commune on a case is worse than an empty one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from buuan.kit.fold import fold_words, sort_key

METHODS = {
    "code": "theo mã đang dùng",
    "old_code": "theo mã cũ, đã đổi sang địa bàn kế thừa",
    "name": "theo tên",
    "old_name": "theo tên cũ, đã đổi sang địa bàn kế thừa",
    "old_name_split": "theo tên cũ; địa bàn cũ bị chia, lấy phần chính",
    "district": "chỉ có tên cấp huyện",
    "district_only": "chỉ có tên cấp huyện, không đủ để biết xã, phường",
    "elsewhere": "thuộc tỉnh khác",
    "ambiguous": "có nhiều khả năng, không tự chọn",
    "unknown": "không nhận ra địa bàn",
}
"""How an area was found, or why none was."""

_TYPES = {
    "xa": "xã", "x": "xã", "phuong": "phường", "p": "phường", "thi tran": "thị trấn", "tt": "thị trấn",
    "huyen": "huyện", "h": "huyện", "thi xa": "thị xã", "tx": "thị xã", "t x": "thị xã",
    "thanh pho": "thành phố", "tp": "thành phố", "t p": "thành phố", "tinh": "tỉnh", "t": "tỉnh",
}  # fmt: skip
_COMMUNE_TYPES = {"xã", "phường", "thị trấn"}
_DISTRICT_TYPES = {"huyện", "thị xã", "thành phố"}

# What stands before a name that is no area: a street, a hamlet, a residential group.
_SMALLER = {"duong", "d", "pho", "ngo", "ngach", "hem", "thon", "xom", "lang", "ban", "khu", "to", "doi", "cho"}

# The provinces and cities of before and after July 2025, without ours; only their names, to know an address elsewhere.
_PROVINCES = (
    "An Giang, Bà Rịa Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định, Bình Phước, Bình Thuận, "
    "Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, "
    "Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hồ Chí Minh, Huế, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, "
    "Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, "
    "Quảng Ngãi, Quảng Ninh, Quảng Trị, Sài Gòn, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế, "
    "Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Vũng Tàu, Yên Bái, HCM, HN"
)
_COUNTRY = {"viet nam", "vietnam", "vn"}

_PARTS = re.compile(r"[,;/\n|]+|\s*[-–—]\s*")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LONGEST_NAME = 4  # words


@dataclass(frozen=True, slots=True)
class AreaFact:
    """What is needed of an area row to find it in a text."""

    id: int
    code: str
    name: str
    type: str
    level: str
    parent_id: int | None
    from_on: date | None
    until_on: date | None

    @property
    def full_name(self) -> str:
        """The name with its type, as in `Xã Nga Thắng`."""
        return f"{self.type[:1].upper()}{self.type[1:]} {self.name}"

    def holds_on(self, on: date) -> bool:
        """Tell whether the row holds on `on`."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class Statement:
    """That `old_id` became `new_id` on a day, wholly or in part."""

    old_id: int
    new_id: int
    share: str
    is_primary: bool | None
    effective_on: date


@dataclass(frozen=True, slots=True)
class Found:
    """The row that holds on the day asked for (None where there is none or a choice), and how it was found (METHODS)."""

    area_id: int | None
    method: str


@dataclass(frozen=True, slots=True)
class _Word:
    raw: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """An area's name in a text: in which part and where, after which type word, and how well the marks agree (0 to 2).

    In a text wholly without diacritics every name has 1: Nga Thanh and Nga Thành cannot be told apart there.
    """

    area: AreaFact
    part: int
    start: int
    end: int
    typed: str
    marks: int
    is_whole_part: bool

    def is_behind(self, other: _Mention) -> bool:
        """Tell whether this name comes after the other in the text."""
        return (self.part, self.start) > (other.part, other.start)


def name_key(text: str) -> str:
    """Give the form in which names are looked up: folded, y as i (Quý, Quí)."""
    return fold_words(text).replace("y", "i")


def marked_key(text: str) -> str:
    """Give the form in which marks are compared: the tone at the end of its syllable, so that Hóa and Hoá are one."""
    words = []
    for word in unicodedata.normalize("NFD", text.lower()).split():
        tone = "".join(c for c in word if c in _TONES)
        words.append(unicodedata.normalize("NFC", "".join(c for c in word if c not in _TONES)) + tone)
    return " ".join(words)


class AreaIndex:
    """All areas by name and code, with what became of each; immutable once made, so that it may be shared and kept."""

    def __init__(self, areas: Iterable[AreaFact], statements: Iterable[Statement]) -> None:
        self._areas = {area.id: area for area in areas}
        self._by_code: dict[str, list[AreaFact]] = defaultdict(list)
        self._by_name: dict[str, list[AreaFact]] = defaultdict(list)
        self._became: dict[int, list[Statement]] = defaultdict(list)
        self._came_from: dict[int, list[Statement]] = defaultdict(list)
        for area in self._areas.values():
            self._by_code[area.code].append(area)
            self._by_name[name_key(area.name)].append(area)
        for statement in statements:
            self._became[statement.old_id].append(statement)
            self._came_from[statement.new_id].append(statement)
        ours = {name_key(area.name) for area in self._areas.values() if area.level == "province"}
        self._ours = ours
        self._others = {name_key(name) for name in _PROVINCES.split(", ")} - ours

    def resolve(self, text: str, on: date) -> Found:
        """Find the area that `text`, an official code or an address, means on `on`."""
        text = unicodedata.normalize("NFC", text).strip()
        if text.isascii() and text.isdigit():
            return self._by_its_code(text, on)
        parts = [words for words in map(_words, _PARTS.split(text)) if words]
        parts, province = self._without_province(parts)
        if province == "elsewhere":
            return Found(None, "elsewhere")
        mentions = [m for m in self._mentions(parts) if m.area.from_on is None or m.area.from_on <= on]
        districts = _districts(mentions)
        ranked = [(rank, m) for m in mentions if (rank := self._rank(m, districts, on, loose=province == "ours")) is not None]
        if not ranked:
            return self._district_alone(districts, on)
        best = max(rank for rank, _m in ranked)
        return self._one_of({m.area.id for rank, m in ranked if rank == best}, on)

    def today(self, area_id: int, on: date) -> tuple[set[int], bool]:
        """Give the rows that stand on `on` where this one was, and whether all of it went to one; the latest statement speaks."""
        found: set[int] = set()
        whole = True
        seen: set[int] = set()
        waiting = [area_id]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            if self._areas[one].holds_on(on):
                found.add(one)
                continue
            steps = self._steps(one, on)
            whole = whole and all(step.share == "full" for step in steps)
            waiting += [step.new_id for step in steps]
        return found, whole and len(found) == 1

    def names_today(self, area_id: int, on: date) -> list[str]:
        """Give the full names of the rows that stand on `on` where this one was, in alphabetical order."""
        return self._names(self.today(area_id, on)[0])

    def names_before(self, area_id: int) -> list[str]:
        """Give the full names of the rows from which this one was made on its first day; empty where it has stood for ever."""
        from_on = self._areas[area_id].from_on
        return self._names({one.old_id for one in self._came_from[area_id] if one.effective_on == from_on})

    def _names(self, area_ids: set[int]) -> list[str]:
        return [area.full_name for area in sorted(map(self._areas.__getitem__, area_ids), key=lambda area: sort_key(area.name))]

    def _steps(self, area_id: int, on: date) -> list[Statement]:
        past = [one for one in self._became[area_id] if one.effective_on <= on]
        latest = max((one.effective_on for one in past), default=None)
        return [one for one in past if one.effective_on == latest]

    def _main(self, area_id: int, on: date) -> int | None:
        """Follow the main successor; None where no source says which it is."""
        for _step in range(len(self._areas)):
            if self._areas[area_id].holds_on(on):
                return area_id
            steps = self._steps(area_id, on)
            primary = [one for one in steps if one.is_primary] or (steps if len(steps) == 1 and steps[0].share == "full" else [])
            if len(primary) != 1:
                return None
            area_id = primary[0].new_id
        raise ValueError(f"the succession of area {area_id} runs in a circle")

    def _by_its_code(self, code: str, on: date) -> Found:
        rows = [area for area in self._by_code.get(code, []) if area.from_on is None or area.from_on <= on]
        for area in rows:
            if area.holds_on(on):
                return Found(area.id, "code")
        if not rows:
            return Found(None, "unknown")
        last = max(rows, key=lambda area: area.until_on or date.max)
        found = self._one_of({last.id}, on)
        return Found(found.area_id, "old_code") if found.area_id else found

    def _one_of(self, area_ids: set[int], on: date) -> Found:
        targets = {self._main(one, on) for one in area_ids}
        if len(targets) != 1 or None in targets:
            return Found(None, "ambiguous")
        (target,) = targets
        if any(self._areas[one].holds_on(on) for one in area_ids):
            return Found(target, "name")
        split = any(not self.today(one, on)[1] for one in area_ids)
        return Found(target, "old_name_split" if split else "old_name")

    def _without_province(self, parts: list[list[_Word]]) -> tuple[list[list[_Word]], str]:
        """Take the country and our province off the end, and tell whose province the address names: ours, elsewhere or none."""
        while parts and (_folded(parts[-1]) in _COUNTRY or _folded(parts[-1]).isdigit()):
            parts = parts[:-1]
        if not parts:
            return parts, ""
        last = parts[-1]
        typed, name = _type_and_name(last)
        if typed in ("", "tỉnh", "thành phố") and name in self._others and (typed or len(parts) > 1):
            return parts, "elsewhere"
        for start in range(len(last)):
            if name_key(" ".join(word.raw for word in last[start:])) in self._ours and _type_before(last, start) in ("", "tỉnh"):
                rest = last[: start - len(_type_words(last, start))]
                return parts[:-1] + ([rest] if rest else []), "ours"
        return parts, ""

    def _mentions(self, parts: list[list[_Word]]) -> Iterator[_Mention]:
        is_bare = all(word.raw.isascii() for words in parts for word in words)
        for number, words in enumerate(parts):
            for start in range(len(words)):
                for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
                    name = words[start:end]
                    areas = self._by_name.get(" ".join(word.folded for word in name).replace("y", "i"))
                    if not areas:
                        continue
                    typed = _type_before(words, start)
                    whole = end == len(words) and start == len(_type_words(words, start))
                    raw = " ".join(word.raw for word in name)
                    for area in areas:
                        yield _Mention(area, number, start, end, typed, 1 if is_bare else _marks(raw, area.name), whole)

    def _rank(self, mention: _Mention, districts: list[_Mention], on: date, *, loose: bool) -> tuple[int, ...] | None:
        """Give how well a mention fits as the commune of the address, None where it does not; the greater the better.

        `loose` tells that the address names our province, so that a name inside a longer part may count.
        """
        area = mention.area
        if area.level != "commune" or mention.typed in _DISTRICT_TYPES | {"tỉnh", "smaller"}:
            return None
        named = [d for d in districts if (d.part, d.start) != (mention.part, mention.start)]
        above = self._areas.get(area.parent_id) if area.parent_id else None
        of_district = above is not None and above.level == "district"
        fits = of_district and any(d.area.code == above.code and d.is_behind(mention) for d in named)
        is_sure = any(d.typed for d in named)
        if is_sure and of_district and not fits:
            return None
        if not mention.typed and not fits and (mention.marks == 0 or not (mention.is_whole_part or loose)):
            return None
        type_fit = 2 if mention.typed == area.type else 0 if mention.typed else 1
        return (
            2 if fits else 0 if is_sure else 1,
            1 if mention.typed else 0,
            mention.end - mention.start,
            mention.marks,
            type_fit,
            1 if area.holds_on(on) else 0,
            mention.part,
        )

    def _district_alone(self, districts: list[_Mention], on: date) -> Found:
        codes = {d.area.code for d in districts}
        if not codes:
            return Found(None, "unknown")
        standing = [d.area for d in districts if d.area.holds_on(on)]
        if len({area.id for area in standing}) == 1:
            return Found(standing[0].id, "district")
        return Found(None, "district_only")


def _districts(mentions: list[_Mention]) -> list[_Mention]:
    """Give the mentions that name a district: with its type word, or as a part of their own behind another part."""
    return [
        m
        for m in mentions
        if m.area.level == "district" and (m.typed in _DISTRICT_TYPES or (not m.typed and m.is_whole_part and m.part > 0))
    ]


def _words(part: str) -> list[_Word]:
    return [_Word(raw, folded) for raw in re.findall(r"[^\W_]+", part) if (folded := fold_words(raw))]


def _folded(words: list[_Word]) -> str:
    return " ".join(word.folded for word in words)


def _type_words(words: list[_Word], start: int) -> list[_Word]:
    """Give the type words right before `start`: two where they make one type, else one, else none."""
    for count in (2, 1):
        before = words[max(0, start - count) : start]
        if len(before) == count and _folded(before) in _TYPES:
            return before
    return []


def _type_before(words: list[_Word], start: int) -> str:
    before = _type_words(words, start)
    if before:
        return _TYPES[_folded(before)]
    if start and words[start - 1].folded in _SMALLER:
        return "smaller"
    return ""


def _type_and_name(words: list[_Word]) -> tuple[str, str]:
    for count in (2, 1):
        if len(words) > count and _folded(words[:count]) in _TYPES:
            return _TYPES[_folded(words[:count])], name_key(" ".join(word.raw for word in words[count:]))
    return "", name_key(" ".join(word.raw for word in words))


def _marks(raw: str, name: str) -> int:
    """Give 2 where the diacritics agree, 1 where these words have none in a text that has some, 0 where they differ."""
    if marked_key(raw) == marked_key(name):
        return 2
    return 1 if raw.isascii() else 0
