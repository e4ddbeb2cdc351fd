"""Looking at personal data of one item, and keeping its data for a case: both with a reason that stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.registers.items.models import LegalHold, Look
from buuan.registers.items.rules import PARTIES, check_why
from buuan.work.cases.models import Case
from buuan.work.screening.items import declared_item, why_known


@action
def look_at_parties(actor: Actor, operator: Organisation, item_id: str, *, reason: str, at: datetime) -> dict[str, Any]:
    """Give who sent an item to whom (xem dữ liệu người), against a reason that the auditor reads.

    A body may look only at an item that something speaks for: a hit, a hold, an order or a case. Raises Refused otherwise,
    NotFound for an item that the archive no longer has, Invalid for a reason that says nothing.
    """
    require(actor, "items.unmask")
    words = check_why(reason)
    item = declared_item(actor, operator, item_id)
    if item is None:
        raise NotFound("item.not_kept", "Kho không còn dữ liệu khai của bưu gửi này.")
    if actor.body_kind not in OPERATOR_KINDS and not why_known(actor, operator, item_id):
        raise Refused(
            "item.no_ground",
            "Bưu gửi này không có cảnh báo, tạm giữ, lệnh hay vụ việc nào, nên không có căn cứ để xem người gửi, nhận.",
        )
    shown = {name: item[name] for name in PARTIES if item.get(name)}

    Look.objects.create(
        operator=operator, item_id=item_id, parts=[PARTIES[name] for name in shown], reason=words,
        who=actor.name, account=actor.username, body_id=actor.body_id, at=at,
    )  # fmt: skip

    record(
        actor, "items.parties_seen", "items.item", at=at,
        operator=operator.code, item=item_id, parts=sorted(shown), reason=words,
    )  # fmt: skip
    return shown


@action
def keep_for_case(actor: Actor, operator: Organisation, item_id: str, case: Case, *, reason: str, at: datetime) -> LegalHold:
    """Keep an item's data for a case beyond the archive's time (lưu giữ theo vụ việc); the same case keeps it once.

    Raises Refused when the item is not in that case.
    """
    require(actor, "items.legal_hold")
    require(actor, "cases.read", case)
    words = check_why(reason)
    if not case.items.filter(operator=operator, item_id=item_id).exists():
        raise Refused("legal_hold.not_in_case", f"Bưu gửi {item_id} không thuộc vụ việc {case.number}.")

    hold, _is_new = LegalHold.objects.get_or_create(
        operator=operator, item_id=item_id, subject=subject_of(case), until_at=None,
        defaults={"label": case.number, "reason": words, "placed_by": actor.name, "from_at": at},
    )  # fmt: skip

    record(actor, "items.legal_hold_placed", hold, at=at, operator=operator.code, item=item_id, case=case.number, reason=words)
    return hold


@action
def end_legal_hold(actor: Actor, hold: LegalHold, *, reason: str, at: datetime) -> LegalHold:
    """Let an item's data go with the archive's time again, with a reason; raises Refused when that was done before."""
    require(actor, "items.legal_hold", hold)
    words = check_why(reason)
    ended = LegalHold.objects.filter(pk=hold.pk, until_at=None).update(until_at=at, ended_by=actor.name, end_reason=words)
    if not ended:
        raise Refused("legal_hold.ended", "Việc lưu giữ này đã được bỏ.")
    hold.refresh_from_db()

    record(actor, "items.legal_hold_ended", hold, at=at, item=hold.item_id, case=hold.label, reason=words)
    return hold
