"""Drafting a request and handing it in for approval; what is beyond the bounds is refused before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.base.files.models import StoredFile
from buuan.base.files.rules import check_not_secret
from buuan.base.organisations.models import Organisation
from buuan.base.series import next_number
from buuan.base.web.search import folded_text
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.kit.phones import normalise
from buuan.registers.goods.queries import category
from buuan.work.cases.actions.telling import check_unsettled, day_of, refuse
from buuan.work.cases.models import Case
from buuan.work.cases.rules import normal_text
from buuan.work.interdiction.models import Ground
from buuan.work.interdiction.queries import has_power, verdict_on
from buuan.work.interdiction.rules import Scope, Verdict, normal_scope
from buuan.work.requests.actions.noting import locked, note, noted, tell
from buuan.work.requests.models import InformationRequest, Part
from buuan.work.requests.queries import may_be_asked, page_of, who_may_ask
from buuan.work.requests.rules import (
    DEFAULT_DAYS,
    MOST_DAYS,
    REQUEST_FLOW,
    TEXT_MAX,
    TITLE_MAX,
    WANTED,
    Asked,
    ask_instead,
    check_period,
    check_recipients,
    may_approve,
    reasons_against,
)


@dataclass(frozen=True, slots=True)
class RequestDecision:
    """The attached decision: number, day, kind of body, and the file, if it may be in the system."""

    number: str
    on: date
    by: str
    file: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the drafter says; `to` are codes of organisations, `days` working days, for what is urgent the register's hours."""

    title: str
    ground: str
    reason: str
    scope: Scope
    wanted: tuple[str, ...]
    question: str
    to: tuple[str, ...]
    officer: str
    phone: str
    urgent: bool = False
    days: int = DEFAULT_DAYS
    about_content: bool = False
    decision: RequestDecision | None = None
    case: Case | None = None


@noted("draft")
@action
def draft_request(actor: Actor, facts: RequestFacts, *, at: datetime) -> InformationRequest:
    """Draft a request (soạn yêu cầu) of the actor's own body; nothing is sent before another person approves it.

    Raises Invalid for what is missing or misspelt, Refused for what the bounds do not allow.
    """
    require(actor, "requests.draft")
    refuse(may_approve(None, actor.account_id, actor.is_system))
    facts = _normal(facts)
    check_not_secret(facts.title, facts.question, facts.reason)
    asked = Asked(facts.scope, facts.wanted)
    verdict = verdict_on(
        facts.ground, actor.body_kind, facts.scope, day_of(at),
        decided_by=facts.decision.by if facts.decision else "", about_content=facts.about_content,
    )  # fmt: skip
    against = [*reasons_against(verdict, asked), *check_period(facts.scope.from_at, facts.scope.until_at, at)]
    if against and not has_power(actor.body_kind, day_of(at)):
        against.append(ask_instead(who_may_ask(day_of(at))))
    refuse(against)
    refuse(check_recipients(actor.body_code, facts.to))
    recipients = recipients_on(facts.to, day_of(at))
    _check_case(actor, facts.case)

    made = _new(actor, facts, asked, verdict, at)
    made.save()
    for one in recipients:
        Part.objects.create(request=made, organisation=one)

    note(actor, "draft", made, at=at)
    tell(made, actor, "drafted", at)
    record(actor, "requests.drafted", made, at=at, **said(made))
    return made


@noted("submit")
@action
def submit_request(actor: Actor, asked: InformationRequest, *, at: datetime) -> InformationRequest:
    """Hand a draft in for approval (trình duyệt); the bounds are asked again, by the rows of this day."""
    require(actor, "requests.draft", asked)
    asked = locked(asked)
    check_own(actor, asked)
    step = REQUEST_FLOW.step(asked.state, "submit")
    check_bounds(asked, actor.body_kind, at=at)

    asked.move(step, submitted_at=at)

    note(actor, "submit", asked, at=at)
    tell(asked, actor, "submitted", at)
    record(actor, "requests.submitted", asked, at=at, **said(asked))
    title = f"Yêu cầu cung cấp thông tin {asked.number} chờ duyệt"
    send(actor, "requests.to_approve", about=asked, to=[asked.asker], title=title, at=at, url=page_of(asked), urgent=asked.urgent)
    return asked


def check_own(actor: Actor, asked: InformationRequest) -> None:
    """Raise Refused unless the actor's own body asks."""
    if not asked.is_asked_by(actor):
        raise Refused("request.not_own", "Chỉ cơ quan yêu cầu thực hiện được bước này.")


def check_bounds(asked: InformationRequest, body_kind: str, *, at: datetime) -> None:
    """Ask every bound again; raises Refused with the reasons."""
    verdict = verdict_on(
        asked.ground, body_kind, asked.reach(), day_of(at), decided_by=asked.decision_by, about_content=asked.about_content
    )
    refuse(reasons_against(verdict, asked.asked()))
    recipients_on(tuple(asked.parts.values_list("organisation__code", flat=True)), day_of(at))
    if asked.case is not None:
        check_unsettled(asked.case)


def recipients_on(codes: tuple[str, ...], on: date) -> list[Organisation]:
    """Give the organisations by their codes; raises Refused for one that is unknown, cannot be asked, or is no more on that day."""
    known = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in known or not may_be_asked(known[code].kind)]
    if unknown:
        raise Refused("request.recipient_unknown", f"Không có nơi nào mã {', '.join(unknown)} để yêu cầu.")
    here = set(Organisation.objects.as_of(on).filter(code__in=codes).values_list("code", flat=True))
    ended = [str(known[code]) for code in codes if code not in here]
    if ended:
        raise Refused("request.recipient_ended", f"{', '.join(ended)} không còn hoạt động; hãy gửi tới nơi kế thừa.")
    return [known[code] for code in codes]


def _check_case(actor: Actor, case: Case | None) -> None:
    if case is None:
        return
    if not case.is_visible_to(actor):
        raise Refused("request.foreign_case", "Không tìm thấy vụ việc, hoặc anh/chị không được xem.")
    check_unsettled(case)


def _normal(facts: RequestFacts) -> RequestFacts:
    scope, errors = normal_scope(facts.scope)
    words = {name: normal_text(getattr(facts, name)) for name in ("title", "reason", "officer", "question")}
    for name, most, sentence in (
        ("title", TITLE_MAX, "Cần ghi nội dung yêu cầu."),
        ("reason", TEXT_MAX, "Cần ghi lý do."),
        ("question", TEXT_MAX, "Cần ghi rõ cần biết điều gì."),
        ("officer", 120, "Cần ghi cán bộ đầu mối."),
    ):
        if not words[name]:
            errors[name] = [sentence]
        elif len(words[name]) > most:
            errors[name] = [f"Dài quá {most} ký tự."]
    phone = normalise(facts.phone)
    if phone is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0237 3852 246."]
    if not facts.wanted or not set(facts.wanted) <= set(WANTED):
        errors["wanted"] = ["Chọn thông tin cần cung cấp trong danh mục."]
    if not 1 <= facts.days <= MOST_DAYS:
        errors["days"] = [f"Hạn trả lời từ 1 đến {MOST_DAYS} ngày làm việc."]
    if facts.decision is not None and not facts.decision.number.strip():
        errors["decision_number"] = ["Cần ghi số quyết định kèm theo."]
    if errors:
        raise Invalid(errors)
    to = tuple(dict.fromkeys(code.strip() for code in facts.to if code.strip()))
    wanted = tuple(one for one in WANTED if one in facts.wanted)
    return replace(facts, scope=scope, phone=phone or "", wanted=wanted, to=to, **words)


def _new(actor: Actor, facts: RequestFacts, asked: Asked, verdict: Verdict, at: datetime) -> InformationRequest:
    goods, decision = category(facts.scope.category), facts.decision
    made = InformationRequest(
        number=next_number("YC", day_of(at).year),
        title=facts.title,
        asker=Organisation.objects.get(pk=actor.body_id),
        officer=facts.officer,
        phone=facts.phone,
        ground=facts.ground,
        ground_row=Ground.objects.get(code=verdict.row.code if verdict.row else ""),
        reason=facts.reason,
        about_content=facts.about_content,
        scope=facts.scope.as_json(),
        category=facts.scope.category,
        category_name=goods.name if goods else "",
        names_persons=facts.scope.names_persons,
        personal=asked.is_personal,
        wanted=list(facts.wanted),
        question=facts.question,
        urgent=facts.urgent,
        days=facts.days,
        decision_number=decision.number.strip() if decision else "",
        decision_on=decision.on if decision else None,
        decision_by=decision.by if decision else "",
        decision_file=decision.file if decision else None,
        case=facts.case,
        drafted_by_id=actor.account_id,
        drafted_at=at,
    )
    items = made.scope.get("items") or []
    made.folded = folded_text([made.number, made.title, made.category_name, made.asker, *items])
    return made


def said(asked: InformationRequest) -> dict[str, object]:
    """Give what a record holds of a request: how much of each part, never which."""
    return {
        "asker": asked.asker.code,
        "asker_kind": asked.asker.kind,
        "ground": asked.ground,
        "row": asked.ground_row.code,
        "scope": asked.reach().counts(),
        "wanted": asked.wanted,
        "to": list(asked.parts.order_by("pk").values_list("organisation__code", flat=True)),
        "decision": asked.decision_number,
        "case": asked.case.number if asked.case else "",
    }
