"""A person's answer to a hit: hold and report, or dismiss with a reason."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.registers.items.models import Hit
from buuan.work.intake.actions import ReportFacts, receive_report
from buuan.work.intake.models import SuspicionReport
from buuan.work.screening.rules import check_reason


@action
def accept_hit(actor: Actor, hit: Hit, *, at: datetime) -> SuspicionReport:
    """Hold the item and report it (giữ, báo): from here it goes the way of every report.

    Raises Refused when somebody else decided first.
    """
    require(actor, "screening.review", hit)
    _decide(actor, hit, "accepted", "", at)
    point = Organisation.objects.filter(code=hit.point, path__startswith=hit.operator.path).first() or hit.operator

    report = receive_report(
        actor,
        point,
        ReportFacts(
            item_id=hit.item_id,
            client_key=f"hit-{hit.pk}",
            found_at=at,
            sent_at=at,
            declared_content=hit.declared_content,
            signs=(),
            text="Từ cảnh báo sàng lọc bảng kê.",
        ),
        at=at,
        source="screening",
    )

    record(
        actor,
        "screening.hit_reviewed",
        hit,
        at=at,
        item=hit.item_id,
        decision="accepted",
        by_kind=actor.body_kind,
        report=report.number,
    )
    return report


@action
def dismiss_hit(actor: Actor, hit: Hit, *, reason: str, at: datetime) -> Hit:
    """Say that there is nothing to it (bỏ qua), with a reason; raises Invalid without one, Refused when decided already."""
    require(actor, "screening.review", hit)
    words = check_reason(reason)

    _decide(actor, hit, "dismissed", words, at)

    record(
        actor,
        "screening.hit_reviewed",
        hit,
        at=at,
        item=hit.item_id,
        decision="dismissed",
        by_kind=actor.body_kind,
        category=hit.category,
    )
    return hit


def _decide(actor: Actor, hit: Hit, state: str, reason: str, at: datetime) -> None:
    decided = Hit.objects.filter(pk=hit.pk, state="open").update(state=state, decided_at=at, decided_by=actor.name, reason=reason)
    if not decided:
        raise Refused("hit.decided", f"Cảnh báo của bưu gửi {hit.item_id} đã được xử lý.")
    hit.refresh_from_db()
