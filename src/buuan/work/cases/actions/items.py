"""Items of a case: taking further ones in, and writing what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import ProtectedError

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.items.actions import end_item_holds
from buuan.work.cases.actions.opening import ItemFacts, item_errors, put_items
from buuan.work.cases.actions.telling import check_lead, check_unsettled, refuse, take, tell
from buuan.work.cases.models import Case, CaseItem, Reporter
from buuan.work.cases.queries import is_wanted_elsewhere
from buuan.work.cases.rules import RELEASING, check_outcome, graver, may_record_outcome


@action
def add_to_case(actor: Actor, case: Case, items: Iterable[ItemFacts], *, at: datetime, why: str, severity: str = "low") -> Case:
    """Join further items to an open case, because of `why`; raises Refused when it is concluded or closed.

    An item that stands in it already stays as it is. The case becomes as grave as what joins it, never less.
    """
    require(actor, "cases.handle", case)
    case = take(case)
    check_unsettled(case)

    added = [one.item_id for one in put_items(case, items)]
    graver_now = graver(case.severity, severity)
    raised = graver_now if graver_now != case.severity else ""
    if raised:
        case.severity = raised
        case.save(update_fields=("severity",))

    record(actor, "cases.joined", case, at=at, items=added, why=why, raised_to=raised)
    tell(case, actor, "joined", at, items=added, why=why, raised_to=raised)
    return case


@action
def separate_from_case(
    actor: Actor, case: Case, operator_id: int | None, item_id: str, *, report: str, reason: str, at: datetime, item_stays: bool
) -> bool:
    """Undo that a report was joined to an open case (tách), because of `reason`; tells whether its item left the case with it.

    The item goes when this report brought it and `item_stays` does not say that another one needs it. Raises Refused when the case
    is concluded or closed, and when an outcome of that item stands in it.
    """
    require(actor, "cases.handle", case)
    check_lead(actor, case)
    case = take(case)
    check_unsettled(case)
    brought = case.events.filter(kind="joined", facts__why=f"báo cáo {report}", facts__items__contains=[item_id]).exists()
    item = None
    if brought and not item_stays:
        item = case.items.select_for_update().filter(operator_id=operator_id, item_id=item_id).first()
    if item is not None and item.outcome:
        raise Refused("case.outcome_stands", f"Đã ghi kết quả của bưu gửi {item_id} trong vụ việc {case.number}; không tách được.")

    Reporter.objects.filter(case=case, report=report, left_at=None).update(left_at=at)
    if item is not None:
        try:
            item.delete()
        except ProtectedError as error:  # a room above keeps something of it, such as an exhibit
            raise Refused(
                "case.item_in_use", f"Vụ việc {case.number} còn tang vật hoặc việc khác của bưu gửi {item_id}."
            ) from error
        put_items(case, ())

    gone = item_id if item is not None else ""
    record(actor, "cases.separated", case, at=at, report=report, item=gone, reason=reason)
    tell(case, actor, "report_separated", at, report=report, item=gone, reason=reason)
    return item is not None


@action
def add_items(actor: Actor, case: Case, items: Iterable[ItemFacts], *, at: datetime) -> Case:
    """Put items that an officer names into an open case; raises Invalid when all of them stand in it already.

    It holds nothing: what a body wants held, it orders.
    """
    require(actor, "cases.handle", case)
    case = take(case)
    check_unsettled(case)
    named = tuple(items)
    errors = item_errors(named)
    if errors:
        raise Invalid(errors)
    added = [one.item_id for one in put_items(case, named)]
    if not added:
        raise Invalid({"item_id": ["Bưu gửi này đã có trong vụ việc."]})

    record(actor, "cases.joined", case, at=at, items=added, why="")
    tell(case, actor, "joined", at, items=added, why="")
    return case


@action
def record_outcome(
    actor: Actor,
    item: CaseItem,
    *,
    outcome: str,
    at: datetime,
    quantity: str | int | Decimal | None = None,
    unit: str = "",
    value_vnd: int | None = None,
) -> CaseItem:
    """Write what became of an item (kết quả xử lý bưu gửi), or correct what was written; partners may, for they seize as well.

    Ends the holds on the item that reports and hits caused, unless another open case still waits for its own outcome. Raises
    Invalid for a seizure without quantity, unit and value, Refused when the case is not being worked on.
    """
    require(actor, "cases.handle", item.case)
    case = take(item.case)
    refuse(may_record_outcome(case.state))
    amount = check_outcome(outcome, quantity, unit, value_vnd)
    item = CaseItem.objects.select_for_update(of=("self",)).select_related("operator").get(pk=item.pk)
    previous = item.outcome

    item.outcome, item.quantity, item.unit, item.value_vnd, item.outcome_at = outcome, amount, unit.strip()[:20], value_vnd, at
    item.save()
    stays = outcome in RELEASING and is_wanted_elsewhere(item)
    if not stays:
        end_item_holds(actor, item.operator_id, item.item_id, reason="outcome" if outcome in RELEASING else "taken", at=at)

    record(
        actor,
        "cases.outcome",
        case,
        at=at,
        item=item.item_id,
        operator=item.operator.code,
        outcome=outcome,
        previous=previous,
        quantity=str(amount) if amount is not None else "",
        unit=item.unit,
        value_vnd=value_vnd,
        by_kind=actor.body_kind,
        lead_kind=case.lead.kind,
    )
    tell(
        case,
        actor,
        "outcome",
        at,
        item=item.item_id,
        outcome=outcome,
        previous=previous,
        quantity=str(amount) if amount is not None else "",
        unit=item.unit,
        value_vnd=value_vnd,
        stays=stays,
    )
    return item
