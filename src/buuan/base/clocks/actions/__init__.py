"""Every write to clocks: what others' acts start and finish, what people decide, what ladders do, what is loaded."""

from buuan.base.clocks.actions.decisions import explain_clock, extend_clock, pause_clock, resume_clock
from buuan.base.clocks.actions.escalation import escalate_clock, escalate_due_clocks
from buuan.base.clocks.actions.loading import DatedLadder, load_calendar, load_ladders
from buuan.base.clocks.actions.running import count_clocks_from, finish_clocks, move_clocks, reopen_clocks, start_clock

__all__ = [
    "DatedLadder",
    "count_clocks_from",
    "escalate_clock",
    "escalate_due_clocks",
    "explain_clock",
    "extend_clock",
    "finish_clocks",
    "load_calendar",
    "load_ladders",
    "move_clocks",
    "pause_clock",
    "reopen_clocks",
    "resume_clock",
    "start_clock",
]
