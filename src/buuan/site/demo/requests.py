"""The requests for information of the month: refused, answered, declined, withdrawn, waiting and late; every person is invented."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from buuan.kit.errors import Refused
from buuan.registers.items.models import Hit
from buuan.site.demo.stage import Stage, in_office
from buuan.work.cases.models import Case
from buuan.work.cases.rules import SETTLED
from buuan.work.interdiction.rules import Person, Scope
from buuan.work.requests import actions
from buuan.work.requests.actions import AnswerFacts, RequestFacts
from buuan.work.requests.models import InformationRequest

DRAFTER, CHIEF, LEADER, MARKET = "truc-ban", "chi-huy", "doanh-nghiep", "qltt"
PHONE = "02373852246"
OPERATOR, GOODS = "BCX", "FWK_BANG"


def plan_requests(stage: Stage) -> None:
    """Plan the requests; each goes through the very steps of a real one."""
    acts: tuple[tuple[timedelta, Callable[[Stage, datetime], None]], ...] = (
        (timedelta(days=12), _answered),
        (timedelta(days=11), _late),
        (timedelta(days=8), _too_wide),
        (timedelta(days=6), _refused),
        (timedelta(days=4), _declined),
        (timedelta(days=2), _waiting),
        (timedelta(hours=5), _to_approve),
    )
    for before, act in acts:

        def begin(at: datetime, act: Callable[[Stage, datetime], None] = act) -> None:
            act(stage, at)

        stage.story.at(in_office(stage.end - before), begin)


def _facts(stage: Stage, title: str, scope: Scope, at: datetime, **more: object) -> RequestFacts:
    facts = RequestFacts(
        title=title,
        ground="goods",
        reason="Xác minh báo cáo nghi vấn về pháo nổ gửi qua bưu chính.",
        scope=scope,
        wanted=("journey", "declared"),
        question="Bưu gửi được chấp nhận ở đâu, lúc nào, khai gì, nay ở đâu?",
        to=(OPERATOR,),
        officer="Trực ban đầu mối",
        phone=PHONE,
    )
    return replace(facts, **more)  # type: ignore[arg-type]


def _send(stage: Stage, facts: RequestFacts, at: datetime) -> InformationRequest:
    asked = actions.draft_request(stage.actor(DRAFTER), facts, at=at)
    asked = actions.submit_request(stage.actor(DRAFTER), asked, at=at + timedelta(minutes=5))
    return actions.approve_request(stage.actor(CHIEF), asked, at=at + timedelta(minutes=40))


def _answered(stage: Stage, at: datetime) -> None:
    scope = _items(at, 2)
    if scope is None:
        return
    facts = _facts(stage, "Hành trình hai bưu gửi nghi chứa pháo nổ", scope, at, wanted=("journey", "declared", "parties"))
    asked = _send(stage, facts, at)
    text = "Hai bưu gửi do cùng một người gửi mẫu tại bưu cục mẫu, khai là đồ trang trí; một đã phát, một còn ở kho chi nhánh."
    actions.answer_request(stage.actor(LEADER), asked, AnswerFacts(text, personal=True), at=at + timedelta(hours=5))


def _late(stage: Stage, at: datetime) -> None:
    """One that the operator has not answered in time; it waits beside its case."""
    case = (
        Case.objects.filter(lead__code="cong-an-tinh", opened_at__lt=at).exclude(state__in=SETTLED).order_by("-opened_at").first()
    )
    scope = _items(at, 1, skip=3)
    if scope is not None:
        _send(stage, _facts(stage, "Chứng từ phát của một bưu gửi", scope, at, wanted=("delivery", "images"), case=case), at)


def _too_wide(stage: Stage, at: datetime) -> None:
    """An attempt that the bounds refuse: everything of one person, without goods; it stands in the register only."""
    scope = Scope(persons=(Person("Nguyễn Văn Mẫu", "Số 1 đường Mẫu, xã Mẫu"),), from_at=at - timedelta(days=20), until_at=at)
    facts = _facts(stage, "Mọi bưu gửi của một người", scope, at, ground="danger")
    with suppress(Refused):
        actions.draft_request(stage.actor(DRAFTER), facts, at=at)


def _refused(stage: Stage, at: datetime) -> None:
    scope = Scope(category=GOODS, from_at=at - timedelta(days=25), until_at=at - timedelta(days=1))
    facts = _facts(stage, "Danh sách bưu gửi khai là đồ trang trí trong tháng", scope, at)
    asked = actions.draft_request(stage.actor(DRAFTER), facts, at=at)
    asked = actions.submit_request(stage.actor(DRAFTER), asked, at=at)
    reason = "Phạm vi còn rộng; nêu từng bưu gửi đã có cảnh báo rồi trình lại."
    actions.refuse_request(stage.actor(CHIEF), asked, reason=reason, at=at + timedelta(hours=1))


def _declined(stage: Stage, at: datetime) -> None:
    scope = _items(at, 1, skip=5)
    if scope is None:
        return
    facts = _facts(stage, "Kết quả kiểm tra lô hàng cùng nguồn", scope, at, wanted=("handling",), to=("chi-cuc-qltt",))
    asked = _send(stage, facts, at)
    actions.decline_request(
        stage.actor(MARKET),
        asked,
        reason="no_data",
        text="Đội quản lý thị trường chưa kiểm tra lô hàng nào cùng nguồn trong thời gian này.",
        at=at + timedelta(hours=4),
    )


def _waiting(stage: Stage, at: datetime) -> None:
    phones = ("0900000017",)  # an invented number
    scope = Scope(phones=phones, category=GOODS, from_at=at - timedelta(days=14), until_at=at)
    facts = _facts(
        stage,
        "Bưu gửi nghi chứa pháo nổ của một số điện thoại",
        scope,
        at,
        wanted=("journey", "declared"),
        to=(OPERATOR, "chi-cuc-qltt"),
    )
    _send(stage, facts, at)


def _to_approve(stage: Stage, at: datetime) -> None:
    scope = _items(at, 1, skip=1)
    if scope is None:
        return
    facts = _facts(stage, "Ảnh bên ngoài một bưu gửi đang giữ", scope, at, wanted=("images",), urgent=True)
    actions.submit_request(stage.actor(DRAFTER), actions.draft_request(stage.actor(DRAFTER), facts, at=at), at=at)


def _items(at: datetime, count: int, skip: int = 0) -> Scope | None:
    """Give items of one operator whose declaration was flagged lately."""
    rows = Hit.objects.filter(operator__code=OPERATOR, accepted_at__lt=at, accepted_at__gte=at - timedelta(days=20))
    items = rows.exclude(state="superseded").order_by("-accepted_at", "pk").values_list("item_id", flat=True)[skip : skip + count]
    return Scope(items=tuple(items), category=GOODS) if items else None
