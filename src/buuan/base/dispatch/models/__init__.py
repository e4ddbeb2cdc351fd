"""Tables of dispatch: what is told, to whom, by which channels, tried how often, climbed how far, and who is on duty."""

from buuan.base.dispatch.models.channels import CHANNELS, MANNERS, Choice, Endpoint, QuietHours
from buuan.base.dispatch.models.deliveries import OUTCOMES, STATES, Attempt, Delivery
from buuan.base.dispatch.models.history import CALL_RESULTS, Call, Escalation
from buuan.base.dispatch.models.ladders import LadderRow, LadderRung
from buuan.base.dispatch.models.notices import ASKS, VIA, Notice, Recipient, RecipientQuerySet
from buuan.base.dispatch.models.roster import Shift

__all__ = [
    "ASKS",
    "CALL_RESULTS",
    "CHANNELS",
    "MANNERS",
    "OUTCOMES",
    "STATES",
    "VIA",
    "Attempt",
    "Call",
    "Choice",
    "Delivery",
    "Endpoint",
    "Escalation",
    "LadderRow",
    "LadderRung",
    "Notice",
    "QuietHours",
    "Recipient",
    "RecipientQuerySet",
    "Shift",
]
