"""Orders for lists and one whole; the inbox of an operator; who knows and who is silent; every figure about orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from buuan.base.dispatch.models import Recipient
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.work.cases.rules import normal_item_id
from buuan.work.interdiction.models import Amendment, Answer, Attempt, Order, OrderItem
from buuan.work.interdiction.models.orders import OrderQuerySet
from buuan.work.interdiction.rules import MISSED, MISSES, STOPPED, UNANSWERED

MOST_COUNTED = 100


def orders_for_list(actor: Actor) -> OrderQuerySet:
    """Give the orders that `actor` may see, exercises too, with what a line of the list shows."""
    rows = Order.objects.visible_to(actor).select_related("issuer", "case", "notice")
    return rows.annotate(
        item_count=Count("items", distinct=True),
        held_count=Count("items", filter=Q(items__state__in=STOPPED), distinct=True),
    )


def order_by_number(actor: Actor, number: str) -> Order:
    """Give one order; raises NotFound when there is none or none for this actor."""
    found = (
        Order.objects.visible_to(actor)
        .select_related("issuer", "case", "notice", "ground_row", "drafted_by", "decided_by", "reviewed_by", "decision_file")
        .prefetch_related(Prefetch("amendments", Amendment.objects.select_related("proposed_by", "decided_by").order_by("-pk")))
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound("order.not_found", f"Không tìm thấy lệnh {number}, hoặc anh/chị không được xem.")
    return found


def items_of(actor: Actor, order: Order) -> QuerySet[OrderItem]:
    """Give the items of an order that the actor may see, those that wait for an answer first."""
    rows = OrderItem.objects.visible_to(actor).filter(order=order).select_related("operator", "unit", "order")
    latest = Prefetch("answers", Answer.objects.select_related("body").order_by("-pk"))
    return rows.prefetch_related(latest, "photos__file", "party_notices", "notice_waits").order_by("answered_at", "pk")


def item_of(actor: Actor, order: Order, pk: int) -> OrderItem:
    """Give one of them; raises NotFound."""
    found = items_of(actor, order).filter(pk=pk).first()
    if found is None:
        raise NotFound("order.item_not_found", f"Lệnh {order.number} không có bưu gửi này.")
    return found


def item_by_code(actor: Actor, order: Order, item_id: str) -> OrderItem:
    """Give one of them by its own code; raises NotFound."""
    found = items_of(actor, order).filter(item_id=normal_item_id(item_id)[:40]).first()
    if found is None:
        raise NotFound("order.item_not_found", f"Lệnh {order.number} không có bưu gửi này.")
    return found


def own_recipient(actor: Actor, order: Order) -> Recipient | None:
    """Give the delivery of the order to the actor's own unit, None where it was not sent there."""
    if order.notice_id is None:
        return None
    return Recipient.objects.filter(notice=order.notice_id, organisation_id=actor.body_id).select_related("notice").first()


def recipient_of(order: Order, pk: int) -> Recipient | None:
    """Give one delivery of the order, None where it is another notice's."""
    return Recipient.objects.filter(pk=pk, notice=order.notice_id).select_related("notice", "organisation").first()


def binding(actor: Actor, at: datetime) -> OrderQuerySet:
    """Give the orders that bind the actor's unit now, and those whose held items are still to be released."""
    open_items = OrderItem.objects.filter(order=OuterRef("pk"), release_due_at__isnull=False, released_at=None)
    rows = Order.objects.visible_to(actor).filter(Q(state="in_force", expires_at__gt=at) | Q(Exists(open_items)))
    return rows.select_related("issuer", "notice").order_by("-in_force_at")


def running_count(actor: Actor) -> int:
    """Give the number beside the menu entry: for an operator what it has not acknowledged, for a body what waits for approval."""
    if actor.body_kind in OPERATOR_KINDS:
        mine = Recipient.objects.filter(organisation_id=actor.body_id, owes=True, notice__kind="interdiction.order")
        return mine[:MOST_COUNTED].count()
    if not actor.may("interdiction.approve"):
        return 0
    return Order.objects.visible_to(actor).filter(state="submitted").exclude(drafted_by_id=actor.account_id)[:MOST_COUNTED].count()


# -- who knows, who is silent --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OperatorStanding:
    """How far one operator with its units is: recipients, acknowledged, called up the ladder, and the slowest answer."""

    operator: Organisation
    total: int
    acknowledged: int
    via: str
    last_at: datetime | None
    silent: tuple[Recipient, ...]

    @property
    def done(self) -> bool:
        """Whether all have acknowledged."""
        return self.acknowledged == self.total


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an order is: operators, units, who is silent, items by state, why they were missed."""

    operators: int
    operators_acknowledged: int
    units: int
    units_acknowledged: int
    silent: int
    escalated: int
    items: int
    stopped: int
    unanswered: int
    missed: int
    slowest_s: int
    misses: tuple[tuple[str, int], ...]
    by_operator: tuple[OperatorStanding, ...]


def standing_of(actor: Actor, order: Order) -> Standing:
    """Give how far an order is, as far as the actor sees it; the figures of the control room, of the API and of the paper."""
    rows: list[Recipient] = []
    if order.notice_id is not None:
        listed = Recipient.objects.filter(notice=order.notice_id).select_related("organisation").order_by("organisation__path")
        if actor.body_kind in OPERATOR_KINDS:
            listed = listed.filter(organisation__path__startswith=actor.tree)
        rows = list(listed.annotate(climbed=Exists(_climbed())))
    tops = [one for one in rows if one.organisation.kind == "postal_operator"]
    units = [one for one in rows if one.organisation.kind != "postal_operator"]
    states = dict(OrderItem.objects.visible_to(actor).filter(order=order).values_list("state").annotate(n=Count("pk")).order_by())
    reasons = (
        OrderItem.objects.visible_to(actor).filter(order=order).exclude(reason="").values_list("reason").annotate(n=Count("pk"))
    )
    counted = dict(reasons.order_by())
    waits = [(one.acknowledged_at - one.delivered_at).total_seconds() for one in rows if one.acknowledged_at]
    return Standing(
        operators=len(tops),
        operators_acknowledged=sum(1 for one in tops if one.acknowledged_at),
        units=len(units),
        units_acknowledged=sum(1 for one in units if one.acknowledged_at),
        silent=sum(1 for one in rows if not one.acknowledged_at),
        escalated=sum(1 for one in rows if one.climbed),
        items=sum(states.values()),
        stopped=sum(states.get(name, 0) for name in STOPPED),
        unanswered=sum(states.get(name, 0) for name in UNANSWERED),
        missed=sum(states.get(name, 0) for name in MISSED),
        slowest_s=int(max(waits, default=0)),
        misses=tuple((name, counted[name]) for name in MISSES if name in counted),
        by_operator=tuple(_by_operator(rows)),
    )


def _climbed() -> QuerySet:
    from buuan.base.dispatch.models import Escalation

    return Escalation.objects.filter(recipient=OuterRef("pk"))


def _by_operator(rows: Iterable[Recipient]) -> list[OperatorStanding]:
    groups: dict[str, list[Recipient]] = {}
    for one in rows:
        groups.setdefault(one.organisation.root_code, []).append(one)
    roots = {one.code: one for one in Organisation.objects.filter(code__in=groups)}
    found = []
    for code, mine in groups.items():
        done = [one for one in mine if one.acknowledged_at]
        last = max(done, key=lambda one: one.acknowledged_at, default=None)
        found.append(
            OperatorStanding(
                operator=roots[code],
                total=len(mine),
                acknowledged=len(done),
                via=last.get_acknowledged_via_display() if last else "",
                last_at=last.acknowledged_at if last else None,
                silent=tuple(one for one in mine if not one.acknowledged_at),
            )
        )
    return sorted(found, key=lambda one: (one.done, one.operator.sort_key))


# -- the register that the auditor reads ---------------------------------------------------------------------------------


def attempts_for_list(actor: Actor) -> QuerySet[Attempt]:
    """Give every attempt, refused ones too, to those who audit."""
    return Attempt.objects.visible_to(actor).select_related("body", "order")


def people_touched(order: Order) -> int:
    """Give how many people's items the order touched: senders and receivers by their marks, an unknown item counts as one."""
    marks: set[str] = set()
    unknown = 0
    for listed in order.items.values_list("marks", flat=True):
        marks.update(listed)
        unknown += not listed
    return len(marks) + unknown


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """What one body asked for in a time: orders, refusals, people touched, items held, and holds that were judged wrongful."""

    body: Organisation
    orders: int
    refused: int
    people: int
    held: int
    wrongful: int


def figures_by_body(actor: Actor, from_at: datetime, until_at: datetime) -> list[BodyFigures]:
    """Give for each issuing body what its orders of a period did; exercises are left out."""
    attempts = Attempt.objects.visible_to(actor).filter(at__gte=from_at, at__lt=until_at, drill=False)
    bodies = Organisation.objects.filter(pk__in=attempts.filter(verb__in=("draft", "submit", "approve")).values("body"))
    found = []
    for body in bodies.order_by("sort_key"):
        orders = list(Order.objects.filter(issuer=body, drill=False, drafted_at__gte=from_at, drafted_at__lt=until_at))
        items = OrderItem.objects.filter(order__in=orders)
        found.append(
            BodyFigures(
                body=body,
                orders=len(orders),
                refused=attempts.filter(body=body, outcome="refused").count(),
                people=sum(people_touched(one) for one in orders),
                held=items.filter(state__in=STOPPED).count(),
                wrongful=items.filter(judged="wrongful").count(),
            )
        )
    return found
