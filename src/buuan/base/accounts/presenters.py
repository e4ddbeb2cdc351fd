"""What the account pages say: the table of rights, and the records about an account as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buuan.base.access.registry import rights_by_room
from buuan.base.accounts.models import Account
from buuan.base.audit.models import Record
from buuan.base.organisations.models import KINDS
from buuan.base.web import formats
from buuan.base.web.words import shown
from buuan.kit.right import ROLES, Right


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a role, given by its name for people, holds a right."""

    name: str
    held: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One right: its cells in the order of ROLES, and in words in which kinds of organisation they hold."""

    right: Right
    cells: tuple[Cell, ...]
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomRights:
    """The rights of one room; `name` is its label where it has no name for people."""

    label: str
    name: str
    rows: tuple[Row, ...]


def rights_table(kind: str = "") -> list[RoomRights]:
    """Give every right of every room with who holds it: in some kind of organisation at least or, with `kind`, in that one.

    It asks `Right.held_by`, which is what makes an actor's rights: the page cannot say anything else than the checks do.
    """
    return [RoomRights(label, name, tuple(_row(one, kind) for one in rights)) for label, name, rights in rights_by_room() if rights]


def _row(right: Right, kind: str) -> Row:
    holding = {role: tuple(one for one in KINDS if right.held_by(role, one)) for role in ROLES}
    cells = tuple(Cell(_(ROLES[role]), kind in kinds if kind else bool(kinds)) for role, kinds in holding.items())
    return Row(right, cells, _where({role: kinds for role, kinds in holding.items() if kinds}))


def _where(holding: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the kinds in words, role by role where the roles differ."""
    together: dict[tuple[str, ...], list[str]] = {}
    for role, kinds in holding.items():
        together.setdefault(kinds, []).append(_(ROLES[role]))
    if len(together) == 1:
        return (_kinds_in_words(next(iter(together))),)
    return tuple(f"{', '.join(roles)}: {_kinds_in_words(kinds)}" for kinds, roles in together.items())


def _kinds_in_words(kinds: tuple[str, ...]) -> str:
    return _("mọi loại") if len(kinds) == len(KINDS) else ", ".join(_(KINDS[one]) for one in kinds)


def kinds_to_ask() -> list[tuple[str, str]]:
    """Give the kinds of organisation by which the table can be narrowed, in words; not the platform itself."""
    return [(kind, shown(words)) for kind, words in KINDS.items() if kind != "platform"]


# In this order: every browser also names those that it wants to be taken for.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Give a browser as its owner knows it (`Chrome · Windows`), else the beginning of what it says of itself."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or user_agent[:40]


def account_facts(account: Account) -> list[tuple[str, Any]]:
    """Give what is known of an account."""
    last = account.until_on - timedelta(days=1) if account.until_on else None
    return [
        (_("Tên đăng nhập"), account.username),
        (_("Vai trò"), account.get_role_display()),
        (_("Cơ quan, đơn vị"), f"{account.organisation} · {account.organisation.code}"),
        (_("Loại"), account.organisation.get_kind_display()),
        (_("Dùng đến hết ngày"), formats.day(last) if last else _("không thời hạn")),
        (_("Xác thực hai lớp"), _("đã bật") if getattr(account, "second_factor", False) else _("chưa bật")),
        (_("Mật khẩu"), _("tạm, chờ người dùng đổi") if account.password_is_temporary else _("do người dùng đặt")),
        (_("Đăng nhập gần nhất"), formats.moment(account.last_login) if account.last_login else _("chưa đăng nhập lần nào")),
        (_("Tạo lúc"), formats.moment(account.created_at)),
    ]


_SAID = {
    "accounts.created": gettext_lazy("tạo tài khoản"),
    "accounts.locked": gettext_lazy("khóa tài khoản"),
    "accounts.unlocked": gettext_lazy("mở khóa tài khoản"),
    "accounts.password_reset": gettext_lazy("đặt lại mật khẩu"),
    "accounts.password_changed": gettext_lazy("đổi mật khẩu"),
    "accounts.end_date_set": gettext_lazy("đặt thời hạn sử dụng"),
    "accounts.second_factor_dropped": gettext_lazy("bỏ xác thực hai lớp"),
    "accounts.signed_in": gettext_lazy("đăng nhập"),
    "accounts.signed_out": gettext_lazy("đăng xuất"),
    "accounts.sign_in_failed": gettext_lazy("có người thử đăng nhập không được"),
    "accounts.sessions_ended": gettext_lazy("đăng xuất các phiên khác"),
}
_FACTOR = {
    "added": gettext_lazy("bật xác thực hai lớp"),
    "removed": gettext_lazy("tắt xác thực hai lớp"),
    "codes": gettext_lazy("tạo mã dự phòng mới"),
}


def tell(record: Record) -> dict[str, Any]:
    """Give one record about an account as an entry of a timeline; the account's own owner is not named again."""
    facts = record.facts
    text = _FACTOR.get(facts.get("change", ""), "") if record.action == "accounts.second_factor_changed" else ""
    return {
        "at": record.at,
        "who": record.actor.get("name", record.account),
        "text": text or _SAID.get(record.action, record.action),
        "detail": "; ".join(_details(facts)),
    }


def _details(facts: dict[str, Any]) -> list[str]:
    details = []
    if "until_on" in facts:
        until = facts["until_on"]
        last = date.fromisoformat(until) - timedelta(days=1) if until else None
        details.append(_("dùng đến hết ngày %(day)s") % {"day": formats.day(last)} if last else _("không thời hạn"))
    if facts.get("reason"):
        details.append(_("lý do: %(why)s") % {"why": facts["reason"]})
    if facts.get("ended"):
        details.append(_("%(n)s phiên") % {"n": facts["ended"]})
    return details
