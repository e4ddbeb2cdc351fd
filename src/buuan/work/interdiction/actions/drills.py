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
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.workdays import VIETNAM
from buuan.work.interdiction.actions.deciding import send_order
from buuan.work.interdiction.actions.drafting import fold_order
from buuan.work.interdiction.actions.noting import note, noted, tell
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries.drills import DrillFigures, figures_of
from buuan.work.interdiction.queries.reach import recipients_of_scope
from buuan.work.interdiction.rules import ORDER_FLOW, Scope

LASTS = timedelta(hours=2)
CODE = "DIENTAP"
MOST_OPERATORS, MOST_BRANCHES = 1_000, 20_000


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
        issuer_id=actor.body_id,
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


@action
def finish_drill(actor: Actor, order: Order, *, at: datetime) -> DrillFigures:
    """End an exercise and keep its figures in its report; nothing of it counts among real orders."""
    require(actor, "interdiction.drill", order if not actor.is_system else None)
    if not order.drill:
        raise Refused("drill.not_one", "Đây không phải cuộc diễn tập.")
    found = figures_of(order)

    order.move(ORDER_FLOW.step(order.state, "lift"), ended_at=at, end_reason="lifted")
    close_notices(order, at=at)
    order.move(ORDER_FLOW.step(order.state, "review"), reviewed_by_id=actor.account_id, reviewed_at=at, review=found.sentence())
    tell(order, actor, "lifted", at)

    record(actor, "interdiction.drill_finished", order, at=at, **found.as_json())
    return found


@action
def found_drill_bodies(actor: Actor, operators: int, branches: int, *, at: datetime) -> list[Organisation]:
    """Give the invented operators and branches of a computed exercise, made once and used again.

    Their codes begin with DIENTAP and their time is over, so that no list of today and no real order ever meets them.
    """
    require(actor, "interdiction.drill")
    if not 1 <= operators <= MOST_OPERATORS or not 0 <= branches <= MOST_BRANCHES:
        raise Invalid({"operators": [f"Từ 1 đến {MOST_OPERATORS} doanh nghiệp, nhiều nhất {MOST_BRANCHES} chi nhánh."]})
    tops = [f"{CODE}-{number:04d}" for number in range(1, operators + 1)]
    units = {f"{CODE}-{number % operators + 1:04d}-{number:05d}": tops[number % operators] for number in range(branches)}
    roots = _bodies(dict.fromkeys(tops), "postal_operator", at)
    below = _bodies({code: roots[top] for code, top in units.items()}, "operator_unit", at)

    record(actor, "interdiction.drill_bodies", "organisations.organisation", at=at, operators=operators, branches=branches)
    return [*roots.values(), *below.values()]


def _bodies(codes: dict[str, Organisation | None], kind: str, at: datetime) -> dict[str, Organisation]:
    known = {one.code: one for one in Organisation.objects.filter(code__in=list(codes))}
    day = date(2021, 1, 1)
    new = [
        Organisation(
            code=code,
            name=f"Diễn tập {code.removeprefix(CODE + '-')}",
            short_name=f"Diễn tập {code.removeprefix(CODE + '-')}",
            kind=kind,
            unit_type="branch" if parent else "",
            parent=parent,
            path=f"{parent.path if parent else ''}{code}/",
            from_on=day,
            until_on=day + timedelta(days=1),
            reference_only=True,
            source="đơn vị bịa của diễn tập",
        )
        for code, parent in codes.items()
        if code not in known
    ]
    for one in Organisation.objects.bulk_create(new, batch_size=1_000):
        known[one.code] = one
    return {code: known[code] for code in codes}
