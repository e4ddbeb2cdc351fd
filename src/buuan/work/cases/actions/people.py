"""People and bodies of a case: who works on it, who is asked to join, who reported, and what they write to each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.base.access.guard import require
from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account
from buuan.base.action import action, check_writing
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.work.cases.actions.telling import check_lead, check_unsettled, day_of, page_of, take, tell
from buuan.work.cases.models import Case, CaseEvent, Note, Participant, Reporter
from buuan.work.cases.queries.desk import away_on
from buuan.work.cases.rights import HANDLERS
from buuan.work.cases.rules import MARKINGS, NOTE_LEVELS, check_labels

LONGEST_AGO = timedelta(days=3_653)


@action
def assign_case(
    actor: Actor, case: Case, assignee: Account | None, *, at: datetime, despite_absence: bool = False, why: str = ""
) -> Case:
    """Give an open case to a colleague (phân công), of the lead body or of a partner; None takes it from whoever has it.

    Raises Refused `case.assignee_away` for somebody who is away, naming who stands in, unless `despite_absence` says it is meant.
    """
    require(actor, "cases.assign", case)
    check_lead(actor, case)
    case = take(case)
    check_unsettled(case)
    if assignee is not None:
        check_colleague(case, assignee, at)
        absence = away_on(assignee, day_of(at))
        if absence is not None and not despite_absence:
            raise Refused(
                "case.assignee_away",
                f"{absence.away.sentence} Hãy giao cho người làm thay, hoặc xác nhận vẫn giao.",
                substitute=absence.substitute.username,
            )
    elif case.assignee is None:
        raise Refused("case.not_assigned", "Vụ việc chưa phân công cho ai.")

    former, case.assignee = case.assignee, assignee
    case.save(update_fields=("assignee",))

    record(
        actor,
        "cases.assigned",
        case,
        at=at,
        assignee=assignee.username if assignee else "",
        former=former.username if former else "",
        why=why,
    )
    tell(case, actor, "assigned", at, assignee=assignee.name if assignee else "", former=former.name if former else "", why=why)
    return case


@action
def claim_case(actor: Actor, case: Case, *, at: datetime, explanation: str = "") -> Case:
    """Take a case that nobody works on for oneself (nhận về mình); one that waits goes into verification with it.

    Raises Refused, naming who was first, when somebody works on it already.
    """
    require(actor, "cases.verify", case)
    check_lead(actor, case)
    case = take(case)
    check_unsettled(case)
    me = Account.objects.select_related("organisation").get(pk=actor.account_id)
    check_colleague(case, me, at)
    if case.assignee is not None:
        who = "Anh/chị" if case.assignee_id == me.pk else case.assignee.name
        raise Refused("case.already_claimed", f"{who} đang thụ lý vụ việc {case.number}.")

    case.assignee = me
    case.save(update_fields=("assignee",))

    record(actor, "cases.claimed", case, at=at, assignee=me.username)
    tell(case, actor, "assigned", at, assignee=me.name, claimed=True)
    return case


@action
def invite_partner(actor: Actor, case: Case, organisation: Organisation, *, at: datetime) -> Participant:
    """Ask another body to work on the case (mời phối hợp); it sees the case from now and is told."""
    require(actor, "cases.assign", case)
    check_lead(actor, case)
    case = take(case)
    check_unsettled(case)
    if organisation.kind not in HANDLERS.split():
        raise Refused("case.cannot_take_part", f"{organisation} không phải cơ quan xử lý vụ việc nên không tham gia được.")
    if not organisation.holds_on(day_of(at)):
        raise Refused("organisation.ended", f"{organisation} không còn hoạt động; hãy chọn cơ quan kế thừa.")
    if case.participants.filter(organisation=organisation, until_at=None).exists():
        raise Refused("case.already_partner", f"{organisation} đã tham gia vụ việc.")

    part = Participant.objects.create(case=case, organisation=organisation, role="partner", from_at=at)

    record(actor, "cases.partner_invited", case, at=at, organisation=organisation.code)
    tell(case, actor, "partner", at, organisation=str(organisation))
    send(
        actor,
        "cases.partner",
        about=case,
        to=[organisation],
        title=f"Mời phối hợp xử lý vụ việc {case.number}",
        at=at,
        url=page_of(case),
    )
    return part


@action
def add_note(actor: Actor, case: Case, *, level: str, text: str, at: datetime, marking: str = "internal") -> Note:
    """Write a note for the own body, for all bodies of the case, or to those who reported, who are told.

    A restricted note is for the bodies that take part, and leaves no line on the timeline that others read. Raises Invalid for an
    empty note, an unknown level or marking, or a note to reporters where nobody reported.
    """
    require(actor, "cases.note", case)
    errors = {}
    if level not in NOTE_LEVELS:
        errors["level"] = ["Chọn ghi chú cho ai đọc."]
    if not text.strip():
        errors["text"] = ["Ghi chú đang trống."]
    if marking not in MARKINGS:
        errors["marking"] = ["Chọn phạm vi trong danh mục; bí mật nhà nước không được đưa vào hệ thống này."]
    if marking == "restricted" and level == "reporter":
        errors["marking"] = ["Ghi chú gửi người báo không thể là hạn chế."]
    to = (
        [one.organisation for one in case.reporters.filter(left_at=None).select_related("organisation")]
        if level == "reporter"
        else []
    )
    if level == "reporter" and not to:
        errors["level"] = ["Vụ việc này không bắt đầu từ báo cáo nào nên không có người báo để gửi."]
    if errors:
        raise Invalid(errors)

    note = Note.objects.create(
        case=case, level=level, text=text.strip(), organisation_id=actor.body_id, author=actor.name, at=at, marking=marking
    )

    record(actor, "cases.noted", case, at=at, level=level, note=note.pk, marking=marking)
    if level != "own" and marking != "restricted":
        tell(case, actor, "noted", at, level=level, text=note.text[:200])
    send(actor, "cases.note", about=case, to=to, title=f"Trao đổi về vụ việc {case.number}", text=note.text, at=at)
    return note


@action
def write_event(actor: Actor, case: Case, *, happened_at: datetime, text: str, at: datetime) -> CaseEvent:
    """Write by hand into the timeline what happened outside the platform (ghi diễn biến), under the moment when it did.

    Every body of the case reads it. Raises Invalid for an empty text, a moment to come, or one before the year in which it counts.
    """
    require(actor, "cases.note", case)
    errors = {}
    words = " ".join(text.split())
    if not words:
        errors["text"] = ["Cần ghi việc đã xảy ra."]
    elif len(words) > 500:
        errors["text"] = ["Dài quá 500 ký tự; phần còn lại ghi vào ghi chú."]
    if happened_at > at:
        errors["happened_at"] = ["Chưa đến lúc đó; chỉ ghi việc đã xảy ra."]
    elif at - happened_at > LONGEST_AGO:
        errors["happened_at"] = ["Quá mười năm trước; hãy xem lại ngày."]
    if errors:
        raise Invalid(errors)

    record(actor, "cases.event_written", case, at=at, happened_at=happened_at.isoformat(), text=words)
    return tell(case, actor, "written", happened_at, text=words, written_at=at.isoformat())


@action
def label_case(actor: Actor, case: Case, *, add: list[str], remove: list[str], at: datetime) -> Case:
    """Label an open case (gắn nhãn), or take labels off; raises Invalid for one that is not on the list."""
    require(actor, "cases.handle", case)
    wanted, gone = check_labels(add), check_labels(remove)
    check_lead(actor, case)
    case = take(case)
    if case.state == "closed":
        raise Refused("case.not_open", "Vụ việc đã đóng hồ sơ.")
    labels = check_labels([one for one in {*case.labels, *wanted} if one not in gone])
    if labels == case.labels:
        raise Refused("case.nothing_changed", "Nhãn của vụ việc đã như vậy.")

    added, taken = [one for one in labels if one not in case.labels], [one for one in case.labels if one not in labels]
    case.labels = labels
    case.save(update_fields=("labels",))

    record(actor, "cases.labelled", case, at=at, added=added, removed=taken)
    tell(case, actor, "labelled", at, added=added, removed=taken)
    return case


def add_reporter(case: Case, organisation: Organisation, report: str) -> None:
    """Note inside a running action who reported, so that it is told at the end; called by the rooms that take reports in."""
    check_writing("Reporter")
    Reporter.objects.get_or_create(case=case, report=report, left_at=None, defaults={"organisation": organisation})


def check_colleague(case: Case, person: Account, at: datetime) -> None:
    """Raise Refused unless the person may be given the case: an account in use, of a body that takes part, that may verify."""
    bodies = case.participants.filter(until_at=None).values_list("organisation__path", flat=True)
    if not person.works_on(day_of(at)) or not any(person.organisation.path.startswith(path) for path in bodies):
        raise Refused("case.not_a_colleague", f"{person.name} không thuộc cơ quan đang tham gia vụ việc.")
    if "cases.verify" not in rights_of(person.role, person.organisation.kind):
        raise Refused("case.not_an_officer", f"{person.name} không có quyền xác minh vụ việc.")
