"""Kinds of case (loại vụ việc) as templates: which clocks run, what must be filled in, what has to be done; pure.

A template is a dated row of plain data. Its clocks point to limits of the law register, which say themselves whether anybody has
read them; a template invents no time of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from buuan.base.clocks.rules import Reason
from buuan.kit.workdays import VIETNAM
from buuan.work.cases.rules.reading import Faults, choice, day, flag, listed, text

PLAIN_KIND = "plain"
KINDS = {
    "plain": "vụ việc thường",
    "crime_report": "tố giác, tin báo về tội phạm",
    "denunciation": "tố cáo",
    "petition": "phản ánh, kiến nghị",
    "complaint": "khiếu nại dịch vụ bưu chính",
    "violation": "vi phạm hành chính",
}
"""The kinds that the platform ships; a province may add its own, whose names stand in their rows."""

KIND_MARKS = {"S": "đã đọc văn bản", "P": "đã đọc bản tóm tắt", "M": "chưa đối chiếu", "I": "quy ước của nền tảng"}
STEPS = ("open", "verify", "handle", "conclude", "close")
"""The acts that start or end a clock, in the order in which a case passes them; `refer` and `task:<code>` may do so as well."""

NEVER = "never"
"""The step before which a field is needed that may stay empty."""

FOUND = "found"
"""What a clock may count from besides days that the kind asks for: when the case's matter was found, as its report says."""

FIELD_TYPES = {"text": "một dòng chữ", "day": "ngày", "number": "số", "choice": "chọn một", "case": "thông tin của vụ việc"}
CASE_FIELDS = {"area": "địa bàn", "category": "nhóm hàng", "assignee": "người thụ lý", "items": "bưu gửi liên quan"}
PARTS = {"task": "nhiệm vụ", "check": "mục kiểm tra"}
DONE_BY = {
    "requests.complaint_passed_on": "chuyển khiếu nại cho doanh nghiệp",
    "requests.complaint_answered": "doanh nghiệp trả lời khiếu nại",
}
"""Acts of rooms above, by the name of their record, that a task may wait for; the act ticks the task, nobody else needs to."""

CLOCK_TASKS = {
    "cases.verify": "Kết luận xác minh",
    "crime_report.classify": "Phân loại tin báo",
    "crime_report.tell_procuracy": "Thông báo Viện kiểm sát",
    "crime_report.decide": "Giải quyết tin báo",
    "denunciation.accept": "Xem xét thụ lý tố cáo",
    "denunciation.settle": "Giải quyết tố cáo",
    "petition.answer": "Chuyển hoặc trả lời",
    "complaint.settle_domestic": "Theo dõi doanh nghiệp giải quyết khiếu nại",
    "complaint.settle_international": "Theo dõi doanh nghiệp giải quyết khiếu nại quốc tế",
    "sanctions.make_minutes": "Lập biên bản vi phạm",
    "sanctions.pass_minutes_on": "Chuyển biên bản, hồ sơ",
    "sanctions.ask_to_explain_in_person": "Chờ yêu cầu giải trình trực tiếp",
    "sanctions.explain_in_writing": "Chờ giải trình bằng văn bản",
    "sanctions.decide": "Ra quyết định xử phạt",
    "sanctions.decide_passed_on": "Ra quyết định xử phạt (hồ sơ chuyển đến)",
    "sanctions.decide_explained": "Ra quyết định xử phạt (có giải trình)",
    "sanctions.decide_complex": "Ra quyết định xử phạt (phức tạp)",
    "sanctions.send_decision": "Gửi quyết định xử phạt",
    "sanctions.comply": "Theo dõi chấp hành quyết định",
    "sanctions.end_seizure": "Xử lý tang vật, phương tiện tạm giữ",
    "sanctions.limitation": "Xử phạt trong thời hiệu",
    "sanctions.limitation_trade": "Xử phạt trong thời hiệu hai năm",
}
"""What the clock of a limit asks for, as a verb; a limit of the province's own is called by its name."""

TEXT_MAX = 200
MOST_OF_A_PART = 40


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """A clock of a kind: `limit` of the law register, the event that starts it, those that end it.

    `who` narrows it to kinds of leading body, `only` to cases whose detail has a value; an empty one is that of a detail
    which nobody has written. Where the law counts from something else than the event, `since` names it: days among the kind's own
    fields, `found` for when the matter was found; the first that is known holds, the event where none is.
    """

    limit: str
    starts: str
    ends: tuple[str, ...]
    who: tuple[str, ...] = ()
    only: tuple[tuple[str, str], ...] = ()
    since: tuple[str, ...] = ()

    def counts_from(self, details: Mapping[str, str], found_at: datetime | None, event_at: datetime) -> tuple[str, datetime]:
        """Give what the clock counts from and that moment: a name of `since`, empty for the event that starts it.

        A day counts from its beginning in Vietnam; the count itself leaves out the day on which it begins.
        """
        for name in self.since:
            if name == FOUND and found_at is not None:
                return name, found_at
            if details.get(name):
                return name, datetime.combine(date.fromisoformat(details[name]), time(), VIETNAM)
        return "", event_at

    def runs_for(self, lead_kind: str, details: Mapping[str, str]) -> bool:
        """Tell whether the clock runs in a case led by a body of this kind, with these details."""
        return (not self.who or lead_kind in self.who) and all(details.get(key, "") == value for key, value in self.only)


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """Something that must be known before a step, `never` for what may stay open; with type `case` a column of the case itself."""

    code: str
    name: str
    type: str
    before: str
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """Something to do (`task`) or to look at (`check`); what is required holds the closing of the file.

    `done_by` names the act of DONE_BY that ticks it by itself, empty for what a person ticks.
    """

    code: str
    name: str
    part: str = "task"
    required: bool = True
    note: str = ""
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class KindPlan:
    """One dated row of a kind whole."""

    code: str
    name: str
    about: str = ""
    from_on: date = date(2021, 1, 1)
    until_on: date | None = None
    source: str = ""
    read_in: str = ""
    mark: str = "I"
    clocks: tuple[ClockPlan, ...] = ()
    fields: tuple[FieldPlan, ...] = ()
    tasks: tuple[TaskPlan, ...] = ()

    def ended_by(self, event: str) -> frozenset[str]:
        """Give the limits whose clocks an event ends; a step ends those of the steps before it as well."""
        return frozenset(one.limit for one in self.clocks if any(_reaches(event, end) for end in one.ends))

    def own_fields(self) -> tuple[FieldPlan, ...]:
        """Give the fields that are no columns of the case."""
        return tuple(one for one in self.fields if one.type != "case")


PLAIN = KindPlan(
    PLAIN_KIND, KINDS[PLAIN_KIND], source="Quy ước của nền tảng", clocks=(ClockPlan("cases.verify", "open", ("conclude",)),)
)
"""What holds where no template is: the platform's own target for verification."""


def _reaches(event: str, end: str) -> bool:
    if event in STEPS and end in STEPS:
        return STEPS.index(end) <= STEPS.index(event)
    return event == end


def missing_fields(plan: KindPlan, verb: str, filled: Mapping[str, Any]) -> list[FieldPlan]:
    """Give what must be known before `verb` or a step before it and is not in `filled`."""
    if verb not in STEPS:
        return []
    due = [one for one in plan.fields if one.before in STEPS and STEPS.index(one.before) <= STEPS.index(verb)]
    return [one for one in due if filled.get(one.code) in (None, "", [], ())]


def check_details(plan: KindPlan, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Give the details as they are stored, and what is wrong with them by field; an empty one is left out."""
    kept: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    known = {one.code: one for one in plan.own_fields()}
    for code in sorted(set(given) - set(known)):
        errors[code] = [f"Loại «{plan.name}» không có ô «{code[:40]}»."]
    for code, one in known.items():
        value = " ".join(str(given.get(code) or "").split())
        if not value:
            continue
        fault = _fault_of(one, value)
        if fault:
            errors[code] = [fault]
        else:
            kept[code] = value
    return kept, errors


def days_to_come(plan: KindPlan, details: Mapping[str, str], today: date) -> dict[str, list[str]]:
    """Give what is wrong, by field, with days from which a clock counts: what is still to come has neither ended nor been found."""
    named = {name for one in plan.clocks for name in one.since if details.get(name)}
    return {name: ["Ngày này chưa tới."] for name in sorted(named) if date.fromisoformat(details[name]) > today}


def _fault_of(one: FieldPlan, value: str) -> str:
    match one.type:
        case "day":
            try:
                date.fromisoformat(value)
            except ValueError:
                return "Ngày chưa đúng, ví dụ 2026-11-23."
        case "number":
            if not value.isascii() or not value.isdigit() or len(value) > 15:
                return "Ghi một số nguyên."
        case "choice":
            if value not in {code for code, _name in one.choices}:
                return "Chọn trong danh mục."
        case _:
            if len(value) > TEXT_MAX:
                return f"Dài quá {TEXT_MAX} ký tự."
    return ""


def say_missing(names: Sequence[str]) -> list[Reason]:
    """Give why a step is not open while something is not filled in."""
    return [Reason("case.field_missing", f"Chưa ghi: {', '.join(names)}.")] if names else []


# -- as plain data -------------------------------------------------------------------------------------------------------


def as_json(plan: KindPlan) -> dict[str, Any]:
    """Give a kind as it is exported; `read_kind` reads it back."""
    return {
        "code": plan.code,
        "name": plan.name,
        "about": plan.about,
        "from_on": plan.from_on.isoformat(),
        "until_on": plan.until_on.isoformat() if plan.until_on else None,
        "source": plan.source,
        "read_in": plan.read_in,
        "mark": plan.mark,
        **parts_as_json(plan),
    }


def parts_as_json(plan: KindPlan) -> dict[str, list[dict[str, Any]]]:
    """Give clocks, fields and tasks as they are stored."""
    return {
        "clocks": [
            {"limit": one.limit, "starts": one.starts, "ends": list(one.ends), "who": list(one.who), "only": dict(one.only)}
            | ({"since": list(one.since)} if one.since else {})
            for one in plan.clocks
        ],
        "fields": [
            {
                "code": one.code,
                "name": one.name,
                "type": one.type,
                "before": one.before,
                "choices": [{"code": code, "name": name} for code, name in one.choices],
                "note": one.note,
            }
            for one in plan.fields
        ],
        "tasks": [
            {"code": one.code, "name": one.name, "part": one.part, "required": one.required, "note": one.note}
            | ({"done_by": one.done_by} if one.done_by else {})
            for one in plan.tasks
        ],
    }


def read_kind(raw: Any, where: str, faults: Faults, limits: Iterable[str] | None = None) -> KindPlan:
    """Read a kind from plain data; what is wrong goes to `faults`, each under its place. `limits` are the known ones."""
    row = raw if isinstance(raw, Mapping) else faults.empty(where, "phải là một đối tượng.")
    mark = choice(row, "mark", KIND_MARKS, where, faults)
    read_in = text(row, "read_in", where, faults, needed=False)
    if (mark in ("S", "P")) != bool(read_in):
        faults.add(f"{where}.read_in", "mức S, P phải ghi nơi đã đọc; các mức khác để trống.")
    tasks = tuple(_task(one, at, faults) for at, one in listed(row, "tasks", where, faults, MOST_OF_A_PART))
    fields = tuple(_field(one, at, faults) for at, one in listed(row, "fields", where, faults, MOST_OF_A_PART))
    _once([one.code for one in tasks], f"{where}.tasks", faults)
    _once([one.code for one in fields], f"{where}.fields", faults)
    events = {*STEPS, "refer", *(f"task:{one.code}" for one in tasks)}
    days = {FOUND, *(one.code for one in fields if one.type == "day")}
    given = listed(row, "clocks", where, faults, MOST_OF_A_PART)
    clocks = tuple(_clock(one, at, faults, events, days, None if limits is None else set(limits)) for at, one in given)
    _once([one.limit for one in clocks], f"{where}.clocks", faults)
    from_on, until_on = day(row, "from_on", where, faults), day(row, "until_on", where, faults, needed=False)
    if from_on and until_on and until_on <= from_on:
        faults.add(f"{where}.until_on", "phải sau ngày có hiệu lực.")
    code = text(row, "code", where, faults, most=40)
    if code and not (code.isascii() and code.replace("_", "a").isalnum() and code == code.lower()):
        faults.add(f"{where}.code", "chỉ gồm chữ thường không dấu, số, gạch dưới.")
    return KindPlan(
        code=code,
        name=text(row, "name", where, faults, most=120),
        about=text(row, "about", where, faults, needed=False, most=1_000),
        from_on=from_on or date(2021, 1, 1),
        until_on=until_on,
        source=text(row, "source", where, faults, most=500),
        read_in=read_in,
        mark=mark,
        clocks=clocks,
        fields=fields,
        tasks=tasks,
    )


def _clock(raw: Any, where: str, faults: Faults, events: set[str], days: set[str], limits: set[str] | None) -> ClockPlan:
    row = raw if isinstance(raw, Mapping) else faults.empty(where, "phải là một đối tượng.")
    limit = text(row, "limit", where, faults, most=80)
    if limits is not None and limit and limit not in limits:
        faults.add(f"{where}.limit", f"danh mục pháp luật không có thời hạn «{limit[:60]}».")
    named = row.get("ends") or []
    ends = tuple(str(one) for one in named) if isinstance(named, list | tuple) else ()
    starts = text(row, "starts", where, faults)
    for name, event in (("starts", starts), *(("ends", one) for one in ends)):
        if event not in events:
            faults.add(f"{where}.{name}", f"không có bước hay nhiệm vụ «{event[:60]}».")
    if not ends:
        faults.add(f"{where}.ends", "cần ghi bước hoặc nhiệm vụ kết thúc thời hạn.")
    only = row.get("only") or {}
    if not isinstance(only, Mapping):
        only = faults.empty(f"{where}.only", "phải là một đối tượng.")
    who = row.get("who") or []
    if not isinstance(who, list | tuple):
        who = list(faults.empty(f"{where}.who", "phải là một danh sách."))
    pairs = tuple((str(key), str(value)) for key, value in only.items())
    since = row.get("since") or []
    if not isinstance(since, list | tuple) or not all(isinstance(one, str) and one in days for one in since):
        faults.add(f"{where}.since", f"chỉ gồm: {', '.join(sorted(days))}.")
        since = ()
    return ClockPlan(limit, starts, ends, tuple(str(one) for one in who), pairs, tuple(since))


def _field(raw: Any, where: str, faults: Faults) -> FieldPlan:
    row = raw if isinstance(raw, Mapping) else faults.empty(where, "phải là một đối tượng.")
    kind = choice(row, "type", FIELD_TYPES, where, faults)
    code = text(row, "code", where, faults, most=40)
    if kind == "case" and code not in CASE_FIELDS:
        faults.add(f"{where}.code", f"vụ việc chỉ có: {', '.join(CASE_FIELDS)}.")
    if kind != "case" and code in CASE_FIELDS:
        faults.add(f"{where}.code", "trùng với thông tin của vụ việc.")
    options = []
    for at, one in listed(row, "choices", where, faults, MOST_OF_A_PART):
        option = one if isinstance(one, Mapping) else faults.empty(at, "phải là một đối tượng.")
        options.append((text(option, "code", at, faults, most=40), text(option, "name", at, faults, most=120)))
    if (kind == "choice") != bool(options):
        faults.add(f"{where}.choices", "chỉ ô «choice» có lựa chọn, và phải có.")
    before = choice(row, "before", dict.fromkeys((*STEPS, NEVER), ""), where, faults)
    name = text(row, "name", where, faults, most=120)
    return FieldPlan(code, name, kind, before, tuple(options), text(row, "note", where, faults, needed=False, most=300))


def _task(raw: Any, where: str, faults: Faults) -> TaskPlan:
    row = raw if isinstance(raw, Mapping) else faults.empty(where, "phải là một đối tượng.")
    return TaskPlan(
        code=text(row, "code", where, faults, most=40),
        name=text(row, "name", where, faults, most=TEXT_MAX),
        part=choice(row, "part", PARTS, where, faults, usual="task"),
        required=flag(row, "required", where, faults, usual=True),
        note=text(row, "note", where, faults, needed=False, most=300),
        done_by=_done_by(row, where, faults),
    )


def _done_by(row: Mapping[str, Any], where: str, faults: Faults) -> str:
    named = row.get("done_by") or ""
    if named and named not in DONE_BY:
        faults.add(f"{where}.done_by", f"phải là một trong: {', '.join(DONE_BY)}.")
        return ""
    return str(named)


def _once(codes: Sequence[str], where: str, faults: Faults) -> None:
    for code in sorted({one for one in codes if one and codes.count(one) > 1}):
        faults.add(where, f"«{code}» có hai lần.")
