"""The arithmetic of clocks: plain values in, plain values out; no database and no present moment of its own.

`facts` says what a clock is made of, `due` reckons when it falls due, `buckets` where it stands and how that reads on a
chip, `checks` what may be done with it and why not, `ladder` whom to call, `words` how a due time explains itself.
"""

from buuan.base.clocks.rules.buckets import BUCKETS, Bucket, bucket, chip_text, say_duration, time_left
from buuan.base.clocks.rules.checks import Reason, may_extend, may_finish, may_pause, may_resume
from buuan.base.clocks.rules.due import Reckoning, due_at, first_due_at, reckon
from buuan.base.clocks.rules.facts import UNITS, ClockFacts, Extension, ExtensionTerm, Limit, Pause, Unit
from buuan.base.clocks.rules.ladder import Anchor, Escalation, Ladder, Step, escalations_due
from buuan.base.clocks.rules.words import explain, say_amount

__all__ = [
    "BUCKETS",
    "UNITS",
    "Anchor",
    "Bucket",
    "ClockFacts",
    "Escalation",
    "Extension",
    "ExtensionTerm",
    "Ladder",
    "Limit",
    "Pause",
    "Reason",
    "Reckoning",
    "Step",
    "Unit",
    "bucket",
    "chip_text",
    "due_at",
    "escalations_due",
    "explain",
    "first_due_at",
    "may_extend",
    "may_finish",
    "may_pause",
    "may_resume",
    "reckon",
    "say_amount",
    "say_duration",
    "time_left",
]
