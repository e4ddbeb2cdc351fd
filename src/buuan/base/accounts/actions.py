"""Creating accounts, changing passwords, issuing and revoking tokens."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models

from buuan.base.access.guard import require
from buuan.base.access.registry import all_rights
from buuan.base.accounts.models import Account, ApiToken
from buuan.base.accounts.queries import actor_of, token_digest
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import SYSTEM_ACCOUNT, Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.right import ROLES

MAX_TOKEN_DAYS = 365
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
) -> Account:
    """Create an account of an organisation; without a password nobody can sign in with it.

    `checked=False` skips the strength check and is for the demo's published password only. Raises Invalid.
    """
    require(actor, "accounts.manage")
    errors: dict[str, list[str]] = {}
    if role not in ROLES:
        errors["role"] = ["Vai trò không có trong danh mục."]
    if Account.objects.filter(username__iexact=username).exists():
        errors["username"] = ["Tên đăng nhập đã có người dùng."]
    if not username.strip():
        errors["username"] = ["Cần tên đăng nhập."]
    account = Account(username=username, name=name, role=role, organisation=organisation, until_on=until_on, created_at=at)
    if password is not None and checked:
        errors.update(_password_errors(password, account))
    if errors:
        raise Invalid(errors)

    account.set_password(password)
    account.save()

    record(actor, "accounts.created", account, at=at, username=username, role=role, organisation=organisation.code)
    return account


@action
def change_password(actor: Actor, account: Account, *, old: str, new: str, at: datetime) -> Account:
    """Change one's own password; raises Invalid when the old one is wrong or the new one weak."""
    require(actor, "accounts.own")
    if account.pk != actor.account_id or not account.check_password(old):
        raise Invalid({"old": ["Mật khẩu hiện tại chưa đúng."]})
    errors = _password_errors(new, account)
    if errors:
        raise Invalid({"new": errors["password"]})

    account.set_password(new)
    account.save()

    record(actor, "accounts.password_changed", account, at=at)
    return account


@action
def note_sign_in(actor: Actor, account: Account, *, at: datetime, ended: bool = False) -> None:
    """Record that a person signed in or out."""
    record(actor, "accounts.signed_out" if ended else "accounts.signed_in", account, at=at)


@action
def issue_token(
    actor: Actor, account: Account, *, name: str, days: int, at: datetime, scopes: tuple[str, ...] = ()
) -> tuple[ApiToken, str]:
    """Issue an API token and give it with its text, which is shown once and cannot be read again.

    `scopes` are rights (`cases.verify`) or rooms (`cases`); empty means all rights of the account. Raises Invalid.
    """
    require(actor, "accounts.issue_token")
    errors: dict[str, list[str]] = {}
    if account.pk != actor.account_id and not actor.is_system:
        raise Refused("token.not_own", "Chỉ cấp mã truy cập cho chính tài khoản của mình.")
    known = set(all_rights()) | {one.split(".")[0] for one in all_rights()}
    unknown = sorted(set(scopes) - known)
    if unknown:
        errors["scopes"] = [f"Không có quyền hoặc phân hệ tên {', '.join(unknown)}."]
    if not 1 <= days <= MAX_TOKEN_DAYS:
        errors["days"] = [f"Thời hạn từ 1 đến {MAX_TOKEN_DAYS} ngày."]
    if not name.strip():
        errors["name"] = ["Cần đặt tên để sau này biết mã dùng cho việc gì."]
    if errors:
        raise Invalid(errors)

    text = "ba_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account,
        name=name.strip(),
        prefix=text[:9],
        digest=token_digest(text),
        scopes=sorted(scopes),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )

    record(actor, "accounts.token_issued", token, at=at, account=account.username, name=token.name, scopes=token.scopes, days=days)
    return token, text


@action
def revoke_token(actor: Actor, token: ApiToken, *, at: datetime) -> ApiToken:
    """Revoke a token at once; revoking it again changes nothing but is recorded."""
    require(actor, "accounts.issue_token")
    if token.account_id != actor.account_id and not actor.may("accounts.manage"):
        raise Refused("token.not_own", "Chỉ thu hồi được mã truy cập của chính mình.")

    token.revoked_at = token.revoked_at or at
    token.save()

    record(actor, "accounts.token_revoked", token, at=at, name=token.name)
    return token


def _password_errors(password: str, account: Account) -> dict[str, list[str]]:
    try:
        validate_password(password, account)
    except ValidationError as error:
        return {"password": list(error.messages)}
    return {}


def note_token_use(token: ApiToken, on: date) -> None:
    """Keep the day a token was last used, at most one write a day; a convenience for its owner, not an act to record."""
    if token.last_used_on != on:
        models.QuerySet(ApiToken).filter(pk=token.pk).update(last_used_on=on)


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
