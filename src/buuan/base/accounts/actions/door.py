"""What happens at the door: signing in, signing out, and failing to."""

from __future__ import annotations

from datetime import datetime

from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import system_actor
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor


@action
def note_sign_in(actor: Actor, account: Account, *, at: datetime, ended: bool = False) -> None:
    """Record that a person signed in or out."""
    record(actor, "accounts.signed_out" if ended else "accounts.signed_in", account, at=at)


@action
def note_failed_sign_in(account: Account, *, at: datetime, address: str = "") -> None:
    """Record that somebody tried an account and did not get in.

    The record is the platform's own: who stood at the door is not known. What was typed is not kept.
    """
    record(system_actor(source="page", address=address), "accounts.sign_in_failed", account, at=at, account=account.username)
