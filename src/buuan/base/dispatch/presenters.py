"""How notices are put on pages; the control room of an order draws with the same parts.

`notice_context` and the parts `dispatch/parts/standing.html`, `units.html` and `phones.html` need nothing but a notice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.base.dispatch import rules
from buuan.base.dispatch.models import Notice, Recipient
from buuan.base.dispatch.queries import (
    escalations_of,
    has_units,
    messages_of,
    phone_list,
    standing,
    standing_by_unit,
    unit_in,
)
from buuan.base.web import formats
from buuan.kit.actor import Actor

CALLS_SHOWN = 40


def inbox_tabs(active: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Give the tabs of the inbox."""
    names = {"all": _("Tất cả"), "asks": _("Cần làm"), "unread": _("Chưa đọc"), "urgent": _("Khẩn")}
    address = reverse("dispatch:inbox")
    return [
        {
            "name": name,
            "url": address if key == "all" else f"{address}?nhom={key}",
            "active": key == active,
            "count": counts.get(key),
        }
        for key, name in names.items()
    ]


def recipient_context(actor: Actor, recipient: Recipient, now: datetime) -> dict[str, Any]:
    """Give what the page of one delivery needs: the notice, what is owed, what changed, the own sub-tree."""
    notice = recipient.notice
    is_own = recipient.organisation_id == actor.body_id
    below = standing_by_unit(actor, notice, recipient.organisation) if is_own else []
    acknowledging = rules.against_acknowledging(notice.asks, acknowledged_at=recipient.acknowledged_at, closed_at=notice.closed_at)
    answering = rules.against_answering(notice.asks, answered_at=recipient.answered_at, closed_at=notice.closed_at)
    return {
        "recipient": recipient,
        "notice": notice,
        "is_own": is_own,
        "may_acknowledge": is_own and not acknowledging and actor.may("dispatch.acknowledge"),
        "may_answer": is_own and not answering and actor.may("dispatch.acknowledge"),
        "may_pass_on": is_own
        and notice.cascade
        and notice.closed_at is None
        and actor.may("dispatch.pass_on")
        and has_units(actor),
        "changes": changes_of(notice),
        "units": below,
        "story": story_of(recipient),
        "now": now,
    }


def changes_of(notice: Notice) -> list[rules.Line]:
    """Give what a new version changed, title and text; empty for a first version."""
    if notice.supersedes is None:
        return []
    old = notice.supersedes
    return list(rules.difference(f"{old.title}\n{old.text}", f"{notice.title}\n{notice.text}"))


def story_of(recipient: Recipient) -> list[dict[str, Any]]:
    """Give what happened to one delivery, newest first."""
    lines = [(recipient.delivered_at, str(recipient.organisation), _("Đã chuyển đến đơn vị"), "")]
    if recipient.opened_at:
        lines.append((recipient.opened_at, recipient.opened_by, _("Đã mở"), ""))
    if recipient.acknowledged_at:
        by_phone = _("Xác nhận qua điện thoại") if recipient.acknowledged_via == "call" else _("Đã xác nhận")
        lines.append((recipient.acknowledged_at, recipient.acknowledged_by, by_phone, ""))
    if recipient.answered_at:
        lines.append((recipient.answered_at, recipient.answered_by, _("Đã trả lời"), recipient.answer))
    if recipient.passed_on_at:
        lines.append((recipient.passed_on_at, recipient.passed_on_by, _("Đã chuyển tiếp cho cấp dưới"), ""))
    for climb in escalations_of(recipient):
        told = f"{climb.told}" + (f" · {climb.person}" if climb.person else "")
        text = _("Nhắc") if climb.told_id == recipient.organisation_id else _("Báo lên")
        lines.append((climb.at, told, text, ""))
    for call in recipient.calls.all():
        lines.append((call.called_at, call.caller, _("Gọi điện: %(result)s") % {"result": call.get_result_display()}, call.note))
    found = [{"at": at, "who": who, "text": text, "detail": detail} for at, who, text, detail in lines]
    return sorted(found, key=lambda one: one["at"], reverse=True)


def figures_of(found: rules.Standing, url: str, asks: str) -> list[dict[str, Any]]:
    """Give the strip of figures of a notice; every figure opens the table of units."""
    rows = [
        {"value": found.total, "label": _("nơi nhận"), "url": url},
        {"value": f"{found.opened_percent} %", "label": _("đã mở"), "url": url},
    ]
    if asks:
        rows.append({"value": f"{found.acknowledged_percent} %", "label": _("đã xác nhận"), "url": url})
    if asks == "answer":
        rows.append({"value": f"{found.answered_percent} %", "label": _("đã trả lời"), "url": url})
    if asks:
        rows.append({"value": found.owing, "label": _("còn im lặng"), "url": f"{url}#danh-ba", "hot": found.owing > 0})
    return rows


def notice_context(actor: Actor, notice: Notice, now: datetime, unit: str = "") -> dict[str, Any]:
    """Give what the sender's page of a notice needs; `unit` is the code of the organisation whose level is opened."""
    parent = unit_in(actor, notice, unit) if unit else None
    units = standing_by_unit(actor, notice, parent)
    phones = phone_list(actor, notice, now, CALLS_SHOWN, under=parent.path if parent else "") if notice.asks else []
    found = standing(actor, notice) if parent is None else rules.summed(one.below for one in units)
    url = reverse("dispatch:follow", args=[notice.pk])
    return {
        "notice": notice,
        "standing": found,
        "figures": figures_of(found, url, notice.asks),
        "units": units,
        "parent": parent,
        "phones": phones,
        "more_silent": max(0, found.owing - len(phones)),
        "messages_out": messages_of(actor, notice),
        "changes": changes_of(notice),
        "facts": facts_of(notice),
        "may_call": actor.may("dispatch.call"),
        "now": now,
    }


def facts_of(notice: Notice) -> list[tuple[str, str]]:
    """Give what a notice is, as labels and values."""
    asked = {"acknowledge": _("xác nhận đã nhận"), "answer": _("trả lời")}.get(notice.asks, _("không"))
    return [
        (_("Số thông báo"), notice.number),
        (_("Số hiệu"), notice.label),
        (_("Từ"), str(notice.sender)),
        (_("Gửi lúc"), formats.moment(notice.at)),
        (_("Yêu cầu"), asked),
        (_("Hạn trả lời"), formats.moment(notice.answer_by)),
        (_("Phiên bản"), str(notice.version) if notice.version > 1 else ""),
        (_("Kết thúc lúc"), formats.moment(notice.closed_at)),
    ]
