"""Starting, finishing, moving and deciding about clocks, by their rows, records and refusals."""

from __future__ import annotations

import contextlib
import inspect
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.db import models as django_models

from buuan.base.action import OutsideAction
from buuan.base.audit.models import Record
from buuan.base.clocks import actions, rules
from buuan.base.clocks.actions import (
    counting,
    decisions,
    explain_clock,
    extend_clock,
    finish_clocks,
    move_clocks,
    pause_clock,
    reopen_clocks,
    resume_clock,
    start_clock,
)
from buuan.base.clocks.models import Clock, Explanation, Move, Pause
from buuan.base.clocks.queries import calendar
from buuan.base.clocks.rules import ExtensionTerm, Unit
from buuan.base.clocks.tests.sample import DAY, HOUR, at, limit
from buuan.base.clocks.tests.stage import MONDAY, within_act
from buuan.kit.errors import Forbidden, Invalid, Refused

LATE = at("2026-03-30T09:00")  # twenty days from Monday 2 March end at 24:00 on Monday 23 March, since the 22nd is a Sunday


def finish(cast, about=None, *, when=LATE, explanation=""):
    about = about or cast.bodies["dn"]
    return within_act(
        cast.officer, lambda: finish_clocks(cast.officer, about, kind="test.verify", at=when, explanation=explanation), when
    )


# -- starting --------------------------------------------------------------------------------------------------------


def test_a_clock_keeps_its_limit_and_falls_due_by_the_rules(start, cast):
    terms = (ExtensionTerm(2, Unit.CALENDAR_MONTHS, from_start=True, request_before=5 * DAY),)
    given = limit(20, Unit.CALENDAR_DAYS, extension_terms=terms, warn_before=5 * DAY, rolls=True, statutory=False)

    clock = Clock.objects.get(pk=start(limit=given).pk)

    assert clock.limit == given
    assert clock.due_at == clock.first_due_at == rules.due_at(clock.facts(), calendar()) == at("2026-03-24T00:00")
    assert clock.warn_at == clock.due_at - 5 * DAY
    assert clock.label == "dn"
    assert (clock.holder.code, clock.giver.code) == ("so", "so")


def test_a_clock_is_started_within_an_act_only(cast):
    with pytest.raises(OutsideAction):
        start_clock(
            cast.officer, cast.bodies["dn"], kind="k", task="t", title="", holder=cast.bodies["so"],
            limit=limit(1, Unit.CALENDAR_DAYS), at=MONDAY, url="/", button="Mở",
        )  # fmt: skip


def test_the_same_clock_does_not_run_twice_but_may_run_again(start, cast):
    start()
    with pytest.raises(Refused) as refusal:
        start()
    assert refusal.value.code == "clock.already_running"
    assert "Sở KH&CN" in refusal.value.sentence

    start(holder="cong-an")  # another holder
    start(cast.bodies["dn-cn"])  # another record
    assert len(finish(cast, when=MONDAY + DAY)) == 2  # of every holder, for the work on the record is done
    start(when=MONDAY + DAY)
    assert Clock.objects.running().count() == 2


def test_an_unknown_ladder_is_refused(start):
    with pytest.raises(Refused) as refusal:
        start(ladder_code="khong-co")
    assert refusal.value.code == "clock.unknown_ladder"


def test_a_count_that_leaves_the_calendar_is_refused(start):
    with pytest.raises(Refused) as refusal:
        start(when=at("2027-12-20T08:00"))
    assert refusal.value.code == "calendar.year_not_loaded"


# -- finishing and moving --------------------------------------------------------------------------------------------


def test_work_done_in_time_needs_no_words_and_keeps_none(start, cast):
    start()
    (clock,) = finish(cast, when=at("2026-03-24T00:00"), explanation="không cần")
    assert clock.bucket(LATE) is rules.Bucket.DONE_IN_TIME
    assert (clock.explanation, clock.look_at) == ("", None)
    assert not Explanation.objects.exists()


def test_late_work_is_not_done_without_an_explanation(start, cast):
    start()
    with pytest.raises(Refused) as refusal:
        finish(cast, explanation="  ")
    assert refusal.value.code == "clock.needs_explanation"
    assert Clock.objects.running().count() == 1

    (clock,) = finish(cast, explanation="Chờ kết quả giám định")
    assert clock.bucket(LATE) is rules.Bucket.DONE_LATE
    assert Explanation.objects.get().text == clock.explanation == "Chờ kết quả giám định"


def test_an_explanation_given_before_counts_at_the_end(start, cast):
    explain_clock(cast.officer, start(), explanation="Chờ giám định", at=LATE)
    (clock,) = finish(cast)
    assert clock.explanation == "Chờ giám định"


def test_finishing_what_does_not_run_is_no_error(cast):
    assert finish(cast) == []


def test_a_clock_that_stands_still_cannot_be_finished(start, cast):
    pause_clock(cast.officer, start(), reason="Chờ bổ sung hồ sơ", at=MONDAY + DAY)
    with pytest.raises(Refused) as refusal:
        finish(cast)
    assert refusal.value.code == "clock.paused"


def move(cast, to: str, when=MONDAY + DAY):
    to = cast.bodies[to]
    return within_act(cast.officer, lambda: move_clocks(cast.officer, cast.bodies["dn"], kind="test.verify", to=to, at=when), when)


def test_a_clock_that_moves_runs_on_with_another_holder(start, cast):
    before = start()
    (clock,) = move(cast, "cong-an")
    clock.refresh_from_db()
    assert (clock.holder.code, clock.due_at) == ("cong-an", before.due_at)
    assert [(one.old.code, one.new.code) for one in Move.objects.all()] == [("so", "cong-an")]
    assert move(cast, "cong-an") == []


def test_a_clock_does_not_move_onto_one_that_runs_already(start, cast):
    start()
    start(holder="cong-an")
    with pytest.raises(Refused) as refusal:
        move(cast, "cong-an")
    assert refusal.value.code == "clock.already_running"
    assert sorted(Clock.objects.values_list("holder__code", flat=True)) == ["cong-an", "so"]


# -- extending -------------------------------------------------------------------------------------------------------


def test_an_extension_moves_the_due_time_and_leaves_the_first_one(start, cast):
    clock = start()
    row = extend_clock(cast.leader, clock, amount=10, unit="calendar_days", reason="Vụ việc phức tạp", at=MONDAY + 2 * DAY)

    clock.refresh_from_db()
    assert clock.first_due_at == row.due_before == at("2026-03-24T00:00")
    assert clock.due_at == row.due_after == at("2026-04-03T00:00")
    assert clock.warn_at == clock.due_at - 5 * DAY
    assert row.approved_by == cast.leader.name
    said = Record.objects.get(action="clocks.extended")
    assert (said.label, said.facts["amount"], said.facts["about"]) == ("dn", 10, clock.subject)


def test_a_second_extension_is_refused_by_default(start, cast):
    clock = start()
    extend_clock(cast.leader, clock, amount=1, unit="calendar_days", reason="Lý do", at=MONDAY + DAY)
    with pytest.raises(Refused) as refusal:
        extend_clock(cast.leader, clock, amount=1, unit="calendar_days", reason="Lý do", at=MONDAY + DAY)
    assert refusal.value.code == "clock.extensions_used_up"
    assert clock.extensions.count() == 1


def test_a_term_from_the_start_caps_the_whole_period(start, cast):
    terms = (ExtensionTerm(2, Unit.CALENDAR_MONTHS, from_start=True),)
    clock = start(limit=limit(20, Unit.CALENDAR_DAYS, extension_terms=terms))
    with pytest.raises(Refused) as refusal:
        extend_clock(cast.leader, clock, amount=3, unit="calendar_months", reason="Phức tạp", at=MONDAY + DAY)
    assert refusal.value.code == "clock.extension_too_long"

    row = extend_clock(cast.leader, clock, amount=2, unit="calendar_months", reason="Phức tạp", at=MONDAY + DAY)
    assert row.from_start
    assert row.due_after == at("2026-05-05T00:00")  # two months from 2 March end on Saturday 2 May and roll to Monday


def test_an_officer_does_not_extend_and_a_stranger_does_not_see(start, cast):
    clock = start()
    for nobody in (cast.officer, cast.person("cong-an", "leader"), cast.administrator, cast.auditor):
        with pytest.raises(Forbidden):
            extend_clock(nobody, clock, amount=1, unit="calendar_days", reason="Lý do", at=MONDAY + DAY)
    extend_clock(cast.province, clock, amount=1, unit="calendar_days", reason="Lý do", at=MONDAY + DAY)  # the body above


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 5_000}, "amount"),
        ({"unit": "weeks"}, "unit"),
        ({"requested_at": LATE}, "requested_at"),
    ],
)
def test_figures_that_cannot_be_counted_are_invalid(start, cast, more, field):
    given = {"amount": 1, "unit": "calendar_days"} | more
    with pytest.raises(Invalid) as refusal:
        extend_clock(cast.leader, start(), reason="Lý do", at=MONDAY, **given)
    assert list(refusal.value.errors) == [field]


def test_of_two_leaders_at_once_only_one_extends(committed, monkeypatch):
    cast, about = committed, committed.bodies["dn"]
    given = limit(20, Unit.CALENDAR_DAYS)
    begin = {"kind": "k", "task": "t", "title": "", "holder": cast.bodies["so"], "limit": given, "url": "/", "button": "Mở"}
    clock = within_act(cast.officer, lambda: start_clock(cast.officer, about, at=MONDAY, **begin), MONDAY)
    both_have_asked = threading.Barrier(2)
    answers = []

    def refuse_together(reasons) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            both_have_asked.wait(timeout=1)  # one waits for the other's lock, so that nobody ever comes
        counting.refuse(reasons)

    monkeypatch.setattr(decisions, "refuse", refuse_together)

    def extend() -> None:
        try:
            extend_clock(cast.leader, clock, amount=1, unit="calendar_days", reason="Lý do", at=MONDAY + DAY)
            answers.append("extended")
        except Refused as refusal:
            answers.append(refusal.code)
        finally:
            connections["default"].close()

    leaders = [threading.Thread(target=extend) for _ in range(2)]
    for leader in leaders:
        leader.start()
    for leader in leaders:
        leader.join(timeout=20)
    assert sorted(answers) == ["clock.extensions_used_up", "extended"]


# -- pausing, going on, explaining -----------------------------------------------------------------------------------


def test_a_paused_clock_has_no_due_time_and_goes_on_later(start, cast):
    clock = start()
    pause_clock(cast.officer, clock, reason="Chờ bổ sung hồ sơ", at=at("2026-03-09T10:00"))
    clock.refresh_from_db()
    assert (clock.due_at, clock.warn_at, clock.look_at) == (None, None, None)
    assert clock.bucket(LATE) is rules.Bucket.NOT_YET_DUE

    resume_clock(cast.officer, clock, at=at("2026-03-11T10:00"))
    clock.refresh_from_db()
    assert clock.paused_at is None
    assert clock.due_at == at("2026-03-25T00:00")  # two of the days did not count, and the 24th is no longer a Sunday
    assert clock.due_at == rules.due_at(clock.facts(), calendar())
    assert clock.first_due_at == at("2026-03-24T00:00")
    assert Record.objects.filter(action__in=("clocks.paused", "clocks.resumed")).count() == 2


def test_a_clock_pauses_only_where_its_limit_allows_it(start, cast):
    with pytest.raises(Refused) as refusal:
        pause_clock(cast.officer, start(limit=limit(20, Unit.CALENDAR_DAYS)), reason="Lý do", at=MONDAY)
    assert refusal.value.code == "clock.pause_not_allowed"


def test_pausing_twice_and_resuming_what_runs_are_refused(start, cast):
    clock = start()
    with pytest.raises(Refused) as refusal:
        resume_clock(cast.officer, clock, at=MONDAY)
    assert refusal.value.code == "clock.not_paused"
    pause_clock(cast.officer, clock, reason="Lý do", at=MONDAY + HOUR)
    with pytest.raises(Refused) as refusal:
        pause_clock(cast.officer, clock, reason="Lý do", at=MONDAY + HOUR)
    assert refusal.value.code == "clock.already_paused"


def test_only_late_running_work_is_explained(start, cast):
    clock = start()
    with pytest.raises(Refused) as refusal:
        explain_clock(cast.officer, clock, explanation="Sớm quá", at=MONDAY)
    assert refusal.value.code == "clock.not_late"

    for words in ("Chờ giám định", "Chờ giám định bổ sung"):
        explain_clock(cast.officer, clock, explanation=words, at=LATE)
    finish(cast)
    clock.refresh_from_db()
    assert clock.explanation == "Chờ giám định bổ sung"
    assert clock.explanations.count() == 2
    with pytest.raises(Refused) as refusal:
        explain_clock(cast.officer, clock, explanation="Muộn rồi", at=LATE)
    assert refusal.value.code == "clock.finished"


def test_empty_words_are_invalid(start, cast):
    clock = start()
    with pytest.raises(Invalid):
        pause_clock(cast.officer, clock, reason=" ", at=MONDAY)
    with pytest.raises(Invalid):
        explain_clock(cast.officer, clock, explanation=" ", at=LATE)
    with pytest.raises(Refused):
        extend_clock(cast.leader, clock, amount=1, unit="calendar_days", reason=" ", at=MONDAY)


def test_who_cannot_write_and_who_cannot_see_is_forbidden(start, cast):
    clock = start()
    for nobody in (cast.police, cast.operator, cast.auditor, cast.administrator, cast.person("so", "clerk")):
        for act, words in ((pause_clock, {"reason": "x"}), (resume_clock, {}), (explain_clock, {"explanation": "x"})):
            with pytest.raises(Forbidden):
                act(nobody, clock, at=LATE, **words)
    assert not Record.objects.filter(action__startswith="clocks.").exclude(action="clocks.tested").exists()


def test_every_public_writer_is_an_action_or_part_of_one(cast):
    """Those that are parts of others' acts refuse to write outside one; escalation runs one action a clock."""
    parts = {"count_clocks_from", "start_clock", "finish_clocks", "move_clocks", "reopen_clocks", "load_calendar", "load_ladders"}
    parts |= {"escalate_due_clocks"}
    functions = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    assert {name for name in functions if not hasattr(getattr(actions, name), "is_action")} == parts
    for part in (finish_clocks, move_clocks, reopen_clocks):
        with pytest.raises(OutsideAction):
            part(cast.officer, cast.bodies["dn"], kind="k", at=MONDAY, **({"to": cast.bodies["so"]} if part is move_clocks else {}))


# -- what the database holds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"due_at": None, "warn_at": None, "look_at": None}, "clock_stands_only_when_paused"),
        ({"warn_at": None}, "clock_warns_when_it_has_a_due_time"),
        ({"first_due_at": MONDAY}, "clock_first_due_after_start"),
        ({"due_at": MONDAY, "warn_at": MONDAY}, "clock_due_after_start"),
        ({"finished_at": LATE, "look_at": None}, "late_clock_is_explained"),
        ({"finished_at": MONDAY - HOUR, "look_at": None}, "finished_clock_is_whole"),
        ({"severity": "terrible"}, "clock_severity_known"),
    ],
)
def test_the_database_refuses_a_clock_that_contradicts_itself(start, changes, constraint):
    clock = start()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        django_models.QuerySet(Clock).filter(pk=clock.pk).update(**changes)


def test_the_database_refuses_two_open_pauses_and_a_pause_without_a_reason(start):
    clock = start()
    rows = django_models.QuerySet(Pause)
    rows.bulk_create([Pause(clock=clock, from_at=MONDAY, reason="Lý do", by="Cán bộ")])
    for reason, constraint in (("Lý do", "one_open_pause"), ("", "pause_has_reason")):
        until = None if reason else MONDAY + timedelta(hours=1)
        row = Pause(clock=clock, from_at=MONDAY, until_at=until, resumed_by="A" if until else "", reason=reason, by="Cán bộ")
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            rows.bulk_create([row])
