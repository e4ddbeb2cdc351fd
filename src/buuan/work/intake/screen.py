"""What the pages of intake show, gathered: nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from buuan.base.clocks.presenters import amount_in_words, duration_in_words
from buuan.base.clocks.queries import explain
from buuan.base.devices.sealing import public_key
from buuan.base.organisations.models import Organisation
from buuan.base.web import formats
from buuan.engine.verdict import CLEAR, CONDITIONAL, PROHIBITED
from buuan.kit.actor import Actor
from buuan.registers.goods.queries import category, judge
from buuan.registers.goods.words import in_language
from buuan.registers.items.models import Hit, Hold
from buuan.registers.items.queries import open_holds, own_operator_or_none
from buuan.registers.items.rules import END_REASONS
from buuan.registers.law.queries import limit_in_force
from buuan.work.cases.models import Case
from buuan.work.cases.presenters import Piece, marked
from buuan.work.cases.queries import feedback_on, left_cases
from buuan.work.cases.rules import CASE_FLOW, DECLARED_MAX, normal_item_id, normal_text
from buuan.work.intake.actions.naming import title_of
from buuan.work.intake.actions.receiving import HOLD_LIMIT
from buuan.work.intake.forms import ReportForm
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import bodies_for_goods, case_to_join, hold_of, known_hit, near_duplicates, today, triage_clock
from buuan.work.intake.rules import SIGNS, proposed_kind, read_code
from buuan.work.interdiction.queries.watch import Stop, check_items

VERDICT_LOOKS = {CLEAR: "ok", CONDITIONAL: "hm", PROHIBITED: "wr"}


@dataclass(frozen=True, slots=True)
class CodeSaid:
    """What the form says of a code: `kind` as in `rules.read_code`, hit, order that holds it, earlier reports."""

    kind: str = ""
    sentence: str = ""
    hit: Hit | None = None
    stop: Stop | None = None
    before: tuple[SuspicionReport, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentSaid:
    """What the form says of a declaration: how it looks, the verdict in words, the words marked, law, advice, who is told."""

    look: str = ""
    verdict: str = ""
    name: str = ""
    pieces: tuple[Piece, ...] = ()
    law: str = ""
    advice: str = ""
    told: tuple[Organisation, ...] = ()


def say_code(actor: Actor, text: str, now: datetime) -> CodeSaid:
    """Give what is said of a code while it is typed; nothing before it is long enough to mean something."""
    item_id = normal_item_id(text[:60])
    if len(item_id) < 5:
        return CodeSaid()
    kind, sentence = read_code(item_id)
    before = tuple(near_duplicates(actor, item_id, now).select_related("reporter")[:3])
    return CodeSaid(kind, sentence, known_hit(actor, item_id), stop_of(actor, item_id, now), before)


def stop_of(actor: Actor, item_id: str, now: datetime) -> Stop | None:
    """Give the order in force that holds an item of the actor's own operator, for its code; the page says HOLD and whom to call."""
    operator = own_operator_or_none(actor)
    if operator is None or not item_id:
        return None
    stops, _fresh = check_items([{"item_id": item_id, "service_class": "other"}], operator.code, operator.pk, now)
    return stops.get(0)


def say_content(text: str, now: datetime) -> ContentSaid:
    """Give what is said of a declaration while it is typed."""
    declared = normal_text(text[:DECLARED_MAX])
    if not declared:
        return ContentSaid(told=tuple(bodies_for_goods("", today(now))))
    verdict = judge(declared)
    goods = category(verdict.category)
    return ContentSaid(
        look=VERDICT_LOOKS[verdict.verdict],
        verdict={CLEAR: _("Chưa thấy dấu hiệu"), CONDITIONAL: _("Gửi có điều kiện"), PROHIBITED: _("Không được gửi")}[
            verdict.verdict
        ],
        name=in_language(goods.name) if goods else "",
        pieces=tuple(marked(declared, [one.brief() for one in verdict.hits])) if verdict.hits else (),
        law="; ".join(one.law for one in verdict.hits),
        advice=verdict.advice,
        told=tuple(bodies_for_goods(verdict.category if verdict.verdict != CLEAR else "", today(now))),
    )


def counter_screen(actor: Actor, form: ReportForm, now: datetime) -> dict[str, Any]:
    """Give the context of the counter form; what it says as one types also stands there when it comes back without script."""
    limit = limit_in_force(HOLD_LIMIT, today(now))
    return {
        "form": form,
        "code": say_code(actor, str(form["item_id"].value() or ""), now),
        "content": say_content(str(form["declared_content"].value() or ""), now),
        "hold_limit": amount_in_words(limit.amount, limit.unit),
        "is_operator": form.is_operator,
        "seal": public_key(),
    }


def triage_is_late(report: SuspicionReport, now: datetime) -> bool:
    """Tell whether answering the report now needs an explanation."""
    clock = triage_clock(report)
    return clock is not None and clock.is_running and clock.due_at is not None and now > clock.due_at and not clock.explanation


def receipt_screen(actor: Actor, report: SuspicionReport, now: datetime) -> dict[str, Any]:
    """Give the context of a report's page."""
    clock, hold = triage_clock(report), hold_of(report)
    is_own = report.is_own_of(actor)
    sees_case = report.case_id is not None and Case.objects.visible_to(actor).filter(pk=report.case_id).exists()
    others = open_holds(report.operator_id, report.item_id).count() if report.operator_id and report.item_id else 0
    feedback = feedback_on(report.number) if report.case_id and (is_own or sees_case) else None
    may_triage = actor.may("intake.triage") and report.state == "received"
    return {
        "report": report,
        "title": title_of(report),
        "case_title": title_of(report),
        "pieces": marked(report.declared_content, report.hits),
        "signs": [_(SIGNS.get(one, one)) for one in report.signs],
        "clock": clock,
        "clock_why": explain(clock) if clock else "",
        "hold": hold,
        "hold_says": say_hold(hold, others, now),
        "next": what_next(report, hold, clock.due_at if clock else None, now),
        "is_own": is_own,
        "feedback": feedback,
        "feedback_state": _(CASE_FLOW.states[feedback.state]) if feedback else "",
        "case": report.case if sees_case else None,
        "may_triage": may_triage,
        "may_separate": report.state == "joined" and actor.may("intake.triage") and sees_case and report.case.is_led_by(actor),
        "left_cases": left_cases(actor, report.number),
        "may_add_photos": is_own and actor.may("intake.report") and report.state != "declined",
        "suggested": case_to_join(actor, report) if may_triage else None,
        "kind_why": _(proposed_kind(report.source, report.verdict, report.severity)[1]) if may_triage else "",
        "summary": _summary(report, now),
        "told_to": _told_to(report),
    }


def say_hold(hold: Hold | None, open_now: int, now: datetime) -> str:
    """Give in one sentence whether the item is held, until when, or why no longer; `open_now` counts all holds on the item."""
    if hold is None:
        return _("Báo cáo này không tạm giữ bưu gửi.")
    if hold.until_at is None and hold.lapses_at is not None:
        return _("Đang tạm giữ tại %(holder)s đến %(at)s; hết giờ mà đầu mối chưa trả lời thì việc giữ tự hết.") % {
            "holder": hold.holder,
            "at": formats.near_moment(hold.lapses_at, now),
        }
    if hold.until_at is None:
        return _("Đang tạm giữ tại %(holder)s cho đến khi có kết quả xử lý.") % {"holder": hold.holder}
    ended = _("Việc tạm giữ theo báo cáo này đã kết thúc %(at)s: %(why)s.") % {
        "at": formats.near_moment(hold.until_at, now),
        "why": _(END_REASONS.get(hold.end_reason, hold.end_reason)),
    }
    if open_now:
        return f"{ended} " + _("Bưu gửi vẫn bị giữ vì %(n)s lý do khác.") % {"n": open_now}
    return ended


def what_next(report: SuspicionReport, hold: Hold | None, due_at: datetime | None, now: datetime) -> list[str]:
    """Give what the reporter does and may expect now, as short sentences."""
    if report.state == "declined":
        return [_("Đầu mối không thụ lý: %(why)s") % {"why": report.decline_reason}]
    steps = []
    if hold is not None and hold.until_at is None:
        steps.append(_("Giữ nguyên bưu gửi, không mở, không trả lại, không chuyển tiếp."))
    if report.state == "received" and due_at is not None:
        steps.append(
            _("Đầu mối trả lời trước %(at)s; câu trả lời hiện ở trang này và ở mục Thông báo.")
            % {"at": formats.near_moment(due_at, now)}
        )
    if report.state in ("accepted", "joined"):
        steps.append(_("Cơ quan xử lý có thể liên hệ, đến kiểm tra; kết quả hiện ở trang này."))
    return steps


def _told_to(report: SuspicionReport) -> list[tuple[str, str]]:
    by_role: dict[str, list[str]] = {}
    for one in report.routings.all():
        by_role.setdefault(one.get_role_display().capitalize(), []).append(str(one.organisation))
    return [(role, ", ".join(names)) for role, names in by_role.items()]


def _summary(report: SuspicionReport, now: datetime) -> list[tuple[str, Any]]:
    return [
        (_("Mã bưu gửi"), report.item_id),
        (_("Doanh nghiệp"), str(report.operator or "")),
        (_("Nơi phát hiện"), str(report.point)),
        (_("Địa bàn"), str(report.area or "")),
        (_("Đơn vị báo"), str(report.reporter) if report.reporter_id != report.point_id else ""),
        (_("Người báo"), report.account.name),
        (_("Nguồn"), report.get_source_display()),
        (_("Phát hiện"), formats.near_moment(report.found_at, now)),
        (_("Nhận"), formats.near_moment(report.received_at, now)),
        (_("Từ phát hiện đến báo"), duration_in_words(report.received_at - report.found_at)),
    ]
