"""Who may be given which role, and what a user name looks like: plain values in, sentences out."""

from __future__ import annotations

import re

from buuan.kit.right import ROLES

WIDE_KINDS = ("lead_department", "platform")
"""Kinds of organisation whose administrators manage the accounts of the whole province; all others those of their own tree.

Otherwise the administrator of an operator could make himself an account of the police.
"""

WIDE_ROLES = ("auditor",)
"""Roles that read across all bodies; only an administrator of the whole province gives them."""

COUNTER_KINDS = ("postal_operator", "operator_unit", "agent")

LONGEST_USERNAME = 60
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.IGNORECASE)


def is_wide(role: str, kind: str) -> bool:
    """Tell whether a person with `role` in an organisation of `kind` manages the accounts of the whole province."""
    return role == "system" or (role == "administrator" and kind in WIDE_KINDS)


def against_role(role: str, kind: str, *, wide: bool) -> list[str]:
    """Give the reasons why an account of an organisation of `kind` may not get `role`; `wide` tells of who gives it."""
    if role not in ROLES:
        return ["Vai trò không có trong danh mục."]
    if role == "system":
        return ["Vai trò hệ thống chỉ dành cho chính nền tảng."]
    reasons = []
    if role in WIDE_ROLES and not wide:
        reasons.append("Vai trò kiểm soát đọc được hồ sơ của mọi cơ quan nên chỉ quản trị của toàn tỉnh cấp được.")
    if role in WIDE_ROLES and kind in COUNTER_KINDS:
        reasons.append("Vai trò kiểm soát không dành cho người của doanh nghiệp bưu chính.")
    if role == "counter_clerk" and kind not in COUNTER_KINDS:
        reasons.append("Giao dịch viên chỉ có ở doanh nghiệp bưu chính.")
    return reasons


def against_username(username: str) -> list[str]:
    """Give the reasons against a user name: Latin letters without marks, digits, and `.-_` between them."""
    if not username:
        return ["Cần tên đăng nhập."]
    if len(username) > LONGEST_USERNAME:
        return [f"Tên đăng nhập dài nhất {LONGEST_USERNAME} ký tự."]
    if not _USERNAME.fullmatch(username):
        return ["Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu . - _ ở giữa, như nguyen.an hoặc truc-ban-2."]
    return []
