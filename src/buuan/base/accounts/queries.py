"""From an account or a token to an `Actor`."""

from __future__ import annotations

import hashlib
from datetime import datetime

from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account, ApiToken
from buuan.kit.actor import SYSTEM_ACCOUNT, Actor


def actor_of(account: Account, *, source: str, address: str = "", scopes: frozenset[str] | None = None) -> Actor:
    """Make the actor of an account as it stands now; costs no query when the organisation came along."""
    body = account.organisation
    return Actor(
        account_id=account.pk,
        username=account.username,
        name=account.name,
        role=account.role,
        body_id=body.pk,
        body_code=body.code,
        body_name=str(body),
        body_kind=body.kind,
        tree=body.path,
        rights=rights_of(account.role, body.kind),
        scopes=scopes,
        source=source,
        address=address,
    )


def account_by_name(username: str) -> Account | None:
    """Give the account with its organisation, or None."""
    return Account.objects.select_related("organisation").filter(username__iexact=username).first()


def system_actor(*, source: str, address: str = "") -> Actor:
    """Give the platform itself (account `he-thong`); raises Account.DoesNotExist before `buuan setup`."""
    account = Account.objects.select_related("organisation").get(username=SYSTEM_ACCOUNT)
    return actor_of(account, source=source, address=address)


def token_digest(text: str) -> str:
    """Give what is stored of a token's text; tokens are long and random, so a plain hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def token_in_force(text: str, at: datetime) -> ApiToken | None:
    """Give the token with this text if it may be used at `at`: not expired, not revoked, its account in use."""
    token = ApiToken.objects.select_related("account__organisation").filter(digest=token_digest(text)).first()
    if token is None or token.revoked_at is not None or token.expires_at <= at:
        return None
    return token if token.account.works_on(at.date()) else None
