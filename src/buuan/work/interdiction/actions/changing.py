"""Changing an order in force: one extension, and changes of scope that one person proposes and another approves."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.queries import category
from buuan.work.cases.actions.telling import refuse
from buuan.work.interdiction.actions.deciding import send_order
from buuan.work.interdiction.actions.drafting import check_bounds, fold_order, longest_for
from buuan.work.interdiction.actions.matching import match_archive, name_items
from buuan.work.interdiction.actions.noting import locked, note, noted, raise_watch, tell
from buuan.work.interdiction.models import Amendment, Order
from buuan.work.interdiction.queries.names import page_of
from buuan.work.interdiction.rules import Scope, may_approve, may_last, normal_scope


@noted("extend")
@action
def extend_order(actor: Actor, order: Order, *, until: datetime, reason: str, at: datetime) -> Order:
    """Extend an order (gia hạn), once, by no more than an order of its kind may last; the drafter does not decide it.

    Raises Refused the second time, after its end, and for a time that is too long.
    """
    require(actor, "interdiction.approve", order)
    order = locked(order)
    _check_in_force(order, at)
    refuse(may_approve(order.drafted_by_id, actor.account_id, actor.is_system))
    if order.extended_at is not None:
        raise Refused("order.extended_already", "Lệnh chỉ được gia hạn một lần.")
    if not reason.strip():
        raise Invalid({"reason": ["Cần ghi lý do gia hạn."]})
    if until <= order.expires_at:
        raise Refused("order.extension_shorter", "Thời điểm mới phải sau thời điểm hết hiệu lực hiện nay.")
    most = longest_for(order.has_decision, at.astimezone(VIETNAM).date())
    refuse(may_last(order.expires_at, until, at, most, order.has_decision))

    former = order.expires_at
    order.extended_from, order.extended_at, order.expires_at = former, at, until
    order.save(update_fields=("extended_from", "extended_at", "expires_at"))
    raise_watch()

    note(actor, "extend", order, at=at)
    tell(order, actor, "extended", at, until=until.isoformat(), reason=reason.strip()[:300])
    record(
        actor,
        "interdiction.extended",
        order,
        at=at,
        until=until.isoformat(),
        former=former.isoformat(),
        reason=reason.strip()[:500],
    )
    if order.notice is not None:
        send(
            actor,
            "interdiction.extended",
            about=order,
            to=[one.organisation for one in order.notice.recipients.select_related("organisation")],
            title=f"Lệnh ngăn chặn {order.number} được gia hạn",
            at=at,
            url=page_of(order),
            urgent=True,
            drill=order.drill,
        )
    return order


@noted("amend")
@action
def propose_amendment(actor: Actor, order: Order, *, scope: Scope, reason: str, at: datetime) -> Amendment:
    """Propose another scope for an order in force (đề nghị sửa phạm vi); nothing changes before another person approves it."""
    require(actor, "interdiction.draft", order)
    order = locked(order)
    _check_in_force(order, at)
    refuse(may_approve(None, actor.account_id, actor.is_system))
    scope, errors = normal_scope(scope)
    if not reason.strip():
        errors["reason"] = ["Cần ghi lý do sửa."]
    if errors:
        raise Invalid(errors)
    if order.amendments.filter(state="proposed").exists():
        raise Refused("order.amendment_waits", "Đang có một đề nghị sửa phạm vi chờ duyệt.")
    check_bounds(order, order.issuer.kind, at=at, scope=scope)

    amendment = Amendment.objects.create(
        order=order,
        scope=scope.as_json(),
        former=order.scope,
        reason=reason.strip(),
        proposed_by_id=actor.account_id,
        proposed_at=at,
    )

    note(actor, "amend", order, at=at)
    tell(order, actor, "amendment_proposed", at)
    record(actor, "interdiction.amendment_proposed", order, at=at, scope=scope.counts(), former=order.reach().counts())
    return amendment


@noted("amend")
@action
def decide_amendment(actor: Actor, amendment: Amendment, *, approve: bool, at: datetime) -> Order:
    """Approve a proposed scope, which makes a new version that everybody acknowledges again, or refuse it.

    Items that stand under the order stay under it: a narrower scope frees none, the end of the order does.
    """
    order = locked(amendment.order)
    require(actor, "interdiction.approve", order)
    amendment = Amendment.objects.select_for_update().get(pk=amendment.pk)
    if amendment.state != "proposed":
        raise Refused("order.amendment_decided", "Đề nghị này đã được quyết định.")
    _check_in_force(order, at)
    refuse(may_approve(amendment.proposed_by_id, actor.account_id, actor.is_system))
    amendment.decided_by_id, amendment.decided_at = actor.account_id, at
    if not approve:
        amendment.state = "refused"
        amendment.save()
        note(actor, "amend", order, at=at)
        tell(order, actor, "amendment_refused", at)
        record(actor, "interdiction.amendment_refused", order, at=at)
        return order
    scope = Scope.from_json(amendment.scope)
    caught = check_bounds(order, order.issuer.kind, at=at, scope=scope)

    order.version += 1
    amendment.state, amendment.version = "approved", order.version
    amendment.save()
    goods = category(scope.category)
    order.scope, order.category, order.category_name = scope.as_json(), scope.category, goods.name if goods else ""
    order.names_persons = scope.names_persons
    order.folded = fold_order(order)
    order.save(update_fields=("scope", "category", "category_name", "names_persons", "folded", "version"))
    raise_watch()
    items = [*name_items(actor, order, at=at), *match_archive(actor, order, at=at)]
    send_order(actor, order, [one.unit for one in items if one.unit], at=at)

    note(actor, "amend", order, at=at, caught=caught)
    tell(order, actor, "amended", at, version=order.version)
    record(actor, "interdiction.amended", order, at=at, version=order.version, scope=scope.counts(), items=len(items))
    return order


def _check_in_force(order: Order, at: datetime) -> None:
    if not order.binds_at(at):
        raise Refused("order.not_in_force", f"Lệnh {order.number} không còn hiệu lực, không thay đổi được.")
