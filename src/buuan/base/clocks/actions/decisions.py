"""What people decide about a running clock: more time, a pause, going on, an explanation."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks import rules
from buuan.base.clocks.actions.counting import COUNTED, count_due, refuse, take
from buuan.base.clocks.models import Clock, Explanation, Extension, Pause
from buuan.base.clocks.queries import calendar, may_explain
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid

MOST_AT_ONCE = 1_000
"""No extension counts further, in whatever unit: a slip of the finger must not move a due time by decades."""


@action
def extend_clock(
    actor: Actor,
    clock: Clock,
    *,
    amount: int,
    unit: str,
    reason: str,
    at: datetime,
    requested_at: datetime | None = None,
) -> Extension:
    """Grant more time (gia hạn); the actor is the approver, the first due time stays.

    Where the law caps the whole period instead of adding to it, `amount` is the whole period from the start of the
    clock. `requested_at` is when it was asked for, if that was not now. Raises Invalid for an amount or unit that
    cannot be counted, Refused with every reason when the limit does not allow it.
    """
    require(actor, "clocks.extend", clock)
    errors: dict[str, list[str]] = {}
    if not 1 <= amount <= MOST_AT_ONCE:
        errors["amount"] = [f"Số lượng từ 1 đến {MOST_AT_ONCE}."]
    if unit not in rules.UNITS:
        errors["unit"] = ["Đơn vị tính không có trong danh mục."]
    if requested_at is not None and requested_at > at:
        errors["requested_at"] = ["Thời điểm đề nghị ở tương lai."]
    if errors:
        raise Invalid(errors)
    clock, days = take(clock), calendar()
    facts = clock.facts()
    terms = facts.limit.extension_terms[len(facts.extensions) :]
    proposal = rules.Extension(
        amount, rules.Unit(unit), actor.name, reason.strip(), at, bool(terms) and terms[0].from_start, requested_at
    )
    refuse(rules.may_extend(facts, days, at, proposal))

    row = Extension(clock=clock, amount=amount, unit=unit, from_start=proposal.from_start, reason=proposal.reason, at=at)
    row.approved_by, row.requested_at = actor.name, requested_at
    row.due_before = clock.due_at
    row.due_after = rules.due_at(facts.extended(proposal), days)
    row.save()
    count_due(clock, days)
    clock.save(update_fields=COUNTED)

    record(
        actor,
        "clocks.extended",
        clock,
        at=at,
        kind=clock.kind,
        about=clock.subject,
        amount=amount,
        unit=unit,
        from_start=row.from_start,
        due_before=row.due_before.isoformat(),
        due_after=row.due_after.isoformat(),
        extension=row.pk,
    )
    return row


@action
def pause_clock(actor: Actor, clock: Clock, *, reason: str, at: datetime) -> Pause:
    """Let the clock stand still (tạm dừng).

    Raises Refused unless its limit allows it and it is not late, Invalid without a reason.
    """
    require(actor, "clocks.pause", clock)
    if not reason.strip():
        raise Invalid({"reason": ["Tạm dừng phải nêu rõ lý do."]})
    clock, days = take(clock), calendar()
    refuse(rules.may_pause(clock.facts(), days, at))

    row = Pause.objects.create(clock=clock, from_at=at, reason=reason.strip(), by=actor.name)
    clock.paused_at = at
    count_due(clock, days)
    clock.save(update_fields=("paused_at", *COUNTED))

    record(actor, "clocks.paused", clock, at=at, kind=clock.kind, about=clock.subject, pause=row.pk)
    return row


@action
def resume_clock(actor: Actor, clock: Clock, *, at: datetime) -> Pause:
    """Let a paused clock go on (chạy lại); the due time moves by the time that it stood still."""
    require(actor, "clocks.pause", clock)
    clock, days = take(clock), calendar()
    refuse(rules.may_resume(clock.facts(), at))

    row = clock.pauses.get(until_at=None)
    row.until_at, row.resumed_by = at, actor.name
    row.save()
    clock.paused_at = None
    count_due(clock, days)
    clock.save(update_fields=("paused_at", *COUNTED))

    due = clock.due_at.isoformat() if clock.due_at else None
    record(actor, "clocks.resumed", clock, at=at, kind=clock.kind, about=clock.subject, pause=row.pk, due=due)
    return row


@action
def explain_clock(actor: Actor, clock: Clock, *, explanation: str, at: datetime) -> Explanation:
    """Say why running work is late (giải trình); the latest explanation counts, the earlier ones stay readable.

    Raises Refused when the work is not late or is done, Invalid for an empty explanation.
    """
    require(actor, "clocks.explain", clock)
    words = explanation.strip()
    if not words:
        raise Invalid({"explanation": ["Cần ghi lý do chậm."]})
    clock = take(clock)
    refuse(may_explain(clock, at))

    row = Explanation.objects.create(clock=clock, text=words, by=actor.name, at=at)
    clock.explanation = words
    clock.save(update_fields=("explanation",))

    record(actor, "clocks.explained", clock, at=at, kind=clock.kind, about=clock.subject, explanation=row.pk)
    return row
