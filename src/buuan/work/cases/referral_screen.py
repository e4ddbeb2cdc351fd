"""What the pages of referrals show: the list, and one referral with as much of the case as its reader may know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import explain
from buuan.base.web import formats
from buuan.base.web.lists import Column, ListPage, Tab
from buuan.base.web.words import shown
from buuan.kit.actor import Actor
from buuan.work.cases.actions import note_export
from buuan.work.cases.models import Referral
from buuan.work.cases.queries import referral_clock
from buuan.work.cases.rules import CASE_FLOW, REFERRAL_FLOW, referral_shows

BUTTON_KINDS = {"accept": "p", "decline": "", "withdraw": ""}


def referrals_page(actor: Actor) -> ListPage:
    """Give the list: first what waits for an answer of the reader's body."""

    def to_us(rows: QuerySet) -> QuerySet:
        return rows.filter(state="open", to__path__startswith=actor.tree)

    def from_us(rows: QuerySet) -> QuerySet:
        return rows.filter(sender__path__startswith=actor.tree)

    return ListPage(
        name="chuyen-vu-viec",
        title=_("Chuyển vụ việc"),
        noun=_("lần chuyển"),
        intro=_("Vụ việc chuyển đến chờ trả lời, và vụ việc đơn vị mình đã chuyển đi."),
        columns=(
            Column("due", _("Hạn trả lời"), value="due_at", template="cases/cells/due.html", css="when"),
            Column("number", _("Vụ việc"), template="cases/cells/referral.html", css="lead"),
            Column("state", _("Trả lời"), value="get_state_display", template="cases/cells/referral_state.html", css="mark"),
            Column("case_state", _("Vụ việc đang ở"), value="case.get_state_display"),
            Column("sender", _("Cơ quan chuyển")),
            Column("to", _("Cơ quan nhận")),
            Column("asked_at", _("Chuyển lúc"), sort="asked_at", css="nw"),
        ),
        tabs=(
            Tab("", _("Chờ đơn vị trả lời"), to_us),
            Tab("di", _("Đã chuyển đi"), from_us),
            Tab("tat-ca", _("Tất cả")),
        ),
        order=("-asked_at",),
        empty_title=_("Không có vụ việc nào ở đây"),
        empty_text=_("Vụ việc được chuyển từ trang của nó, bởi cơ quan đang chủ trì."),
        told_export=lambda who, facts: note_export(who, facts, at=timezone.now()),
    )


def is_late(clock: Clock | None, now: datetime) -> bool:
    """Tell whether the answer needs an explanation (giải trình)."""
    return clock is not None and clock.is_running and clock.due_at is not None and now > clock.due_at and not clock.explanation


def referral_screen(actor: Actor, referral: Referral, now: datetime) -> dict[str, Any]:
    """Give the context of the page."""
    case, clock = referral.case, referral_clock(referral)
    is_receiver = referral.is_sent_to(actor)
    shows = referral_shows(referral.state, sees_case=case.is_visible_to(actor), is_receiver=is_receiver)
    return {
        "referral": referral,
        "number": case.number,
        "shows": shows,
        "facts": _facts(referral, now),
        "case_facts": _case_facts(referral, shows, now),
        "case_url": reverse("cases:case", args=[case.number]) if shows == "case" else "",
        "buttons": [
            {
                "name": _(step.name),
                "url": reverse(f"cases:referral_{step.verb}", args=[referral.pk]),
                "kind": BUTTON_KINDS[step.verb],
            }
            for step in REFERRAL_FLOW.open_from(referral.state)
            if actor.may(step.right) and (referral.is_sent_by(actor) if step.verb == "withdraw" else is_receiver)
        ],
        "clock": clock,
        "clock_why": explain(clock) if clock else "",
        "list_url": reverse("cases:referrals"),
        "now": now,
    }


def _facts(referral: Referral, now: datetime) -> list[tuple[str, Any]]:
    answered = referral.answered_at
    return [
        (_("Cơ quan chuyển"), str(referral.sender)),
        (_("Người chuyển"), referral.asked_by),
        (_("Cơ quan nhận"), str(referral.to)),
        (_("Chuyển lúc"), formats.near_moment(referral.asked_at, now)),
        (_("Lý do chuyển"), referral.reason),
        (_("Trả lời"), shown(REFERRAL_FLOW.states[referral.state]) if answered else ""),
        (_("Trả lời lúc"), formats.near_moment(answered, now) if answered else ""),
        (_("Người trả lời"), referral.answered_by),
        (_("Lý do"), referral.answer),
    ]


def _case_facts(referral: Referral, shows: str, now: datetime) -> list[tuple[str, Any]]:
    case = referral.case
    status = [
        (_("Số"), case.number),
        (_("Trạng thái"), shown(CASE_FLOW.states[case.state])),
        (_("Chủ trì"), str(case.lead)),
        (_("Mở lúc"), formats.near_moment(case.opened_at, now)),
        (_("Kết luận lúc"), formats.near_moment(case.concluded_at, now) if case.concluded_at else ""),
        (_("Đóng lúc"), formats.near_moment(case.closed_at, now) if case.closed_at else ""),
    ]
    if shows == "status":
        return status
    return [
        *status,
        (_("Nội dung"), case.title),
        (_("Mức độ"), shown(case.get_severity_display())),
        (_("Nhóm hàng"), case.category_name),
        (_("Địa bàn"), str(case.area or "")),
        # The source names the report that led to the case, which is not for a body that has yet to accept.
        (_("Nguồn"), case.source if shows == "case" else ""),
        (_("Số bưu gửi"), formats.number(case.items.count())),
    ]
