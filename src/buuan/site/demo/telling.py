"""The demo's roster and a drill of the 24/7 contacts: most answer in time, some are called, a few stay silent."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import OnBehalf, acknowledge, enter_call, escalate_due, plan_shift, send
from buuan.base.dispatch.models import Notice
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.site.demo.stage import Stage

MINUTE = timedelta(minutes=1)
WATCHES = ("Tổ trực 1", "Tổ trực 2", "Tổ trực 3")
ANSWERING = 0.6
CALLED = 1
NOT_REACHED = 1


def tell_province(stage: Stage) -> None:
    """Plan two days of duty and play the drill of the last evening."""
    _plan(stage, "truc-ban", "0900 000 1{:02d}")
    _plan(stage, "doanh-nghiep", "0900 000 2{:02d}")
    at = (stage.end - timedelta(days=1)).astimezone(VIETNAM).replace(hour=19, minute=30, second=0, microsecond=0)
    tops = [stage.account(name).organisation for name in ("doanh-nghiep", "doanh-nghiep-2")]
    branches = Organisation.objects.filter(root_of(tops), unit_type__in=("branch", "centre")).order_by("path")
    notice = _drill(stage.actor("truc-ban"), [*tops, *branches], at)
    _answer(stage, notice, at)


def root_of(tops: list[Organisation]) -> Q:
    """Give the condition that an organisation stands below one of `tops`."""
    return reduce(or_, (Q(path__startswith=one.path) for one in tops))


def _plan(stage: Stage, username: str, phone: str) -> None:
    actor, body = stage.actor(username), stage.account(username).organisation
    first = stage.end.astimezone(VIETNAM).replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for number in range(9):
        begin = first + number * timedelta(hours=8)
        facts = {"from_at": begin, "until_at": begin + timedelta(hours=8), "at": begin - timedelta(days=1)}
        plan_shift(actor, body, name=WATCHES[number % 3], phone=phone.format(number % 3), **facts)


@action
def _drill(actor: Actor, operators: list[Organisation], at: datetime) -> Notice:
    notice = send(
        actor,
        "dispatch.contact_drill",
        about=operators[0],
        to=operators,
        title="Diễn tập kiểm tra đầu mối 24/7",
        text="Mỗi đơn vị xác nhận đã nhận trong 15 phút.",
        at=at,
        urgent=True,
        asks="acknowledge",
        drill=True,
    )
    if notice is None:
        raise LookupError("the demo has no operators")
    record(actor, "dispatch.drill_sent", notice, at=at)
    return notice


def _answer(stage: Stage, notice: Notice, at: datetime) -> None:
    chance = stage.chance("drill")
    rows = list(notice.recipients.select_related("organisation", "notice").order_by("organisation__path"))
    chance.shuffle(rows)
    answering = int(len(rows) * ANSWERING)
    for row in rows[:answering]:
        acknowledge(_person_of(stage, row.organisation), row, at=at + chance.randrange(60, 14 * 60) * timedelta(seconds=1))
    police = stage.actor("truc-ban")
    escalate_due(stage.system, at=at + 15 * MINUTE)
    for row in rows[answering : answering + CALLED]:
        called = at + chance.randrange(16, 28) * MINUTE
        said = OnBehalf("Người trực", "0900 000 301", called)
        acknowledge(police, row, at=called + MINUTE, on_behalf=said)
    for row in rows[answering + CALLED : answering + CALLED + NOT_REACHED]:
        called = at + chance.randrange(31, 50) * MINUTE
        enter_call(police, row, result="no_answer", phone="0900 000 302", called_at=called, at=called + MINUTE)
    for minutes in (30, 60):
        escalate_due(stage.system, at=at + minutes * MINUTE)


def _person_of(stage: Stage, body: Organisation) -> Actor:
    """Give who is on duty at an organisation, whose account only the demo needs."""
    return stage.hire(f"truc-{body.code.lower()}", "Người trực", "officer", body)
