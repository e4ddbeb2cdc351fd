"""The side that is asked: answering with words and files, or saying why nothing can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import finish_clocks
from buuan.base.dispatch.actions import answer as answer_notice
from buuan.base.dispatch.actions import send
from buuan.base.dispatch.models import Recipient
from buuan.base.files.models import StoredFile
from buuan.base.files.rules import check_not_secret
from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.work.cases.actions import fulfil_tasks
from buuan.work.cases.rules import normal_text
from buuan.work.requests.actions.deciding import called, clock_of, settle_case
from buuan.work.requests.actions.noting import locked, note, noted, tell
from buuan.work.requests.models import AnswerFile, InformationRequest, Part
from buuan.work.requests.queries import page_of
from buuan.work.requests.rules import ANSWER_MAX, COMPLAINT_OUTCOMES, DECLINES, MOST_FILES, REQUEST_FLOW


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What is answered; `personal` where the words or files tell about a person, which a request about persons always does.

    `outcome` says what became of a complaint and is empty for a request for information.
    """

    text: str
    personal: bool = False
    explanation: str = ""
    outcome: str = ""


@noted("answer")
@action
def answer_request(
    actor: Actor, asked: InformationRequest, facts: AnswerFacts, *, at: datetime, files: Sequence[StoredFile] = ()
) -> Part:
    """Answer for the actor's own organisation (trả lời): once, with words and files; the last answer ends the request.

    A user's complaint is answered with what became of it (`outcome`: settled or refused), a request for information without. Raises
    Refused for who is not asked or has answered, and where it is late and nothing explains why.
    """
    require(actor, "requests.answer", asked)
    asked, part = _own_part(actor, asked, is_complaint=bool(facts.outcome))
    if facts.outcome and facts.outcome not in COMPLAINT_OUTCOMES:
        raise Invalid({"outcome": ["Chọn kết quả giải quyết trong danh mục."]})
    text = _text(facts, files)

    part.personal = asked.personal or facts.personal
    part.answer, part.outcome = text, facts.outcome
    _done(actor, asked, part, "answered", facts.explanation, at)
    _attach(part, files, at)

    note(actor, "answer", asked, at=at)
    record(
        actor,
        "requests.complaint_answered" if asked.is_complaint else "requests.answered",
        asked,
        at=at,
        by_operator=actor.body_kind in OPERATOR_KINDS,
        unit=actor.body_code,
        files=[one.sha256 for one in files],
        late=part.is_late,
        **({"outcome": part.outcome} if asked.is_complaint else {}),
    )
    _tell_asker(actor, asked, part, at)
    return part


@noted("decline")
@action
def decline_request(
    actor: Actor, asked: InformationRequest, *, reason: str, text: str, at: datetime, explanation: str = ""
) -> Part:
    """Say that nothing can be told, and why (không cung cấp được); it counts as an answer."""
    require(actor, "requests.answer", asked)
    asked, part = _own_part(actor, asked, is_complaint=False)
    words = normal_text(text)
    errors: dict[str, list[str]] = {}
    if reason not in DECLINES:
        errors["reason"] = ["Chọn lý do trong danh mục."]
    if not words or len(words) > ANSWER_MAX:
        errors["text"] = ["Cần ghi rõ vì sao, không quá dài."]
    if errors:
        raise Invalid(errors)
    check_not_secret(words)

    part.personal = asked.personal
    part.answer, part.decline = words, reason
    _done(actor, asked, part, "declined", explanation, at)

    note(actor, "decline", asked, at=at)
    record(
        actor, "requests.declined", asked, at=at, by_operator=actor.body_kind in OPERATOR_KINDS, unit=actor.body_code, why=reason
    )
    _tell_asker(actor, asked, part, at)
    return part


def _text(facts: AnswerFacts, files: Sequence[StoredFile]) -> str:
    """Give the words of an answer; raises Invalid for missing or too long ones, and for files that cannot be handed on."""
    text = normal_text(facts.text)
    if not text:
        raise Invalid({"text": ["Cần ghi câu trả lời."]})
    if len(text) > ANSWER_MAX:
        raise Invalid({"text": [f"Dài quá {ANSWER_MAX} ký tự."]})
    if len(files) > MOST_FILES:
        raise Invalid({"files": [f"Mỗi câu trả lời kèm nhiều nhất {MOST_FILES} tệp."]})
    if any(not one.clean_sha256 for one in files):
        raise Invalid({"files": ["Chỉ nhận ảnh, PDF, DOCX, XLSX, văn bản; phim và ghi âm đưa vào chứng cứ của vụ việc."]})
    check_not_secret(text)
    return text


def _attach(part: Part, files: Sequence[StoredFile], at: datetime) -> None:
    for one in files:
        AnswerFile.objects.get_or_create(part=part, file=one, defaults={"added_at": at})


def _own_part(actor: Actor, asked: InformationRequest, *, is_complaint: bool) -> tuple[InformationRequest, Part]:
    """Give the request locked and the part of the actor's own organisation, still to be answered."""
    asked = locked(asked)
    if asked.is_complaint != is_complaint:
        words = "Đây là khiếu nại: ghi kết quả giải quyết." if asked.is_complaint else "Đây không phải khiếu nại."
        raise Refused("request.other_kind", words)
    part = asked.parts.select_related("organisation").filter(organisation_id=actor.body_id).first()
    if part is None:
        raise Refused("request.not_asked", "Đơn vị của anh/chị không phải nơi được yêu cầu.")
    if part.state in ("answered", "declined"):
        raise Refused("request.answered", f"Đơn vị đã trả lời yêu cầu {asked.number}.")
    REQUEST_FLOW.step(asked.state, "answer")
    return asked, part


def _done(actor: Actor, asked: InformationRequest, part: Part, state: str, explanation: str, at: datetime) -> None:
    finish_clocks(actor, asked, kind=clock_of(asked), at=at, explanation=explanation, holder=part.organisation)
    recipient = Recipient.objects.filter(notice=asked.notice_id, organisation=part.organisation, owes=True).first()
    if recipient is not None:
        answer_notice(actor, recipient, at=at, text=f"Đã trả lời trên trang của yêu cầu {asked.number}.")
    part.state, part.answered_at, part.answered_by, part.via = state, at, actor.name, actor.source[:10]
    part.save()
    tell(asked, actor, state, at, unit=str(part.organisation))
    if not asked.parts.filter(state="waiting").exists():
        asked.move(REQUEST_FLOW.step(asked.state, "answer"), ended_at=at)
        settle_case(actor, asked, _said_to_case(asked, part), at)
        _fulfil(actor, asked, at)


def _fulfil(actor: Actor, asked: InformationRequest, at: datetime) -> None:
    """Tick the task of the case that waits for the operators' answers, once none of its complaints is out any more."""
    if not asked.is_complaint or asked.case is None:
        return
    if not InformationRequest.objects.filter(case=asked.case, kind="complaint", state="sent").exists():
        fulfil_tasks(actor, asked.case, "requests.complaint_answered", at=at)


def _said_to_case(asked: InformationRequest, part: Part) -> str:
    if not asked.is_complaint:
        return f"Đã có trả lời cho {called(asked)}"
    when = "quá hạn" if part.is_late else "đúng hạn"
    return f"{part.organisation} trả lời khiếu nại {asked.number} {when}: {COMPLAINT_OUTCOMES[part.outcome]}"


def _tell_asker(actor: Actor, asked: InformationRequest, part: Part, at: datetime) -> None:
    title = f"{part.organisation} đã trả lời {called(asked)}"
    send(actor, "requests.answered", about=asked, to=[asked.asker], title=title, at=at, url=page_of(asked))
