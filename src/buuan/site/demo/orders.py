"""The orders of the month: one that was refused, one that ended and was reviewed, one in force with answers of every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from buuan.base.dispatch.models import Recipient
from buuan.kit.actor import Actor
from buuan.registers.items.models import Hit
from buuan.site.demo.stage import Stage
from buuan.work.interdiction import actions
from buuan.work.interdiction.actions import AnswerFacts, OrderFacts
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.rules import STOPPED, Scope

DRAFTER, CHIEF, LEADER, BRANCH = "truc-ban", "chi-huy", "doanh-nghiep", "chi-nhanh"
PHONE = "02373852246"
OPERATOR = "BCX"
ANSWERS = (
    ("held", "", "kệ C4, kho chi nhánh"),
    ("held", "", "tủ khóa bưu cục"),
    ("already_delivered", "delivered_before_order", ""),
    ("not_yet_received", "", ""),
    ("not_found", "no_scan", ""),
)


def plan_orders(stage: Stage) -> None:
    """Plan the three orders; each goes through the very steps of a real one."""
    moments = {"refused": timedelta(days=9), "reviewed": timedelta(days=5), "in_force": timedelta(hours=2, minutes=10)}
    acts: dict[str, Callable[[Stage, datetime], None]] = {"refused": _refused, "reviewed": _reviewed, "in_force": _in_force}
    for name, before in moments.items():

        def begin(at: datetime, act: Callable[[Stage, datetime], None] = acts[name]) -> None:
            act(stage, at)

        stage.story.at(stage.end - before, begin)


def _refused(stage: Stage, at: datetime) -> None:
    order = _draft(stage, at, "Tạm giữ mọi bưu gửi nghi có pháo nổ", Scope(category="FWK_BANG", operators=(OPERATOR,)))
    order = actions.submit_order(stage.actor(DRAFTER), order, at=at)
    actions.refuse_order(
        stage.actor(CHIEF),
        order,
        reason="Nguồn tin chưa đủ cụ thể; hỏi thêm doanh nghiệp rồi soạn lại.",
        at=at + timedelta(minutes=12),
    )


def _reviewed(stage: Stage, at: datetime) -> None:
    scope = _found(at, 3)
    if scope is None:
        return
    order = _issue(stage, at, "Tạm giữ ba bưu gửi nghi chứa pháo nổ", scope)
    _acknowledge(stage, order, at)
    for number, item in enumerate(order.items.order_by("pk")):
        answer, reason, place = ANSWERS[(0, 2, 1)[number % 3]]
        _answer(stage.actor(LEADER), order, item.item_id, answer, reason, place, at + timedelta(minutes=18 + number))
    ends = order.expires_at + timedelta(seconds=20)
    actions.expire_orders(stage.system, at=ends)
    order.refresh_from_db()
    held = list(order.items.filter(state="held"))
    for item in held:
        _answer(stage.actor(LEADER), order, item.item_id, "released", "", item.place, ends + timedelta(hours=1))
    judged = {item.pk: "rightful" if number else "wrongful" for number, item in enumerate(order.items.filter(state__in=STOPPED))}
    actions.review_order(
        stage.actor(CHIEF),
        order,
        text="Mọi doanh nghiệp xác nhận trong 20 phút. Một gói giữ oan: người gửi khai đúng, là pháo hoa trang trí được phép.",
        judged=judged,
        at=ends + timedelta(days=1),
    )


def _in_force(stage: Stage, at: datetime) -> None:
    scope = _found(at, 6)
    if scope is None:
        return
    order = _issue(stage, at, "Tạm giữ bưu gửi nghi chứa pháo nổ, tuyến ra Hà Nội", scope)
    _acknowledge(stage, order, at)
    for number, (item, (answer, reason, place)) in enumerate(zip(order.items.order_by("pk"), ANSWERS, strict=False)):
        _answer(stage.actor(LEADER), order, item.item_id, answer, reason, place, at + timedelta(minutes=15 + 9 * number))
    held = list(order.items.filter(state="held").order_by("pk")[:2])
    for item in held[:1]:
        actions.tell_party(stage.actor(LEADER), item, side="sender", way="counter", at=at + timedelta(minutes=70))
    for item in held[1:]:
        until = at + timedelta(hours=16)
        actions.let_notice_wait(stage.actor(CHIEF), item, reason="inquiry", until=until, at=at + timedelta(minutes=75))


def _draft(stage: Stage, at: datetime, title: str, scope: Scope) -> Order:
    facts = OrderFacts(
        title=title,
        ground="goods",
        reason="Nguồn tin của đầu mối: nhiều gói pháo nổ được gửi trong ngày, khai là đồ trang trí.",
        scope=scope,
        asks=("hold", "do_not_load"),
        officer="Trực ban đầu mối",
        phone=PHONE,
        expires_at=at + timedelta(hours=20),
    )
    return actions.draft_order(stage.actor(DRAFTER), facts, at=at)


def _issue(stage: Stage, at: datetime, title: str, scope: Scope) -> Order:
    order = _draft(stage, at, title, scope)
    order = actions.submit_order(stage.actor(DRAFTER), order, at=at)
    return actions.approve_order(stage.actor(CHIEF), order, at=at)


def _found(at: datetime, count: int) -> Scope | None:
    """Give items of one operator whose declaration was flagged lately: what an order would name."""
    rows = Hit.objects.filter(operator__code=OPERATOR, accepted_at__lt=at, accepted_at__gte=at - timedelta(days=20))
    items = rows.exclude(state="superseded").order_by("-accepted_at", "pk").values_list("item_id", flat=True)[:count]
    return Scope(items=tuple(items), category="FWK_BANG", operators=(OPERATOR,)) if items else None


def _acknowledge(stage: Stage, order: Order, at: datetime) -> None:
    told = set(Recipient.objects.filter(notice=order.notice).values_list("organisation_id", flat=True))
    for number, name in enumerate((LEADER, BRANCH)):
        if stage.actor(name).body_id in told:
            actions.acknowledge_order(stage.actor(name), order, at=at + timedelta(minutes=3 + 6 * number))


def _answer(actor: Actor, order: Order, item: str, answer: str, reason: str, place: str, at: datetime) -> None:
    actions.answer_items(actor, order, [AnswerFacts(item, answer, reason=reason, place=place)], at=at)
