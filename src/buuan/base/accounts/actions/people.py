"""What administrators do with accounts; each act says why where it takes something away from somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator

from buuan.base.access.guard import require
from buuan.base.accounts.actions.passwords import made_password, password_faults, published_hash
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.base.accounts.rules import against_role, against_username, is_wide
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import SYSTEM_ACCOUNT, Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.kit.workdays import VIETNAM

PLATFORM = "buu-an"


@action
def create_account(
    actor: Actor,
    organisation: Organisation,
    *,
    username: str,
    name: str,
    role: str,
    password: str | None,
    at: datetime,
    until_on: date | None = None,
    checked: bool = True,
    temporary: bool = False,
) -> Account:
    """Create an account of an organisation; without a password nobody can sign in with it.

    `until_on` is the first day on which it cannot be used; a `temporary` password must be changed at the first sign-in.
    `checked=False` skips the strength check and is for the demo's published password only. Raises Invalid; Forbidden for an
    organisation outside the administrator's own tree.
    """
    require(actor, "accounts.manage")
    wide = is_wide(actor.role, actor.body_kind)
    if not wide and not organisation.path.startswith(actor.tree):
        raise Forbidden("account.foreign_body", "Chỉ tạo tài khoản cho cơ quan, đơn vị của mình và các đơn vị trực thuộc.")
    username, name = username.strip(), name.strip()
    faults = {
        "username": against_username(username),
        "name": [] if name else ["Cần họ tên hoặc chức danh."],
        "role": against_role(role, organisation.kind, wide=wide),
        "until_on": _against_end(until_on, at),
    }
    if Account.objects.filter(username__iexact=username).exists():
        faults["username"].append("Tên đăng nhập đã có người dùng.")
    account = Account(username=username, name=name, role=role, organisation=organisation, until_on=until_on, created_at=at)
    if password is not None and checked:
        faults["password"] = password_faults(password, account)
    errors = {field: sentences for field, sentences in faults.items() if sentences}
    if errors:
        raise Invalid(errors)

    if password is not None and not checked:
        account.password = published_hash(password)
    else:
        account.set_password(password)
    account.password_is_temporary = temporary
    account.save()

    record(actor, "accounts.created", account, at=at, username=username, role=role, organisation=organisation.code)
    return account


@action
def lock_account(actor: Actor, account: Account, *, reason: str, at: datetime) -> Account:
    """Lock an account (khóa): its sessions and tokens stop working at once. Raises Invalid without a reason, Refused if locked."""
    _check_manages(actor, account, "Không tự khóa tài khoản của mình; hãy nhờ một quản trị khác.")
    words = _reason(reason)
    if not account.is_active:
        raise Refused("account.locked", f"Tài khoản {account.username} đã bị khóa.")

    account.is_active = False
    account.save()

    record(actor, "accounts.locked", account, at=at, account=account.username, reason=words)
    return account


@action
def unlock_account(actor: Actor, account: Account, *, reason: str, at: datetime) -> Account:
    """Open a locked account again (mở khóa). Raises Invalid without a reason, Refused if it is not locked."""
    _check_manages(actor, account)
    words = _reason(reason)
    if account.is_active:
        raise Refused("account.not_locked", f"Tài khoản {account.username} không bị khóa.")

    account.is_active = True
    account.save()

    record(actor, "accounts.unlocked", account, at=at, account=account.username, reason=words)
    return account


@action
def reset_password(actor: Actor, account: Account, *, reason: str, at: datetime) -> tuple[Account, str]:
    """Give the account a made password (đặt lại mật khẩu) and return it, to be shown once; its sessions end.

    Its owner must change it at the next sign-in: so the administrator cannot go on using it unnoticed.
    """
    _check_manages(actor, account, "Mật khẩu của mình thì tự đổi ở trang Tài khoản.")
    words = _reason(reason)

    password = made_password()
    account.set_password(password)
    account.password_is_temporary = True
    account.save()

    record(actor, "accounts.password_reset", account, at=at, account=account.username, reason=words)
    return account, password


@action
def set_end_date(actor: Actor, account: Account, *, until_on: date | None, reason: str, at: datetime) -> Account:
    """Set the first day on which the account cannot be used any more, None for no end (thời hạn sử dụng).

    Raises Invalid for a day that is over, or without a reason.
    """
    _check_manages(actor, account, "Không tự đặt thời hạn cho tài khoản của mình; hãy nhờ một quản trị khác.")
    faults = _against_end(until_on, at)
    if faults:
        raise Invalid({"until_on": faults})
    words = _reason(reason)

    before, account.until_on = account.until_on, until_on
    account.save()

    record(
        actor,
        "accounts.end_date_set",
        account,
        at=at,
        account=account.username,
        until_on=until_on.isoformat() if until_on else None,
        before=before.isoformat() if before else None,
        reason=words,
    )
    return account


@action
def drop_second_factor(actor: Actor, account: Account, *, reason: str, at: datetime) -> Account:
    """Take the second factor off an account whose owner lost it; he sets up a new one. Raises Refused where there is none."""
    _check_manages(actor, account, "Xác thực hai lớp của mình thì tự tắt ở trang Tài khoản.")
    words = _reason(reason)

    dropped, _kinds = Authenticator.objects.filter(user_id=account.pk).delete()
    if not dropped:
        raise Refused("account.no_second_factor", f"Tài khoản {account.username} chưa bật xác thực hai lớp.")

    record(actor, "accounts.second_factor_dropped", account, at=at, account=account.username, reason=words)
    return account


@action
def note_export(actor: Actor, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Record that the list of accounts left the platform as a file, with what it was narrowed to."""
    require(actor, "accounts.manage")

    record(actor, "accounts.exported", "accounts.list", at=at, **facts)


@action
def create_system_account(*, at: datetime) -> Account:
    """Create the platform's own organisation and account (`he-thong`) unless they stand; nobody can sign in with it."""
    body, _is_new = Organisation.objects.get_or_create(
        code=PLATFORM,
        defaults={
            "name": "Nền tảng Bưu An",
            "short_name": "Bưu An",
            "kind": "platform",
            "path": f"{PLATFORM}/",
            "source": "nền tảng",
        },
    )
    account = Account.objects.filter(username=SYSTEM_ACCOUNT).first()
    if account is None:
        account = Account(username=SYSTEM_ACCOUNT, name="Hệ thống", role="system", organisation=body, created_at=at)
        account.set_unusable_password()
        account.save()
    record(actor_of(account, source="command"), "accounts.system_ready", account, at=at)
    return account


def _check_manages(actor: Actor, account: Account, own: str = "") -> None:
    """Raise unless `actor` may manage this account; `own` says why not when it is his own, and the platform's is nobody's."""
    require(actor, "accounts.manage", account)
    if account.username == SYSTEM_ACCOUNT:
        raise Refused("account.system", "Tài khoản hệ thống là của nền tảng, không ai đổi được.")
    if own and account.pk == actor.account_id:
        raise Refused("account.own", own)


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid({"reason": ["Cần ghi lý do; lý do được lưu vào nhật ký."]})
    return words


def _against_end(until_on: date | None, at: datetime) -> list[str]:
    if until_on is None or until_on > at.astimezone(VIETNAM).date():
        return []
    yesterday = until_on - timedelta(days=1)
    return [f"Ngày {yesterday:%d/%m/%Y} đã qua; muốn dừng ngay thì khóa tài khoản."]
