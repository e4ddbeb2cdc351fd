"""Every read of dispatch: the inbox, who knows and who is silent, whom to call, the feed, the log of what left."""

from buuan.base.dispatch.queries.choices import choices_of, quiet_hours_of
from buuan.base.dispatch.queries.inbox import TABS, inbox, inbox_counts, inbox_line_pks, recipient_by_pk, unread_count
from buuan.base.dispatch.queries.ladders import ladder_on
from buuan.base.dispatch.queries.outside import (
    delivery_by_pk,
    delivery_log,
    endpoint_by_pk,
    endpoints_of,
    own_address,
    own_body,
)
from buuan.base.dispatch.queries.phones import PhoneLine, Reachable, on_duty, phone_list, whom_to_call
from buuan.base.dispatch.queries.roster import shift_by_pk, shifts_of
from buuan.base.dispatch.queries.standing import (
    escalations_of,
    has_units,
    messages_of,
    notice_about,
    notice_by_pk,
    recipients_of,
    sent_notices,
    silent,
    standing,
    standing_by_unit,
    standings,
    unit_in,
)

__all__ = [
    "TABS",
    "PhoneLine",
    "Reachable",
    "choices_of",
    "delivery_by_pk",
    "delivery_log",
    "endpoint_by_pk",
    "endpoints_of",
    "escalations_of",
    "has_units",
    "inbox",
    "inbox_counts",
    "inbox_line_pks",
    "ladder_on",
    "messages_of",
    "notice_about",
    "notice_by_pk",
    "on_duty",
    "own_address",
    "own_body",
    "phone_list",
    "quiet_hours_of",
    "recipient_by_pk",
    "recipients_of",
    "sent_notices",
    "shift_by_pk",
    "shifts_of",
    "silent",
    "standing",
    "standing_by_unit",
    "standings",
    "unit_in",
    "unread_count",
    "whom_to_call",
]
