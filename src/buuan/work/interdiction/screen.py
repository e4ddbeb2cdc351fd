"""What the pages of an order show, gathered: nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.base.dispatch.queries import phone_list
from buuan.base.web import formats
from buuan.kit.actor import Actor
from buuan.kit.flow import Step
from buuan.registers.items.queries import whereabouts_of
from buuan.work.interdiction import forms
from buuan.work.interdiction.map import map_context
from buuan.work.interdiction.models import Order, OrderItem
from buuan.work.interdiction.queries import (
    items_of,
    notice_words,
    own_recipient,
    people_touched,
    standing_of,
    told_of,
    wait_of,
)
from buuan.work.interdiction.rules import (
    ASKS,
    DECIDERS,
    ENDED,
    MISSES,
    NARROWING,
    ORDER_FLOW,
    SIDES,
    SOURCES,
    STOPPED,
    UNANSWERED,
    may_approve,
    may_relate,
    may_tell,
)  # fmt: skip

MOST_LINES = 200
MOST_CALLS = 60

EVENTS = {
    "drafted": "Soạn lệnh",
    "submitted": "Trình duyệt",
    "refused": "Không duyệt",
    "in_force": "Lệnh có hiệu lực",
    "sent": "Đã chuyển tới %(recipients)s nơi nhận",
    "searched": "Dò kho %(searched)s bưu gửi trong %(ms)s mili giây: %(found)s khớp",
    "matched": "Thêm %(found)s bưu gửi khớp",
    "moved": "Bưu gửi %(item)s đang ở %(unit)s",
    "acknowledged": "%(unit)s đã xác nhận",
    "called": "Gọi %(unit)s",
    "answered": "%(unit)s trả lời %(recorded)s bưu gửi",
    "photos": "Thêm %(photos)s ảnh của bưu gửi %(item)s",
    "extended": "Gia hạn lệnh",
    "amendment_proposed": "Đề nghị sửa phạm vi",
    "amendment_refused": "Không duyệt sửa phạm vi",
    "amended": "Phạm vi mới có hiệu lực, phiên bản %(version)s",
    "not_same": "Bưu gửi %(item)s: không phải người được nêu",
    "unmasked": "Xem người được nêu trong lệnh",
    "lifted": "Dỡ bỏ lệnh",
    "expired": "Lệnh hết hiệu lực",
    "reviewed": "Đánh giá sau lệnh",
    "party_told": "Đã báo %(side)s bưu gửi %(item)s",
    "notice_waits": "Hoãn báo người gửi, người nhận bưu gửi %(item)s",
    "drill_begun": "Bắt đầu diễn tập",
}
"""What happened to an order, in words; facts fill the places."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item with where it is, and the form by which it is answered, if it can be."""

    item: OrderItem
    where: str
    telling: str = ""
    form: forms.AnswerForm | None = None


def control_screen(actor: Actor, order: Order, now: datetime) -> dict[str, Any]:
    """Give the control room of one order: who knows, who is silent, items and where, what happened, whom to call."""
    standing = standing_of(actor, order)
    items = list(items_of(actor, order)[:MOST_LINES])
    running = order.state == "in_force"
    calls = list(phone_list(actor, order.notice, now)[:MOST_CALLS]) if running and order.notice else []
    url = _url(order)
    return {
        "order": order,
        "now": now,
        "is_running": running,
        "standing": standing,
        "figures": _figures(standing, running) if order.notice_id else [],
        "lines": _lines(items, now),
        "events": [_event(one) for one in order.events.order_by("-at", "-pk")[:40]],
        "calls": calls,
        "summary": _summary(actor, order, now),
        "scope": scope_words(order),
        "misses": [(_(MISSES[name]).capitalize(), count) for name, count in standing.misses],
        "buttons": _buttons(actor, order),
        "amendment": next((one for one in order.amendments.all() if one.state == "proposed"), None),
        "may_decide": actor.may("interdiction.approve"),
        "may_unmask": order.names_persons and actor.may("interdiction.unmask"),
        "may_call": actor.may("interdiction.call") and running,
        "may_relate": may_relate(order.ground),
        "live_url": reverse("interdiction:stream", args=[order.number]) if running else "",
        "live_target": "#lenh-song",
        "part_url": reverse("interdiction:part", args=[order.number]),
        "url": url,
        "verified": order.ground_row.verified if order.ground_row else False,
        "people": people_touched(order) if may_relate(order.ground) and order.notice_id else None,
        **map_context(actor, order, now),
    }


def operator_screen(actor: Actor, order: Order, now: datetime, bound: dict[int, forms.AnswerForm] | None = None) -> dict[str, Any]:
    """Give what an operator's unit has to do with an order: acknowledge, answer per item, release."""
    mine = own_recipient(actor, order)
    ended = order.state in ENDED
    may = actor.may("interdiction.answer")
    lines = []
    items = list(items_of(actor, order)[:MOST_LINES])
    wheres = _wheres(items)
    for one in items:
        is_open = may and (
            (not ended and one.state not in ("handed_over", "released", "returned_to_sender")) or one.state == "held"
        )
        form = (bound or {}).get(one.pk) or (forms.AnswerForm(item=one, ended=ended) if is_open else None)
        if form is not None and not form.fields["answer"].choices:
            form = None
        lines.append(Line(one, wheres[one.pk], _telling(one, now), form))
    return {
        "order": order,
        "now": now,
        "mine": mine,
        "ended": ended,
        "may_acknowledge": bool(mine and mine.owes and not ended and may),
        "asks": [_(ASKS[one]) for one in order.asks],
        "lines": lines,
        "open_count": sum(1 for one in items if one.state in UNANSWERED),
        "to_release": sum(1 for one in items if one.release_due_at and not one.released_at),
        "call_link": f"tel:{order.phone}",
        "standing": standing_of(actor, order),
        "bound": bool(bound),
    }


def notice_screen(actor: Actor, item: OrderItem, now: datetime, form: forms.TellForm | None = None) -> dict[str, Any]:
    """Give what sender and receiver of an item can be told, whom that was done for, and whether it waits."""
    told, waiting = told_of(item), wait_of(item, now)
    sides = [one for one in SIDES if one not in {done.side for done in told}]
    reasons = may_tell(held_at=item.held_at, told=not sides, waits_until=waiting.until_at if waiting else None, at=now)
    may = actor.may("interdiction.answer") and not reasons
    return {
        "order": item.order,
        "item": item,
        "now": now,
        "words": notice_words(item) if item.held_at else (),
        "told": told,
        "waiting": waiting,
        "reasons": reasons if item.held_at is None else [],
        "form": form or (forms.TellForm(sides=sides) if may else None),
        "may_wait": actor.may("interdiction.let_wait") and item.held_at and not told and item.order.binds_at(now),
    }


def _lines(items: list[OrderItem], now: datetime) -> list[Line]:
    wheres = _wheres(items)
    return [Line(one, wheres[one.pk], _telling(one, now)) for one in items]


def _telling(item: OrderItem, now: datetime) -> str:
    """Give how far telling sender and receiver of a held item is, in a few words."""
    told = [_(SIDES[one.side]) for one in item.party_notices.all()]
    if told:
        return _("đã báo %(sides)s") % {"sides": ", ".join(told)}
    waits = [one.until_at for one in item.notice_waits.all() if one.until_at > now]
    if waits and item.order.state == "in_force":
        return _("hoãn báo đến %(until)s") % {"until": formats.near_moment(max(waits), now)}
    return _("chưa báo người gửi, người nhận")


def _wheres(items: list[OrderItem]) -> dict[int, str]:
    by_operator: dict[int, list[str]] = {}
    for one in items:
        if one.operator_id:
            by_operator.setdefault(one.operator_id, []).append(one.item_id)
    seen = {(pk, item): place for pk, ids in by_operator.items() for item, place in whereabouts_of(pk, ids).items()}
    found = {}
    for one in items:
        last = seen.get((one.operator_id or 0, one.item_id))
        found[one.pk] = one.place or (last.words if last else str(one.unit or one.operator or _("chưa rõ")))
    return found


def _figures(standing: Any, running: bool) -> list[dict[str, Any]]:
    slow = _seconds(standing.slowest_s)
    return [
        {
            "value": f"{standing.operators_acknowledged} / {standing.operators}",
            "label": _("doanh nghiệp đã xác nhận, chậm nhất %(slow)s") % {"slow": slow},
            "url": "#ai-biet",
        },
        {
            "value": f"{standing.units_acknowledged} / {standing.units}",
            "label": _("chi nhánh, điểm đã xác nhận"),
            "url": "#ai-biet",
        },
        {
            "value": standing.silent,
            "label": _("nơi im lặng, %(n)s đã báo lên cấp trên") % {"n": standing.escalated},
            "url": "#danh-ba" if running else "#ai-biet",
            "hot": standing.silent > 0 and running,
        },
        {"value": f"{standing.stopped} / {standing.items}", "label": _("bưu gửi đã giữ được"), "url": "#buu-gui"},
    ]


def _seconds(seconds: int) -> str:
    if seconds < 60:
        return _("%(n)s giây") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)s phút") % {"n": seconds // 60}
    return _("%(n)s giờ") % {"n": seconds // 3600}


def _event(one: Any) -> dict[str, Any]:
    words = _(EVENTS.get(one.kind, one.kind))
    facts = {name: formats.number(value) if isinstance(value, int) else value for name, value in one.facts.items()}
    try:
        text = words % facts
    except KeyError:
        text = words
    return {"at": one.at, "who": f"{one.who}", "text": text, "detail": one.body}


def scope_words(order: Order) -> list[tuple[str, str]]:
    """Give the scope as it may be shown without a reason: persons masked."""
    scope = order.reach()
    masked = scope.masked()
    said = [
        (_("Nhóm hàng"), order.category_name),
        (_("Mã bưu gửi"), ", ".join(scope.items[:20]) + (f" … +{len(scope.items) - 20}" if len(scope.items) > 20 else "")),
        (_("Số điện thoại"), ", ".join(masked["phones"])),
        (_("Người"), ", ".join(masked["persons"])),
    ]
    for name in ("areas", "routes", "points", "operators"):
        said.append((_(NARROWING[name]).capitalize(), ", ".join(getattr(scope, name))))
    if scope.from_at or scope.until_at:
        said.append((_(NARROWING["period"]).capitalize(), f"{formats.moment(scope.from_at)} – {formats.moment(scope.until_at)}"))
    return said


def _summary(actor: Actor, order: Order, now: datetime) -> list[tuple[str, Any]]:
    row = order.ground_row
    ground = _(order.get_ground_display())
    decision = ""
    if order.has_decision:
        decision = f"{order.decision_number}, {formats.day(order.decision_on)}, {_(DECIDERS[order.decision_by])}"
    return [
        (_("Cơ quan yêu cầu"), str(order.issuer)),
        (_("Căn cứ"), ground if row is None or row.verified else f"{ground} ({_('chưa kiểm chứng')})"),
        (_("Nguồn"), row.source if row is not None and row.verified else ""),
        (_("Yêu cầu"), ", ".join(_(ASKS[one]) for one in order.asks)),
        (_("Lý do"), order.reason),
        (_("Quyết định kèm theo"), decision),
        (_("SHA-256 của quyết định"), order.decision_sha256),
        (_("Cán bộ đầu mối"), f"{order.officer}, {order.phone}"),
        (_("Soạn"), f"{order.drafted_by.name}, {formats.near_moment(order.drafted_at, now)}"),
        (
            _("Duyệt"),
            f"{order.decided_by.name}, {formats.near_moment(order.decided_at, now)}"
            if order.decided_by and order.decided_at
            else "",
        ),
        (_("Ý kiến"), order.decision_note),
        (_("Hiệu lực"), formats.moment(order.in_force_at)),
        (_("Hết hiệu lực"), formats.moment(order.expires_at)),
        (_("Tuần trước sẽ trúng"), order.caught_last_week),
        (_("Đánh giá"), order.review),
    ]


def _url(order: Order) -> str:
    return reverse("interdiction:order", args=[order.number])


PATHS = {"submit": "submit", "approve": "approve", "refuse": "refuse", "lift": "lift", "review": "review"}


def _buttons(actor: Actor, order: Order) -> list[dict[str, Any]]:
    """Give the steps that are open from here, greyed with the reasons that the action would refuse with."""
    found = []
    for step in ORDER_FLOW.open_from(order.state):
        if step.verb in PATHS and actor.may(step.right):
            found.append(_button(actor, order, step))
    if order.state == "in_force":
        if actor.may("interdiction.approve") and order.extended_at is None:
            found.insert(0, _plain(order, "extend", _("Gia hạn (1 lần)")))
        if actor.may("interdiction.draft") and not order.drill:
            found.insert(0, _plain(order, "amend", _("Sửa phạm vi")))
    return found


def _button(actor: Actor, order: Order, step: Step) -> dict[str, Any]:
    reasons = []
    if step.verb in ("approve", "refuse"):
        reasons = may_approve(order.drafted_by_id, actor.account_id, actor.is_system)
    return {
        "name": _(step.name),
        "url": reverse(f"interdiction:{PATHS[step.verb]}", args=[order.number]),
        "post": step.verb in ("submit", "approve"),
        "reasons": reasons,
        "kind": "" if step.verb == "refuse" else "p",
    }


def _plain(order: Order, name: str, words: str) -> dict[str, Any]:
    return {"name": words, "url": reverse(f"interdiction:{name}", args=[order.number]), "post": False, "reasons": [], "kind": ""}


__all__ = ["EVENTS", "SOURCES", "STOPPED", "control_screen", "notice_screen", "operator_screen", "scope_words"]
