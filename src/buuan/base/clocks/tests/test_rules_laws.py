"""Laws that hold for every clock: any start, limit, pause and extension, over Tết and swapped days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from buuan.base.clocks.rules import (
    Bucket,
    ClockFacts,
    Extension,
    Pause,
    Unit,
    bucket,
    chip_text,
    due_at,
    explain,
    first_due_at,
    may_extend,
    may_finish,
    reckon,
)
from buuan.base.clocks.tests.sample import CALENDAR, DAY, HOUR, at, limit
from buuan.kit.workdays import VIETNAM, say_end

# The calendar of the sample ends with 2027; starts, pauses and amounts leave room before that.
moments = st.datetimes(datetime(2025, 12, 1), datetime(2026, 12, 31)).map(lambda m: m.replace(tzinfo=VIETNAM))  # noqa: DTZ001
amounts = st.integers(1, 25)
units = st.sampled_from([unit for unit in Unit if unit is not Unit.CALENDAR_MONTHS])
gaps = st.timedeltas(timedelta(minutes=1), timedelta(days=9))


@st.composite
def limits(draw):
    if draw(st.booleans()):
        return limit(draw(st.integers(1, 3)), Unit.CALENDAR_MONTHS, max_extensions=3, rolls=draw(st.booleans()))
    return limit(draw(amounts), draw(units), max_extensions=3, rolls=draw(st.booleans()))


@st.composite
def extensions(draw):
    return extension(draw(amounts), draw(units), from_start=draw(st.booleans()))


def extension(amount, unit, *, from_start=False):
    return Extension(amount, unit, "Lãnh đạo", "Chờ giám định", at("2026-03-03T08:00"), from_start=from_start)


@st.composite
def pauses(draw, start):
    found = []
    reached = start
    for _ in range(draw(st.integers(0, 3))):
        from_at = reached + draw(gaps)
        reached = from_at + draw(gaps)
        found.append(Pause(from_at, reached))
    return tuple(found)


@st.composite
def clocks(draw):
    start = draw(moments)
    return ClockFacts(start, draw(limits()), draw(pauses(start)), tuple(draw(st.lists(extensions(), max_size=2))))


@st.composite
def clocks_in(draw, unit):
    """Clocks that count in one unit from the start to the last extension."""
    start = draw(moments)
    more = [extension(amount, unit) for amount in draw(st.lists(amounts, max_size=2))]
    return ClockFacts(start, limit(draw(amounts), unit, max_extensions=3), draw(pauses(start)), tuple(more))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw loads the calendar, which a busy machine does slowly
@given(clocks())
def test_a_clock_never_falls_due_before_its_start_nor_before_its_first_due_time(facts):
    reckoning = reckon(facts, CALENDAR)
    assert facts.started_at < reckoning.first_due_at <= reckoning.due_at


@given(clocks())
def test_pauses_and_extensions_keep_the_first_due_time(facts):
    assert first_due_at(facts, CALENDAR) == first_due_at(facts.undisturbed(), CALENDAR)
    assert first_due_at(facts, CALENDAR) == due_at(facts.undisturbed(), CALENDAR)


@given(clocks())
def test_a_greater_amount_never_falls_due_earlier(facts):
    more = replace(facts, limit=replace(facts.limit, amount=facts.limit.amount + 1))
    assert due_at(facts, CALENDAR) <= due_at(more, CALENDAR)


@given(clocks(), extensions())
def test_an_extension_never_takes_time_away(facts, granted):
    longer = due_at(facts.extended(granted), CALENDAR)
    assert longer >= due_at(facts, CALENDAR)
    if not granted.from_start:
        assert longer > due_at(facts, CALENDAR)


@given(clocks(), gaps)
def test_a_longer_pause_never_falls_due_earlier(facts, gap):
    assume(facts.pauses)
    last = facts.pauses[-1]
    longer = replace(facts, pauses=(*facts.pauses[:-1], Pause(last.from_at, last.until_at + gap)))
    assert due_at(longer, CALENDAR) >= due_at(facts, CALENDAR)


@given(moments, st.integers(1, 200), st.floats(0, 1), gaps)
def test_a_pause_moves_a_limit_in_hours_by_exactly_its_length(start, hours, share, length):
    facts = ClockFacts(start, limit(hours, Unit.CALENDAR_HOURS))
    from_at = start + share * timedelta(hours=hours)
    assume(from_at < start + timedelta(hours=hours))
    paused = replace(facts, pauses=(Pause(from_at, from_at + length),))
    assert due_at(paused, CALENDAR) == due_at(facts, CALENDAR) + length


@given(moments, amounts, gaps, gaps)
def test_a_pause_moves_a_limit_in_days_by_the_days_that_it_spans(start, days, gap, length):
    facts = ClockFacts(start, limit(days, Unit.CALENDAR_DAYS, rolls=False))
    pause = Pause(start + gap, start + gap + length)
    assume(pause.from_at < due_at(facts, CALENDAR))
    spanned = (pause.until_at.date() - pause.from_at.date()).days
    assert due_at(replace(facts, pauses=(pause,)), CALENDAR) == due_at(facts, CALENDAR) + spanned * DAY


@given(clocks_in(Unit.WORKING_HOURS))
def test_working_hours_end_while_the_office_is_open(facts):
    assert CALENDAR.is_working_moment(due_at(facts, CALENDAR) - timedelta(microseconds=1))


@given(clocks_in(Unit.WORKING_DAYS))
def test_working_days_end_when_the_office_closes(facts):
    due = due_at(facts, CALENDAR)
    assert due == CALENDAR.closes_at(due.date())


@given(clocks_in(Unit.CALENDAR_DAYS))
def test_a_count_in_days_ends_with_a_working_day(facts):
    due = due_at(facts, CALENDAR)
    assert (due.hour, due.minute) == (0, 0)
    assert CALENDAR.is_working_day((due - HOUR).date())


@given(clocks())
def test_a_clock_is_never_due_while_it_stands_still(facts):
    due = due_at(facts, CALENDAR)
    assert not any(pause.from_at < due < pause.until_at for pause in facts.pauses)


@given(clocks(), gaps)
def test_an_open_pause_hides_the_due_time_unless_it_came_first(facts, gap):
    reached = facts.pauses[-1].until_at if facts.pauses else facts.started_at
    held = replace(facts, pauses=(*facts.pauses, Pause(reached + gap, None)))
    due = due_at(held, CALENDAR)
    assert due is None or due == due_at(facts, CALENDAR)
    if due is not None and not facts.limit.unit.is_by_day and not facts.extensions:
        assert due <= reached + gap


@given(clocks(), st.timedeltas(-20 * DAY, 40 * DAY), st.booleans())
def test_the_five_buckets_partition_every_moment(facts, shift, is_finished):
    due, warn = due_at(facts, CALENDAR), facts.limit.warn_before
    now = due + shift
    finished = now if is_finished else None
    states = {
        Bucket.NOT_YET_DUE: not is_finished and now < due - warn,
        Bucket.DUE_SOON: not is_finished and due - warn <= now <= due,
        Bucket.OVERDUE: not is_finished and now > due,
        Bucket.DONE_IN_TIME: is_finished and now <= due,
        Bucket.DONE_LATE: is_finished and now > due,
    }
    assert sum(states.values()) == 1
    assert states[bucket(due, finished, now, warn)]
    assert chip_text(due, now, finished).startswith("Quá") is states[Bucket.OVERDUE]


@given(clocks(), st.timedeltas(-20 * DAY, 40 * DAY))
def test_only_a_late_end_needs_an_explanation(facts, shift):
    due = due_at(facts, CALENDAR)
    end = due + shift
    assume(end >= (facts.pauses[-1].until_at if facts.pauses else facts.started_at))
    reasons = [reason.code for reason in may_finish(facts, CALENDAR, end)]
    assert reasons == (["clock.needs_explanation"] if end > due else [])
    assert may_finish(facts, CALENDAR, end, "Chờ kết quả giám định") == []


@given(clocks(), moments)
def test_no_clock_is_extended_more_often_than_its_limit_allows(facts, now):
    once = replace(facts, limit=replace(facts.limit, max_extensions=1), extensions=facts.extensions[:1])
    assume(once.extensions)
    assert may_extend(once, CALENDAR, max(now, *(m for p in once.pauses for m in p), once.started_at)) != []


@given(clocks())
def test_the_explanation_always_names_the_due_time_and_the_source(facts):
    sentence = explain(facts, CALENDAR)
    assert say_end(due_at(facts, CALENDAR)) in sentence
    assert facts.limit.source in sentence
    if facts.extensions:
        assert say_end(first_due_at(facts, CALENDAR)) in sentence
