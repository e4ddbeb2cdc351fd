"""The worklist, its tabs, the five buckets in SQL and by the rule, the ranking, and how a due time explains itself."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from buuan.base.clocks import rules
from buuan.base.clocks.actions import extend_clock, finish_clocks, pause_clock
from buuan.base.clocks.models import BUCKET_FILTERS, Clock
from buuan.base.clocks.queries import (
    bucket_counts,
    clock_by_id,
    clocks_of,
    explain,
    given_in,
    tab_counts,
    ways_out,
    worklist,
)
from buuan.base.clocks.rules import Unit
from buuan.base.clocks.tests.sample import DAY, HOUR, at, limit
from buuan.base.clocks.tests.stage import MONDAY, within_act
from buuan.kit.errors import NotFound
from buuan.kit.period import Period

MARCH = Period.month(2026, 3)


def test_the_worklist_is_ordered_by_due_time_and_what_stands_still_comes_last(start, cast):
    paused = start(kind="k.paused", limit=limit(1, Unit.CALENDAR_HOURS, pause_allowed=True))
    pause_clock(cast.officer, paused, reason="Chờ", at=MONDAY)
    later, first = start(kind="k.later"), start(kind="k.first", limit=limit(1, Unit.CALENDAR_DAYS))
    assert list(worklist(cast.officer, MONDAY)) == [first, later, paused]


def test_a_tab_narrows_to_a_kind_or_to_a_bucket(start, cast):
    late, soon = start(kind="k.late", limit=limit(1, Unit.CALENDAR_HOURS)), start(kind="k.soon")
    now = MONDAY + 2 * HOUR
    assert list(worklist(cast.officer, now, "k.soon")) == [soon]
    assert list(worklist(cast.officer, now, "overdue")) == [late]
    assert list(worklist(cast.officer, now, "not_yet_due")) == [soon]
    assert list(worklist(cast.officer, now, "k.none")) == []


def test_who_sees_which_clocks(start, cast):
    ours, theirs, branch = start(), start(holder="cong-an"), start(holder="dn-cn")
    seen = {
        "officer": (cast.officer, {ours}),
        "the body above": (cast.province, {ours}),
        "police": (cast.police, {theirs}),
        "enterprise": (cast.operator, {branch}),
        "branch": (cast.branch, {branch}),
        "auditor": (cast.auditor, {ours, theirs, branch}),
        "system": (cast.system, {ours, theirs, branch}),
        "administrator": (cast.administrator, set()),
    }
    for name, (actor, expected) in seen.items():
        assert set(Clock.objects.visible_to(actor)) == expected, name
        assert {one for one in (ours, theirs, branch) if one.is_visible_to(actor)} == expected, name


def test_a_token_without_the_scope_sees_nothing(start, cast):
    start()
    assert not Clock.objects.visible_to(replace(cast.officer, scopes=frozenset({"cases"}))).exists()
    assert Clock.objects.visible_to(replace(cast.officer, scopes=frozenset({"clocks"}))).exists()


def test_tabs_count_the_kinds_that_wait(start, cast, django_assert_num_queries):
    start(kind="b.two", task="Xác minh")
    start(cast.bodies["dn-cn"], kind="b.two", task="Xác minh")
    start(kind="a.one", task="Tiếp nhận")
    start(kind="c.other", holder="cong-an")
    with django_assert_num_queries(2):  # the officer's tree, once for the request, and the tabs
        tabs = tab_counts(cast.officer)
    assert tabs == [
        {"kind": "b.two", "name": "Xác minh", "count": 2},
        {"kind": "a.one", "name": "Tiếp nhận", "count": 1},
    ]


def test_the_menu_counts_what_is_overdue_now(start, cast):
    now = timezone.now()
    start(kind="k.late")
    clock = start(kind="k.ahead")
    ahead = {"due_at": now + DAY, "warn_at": now, "first_due_at": now + DAY}
    models.QuerySet(Clock).filter(pk=clock.pk).update(**ahead)
    models.QuerySet(Clock).filter(kind="k.late").update(due_at=now - HOUR, warn_at=now - DAY)
    assert Clock.objects.visible_to(cast.officer).in_bucket("overdue", now).count() == 1


def test_the_page_of_one_clock_is_closed_to_strangers(start, cast):
    clock = start()
    assert clock_by_id(cast.officer, clock.pk) == clock
    with pytest.raises(NotFound):
        clock_by_id(cast.police, clock.pk)


def test_clocks_of_a_record_show_the_running_ones_first(start, cast):
    done = start()
    within_act(cast.officer, lambda: finish_clocks(cast.officer, cast.bodies["dn"], kind=done.kind, at=MONDAY + HOUR), MONDAY)
    running = start(kind="test.other")
    start(cast.bodies["dn-cn"])
    assert list(clocks_of(cast.bodies["dn"])) == [running, done]


# -- buckets ---------------------------------------------------------------------------------------------------------


def random_clocks(start, cast, count: int) -> list[Clock]:
    """Give clocks in every state, some exactly at the moments where a bucket begins or ends."""
    dice = random.Random(2026)  # noqa: S311 - the same clocks in every run
    template = start()
    rows = []
    for number in range(count):
        started = MONDAY + timedelta(hours=dice.randrange(0, 600))
        warn_before = timedelta(hours=dice.choice([0, 1, 24, 120]))
        due = started + timedelta(hours=dice.randrange(1, 400))
        paused = dice.random() < 0.15
        finished = None
        if not paused and dice.random() < 0.5:
            finished = dice.choice([due, due + timedelta(seconds=1), started + timedelta(hours=dice.randrange(0, 700))])
        columns = {
            field.attname: getattr(template, field.attname) for field in Clock._meta.concrete_fields if field.attname != "id"
        }
        columns |= {
            "subject": f"test:{number}",
            "holder_id": cast.bodies[dice.choice(["so", "cong-an", "dn-cn"])].pk,
            "started_at": started,
            "first_due_at": due,
            "due_at": None if paused else due,
            "warn_at": None if paused else due - warn_before,
            "paused_at": started if paused else None,
            "warn_before": warn_before,
            "look_at": None,
            "finished_at": finished,
            "explanation": "Lý do" if finished else "",
        }
        rows.append(Clock(**columns))
    models.QuerySet(Clock).bulk_create(rows)
    models.QuerySet(Clock).filter(pk=template.pk).delete()
    return rows


def test_the_buckets_in_sql_are_those_of_the_rule(start, cast):
    rows = random_clocks(start, cast, 400)
    edges = [one.due_at for one in rows[:20] if one.due_at] + [one.warn_at for one in rows[20:40] if one.warn_at]
    edges += [one.finished_at for one in rows[:60] if one.finished_at]
    seen = set()
    for now in [MONDAY, MONDAY + 10 * DAY, MONDAY + 90 * DAY, *edges]:
        by_rule = {one.pk: rules.bucket(one.due_at, one.finished_at, now, one.warn_before).value for one in rows}
        by_sql = {pk: name for name in BUCKET_FILTERS for pk in Clock.objects.in_bucket(name, now).values_list("pk", flat=True)}
        assert by_sql == by_rule
        assert sum(Clock.objects.in_bucket(name, now).count() for name in BUCKET_FILTERS) == len(rows)
        seen |= set(by_rule.values())
    assert seen == set(rules.BUCKETS)


def test_every_figure_of_the_ranking_equals_its_rows(start, cast, django_assert_num_queries):
    rows = random_clocks(start, cast, 200)
    now = MONDAY + 14 * DAY
    with django_assert_num_queries(1):
        ranking = bucket_counts(cast.auditor, MARCH, now)

    in_march = [one for one in rows if MARCH.from_on <= one.started_at.date() < MARCH.until_on]
    assert sum(one.total for one in ranking) == len(in_march) == given_in(cast.auditor, MARCH).count()
    for row in ranking:
        theirs = given_in(cast.auditor, MARCH).filter(holder_id=row.organisation_id)
        for name in BUCKET_FILTERS:
            assert getattr(row, name) == theirs.in_bucket(name, now).count()
        expected = Counter(one.bucket(now).value for one in in_march if one.holder_id == row.organisation_id)
        assert {name: getattr(row, name) for name in BUCKET_FILTERS} == {name: expected[name] for name in BUCKET_FILTERS}
    shares = [one.in_time for one in ranking if one.in_time is not None]
    assert shares == sorted(shares, reverse=True)
    assert [one.organisation for one in bucket_counts(cast.officer, MARCH, now)] == ["Sở KH&CN"]


def test_equals_share_a_rank_and_who_has_nothing_due_comes_last(start, cast):
    for holder, about in (("so", "dn"), ("cong-an", "dn"), ("dn-cn", "dn")):
        start(cast.bodies[about], holder=holder)
    for holder in ("so", "cong-an"):
        clock = Clock.objects.get(holder__code=holder)
        models.QuerySet(Clock).filter(pk=clock.pk).update(finished_at=MONDAY + DAY, look_at=None)
    ranking = bucket_counts(cast.auditor, MARCH, MONDAY + 2 * DAY)
    assert [(one.rank, one.organisation, one.in_time) for one in ranking] == [
        (1, "Công an tỉnh", 1.0),
        (1, "Sở KH&CN", 1.0),
        (3, "Chi nhánh Hạc Trắng", None),
    ]


# -- explanations ----------------------------------------------------------------------------------------------------


def test_a_due_time_explains_itself_with_its_extension(start, cast):
    clock = start()
    extend_clock(cast.leader, clock, amount=10, unit="calendar_days", reason="Phức tạp", at=MONDAY + DAY)
    sentence = explain(clock_by_id(cast.officer, clock.pk))
    assert sentence.startswith("Bắt đầu 08:00 thứ Hai 02/03/2026; thời hạn 20 ngày (Điều 1 Luật để thử)")
    assert "gia hạn 1 lần (thêm 10 ngày), hạn ban đầu 24:00 thứ Hai 23/03/2026" in sentence
    assert sentence.endswith("đến hạn 24:00 thứ Năm 02/04/2026.")


def test_the_buttons_are_greyed_with_the_reasons_by_which_the_actions_refuse(start, cast):
    clock = start(limit=limit(20, Unit.CALENDAR_DAYS, max_extensions=0))
    ways = ways_out(clock_by_id(cast.officer, clock.pk), MONDAY + DAY)
    assert [one.code for one in ways.extend] == ["clock.extensions_used_up"]
    assert [one.code for one in ways.pause] == ["clock.pause_not_allowed"]
    assert [one.code for one in ways.resume] == ["clock.not_paused"]
    assert [one.code for one in ways.explain] == ["clock.not_late"]
    assert ways_out(clock, at("2026-03-30T08:00")).explain == []
