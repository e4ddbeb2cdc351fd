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
    refuse,
    review,
    submit,
    unmask,
)
from buuan.work.interdiction.pages.drafting import open_new
from buuan.work.interdiction.pages.live import part, stream
from buuan.work.interdiction.pages.operator import acknowledge, answer, photo
from buuan.work.interdiction.pages.register import contacts, drill, register
from buuan.work.interdiction.pages.telling import let_wait, notice_text, tell_party

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
    "let_wait",
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
    "tell_party",
    "unmask",
]
