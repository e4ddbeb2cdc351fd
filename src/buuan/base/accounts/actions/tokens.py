"""API tokens: issuing and revoking."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import models

from buuan.base.access.guard import require
from buuan.base.access.registry import all_rights
from buuan.base.accounts.models import Account, ApiToken
from buuan.base.accounts.queries import token_digest
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import SYSTEM_ACCOUNT, Actor
from buuan.kit.errors import Invalid, Refused

MAX_TOKEN_DAYS = 365


@action
def issue_token(
    actor: Actor, account: Account, *, name: str, days: int, at: datetime, scopes: tuple[str, ...] = ()
) -> tuple[ApiToken, str]:
    """Issue an API token and give it with its text, which is shown once and cannot be read again.

    `scopes` are rights (`cases.verify`) or rooms (`cases`); empty means all rights of the account. Only the platform itself
    (the command line) issues one for somebody else, and nobody one for the platform. Raises Invalid, Refused.
    """
    require(actor, "accounts.issue_token")
    errors: dict[str, list[str]] = {}
    if account.pk != actor.account_id and not actor.is_system:
        raise Refused("token.not_own", "Chỉ cấp mã truy cập cho chính tài khoản của mình.")
    if account.username == SYSTEM_ACCOUNT:
        raise Refused("token.system_account", "Tài khoản hệ thống không có mã truy cập: ai giữ mã sẽ làm được mọi việc.")
    if not account.works_on_day_of(at):
        raise Refused("token.account_closed", f"Tài khoản {account.username} đang bị khóa hoặc đã hết hạn.")
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
    """Revoke a token at once; revoking it again changes nothing but is recorded.

    Its owner may, and an administrator who may see the account; raises Refused for everybody else.
    """
    require(actor, "accounts.issue_token")
    if token.account_id != actor.account_id and not (actor.may("accounts.manage") and token.account.is_visible_to(actor)):
        raise Refused("token.not_own", "Chỉ thu hồi được mã truy cập của chính mình.")

    token.revoked_at = token.revoked_at or at
    token.save()

    record(actor, "accounts.token_revoked", token, at=at, account=token.account.username, name=token.name)
    return token


def note_token_use(token: ApiToken, on: date) -> None:
    """Keep the day a token was last used, at most one write a day; a convenience for its owner, not an act to record."""
    if token.last_used_on != on:
        models.QuerySet(ApiToken).filter(pk=token.pk).update(last_used_on=on)
