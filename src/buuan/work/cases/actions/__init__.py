"""Every write to a case."""

from buuan.work.cases.actions.crime import lift_crime_signs, see_crime_signs
from buuan.work.cases.actions.desk import (
    BulkOrder,
    call_off_absence,
    claim_or_verify,
    days_until,
    note_absence,
    run_bulk,
    undo_bulk,
)
from buuan.work.cases.actions.ends import add_loose_end, tie_loose_end
from buuan.work.cases.actions.exporting import note_export, note_restricted_read
from buuan.work.cases.actions.items import add_items, add_to_case, record_outcome, separate_from_case
from buuan.work.cases.actions.kinds import FORMAT, fill_details, import_kinds, load_kinds, set_kind
from buuan.work.cases.actions.opening import CaseOpening, ItemFacts, open_case
from buuan.work.cases.actions.people import (
    add_note,
    add_reporter,
    assign_case,
    claim_case,
    invite_partner,
    label_case,
    write_event,
)
from buuan.work.cases.actions.referring import accept_referral, decline_referral, page_of_referral, refer_case, withdraw_referral
from buuan.work.cases.actions.steps import close_case, conclude_case, handle_case, usual_feedback, verify_case
from buuan.work.cases.actions.tasks import add_task, finish_task, fulfil_tasks, reopen_task, waive_task
from buuan.work.cases.actions.telling import tell

__all__ = [
    "FORMAT",
    "BulkOrder",
    "CaseOpening",
    "ItemFacts",
    "accept_referral",
    "add_items",
    "add_loose_end",
    "add_note",
    "add_reporter",
    "add_task",
    "add_to_case",
    "assign_case",
    "call_off_absence",
    "claim_case",
    "claim_or_verify",
    "close_case",
    "conclude_case",
    "days_until",
    "decline_referral",
    "fill_details",
    "finish_task",
    "fulfil_tasks",
    "handle_case",
    "import_kinds",
    "invite_partner",
    "label_case",
    "lift_crime_signs",
    "load_kinds",
    "note_absence",
    "note_export",
    "note_restricted_read",
    "open_case",
    "page_of_referral",
    "record_outcome",
    "refer_case",
    "reopen_task",
    "run_bulk",
    "see_crime_signs",
    "separate_from_case",
    "set_kind",
    "tell",
    "tie_loose_end",
    "undo_bulk",
    "usual_feedback",
    "verify_case",
    "waive_task",
    "withdraw_referral",
    "write_event",
]
