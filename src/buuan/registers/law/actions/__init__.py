"""Every write to the law register: loading what is shipped, and a person's change of a time limit."""

from buuan.registers.law.actions.limits import LimitChange, set_limit
from buuan.registers.law.actions.loading import load_law

__all__ = ["LimitChange", "load_law", "set_limit"]
