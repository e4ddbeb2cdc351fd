"""What may be done with a clock, whom it calls, and how its due time explains itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from buuan.base.clocks.rules import (
    Anchor,
    ExtensionTerm,
    Ladder,
    Step,
    Unit,
    escalations_due,
    explain,
    may_extend,
    may_finish,
    may_pause,
    may_resume,
)
from buuan.base.clocks.tests.sample import CALENDAR, DAY, HOUR, at, clock, more_time

# -- what may be done with it --------------------------------------------------------------------------------------


def codes(reasons) -> list[str]:
    assert all(reason.sentence.endswith(".") for reason in reasons)
    return [reason.code for reason in reasons]


def test_a_clock_is_extended_once_and_before_it_is_late():
    facts = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS)  # due on Thursday 5 March at 17:00
    assert may_extend(facts, CALENDAR, at("2026-03-05T17:00")) == []
    assert codes(may_extend(facts, CALENDAR, at("2026-03-05T17:01"))) == ["clock.extension_too_late"]
    again = facts.extended(more_time(1, Unit.WORKING_DAYS))
    assert codes(may_extend(again, CALENDAR, at("2026-03-05T08:00"))) == ["clock.extensions_used_up"]
    never = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS, max_extensions=0)
    (reason,) = may_extend(never, CALENDAR, at("2026-03-03T08:00"))
    assert reason.sentence == "Thời hạn này không được gia hạn."


def test_a_limit_may_allow_to_be_extended_when_it_is_already_late():
    facts = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS, extend_before_due=False)
    assert may_extend(facts, CALENDAR, at("2026-03-09T08:00")) == []


def test_an_extension_keeps_to_the_length_that_the_limit_allows_for_its_turn():
    terms = (
        ExtensionTerm(2, Unit.CALENDAR_MONTHS, from_start=True),
        ExtensionTerm(2, Unit.CALENDAR_MONTHS, request_before=5 * DAY),
    )
    facts = clock("2026-03-02T08:00", 20, Unit.CALENDAR_DAYS, max_extensions=2, extension_terms=terms)
    decided = at("2026-03-20T08:00")

    def reasons(amount, unit, of=facts, decided=decided, **more):
        return codes(may_extend(of, CALENDAR, decided, more_time(amount, unit, **more)))

    assert reasons(2, Unit.CALENDAR_MONTHS, from_start=True) == []
    assert reasons(42, Unit.CALENDAR_DAYS) == []  # from Monday 23 March to Monday 4 May, as far as two months reach
    assert reasons(43, Unit.CALENDAR_DAYS) == ["clock.extension_too_long"]
    assert reasons(2, Unit.CALENDAR_MONTHS) == ["clock.extension_too_long"]
    assert reasons(5, Unit.CALENDAR_DAYS, reason=" ") == ["clock.extension_needs_reason"]
    assert reasons(5, Unit.CALENDAR_DAYS, approved_by="") == ["clock.extension_needs_approver"]

    longer = facts.extended(more_time(2, Unit.CALENDAR_MONTHS, from_start=True))  # due at the end of 4 May
    may_second = {"of": longer, "decided": at("2026-05-04T08:00")}
    asked_in_time, asked_late = at("2026-04-30T00:00"), at("2026-04-30T00:01")
    assert reasons(2, Unit.CALENDAR_MONTHS, **may_second, requested_at=asked_in_time) == []
    assert reasons(2, Unit.CALENDAR_MONTHS, **may_second, requested_at=asked_late) == ["clock.extension_asked_too_late"]
    assert reasons(2, Unit.CALENDAR_MONTHS, **may_second) == ["clock.extension_asked_too_late"]


def test_a_clock_is_paused_only_where_its_limit_allows_and_while_it_runs_in_time():
    facts = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS, pause_allowed=True)
    assert may_pause(facts, CALENDAR, at("2026-03-03T08:00")) == []
    assert codes(may_pause(facts, CALENDAR, at("2026-03-06T08:00"))) == ["clock.overdue"]
    strict = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS)
    assert codes(may_pause(strict, CALENDAR, at("2026-03-03T08:00"))) == ["clock.pause_not_allowed"]
    held = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS, pause_allowed=True, pauses=[("2026-03-03T08:00", None)])
    assert codes(may_pause(held, CALENDAR, at("2026-03-04T08:00"))) == ["clock.already_paused"]


def test_a_paused_clock_first_goes_on_before_anything_else_happens_to_it():
    held = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS, pause_allowed=True, pauses=[("2026-03-03T08:00", None)])
    now = at("2026-03-04T08:00")
    assert codes(may_extend(held, CALENDAR, now)) == codes(may_finish(held, CALENDAR, now)) == ["clock.paused"]
    assert may_resume(held, now) == []
    assert codes(may_resume(held, at("2026-03-03T07:00"))) == ["clock.before_pause"]
    assert codes(may_resume(held.resumed(now), now)) == ["clock.not_paused"]
    assert may_finish(held.resumed(now), CALENDAR, now) == []
    assert held.resumed(now).resumed(now) == held.resumed(now)


def test_a_late_end_needs_an_explanation():
    facts = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS)
    late = at("2026-03-06T08:00")
    assert may_finish(facts, CALENDAR, at("2026-03-05T17:00")) == []
    (reason,) = may_finish(facts, CALENDAR, late)
    assert reason.code == "clock.needs_explanation"
    assert "17:00 thứ Năm 05/03/2026" in reason.sentence
    assert codes(may_finish(facts, CALENDAR, late, "   ")) == ["clock.needs_explanation"]
    assert may_finish(facts, CALENDAR, late, "Chờ kết quả giám định.") == []


def test_nothing_happens_to_a_finished_clock_nor_before_what_has_happened():
    done = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS, finished="2026-03-03T08:00", pause_allowed=True)
    now = at("2026-03-04T08:00")
    for reasons in (may_extend(done, CALENDAR, now), may_pause(done, CALENDAR, now), may_finish(done, CALENDAR, now)):
        assert codes(reasons) == ["clock.finished"]
    assert codes(may_resume(done, now)) == ["clock.finished", "clock.not_paused"]
    running = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS, pauses=[("2026-03-02T10:00", "2026-03-03T10:00")])
    assert codes(may_finish(running, CALENDAR, at("2026-03-02T07:00"))) == ["clock.before_start"]
    assert codes(may_finish(running, CALENDAR, at("2026-03-03T09:00"))) == ["clock.before_last_change"]


# -- whom to call --------------------------------------------------------------------------------------------------

LADDER = Ladder(
    "default",
    "Thang báo thường",
    (
        Step("remind", -DAY, "assignee", "Nhắc trước hạn 24 giờ"),
        Step("duty", timedelta(), "duty_officer", "Đến hạn, báo trực ban"),
        Step("leader", DAY, "leader", "Quá hạn 24 giờ, báo lãnh đạo"),
    ),
)
URGENT = Ladder(
    "urgent",
    "Thang báo khẩn",
    tuple(Step(f"m{m}", timedelta(minutes=m), "contact", f"Sau {m} phút", Anchor.START) for m in (15, 30, 60)),
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-04T16:59", []),
        ("2026-03-04T17:00", ["remind"]),
        ("2026-03-05T17:00", ["remind", "duty"]),
        ("2026-03-05T17:01", ["duty"]),  # a reminder that was missed is not sent after the fact
        ("2026-03-06T17:00", ["duty", "leader"]),
    ],
)
def test_the_ladder_is_climbed_rung_by_rung(now, expected):
    facts = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS)
    found = escalations_due(facts, LADDER, CALENDAR, at(now))
    assert [escalation.step.code for escalation in found] == expected
    done = {escalation.key for escalation in found}
    assert escalations_due(facts, LADDER, CALENDAR, at(now), done) == ()


def test_an_extension_brings_the_reminders_again():
    facts = clock("2026-03-02T08:00", 3, Unit.WORKING_DAYS)
    (first,) = escalations_due(facts, LADDER, CALENDAR, at("2026-03-05T08:00"))
    longer = facts.extended(more_time(2, Unit.WORKING_DAYS))  # due on Monday 9 March at 17:00
    assert escalations_due(longer, LADDER, CALENDAR, at("2026-03-06T08:00"), {first.key}) == ()
    (again,) = escalations_due(longer, LADDER, CALENDAR, at("2026-03-08T17:00"), {first.key})
    assert (again.number, again.step.code, again.at) == (1, "remind", at("2026-03-08T17:00"))


def test_a_short_limit_is_not_warned_of_before_it_began():
    facts = clock("2026-03-02T08:00", 2, Unit.CALENDAR_HOURS)
    assert escalations_due(facts, LADDER, CALENDAR, at("2026-03-02T09:00")) == ()


def test_a_limit_as_long_as_its_warning_is_not_warned_of_as_it_begins():
    facts = clock("2026-03-02T09:00", 24, Unit.CALENDAR_HOURS)
    assert escalations_due(facts, LADDER, CALENDAR, at("2026-03-02T09:00")) == ()
    assert escalations_due(facts, LADDER, CALENDAR, at("2026-03-03T08:59")) == ()
    assert [one.step.code for one in escalations_due(facts, LADDER, CALENDAR, at("2026-03-03T09:00"))] == ["duty"]


def test_urgent_rungs_count_from_the_start():
    facts = clock("2026-03-02T08:00", 15, Unit.CALENDAR_MINUTES)
    found = escalations_due(facts, URGENT, CALENDAR, at("2026-03-02T08:30"))
    assert [(e.number, e.at) for e in found] == [(1, at("2026-03-02T08:15")), (2, at("2026-03-02T08:30"))]


def test_a_finished_or_paused_clock_calls_nobody():
    done = clock("2026-03-02T08:00", 2, Unit.CALENDAR_HOURS, finished="2026-03-02T09:00")
    held = clock("2026-03-02T08:00", 2, Unit.CALENDAR_HOURS, pauses=[("2026-03-02T09:00", None)])
    for facts in (done, held):
        assert escalations_due(facts, URGENT, CALENDAR, at("2026-03-05T08:00")) == ()


def test_a_ladder_that_cannot_be_climbed_is_a_defect():
    with pytest.raises(ValueError, match="before the clock starts"):
        Step("early", -HOUR, "leader", "Trước khi bắt đầu", Anchor.START)
    with pytest.raises(ValueError, match="stands twice"):
        Ladder("twice", "Thang", (LADDER.steps[0], LADDER.steps[0]))


# -- how it explains itself ----------------------------------------------------------------------------------------


def test_a_due_time_tells_how_it_came_about():
    facts = clock("2026-11-25T08:10", 20, Unit.CALENDAR_DAYS, source="Điều 147 Bộ luật để thử")
    assert explain(facts, CALENDAR) == (
        "Bắt đầu 08:10 thứ Tư 25/11/2026; thời hạn 20 ngày (Điều 147 Bộ luật để thử); không tính ngày bắt đầu; "
        "đến hạn 24:00 thứ Ba 15/12/2026."
    )


def test_pauses_extensions_and_the_end_stand_in_the_sentence():
    facts = clock(
        "2026-03-02T08:10",
        3,
        Unit.CALENDAR_DAYS,
        pauses=[("2026-03-03T08:00", "2026-03-05T08:00")],
        extensions=[more_time(1, Unit.CALENDAR_MONTHS)],
        finished="2026-04-13T09:30",
        explanation="Chờ giám định",
    )
    assert explain(facts, CALENDAR) == (
        "Bắt đầu 08:10 thứ Hai 02/03/2026; thời hạn 3 ngày (Điều 1 Luật để thử); không tính ngày bắt đầu; "
        "tạm dừng 2 ngày (từ 08:00 thứ Ba 03/03/2026 đến 08:00 thứ Năm 05/03/2026); "
        "gia hạn 1 lần (thêm 1 tháng), hạn ban đầu 24:00 thứ Năm 05/03/2026; "
        "đến hạn 24:00 thứ Năm 09/04/2026; hoàn thành 09:30 thứ Hai 13/04/2026, quá hạn 3 ngày, đã giải trình."
    )


@pytest.mark.parametrize(
    ("start", "amount", "part"),
    [
        ("2026-03-02T08:10", 5, "ngày cuối cùng thứ Bảy 07/03/2026 là ngày nghỉ nên chuyển sang ngày làm việc"),
        ("2026-02-10T08:10", 7, "ngày cuối cùng thứ Ba 17/02/2026 (Tết Nguyên đán) là ngày nghỉ nên"),
    ],
)
def test_a_due_time_that_moved_off_a_day_of_rest_says_which(start, amount, part):
    assert part in explain(clock(start, amount, Unit.CALENDAR_DAYS), CALENDAR)


def test_what_nobody_checked_is_said():
    unchecked = clock("2026-03-02T08:10", 2, Unit.CALENDAR_HOURS, verified=False)
    assert "(Điều 1 Luật để thử; chưa đối chiếu)" in explain(unchecked, CALENDAR)
    ours = clock("2026-03-02T08:10", 2, Unit.CALENDAR_HOURS, verified=False, statutory=False)
    assert "chưa đối chiếu" not in explain(ours, CALENDAR)

    note = "Lưu ý: việc nghỉ hay làm bù của ngày 24/11/2026 (Ngày Văn hóa Việt Nam) chưa đối chiếu."
    assert explain(clock("2026-11-23T08:10", 3, Unit.WORKING_DAYS), CALENDAR).endswith(note)
    assert explain(clock("2026-11-23T08:10", 1, Unit.CALENDAR_DAYS), CALENDAR).endswith(note)
    assert "Lưu ý" not in explain(clock("2026-11-23T08:10", 3, Unit.CALENDAR_DAYS), CALENDAR)
    assert "Lưu ý" not in explain(clock("2026-11-23T08:10", 72, Unit.CALENDAR_HOURS), CALENDAR)
    assert "Lưu ý" not in explain(clock("2026-11-24T08:10", 3, Unit.WORKING_DAYS), CALENDAR)


def test_a_clock_that_stands_still_explains_that_it_does():
    held = clock("2026-03-02T08:10", 3, Unit.WORKING_DAYS, pauses=[("2026-03-03T08:00", None)])
    assert explain(held, CALENDAR).endswith("đang tạm dừng từ 08:00 thứ Ba 03/03/2026, hạn được tính lại khi tiếp tục.")
