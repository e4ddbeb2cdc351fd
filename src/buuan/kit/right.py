"""A right: one named thing that a person may do, and who holds it. Each room lists its own in `rights.py`."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = {
    "leader": "lãnh đạo",
    "officer": "cán bộ xử lý",
    "duty_officer": "trực ban",
    "clerk": "văn thư",
    "counter_clerk": "giao dịch viên",
    "administrator": "quản trị",
    "auditor": "kiểm soát",
    "system": "hệ thống",
}
"""The roles in code and their Vietnamese names; a role says what a person does, the organisation's kind says for whom."""


@dataclass(frozen=True, slots=True)
class Right:
    """One right: its full name (`cases.verify`), its title on the rights page, and who holds it.

    `roles` are keys of ROLES; `kinds` are kinds of organisation, empty for every kind. `parts` may state further pairs when one
    right is held by different roles in different kinds.
    """

    name: str
    title: str
    roles: frozenset[str]
    kinds: frozenset[str] = frozenset()
    parts: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    def held_by(self, role: str, kind: str) -> bool:
        """Tell whether a person with `role` in an organisation of `kind` holds this right."""
        pairs = ((self.roles, self.kinds), *self.parts)
        return any(role in roles and (not kinds or kind in kinds) for roles, kinds in pairs)


def right(name: str, title: str, roles: str, kinds: str = "", also: tuple[tuple[str, str], ...] = ()) -> Right:
    """Write a right in one line: roles and kinds are names separated by spaces, `also` further (roles, kinds) pairs."""
    unknown = _words(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"{name}: unknown roles {sorted(unknown)}")
    return Right(name, title, _words(roles), _words(kinds), tuple((_words(r), _words(k)) for r, k in also))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
