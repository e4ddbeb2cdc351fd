"""From an account or a token to an `Actor`; the accounts that an administrator sees, and what happened to each."""

from __future__ import annotations

import hashlib
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, QuerySet

from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account, AccountQuerySet, ApiToken
from buuan.base.audit.models import Record
from buuan.base.audit.queries import history_of
from buuan.kit.actor import SYSTEM_ACCOUNT, Actor
from buuan.kit.errors import NotFound
from buuan.kit.right import ROLES


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
        extra={"role_name": ROLES.get(account.role, account.role)},
    )


def account_by_name(username: str) -> Account | None:
    """Give the account with its organisation, or None."""
    return Account.objects.select_related("organisation").filter(username__iexact=username).first()


def system_actor(*, source: str, address: str = "") -> Actor:
    """Give the platform itself (account `he-thong`); raises Account.DoesNotExist before `buuan setup`."""
    account = Account.objects.select_related("organisation").get(username=SYSTEM_ACCOUNT)
    return actor_of(account, source=source, address=address)


# -- tokens --------------------------------------------------------------------------------------------------------------


def token_digest(text: str) -> str:
    """Give what is stored of a token's text; tokens are long and random, so a plain hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def token_in_force(text: str, at: datetime) -> ApiToken | None:
    """Give the token with this text if it may be used at `at`: not expired, not revoked, its account in use."""
    token = ApiToken.objects.select_related("account__organisation").filter(digest=token_digest(text)).first()
    if token is None or token.revoked_at is not None or token.expires_at <= at:
        return None
    return token if token.account.works_on_day_of(at) else None


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """Give the actor's own tokens, the latest first, the revoked ones too."""
    return ApiToken.objects.filter(account_id=actor.account_id).order_by("-id")


# -- sessions ------------------------------------------------------------------------------------------------------------


def other_sessions(actor: Actor, this_key: str) -> QuerySet[UserSession]:
    """Give the actor's sessions on other devices; `this_key` is the key of the one at hand."""
    return UserSession.objects.filter(user_id=actor.account_id).exclude(session_key=this_key)


def has_second_factor(account_id: int) -> bool:
    """Tell whether the account is protected by an app with one-time codes."""
    return Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).exists()


# -- for administrators --------------------------------------------------------------------------------------------------


def accounts_for_list(actor: Actor) -> AccountQuerySet:
    """Give the accounts that `actor` may manage, with what a line of the list shows; the platform's own is nobody's to manage."""
    factor = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    rows = Account.objects.visible_to(actor).exclude(username=SYSTEM_ACCOUNT).select_related("organisation")
    return rows.annotate(second_factor=Exists(factor))


def account_by_pk(actor: Actor, pk: int) -> Account:
    """Give one of them; raises NotFound when there is none or none for this actor."""
    found = accounts_for_list(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("account.not_found", "Không tìm thấy tài khoản, hoặc anh/chị không được xem.")
    return found


def what_happened(account: Account) -> QuerySet[Record]:
    """Give the records about an account, the latest first."""
    return history_of(account).order_by("-id")
