"""The closing of a directive: the unnumbered words after the last section, which bind everyone and belong to no point."""

from __future__ import annotations

import re

from buuan.kit.fold import fold_words
from buuan.oversight.duties.reading.owners import find_owner

_THIS_PAPER = re.compile(
    r"\b(?:chi thi|cong dien|quyet dinh|ke hoach|van ban|thong bao|cong van|chi dao|nghi quyet|phuong an) nay\b"
)
# Openings that never go on with a point, wherever the line before them stopped.
_CERTAIN = re.compile(
    r"^(?:(?:chi thi|cong dien|quyet dinh|van ban) nay (?:co hieu luc|thay the)|"
    r"nhan duoc (?:chi thi|cong dien|van ban|quyet dinh)|tren day la|"
    r"(?:kinh )?yeu cau (?:giam doc|thu truong|chu tich|"
    r"cac (?:so|co quan|don vi|dia phuong|cap|ban nganh|doanh nghiep|to chuc))|"
    r"trong qua trinh (?:trien khai|to chuc|thuc hien)|(?:qua trinh|trong khi) (?:trien khai|thuc hien)|"
    r"can cu (?:noi dung )?(?:chi thi|cong dien) nay|"
    r"(?:chu tich )?(?:ubnd|uy ban nhan dan) (?:tinh|thanh pho|huyen|thi xa) (?:yeu cau|giao|de nghi))\b"
)
_ORDER = re.compile(r"^(?:giao|de nghi|yeu cau|dong thoi|phan cong|can cu|theo do|noi dung|ngoai ra)\b")
_CLOSING_HEADING = re.compile(
    r"^(?:to chuc (?:thuc hien|trien khai)|dieu khoan thi hanh|hieu luc|trach nhiem (?:thi hanh|thuc hien)|thi hanh)\b"
)
_END_OF_TEXT = re.compile(r"\./\.?\s*$")


def begins_closing(text: str, *, after_stop: bool = False) -> bool:
    """Tell whether a paragraph that begins with `text` can only be the closing, even if no sentence ended before it.

    After a full stop (`after_stop`) any sentence about the paper itself ("Chỉ thị này …") may be.
    """
    folded = fold_words(text)
    return _CERTAIN.match(folded) is not None or (after_stop and _THIS_PAPER.match(folded) is not None)


def is_closing_heading(title: str) -> bool:
    """Tell whether a numbered section is itself the closing ("Tổ chức thực hiện"), so that nothing behind it is another."""
    return _CLOSING_HEADING.match(fold_words(title)) is not None


def is_closing(paragraph: str) -> bool:
    """Tell whether this paragraph, standing after the last point, closes the paper.

    It does if it opens so, or if it orders a body and speaks of the paper itself or bears the sign `./.` that ends it.
    """
    folded = fold_words(paragraph)
    if begins_closing(paragraph, after_stop=True):
        return True
    speaks_of_itself = _THIS_PAPER.search(folded) is not None
    orders = _ORDER.match(folded) is not None or find_owner(paragraph) is not None
    return (speaks_of_itself or _END_OF_TEXT.search(paragraph) is not None) and orders
