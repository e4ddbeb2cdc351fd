"""Every write of the tip line."""

from buuan.work.tips.actions.answering import decline_tip, open_tip, pass_on, say
from buuan.work.tips.actions.exporting import note_export
from buuan.work.tips.actions.forgetting import forget_spent
from buuan.work.tips.actions.identity import agree_opening, ask_opening, open_identity, refuse_opening
from buuan.work.tips.actions.keys import Keeper, change_key, lock_line, make_keys, note_wrong_passphrase, unlock_line
from buuan.work.tips.actions.receiving import add_message, receive_tip

__all__ = [
    "Keeper",
    "add_message",
    "agree_opening",
    "ask_opening",
    "change_key",
    "decline_tip",
    "forget_spent",
    "lock_line",
    "make_keys",
    "note_export",
    "note_wrong_passphrase",
    "open_identity",
    "open_tip",
    "pass_on",
    "receive_tip",
    "refuse_opening",
    "say",
    "unlock_line",
]
