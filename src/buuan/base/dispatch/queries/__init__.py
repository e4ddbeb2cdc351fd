"""Every read of dispatch: the inbox, who knows and who is silent, whom to call, the feed, the log of what left."""

from buuan.base.dispatch.queries.inbox import inbox, inbox_counts, recipient_by_pk, unread_count
from buuan.base.dispatch.queries.ladders import ladder_on
from buuan.base.dispatch.queries.phones import PhoneLine, Reachable, on_duty, phone_list, whom_to_call
from buuan.base.dispatch.queries.standing import (
    notice_about,
    notice_by_pk,
    recipients_of,
    silent,
    standing,
    standing_by_unit,
    standings,
)

__all__ = [
    "PhoneLine",
    "Reachable",
    "inbox",
    "inbox_counts",
    "ladder_on",
    "notice_about",
    "notice_by_pk",
    "on_duty",
    "phone_list",
    "recipient_by_pk",
    "recipients_of",
    "silent",
    "standing",
    "standing_by_unit",
    "standings",
    "unread_count",
    "whom_to_call",
]
