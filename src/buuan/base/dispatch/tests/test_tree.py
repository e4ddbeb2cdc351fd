"""Trees of recipients: cascade, standing of each level, acknowledgement, reminders to who owes, calls, versions, closing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.base.dispatch.actions import (
    OnBehalf,
    acknowledge,
    answer,
    close_notices,
    enter_call,
    escalate_due,
    load_ladders,
    open_notice,
    open_notices,
    pass_on,
    resend,
)
from buuan.base.dispatch.models import Call, Escalation, LadderRow, Notice, Recipient
from buuan.base.dispatch.queries import inbox, phone_list, standing, standing_by_unit, unread_count
from buuan.base.dispatch.queries.feed import events_since
from buuan.base.dispatch.tests.conftest import tell
from buuan.base.organisations.actions import name_contact
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

MINUTE = timedelta(minutes=1)


def order(cast, **more):
    facts = {"at": MONDAY, "urgent": True, "asks": "acknowledge", "cascade": True} | more
    return tell(cast.police, [cast.bodies["operator"], cast.bodies["rival"]], **facts)


def of(cast, notice, name):
    return notice.recipients.select_related("notice", "organisation").get(organisation=cast.bodies[name])


def test_an_urgent_notice_reaches_every_unit_at_once_one_row_an_organisation(cast):
    notice = order(cast)
    rows = {one.organisation.code: one for one in notice.recipients.select_related("organisation", "passed_by__organisation")}
    assert set(rows) == {"SMTEST", "SMTEST-CN1", "SMTEST-BC1", "HTTEST"}
    assert rows["SMTEST-BC1"].passed_by.organisation.code == "SMTEST-CN1"
    assert rows["SMTEST"].passed_by is None
    assert all(one.owes and one.look_at == MONDAY + 15 * MINUTE for one in rows.values())


def test_without_cascade_only_those_named_are_told_and_twice_named_once(cast):
    notice = tell(cast.police, [cast.bodies["operator"], cast.bodies["branch"], cast.bodies["operator"]], at=MONDAY, urgent=True)
    assert notice.recipients.count() == 2
    assert of(cast, notice, "branch").passed_by == of(cast, notice, "operator")


def test_what_is_not_urgent_is_passed_on_level_by_level(cast):
    notice = order(cast, urgent=False)
    assert notice.recipients.count() == 2
    pass_on(cast.operator, of(cast, notice, "operator"), at=MONDAY + HOUR)
    pass_on(cast.branch, of(cast, notice, "branch"), at=MONDAY + 2 * HOUR)
    assert of(cast, notice, "counter").delivered_at == MONDAY + 2 * HOUR
    with pytest.raises(Refused, match="đã có"):
        pass_on(cast.operator, of(cast, notice, "operator"), at=MONDAY + 3 * HOUR)
    with pytest.raises(Invalid):
        pass_on(cast.operator, of(cast, notice, "operator"), to=[cast.bodies["rival"]], at=MONDAY + 3 * HOUR)
    with pytest.raises(Forbidden):
        pass_on(cast.rival, of(cast, notice, "operator"), at=MONDAY)


def test_each_level_sees_its_own_sub_tree(cast):
    notice = order(cast)
    acknowledge(cast.clerk, of(cast, notice, "counter"), at=MONDAY + MINUTE)
    assert (standing(cast.police, notice).total, standing(cast.police, notice).acknowledged) == (4, 1)
    assert standing(cast.operator, notice).total == 3
    assert standing(cast.branch, notice).acknowledged_percent == 50
    assert standing(cast.rival, notice).total == 1
    assert standing(cast.stranger, notice).total == 0
    top, other = sorted(standing_by_unit(cast.police, notice), key=lambda one: -one.below.total)
    assert (top.recipient.organisation.code, top.below.total, other.below.total) == ("SMTEST", 3, 1)
    (branch,) = standing_by_unit(cast.operator, notice, cast.bodies["operator"])
    assert (branch.recipient.organisation.code, branch.below.total, branch.below.acknowledged) == ("SMTEST-CN1", 2, 1)


def test_acknowledging_counts_once_names_the_person_and_a_second_try_is_refused_and_recorded(cast):
    notice = order(cast)
    row = acknowledge(cast.branch, of(cast, notice, "branch"), at=MONDAY + 2 * MINUTE)
    assert (row.acknowledged_by, row.acknowledged_via, row.owes, row.look_at) == ("Phụ trách chi nhánh Thử", "page", False, None)
    assert row.opened_at == MONDAY + 2 * MINUTE
    with pytest.raises(Refused, match="đã xác nhận"):
        acknowledge(cast.branch, row, at=MONDAY + 3 * MINUTE)
    refusal = Record.objects.get(action="dispatch.refused")
    assert refusal.facts["code"] == "dispatch.already_acknowledged"
    with pytest.raises(Forbidden):
        acknowledge(cast.rival, of(cast, notice, "operator"), at=MONDAY)
    with pytest.raises(Forbidden):
        acknowledge(cast.operator, of(cast, notice, "counter"), at=MONDAY)


def test_a_notice_that_asks_nothing_or_is_closed_is_not_acknowledged(cast):
    quiet = tell(cast.police, [cast.bodies["operator"]], at=MONDAY)
    with pytest.raises(Refused, match="không yêu cầu"):
        acknowledge(cast.operator, of(cast, quiet, "operator"), at=MONDAY)
    notice = order(cast)
    _close(cast)
    with pytest.raises(Refused, match="đã kết thúc"):
        acknowledge(cast.operator, of(cast, notice, "operator"), at=MONDAY)
    assert escalate_due(cast.system, at=MONDAY + DAY) == 0


@action
def _close(cast):
    close_notices(cast.bodies["operator"], at=MONDAY)
    record(cast.police, "test.closed", "test", at=MONDAY)


def test_an_answer_settles_what_an_acknowledgement_does_not(cast):
    notice = order(cast, asks="answer", answer_by=MONDAY + DAY)
    row = acknowledge(cast.rival, of(cast, notice, "rival"), at=MONDAY + MINUTE)
    assert row.owes
    with pytest.raises(Invalid):
        answer(cast.rival, row, text=" ", at=MONDAY + HOUR)
    row = answer(cast.rival, row, text="Đã kiểm tra, không có", at=MONDAY + HOUR)
    assert (row.owes, row.answer) == (False, "Đã kiểm tra, không có")
    with pytest.raises(Refused, match="đã trả lời"):
        answer(cast.rival, row, text="lại", at=MONDAY + HOUR)
    late = answer(cast.operator, of(cast, notice, "operator"), text="muộn", at=MONDAY + 2 * DAY)
    assert late.acknowledged_at == MONDAY + 2 * DAY
    assert [one.facts["late"] for one in Record.objects.filter(action="dispatch.answered").order_by("pk")] == [False, True]


def test_only_the_silent_climb_each_rung_once_and_on_time(cast):
    notice = order(cast)
    acknowledge(cast.rival, of(cast, notice, "rival"), at=MONDAY + MINUTE)
    counts = [escalate_due(cast.system, at=MONDAY + minutes * MINUTE) for minutes in (14, 15, 16, 30, 59, 60, 600)]
    assert counts == [0, 3, 0, 3, 0, 3, 0]
    climbed = Escalation.objects.filter(recipient__notice=notice)
    assert set(climbed.values_list("recipient__organisation__code", flat=True)) == {"SMTEST", "SMTEST-CN1", "SMTEST-BC1"}
    assert all(one.at == one.belongs_at for one in climbed)
    told = {
        (one.organisation.code, one.notice.title)
        for one in Recipient.objects.filter(notice__kind="dispatch.silent").select_related("organisation", "notice")
    }
    assert told == {
        ("SMTEST", f"1 nơi nhận chưa phản hồi {notice.number}"),
        ("SMTEST-CN1", f"1 nơi nhận chưa phản hồi {notice.number}"),
        ("cong-an-tinh", f"1 nơi nhận chưa phản hồi {notice.number}"),
        ("cong-an-tinh", f"3 nơi nhận chưa phản hồi {notice.number}"),
    }
    assert inbox(cast.operator).filter(notice=notice).count() == 1  # a reminder is no second line


def test_a_late_worker_catches_up_with_every_rung(cast):
    notice = order(cast)
    assert escalate_due(cast.system, at=MONDAY + 2 * HOUR) == 4
    assert Escalation.objects.filter(recipient__notice=notice).count() == 16


def test_a_dated_row_changes_the_ladder_from_its_day_on(cast):
    load_ladders(cast.system, at=MONDAY)
    assert load_ladders(cast.system, at=MONDAY) == {"reminder_ladders": 2}
    row = LadderRow.objects.get(code="khan")
    models.QuerySet(type(row.rungs.first())).filter(ladder=row, number=1).update(minutes=5)
    assert order(cast).recipients.first().look_at == MONDAY + 5 * MINUTE


def test_a_new_version_closes_the_old_one_and_asks_again(cast):
    old = order(cast, text="giữ đến 18 giờ")
    acknowledge(cast.rival, of(cast, old, "rival"), at=MONDAY + MINUTE)
    new = order(cast, at=MONDAY + HOUR, text="giữ đến 20 giờ", supersedes=old)
    assert (new.version, of(cast, new, "rival").owes) == (2, True)
    old.refresh_from_db()
    assert old.closed_at == MONDAY + HOUR
    assert not old.recipients.filter(owes=True).exists()


def test_a_call_enters_the_acknowledgement_on_behalf_with_caller_and_time(cast):
    notice = order(cast)
    row = of(cast, notice, "counter")
    enter_call(cast.police, row, result="no_answer", phone="0912345678", called_at=MONDAY + MINUTE, at=MONDAY + 2 * MINUTE)
    said = OnBehalf("Bà Trực", "0912 345 678", MONDAY + 3 * MINUTE, "đang kiểm tra")
    row = acknowledge(cast.police, row, at=MONDAY + 4 * MINUTE, on_behalf=said)
    assert (row.acknowledged_by, row.acknowledged_via) == ("Bà Trực", "call")
    calls = list(Call.objects.order_by("called_at").values_list("caller", "result", "acknowledged"))
    assert calls == [("Trực ban Thử", "no_answer", False), ("Trực ban Thử", "reached", True)]
    with pytest.raises(Forbidden):
        acknowledge(cast.stranger, of(cast, notice, "branch"), at=MONDAY, on_behalf=said)
    with pytest.raises(Invalid):
        acknowledge(cast.police, of(cast, notice, "branch"), at=MONDAY + HOUR, on_behalf=OnBehalf("", "12", MONDAY - HOUR))
    with pytest.raises(Invalid):
        enter_call(cast.police, of(cast, notice, "branch"), result="x", phone="1", called_at=MONDAY + DAY, at=MONDAY)


def test_the_phone_list_has_only_the_silent_with_whom_to_call(cast):
    facts = {"phone": "0237 3852 246", "from_on": MONDAY.date(), "at": MONDAY}
    name_contact(cast.operator, cast.bodies["operator"], purpose="duty_24_7", name="Ông Đầu Mối", **facts)
    name_contact(cast.operator, cast.bodies["branch"], purpose="security_leader", name="Bà An Ninh", **facts)
    notice = order(cast)
    acknowledge(cast.rival, of(cast, notice, "rival"), at=MONDAY + MINUTE)
    lines = {one.recipient.organisation.code: one for one in phone_list(cast.police, notice, MONDAY + HOUR)}
    assert set(lines) == {"SMTEST", "SMTEST-CN1", "SMTEST-BC1"}
    assert lines["SMTEST-BC1"].reachable.duty.name == "Ông Đầu Mối"
    assert lines["SMTEST-BC1"].reachable.leader.name == "Bà An Ninh"
    assert lines["SMTEST"].reachable.leader is None
    assert lines["SMTEST"].silent_for == HOUR


def test_sending_again_is_for_who_owes(cast):
    notice = order(cast)
    row = of(cast, notice, "rival")
    resend(cast.police, row, at=MONDAY + HOUR)
    acknowledge(cast.rival, row, at=MONDAY + HOUR)
    with pytest.raises(Refused, match="không còn"):
        resend(cast.police, row, at=MONDAY + HOUR)
    with pytest.raises(Forbidden):
        resend(cast.stranger, of(cast, notice, "branch"), at=MONDAY)


def test_opening_together_leaves_what_asks_and_what_is_not_ours(cast):
    asked = of(cast, order(cast), "operator")
    told = of(cast, tell(cast.police, [cast.bodies["operator"], cast.bodies["rival"]], at=MONDAY), "operator")
    foreign = Recipient.objects.get(notice=told.notice, organisation=cast.bodies["rival"])
    assert unread_count(cast.operator) == 2
    assert open_notices(cast.operator, [asked, told, foreign], at=MONDAY + HOUR) == 1
    assert unread_count(cast.operator) == 1
    with pytest.raises(Forbidden):
        open_notice(cast.police, asked, at=MONDAY)
    assert inbox(cast.operator).first() == asked


def test_the_feed_gives_each_event_once_in_order_and_only_of_the_own_tree(cast):
    order(cast)
    rows = list(events_since(cast.branch, 0, 10))
    assert [one.organisation.code for one in rows] == ["SMTEST-CN1", "SMTEST-BC1"]
    assert [one.pk for one in events_since(cast.branch, rows[0].pk, 10)] == [rows[1].pk]


def test_the_database_holds_that_an_acknowledgement_has_a_person_and_that_only_who_owes_is_looked_at(cast):
    row = of(cast, order(cast), "operator")
    for wrong in ({"acknowledged_at": MONDAY}, {"owes": False}, {"answered_by": "ai"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.QuerySet(Recipient).filter(pk=row.pk).update(**wrong)
    with pytest.raises(ValueError, match="does not ask"):
        order(cast, asks="obey")
    assert Notice.objects.filter(asks="obey").count() == 0
