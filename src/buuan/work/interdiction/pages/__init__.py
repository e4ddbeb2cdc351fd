"""Pages of interdiction: orders and the control room, the operator's side, drafting, the register, exercises."""

from buuan.work.interdiction.pages.control import (
    add_call,
    amend,
    approve,
    decide_amendment,
    extend,
    lift,
    not_same,
    order,
    order_list,
    paper,
    part,
    refuse,
    review,
    submit,
    unmask,
)
from buuan.work.interdiction.pages.drafting import open_new
from buuan.work.interdiction.pages.live import stream
from buuan.work.interdiction.pages.operator import acknowledge, answer, notice_text, photo
from buuan.work.interdiction.pages.register import contacts, drill, register

__all__ = [
    "acknowledge",
    "add_call",
    "amend",
    "answer",
    "approve",
    "contacts",
    "decide_amendment",
    "drill",
    "extend",
    "lift",
    "not_same",
    "notice_text",
    "open_new",
    "order",
    "order_list",
    "paper",
    "part",
    "photo",
    "refuse",
    "register",
    "review",
    "stream",
    "submit",
    "unmask",
]
