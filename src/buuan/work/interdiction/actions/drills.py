"""Exercises (diễn tập): the same path as an order in force, without any item; numbers and rows of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.crypto import get_random_string

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import close_notices
from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import owners_of_kind
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.work.interdiction.actions.deciding import send_order
from buuan.work.interdiction.actions.drafting import fold_order
from buuan.work.interdiction.actions.noting import note, noted, tell
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries.drills import DrillFigures, figures_of
from buuan.work.interdiction.queries.reach import recipients_of_scope
from buuan.work.interdiction.rules import ORDER_FLOW, Scope

LASTS = timedelta(hours=2)


@noted("drill")
@action
def begin_drill(actor: Actor, *, at: datetime, to: Sequence[Organisation] | None = None) -> Order:
    """Begin an exercise: an order without items goes to `to`, or to every operator with its branches; marked DIỄN TẬP everywhere.

    Raises Refused while another one runs with the real operators.
    """
    require(actor, "interdiction.drill")
    if to is None and Order.objects.in_force(at).filter(drill=True).exists():
        raise Refused("drill.runs_already", "Đang có một cuộc diễn tập; hãy kết thúc trước khi mở cuộc mới.")
    on = at.astimezone(VIETNAM).date()
    told = list(to) if to is not None else recipients_of_scope(Scope(), (), on)

    order = Order(
        number=next_number("DT", on.year),
        title="Diễn tập ngăn chặn khẩn cấp",
        issuer=_issuer(actor, on),
        officer=actor.name,
        phone="+842373852246",
        ground="danger",
        reason="Diễn tập: đo thời gian xác nhận của doanh nghiệp, chi nhánh.",
        scope=Scope().as_json(),
        asks=["hold"],
        drill=True,
        state="in_force",
        drafted_by_id=actor.account_id,
        drafted_at=at,
        in_force_at=at,
        expires_at=at + LASTS,
        salt=get_random_string(32),
    )
    order.folded = fold_order(order)
    order.save()
    tell(order, actor, "drill_begun", at)
    send_order(actor, order, [], at=at, to=told)

    note(actor, "drill", order, at=at)
    record(actor, "interdiction.drill_begun", order, at=at, recipients=len(told))
    return order


def _issuer(actor: Actor, on: date) -> Organisation:
    """Give the body whose exercise it is: the actor's own, for the platform the police focal point."""
    police = owners_of_kind("police", on) if actor.role == "system" else []
    return police[0] if police else Organisation.objects.get(pk=actor.body_id)


@action
def finish_drill(actor: Actor, order: Order, *, at: datetime) -> DrillFigures:
    """End an exercise and keep its figures in its report; nothing of it counts among real orders."""
    require(actor, "interdiction.drill", None if actor.role == "system" else order)
    if not order.drill:
        raise Refused("drill.not_one", "Đây không phải cuộc diễn tập.")
    found = figures_of(order)

    order.move(ORDER_FLOW.step(order.state, "lift"), ended_at=at, end_reason="lifted")
    close_notices(order, at=at)
    order.move(ORDER_FLOW.step(order.state, "review"), reviewed_by_id=actor.account_id, reviewed_at=at, review=found.sentence())
    tell(order, actor, "lifted", at)

    record(actor, "interdiction.drill_finished", order, at=at, **found.as_json())
    return found
