"""Loads the signed-in account together with its organisation, so that a page needs no second query for the actor."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from buuan.base.accounts.models import Account


class AccountBackend(AuthenticationBackend):
    """allauth's backend with our account: inactive or expired accounts cannot sign in."""

    def get_user(self, user_id: int) -> Account | None:
        """Give the account of a session."""
        return Account.objects.select_related("organisation").filter(pk=user_id).first()

    def user_can_authenticate(self, user: Account) -> bool:
        """Tell whether the account may be used today."""
        return user.works_on(timezone.localdate())
