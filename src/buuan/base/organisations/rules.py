"""What may be opened, ended and named: pure checks that give the sentences for each field."""

from __future__ import annotations

import re
from datetime import date

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,58}[A-Za-z0-9]")
MAX_PATH = 300

UNIT_KINDS = {
    "branch": "operator_unit",
    "centre": "operator_unit",
    "post_office": "operator_unit",
    "point": "operator_unit",
    "agent": "agent",
}
"""The kind of organisation that each type of unit is."""


def check_code(code: str) -> list[str]:
    """Give what is wrong with the code of a new organisation; codes stand in paths and addresses."""
    if not CODE.fullmatch(code):
        return ["Mã gồm 3 đến 60 chữ không dấu, số và dấu nối, bắt đầu và kết thúc bằng chữ hoặc số."]
    return []


def check_place_in_tree(
    kind: str, unit_type: str, parent_kind: str | None, operator_kinds: tuple[str, ...]
) -> dict[str, list[str]]:
    """Give what is wrong with where an organisation is put: operators are roots, units below them, bodies below bodies.

    `parent_kind` is None for a root.
    """
    errors: dict[str, list[str]] = {}
    if kind == "postal_operator":
        if parent_kind is not None:
            errors["parent"] = ["Doanh nghiệp bưu chính đứng đầu cây đơn vị, không có cấp trên."]
        if unit_type:
            errors["unit_type"] = ["Doanh nghiệp không phải là đơn vị trực thuộc."]
        return errors
    if kind in operator_kinds:
        if UNIT_KINDS.get(unit_type) != kind:
            errors["unit_type"] = ["Cần chọn loại đơn vị phù hợp."]
        if parent_kind is None or parent_kind not in operator_kinds:
            errors["parent"] = ["Đơn vị, đại lý phải thuộc một doanh nghiệp bưu chính."]
        elif parent_kind == "agent":
            errors["parent"] = ["Đại lý không có đơn vị trực thuộc."]
        return errors
    if unit_type:
        errors["unit_type"] = ["Chỉ đơn vị của doanh nghiệp bưu chính có loại đơn vị."]
    if parent_kind in operator_kinds:
        errors["parent"] = ["Cơ quan nhà nước không trực thuộc doanh nghiệp."]
    return errors


def check_days(from_on: date | None, until_on: date) -> list[str]:
    """Give what is wrong with the first day without the organisation."""
    if from_on is not None and until_on <= from_on:
        return ["Ngày chấm dứt phải sau ngày bắt đầu."]
    return []
