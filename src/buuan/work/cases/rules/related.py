"""Which cases may belong together, and why: an exact match of goods, never of what a document says; pure."""

from __future__ import annotations

from dataclasses import dataclass

LINKS = {
    "item": "cùng bưu gửi",
    "phone": "cùng số điện thoại của một người liên quan",
    "operator": "cùng doanh nghiệp",
}
"""Why a case is suggested, the strongest first."""

MOST_A_LINK = 5
MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Link:
    """That another case has something in common: its key, the kind of link, and what is shown of it (never a whole number)."""

    case: int
    kind: str
    shown: str = ""


def why_no_links(category: str, ground: str, automatic: bool) -> str:
    """Give why no other cases are looked for, empty when they may be.

    Where the ground is what a document says, a likeness between two cases would be one between what people wrote or read.
    """
    if category and (not automatic or ground != "goods"):
        return "Không gợi ý vụ việc liên quan: căn cứ của vụ việc này không phải là hàng hóa."
    return ""
