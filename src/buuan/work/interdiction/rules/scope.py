"""The scope of an order, and what a ground allows: `check_scope` binds orders, requests for information and bulletins; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from buuan.base.clocks.rules import Reason
from buuan.kit.fold import fold_words
from buuan.kit.phones import mask, normalise
from buuan.work.cases.rules import fault_of_item_id, normal_item_id, normal_text
from buuan.work.interdiction.rules.bounds import (
    CEILINGS,
    FIRST_KIND,
    GROUNDS,
    KEYS,
    KEYS_THAT_FOUND,
    LETTER_CLASSES,
    NARROWING,
    GroundRow,
    row_for,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the address that belongs to it; one without the other names nobody."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items are meant. Keys find an item, the rest only narrows; `classes` are service classes, empty for all but letters."""

    items: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    persons: tuple[Person, ...] = ()
    category: str = ""
    areas: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    from_at: datetime | None = None
    until_at: datetime | None = None
    classes: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys that are there."""
        return frozenset(name for name in KEYS if getattr(self, name))

    @property
    def narrowing(self) -> frozenset[str]:
        """The narrowing parts that are there."""
        found = {name for name in NARROWING if name != "period" and getattr(self, name)}
        return frozenset(found | ({"period"} if self.from_at or self.until_at else set()))

    @property
    def names_persons(self) -> bool:
        """Whether a person is named, by number or by name."""
        return bool(self.phones or self.persons)

    @property
    def found_by(self) -> frozenset[str]:
        """The keys by which items are found: a category finds only where it stands alone, beside others it says what is sought."""
        others = self.keys - {"category"}
        return others or self.keys

    def as_json(self) -> dict[str, Any]:
        """Give the scope as it is stored."""
        return {
            "items": list(self.items),
            "phones": list(self.phones),
            "persons": [{"name": one.name, "address": one.address} for one in self.persons],
            "category": self.category,
            "areas": list(self.areas),
            "routes": list(self.routes),
            "points": list(self.points),
            "operators": list(self.operators),
            "from_at": self.from_at.isoformat() if self.from_at else None,
            "until_at": self.until_at.isoformat() if self.until_at else None,
            "classes": list(self.classes),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Scope:
        """Read a stored scope."""
        texts = {
            name: tuple(row.get(name) or ()) for name in ("items", "phones", "areas", "routes", "points", "operators", "classes")
        }
        moments = {name: datetime.fromisoformat(row[name]) if row.get(name) else None for name in ("from_at", "until_at")}
        persons = tuple(Person(one["name"], one["address"]) for one in row.get("persons") or ())
        return cls(**texts, **moments, persons=persons, category=row.get("category") or "")

    def counts(self) -> dict[str, int]:
        """Give how much of each part there is: what a record may hold of a scope, for it names nobody."""
        sizes = {
            name: len(getattr(self, name)) for name in ("items", "phones", "persons", "areas", "routes", "points", "operators")
        }
        return {name: size for name, size in sizes.items() if size} | ({"category": 1} if self.category else {})

    def masked(self) -> dict[str, list[str]]:
        """Give what may be shown of the persons without a reason."""
        return {
            "phones": [mask(one) for one in self.phones],
            "persons": [" ".join(word[:1] + "•" for word in one.name.split()) for one in self.persons],
        }


def normal_scope(scope: Scope) -> tuple[Scope, dict[str, list[str]]]:
    """Give a scope as it is stored, each value once, and what is wrong with single values, by part."""
    errors: dict[str, list[str]] = {}
    items = tuple(dict.fromkeys(filter(None, map(normal_item_id, scope.items))))
    for one in items:
        fault = fault_of_item_id(one)
        if fault:
            errors.setdefault("items", []).append(f"{one[:40]}: {fault}")
    phones = []
    for text in scope.phones:
        number = normalise(text)
        if number is None:
            errors.setdefault("phones", []).append(f"«{text[:20]}» không phải số điện thoại.")
        else:
            phones.append(number)
    persons = tuple(dict.fromkeys(Person(normal_text(one.name), normal_text(one.address)) for one in scope.persons))
    if any(len(fold_words(one.name).split()) < 2 or len(fold_words(one.address).split()) < 2 for one in persons):
        errors.setdefault("persons", []).append("Mỗi người cần đủ họ tên và địa chỉ; tên không kèm địa chỉ không xác định được ai.")
    if scope.from_at and scope.until_at and scope.from_at >= scope.until_at:
        errors.setdefault("period", []).append("Thời gian gửi kết thúc trước khi bắt đầu.")
    plain = {name: tuple(dict.fromkeys(getattr(scope, name))) for name in ("areas", "routes", "points", "operators", "classes")}
    whole = Scope(
        items=items,
        phones=tuple(dict.fromkeys(phones)),
        persons=persons,
        category=scope.category.strip(),
        from_at=scope.from_at,
        until_at=scope.until_at,
        **plain,
    )
    return whole, errors


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a ground allows of a scope: every reason against it, the row that it rests on, and whether anything may be searched.

    `may_match` is False where single items are meant: then no archive is read, nothing is counted, nothing related is shown.
    """

    reasons: tuple[Reason, ...]
    row: GroundRow | None = None
    may_match: bool = False
    found_by: frozenset[str] = field(default_factory=frozenset)

    @property
    def allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


def check_scope(
    *,
    ground: str,
    body_kind: str,
    scope: Scope,
    rows: tuple[GroundRow, ...],
    on: date,
    category_ground: str = "",
    decided_by: str = "",
    about_content: bool = False,
) -> Verdict:
    """Give what `ground` allows a body of `body_kind` of this scope on `on`; the only place that decides it.

    `category_ground` is the own ground of the named category (`goods`, `content`, `none`, empty for an unknown one), `decided_by` a
    key of DECIDERS where a decision is attached, `about_content` what the drafter says: the matter rests on what a document says,
    or on opinion, belief, speech, origin or association.
    """
    if not ground:
        return Verdict((Reason("order.ground_missing", "Lệnh phải nêu căn cứ."),))
    if ground not in GROUNDS:
        return Verdict((Reason("order.ground_unknown", "Căn cứ không có trong danh mục."),))
    row = row_for(rows, ground, body_kind, on)
    if row is None:
        words = "Cơ quan này không có thẩm quyền yêu cầu theo căn cứ đã chọn: danh mục không có dòng nào cho loại cơ quan này."
        return Verdict((Reason("order.body_without_power", words),))
    reasons = [*_letters(scope), *_keys(ground, row, scope), *_goods(ground, scope, category_ground)]
    reasons += [*_size(ground, row, scope), *_decision(ground, row, decided_by)]
    if about_content and ground != "other":
        words = (
            "Việc dựa vào nội dung tài liệu, ý kiến, tín ngưỡng, lời nói, nguồn gốc, quan hệ chỉ được yêu cầu với từng bưu gửi,"
            " theo «căn cứ khác», kèm quyết định."
        )
        reasons.append(Reason("order.content_single_items_only", words))
    may_match = not reasons and CEILINGS[ground].may_match
    return Verdict(tuple(reasons), row, may_match, scope.found_by if not reasons else frozenset())


def _letters(scope: Scope) -> list[Reason]:
    if not set(scope.classes) & set(LETTER_CLASSES):
        return []
    words = "Thư nằm ngoài phạm vi của lệnh: bí mật thư tín; thu giữ thư cần lệnh riêng theo pháp luật tố tụng."
    return [Reason("order.letters", words)]


def _keys(ground: str, row: GroundRow, scope: Scope) -> list[Reason]:
    allowed = row.keys & CEILINGS[ground].keys
    if not scope.keys:
        if scope.narrowing:
            words = "Địa bàn, tuyến, điểm, doanh nghiệp và thời gian chỉ thu hẹp phạm vi, không đứng một mình."
            return [Reason("order.narrowing_alone", words)]
        return [Reason("order.scope_empty", "Lệnh phải nêu bưu gửi, số điện thoại, người kèm địa chỉ, hoặc nhóm hàng.")]
    beyond = [name for name in KEYS if name in scope.keys - allowed]
    if beyond:
        if ground == "other":
            words = "Căn cứ này chỉ cho phép nêu từng mã bưu gửi; không theo người, nơi hay nhóm hàng."
            return [Reason("order.single_items_only", words)]
        named = ", ".join(KEYS[name] for name in beyond)
        return [Reason("order.part_not_allowed", f"Căn cứ này không cho phép tìm theo {named}.")]
    if not scope.keys & KEYS_THAT_FOUND[ground]:
        return [Reason("order.part_missing", "Căn cứ này cần mã bưu gửi hoặc số điện thoại; nhóm hàng chỉ nói rõ tìm hàng gì.")]
    return []


def _goods(ground: str, scope: Scope, category_ground: str) -> list[Reason]:
    needs = CEILINGS[ground].needs_goods
    if scope.category and ground != "other" and category_ground != "goods":
        words = "Nhóm hàng này không làm căn cứ tìm theo người hay theo nhóm được; chỉ nêu từng bưu gửi theo «căn cứ khác»."
        return [Reason("order.category_no_ground", words)]
    if needs == "always" and not scope.category:
        return [Reason("order.goods_missing", "Lệnh theo căn cứ này phải nói rõ nhóm hàng cần tìm.")]
    if needs == "with_person" and scope.names_persons and not scope.category:
        return [Reason("order.goods_missing", "Lệnh nêu tên người phải nói rõ nhóm hàng cần tìm.")]
    return []


def _size(ground: str, row: GroundRow, scope: Scope) -> list[Reason]:
    most = min(row.most_items, CEILINGS[ground].most_items)
    found = []
    if len(scope.items) > most:
        found.append(
            Reason("order.too_many_items", f"Căn cứ này cho phép nhiều nhất {most} mã bưu gửi, lệnh nêu {len(scope.items)}.")
        )
    persons, limit = len(scope.phones) + len(scope.persons), CEILINGS[ground].most_persons
    if limit and persons > limit:
        found.append(
            Reason("order.too_many_persons", f"Một lệnh nêu nhiều nhất {limit} số điện thoại và người, lệnh này nêu {persons}.")
        )
    return found


def _decision(ground: str, row: GroundRow, decided_by: str) -> list[Reason]:
    ceiling = CEILINGS[ground]
    if not decided_by:
        if not ceiling.needs_decision:
            return []
        words = "Căn cứ này phải kèm quyết định (số, ngày, cơ quan, tệp) của cơ quan có thẩm quyền theo luật."
        return [Reason("order.decision_missing", words)]
    allowed = (row.deciders or ceiling.deciders) & ceiling.deciders
    if decided_by not in allowed:
        return [Reason("order.decider_without_power", "Quyết định kèm theo không phải của cơ quan có thẩm quyền cho căn cứ này.")]
    return []


def may_relate(ground: str) -> bool:
    """Tell whether related items, cases or counts may be shown beside an order on this ground."""
    return ground in FIRST_KIND or ground == "fraud"
