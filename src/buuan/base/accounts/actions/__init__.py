"""What is done with accounts: by administrators, by their owners, at the door, and with API tokens."""

from buuan.base.accounts.actions.door import note_failed_sign_in, note_sign_in
from buuan.base.accounts.actions.own import change_password, end_sessions, note_second_factor
from buuan.base.accounts.actions.people import (
    create_account,
    create_system_account,
    drop_second_factor,
    lock_account,
    note_export,
    reset_password,
    set_end_date,
    unlock_account,
)
from buuan.base.accounts.actions.tokens import issue_token, note_token_use, revoke_token

__all__ = [
    "change_password",
    "create_account",
    "create_system_account",
    "drop_second_factor",
    "end_sessions",
    "issue_token",
    "lock_account",
    "note_export",
    "note_failed_sign_in",
    "note_second_factor",
    "note_sign_in",
    "note_token_use",
    "reset_password",
    "revoke_token",
    "set_end_date",
    "unlock_account",
]
