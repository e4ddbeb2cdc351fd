"""Learning who told (mở thông tin người báo): one keeper asks with a reason, the other agrees, the first opens; all is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.tips import sealing
from buuan.work.tips.models import IdentityOpening, KeyShare, Tip
from buuan.work.tips.queries import share_of
from buuan.work.tips.rules import OPENING_FOR

SHORTEST_REASON = 20


@action
def ask_opening(actor: Actor, tip: Tip, reason: str, *, at: datetime) -> IdentityOpening:
    """Ask to learn who told: only a keeper of a half may, with a reason that the other and the auditor read."""
    require(actor, "tips.open_identity", tip)
    share = _half_of(actor, tip)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid({"reason": [f"Nêu lý do bằng ít nhất {SHORTEST_REASON} ký tự: cần gặp người báo để làm gì."]})
    tip.openings.filter(state="agreed", decided_at__lt=at - OPENING_FOR).update(state="lapsed", half=None)
    if tip.openings.filter(state__in=("asked", "agreed")).exists():
        raise Refused("tips.opening_running", "Đã có một đề nghị đang chờ.")

    opening = IdentityOpening.objects.create(tip=tip, reason=reason.strip(), asked_by_id=actor.account_id, asked_at=at)

    record(actor, "tips.opening_asked", tip, at=at, reason=opening.reason, part=share.part)
    return opening


@action
def agree_opening(actor: Actor, opening: IdentityOpening, passphrase: str, *, at: datetime) -> IdentityOpening:
    """Agree, as the keeper of the other half, which is handed over sealed to the focal point for a day."""
    require(actor, "tips.open_identity", opening.tip)
    opening, share = _second(actor, opening)
    half = sealing.unlock(share.locked, passphrase)

    opening.state, opening.decided_by_id, opening.decided_at = "agreed", actor.account_id, at
    opening.half = sealing.seal_bytes(opening.tip.key.public_key, half)
    opening.save()

    record(actor, "tips.opening_agreed", opening.tip, at=at, asked_by=opening.asked_by.username)
    return opening


@action
def refuse_opening(actor: Actor, opening: IdentityOpening, *, at: datetime) -> IdentityOpening:
    """Refuse, as the keeper of the other half."""
    require(actor, "tips.open_identity", opening.tip)
    opening, _share = _second(actor, opening)

    opening.state, opening.decided_by_id, opening.decided_at = "refused", actor.account_id, at
    opening.save()

    record(actor, "tips.opening_refused", opening.tip, at=at, asked_by=opening.asked_by.username)
    return opening


@action
def open_identity(actor: Actor, opening: IdentityOpening, private: bytes, passphrase: str, *, at: datetime) -> dict[str, Any]:
    """Open it once, as the keeper who asked, within a day of the other's agreement; the half that was handed over is destroyed."""
    require(actor, "tips.open_identity", opening.tip)
    opening = IdentityOpening.objects.select_for_update(of=("self",)).select_related("tip__identity_key").get(pk=opening.pk)
    if opening.asked_by_id != actor.account_id:
        raise Forbidden("tips.not_asker", "Chỉ người đã đề nghị mới mở được.")
    if opening.state != "agreed" or opening.half is None or opening.decided_at is None:
        raise Refused("tips.not_agreed", "Đề nghị chưa được người giữ khóa thứ hai chấp thuận, hoặc đã được mở.")
    if at - opening.decided_at > OPENING_FOR:
        raise Refused("tips.opening_over", "Chấp thuận đã quá 24 giờ; hãy đề nghị lại.")
    own = sealing.unlock(_half_of(actor, opening.tip).locked, passphrase)
    other = sealing.unseal_bytes(private, opening.half)
    identity = sealing.unseal(sealing.joined(own, other), opening.tip.identity)

    opening.state, opening.opened_at, opening.half = "opened", at, None
    opening.save()

    record(actor, "tips.identity_unmasked", opening.tip, at=at, reason=opening.reason, agreed_by=opening.decided_by_id)
    return identity


def _half_of(actor: Actor, tip: Tip) -> KeyShare:
    if tip.identity_key is None:
        raise Refused("tips.no_identity", "Người báo không để lại thông tin về mình.")
    share = share_of(actor, tip.identity_key)
    if share is None:
        raise Forbidden("tips.not_keeper", "Chỉ hai người giữ khóa mới đề nghị hoặc chấp thuận mở thông tin người báo.")
    return share


def _second(actor: Actor, opening: IdentityOpening) -> tuple[IdentityOpening, KeyShare]:
    """Give the request, taken, and the half of the keeper who answers it; raises Forbidden for the one who asked."""
    rows = IdentityOpening.objects.select_for_update(of=("self",)).select_related("tip__identity_key", "tip__key", "asked_by")
    opening = rows.get(pk=opening.pk)
    share = _half_of(actor, opening.tip)
    if opening.asked_by_id == actor.account_id:
        raise Forbidden("tips.same_person", "Người đề nghị không tự chấp thuận.")
    if opening.state != "asked":
        raise Refused("tips.opening_decided", "Đề nghị này đã được trả lời.")
    return opening, share
