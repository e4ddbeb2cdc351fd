"""Every write to a case."""

from buuan.work.cases.actions.crime import lift_crime_signs, see_crime_signs
from buuan.work.cases.actions.ends import add_loose_end, tie_loose_end
from buuan.work.cases.actions.exporting import note_export, note_restricted_read
from buuan.work.cases.actions.items import add_items, add_to_case, record_outcome, separate_from_case
from buuan.work.cases.actions.opening import CaseOpening, ItemFacts, open_case
from buuan.work.cases.actions.people import add_note, add_reporter, assign_case, invite_partner
from buuan.work.cases.actions.referring import accept_referral, decline_referral, page_of_referral, refer_case, withdraw_referral
from buuan.work.cases.actions.steps import close_case, conclude_case, handle_case, usual_feedback, verify_case
from buuan.work.cases.actions.telling import tell

__all__ = [
    "CaseOpening",
    "ItemFacts",
    "accept_referral",
    "add_items",
    "add_loose_end",
    "add_note",
    "add_reporter",
    "add_to_case",
    "assign_case",
    "close_case",
    "conclude_case",
    "decline_referral",
    "handle_case",
    "invite_partner",
    "lift_crime_signs",
    "note_export",
    "note_restricted_read",
    "open_case",
    "page_of_referral",
    "record_outcome",
    "refer_case",
    "see_crime_signs",
    "separate_from_case",
    "tell",
    "tie_loose_end",
    "usual_feedback",
    "verify_case",
    "withdraw_referral",
]
