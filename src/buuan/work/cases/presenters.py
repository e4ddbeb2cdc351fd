"""How a case reads: sentences of its timeline, marked words, who can see it. Facts come in, Vietnamese sentences go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext, pgettext

from buuan.base.clocks.models import SEVERITIES
from buuan.base.web import formats
from buuan.base.web.words import shown
from buuan.work.cases.models import Case, CaseEvent
from buuan.work.cases.queries import Viewer
from buuan.work.cases.rules import CASE_FLOW, EVENT_GROUPS, MARKINGS, NOTE_LEVELS, OUTCOMES, SIGHTS

SEVERITY_TONES = {"critical": "red", "high": "red", "medium": "amb", "low": ""}
STATE_TONES = {"received": "amb", "verifying": "blu", "handling": "blu", "concluded": "grn", "closed": ""}
REFERRAL_TONES = {"open": "amb", "accepted": "grn", "declined": "red", "withdrawn": ""}
OUTCOME_TONES = {
    "seized": "red",
    "destroyed": "red",
    "transferred": "amb",
    "returned": "grn",
    "released": "grn",
    "nothing_found": "grn",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a declaration; `law` and `rule` are empty where nothing was recognised."""

    text: str
    rule: str = ""
    law: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether a word of the catalogue was recognised here."""
        return bool(self.rule)


def marked(text: str, hits: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Cut a declaration into pieces so that the recognised words can be marked; `hits` are in code points, end excluded.

    Of hits that overlap the one that begins first and is longest is shown; a hit outside the text is left out.
    """
    pieces, at = [], 0
    for hit in sorted(hits, key=lambda one: (one["start"], -one["end"])):
        start, end = hit["start"], hit["end"]
        if start < at or end > len(text) or start >= end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], hit.get("rule") or "…", hit.get("law", "")))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline, as `{% timeline %}` draws it."""

    at: datetime
    who: str
    text: str
    detail: str = ""
    ref: str = ""
    tag: str = ""
    tone: str = ""
    url: str = ""


def say_event(event: CaseEvent) -> Line:
    """Give the line of an event; what a kind does not know of falls back to the fact `text`, as rooms above write it."""
    made = _SENTENCES.get(event.kind, _as_told)(event.facts)
    who = event.body if event.body and event.body != event.who else ""
    detail = " · ".join(part for part in (made.get("detail", ""), event.who if who else "") if part)
    return Line(event.at, who or event.who, made["text"], detail, made.get("ref", ""), made.get("tag", ""), made.get("tone", ""))


def group_names() -> dict[str, str]:
    """Give the groups by which the timeline can be narrowed."""
    return {
        "progress": gettext("Tiến trình"),
        "items": gettext("Bưu gửi"),
        "reports": gettext("Báo cáo"),
        "people": gettext("Cơ quan tham gia"),
        "notes": gettext("Trao đổi"),
    }


def amount_of(facts: Mapping[str, Any]) -> str:
    """Write a seizure's quantity, unit and value (`36 quả, trị giá 1.200.000 đ`) from facts of a record or an event."""
    parts = []
    if facts.get("quantity"):
        try:
            parts.append(f"{formats.number(Decimal(str(facts['quantity'])), None)} {facts.get('unit', '')}".strip())
        except InvalidOperation:
            parts.append(f"{facts['quantity']} {facts.get('unit', '')}".strip())
    if facts.get("value_vnd") is not None:
        parts.append(gettext("trị giá %(value)s") % {"value": formats.vnd(facts["value_vnd"])})
    return ", ".join(parts)


def stage_notes(case: Case, now: datetime) -> dict[str, str]:
    """Give, for each state that the case has reached, when that was; for the picture of the flow."""
    moments = {
        "received": case.opened_at,
        "verifying": case.verifying_at,
        "handling": case.handling_at,
        "concluded": case.concluded_at,
        "closed": case.closed_at,
    }
    return {state: formats.near_moment(at, now) for state, at in moments.items() if at is not None}


def path_of(case: Case) -> tuple[str, ...]:
    """Give the states to draw: a case that was concluded from verification never passed through handling."""
    skipped = case.concluded_at is not None and case.handling_at is None
    return tuple(state for state in CASE_FLOW.states if not (skipped and state == "handling"))


def viewers_of(case: Case, seen_by: Iterable[Viewer]) -> list[tuple[str, str]]:
    """Give who can see the case and why, in words, a line a body; people by name, so that nobody has to guess."""
    since = {one.organisation_id: formats.moment(one.from_at) for one in case.participants.all()}
    bodies: dict[tuple[int, str], tuple[str, str, list[str]]] = {}
    for one in seen_by:
        body = one.account.organisation
        why = gettext(SIGHTS[one.sight])
        if one.role:
            why = gettext("chủ trì") if one.role == "lead" else gettext("phối hợp")
            if body.pk in since:
                why = gettext("%(role)s, từ %(at)s") % {"role": why, "at": since[body.pk]}
        bodies.setdefault((body.pk, one.sight), (str(body), why, []))[2].append(one.account.name)
    rows = [(name, f"{why}: {', '.join(people[:MOST_NAMED])}{_and_more(people)}") for name, why, people in bodies.values()]
    if former := former_bodies(case):
        rows.append((former, gettext("đã chuyển vụ việc; chỉ biết trạng thái")))
    rows.append((gettext("Đơn vị đã báo"), gettext("chỉ biết số, trạng thái và phản hồi")))
    rows.append((gettext("Quản trị hệ thống"), gettext("không xem được nội dung")))
    return rows


MOST_NAMED = 6


def _and_more(people: list[str]) -> str:
    more = len(people) - MOST_NAMED
    return gettext(" và %(n)s người khác") % {"n": more} if more > 0 else ""


def former_bodies(case: Case) -> str:
    """Name those who passed the case on and still learn where it stands; empty where nobody did."""
    return ", ".join(dict.fromkeys(str(one.sender) for one in case.referrals.all() if one.state == "accepted"))


def marking_name(case: Case) -> str:
    """Give the marking as the head shows it."""
    return {
        "public": gettext("Công khai"),
        "internal": gettext("Nội bộ"),
        "restricted": gettext("Hạn chế: các cơ quan tham gia"),
    }.get(case.marking, gettext(MARKINGS.get(case.marking, "")))


Made = dict[str, str]


def _opened(facts: Mapping[str, Any]) -> Made:
    made = {"text": gettext("mở vụ việc, nguồn: %(source)s.") % {"source": facts.get("source", "")}}
    if facts.get("partners"):
        made["detail"] = gettext("Phối hợp: %(names)s") % {"names": ", ".join(facts["partners"])}
    return made


def _joined(facts: Mapping[str, Any]) -> Made:
    codes = ", ".join(facts.get("items", []))
    if not codes:
        return {"text": gettext("nhập %(why)s; bưu gửi đã có trong vụ việc.") % {"why": facts.get("why", "")}}
    details = []
    if facts.get("why"):
        details.append(gettext("Theo %(why)s") % {"why": facts["why"]})
    if facts.get("raised_to"):
        details.append(gettext("Mức độ của vụ việc nâng lên: %(name)s") % {"name": gettext(SEVERITIES.get(facts["raised_to"], ""))})
    return {"text": gettext("thêm bưu gửi vào vụ việc."), "ref": codes, "detail": " · ".join(details)}


def _verifying(facts: Mapping[str, Any]) -> Made:
    if facts.get("assignee"):
        return {"text": gettext("nhận xác minh, giao %(name)s.") % {"name": facts["assignee"]}}
    return {"text": gettext("nhận xác minh.")}


def _assigned(facts: Mapping[str, Any]) -> Made:
    return {"text": gettext("phân công %(name)s.") % {"name": facts.get("assignee", "")}}


def _handling(facts: Mapping[str, Any]) -> Made:
    return {"text": gettext("chuyển sang xử lý.")}


def _partner(facts: Mapping[str, Any]) -> Made:
    return {"text": gettext("mời %(name)s phối hợp.") % {"name": facts.get("organisation", "")}}


def _referred(facts: Mapping[str, Any]) -> Made:
    return {
        "text": gettext("chuyển vụ việc cho %(name)s, chờ trả lời.") % {"name": facts.get("to", "")},
        "detail": gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")},
    }


def _referral_accepted(facts: Mapping[str, Any]) -> Made:
    return {
        "text": gettext("nhận vụ việc, từ nay %(new)s chủ trì thay %(old)s.")
        % {"new": facts.get("to", ""), "old": facts.get("sender", "")}
    }


def _referral_declined(facts: Mapping[str, Any]) -> Made:
    return {
        "text": gettext("từ chối nhận vụ việc."),
        "detail": gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")},
    }


def _referral_withdrawn(facts: Mapping[str, Any]) -> Made:
    return {
        "text": gettext("rút lại việc chuyển cho %(name)s.") % {"name": facts.get("to", "")},
        "detail": gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")},
    }


def _noted(facts: Mapping[str, Any]) -> Made:
    level = facts.get("level", "")
    tag = {"inter_agency": gettext("các cơ quan tham gia"), "reporter": gettext("gửi người báo")}.get(
        level, gettext(NOTE_LEVELS.get(level, ""))
    )
    return {
        "text": gettext("ghi: “%(text)s”") % {"text": facts.get("text", "")},
        "tag": tag,
        "tone": "blu" if level == "reporter" else "",
    }


def _outcome(facts: Mapping[str, Any]) -> Made:
    outcome = facts.get("outcome", "")
    details = [amount_of(facts)]
    if facts.get("previous"):
        former = gettext(OUTCOMES.get(facts["previous"], facts["previous"]))
        details.append(gettext("sửa kết quả trước: %(name)s") % {"name": former})
    if facts.get("stays"):
        details.append(gettext("bưu gửi vẫn bị giữ vì một vụ việc khác còn xem xét"))
    return {
        "text": gettext("ghi kết quả bưu gửi"),
        "ref": facts.get("item", ""),
        "tag": shown(OUTCOMES.get(outcome, outcome)),
        "tone": OUTCOME_TONES.get(outcome, ""),
        "detail": " · ".join(part for part in details if part),
    }


def _concluded(facts: Mapping[str, Any]) -> Made:
    found = bool(facts.get("violation_found"))
    made = {
        "text": gettext("kết luận vụ việc."),
        "tag": pgettext("conclusion", "có vi phạm") if found else pgettext("conclusion", "không có vi phạm"),
        "tone": "red" if found else "grn",
    }
    if facts.get("in_time") is False:
        made["detail"] = gettext("Quá hạn, đã giải trình")
    return made


def _closed(facts: Mapping[str, Any]) -> Made:
    told = int(facts.get("reporters_told") or 0)
    said = gettext("đóng hồ sơ, đã phản hồi %(n)s nơi báo.") % {"n": told} if told else gettext("đóng hồ sơ.")
    made = {"text": said}
    if facts.get("override"):
        made["detail"] = gettext("Lý do: %(why)s") % {"why": facts["override"]}
        made |= {"tag": gettext("đóng khi còn việc"), "tone": "amb"}
    return made


def _crime_flagged(facts: Mapping[str, Any]) -> Made:
    why = gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")}
    return {"text": gettext("ghi nhận dấu hiệu tội phạm."), "detail": why, "tag": gettext("dấu hiệu tội phạm"), "tone": "red"}


def _crime_lifted(facts: Mapping[str, Any]) -> Made:
    why = gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")}
    return {"text": gettext("gỡ dấu hiệu tội phạm."), "detail": why}


def _report_taken(facts: Mapping[str, Any]) -> Made:
    minutes = int(facts.get("minutes") or 0)
    after = formats.number(minutes)
    made = {
        "text": gettext("tiếp nhận báo cáo từ %(point)s, sau %(n)s phút.") % {"point": facts.get("point", ""), "n": after},
        "ref": facts.get("report", ""),
    }
    if facts.get("hold") == "lapsed":
        made["detail"] = gettext("Thời hạn tự tạm giữ đã hết trước khi tiếp nhận")
    return made


def _report_separated(facts: Mapping[str, Any]) -> Made:
    details = [gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")}]
    if facts.get("item"):
        details.append(gettext("bưu gửi %(item)s rời vụ việc theo báo cáo") % {"item": facts["item"]})
    return {"text": gettext("tách báo cáo khỏi vụ việc."), "ref": facts.get("report", ""), "detail": " · ".join(details)}


def _as_told(facts: Mapping[str, Any]) -> Made:
    return {"text": str(facts.get("text", "")), "detail": str(facts.get("detail", "")), "ref": str(facts.get("ref", ""))}


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], Made]] = {
    "opened": _opened,
    "joined": _joined,
    "verifying": _verifying,
    "assigned": _assigned,
    "handling": _handling,
    "partner": _partner,
    "noted": _noted,
    "outcome": _outcome,
    "concluded": _concluded,
    "closed": _closed,
    "crime_flagged": _crime_flagged,
    "crime_lifted": _crime_lifted,
    "report_taken": _report_taken,
    "report_separated": _report_separated,
    "referred": _referred,
    "referral_accepted": _referral_accepted,
    "referral_declined": _referral_declined,
    "referral_withdrawn": _referral_withdrawn,
}
if set(_SENTENCES) != {kind for kinds in EVENT_GROUPS.values() for kind in kinds}:
    raise RuntimeError("the kinds of event that are worded and those that are grouped differ")
