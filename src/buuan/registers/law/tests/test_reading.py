"""The shipped rows of the law register: that they can be read, agree with each other, and say where they come from."""

from __future__ import annotations

import copy
import re
from datetime import date, datetime, timedelta

import pytest
import yaml

from buuan.base.clocks.rules import ClockFacts, Unit, due_at, explain
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.law.reading import (
    LIMIT_KINDS,
    BrokenRegister,
    in_force,
    parse_calendar,
    parse_documents,
    parse_ladders,
    parse_limits,
    read_calendar,
    read_documents,
    read_ladders,
    read_limits,
)

LIMITS = read_limits()
LADDERS = read_ladders()
CALENDAR = read_calendar()
DOCUMENTS = read_documents()


def on(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


# -- limits --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "day", "amount", "unit", "verified"),
    [
        ("crime_report.classify", "2026-11-24", 24, Unit.CALENDAR_HOURS, False),
        ("crime_report.decide", "2026-11-24", 20, Unit.CALENDAR_DAYS, True),
        ("crime_report.resumed", "2026-11-24", 1, Unit.CALENDAR_MONTHS, True),
        ("seizure.approve", "2026-11-24", 24, Unit.CALENDAR_HOURS, True),
        ("denunciation.accept", "2026-11-24", 7, Unit.WORKING_DAYS, False),
        ("denunciation.settle", "2026-11-24", 30, Unit.CALENDAR_DAYS, True),
        ("petition.answer", "2026-11-24", 5, Unit.WORKING_DAYS, False),
        ("complaint.settle_domestic", "2026-11-24", 2, Unit.CALENDAR_MONTHS, True),
        ("complaint.settle_international", "2026-11-24", 3, Unit.CALENDAR_MONTHS, True),
        ("licensing.decide_licence", "2022-05-31", 30, Unit.CALENDAR_DAYS, True),
        ("licensing.decide_licence", "2022-06-01", 20, Unit.CALENDAR_DAYS, True),
        ("licensing.confirm_notification", "2026-11-24", 10, Unit.WORKING_DAYS, True),
        ("sanctions.make_minutes", "2026-11-24", 2, Unit.WORKING_DAYS, True),
        ("sanctions.decide", "2026-11-24", 7, Unit.WORKING_DAYS, False),
        ("data.notify_breach", "2025-12-31", 72, Unit.CALENDAR_HOURS, False),
        ("intake.accept_critical", "2026-11-24", 2, Unit.CALENDAR_HOURS, False),
        ("intake.accept", "2026-11-24", 24, Unit.CALENDAR_HOURS, False),
        ("intake.clerk_hold", "2026-11-24", 24, Unit.CALENDAR_HOURS, False),
        ("cases.verify", "2026-11-24", 20, Unit.CALENDAR_DAYS, False),
        ("cases.feedback", "2026-11-24", 5, Unit.WORKING_DAYS, False),
    ],
)
def test_the_row_in_force_on_the_day_gives_the_limit(code, day, amount, unit, verified):
    row = in_force(LIMITS, code, on(day))
    assert (row.amount, row.unit, row.verified) == (amount, unit, verified)
    assert (row.limit.amount, row.limit.unit, row.limit.verified) == (amount, unit, verified)
    assert row.limit.statutory is (row.kind == "statutory")


def test_a_day_without_a_row_is_refused_and_not_guessed():
    with pytest.raises(Refused) as refused:
        in_force(LIMITS, "data.notify_breach", on("2023-06-30"))
    assert refused.value.code == "law.no_row_in_force"
    assert "30/06/2023" in refused.value.sentence


def test_a_breach_is_notified_under_the_decree_until_the_law_takes_over():
    before, after = (in_force(LIMITS, "data.notify_breach", on(day)) for day in ("2025-12-31", "2026-01-01"))
    assert "13/2023" in before.source
    assert "91/2025" in after.source


def test_every_row_of_a_limit_names_its_source_and_a_known_ladder():
    ladders = {row.code for row in LADDERS}
    for row in LIMITS:
        assert row.source
        assert row.ladder in ladders
        assert row.kind in LIMIT_KINDS
        assert row.limit.warn_before > timedelta()


def test_a_summary_that_was_read_lends_no_article_or_clause_to_a_citation():
    for row in LIMITS:
        assert row.mark != "P" or not re.search(r"Điều|khoản|điểm", row.source), row.code


def test_our_own_targets_are_never_taken_for_verified_law():
    own = [row for row in LIMITS if row.kind == "service"]
    assert len(own) >= 15
    assert not any(row.verified for row in own)
    assert all("nền tảng" in row.source for row in own)


def test_crime_reports_are_prolonged_to_two_months_and_then_by_two_months():
    limit = in_force(LIMITS, "crime_report.decide", on("2026-03-02")).limit
    first, second = limit.extension_terms
    assert (first.amount, first.unit, first.from_start) == (2, Unit.CALENDAR_MONTHS, True)
    assert (second.amount, second.unit, second.from_start) == (2, Unit.CALENDAR_MONTHS, False)
    assert second.request_before == timedelta(days=5)
    assert not limit.pause_allowed


@pytest.mark.parametrize(
    ("code", "last_day", "due"),
    [("returns.half_year", "2026-06-30", "2026-07-31"), ("returns.year", "2026-12-31", "2027-01-31")],
)
def test_returns_fall_due_before_the_last_day_of_the_month_even_on_a_weekend(code, last_day, due):
    limit = in_force(LIMITS, code, on(last_day)).limit
    assert due_at(ClockFacts(at(f"{last_day}T17:00"), limit), CALENDAR) == at(f"{due}T00:00")


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: f"{row.code}-{row.from_on.year}")
def test_every_limit_can_run_and_explain_itself(row):
    started = at("2025-03-03T08:10")
    due = due_at(ClockFacts(started, row.limit), CALENDAR)
    assert due > started
    sentence = explain(ClockFacts(started, row.limit), CALENDAR)
    assert row.source in sentence
    assert ("chưa đối chiếu" in sentence.replace(row.source, "")) is (row.kind == "statutory" and not row.verified)


# -- ladders -------------------------------------------------------------------------------------------------------


def test_the_default_ladder_reminds_then_tells_the_duty_officer_then_the_leader():
    steps = in_force(LADDERS, "default", on("2026-11-24")).ladder.steps
    assert [(step.after, step.whom) for step in steps] == [
        (timedelta(hours=-24), "assignee"),
        (timedelta(), "duty_officer"),
        (timedelta(hours=24), "leader"),
    ]


@pytest.mark.parametrize("code", ["urgent", "order"])
def test_the_urgent_ladders_climb_at_15_30_and_60_minutes_from_the_start(code):
    steps = in_force(LADDERS, code, on("2026-11-24")).ladder.steps
    assert [step.after for step in steps] == [timedelta(minutes=minutes) for minutes in (15, 30, 60)]
    assert {step.anchor.value for step in steps} == {"start"}


# -- documents -----------------------------------------------------------------------------------------------------


def test_documents_are_cited_by_name_and_number():
    by_code = {row.code: row for row in DOCUMENTS}
    assert by_code["LBC"].name == "Luật Bưu chính 49/2010/QH12"
    assert by_code["ND15"].name == "Nghị định 15/2020/NĐ-CP"
    assert by_code["L67"].name == "Luật 67/2020/QH14"
    assert by_code["BLTTHS"].name == "Bộ luật Tố tụng hình sự 101/2015/QH13"


def test_the_ten_forbidden_acts_of_the_postal_law_stand_in_their_order():
    (law,) = (row for row in DOCUMENTS if row.code == "LBC")
    acts = [part for part in law.provisions if part.article == "7"]
    assert [part.clause for part in acts] == [str(n) for n in range(1, 11)]
    assert all(part.may_cite_clause for part in acts)


def test_only_a_text_that_was_read_may_be_cited_by_clause():
    (law,) = (row for row in DOCUMENTS if row.code == "LBC")
    refs = {part.ref: part for part in law.provisions}
    assert refs["Điều 29 khoản 3"].may_cite_clause
    assert refs["Điều 14"].verified
    assert not refs["Điều 14"].may_cite_clause
    assert not refs["Điều 24"].verified
    for document in DOCUMENTS:
        assert document.source
        for part in document.provisions:
            assert part.source
            assert part.subject
            assert part.verified or not part.may_cite_clause


# -- files that contradict themselves --------------------------------------------------------------------------------

LIMIT = yaml.safe_load(
    """
    code: test.act
    kind: statutory
    who: police
    from_on: 2024-01-01
    name: Việc để thử
    starts: từ khi bắt đầu
    amount: 5
    unit: working_days
    warn_before: 24h
    ladder: default
    source: Luật để thử
    mark: M
    """
)


def broken_limits(*changes: dict) -> tuple[str, ...]:
    rows = [{key: value for key, value in (LIMIT | change).items() if value is not None} for change in changes]
    with pytest.raises(BrokenRegister) as broken:
        parse_limits({"limits": rows}, {"default"})
    return broken.value.problems


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"source": " "}, "source is empty"),
        ({"source": None}, "source is missing"),
        ({"unit": "weeks"}, "weeks"),
        ({"amount": 0}, "from 1 up"),
        ({"ladder": "nowhere"}, "nowhere"),
        ({"mark": "X"}, "'X'"),
        ({"mark": "S"}, "names the page"),
        ({"read_in": "example.vn"}, "names the page"),
        ({"kind": "service"}, "our own targets"),
        ({"warn_before": "1 day"}, "length of time"),
        ({"from_on": "2024"}, "not a day"),
        ({"until_on": date(2024, 1, 1)}, "lapses before"),
        ({"extensions": [{"amount": 1, "unit": "calendar_days"}]}, "one term for each"),
    ],
)
def test_a_limit_that_contradicts_itself_is_refused_with_its_code(change, problem):
    (found,) = broken_limits(change)
    assert found.startswith("test.act: ")
    assert problem in found


def test_all_faults_of_a_file_come_out_at_once():
    assert len(broken_limits({"amount": 0}, {}, {"source": ""}, {"unit": "weeks"})) == 3


def test_two_rows_of_one_code_are_never_in_force_together():
    until = {"until_on": date(2025, 1, 1)}
    assert broken_limits({}, {"from_on": date(2025, 1, 1)}) == ("test.act: two rows are in force on 2025-01-01",)
    assert broken_limits(until, {"from_on": date(2024, 12, 31)}) == ("test.act: two rows are in force on 2024-12-31",)
    rows = parse_limits({"limits": [LIMIT | until, LIMIT | {"from_on": date(2025, 1, 1)}]}, {"default"})
    assert in_force(rows, "test.act", date(2024, 12, 31)) == rows[0]
    assert in_force(rows, "test.act", date(2025, 1, 1)) == rows[1]


CALENDAR_TREE = {
    "zone": "Asia/Ho_Chi_Minh",
    "first_year": 2026,
    "last_year": 2026,
    "sources": {"s": "nguồn để thử"},
    "weeks": [
        {
            "from_on": date(2026, 1, 1),
            "source": "s",
            "verified": False,
            **{day: ["07:30-11:30", "13:30-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")},
            "saturday": [],
            "sunday": [],
        }
    ],
    "days": [
        {"day": date(2026, 1, 1), "kind": "holiday", "name": "Tết Dương lịch", "source": "s", "verified": True},
        {"day": date(2026, 1, 2), "kind": "exchanged", "name": "nghỉ", "for": date(2026, 1, 10)}
        | {"source": "s", "verified": True},
        {"day": date(2026, 1, 10), "kind": "swapped", "name": "làm bù", "for": date(2026, 1, 2)}
        | {"source": "s", "verified": True},
    ],
}


def test_a_small_calendar_can_be_read():
    assert parse_calendar(CALENDAR_TREE).add_working_days(date(2026, 1, 9), 1) == date(2026, 1, 10)


@pytest.mark.parametrize(
    ("row", "change", "problem"),
    [
        (0, {"verified": "yes"}, "true or false"),
        (0, {"source": "t"}, "t is missing"),
        (0, {"day": date(2025, 1, 1)}, "outside the years"),
        (1, {"for": date(2026, 1, 1)}, "is not a swapped"),
        (2, {"for": None}, "is not a exchanged"),
        (1, {"day": date(2026, 1, 3)}, "2026-01-10"),
        (2, {"kind": "festival"}, "festival"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(row, change, problem):
    tree = copy.deepcopy(CALENDAR_TREE)
    tree["days"][row] |= change
    with pytest.raises(BrokenRegister, match=re.escape(problem)):
        parse_calendar(tree)


def test_documents_that_refer_to_nowhere_or_claim_a_reading_are_refused():
    row = {"code": "A", "form": "luat", "title": "Luật để thử", "issuer": "Quốc hội", "source": "none", "mark": "M"}
    sources = {"none": "Chưa đọc", "s": "example.vn"}

    def problems(*rows):
        with pytest.raises(BrokenRegister) as broken:
            parse_documents({"sources": sources, "documents": list(rows)})
        return broken.value.problems

    assert problems(row | {"amended_by": ["B"]}) == ("A: refers to B, which is not here",)
    assert problems(row, row) == ("A: stands twice",)
    assert "contradict" in problems(row | {"mark": "S"})[0]
    assert "contradict" in problems(row | {"provisions": [{"subject": "Điều để thử", "source": "s"}]})[0]
    assert parse_documents({"sources": sources, "documents": [row]})[0].name == "Luật để thử"


def test_a_ladder_without_rungs_or_with_a_rung_before_the_start_is_refused():
    ladder = {"code": "l", "name": "Thang", "from_on": date(2024, 1, 1), "source": "s", "verified": False, "steps": []}
    with pytest.raises(BrokenRegister, match="has rungs"):
        parse_ladders({"ladders": [ladder]})
    step = {"code": "a", "after": "-1h", "anchor": "start", "whom": "leader", "name": "Trước khi bắt đầu"}
    with pytest.raises(BrokenRegister, match="before the clock starts"):
        parse_ladders({"ladders": [ladder | {"steps": [step]}]})
