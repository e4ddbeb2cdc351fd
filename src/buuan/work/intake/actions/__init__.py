"""Every write to a report."""

from buuan.work.intake.actions.exporting import note_export
from buuan.work.intake.actions.receiving import ReportFacts, add_photos, receive_report
from buuan.work.intake.actions.sealing_keys import KeyChange, change_sealing_key, destroy_sealing_keys
from buuan.work.intake.actions.triage import accept_report, decline_report, join_report, separate_report

__all__ = [
    "KeyChange",
    "ReportFacts",
    "accept_report",
    "add_photos",
    "change_sealing_key",
    "decline_report",
    "destroy_sealing_keys",
    "join_report",
    "note_export",
    "receive_report",
    "separate_report",
]
