"""What a report and its triage do: rows, records, notices, holds, clocks; and what they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record, subject_of
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Notice, Recipient
from buuan.base.files.actions import keep_photo
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.goods.queries import category, judge
from buuan.registers.items.actions import end_lapsed_holds
from buuan.registers.items.models import Hold
from buuan.registers.items.queries import may_move
from buuan.work.cases.actions import conclude_case, record_outcome, verify_case
from buuan.work.cases.models import Case, CaseEvent, Reporter
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.intake import actions
from buuan.work.intake.actions import ReportFacts
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import hold_of, triage_clock
from buuan.work.intake.rules import kinds_told
from buuan.work.intake.tests.conftest import photo

SOON = MONDAY + timedelta(minutes=11)


@action
def within(actor, do):
    result = do()
    record(actor, "test.act", "test.report", at=MONDAY)
    return result


def again(report: SuspicionReport) -> SuspicionReport:
    return SuspicionReport.objects.select_related("reporter", "point", "operator").get(pk=report.pk)


def records(name: str) -> list[Record]:
    return list(Record.objects.filter(action=name).order_by("pk"))


def told(kind: str) -> set[str]:
    return set(Recipient.objects.filter(notice__kind=kind).values_list("organisation__code", flat=True))


# -- receiving ---------------------------------------------------------------------------------------------------------


@pytest.mark.point("7c")
def test_a_report_holds_the_item_is_routed_numbered_and_starts_the_clock(cast, say):
    report = say()

    goods = category(judge("pháo nổ tự chế").category)
    assert (report.number, report.state, report.source) == ("BC-2026-00001", "received", "operator")
    assert (report.verdict, report.category, report.severity) == ("prohibited", goods.code, goods.severity)
    assert report.operator == cast.bodies["operator"]
    assert report.area == cast.bodies["counter"].area
    hold = hold_of(report)
    assert (hold.holder.code, hold.ground, hold.label, hold.lapses_at) == (
        "SMTEST-BC1",
        "report",
        report.number,
        MONDAY + 24 * HOUR,
    )
    assert not may_move(report.operator_id, "SM0001TH")
    routed = {one.organisation.code: one.role for one in report.routings.all()}
    assert routed["cong-an-tinh"] == "focal"
    assert {one.organisation.kind for one in report.routings.all()} == set(kinds_told(goods.route_to))
    assert set(routed.values()) == {"focal", "competent"}
    clock = triage_clock(report)
    assert (clock.holder.code, clock.limit_code, clock.due_at) == ("cong-an-tinh", "intake.accept_critical", MONDAY + 2 * HOUR)
    assert told("intake.received") == set(routed)
    assert Notice.objects.get(kind="intake.received").urgent
    (made,) = records("intake.report_received")
    wanted = {"source": "operator", "by_operator": True, "item": "SM0001TH", "minutes_to_report": 0, "point": "SMTEST-BC1"}
    assert {key: made.facts[key] for key in wanted} == wanted
    assert set(made.facts["routed_to"]) == set(routed)


def test_less_grave_reports_have_a_day(say):
    report = say(declared_content="quần áo cũ", signs=("misdeclared", "refuses_opening"))

    assert (report.severity, report.category) == ("medium", "")
    assert triage_clock(report).limit_code == "intake.accept"


def test_what_was_declared_keeps_its_marks_when_it_comes_decomposed(say):
    report = say(declared_content="  pha\u0301o no\u0302\u0309 ")

    hit = report.hits[0]
    assert report.declared_content == "pháo nổ"
    assert report.declared_content[hit["start"] : hit["end"]] == hit["text"]


def test_the_same_form_sent_twice_is_one_report(say):
    first = say()
    second = say(at=SOON)

    assert second.pk == first.pk
    assert SuspicionReport.objects.count() == Hold.objects.count() == Clock.objects.count() == 1
    assert len(records("intake.report_received")) == 1
    assert len(records("intake.report_repeated")) == 1


def test_going_back_and_typing_the_next_code_is_another_report(say):
    first = say()
    second = say(item_id="SM0002TH")

    assert first.pk != second.pk
    assert Hold.objects.filter(until_at=None).count() == 2


def test_the_same_form_by_two_requests_at_once_is_one_report(say, monkeypatch):
    first = say()
    looks = iter([None])
    find = actions.receiving._standing
    monkeypatch.setattr(actions.receiving, "_standing", lambda actor, facts: (next(looks, False) and None) or find(actor, facts))
    looks = iter([True])  # the first look finds nothing, as if the other request had not committed yet

    second = say(at=SOON)

    assert second.pk == first.pk
    assert SuspicionReport.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"item_id": " "}, "item_id"),
        ({"signs": (), "declared_content": "quần áo"}, "signs"),
        ({"found_at_": MONDAY + DAY}, "found_at"),
        ({"client_key": ""}, "client_key"),
        ({"declared_content": "x" * 501}, "declared_content"),
    ],
)
def test_a_report_that_says_too_little_leaves_nothing(cast, change, field):
    words = {"item_id": "SM0001TH", "declared_content": "pháo nổ", "signs": ("misdeclared",), "client_key": "mẫu-0001"} | change
    found_at = words.pop("found_at_", MONDAY)

    with pytest.raises(Invalid) as refusal:
        actions.receive_report(
            cast.clerk, cast.bodies["counter"], ReportFacts(found_at=found_at, sent_at=MONDAY, **words), at=MONDAY
        )

    assert list(refusal.value.errors) == [field]
    assert not SuspicionReport.objects.exists()
    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    ("by", "point"), [("clerk", "branch"), ("rival", "counter"), ("branch", "operator"), ("agency", "counter")]
)
def test_nobody_reports_for_a_point_of_others(say, by, point):
    with pytest.raises(Forbidden, match="điểm phục vụ của đơn vị mình"):
        say(by=by, point=point)


@pytest.mark.parametrize("who", ["leader", "administrator", "auditor", "system"])
def test_who_has_no_right_does_not_report(say, who):
    with pytest.raises(Forbidden):
        say(by=who, point="counter")


def test_the_security_leader_reports_for_a_counter_which_is_told_to_hold(cast, say):
    report = say(by="operator")

    assert (report.reporter.code, report.point.code) == ("SMTEST", "SMTEST-BC1")
    assert told("items.hold_placed") == {"SMTEST-BC1"}


def test_a_clerk_who_reports_himself_is_not_told_to_hold(say):
    say()

    assert told("items.hold_placed") == set()


@pytest.mark.point("5b")
def test_an_agency_reports_without_a_code_and_holds_nothing(cast, say):
    report = say(by="agency", point="agency", item_id="", declared_content="", signs=(), text="Rao bán pháo gửi qua bưu điện.")

    assert (report.source, report.item_id, report.operator) == ("agency", "", None)
    assert not Hold.objects.exists()
    assert records("intake.report_received")[0].facts["reporter_kind"] == "provincial_department"
    assert triage_clock(report).title == "Nghi bưu gửi vi phạm do Sở Văn hóa báo"
    assert "rao" not in report.folded, "only what the report is called by is searched, not what was written"


def test_an_agency_that_names_the_operator_and_item_holds_nothing_either(cast, say):
    report = say(by="commune", point="commune", operator=cast.bodies["operator"], text="Thấy gói lạ.")

    assert report.operator == cast.bodies["operator"]
    assert not Hold.objects.exists()
    assert not SuspicionReport.objects.visible_to(cast.operator).exists()


def test_a_report_out_of_screening_holds_at_the_operators_point(cast):
    facts = ReportFacts("SM0001TH", "hit-1", MONDAY, MONDAY, "pháo nổ")

    report = actions.receive_report(cast.market, cast.bodies["counter"], facts, at=MONDAY, source="screening")

    assert (report.source, report.operator.code, hold_of(report).holder.code) == ("screening", "SMTEST", "SMTEST-BC1")
    assert told("items.hold_placed") == {"SMTEST-BC1"}
    assert records("intake.report_received")[0].facts["by_operator"] is False


def test_photos_are_kept_with_the_report_and_may_follow_later(cast):
    first = keep_photo(cast.clerk, cast.bodies["counter"], photo(), at=MONDAY)
    facts = ReportFacts("SM0001TH", "mẫu-0001", MONDAY, MONDAY, "pháo nổ")
    report = actions.receive_report(cast.clerk, cast.bodies["counter"], facts, at=MONDAY, photos=[first])
    more = [keep_photo(cast.clerk, cast.bodies["counter"], photo(colour), at=SOON) for colour in ("blue", "green")]

    actions.add_photos(cast.clerk, report, at=SOON, scans=more[:1])

    assert [(one.kind, one.file_id) for one in report.photos.order_by("pk")] == [("package", first.pk), ("scan", more[0].pk)]
    assert records("intake.photos_added")[0].facts["photos"] == [more[0].sha256]
    with pytest.raises(Forbidden):
        actions.add_photos(cast.police, report, at=SOON, photos=more[1:])
    with pytest.raises(Refused, match="nhiều nhất 6 ảnh"):
        actions.add_photos(cast.clerk, report, at=SOON, photos=more[1:] * 5)


def test_a_declined_report_takes_no_more_photos(cast, say):
    report = say()
    actions.decline_report(cast.police, report, reason="Hàng hợp lệ.", at=SOON)
    late = keep_photo(cast.clerk, cast.bodies["counter"], photo(), at=SOON)

    with pytest.raises(Refused, match="không thụ lý"):
        actions.add_photos(cast.clerk, report, at=SOON, photos=[late])


# -- triage ------------------------------------------------------------------------------------------------------------


@pytest.mark.point("2d")
def test_an_accepted_report_becomes_a_case_of_the_focal_point(cast, say):
    report = say()

    case = actions.accept_report(cast.police, report, at=SOON)

    report = again(report)
    assert (report.state, report.case, report.decided_by, report.decided_at) == ("accepted", case, "Trực ban Thử", SOON)
    assert (case.lead.code, case.category, case.severity, case.area) == (
        "cong-an-tinh",
        report.category,
        report.severity,
        report.area,
    )
    assert {one.organisation.code for one in case.participants.all()} == {one.organisation.code for one in report.routings.all()}
    item = case.items.get()
    assert (item.item_id, item.operator.code, item.hits) == ("SM0001TH", "SMTEST", report.hits)
    assert triage_clock(report).finished_at == SOON
    assert hold_of(report).lapses_at is None, "what was taken up no longer ends by itself"
    assert Reporter.objects.get(case=case).organisation.code == "SMTEST-BC1"
    assert told("intake.taken") == {"SMTEST-BC1"}
    assert records("intake.report_accepted")[0].facts == {"case": case.number, "minutes_to_triage": 11}
    taken = CaseEvent.objects.get(case=case, kind="report_taken")
    assert (taken.facts["report"], taken.facts["minutes"], taken.facts["hold"]) == (report.number, 11, "open")


def test_the_second_officer_is_told_that_the_report_was_answered(cast, say):
    report = say()
    seen = again(report)
    actions.accept_report(cast.police, report, at=SOON)

    for act in (
        lambda: actions.accept_report(cast.second, seen, at=SOON),
        lambda: actions.decline_report(cast.second, seen, reason="x", at=SOON),
    ):
        with pytest.raises(Refused, match="đã được Trực ban Thử xử lý: đã lập vụ việc") as refusal:
            act()
        assert refusal.value.code == "report.already_decided"
    assert Case.objects.count() == 1


def test_a_report_joins_an_open_case_and_both_numbers_stay_findable(cast, say):
    case = actions.accept_report(cast.police, say(), at=SOON)
    second = say(item_id="SM0002TH", client_key="mẫu-0002")

    actions.join_report(cast.police, second, case, at=SOON)

    assert again(second).state == "joined"
    assert {one.item_id for one in case.items.all()} == {"SM0001TH", "SM0002TH"}
    assert {one.report for one in case.reporters.all()} == {"BC-2026-00001", "BC-2026-00002"}
    assert Case.objects.visible_to(cast.police).matching("sm0002th").get() == case
    assert SuspicionReport.objects.visible_to(cast.police).matching("BC-2026-00002").get() == second


def test_a_report_does_not_join_a_case_that_is_concluded(cast, say):
    case = actions.accept_report(cast.police, say(), at=SOON)
    case = verify_case(cast.police, case, assignee=None, at=SOON)
    record_outcome(cast.police, case.items.get(), outcome="released", at=SOON)
    case = conclude_case(cast.police, case, violation_found=False, conclusion="Không.", at=SOON)
    second = say(item_id="SM0002TH", client_key="mẫu-0002")

    with pytest.raises(Refused):
        actions.join_report(cast.police, second, case, at=SOON)
    assert again(second).state == "received"
    assert triage_clock(second).is_running


def test_a_declined_report_releases_the_item_and_tells_why(cast, say):
    report = say()

    actions.decline_report(cast.police, report, reason="Pháo hoa của đơn vị được phép.", at=SOON)

    report = again(report)
    assert (report.state, report.decline_reason, report.case) == ("declined", "Pháo hoa của đơn vị được phép.", None)
    assert may_move(report.operator_id, "SM0001TH")
    assert hold_of(report).end_reason == "declined"
    assert told("items.hold_ended") == {"SMTEST-BC1"}
    assert Notice.objects.get(kind="intake.declined").text == "Pháo hoa của đơn vị được phép."
    assert triage_clock(report).finished_at == SOON


def test_declining_needs_a_reason(cast, say):
    report = say()

    with pytest.raises(Invalid):
        actions.decline_report(cast.police, report, reason=" ", at=SOON)
    assert not may_move(report.operator_id, "SM0001TH")


def test_one_declined_report_does_not_release_an_item_that_another_holds(cast, say):
    first = say()
    second = say(by="branch", client_key="mẫu-0002")

    actions.decline_report(cast.police, first, reason="Trùng.", at=SOON)

    assert not may_move(first.operator_id, "SM0001TH")
    assert Notice.objects.get(kind="items.hold_ended").text.endswith("Bưu gửi vẫn bị giữ vì 1 lý do khác.")
    assert hold_of(second).until_at is None


def test_a_late_answer_needs_an_explanation(cast, say):
    report = say()
    late = MONDAY + 3 * HOUR

    for act in (
        lambda **more: actions.accept_report(cast.police, report, at=late, **more),
        lambda **more: actions.decline_report(cast.police, report, reason="x", at=late, **more),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "clock.needs_explanation"
    assert not Case.objects.exists()
    assert again(report).state == "received"

    actions.accept_report(cast.police, report, at=late, explanation="Mất điện từ 9 giờ.")

    assert triage_clock(report).explanation == "Mất điện từ 9 giờ."


def test_a_hold_that_nobody_takes_up_ends_by_itself_and_the_truth_is_told(cast, say):
    report = say(declared_content="quần áo", signs=("misdeclared", "refuses_opening"))
    end_lapsed_holds(cast.system, at=MONDAY + 23 * HOUR)
    assert hold_of(report).until_at is None

    lapsed = end_lapsed_holds(cast.system, at=MONDAY + 24 * HOUR)

    assert lapsed == 1
    assert may_move(report.operator_id, "SM0001TH")
    assert hold_of(report).end_reason == "lapsed"
    assert told("items.hold_ended") == {"SMTEST-BC1"}

    case = actions.accept_report(cast.police, report, at=MONDAY + 25 * HOUR, explanation="Quá tải.")

    assert "đã hết trước khi báo cáo được tiếp nhận" in Notice.objects.get(kind="intake.taken").text
    assert CaseEvent.objects.get(case=case, kind="report_taken").facts["hold"] == "lapsed"


@pytest.mark.parametrize("who", ["department", "market", "clerk", "operator", "rival", "auditor", "administrator", "stranger"])
def test_only_the_focal_point_answers(cast, say, who):
    report = say()

    with pytest.raises(Forbidden):
        actions.accept_report(cast.actor(who), report, at=SOON)
    with pytest.raises(Forbidden):
        actions.decline_report(cast.actor(who), report, reason="x", at=SOON)
    assert again(report).state == "received"


# -- what the database itself refuses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("report_state_fits", {"state": "accepted"}),
        ("report_state_fits", {"state": "declined", "decided_at": SOON, "decided_by": "x"}),
        ("decided_report_says_who", {"decided_at": SOON, "state": "declined", "decline_reason": "x"}),
        ("held_report_names_the_item", {"item_id": ""}),
        ("held_report_names_the_item", {"operator": None}),
    ],
)
def test_the_database_refuses_rows_that_contradict_themselves(cast, say, name, change):
    report = say()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        within(cast.police, lambda: SuspicionReport.objects.filter(pk=report.pk).update(**change))


def test_the_subject_of_a_hold_is_the_report(say):
    report = say()

    assert Hold.objects.get().subject == subject_of(report) == f"intake.suspicionreport:{report.pk}"
