"""Drafting an order and handing it in for approval; what is beyond the bounds is refused before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.crypto import get_random_string

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import Organisation
from buuan.base.series import next_number
from buuan.base.web.search import folded_text
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.phones import normalise
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.queries import category
from buuan.registers.law.queries import limit_row_in_force
from buuan.work.cases.actions.telling import refuse
from buuan.work.cases.models import Case
from buuan.work.cases.rules import normal_text
from buuan.work.interdiction.actions.noting import Tried, locked, note, noted, scope_tried, tell
from buuan.work.interdiction.models import Ground, Order
from buuan.work.interdiction.queries.grounds import ground_rows, verdict_on
from buuan.work.interdiction.queries.names import page_of
from buuan.work.interdiction.queries.reach import caught_last_week, ended_operators
from buuan.work.interdiction.rules import (
    ASKS,
    MOST_CAUGHT,
    ORDER_FLOW,
    Scope,
    Verdict,
    longest,
    may_approve,
    may_last,
    normal_scope,
)

TITLE_MAX, REASON_MAX = 250, 4_000


@dataclass(frozen=True, slots=True)
class Decision:
    """The attached decision: number, day, kind of body, and the file with its hash."""

    number: str
    on: date
    by: str
    file: StoredFile | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the drafter says."""

    title: str
    ground: str
    reason: str
    scope: Scope
    asks: tuple[str, ...]
    officer: str
    phone: str
    expires_at: datetime | None
    about_content: bool = False
    decision: Decision | None = None
    case: Case | None = None

    @property
    def tried(self) -> Tried:
        """What the register keeps of it when it is refused."""
        return scope_tried(self.ground, self.scope)


@noted("draft")
@action
def draft_order(actor: Actor, facts: OrderFacts, *, at: datetime) -> Order:
    """Draft an order (soạn lệnh) of the actor's own body; nothing is sought or sent before another person approves it.

    Raises Invalid for what is missing or misspelt, Refused for what the bounds do not allow.
    """
    require(actor, "interdiction.draft")
    refuse(may_approve(None, actor.account_id, actor.is_system))
    facts = _normal(facts)
    on = at.astimezone(VIETNAM).date()
    verdict = verdict_on(
        facts.ground, actor.body_kind, facts.scope, on,
        decided_by=facts.decision.by if facts.decision else "", about_content=facts.about_content,
    )  # fmt: skip
    refuse(verdict.reasons)
    refuse(may_last(at, facts.expires_at, at, longest_for(facts.decision is not None, on), facts.decision is not None))
    check_operators(facts.scope, on)
    if facts.case is not None and not facts.case.is_visible_to(actor):
        raise Refused("order.foreign_case", "Không tìm thấy vụ việc, hoặc anh/chị không được xem.")

    order = _new(actor, facts, verdict, on, at)
    order.save()

    note(actor, "draft", order, at=at)
    tell(order, actor, "drafted", at)
    record(actor, "interdiction.drafted", order, at=at, **_said(order))
    return order


@noted("submit")
@action
def submit_order(actor: Actor, order: Order, *, at: datetime) -> Order:
    """Hand a draft in for approval (trình duyệt); the bounds are asked again, and how many items it would have caught last week.

    Raises Refused where it is too wide, with that number.
    """
    require(actor, "interdiction.draft", order)
    order = locked(order)
    step = ORDER_FLOW.step(order.state, "submit")
    caught = check_bounds(order, actor.body_kind, at=at)

    order.move(step, submitted_at=at, caught_last_week=caught)

    note(actor, "submit", order, at=at, caught=caught)
    tell(order, actor, "submitted", at, caught=caught)
    record(actor, "interdiction.submitted", order, at=at, caught=caught, **_said(order))
    send(
        actor,
        "interdiction.to_approve",
        about=order,
        to=[order.issuer],
        title=f"Lệnh ngăn chặn {order.number} chờ duyệt",
        at=at,
        url=page_of(order),
        urgent=True,
    )
    return order


def check_bounds(order: Order, body_kind: str, *, at: datetime, scope: Scope | None = None) -> int | None:
    """Ask every bound again and give how many items the scope would have caught last week, None where nothing may be counted.

    Raises Refused with the reasons; the number stands in the sentence and in the facts.
    """
    scope = scope or order.reach()
    on = at.astimezone(VIETNAM).date()
    verdict = verdict_on(order.ground, body_kind, scope, on, decided_by=order.decision_by, about_content=order.about_content)
    refuse(verdict.reasons)
    if order.in_force_at is None:
        refuse(may_last(at, order.expires_at, at, longest_for(order.has_decision, on), order.has_decision))
    check_operators(scope, on)
    if not verdict.may_match or order.drill:
        return None
    caught = caught_last_week(scope, at)
    if caught > MOST_CAUGHT:
        raise Refused(
            "order.too_wide",
            f"Phạm vi quá rộng: tuần trước sẽ trúng {caught} bưu gửi, giới hạn là {MOST_CAUGHT}. Hãy thu hẹp phạm vi.",
            caught=caught,
            most=MOST_CAUGHT,
        )
    return caught


def check_operators(scope: Scope, on: date) -> None:
    """Raise Refused where the scope names an operator that is unknown or whose activity has ended."""
    unknown, ended = ended_operators(scope, on)
    if unknown:
        raise Refused("order.operator_unknown", f"Không có doanh nghiệp bưu chính mã {', '.join(unknown)}.")
    if ended:
        raise Refused("order.operator_ended", f"Doanh nghiệp {', '.join(ended)} đã ngừng hoạt động, không gửi lệnh tới được.")


def longest_for(has_decision: bool, on: date) -> timedelta:
    """Give how long an order may last: by the register's row in force, under our ceiling."""
    row = limit_row_in_force(f"interdiction.expire_{'with' if has_decision else 'without'}_decision", on)
    units = {"calendar_minutes": timedelta(minutes=1), "calendar_hours": timedelta(hours=1), "calendar_days": timedelta(days=1)}
    return longest(has_decision, row.amount * units[row.unit])


def _normal(facts: OrderFacts) -> OrderFacts:
    scope, errors = normal_scope(facts.scope)
    words = {name: normal_text(getattr(facts, name)) for name in ("title", "reason", "officer")}
    for name, most, sentence in (
        ("title", TITLE_MAX, "Cần ghi nội dung lệnh."),
        ("reason", REASON_MAX, "Cần ghi lý do."),
        ("officer", 120, "Cần ghi cán bộ đầu mối."),
    ):
        if not words[name]:
            errors[name] = [sentence]
        elif len(words[name]) > most:
            errors[name] = [f"Dài quá {most} ký tự."]
    phone = normalise(facts.phone)
    if phone is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0237 3852 246."]
    if not facts.asks or not set(facts.asks) <= set(ASKS):
        errors["asks"] = ["Chọn việc yêu cầu trong danh mục."]
    if facts.decision is not None:
        if not facts.decision.number.strip():
            errors["decision_number"] = ["Cần ghi số quyết định kèm theo."]
        if not facts.decision.sha256 and facts.decision.file is None:
            errors["decision_file"] = ["Cần tệp quyết định kèm theo, hoặc mã băm SHA-256 của tệp."]
    if errors:
        raise Invalid(errors)
    return replace(facts, scope=scope, phone=phone or "", asks=tuple(one for one in ASKS if one in facts.asks), **words)


def _new(actor: Actor, facts: OrderFacts, verdict: Verdict, on: date, at: datetime) -> Order:
    goods, said = category(facts.scope.category), facts.decision
    order = Order(
        number=next_number("LNC", on.year),
        title=facts.title,
        issuer=Organisation.objects.get(pk=actor.body_id),
        officer=facts.officer,
        phone=facts.phone,
        ground=facts.ground,
        ground_row=Ground.objects.get(code=verdict.row.code) if verdict.row else None,
        reason=facts.reason,
        about_content=facts.about_content,
        scope=facts.scope.as_json(),
        category=facts.scope.category,
        category_name=goods.name if goods else "",
        names_persons=facts.scope.names_persons,
        asks=list(facts.asks),
        decision_number=said.number.strip() if said else "",
        decision_on=said.on if said else None,
        decision_by=said.by if said else "",
        decision_file=said.file if said else None,
        decision_sha256=(said.file.sha256 if said.file else said.sha256) if said else "",
        case=facts.case,
        drafted_by_id=actor.account_id,
        drafted_at=at,
        expires_at=facts.expires_at,
        salt=get_random_string(32),
    )
    order.folded = fold_order(order)
    return order


def fold_order(order: Order) -> str:
    """Give the words by which an order is found: never a person's."""
    items = order.scope.get("items") or []
    return folded_text([order.number, order.title, order.category_name, order.issuer, *items])


def _said(order: Order) -> dict[str, object]:
    return {
        "issuer": order.issuer.code,
        "issuer_kind": order.issuer.kind,
        "ground": order.ground,
        "row": order.ground_row.code if order.ground_row else "",
        "scope": order.reach().counts(),
        "asks": order.asks,
        "decision": order.decision_number,
        "decision_sha256": order.decision_sha256,
        "expires_at": order.expires_at.isoformat(),
        "drill": order.drill,
    }


__all__ = ["Decision", "OrderFacts", "check_bounds", "draft_order", "ground_rows", "longest_for", "submit_order"]
