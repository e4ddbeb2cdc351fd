"""The lines of a timeline: facts come in, Vietnamese sentences go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext, pgettext

from buuan.base.clocks.models import SEVERITIES
from buuan.base.web import formats
from buuan.base.web.words import shown
from buuan.work.cases.models import CaseEvent
from buuan.work.cases.presenters.words import OUTCOME_TONES
from buuan.work.cases.rules import DONE_BY, EVENT_GROUPS, LABELS, NOTE_LEVELS, OUTCOMES


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
        "tasks": gettext("Nhiệm vụ"),
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
    detail = str(facts.get("why") or "")
    if facts.get("claimed"):
        return {"text": gettext("nhận thụ lý.")}
    if not facts.get("assignee"):
        return {"text": gettext("thôi giao %(name)s.") % {"name": facts.get("former", "")}, "detail": detail}
    if facts.get("former") and facts["former"] != facts["assignee"]:
        return {
            "text": gettext("giao %(name)s thay %(former)s.") % {"name": facts["assignee"], "former": facts["former"]},
            "detail": detail,
        }
    return {"text": gettext("phân công %(name)s.") % {"name": facts["assignee"]}, "detail": detail}


def _kind_set(facts: Mapping[str, Any]) -> Made:
    said = gettext("đổi loại vụ việc từ «%(former)s» thành «%(name)s».")
    return {
        "text": said % {"former": facts.get("former", ""), "name": facts.get("name", "")},
        "detail": gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")},
    }


def _details_filled(facts: Mapping[str, Any]) -> Made:
    return {"text": gettext("bổ sung thông tin: %(names)s.") % {"names": ", ".join(facts.get("fields", []))}}


def _labelled(facts: Mapping[str, Any]) -> Made:
    added = ", ".join(gettext(LABELS.get(one, one)) for one in facts.get("added", []))
    removed = ", ".join(gettext(LABELS.get(one, one)) for one in facts.get("removed", []))
    parts = [gettext("gắn nhãn: %(names)s") % {"names": added}] if added else []
    parts += [gettext("gỡ nhãn: %(names)s") % {"names": removed}] if removed else []
    return {"text": f"{'; '.join(parts)}."}


def _task_added(facts: Mapping[str, Any]) -> Made:
    made = {"text": gettext("thêm nhiệm vụ: %(name)s.") % {"name": facts.get("name", "")}}
    if facts.get("assignee"):
        made["detail"] = gettext("Người làm: %(name)s") % {"name": facts["assignee"]}
    return made


def _task_done(facts: Mapping[str, Any]) -> Made:
    made = {"text": gettext("xong: %(name)s.") % {"name": facts.get("name", "")}, "tag": gettext("đã xong"), "tone": "grn"}
    if facts.get("act") in DONE_BY:
        made["detail"] = gettext("Hệ thống ghi khi %(act)s") % {"act": gettext(DONE_BY[facts["act"]])}
    return made


def _task_not_needed(facts: Mapping[str, Any]) -> Made:
    return {
        "text": gettext("không cần: %(name)s.") % {"name": facts.get("name", "")},
        "detail": gettext("Lý do: %(why)s") % {"why": facts.get("reason", "")},
    }


def _task_open(facts: Mapping[str, Any]) -> Made:
    return {"text": gettext("mở lại: %(name)s.") % {"name": facts.get("name", "")}}


def _written(facts: Mapping[str, Any]) -> Made:
    return {"text": str(facts.get("text", "")), "tag": gettext("người ghi"), "tone": "blu"}


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
    "written": _written,
    "kind_set": _kind_set,
    "details_filled": _details_filled,
    "labelled": _labelled,
    "task_added": _task_added,
    "task_done": _task_done,
    "task_not_needed": _task_not_needed,
    "task_open": _task_open,
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
