"""Every write of dispatch."""

from buuan.base.dispatch.actions.calls import enter_call
from buuan.base.dispatch.actions.choices import choose, set_quiet_hours
from buuan.base.dispatch.actions.closing import close_notices, resend, send_again
from buuan.base.dispatch.actions.endpoints import end_endpoint, open_endpoint, pause_endpoint, resume_endpoint, rotate_secret
from buuan.base.dispatch.actions.escalation import escalate_due, escalate_notice
from buuan.base.dispatch.actions.ladders import load_ladders
from buuan.base.dispatch.actions.receiving import OnBehalf, acknowledge, answer, open_notice, open_notices, pass_on
from buuan.base.dispatch.actions.roster import hand_over, plan_shift, remove_shift
from buuan.base.dispatch.actions.sending import send

__all__ = [
    "OnBehalf",
    "acknowledge",
    "answer",
    "choose",
    "close_notices",
    "end_endpoint",
    "enter_call",
    "escalate_due",
    "escalate_notice",
    "hand_over",
    "load_ladders",
    "open_endpoint",
    "open_notice",
    "open_notices",
    "pass_on",
    "pause_endpoint",
    "plan_shift",
    "remove_shift",
    "resend",
    "resume_endpoint",
    "rotate_secret",
    "send",
    "send_again",
    "set_quiet_hours",
]
