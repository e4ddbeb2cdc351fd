"""What the page of one case shows, gathered: every list is read once and nothing is decided here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.base.clocks.queries import explain
from buuan.base.web import formats
from buuan.base.web.clock_words import say_due
from buuan.base.web.look import flow_steps
from buuan.base.web.words import shown
from buuan.kit.actor import Actor
from buuan.registers.goods.words import in_language
from buuan.work.cases import presenters
from buuan.work.cases.models import Case
from buuan.work.cases.queries import (
    NextStep,
    case_clocks,
    chain_of,
    held_items,
    left_reports,
    next_steps,
    notes_for,
    timeline,
    who_sees,
)
from buuan.work.cases.registry import tabs_of
from buuan.work.cases.rules import CASE_FLOW, EVENT_GROUPS, EVENT_WAYS, SETTLED, may_lift_crime_signs, may_record_outcome, may_refer
from buuan.work.cases.work_screen import work_part

POSTS = ("verify", "handle")
"""Steps that need no form: their button acts at once."""

MOST_EVENTS = 100
MOST_NOTES = 50
"""How many of the latest stand on the page of a case; the others are on lists of their own, paged by key."""


def case_screen(actor: Actor, case: Case, now: datetime, group: str = "") -> dict[str, Any]:
    """Give the context of the page."""
    clocks = list(case_clocks(case))
    steps = next_steps(actor, case, now, clocks)
    is_lead = case.is_led_by(actor)
    is_open = case.state not in SETTLED
    held = held_items(case)
    rows = list(timeline(case, group)[: MOST_EVENTS + 1])
    events = [presenters.say_event(one) for one in rows[:MOST_EVENTS]]
    written = list(notes_for(actor, case)[: MOST_NOTES + 1])
    running = [one for one in clocks if one.is_running]
    late = any(one.due_at is not None and one.due_at < now for one in running)
    notes = presenters.stage_notes(case, now)
    if running and running[0].due_at is not None and case.state in CASE_FLOW.states:
        notes[case.state] = _("hạn %(at)s") % {"at": say_due(running[0].due_at, now)}
    may_assign = actor.may("cases.assign") and is_lead and is_open

    def address(name: str) -> str:
        return reverse(f"cases:{name}", args=[case.number])

    return {
        "case": case,
        "title": case.title,
        "steps": [_button(one, case, first=rank == 0) for rank, one in enumerate(steps)],
        "flow": [
            replace(one, name=one.name.capitalize())
            for one in flow_steps(CASE_FLOW, case.state, path=presenters.path_of(case), notes=notes, late=late)
        ],
        "items": [(one, held[one.pk]) for one in case.items.all()],
        "may_write_outcome": actor.may("cases.handle") and not may_record_outcome(case.state),
        "add_item_url": address("add_item") if actor.may("cases.handle") and is_open else "",
        "assign_url": address("assign") if may_assign else "",
        "invite_url": address("invite") if may_assign else "",
        **_referral_part(actor, case, is_lead),
        **work_part(actor, case, now, is_lead=is_lead, is_open=is_open),
        "may_note": actor.may("cases.note"),
        "banner": _banner(actor, case, is_lead, now),
        "events": events,
        "more_events": len(rows) > MOST_EVENTS,
        "events_url": address("events"),
        "write_url": address("write_event") if actor.may("cases.note") else "",
        "groups": _groups(case, group),
        "notes": written[:MOST_NOTES],
        "more_notes": len(written) > MOST_NOTES,
        "notes_url": address("notes"),
        "clocks": [(one, explain(one), presenters.since_of(case, one)) for one in clocks],
        "chain": chain_of(case),
        "viewers": presenters.viewers_of(case, who_sees(case, formats.local(now).date())),
        "tabs": tabs_of(actor, case),
        "marking": presenters.marking_name(case),
        "summary": _summary(case),
        "left_reports": left_reports(case),
        "override_url": next((reverse("cases:close", args=[case.number]) for one in steps if one.may_override), ""),
        "loose_ends": [one for one in case.loose_ends.all() if one.tied_at is None],
        "list_url": reverse("cases:list"),
    }


def _referral_part(actor: Actor, case: Case, is_lead: bool) -> dict[str, Any]:
    """Give what the page says of passing the case on: who is asked, who was, and why it cannot be passed on now."""
    may = actor.may("cases.refer") and is_lead
    waiting = next((one for one in case.referrals.all() if one.state == "open"), None)
    return {
        "referrals": list(case.referrals.all()),
        "waiting_referral": waiting,
        "refer_url": reverse("cases:refer", args=[case.number]) if may else "",
        "refer_reasons": may_refer(case.facts()) if may else [],
        "crime_url": reverse("cases:crime", args=[case.number]) if _may_flag(actor, case, is_lead) else "",
        "crime_reasons": may_lift_crime_signs(case.facts()) if case.crime_signs else [],
        "withdraw_url": reverse("cases:referral_withdraw", args=[waiting.pk]) if may and waiting else "",
    }


def _may_flag(actor: Actor, case: Case, is_lead: bool) -> bool:
    return actor.may("cases.handle") and is_lead and case.state != "closed"


def _button(one: NextStep, case: Case, first: bool) -> dict[str, Any]:
    return {
        "name": _(one.step.name),
        "url": reverse(f"cases:{one.step.verb}", args=[case.number]),
        "post": one.step.verb in POSTS and not one.is_late,
        "kind": "p" if first else "",
        "reasons": one.reasons,
    }


def _groups(case: Case, group: str) -> list[dict[str, Any]]:
    address = reverse("cases:case", args=[case.number])
    named = presenters.group_names()
    tabs = [{"name": _("Tất cả"), "url": f"{address}#dien-bien", "active": group not in EVENT_GROUPS and group not in EVENT_WAYS}]
    ways = {key: shown(name) for key, name in EVENT_WAYS.items()}
    named = {**ways, **named}
    return tabs + [{"name": named[key], "url": f"{address}?loc={key}#dien-bien", "active": key == group} for key in named]


def _summary(case: Case) -> list[tuple[str, Any]]:
    partners = [str(one.organisation) for one in case.participants.all() if one.role == "partner"]
    found = {True: _("có vi phạm"), False: _("không có vi phạm"), None: ""}[case.violation_found]
    return [
        (_("Nhóm hàng"), in_language(case.category_name)),
        (_("Chủ trì"), str(case.lead)),
        (_("Phối hợp"), ", ".join(partners)),
        (_("Thụ lý"), f"{case.assignee.name}" if case.assignee else _("chưa phân công")),
        (_("Địa bàn"), str(case.area or "")),
        (_("Nguồn"), case.source),
        (_("Phạm vi"), presenters.marking_name(case)),
        (_("Kết luận"), found),
    ]


def _banner(actor: Actor, case: Case, is_lead: bool, now: datetime) -> str:
    """Say why there is nothing to press, and who has the pen: a page that is locked says so on top."""
    if case.state == "closed" and case.closed_at is not None:
        return _("Hồ sơ đã đóng %(at)s; không sửa được nữa, vẫn ghi chú được.") % {"at": formats.near_moment(case.closed_at, now)}
    if not actor.may("cases.note"):
        return _("Anh/chị chỉ xem. Các bước tiếp theo do %(lead)s quyết định.") % {"lead": case.lead}
    if not is_lead:
        return _(
            "Đơn vị anh/chị tham gia phối hợp: ghi chú và ghi kết quả bưu gửi. Các bước của vụ việc do %(lead)s quyết định."
        ) % {"lead": case.lead}
    return ""
