"""What may be done with a clock, and why not: each check gives the reasons against, and none when the act is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from buuan.base.clocks.rules.buckets import say_duration
from buuan.base.clocks.rules.due import due_at
from buuan.base.clocks.rules.facts import ClockFacts, Extension, ExtensionTerm
from buuan.base.clocks.rules.words import say_amount
from buuan.kit.workdays import Calendar, say_end, say_moment


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against an act: a stable English code, and the sentence that greyed button and refusal show."""

    code: str
    sentence: str


def may_extend(facts: ClockFacts, calendar: Calendar, at: datetime, proposal: Extension | None = None) -> list[Reason]:
    """Give the reasons against extending the clock by a decision taken at `at`.

    Without a `proposal` it answers whether an extension is open at all; with one it also weighs its length against what
    the limit allows for this turn, when it was asked for, its reason and its approver.
    """
    reasons = _basic(facts, at)
    limit, used = facts.limit, len(facts.extensions)
    if facts.is_paused:
        reasons.append(_PAUSED)
    if used >= limit.max_extensions:
        sentence = (
            f"Đã gia hạn {used} lần, là số lần tối đa của thời hạn này."
            if limit.max_extensions
            else "Thời hạn này không được gia hạn."
        )
        reasons.append(Reason("clock.extensions_used_up", sentence))
    if reasons:
        return reasons

    due = due_at(facts, calendar)
    if due is None:
        return [_PAUSED]
    if limit.extend_before_due and at > due:
        sentence = f"Đã quá hạn ({say_end(due)}); việc gia hạn phải quyết định trước khi hết hạn."
        reasons.append(Reason("clock.extension_too_late", sentence))
    term = limit.extension_terms[used] if limit.extension_terms else None
    if term is not None:
        asked_at = (proposal.requested_at if proposal else None) or at
        if asked_at > due - term.request_before and not reasons:
            sentence = f"Phải đề nghị gia hạn trước khi hết hạn ít nhất {say_duration(term.request_before)}."
            reasons.append(Reason("clock.extension_asked_too_late", sentence))
    if proposal is not None:
        reasons += _against(proposal, term, facts, calendar)
    return reasons


def _against(proposal: Extension, term: ExtensionTerm | None, facts: ClockFacts, calendar: Calendar) -> list[Reason]:
    reasons = []
    if not proposal.reason.strip():
        reasons.append(Reason("clock.extension_needs_reason", "Gia hạn phải nêu rõ lý do."))
    if not proposal.approved_by.strip():
        reasons.append(Reason("clock.extension_needs_approver", "Gia hạn phải ghi người có thẩm quyền quyết định."))
    if term is not None:
        most = Extension(term.amount, term.unit, "", "", proposal.at, from_start=term.from_start)
        # Terms and proposals may count in different units, so that only the two due times can be compared.
        allowed, wanted = (due_at(facts.extended(extension), calendar) for extension in (most, proposal))
        if allowed is not None and wanted is not None and wanted > allowed:
            most_vi = say_amount(term.amount, term.unit) + (" kể từ lúc bắt đầu" if term.from_start else "")
            sentence = f"Lần gia hạn này không được quá {most_vi}, tức {say_end(allowed)}."
            reasons.append(Reason("clock.extension_too_long", sentence))
    return reasons


def may_pause(facts: ClockFacts, calendar: Calendar, at: datetime) -> list[Reason]:
    """Give the reasons against pausing the clock at `at`."""
    reasons = _basic(facts, at)
    if facts.is_paused:
        reasons.append(Reason("clock.already_paused", "Thời hạn đang tạm dừng."))
    if not facts.limit.pause_allowed:
        reasons.append(Reason("clock.pause_not_allowed", "Thời hạn này không được tạm dừng."))
    if reasons:
        return reasons
    due = due_at(facts, calendar)
    if due is not None and at > due:
        return [Reason("clock.overdue", f"Đã quá hạn ({say_end(due)}) nên không tạm dừng được nữa.")]
    return []


def may_resume(facts: ClockFacts, at: datetime) -> list[Reason]:
    """Give the reasons against letting a paused clock go on at `at`."""
    reasons = [] if not facts.is_finished else [_FINISHED]
    if not facts.is_paused:
        reasons.append(Reason("clock.not_paused", "Thời hạn không tạm dừng."))
    elif at < facts.pauses[-1].from_at:
        sentence = f"Thời điểm tiếp tục không được trước lúc tạm dừng ({say_moment(facts.pauses[-1].from_at)})."
        reasons.append(Reason("clock.before_pause", sentence))
    return reasons


def may_finish(facts: ClockFacts, calendar: Calendar, at: datetime, explanation: str | None = None) -> list[Reason]:
    """Give the reasons against ending the clock at `at`; a late end needs an explanation, given here or before."""
    reasons = _basic(facts, at)
    if facts.is_paused:
        reasons.append(_PAUSED)
    if reasons:
        return reasons
    due = due_at(facts, calendar)
    if due is not None and at > due and not (explanation or facts.explanation or "").strip():
        late = f"Đã quá hạn {say_duration(at - due)} (hạn {say_end(due)})"
        sentence = f"{late}; phải giải trình lý do chậm trước khi hoàn thành."
        return [Reason("clock.needs_explanation", sentence)]
    return []


_FINISHED = Reason("clock.finished", "Việc này đã hoàn thành.")
_PAUSED = Reason("clock.paused", "Thời hạn đang tạm dừng; cho tiếp tục rồi mới thực hiện được.")


def _basic(facts: ClockFacts, at: datetime) -> list[Reason]:
    if facts.is_finished:
        return [_FINISHED]
    reached = facts.started_at
    for pause in facts.pauses:
        reached = pause.until_at or pause.from_at
    if at < facts.started_at:
        return [Reason("clock.before_start", f"Thời điểm này trước lúc bắt đầu ({say_moment(facts.started_at)}).")]
    if at < reached:
        sentence = f"Thời điểm này trước lần thay đổi gần nhất ({say_moment(reached)})."
        return [Reason("clock.before_last_change", sentence)]
    return []
