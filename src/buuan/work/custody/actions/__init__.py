"""Every write of custody."""

from buuan.work.custody.actions.evidence import EvidenceFacts, add_evidence, mark_case, mark_evidence, refer_secret, start_upload
from buuan.work.custody.actions.exhibits import (
    ThingFacts,
    add_exhibit_photo,
    break_seal,
    dispose_exhibit,
    move_exhibit,
    seal_exhibit,
    take_exhibit,
)
from buuan.work.custody.actions.hand_overs import (
    ask_operator,
    confirm_hand_over,
    decline_hand_over,
    expire_offers,
    offer_hand_over,
    withdraw_hand_over,
)
from buuan.work.custody.actions.people import PersonFacts, add_person, unmask_person
from buuan.work.custody.actions.reading import note_bundle, note_export, open_file, open_original

__all__ = [
    "EvidenceFacts",
    "PersonFacts",
    "ThingFacts",
    "add_evidence",
    "add_exhibit_photo",
    "add_person",
    "ask_operator",
    "break_seal",
    "confirm_hand_over",
    "decline_hand_over",
    "dispose_exhibit",
    "expire_offers",
    "mark_case",
    "mark_evidence",
    "move_exhibit",
    "note_bundle",
    "note_export",
    "offer_hand_over",
    "open_file",
    "open_original",
    "refer_secret",
    "seal_exhibit",
    "start_upload",
    "take_exhibit",
    "unmask_person",
    "withdraw_hand_over",
]
