"""Who sees which report, what is near to it, and the figures about reports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app as worker

from buuan.base.accounts.actions import create_system_account
from buuan.kit.errors import NotFound, Refused
from buuan.registers.items.jobs import end_holds
from buuan.registers.items.models import Hold
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.intake import actions, search
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import (
    bodies_told,
    case_to_join,
    near_duplicates,
    point_by_code,
    points_of,
    report_by_number,
    reports_for_list,
    waiting,
    waiting_count,
)

SOON = MONDAY + timedelta(minutes=11)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("clerk", True),
        ("branch", True),
        ("operator", True),
        ("police", True),
        ("department", True),
        ("auditor", True),
        ("market", False),
        ("customs", False),
        ("rival", False),
        ("stranger", False),
        ("commune", False),
        ("agency", False),
        ("leader", False),
        ("administrator", False),
    ],
)
def test_a_report_is_seen_by_its_own_tree_and_by_those_it_was_routed_to(cast, say, who, sees):
    report = say()
    actor = cast.actor(who)

    assert SuspicionReport.objects.visible_to(actor).exists() is sees
    assert report.is_visible_to(actor) is sees
    assert bool(search.find(actor, "pháo nổ", 10)) is sees
    if sees:
        assert report_by_number(actor, report.number) == report
    else:
        with pytest.raises(NotFound):
            report_by_number(actor, report.number)


def test_a_counter_sees_its_own_and_not_what_stands_above(cast, say):
    say(by="branch", point="branch")

    assert not SuspicionReport.objects.visible_to(cast.clerk).exists()
    assert SuspicionReport.objects.visible_to(cast.operator).exists()


def test_a_counter_sees_what_was_reported_about_it(cast, say):
    say(by="operator", point="counter")

    assert SuspicionReport.objects.visible_to(cast.clerk).exists()
    assert not SuspicionReport.objects.visible_to(cast.rival).exists()


def test_goods_decide_who_else_is_told(cast, say):
    report = say(declared_content="thuốc lá điện tử")

    assert {one.organisation.code for one in report.routings.all()} == {"cong-an-tinh", "so-khcn", "chi-cuc-qltt", "chi-cuc-hq"}
    assert SuspicionReport.objects.visible_to(cast.market).get() == report


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("BC-2026-00001", "số báo cáo"),
        ("sm0001", "mã bưu gửi"),
        ("tu che", "nội dung khai"),
        ("buu cuc dong", "nơi phát hiện"),
        ("Xã Đông Thử", "địa bàn"),
    ],
)
def test_a_report_is_found_by_its_words_and_the_field_is_named(cast, say, words, field):
    report = say()

    (found,) = search.find(cast.police, words, 10)

    assert (found["label"], found["url"], found["field"]) == (report.number, f"/bao-cao/{report.number}", field)


def test_what_was_written_freely_is_not_searched(cast, say):
    say(text="Người gửi tên Nguyễn Văn Thử.")

    assert search.find(cast.police, "nguyen van thu", 10) == []


def test_the_queue_begins_with_what_is_due_first(cast, say):
    slow = say(declared_content="quần áo", signs=("misdeclared",), item_id="SM0002TH")
    urgent = say(item_id="SM0003TH", at=SOON)

    assert list(waiting(cast.police)) == [urgent, slow]
    assert (waiting_count(cast.police), waiting_count(cast.clerk), waiting_count(cast.department)) == (2, 0, 0)
    actions.decline_report(cast.police, urgent, reason="x", at=SOON)
    assert waiting_count(cast.police) == 1


def test_the_same_item_in_a_week_is_near_for_the_whole_operator_and_nobody_else(cast, say):
    report = say()

    assert list(near_duplicates(cast.branch, "SM0001TH", MONDAY + 6 * DAY)) == [report]
    assert not near_duplicates(cast.clerk, "SM0001TH", MONDAY + 8 * DAY)
    assert not near_duplicates(cast.rival, "SM0001TH", SOON)
    assert not near_duplicates(cast.police, "SM0001TH", SOON)
    assert not near_duplicates(cast.clerk, "", SOON)


def test_an_open_case_with_the_same_item_is_suggested(cast, say):
    first = say()
    case = actions.accept_report(cast.police, first, at=SOON)
    second = say(by="branch", client_key="mẫu-0002", at=SOON)

    assert case_to_join(cast.police, second) == case
    assert case_to_join(cast.police, say(item_id="SM0009TH")) is None


def test_one_reports_for_ones_own_units_only(cast):
    today = MONDAY.date()

    assert [one.code for one in points_of(cast.operator, today)] == ["SMTEST", "SMTEST-CN1", "SMTEST-BC1"]
    assert [one.code for one in points_of(cast.clerk, today)] == ["SMTEST-BC1"]
    assert point_by_code(cast.clerk, "", today).code == "SMTEST-BC1"
    assert point_by_code(cast.operator, "SMTEST-BC1", today).code == "SMTEST-BC1"
    for actor, code in ((cast.clerk, "SMTEST-CN1"), (cast.operator, "HTTEST"), (cast.clerk, "không có")):
        with pytest.raises(NotFound):
            point_by_code(actor, code, today)


def test_without_a_focal_point_nobody_is_told_and_that_is_said(cast):
    with pytest.raises(Refused, match="Chưa khai báo đầu mối"):
        bodies_told(("lead_department",), MONDAY.date())


def test_the_list_brings_the_clock(cast, say):
    report = say()

    row = reports_for_list(cast.police).get()

    assert row.due_at == MONDAY + 2 * HOUR
    actions.decline_report(cast.police, report, reason="x", at=SOON)
    assert reports_for_list(cast.police).get().due_at is None


def test_the_minute_job_ends_what_has_lapsed_and_is_quiet_otherwise(cast, say, monkeypatch):
    from buuan.base.audit.models import Record

    create_system_account(at=MONDAY)
    say()
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY + 23 * HOUR)
    end_holds.func(0)
    assert Hold.objects.get().until_at is None
    assert not Record.objects.filter(action="items.holds_lapsed").exists()

    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY + 25 * HOUR)
    end_holds.func(0)
    end_holds.func(60)

    assert Hold.objects.get().end_reason == "lapsed"
    assert Record.objects.filter(action="items.holds_lapsed").count() == 1
    assert worker.tasks[end_holds.name].queueing_lock == "holds"
