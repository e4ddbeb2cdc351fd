"""What people do with their own account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.usersessions.models import UserSession

from buuan.base.access.guard import require
from buuan.base.accounts.actions.passwords import password_faults
from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused


@action
def change_password(actor: Actor, account: Account, *, old: str, new: str, at: datetime) -> Account:
    """Change one's own password; every other session ends, since it was opened with the old one.

    Raises Invalid when the old one is wrong, or the new one weak or the same.
    """
    require(actor, "accounts.own")
    if account.pk != actor.account_id or not account.check_password(old):
        raise Invalid({"old": ["Mật khẩu hiện tại chưa đúng."]})
    faults = ["Mật khẩu mới phải khác mật khẩu hiện tại."] if new == old else password_faults(new, account)
    if faults:
        raise Invalid({"new": faults})

    account.set_password(new)
    account.password_is_temporary = False
    account.save()

    record(actor, "accounts.password_changed", account, at=at)
    return account


@action
def end_sessions(actor: Actor, account: Account, sessions: Iterable[UserSession], *, at: datetime) -> int:
    """End sessions of one's own account (đăng xuất thiết bị khác) and give how many; those of others are refused."""
    require(actor, "accounts.own")
    found = list(sessions)
    if account.pk != actor.account_id or any(one.user_id != account.pk for one in found):
        raise Refused("session.not_own", "Chỉ đăng xuất được các phiên của chính mình.")

    for one in found:
        one.end()

    record(actor, "accounts.sessions_ended", account, at=at, ended=len(found))
    return len(found)


@action
def note_second_factor(actor: Actor, account: Account, *, at: datetime, change: str) -> None:
    """Record that a person set up (`added`) or gave up (`removed`) the second factor, or made new reserve codes (`codes`)."""
    require(actor, "accounts.own")

    record(actor, "accounts.second_factor_changed", account, at=at, change=change)
