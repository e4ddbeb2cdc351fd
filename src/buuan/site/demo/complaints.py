"""Two users' complaints of the month, each passed on to an operator by the department: one settled, one still waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from buuan.base.organisations.models import Organisation
from buuan.kit.workdays import VIETNAM
from buuan.site.demo.stage import Stage, in_office
from buuan.work.cases.actions import CaseOpening, ItemFacts, open_case, verify_case
from buuan.work.requests.actions import AnswerFacts, ComplaintFacts, answer_request, pass_complaint
from buuan.work.requests.models import InformationRequest

OFFICER, OPERATOR, LEADER = "chuyen-vien", "BCX", "doanh-nghiep"
PHONE = "02373852245"


@dataclass(frozen=True, slots=True)
class Told:
    """One complaint: how long before the end it came, what it is about, and what the operator answers, empty while it waits."""

    before: timedelta
    title: str
    about: str
    text: str
    item_id: str
    answer: str = ""


COMPLAINTS = (
    Told(
        timedelta(days=13),
        "Khiếu nại bưu gửi phát chậm chín ngày",
        "late",
        "Gói gửi trong tỉnh được công bố phát trong hai ngày, người nhận được sau chín ngày. Đề nghị kiểm tra và trả lời.",
        "BCXKN000001",
        "Gói bị chuyển nhầm tuyến tại kho chia chọn. Đã xin lỗi, hoàn cước theo quy định và nhắc nhở bộ phận khai thác.",
    ),
    Told(
        timedelta(days=3),
        "Khiếu nại mất một gói hàng quần áo",
        "lost",
        "Gói báo đã phát nhưng người nhận không nhận được. Đề nghị xác minh chữ ký nhận và trả lời.",
        "BCXKN000002",
    ),
)
"""Invented, like every number of an item in them."""


def plan_complaints(stage: Stage) -> None:
    """Plan the complaints; each goes through the very steps of a real one."""
    for one in COMPLAINTS:
        stage.story.at(in_office(stage.end - one.before), lambda at, one=one: _take(stage, one, at))


def _take(stage: Stage, told: Told, at: datetime) -> None:
    officer = stage.actor(OFFICER)
    own, operator = stage.account(OFFICER).organisation, Organisation.objects.get(code=OPERATOR)
    received = (at.astimezone(VIETNAM) - timedelta(days=1)).date()
    opening = CaseOpening(
        title=told.title,
        severity="low",
        source="đơn của người dùng dịch vụ",
        kind="complaint",
        details={"received_on": received.isoformat(), "route": "domestic", "about": told.about},
        area=own.area,
        items=(ItemFacts(operator, told.item_id),),
    )
    case = open_case(officer, own, opening, at=at)
    case = verify_case(officer, case, assignee=stage.account(OFFICER), at=at + timedelta(minutes=3))
    facts = ComplaintFacts(OPERATOR, told.about, told.text, officer.name, PHONE, told.item_id)
    asked = pass_complaint(officer, case, facts, at=at + timedelta(minutes=9))
    if told.answer:
        stage.story.at(in_office(at + timedelta(days=4, hours=1)), lambda later: _answer(stage, asked, told.answer, later))


def _answer(stage: Stage, asked: InformationRequest, text: str, at: datetime) -> None:
    answer_request(stage.actor(LEADER), asked, AnswerFacts(text, outcome="settled"), at=at)
