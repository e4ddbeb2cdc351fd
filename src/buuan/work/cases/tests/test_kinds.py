"""Kinds of case: templates, their clocks and fields, what they hold, and taking a province's own in."""

from __future__ import annotations

import copy
import json
from datetime import timedelta

import pytest

from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import clocks_of, explain
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.models import Case, CaseKind
from buuan.work.cases.queries import case_by_number, kinds_on, next_steps, step_of
from buuan.work.cases.rules import CLOCK_TASKS, KINDS, STEPS, as_json, missing_fields
from buuan.work.cases.tests.acts import LATER, again, records, seize
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

RECEIVED = {"received_on": "2026-11-23"}


def opened(cast, kind: str, who: str = "police", items: bool = False, **details: str) -> Case:
    named = (ItemFacts(cast.bodies["operator"], "SM0001TH"),) if items else ()
    opening = CaseOpening(
        title="Nghi pháo nổ",
        severity="high",
        source="đơn",
        area=cast.bodies["counter"].area,
        kind=kind,
        details=details or ({} if kind in ("plain", "violation") else RECEIVED),
        items=named,
    )
    return actions.open_case(cast.actor(who), cast.bodies[who], opening, at=MONDAY)


def running(case: Case) -> set[str]:
    return set(clocks_of(case).running().values_list("kind", flat=True))


def tree(*plans) -> dict:
    return {"format": actions.FORMAT, "kinds": [as_json(one) for one in plans]}


def test_every_shipped_kind_names_limits_that_the_law_register_has(cast, kinds):
    today = MONDAY.date()
    rows = kinds_on(today)

    assert [one.code for one in rows] == list(KINDS)
    assert rows[0].code == "plain"
    assert {clock.limit for one in rows for clock in one.plan.clocks} == set(CLOCK_TASKS)


def test_the_shipped_kinds_are_loaded_twice_without_a_change(cast, kinds):
    before = list(CaseKind.objects.order_by("pk").values())
    actions.load_kinds(cast.system, at=LATER)

    assert list(CaseKind.objects.order_by("pk").values()) == before
    assert records("cases.kinds_loaded")[-1].facts["written"] == 0


def test_a_crime_report_runs_the_clocks_of_the_police_and_each_ends_at_its_act(cast, kinds):
    case = opened(cast, "crime_report", items=True)
    assert running(case) == {"crime_report.classify", "crime_report.tell_procuracy", "crime_report.decide"}

    case = actions.verify_case(cast.police, case, assignee=cast.account("police"), at=LATER)
    assert running(case) == {"crime_report.tell_procuracy", "crime_report.decide"}
    actions.finish_task(cast.police, case.tasks.get(code="tell_procuracy"), at=LATER)
    assert running(case) == {"crime_report.decide"}
    seize(cast, case)
    actions.fill_details(cast.police, case, details={"decision": "start"}, at=LATER)
    actions.conclude_case(cast.police, again(case), violation_found=True, conclusion="Có.", at=LATER)
    assert running(case) == set()


def test_a_clock_says_whether_anybody_read_the_law_that_it_rests_on(cast, kinds):
    clocks = {one.kind: one for one in clocks_of(opened(cast, "crime_report"))}

    assert clocks["crime_report.decide"].limit_verified
    assert not clocks["crime_report.classify"].limit_verified
    assert "chưa đối chiếu" in explain(clocks["crime_report.classify"])
    assert "chưa đối chiếu" not in explain(clocks["crime_report.decide"])


def test_the_page_marks_a_limit_that_nobody_has_read(cast, kinds, now):
    case = opened(cast, "crime_report")
    page = cast.client("police").get(f"/vu-viec/{case.number}").content.decode()

    assert page.count("Chưa đối chiếu") + page.count("chưa đối chiếu") >= 2
    assert "Phân loại tin báo" in page


def test_the_time_for_settling_a_denunciation_begins_when_it_is_taken_up(cast, kinds):
    case = opened(cast, "denunciation")
    assert running(case) == {"denunciation.accept"}

    actions.verify_case(cast.police, case, assignee=None, at=MONDAY + DAY)

    assert running(case) == {"denunciation.settle"}
    assert clocks_of(case).running().get().started_at == MONDAY + DAY


def test_a_clock_that_is_late_asks_for_an_explanation_whatever_step_ends_it(cast, kinds):
    case = opened(cast, "crime_report")
    late = MONDAY + 2 * DAY

    step = step_of(next_steps(cast.police, case_by_number(cast.police, case.number), late), "verify")
    assert step is not None
    assert step.is_late
    with pytest.raises(Refused) as refused:
        actions.verify_case(cast.police, case, assignee=None, at=late)
    assert refused.value.code == "clock.needs_explanation"
    assert again(case).state == "received"
    actions.verify_case(cast.police, case, assignee=None, at=late, explanation="Tin đến đêm thứ Bảy.")
    assert Clock.objects.get(kind="crime_report.classify").explanation == "Tin đến đêm thứ Bảy."


def test_a_late_step_on_the_page_asks_before_it_is_taken(cast, kinds, monkeypatch):
    from django.utils import timezone

    case = opened(cast, "crime_report")
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + 2 * DAY)
    client = cast.client("police")

    asked = client.post(f"/vu-viec/{case.number}/xac-minh")
    assert (asked.status_code, again(case).state) == (200, "received")
    assert "Giải trình lý do chậm" in asked.content.decode()
    taken = client.post(f"/vu-viec/{case.number}/xac-minh", {"explanation": "Tin đến đêm thứ Bảy."})
    assert (taken.status_code, again(case).state) == (302, "verifying")


def test_which_complaint_clock_runs_hangs_on_the_route(cast, kinds):
    inland = opened(cast, "complaint", received_on="2026-11-23", route="domestic")
    abroad = opened(cast, "complaint", received_on="2026-11-23", route="international")

    assert running(inland) == {"complaint.settle_domestic"}
    assert running(abroad) == {"complaint.settle_international"}


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({}, "received_on"),
        ({"received_on": "hôm qua"}, "received_on"),
        ({"received_on": "2026-11-23", "route": "mặt trăng"}, "route"),
        ({"received_on": "2026-11-23", "route": "domestic", "politics": "x"}, "politics"),
    ],
)
def test_a_case_does_not_open_without_what_its_kind_asks_for(cast, kinds, details, field):
    opening = CaseOpening(title="Mất bưu gửi", severity="low", source="đơn", kind="complaint", details=details)
    with pytest.raises(Invalid) as invalid:
        actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)

    assert field in invalid.value.errors
    assert not Case.objects.exists()


def test_an_unknown_kind_is_refused(cast, kinds):
    with pytest.raises(Refused) as refused:
        opened(cast, "opinion")
    assert refused.value.code == "kind.none_in_force"


def test_a_step_waits_for_what_the_kind_must_know_before_it(cast, kinds):
    case = opened(cast, "violation")
    case = actions.verify_case(cast.police, case, assignee=None, at=LATER)
    step = step_of(next_steps(cast.police, case_by_number(cast.police, case.number), LATER), "conclude")
    assert [one.code for one in step.reasons] == ["case.field_missing"]
    assert step.reasons[0].sentence == "Chưa ghi: Bên vi phạm là, Số biên bản vi phạm hành chính."

    actions.fill_details(cast.police, case, details={"violator": "organisation", "minutes_number": "01/BB"}, at=LATER)
    actions.conclude_case(cast.police, again(case), violation_found=True, conclusion="Có.", at=LATER)
    assert again(case).details == {"violator": "organisation", "minutes_number": "01/BB"}


def test_minutes_that_are_made_start_the_clock_of_the_decision(cast, kinds):
    case = opened(cast, "violation")
    assert running(case) == {"sanctions.make_minutes", "sanctions.limitation", "cases.verify"}

    actions.finish_task(cast.police, case.tasks.get(code="make_minutes"), at=LATER)

    assert running(case) == {"sanctions.decide", "sanctions.limitation", "cases.verify"}


@pytest.mark.parametrize(
    ("details", "clock", "days"),
    [
        ({"procedure": "passed_on"}, "sanctions.decide_passed_on", 14),
        ({"procedure": "explained"}, "sanctions.decide_explained", 30),
        ({"procedure": "complex"}, "sanctions.decide_complex", 61),
    ],
)
def test_the_time_for_the_decision_is_that_of_the_procedure_and_counts_from_the_minutes(cast, kinds, details, clock, days):
    case = opened(cast, "violation")
    actions.finish_task(cast.police, case.tasks.get(code="make_minutes"), at=LATER)

    actions.fill_details(cast.police, case, details=details, at=LATER + DAY)

    assert running(case) == {clock, "sanctions.limitation", "cases.verify"}
    one = clocks_of(case).running().get(kind=clock)
    assert one.started_at == LATER, "from the minutes, not from the day on which it was noticed"
    assert days - 2 <= (one.due_at - LATER).days <= days + 2
    assert not one.limit_verified, "nobody has read the article yet, and the page says so"
    assert not Clock.objects.get(subject=f"cases.case:{case.pk}", kind="sanctions.decide").is_running


def test_what_the_violator_may_still_do_is_followed_by_whoever_leads(cast, kinds):
    case = opened(cast, "violation")
    actions.finish_task(cast.police, case.tasks.get(code="make_minutes"), at=LATER)
    actions.fill_details(cast.police, case, details={"explains": "in_writing", "seized": "yes", "competence": "other"}, at=LATER)

    wanted = {"sanctions.explain_in_writing", "sanctions.end_seizure", "sanctions.pass_minutes_on"}
    assert wanted < running(case)
    actions.finish_task(cast.police, case.tasks.get(code="explanation"), at=LATER + HOUR)
    assert "sanctions.explain_in_writing" not in running(case)
    assert clocks_of(case).running().get(kind="sanctions.end_seizure").started_at == MONDAY


def test_another_kind_brings_its_clocks_and_tasks_and_keeps_what_was_done(cast, kinds):
    case = opened(cast, "plain")
    done = actions.add_task(cast.police, case, name="Gặp bưu cục", at=MONDAY)
    actions.finish_task(cast.police, done, at=LATER)

    case = actions.set_kind(cast.police, again(case), kind="crime_report", details=RECEIVED, reason="Có tin báo tội phạm", at=LATER)

    assert running(case) == {"crime_report.classify", "crime_report.tell_procuracy", "crime_report.decide"}
    assert {one.started_at for one in clocks_of(case).running()} == {MONDAY}, "the law counts from when it was received"
    assert case.tasks.get(name="Gặp bưu cục").state == "done"
    assert case.tasks.filter(code="tell_procuracy", state="open").exists()
    assert records("cases.kind_set")[0].facts["former"] == "plain"
    back = actions.set_kind(cast.police, again(case), kind="plain", details={}, reason="Không có dấu hiệu", at=LATER)
    assert running(back) == {"cases.verify"}, "the platform's own clock runs on where it was ended with its kind"
    assert not back.tasks.filter(state="open").exists()


def test_only_the_lead_says_of_which_kind_a_case_is(cast, kinds, case):
    with pytest.raises(Refused) as refused:
        actions.set_kind(cast.market, case, kind="petition", details=RECEIVED, reason="Là phản ánh", at=LATER)
    assert refused.value.code == "case.not_lead"


def test_a_body_that_takes_over_owes_its_own_clocks(cast, kinds):
    case = opened(cast, "crime_report", who="department")
    assert running(case) == {"cases.verify"}

    referral = actions.refer_case(cast.department, case, cast.bodies["police"], reason="Thẩm quyền điều tra", at=MONDAY + HOUR)
    actions.accept_referral(cast.police, referral, at=LATER)

    assert running(again(case)) == {"crime_report.classify", "crime_report.tell_procuracy", "crime_report.decide"}
    assert Clock.objects.get(kind="cases.verify").finished_at == MONDAY + HOUR
    assert {one.started_at for one in clocks_of(case).running()} == {LATER}


def test_a_template_that_leaves_as_a_file_comes_back_the_same(cast, kinds):
    rows = [one.plan for one in kinds_on(MONDAY.date())]

    outcome = actions.import_kinds(cast.chief, json.loads(json.dumps(tree(*rows))), at=LATER)

    assert {one["outcome"] for one in outcome} == {"same"}
    assert CaseKind.objects.count() == len(KINDS)


def test_a_new_template_holds_from_its_day_and_old_cases_keep_theirs(cast, kinds):
    old = opened(cast, "petition")
    raw = tree(old.plan)
    raw["kinds"][0] |= {"from_on": "2026-11-24", "tasks": [{"code": "call", "name": "Gọi lại"}], "clocks": []}

    assert actions.import_kinds(cast.chief, raw, at=LATER)[0]["outcome"] == "changed"

    assert [one.name for one in again(old).plan.tasks] == ["Trả lời hoặc chuyển phản ánh, kiến nghị"]
    opening = CaseOpening(title="Phản ánh", severity="low", source="đơn", kind="petition", details=RECEIVED)
    new = actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY + DAY)
    assert [one.name for one in new.tasks.all()] == ["Gọi lại"]
    actions.load_kinds(cast.system, at=MONDAY + 2 * DAY)
    assert CaseKind.objects.filter(code="petition").count() == 2, "what an office keeps is left alone"


def test_a_template_is_never_changed_behind_a_case_that_was_opened_by_it(cast, kinds):
    today = tree(kinds_on(MONDAY.date())[3].plan)
    today["kinds"][0] |= {"from_on": "2026-11-23", "tasks": [{"code": "one", "name": "Một"}], "clocks": []}
    actions.import_kinds(cast.chief, today, at=LATER)
    opened(cast, today["kinds"][0]["code"])
    changed = copy.deepcopy(today)
    changed["kinds"][0]["tasks"][0]["name"] = "Hai"

    with pytest.raises(Refused) as refused:
        actions.import_kinds(cast.chief, changed, at=LATER)
    assert refused.value.code == "kind.used"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"code": ""}, "kinds[0].code"),
        ({"code": "Ý kiến"}, "kinds[0].code"),
        ({"name": 7}, "kinds[0].name"),
        ({"mark": "S", "read_in": ""}, "kinds[0].read_in"),
        ({"from_on": "mai"}, "kinds[0].from_on"),
        ({"tasks": "x"}, "kinds[0].tasks"),
        ({"tasks": [{"code": "a", "name": "A"}, {"code": "a", "name": "B"}]}, "kinds[0].tasks"),
        ({"tasks": [{"code": "a", "name": "A", "required": "no"}]}, "kinds[0].tasks[0].required"),
        ({"clocks": [{"limit": "none.such", "starts": "open", "ends": ["close"]}]}, "kinds[0].clocks[0].limit"),
        ({"clocks": [{"limit": "cases.verify", "starts": "open", "ends": ["task:none"]}]}, "kinds[0].clocks[0].ends"),
        ({"clocks": [{"limit": "cases.verify", "starts": "open"}]}, "kinds[0].clocks[0].ends"),
        ({"fields": [{"code": "x", "name": "X", "type": "choice", "before": "open"}]}, "kinds[0].fields[0].choices"),
        ({"fields": [{"code": "belief", "name": "X", "type": "case", "before": "open"}]}, "kinds[0].fields[0].code"),
    ],
)
def test_a_broken_template_is_refused_with_the_place_of_its_fault(cast, kinds, change, place):
    raw = tree(kinds_on(MONDAY.date())[0].plan)
    raw["kinds"][0] |= {"from_on": "2026-11-24"} | change

    with pytest.raises(Invalid) as invalid:
        actions.import_kinds(cast.chief, raw, at=LATER)
    assert place in invalid.value.errors
    assert CaseKind.objects.count() == len(KINDS)


@pytest.mark.parametrize("raw", [None, [], {}, {"format": "x", "kinds": []}, {"format": actions.FORMAT, "kinds": {}}])
def test_a_file_that_is_no_template_is_refused(cast, raw):
    with pytest.raises(Invalid):
        actions.import_kinds(cast.chief, raw, at=LATER)


def test_a_template_does_not_reach_back(cast, kinds):
    raw = tree(kinds_on(MONDAY.date())[1].plan)
    raw["kinds"][0] |= {"from_on": "2026-11-20", "tasks": [], "clocks": []}
    with pytest.raises(Invalid) as invalid:
        actions.import_kinds(cast.chief, raw, at=LATER)
    assert "from_on" in invalid.value.errors


@pytest.mark.parametrize("who", ["police", "market", "commune", "auditor", "administrator", "operator"])
def test_who_does_not_keep_the_kinds_imports_none(cast, who):
    with pytest.raises(Forbidden):
        actions.import_kinds(cast.actor(who), {}, at=LATER)


def test_a_field_that_is_due_before_an_earlier_step_is_due_before_later_ones_too(cast, kinds):
    plan = next(one.plan for one in kinds_on(MONDAY.date()) if one.code == "violation")
    due = {verb: {one.code for one in missing_fields(plan, verb, {})} for verb in STEPS}

    assert due["open"] == due["verify"] == due["handle"] == set()
    assert due["conclude"] == {"area", "violator", "minutes_number"}
    assert due["close"] == due["conclude"] | {"decision_number"}


def test_kinds_leave_and_come_back_by_the_pages(cast, kinds, now):
    client = cast.client("chief")
    file = client.get("/vu-viec/loai.json")
    assert file["Content-Disposition"] == 'attachment; filename="loai-vu-viec.json"'
    page = client.get("/vu-viec/loai").content.decode()
    assert "Điều 147" in client.get("/van-ban-phap-luat/thoi-han/crime_report.decide").content.decode()
    assert "Giải quyết tin báo" in page
    assert "20 ngày" in page

    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("loai.json", file.content, content_type="application/json")
    assert client.post("/vu-viec/loai/nhap", {"file": sent}).status_code == 302
    broken = SimpleUploadedFile("loai.json", b"{", content_type="application/json")
    answer = client.post("/vu-viec/loai/nhap", {"file": broken})
    assert (answer.status_code, "Tệp không phải JSON." in answer.content.decode()) == (422, True)


def test_a_case_of_a_kind_is_opened_on_the_page_with_what_it_asks_for(cast, kinds, now):
    client = cast.client("police")
    given = {"title": "Mất bưu gửi", "source": "đơn", "severity": "low", "marking": "internal"}

    refused = client.post("/vu-viec/moi?loai=complaint", given)
    assert refused.status_code == 422
    made = client.post("/vu-viec/moi?loai=complaint", {**given, "d_received_on": "2026-11-20", "d_route": "domestic"})

    assert made.status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.details["route"]) == ("complaint", "domestic")
    assert timedelta(days=50) < clocks_of(case).get().due_at - now
