"""Climbing the ladders: who is told when, once, whoever and however many ask."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from buuan.base.accounts.actions import create_system_account
from buuan.base.audit.models import Record
from buuan.base.clocks.actions import (
    DatedLadder,
    escalate_clock,
    escalate_due_clocks,
    extend_clock,
    finish_clocks,
    load_ladders,
    pause_clock,
    resume_clock,
    start_clock,
)
from buuan.base.clocks.actions import escalation as at_work
from buuan.base.clocks.jobs import escalate_clocks
from buuan.base.clocks.models import Clock, Escalation
from buuan.base.clocks.rules import Ladder, Step, Unit
from buuan.base.clocks.tests.sample import DAY, HOUR, at, limit
from buuan.base.clocks.tests.stage import MONDAY, within_act
from buuan.base.dispatch.models import Recipient
from buuan.kit.errors import Forbidden, Refused

DUE = at("2026-03-24T00:00")
MINUTE = timedelta(minutes=1)


def told() -> list[tuple[str, str]]:
    """Give the notices in order: who was told, by which rung."""
    return [(one.told.code, one.key.split("@")[0]) for one in Escalation.objects.order_by("pk")]


def test_each_rung_is_climbed_when_its_time_comes_and_once(start, cast):
    start()
    assert escalate_due_clocks(cast.system, at=DUE - 24 * HOUR - MINUTE) == 0
    assert not Record.objects.filter(action__startswith="clocks.escal").exists()  # a quiet minute leaves no empty record

    for when, expected in ((DUE - 24 * HOUR, 1), (DUE - HOUR, 0), (DUE + MINUTE, 1), (DUE + 24 * HOUR, 1), (DUE + 99 * DAY, 0)):
        assert escalate_due_clocks(cast.system, at=when) == expected, when
        assert escalate_due_clocks(cast.system, at=when) == 0

    assert told() == [("so", "remind"), ("so", "leader"), ("ubnd-tinh", "superior")]
    assert Record.objects.filter(action="clocks.escalated").count() == 3
    assert Clock.objects.get().look_at is None


def test_the_notice_names_the_rung_the_work_and_nothing_of_its_content(start, cast):
    start(severity="critical")
    escalate_due_clocks(cast.system, at=DUE + MINUTE)
    row = Recipient.objects.select_related("notice", "organisation").get()
    assert row.organisation.code == "so"
    assert row.notice.title == "Đến hạn, báo lãnh đạo: Xác minh dn"
    assert "hàng cấm" not in row.notice.title + row.notice.text
    assert "Hạn 24:00 thứ Hai 23/03/2026." in row.notice.text
    assert (row.notice.urgent, row.notice.url) == (True, "/vu-viec/VV-2026-00001")


def test_a_reminder_that_nobody_sent_in_time_is_passed_over_and_the_record_says_so(start, cast):
    only = Ladder("nhac", "Chỉ nhắc", (Step("remind", -24 * HOUR, "assignee", "Nhắc trước hạn 24 giờ"),))
    dated = DatedLadder(only, MONDAY.date(), None, "nguồn để thử", True)
    within_act(cast.system, lambda: load_ladders([dated]), MONDAY)
    start(ladder_code="nhac")
    assert escalate_due_clocks(cast.system, at=DUE + DAY) == 0
    passed = Record.objects.get(action="clocks.reminder_passed")
    assert (passed.facts["steps"], passed.facts["looked_for"]) == ([], "2026-03-22T17:00:00+00:00")
    assert Clock.objects.get().look_at is None


def test_after_an_outage_the_later_rungs_say_what_is_true(start, cast):
    start()
    assert escalate_due_clocks(cast.system, at=DUE - 24 * HOUR) == 1
    clock = Clock.objects.get()
    extend_clock(cast.leader, clock, amount=1, unit="calendar_days", reason="Lý do", at=DUE - 2 * HOUR)
    # The due time is now 24:00 on the 24th; its reminder belonged to 24:00 on the 23rd, and no worker ran until the 25th.
    assert escalate_due_clocks(cast.system, at=DUE + 26 * HOUR) == 1
    assert told() == [("so", "remind"), ("so", "leader")]


def test_a_reminder_whose_time_went_by_during_a_pause_is_sent_at_once(start, cast):
    clock = start()
    pause_clock(cast.officer, clock, reason="Chờ hồ sơ", at=DUE - 12 * HOUR)
    # Resumed at its last hour the clock has its reminder behind it; the due time is still to come, so it is sent at once.
    resume_clock(cast.officer, clock, at=DUE - 11 * HOUR)
    assert escalate_due_clocks(cast.system, at=DUE - 10 * HOUR) == 1
    assert told() == [("so", "remind")]


def test_an_extension_brings_the_reminders_again(start, cast):
    clock = start()
    escalate_due_clocks(cast.system, at=DUE - 24 * HOUR)
    extend_clock(cast.leader, clock, amount=10, unit="calendar_days", reason="Phức tạp", at=DUE - HOUR)
    assert escalate_due_clocks(cast.system, at=DUE + MINUTE) == 0
    assert escalate_due_clocks(cast.system, at=DUE + 9 * DAY) == 1
    assert told() == [("so", "remind"), ("so", "remind")]


def test_work_that_is_done_or_stands_still_calls_nobody(start, cast):
    clock = start()
    other = start(cast.bodies["dn-cn"])
    pause_clock(cast.officer, clock, reason="Chờ hồ sơ", at=MONDAY + DAY)
    about = cast.bodies["dn-cn"]
    within_act(cast.officer, lambda: finish_clocks(cast.officer, about, kind=other.kind, at=MONDAY + DAY), MONDAY + DAY)
    assert escalate_due_clocks(cast.system, at=DUE + 99 * DAY) == 0


def test_rungs_from_the_start_and_their_addressees(start, cast):
    start(holder="dn-cn", actor=cast.police, ladder_code="goi", limit=limit(2, Unit.CALENDAR_HOURS))
    assert escalate_due_clocks(cast.system, at=MONDAY + HOUR / 4) == 1
    assert escalate_due_clocks(cast.system, at=MONDAY + HOUR) == 1
    assert told() == [("dn-cn", "contact"), ("cong-an", "issuer")]


def test_where_nobody_stands_above_the_holder_itself_is_told(start, cast):
    start(holder="cong-an")
    escalate_due_clocks(cast.system, at=DUE + 2 * DAY)
    assert told()[-1] == ("cong-an", "superior")


def test_a_superior_that_has_ended_is_passed_over(start, cast):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET until_on = '2026-03-01' WHERE code = 'ubnd-tinh'")
    start()
    escalate_due_clocks(cast.system, at=DUE + 2 * DAY)
    assert told()[-1] == ("so", "superior")


def test_only_the_platform_climbs(start, cast):
    clock = start()
    for somebody in (cast.leader, cast.administrator, cast.auditor):
        with pytest.raises(Forbidden):
            escalate_due_clocks(somebody, at=DUE)
        with pytest.raises(Forbidden):
            escalate_clock(somebody, clock, at=DUE)


def test_a_clock_without_a_rung_to_climb_is_refused(start, cast):
    with pytest.raises(Refused) as refusal:
        escalate_clock(cast.system, start(), at=MONDAY)
    assert refusal.value.code == at_work.NOTHING_TO_CLIMB


def test_the_job_of_every_minute_climbs_as_the_platform(start, cast):
    create_system_account(at=MONDAY)
    start(when=timezone.now() - 2 * HOUR, ladder_code="goi", limit=limit(1, Unit.CALENDAR_HOURS))
    escalate_clocks(timestamp=0)
    assert told() == [("so", "contact"), ("so", "issuer")]
    assert {one.account for one in Record.objects.filter(action="clocks.escalated")} == {"he-thong"}


# -- two workers -----------------------------------------------------------------------------------------------------


def test_several_workers_at_once_tell_everybody_once(committed):
    cast = committed

    def begin() -> None:
        for number in range(6):
            start_clock(
                cast.officer, cast.bodies["dn"], kind=f"test.{number}", task="Xác minh", title="", holder=cast.bodies["so"],
                limit=limit(20, Unit.CALENDAR_DAYS), at=MONDAY, url="/", button="Mở", ladder_code="thu",
            )  # fmt: skip

    within_act(cast.officer, begin, MONDAY)
    together = threading.Barrier(3, timeout=20)
    climbed: list[int] = []

    def work() -> None:
        try:
            together.wait()
            climbed.append(escalate_due_clocks(cast.system, at=DUE + 2 * DAY))
        finally:
            connections["default"].close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert len(climbed) == 3
    assert sum(climbed) == Escalation.objects.count() == Recipient.objects.count() == 12  # two rungs, six clocks
    assert Record.objects.filter(action="clocks.escalated").count() == 6


def test_a_worker_passes_over_a_clock_that_another_holds(committed, monkeypatch):
    cast = committed
    within_act(
        cast.officer,
        lambda: start_clock(
            cast.officer, cast.bodies["dn"], kind="test.one", task="Xác minh", title="", holder=cast.bodies["so"],
            limit=limit(20, Unit.CALENDAR_DAYS), at=MONDAY, url="/", button="Mở", ladder_code="thu",
        ),
        MONDAY,
    )  # fmt: skip
    clock = Clock.objects.get()
    holds, may_end = threading.Event(), threading.Event()
    climbed: list[int] = []
    tell = at_work._tell

    def tell_slowly(*args):
        holds.set()
        may_end.wait(timeout=20)
        return tell(*args)

    monkeypatch.setattr(at_work, "_tell", tell_slowly)

    def first() -> None:
        try:
            climbed.append(len(escalate_clock(cast.system, clock, at=DUE + MINUTE)))
        finally:
            connections["default"].close()

    worker = threading.Thread(target=first)
    worker.start()
    assert holds.wait(timeout=20)
    try:
        assert escalate_due_clocks(cast.system, at=DUE + MINUTE) == 0  # neither waits nor tells a second time
        assert worker.is_alive()  # the other one still holds the clock
    finally:
        may_end.set()
        worker.join(timeout=20)
    assert climbed == [1]
    assert escalate_due_clocks(cast.system, at=DUE + MINUTE) == 0
