"""What is proposed for a point before a person decides: kind of owner, partners, cadence; pure, read from the text itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from buuan.kit.fold import fold_words
from buuan.oversight.duties.reading import owner_kind_guess

CADENCES = {
    "once": "một lần",
    "continuous": "thường xuyên",
    "per_event": "khi có vụ việc",
    "annual": "hằng năm",
    "periodic": "định kỳ",
}

# Words that tell how often, the more telling first; folded.
_CADENCE_WORDS = (
    ("annual", ("hang nam", "moi nam")),
    (
        "per_event",
        (
            "khi phat hien",
            "kip thoi cung cap",
            "bao cao kip thoi",
            "ngan chan khan cap",
            "khi co yeu cau",
            "xu ly cac truong hop",
            "xu ly cac vu viec",
            "lam dau moi",
        ),
    ),
    ("periodic", ("dinh ky", "ra soat", "xay dung chuong trinh", "xay dung phuong an", "cac lop tap huan", "che do bao cao")),
    ("continuous", ("thuong xuyen", "tang cuong", "theo doi")),
)
_LEADING = (
    "chu tri",
    "chi dao",
    "lam dau moi",
    "xay dung phuong an",
    "thuc hien nghiem",
    "bao cao kip thoi",
    "huong dan kip thoi",
    "theo doi",
)
# Bodies as directives name them inside a sentence, longest first, so that "Công an tỉnh" is not read as "Công an".
_NAMED = re.compile(
    r"Sở Thông tin và Truyền thông|Sở Khoa học và Công nghệ|Sở TT&TT|Sở KH&CN"
    r"|(?:Chi cục|Cục) Quản lý [Tt]hị trường|Quản lý [Tt]hị trường"
    r"|(?:Cục |Chi cục )?Hải quan(?: khu vực X)?"
    r"|Công an (?:tỉnh|các địa phương)"
    r"|UBND các huyện|Ủy ban nhân dân các (?:huyện|xã)|UBND các xã|Ủy ban nhân dân các xã"
    r"|(?:các )?doanh nghiệp(?: bưu chính)?"
    r"|[Cc]ác sở, ban, ngành"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the screen offers for one point; nothing of it holds until a person puts the directive in force."""

    owner_kind: str | None
    leads: bool
    partner_kinds: tuple[str, ...]
    cadence: str


def propose(owner: str | None, text: str) -> Proposal:
    """Read a proposal out of a point: the printed owner's kind, the bodies named in it, the words that tell how often."""
    owner_kind = owner_kind_guess(owner) if owner else None
    partners = dict.fromkeys(kind for name in _NAMED.findall(text) if (kind := owner_kind_guess(name)) and kind != owner_kind)
    folded = f" {fold_words(text)} "
    cadence = next((name for name, words in _CADENCE_WORDS if any(f" {word} " in folded for word in words)), "continuous")
    leads = any(folded.startswith(f" {word} ") for word in _LEADING)
    return Proposal(owner_kind, leads, tuple(partners), cadence)
