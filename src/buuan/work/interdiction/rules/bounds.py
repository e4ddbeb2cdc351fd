"""What an order may rest on and how far it may reach: closed lists, and ceilings that no row of data and no setting widens; pure.

"Emergency prevention" is a word of the directive (7b); no article was found that gives its form or limits. So the figures here are
our own limits, marked as such, and never printed as law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

GROUNDS = {
    "goods": "hàng cấm, hàng có điều kiện",
    "danger": "bưu gửi gây nguy hiểm cho người",
    "fraud": "khai sai, gian dối",
    "other": "căn cứ khác, nội dung tài liệu",
}
"""What an order rests on. `other` is every further ground, and always where it is what a document says, or opinion, belief, speech,
origin or association: it reaches single items only, by the paper of the body that has the power."""

FIRST_KIND = ("goods", "danger")
"""The grounds that may found a search by person or by kind of goods."""

KEYS = {"items": "mã bưu gửi", "phones": "số điện thoại", "persons": "họ tên kèm địa chỉ", "category": "nhóm hàng"}
"""The parts of a scope by which an item is found."""

NARROWING = {
    "areas": "địa bàn",
    "routes": "tuyến",
    "points": "điểm phục vụ",
    "operators": "doanh nghiệp",
    "period": "thời gian gửi",
}
"""The parts that only narrow a key and never stand alone."""

LETTER_CLASSES = ("letter",)
"""Classes of items that no order reaches: the secrecy of letters; seizure needs its own paper."""

DECIDERS = {
    "investigating_body": "cơ quan điều tra",
    "procuracy": "viện kiểm sát",
    "court": "tòa án",
    "market_surveillance": "quản lý thị trường",
    "customs": "hải quan",
}
"""Bodies whose decision may be attached."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How far a ground reaches at most, whatever its row says."""

    keys: frozenset[str]
    most_items: int
    most_persons: int
    may_match: bool
    needs_goods: str
    needs_decision: bool
    deciders: frozenset[str]


_ALL = frozenset(DECIDERS)

CEILINGS: Mapping[str, Ceiling] = {
    "goods": Ceiling(frozenset(KEYS), 200, 20, True, "always", False, _ALL),
    "danger": Ceiling(frozenset(KEYS), 200, 20, True, "with_person", False, _ALL),
    "fraud": Ceiling(frozenset({"items", "phones", "category"}), 200, 20, True, "always", False, _ALL),
    "other": Ceiling(frozenset({"items"}), 20, 0, False, "never", True, frozenset({"investigating_body", "procuracy", "court"})),
}
"""`needs_goods`: a category whose own ground is goods must be named `always`, `with_person` (a phone or a name), or `never`."""

KEYS_THAT_FOUND = {
    "goods": frozenset(KEYS),
    "danger": frozenset(KEYS),
    "fraud": frozenset({"items", "phones"}),
    "other": frozenset({"items"}),
}
"""Of the keys at least one of these must be there: for fraud a category says what is sought and finds nothing by itself."""

LONGEST_WITHOUT_DECISION = timedelta(hours=24)
LONGEST_WITH_DECISION = timedelta(hours=72)
MOST_CAUGHT = 500
"""An order that would have caught more items in the week before is too wide."""

MOST_ORDERS_WITH_PERSONS = 200
MOST_STREAMS = 300
"""Pages of an order that a process keeps live at a time. Each holds a thread that sleeps, beside those that serve pages."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class GroundRow:
    """One dated row: a body of `body_kind` may order on `ground`, by these `keys`, with its source; `verified` = it was read."""

    code: str
    ground: str
    body_kind: str
    name: str
    keys: frozenset[str]
    most_items: int
    from_on: date
    source: str
    mark: str
    until_on: date | None = None
    deciders: frozenset[str] = frozenset()
    read_in: str = ""
    note: str = ""

    @property
    def verified(self) -> bool:
        """Whether somebody has read the rule in a source; what nobody has read is never printed as law."""
        return self.mark in ("S", "P")

    def holds_on(self, on: date) -> bool:
        """Tell whether the row is in force on `on`."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


def fault_of_row(row: GroundRow) -> str:
    """Give why a row may not be loaded, empty when it may: it names a word that is on no list, or reaches beyond its ceiling."""
    ceiling = CEILINGS.get(row.ground)
    if ceiling is None:
        return f"{row.code}: unknown ground {row.ground}"
    if not row.keys or not row.keys <= ceiling.keys:
        return f"{row.code}: keys {sorted(row.keys)} reach beyond {sorted(ceiling.keys)}"
    if not 1 <= row.most_items <= ceiling.most_items:
        return f"{row.code}: {row.most_items} items reach beyond {ceiling.most_items}"
    if not row.deciders <= ceiling.deciders:
        return f"{row.code}: deciders {sorted(row.deciders)} reach beyond {sorted(ceiling.deciders)}"
    if ceiling.needs_decision and not row.deciders:
        return f"{row.code}: a ground that needs a decision names who decides"
    if not row.source.strip() or row.mark not in ("S", "P", "M", "I"):
        return f"{row.code}: a row states its source and its mark"
    if row.verified != bool(row.read_in):
        return f"{row.code}: a rule that was read names the page, and no other does"
    return ""


def row_for(rows: tuple[GroundRow, ...], ground: str, body_kind: str, on: date) -> GroundRow | None:
    """Give the row in force for a ground and a kind of body; none means: no power."""
    return next((one for one in rows if (one.ground, one.body_kind) == (ground, body_kind) and one.holds_on(on)), None)


def longest(has_decision: bool, limit: timedelta) -> timedelta:
    """Give how long an order may last: the limit of the register, never more than our ceiling."""
    return min(limit, LONGEST_WITH_DECISION if has_decision else LONGEST_WITHOUT_DECISION)
