"""The flow of a case, its closed lists, and what stands in the way of concluding or closing it; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from buuan.base.clocks.rules import Reason
from buuan.kit.errors import Invalid
from buuan.kit.flow import Flow, Step
from buuan.work.cases.rules.kinds import say_missing
from buuan.work.cases.rules.tasks import tasks_left

CASE_FLOW = Flow(
    "case",
    {
        "received": "đã tiếp nhận",
        "verifying": "đang xác minh",
        "handling": "đang xử lý",
        "concluded": "đã kết luận",
        "closed": "đã đóng hồ sơ",
    },
    (
        Step("verify", "received", "verifying", "cases.verify", "Nhận xác minh"),
        Step("handle", "verifying", "handling", "cases.handle", "Chuyển xử lý"),
        Step("conclude", "verifying", "concluded", "cases.conclude", "Kết luận"),
        Step("conclude", "handling", "concluded", "cases.conclude", "Kết luận"),
        Step("close", "concluded", "closed", "cases.close", "Đóng hồ sơ"),
    ),
)

SETTLED = ("concluded", "closed")
"""States in which nothing more is joined, handled or assigned."""

OUTCOMES = {
    "seized": "tạm giữ, tịch thu",
    "returned": "trả lại người gửi",
    "released": "giải tỏa, cho chuyển tiếp",
    "destroyed": "tiêu hủy",
    "transferred": "chuyển cơ quan khác",
    "nothing_found": "không phát hiện vi phạm",
}
"""What may become of an item; the only list, on screen, in the API and in reports."""

RELEASING = frozenset({"returned", "released", "nothing_found"})
"""Outcomes after which the item may move again."""

NOTE_LEVELS = {"own": "trong cơ quan", "inter_agency": "các cơ quan tham gia", "reporter": "gửi người báo"}
MARKINGS = {"public": "công khai", "internal": "nội bộ", "restricted": "hạn chế: các cơ quan tham gia"}

SIGHTS = {
    "all": "kiểm soát, chỉ đọc; mọi lần xuất, xem dữ liệu cá nhân đều được ghi lại",
    "unrestricted": "lãnh đạo tỉnh theo dõi chung; không xem vụ việc hạn chế",
    "part": "cơ quan tham gia",
}
"""How far a person sees cases: all of them, those that are not restricted, or those in which his body takes part."""

OVERSEERS = ("provincial_peoples_committee", "provincial_chairman")
"""Kinds of bodies that look on without taking part."""


def sight_of(role: str, body_kind: str, may_read: bool) -> str:
    """Give how far somebody sees cases (a key of SIGHTS), empty when he sees none.

    The one rule behind `visible_to` and behind the panel "who can see this and why".
    """
    if not may_read:
        return ""
    if role in ("auditor", "system"):
        return "all"
    return "unrestricted" if body_kind in OVERSEERS else "part"


EVENT_GROUPS = {
    "progress": (
        "opened",
        "assigned",
        "verifying",
        "handling",
        "concluded",
        "closed",
        "crime_flagged",
        "crime_lifted",
        "kind_set",
        "details_filled",
        "labelled",
    ),
    "tasks": ("task_added", "task_done", "task_not_needed", "task_open"),
    "items": ("joined", "outcome"),
    "reports": ("report_taken", "report_separated"),
    "people": ("partner", "referred", "referral_accepted", "referral_declined", "referral_withdrawn"),
    "notes": ("noted", "written"),
}
"""The kinds of event by which the timeline can be narrowed; every kind stands in one group."""

WRITTEN = ("noted", "written")
"""Kinds of event that a person wrote; every other line of the timeline the platform wrote of what was done."""

EVENT_WAYS = {"written": "người ghi", "automatic": "tự động"}
"""By whom a line of the timeline was written."""

ITEM_ID_LENGTH = (5, 40)
DECLARED_MAX = 500
MOST_VALUE_VND = 10**13
MOST_QUANTITY = Decimal(10**9)
_THOUSANDS = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")


def normal_item_id(text: str) -> str:
    """Give an item's code as it is stored: upper case, without spaces; dots and dashes stay."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def fault_of_item_id(item_id: str) -> str:
    """Give what is wrong with an item's code in its stored form, empty when it may be stored.

    Operators have codes of their own, so a code that is no S10 identifier is no fault.
    """
    shortest, longest = ITEM_ID_LENGTH
    if not shortest <= len(item_id) <= longest:
        return f"Mã bưu gửi dài từ {shortest} đến {longest} ký tự."
    if not all(c.isascii() and (c.isalnum() or c in ".-/") for c in item_id):
        return "Mã bưu gửi chỉ gồm chữ cái, chữ số, dấu chấm, gạch ngang, gạch chéo."
    return ""


def normal_text(text: str) -> str:
    """Give what a person typed as it is stored: NFC, for phones paste NFD, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def citations(law: str) -> list[str]:
    """Give the single citations of a legal basis as the catalogue writes it, each once."""
    return list(dict.fromkeys(one.strip() for one in law.split(";") if one.strip()))


def cite(law: str, most: int) -> str:
    """Give as many whole citations as fit into `most` characters: half a citation could lose the words that nobody checked it."""
    kept = ""
    for one in citations(law):
        longer = f"{kept}; {one}" if kept else one
        if len(longer) > most:
            break
        kept = longer
    return kept


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a case: `items` are pairs of code and outcome (None without), `loose_ends` names what is open.

    `referred_to` is the body that has been asked to take the case over and has not answered; `with_investigators` tells that the
    police lead or took the case over, `investigators_answered` that they did so or declined. Pairs and not a mapping: two
    operators may give two items the same code. `open_tasks` are the required ones, `missing` names by step what the kind asks for.
    """

    state: str
    items: tuple[tuple[str, str | None], ...]
    loose_ends: tuple[str, ...] = ()
    referred_to: str = ""
    violation_found: bool | None = None
    crime_signs: bool = False
    with_investigators: bool = False
    investigators_answered: bool = False
    open_tasks: tuple[str, ...] = ()
    missing: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def missing_before(self, verb: str) -> tuple[str, ...]:
        """Give the names of what must be known before a step and is not."""
        return dict(self.missing).get(verb, ())


GRAVEST_FIRST = ("critical", "high", "medium", "low")


def graver(one: str, other: str) -> str:
    """Give the graver of two severities."""
    return min(one, other, key=GRAVEST_FIRST.index)


def may_lead(is_lead: bool, lead: str) -> list[Reason]:
    """Give why an act of the lead body is not open: partners note and record outcomes, the lead decides (chủ trì, phối hợp)."""
    return [] if is_lead else [Reason("case.not_lead", f"Chỉ cơ quan chủ trì ({lead}) được thực hiện.")]


def may_conclude(facts: CaseFacts, verb: str = "conclude") -> list[Reason]:
    """Give why the case may not be concluded: every item needs an outcome, one body holds the pen, what the kind asks is known."""
    reasons = _referral_open(facts) + say_missing(facts.missing_before(verb))
    missing = [code for code, outcome in facts.items if outcome is None]
    if missing:
        shown = ", ".join(missing[:3]) + (f" và {len(missing) - 3} bưu gửi khác" if len(missing) > 3 else "")
        reasons.append(Reason("case.outcome_missing", f"Chưa ghi kết quả xử lý của bưu gửi {shown}."))
    return reasons


def may_close(facts: CaseFacts) -> list[Reason]:
    """Give why the case may not be closed: outcomes missing, or something that was started or is required has not ended."""
    reasons = may_conclude(facts, "close") + tasks_left(facts.open_tasks)
    reasons += [Reason("case.loose_end", f"Còn việc chưa kết thúc: {name}.") for name in facts.loose_ends]
    if facts.violation_found:
        reasons += may_sanction(facts)
    return reasons


def may_sanction(facts: CaseFacts) -> list[Reason]:
    """Give why nobody may be fined for what the case is about: where there are signs of a crime the file goes to the
    investigating body first (Law on Handling Administrative Violations, article 62).
    """
    if facts.crime_signs and not facts.with_investigators:
        said = "Vụ việc có dấu hiệu tội phạm: phải chuyển hồ sơ và được Công an nhận trước khi xử lý hành chính."
        return [Reason("case.crime_signs", said)]
    return []


def may_lift_crime_signs(facts: CaseFacts) -> list[Reason]:
    """Give why the signs of a crime may not be taken back: only after the investigating body has looked at them."""
    if facts.investigators_answered:
        return []
    return [Reason("case.investigators_not_asked", "Chỉ gỡ dấu hiệu tội phạm sau khi Công an đã nhận hoặc từ chối hồ sơ.")]


OVERRIDABLE = frozenset({"case.outcome_missing", "case.loose_end", "case.task_open", "case.field_missing"})
"""Reasons against closing that a leader of the lead body may set aside in writing; the law's and another body's are not his."""


def may_override(reasons: Sequence[Reason]) -> bool:
    """Tell whether there is anything against closing, and all of it may be set aside."""
    return bool(reasons) and all(one.code in OVERRIDABLE for one in reasons)


def may_take(facts: CaseFacts, verb: str) -> list[Reason]:
    """Give why the step `verb` may not be taken yet, apart from the state in which it starts."""
    if verb in ("conclude", "close"):
        return may_conclude(facts) if verb == "conclude" else may_close(facts)
    return say_missing(facts.missing_before(verb))


def may_record_outcome(state: str) -> list[Reason]:
    """Give why no outcome of an item can be written in `state`."""
    if state in ("verifying", "handling"):
        return []
    return [Reason("case.not_handled", "Chỉ ghi kết quả bưu gửi khi vụ việc đang xác minh hoặc xử lý.")]


def read_quantity(given: str | int | Decimal | None) -> Decimal | None:
    """Read an amount as people write it: `36`, `2,4`, `1.200` (thousands), `1.200,5`; a dot before one or two digits is a
    decimal mark. None for an empty text; raises ValueError for anything that is no amount above zero.
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if isinstance(given, Decimal | int):
        amount = Decimal(given)
    else:
        text = given.strip().replace("\u00a0", "").replace(" ", "")
        plain = text.replace(".", "") if _THOUSANDS.match(text) else text
        plain = plain.replace(",", ".")
        if not re.fullmatch(r"\d+(\.\d{1,3})?", plain, re.ASCII):
            raise ValueError(f"{given!r} is no amount")
        amount = Decimal(plain)
    if not amount.is_finite() or not 0 < amount <= MOST_QUANTITY:
        raise ValueError(f"{given!r} is no amount")
    return amount


def check_outcome(outcome: str, quantity: str | int | Decimal | None, unit: str, value_vnd: int | None) -> Decimal | None:
    """Give the quantity as a number; raises Invalid unless the outcome is on the list and a seizure says how much, in what unit
    and of what value."""
    errors: dict[str, list[str]] = {}
    amount = None
    if outcome not in OUTCOMES:
        errors["outcome"] = ["Kết quả không có trong danh mục."]
    try:
        amount = read_quantity(quantity)
    except ValueError:
        errors["quantity"] = ["Số lượng phải là số lớn hơn 0, ví dụ 36 hoặc 2,4."]
    if value_vnd is not None and not 0 <= value_vnd <= MOST_VALUE_VND:
        errors["value_vnd"] = ["Trị giá phải từ 0 đồng trở lên."]
    if outcome == "seized":
        if amount is None and "quantity" not in errors:
            errors["quantity"] = ["Tạm giữ, tịch thu phải ghi số lượng."]
        if not unit.strip():
            errors["unit"] = ["Cần ghi đơn vị tính."]
        if value_vnd is None:
            errors["value_vnd"] = ["Cần ghi trị giá bằng đồng (0 nếu chưa định giá)."]
    if errors:
        raise Invalid(errors)
    return amount


# -- referral (chuyển vụ việc): a row beside the case, not a state of it -------------------------------------------------

REFERRAL_FLOW = Flow(
    "referral",
    {"open": "chờ trả lời", "accepted": "đã nhận chủ trì", "declined": "từ chối nhận", "withdrawn": "đã rút lại"},
    (
        Step("accept", "open", "accepted", "cases.refer", "Nhận vụ việc"),
        Step("decline", "open", "declined", "cases.refer", "Từ chối nhận"),
        Step("withdraw", "open", "withdrawn", "cases.refer", "Rút lại"),
    ),
)

REFERABLE = ("received", "verifying", "handling")
"""States in which a case may pass to another lead: before somebody has decided it."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """What the rules need to know of the body that a case is referred to; `successors` are named when it no longer exists."""

    name: str
    handles: bool
    exists: bool
    is_lead: bool
    successors: tuple[str, ...] = ()


def may_refer(facts: CaseFacts) -> list[Reason]:
    """Give why the case may not be referred now, whoever is to receive it."""
    reasons = _referral_open(facts)
    if facts.state not in REFERABLE and not (facts.state == "concluded" and facts.crime_signs):
        named = CASE_FLOW.states.get(facts.state, facts.state)
        reasons.append(Reason("case.not_referable", f"Không chuyển vụ việc khi ở trạng thái «{named}»."))
    return reasons


def may_receive(body: Addressee) -> list[Reason]:
    """Give why this body cannot take a case over: it leads it already, handles no cases, or does not exist on that day."""
    if body.is_lead:
        return [Reason("referral.to_itself", f"{body.name} đang chủ trì vụ việc này.")]
    if not body.exists:
        heirs = f" Cơ quan kế thừa: {', '.join(body.successors)}." if body.successors else ""
        return [Reason("organisation.ended", f"{body.name} không còn hoạt động.{heirs}")]
    if not body.handles:
        return [Reason("referral.cannot_lead", f"{body.name} không phải cơ quan xử lý vụ việc nên không nhận được.")]
    return []


def referral_shows(state: str, *, sees_case: bool, is_receiver: bool) -> str:
    """Give how much of the case the page of a referral shows.

    `case`: all, for who sees the case anyway; `summary`: what the receiver needs to decide, while it has not; `status`: where the
    case stands and nothing else, for the body that passed it on.
    """
    if sees_case:
        return "case"
    return "summary" if is_receiver and state == "open" else "status"


def _referral_open(facts: CaseFacts) -> list[Reason]:
    if not facts.referred_to:
        return []
    return [Reason("case.referral_open", f"Vụ việc đã chuyển {facts.referred_to}, đang chờ trả lời; rút lại hoặc chờ trả lời.")]
