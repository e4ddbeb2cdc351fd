"""What the focal point does with a tip: read, answer, pass on as a report, or end it with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.work.intake.actions import ReportFacts, receive_report
from buuan.work.intake.models import SuspicionReport
from buuan.work.tips import sealing
from buuan.work.tips.models import Tip, TipMessage
from buuan.work.tips.rules import DECLINE_REASONS, TIP_FLOW, check_message


@action
def open_tip(actor: Actor, tip: Tip, private: bytes, *, at: datetime) -> dict[str, Any]:
    """Open a tip for an officer who has unlocked the line: what was told and the talk, in plain words; each look is recorded."""
    require(actor, "tips.answer", tip)
    content = sealing.unseal(private, tip.sealed)
    talk = [(one, sealing.unseal(private, one.sealed)["text"]) for one in tip.messages.order_by("pk")]

    if tip.state == "received":
        tip.move(TIP_FLOW.step(tip.state, "open"))
    if tip.waiting_messages:
        Tip.objects.filter(pk=tip.pk).update(waiting_messages=0)
        tip.waiting_messages = 0

    record(actor, "tips.opened", tip, at=at)
    return {**content, "talk": talk}


@action
def say(actor: Actor, tip: Tip, text: str, *, at: datetime, explanation: str = "") -> TipMessage:
    """Write to the citizen: sealed to his receipt code and to the focal point; it ends the clock of the first answer."""
    require(actor, "tips.answer", tip)
    words = check_message(text)
    if tip.state == "received":
        raise Refused("tips.unread", "Hãy mở và đọc tin trước khi trả lời.")

    message = _answer(actor, tip, words, at)
    finish_clocks(actor, tip, kind="tips.answer", at=at, explanation=explanation)

    record(actor, "tips.answered", tip, at=at)
    return message


@action
def pass_on(
    actor: Actor, tip: Tip, point: Organisation, facts: ReportFacts, *, at: datetime, explanation: str = ""
) -> SuspicionReport:
    """Make a suspicion report of a tip, in the officer's own words and without who told it; it goes the way of all reports."""
    require(actor, "tips.answer", tip)
    step = TIP_FLOW.step(tip.state, "pass")

    report = receive_report(actor, point, facts, at=at, source="tip")
    tip.move(step, decided_at=at, decided_by=actor.name, report=report)
    _answer(actor, tip, "Cảm ơn anh/chị. Tin đã được đọc và chuyển để kiểm tra, xử lý.", at)
    finish_clocks(actor, tip, kind="tips.answer", at=at, explanation=explanation)

    record(actor, "tips.passed", tip, at=at, report=report.number)
    return report


@action
def decline_tip(actor: Actor, tip: Tip, reason: str, *, at: datetime, text: str = "", explanation: str = "") -> Tip:
    """End a tip without further work, for one of the listed reasons; the citizen reads it, and what the officer adds."""
    require(actor, "tips.answer", tip)
    step = TIP_FLOW.step(tip.state, "decline")
    if reason not in DECLINE_REASONS:
        raise Invalid({"reason": ["Chọn một lý do."]})

    tip.move(step, decided_at=at, decided_by=actor.name, decline_reason=reason)
    said = f"{DECLINE_REASONS[reason]}. Cảm ơn anh/chị đã báo."
    _answer(actor, tip, f"{said}\n{check_message(text)}" if text.strip() else said, at)
    finish_clocks(actor, tip, kind="tips.answer", at=at, explanation=explanation)

    record(actor, "tips.declined", tip, at=at, reason=reason)
    return tip


def _answer(actor: Actor, tip: Tip, words: str, at: datetime) -> TipMessage:
    return TipMessage.objects.create(
        tip=tip,
        is_answer=True,
        sealed=sealing.seal(tip.key.public_key, {"text": words}),
        sealed_for_sender=sealing.seal(tip.reply_key, {"text": words}),
        at=at,
        by=actor.name,
    )
