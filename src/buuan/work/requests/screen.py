"""What the pages of a request show, gathered: nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.clocks.presenters import amount_in_words
from buuan.base.web import formats
from buuan.kit.actor import Actor
from buuan.kit.flow import Step
from buuan.registers.law.queries import limit_row_in_force
from buuan.work.cases.models import Case
from buuan.work.interdiction.rules import DECIDERS
from buuan.work.requests import forms
from buuan.work.requests.models import InformationRequest, Part
from buuan.work.requests.queries import complaints_of, own_part, page_of, parts_of
from buuan.work.requests.rules import COMPLAINT_LIMITS, DECLINES, REQUEST_FLOW, WANTED, check_complaint, may_approve

EVENTS = {
    "drafted": "Soạn yêu cầu",
    "submitted": "Trình duyệt",
    "refused": "Không duyệt",
    "sent": "Đã gửi tới %(recipients)s nơi",
    "answered": "%(unit)s đã trả lời",
    "declined": "%(unit)s trả lời không cung cấp được",
    "withdrawn": "Rút yêu cầu",
    "unmasked": "Xem dữ liệu cá nhân",
    "passed_on": "Chuyển khiếu nại cho %(unit)s",
}
"""What happened to a request, in words; facts fill the places."""

OPENED_FOR = 600
OPENED_SALT = "requests.opened"
"""After a reason was given, files of the request open for ten minutes, by a word that is signed for this person."""


@dataclass(frozen=True, slots=True)
class PartLine:
    """One who was asked, with what may be shown of the answer."""

    part: Part
    text: str
    is_masked: bool
    decline: str


def opened_word(actor: Actor, asked: InformationRequest) -> str:
    """Give the word by which files open after a reason was given."""
    return signing.dumps([actor.account_id, asked.pk], salt=OPENED_SALT)


def is_opened(actor: Actor, asked: InformationRequest, word: str) -> bool:
    """Tell whether a word was signed for this person and request a moment ago."""
    try:
        return signing.loads(word, salt=OPENED_SALT, max_age=OPENED_FOR) == [actor.account_id, asked.pk]
    except signing.BadSignature:
        return False


def asker_screen(actor: Actor, asked: InformationRequest, now: datetime) -> dict[str, Any]:
    """Give the page of whoever asks, or reads for the auditor: scope, answers, who is late, what happened, what is next."""
    parts = lines_of(list(parts_of(actor, asked)))
    return {
        "asked": asked,
        "now": now,
        "lines": parts,
        "done": sum(1 for one in parts if one.part.state in ("answered", "declined")),
        "scope": scope_words(asked),
        "summary": _summary(asked, now),
        "events": [_event(one) for one in asked.events.order_by("-at", "-pk")[:40]],
        "buttons": _buttons(actor, asked),
        "unmask_url": unmask_url(actor, asked, parts),
        "verified": asked.ground_row is None or asked.ground_row.verified,
    }


def answer_screen(actor: Actor, asked: InformationRequest, now: datetime, bound: dict[str, Any] | None = None) -> dict[str, Any]:
    """Give the page of who is asked, made for a phone: what is asked on which ground until when, and the two ways to answer."""
    mine = own_part(actor, asked)
    late = is_late(asked, now)
    is_open = bool(mine and mine.state == "waiting" and asked.state == "sent" and actor.may("requests.answer"))
    lines = lines_of(list(parts_of(actor, asked)))
    return {
        "asked": asked,
        "now": now,
        "mine": mine,
        "is_open": is_open,
        "late": late,
        "lines": lines,
        "wanted": [_(WANTED[one]) for one in asked.wanted],
        "scope": scope_words(asked),
        "call_link": f"tel:{asked.phone}",
        "ground": ground_words(asked),
        "form": (bound or {}).get("answer") or answer_form(asked, now),
        "decline_form": (bound or {}).get("decline") or forms.DeclineForm(late=late, auto_id="decline_%s"),
        "unmask_url": unmask_url(actor, asked, lines),
    }


def is_late(asked: InformationRequest, now: datetime) -> bool:
    """Tell whether an answer now needs an explanation."""
    return asked.due_at is not None and now > asked.due_at


def answer_form(asked: InformationRequest, now: datetime, *posted: Any) -> forms.AnswerForm:
    """Give the form by which a request is answered; for a complaint it asks what became of it."""
    kind = forms.SettleForm if asked.is_complaint else forms.AnswerForm
    return kind(*posted, late=is_late(asked, now), auto_id="answer_%s")


def answered_words(asked: InformationRequest) -> str:
    """Say that the answer went out."""
    if asked.is_complaint:
        return _("Đã gửi kết quả giải quyết khiếu nại %(number)s.") % {"number": asked.number}
    return _("Đã gửi trả lời cho yêu cầu %(number)s.") % {"number": asked.number}


def complaint_screen(actor: Actor, case: Case, now: datetime) -> dict[str, Any]:
    """Give the page from which the complaint of a case is passed on, with what was passed on before and what came of it.

    Raises Refused for a case of another kind.
    """
    check_complaint(case.kind, case.number, case.plan.name)
    rows = complaints_of(actor, case)
    return {"case": case, "now": now, "rows": rows, "title": _("Khiếu nại gửi doanh nghiệp")}


def lines_of(parts: list[Part], opened: bool = False) -> list[PartLine]:
    """Give the answers as they may be shown: what tells about a person only after a reason was given."""
    return [
        PartLine(
            part=one,
            text=one.answer if opened or not one.personal else "",
            is_masked=one.personal and not opened and bool(one.answer),
            decline=_(DECLINES[one.decline]) if one.decline else "",
        )
        for one in parts
    ]


def unmask_url(actor: Actor, asked: InformationRequest, lines: list[PartLine]) -> str:
    """Give the way to see personal data against a reason, empty where there is none or it is not for this person."""
    there = asked.names_persons or any(one.part.personal and one.part.answer for one in lines)
    return reverse("requests:unmask", args=[asked.number]) if there and actor.may("requests.unmask") else ""


def ground_words(asked: InformationRequest) -> list[tuple[str, Any]]:
    """Give ground, source and decision; a source that nobody has read is never shown as law."""
    if asked.is_complaint:
        return complaint_ground(asked)
    row, decision = asked.ground_row, ""
    if row is None:
        return []
    if asked.decision_by:
        decision = f"{asked.decision_number}, {formats.day(asked.decision_on)}, {_(DECIDERS[asked.decision_by])}"
    ground = _(asked.get_ground_display())
    return [
        (_("Căn cứ"), ground if row.verified else f"{ground} ({_('chưa kiểm chứng')})"),
        (_("Nguồn"), row.source if row.verified else ""),
        (_("Quyết định kèm theo"), decision),
        (_("Lý do"), asked.reason),
    ]


def complaint_ground(asked: InformationRequest) -> list[tuple[str, Any]]:
    """Give what a complaint rests on and by which rule its time runs, marked where nobody has read it."""
    on = timezone.localdate(asked.sent_at)
    route = asked.case.details.get("route") if asked.case else None
    row = limit_row_in_force(COMPLAINT_LIMITS[str(route)], on) if route in COMPLAINT_LIMITS else None
    return [
        (_("Căn cứ"), _("khiếu nại của người dùng dịch vụ")),
        (_("Thời hạn"), "" if row is None else f"{amount_in_words(row.amount, row.unit)} {row.starts}"),
        (_("Nguồn"), "" if row is None else row.source if row.verified else _("chưa kiểm chứng")),
    ]


def scope_words(asked: InformationRequest) -> list[tuple[str, str]]:
    """Give the scope as it may be shown without a reason: persons masked."""
    scope = asked.reach()
    masked = scope.masked()
    items = ", ".join(scope.items[:20]) + (f" … +{len(scope.items) - 20}" if len(scope.items) > 20 else "")
    said = [
        (_("Cần cung cấp"), ", ".join(_(WANTED[one]) for one in asked.wanted)),
        (_("Khiếu nại") if asked.is_complaint else _("Cần biết rõ"), asked.question),
        (_("Nhóm hàng"), asked.category_name),
        (_("Mã bưu gửi"), items),
        (_("Số điện thoại"), ", ".join(masked["phones"])),
        (_("Người"), ", ".join(masked["persons"])),
    ]
    if scope.from_at or scope.until_at:
        said.append((_("Thời gian gửi"), f"{formats.moment(scope.from_at)} – {formats.moment(scope.until_at)}"))
    return said


def _summary(asked: InformationRequest, now: datetime) -> list[tuple[str, Any]]:
    decided = f"{asked.decided_by.name}, {formats.near_moment(asked.decided_at, now)}" if asked.decided_by else ""
    return [
        (_("Cơ quan yêu cầu"), str(asked.asker)),
        *ground_words(asked),
        (_("Cán bộ đầu mối"), f"{asked.officer}, {asked.phone}"),
        (_("Soạn"), f"{asked.drafted_by.name}, {formats.near_moment(asked.drafted_at, now)}"),
        (_("Duyệt"), decided),
        (_("Ý kiến"), asked.decision_note),
        (_("Gửi lúc"), formats.moment(asked.sent_at)),
        (_("Hạn trả lời"), formats.moment(asked.due_at)),
        (_("Kết thúc lúc"), formats.moment(asked.ended_at)),
    ]


def _event(one: Any) -> dict[str, Any]:
    words = _(EVENTS.get(one.kind, one.kind))
    facts = {name: formats.number(value) if isinstance(value, int) else value for name, value in one.facts.items()}
    try:
        text = words % facts
    except KeyError:
        text = words
    return {"at": one.at, "who": one.who, "text": text, "detail": one.body}


POSTS = ("submit", "approve")


def _buttons(actor: Actor, asked: InformationRequest) -> list[dict[str, Any]]:
    """Give the steps that are open from here, greyed with the reasons that the action would refuse with."""
    if not asked.is_asked_by(actor):
        return []
    return [
        _button(actor, asked, one) for one in REQUEST_FLOW.open_from(asked.state) if one.verb != "answer" and actor.may(one.right)
    ]


def _button(actor: Actor, asked: InformationRequest, step: Step) -> dict[str, Any]:
    decides = step.verb in ("approve", "refuse")
    return {
        "name": _(step.name),
        "url": reverse(f"requests:{step.verb}", args=[asked.number]),
        "post": step.verb in POSTS,
        "reasons": may_approve(asked.drafted_by_id, actor.account_id, actor.is_system) if decides else [],
        "kind": "p" if step.verb in POSTS else "",
    }


__all__ = [
    "answer_form",
    "answer_screen",
    "answered_words",
    "asker_screen",
    "complaint_screen",
    "is_late",
    "is_opened",
    "lines_of",
    "opened_word",
    "page_of",
    "scope_words",
    "unmask_url",
]
