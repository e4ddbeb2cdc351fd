"""What an order in force asks to be found: plain values, and the last refusal before anything is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from buuan.kit.errors import Refused

MAX_ORDERS_WITH_PEOPLE = 200
"""So many orders in force may name persons at once (our limit, marked unverified in the law register)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one order seeks. Items are found by any of the grounds; the last six fields only narrow what was found.

    Grounds: `item_ids`, `phones`, `people` as (name, address), and `categories` of goods. Beside any other ground `categories`
    say which goods are sought and find nothing by themselves; an order that seeks both is given as two values with the same
    `order`. An item that does not say what a narrowing field asks about lies outside. `from_at` is included, `until_at` not.
    """

    order: str
    item_ids: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    categories: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    from_at: datetime | None = None
    until_at: datetime | None = None

    @property
    def by_category(self) -> bool:
        """Tell whether the category alone is what is sought."""
        return bool(self.categories) and not (self.item_ids or self.phones or self.people)


def check_wanted(wanted: Sequence[Wanted], *, stress: bool = False) -> None:
    """Refuse what may not be looked for; the rules of the orders' own room have said so before, this is the second line.

    Raises Refused: no order, nothing sought, a person without address or without goods, too many orders that name persons.
    """
    for one in wanted:
        if not one.order.strip():
            raise Refused("watch.no_order", "Chỉ đối chiếu theo lệnh đang có hiệu lực, có số lệnh.")
        if not (one.item_ids or one.phones or one.people or one.categories):
            raise Refused(
                "watch.only_narrows",
                f"Lệnh {one.order} chỉ có phạm vi thu hẹp; phải nêu mã bưu gửi, số điện thoại, người kèm địa chỉ hoặc nhóm hàng.",
            )
        for zoned in (one.from_at, one.until_at):
            if zoned is not None and zoned.tzinfo is None:
                raise Refused("watch.no_offset", f"Thời hạn của lệnh {one.order} thiếu múi giờ.")
        if one.people and not one.categories:
            raise Refused("watch.person_without_goods", f"Lệnh {one.order} nêu tên người thì phải nêu hàng hóa cần tìm.")
        if any(not name.strip() or not address.strip() for name, address in one.people):
            raise Refused("watch.person_without_address", f"Lệnh {one.order} nêu tên người thì phải có cả tên và địa chỉ.")
    naming = {one.order for one in wanted if one.people}
    if len(naming) > MAX_ORDERS_WITH_PEOPLE and not stress:
        raise Refused(
            "watch.too_many_people",
            f"Có {len(naming)} lệnh nêu tên người, quá giới hạn {MAX_ORDERS_WITH_PEOPLE} lệnh cùng lúc.",
            orders=len(naming),
            limit=MAX_ORDERS_WITH_PEOPLE,
        )
