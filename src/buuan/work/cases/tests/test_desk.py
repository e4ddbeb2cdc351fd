"""Tasks that hold the closing, claiming, absence with a substitute, many cases at once, the board."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from buuan.kit.errors import Forbidden, Invalid, NotFound, Refused
from buuan.work.cases import actions
from buuan.work.cases.actions import BulkOrder, CaseOpening
from buuan.work.cases.models import BulkRun, Case, Note
from buuan.work.cases.queries import board, bulk_by_number, case_by_number, desks_of, lanes, next_steps, step_of
from buuan.work.cases.rules import NOT_SEEN
from buuan.work.cases.tests.acts import LATER, again, records, seize, take_up
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

TODAY = date(2026, 11, 23)


def plain(cast, who: str = "police", **facts) -> Case:
    opening = CaseOpening(**{"title": "Nghi pháo", "severity": "low", "source": "x", **facts})
    return actions.open_case(cast.actor(who), cast.bodies[who], opening, at=MONDAY)


def concluded(cast, case: Case) -> Case:
    seize(cast, take_up(cast, case))
    return actions.conclude_case(cast.police, again(case), violation_found=True, conclusion="Có.", at=LATER)


# -- tasks ---------------------------------------------------------------------------------------------------------------


def test_an_open_task_holds_the_closing_until_it_is_done_or_not_needed(cast, case):
    one = actions.add_task(cast.police, case, name="  Giám định   mẫu ", at=MONDAY)
    other = actions.add_task(cast.police, case, name="Gửi văn bản", at=MONDAY)
    actions.add_task(cast.police, case, name="Nếu rảnh", required=False, at=MONDAY)
    case = concluded(cast, case)

    step = step_of(next_steps(cast.police, case_by_number(cast.police, case.number), LATER), "close")
    assert [one.sentence for one in step.reasons] == [
        "Còn nhiệm vụ chưa xong: Giám định mẫu.",
        "Còn nhiệm vụ chưa xong: Gửi văn bản.",
    ]
    actions.finish_task(cast.police, one, at=LATER)
    with pytest.raises(Refused) as refused:
        actions.close_case(cast.police, again(case), at=LATER)
    assert refused.value.code == "case.task_open"
    actions.waive_task(cast.police, other, reason="Cơ quan khác đã gửi", at=LATER)
    assert actions.close_case(cast.police, again(case), at=LATER).state == "closed"
    with pytest.raises(Refused):
        actions.reopen_task(cast.police, one, at=LATER)


def test_a_leader_closes_over_an_open_task_and_it_is_kept_what_was_left(cast, case):
    actions.add_task(cast.police, case, name="Giám định mẫu", at=MONDAY)
    case = concluded(cast, case)

    closed = actions.close_case(cast.chief, case, at=LATER, override="Mẫu đã hủy theo quyết định")

    assert closed.overridden == ["Còn nhiệm vụ chưa xong: Giám định mẫu."]


def test_a_task_that_is_not_needed_says_why_and_only_the_lead_says_so(cast, case):
    task = actions.add_task(cast.police, case, name="Giám định mẫu", at=MONDAY)
    with pytest.raises(Invalid):
        actions.waive_task(cast.police, task, reason=" x ", at=LATER)
    with pytest.raises(Refused) as refused:
        actions.waive_task(cast.market, task, reason="Không cần nữa", at=LATER)
    assert refused.value.code == "case.not_lead"

    actions.finish_task(cast.market, task, at=LATER)  # a partner does part of the work
    assert (task.state, task.settled_by) == ("done", "Kiểm soát viên Thử")
    with pytest.raises(Refused) as twice:
        actions.finish_task(cast.police, task, at=LATER)
    assert twice.value.code == "task.not_open"


@pytest.mark.parametrize("who", ["stranger", "customs", "operator", "auditor", "administrator", "leader"])
def test_who_has_no_part_in_a_case_settles_none_of_its_tasks(cast, case, who):
    task = actions.add_task(cast.police, case, name="Giám định mẫu", at=MONDAY)
    with pytest.raises(Forbidden):
        actions.finish_task(cast.actor(who), task, at=LATER)


@pytest.mark.parametrize("given", [{"name": " "}, {"name": "x" * 201}, {"name": "x", "part": "wish"}])
def test_a_task_that_says_nothing_is_not_added(cast, case, given):
    with pytest.raises(Invalid):
        actions.add_task(cast.police, case, **given, at=MONDAY)


def test_tasks_are_done_on_the_page_with_one_touch(cast, case, now):
    client = cast.client("police")
    form = {"name": "Giám định mẫu", "part": "task", "required": "on"}
    assert client.post(f"/vu-viec/{case.number}/nhiem-vu", form).status_code == 302
    task = case.tasks.get()

    page = client.get(f"/vu-viec/{case.number}").content.decode()
    assert "0 trên 1 đã xong hoặc không cần" in page
    assert client.post(f"/vu-viec/{case.number}/nhiem-vu/{task.pk}/xong").status_code == 302
    task.refresh_from_db()
    assert task.state == "done"
    assert client.post(f"/vu-viec/{case.number}/nhiem-vu/{task.pk}/mo-lai").status_code == 302
    refused = client.post(f"/vu-viec/{case.number}/nhiem-vu/{task.pk}/khong-can", {"reason": "x"})
    assert (refused.status_code, "ít nhất 5 ký tự" in refused.content.decode()) == (422, True)
    other = plain(cast)
    assert client.post(f"/vu-viec/{other.number}/nhiem-vu/{task.pk}/xong").status_code == 404


# -- claim and absence ---------------------------------------------------------------------------------------------------


def test_of_two_who_claim_a_case_the_second_learns_who_was_first(cast, case):
    case = actions.verify_case(cast.police, case, assignee=None, at=MONDAY)
    actions.claim_case(cast.police, case, at=LATER)

    with pytest.raises(Refused) as refused:
        actions.claim_case(cast.actor("second"), again(case), at=LATER)
    assert refused.value.sentence == f"Trực ban Thử đang thụ lý vụ việc {case.number}."
    assert again(case).assignee == cast.account("police")


def test_one_touch_in_the_queue_takes_a_waiting_case_into_verification(cast, case, now):
    client = cast.client("police")
    assert f"/vu-viec/{case.number}/nhan" in client.get("/vu-viec").content.decode()

    assert client.post(f"/vu-viec/{case.number}/nhan").status_code == 302
    assert (again(case).state, again(case).assignee) == ("verifying", cast.account("police"))
    assert case.number in client.get("/vu-viec?nhom=cua-toi").content.decode()
    assert case.number not in cast.client("second").get("/vu-viec?nhom=cua-toi").content.decode()


def away(cast, person: str = "police", other: str = "second", who: str = "chief", days: int = 5):
    given = {"from_on": TODAY, "until_on": TODAY + timedelta(days=days), "at": MONDAY}
    return actions.note_absence(cast.actor(who), cast.account(person), cast.account(other), **given)


def test_the_work_of_whoever_is_away_stands_on_the_list_of_the_substitute(cast, case, now):
    actions.verify_case(cast.police, case, assignee=cast.account("police"), at=MONDAY)
    away(cast)

    page = cast.client("second").get("/vu-viec?nhom=cua-toi").content.decode()
    assert case.number in page
    assert "Anh/chị đang làm thay Trực ban Thử" in page
    later = TODAY + timedelta(days=5)
    assert desks_of(cast.account("second").pk, later) == [cast.account("second").pk], "the absence is over"


def test_giving_new_work_to_whoever_is_away_warns_first(cast, case):
    away(cast)
    with pytest.raises(Refused) as refused:
        actions.assign_case(cast.chief, case, cast.account("police"), at=LATER)
    assert refused.value.code == "case.assignee_away"
    assert "Trực ban Thử vắng đến hết 27/11/2026, Cán bộ Thử Hai làm thay." in refused.value.sentence

    actions.assign_case(cast.chief, case, cast.account("police"), at=LATER, despite_absence=True)
    assert again(case).assignee == cast.account("police")


def test_an_absence_that_contradicts_another_is_refused(cast):
    away(cast)
    with pytest.raises(Refused) as overlap:
        away(cast, days=2)
    with pytest.raises(Refused) as chain:
        away(cast, "second", "chief")
    with pytest.raises(Refused) as gone:
        away(cast, "chief", "police")
    assert [one.value.code for one in (overlap, chain, gone)] == [
        "absence.overlaps",
        "absence.stands_in",
        "absence.substitute_away",
    ]


@pytest.mark.parametrize(
    ("other", "from_on", "until_on"),
    [
        ("police", TODAY, TODAY + DAY),
        ("market", TODAY, TODAY + DAY),
        ("second", TODAY, TODAY),
        ("second", TODAY - 9 * DAY, TODAY - 3 * DAY),
        ("second", TODAY, TODAY + 400 * DAY),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(cast, other, from_on, until_on):
    with pytest.raises(Invalid):
        actions.note_absence(
            cast.police, cast.account("police"), cast.account(other), from_on=from_on, until_on=until_on, at=MONDAY
        )


def test_a_person_notes_his_own_absence_and_no_one_elses(cast):
    made = away(cast, who="police")
    with pytest.raises(Forbidden):
        away(cast, "second", "chief", who="police")
    with pytest.raises(Forbidden):
        actions.call_off_absence(cast.actor("second"), made, at=LATER)

    actions.call_off_absence(cast.police, made, at=MONDAY + 2 * DAY)
    assert made.until_on == TODAY + timedelta(days=5), "what was handed in is not changed"
    made.refresh_from_db()
    assert made.until_on == TODAY + timedelta(days=2)
    assert [one.action for one in (*records("cases.absence_noted"), *records("cases.absence_called_off"))] == [
        "cases.absence_noted",
        "cases.absence_called_off",
    ]


def test_absence_is_noted_and_ended_on_the_page(cast, now):
    client = cast.client("police")
    form = {"account": cast.account("police").pk, "substitute": cast.account("second").pk}
    days = {"from_on": "2026-11-23", "until_on": "2026-11-25"}
    assert client.post("/vu-viec/vang-mat/moi", {**form, **days}).status_code == 302
    page = client.get("/vu-viec/vang-mat").content.decode()
    assert "25/11/2026" in page
    assert "Đã về" in page

    made = cast.account("police").absences.get()
    assert client.post(f"/vu-viec/vang-mat/{made.pk}/thoi").status_code == 302
    made.refresh_from_db()
    assert made.called_off_at is not None
    assert cast.client("market").post(f"/vu-viec/vang-mat/{made.pk}/thoi").status_code == 404


# -- many at once --------------------------------------------------------------------------------------------------------


def test_each_row_of_a_batch_is_done_or_refused_by_itself(cast, case):
    open_one, settled, foreign = plain(cast), concluded(cast, case), plain(cast, "department")
    order = BulkOrder("assign", assignee=cast.account("second"))

    run = actions.run_bulk(cast.police, [open_one.pk, settled.pk, foreign.pk], order, at=LATER)

    assert (run.done, run.refused) == (1, 2)
    rows = {one["number"]: (one["done"], one["why"]) for one in run.rows}
    assert rows == {
        open_one.number: (True, ""),
        settled.number: (False, "Vụ việc đã kết luận hoặc đã đóng hồ sơ."),
        "": (False, NOT_SEEN),
    }, "of a case that one may not see the row does not even tell the number"
    assert again(open_one).assignee == cast.account("second")
    assert records("cases.bulk")[0].facts["done"] == 1


def test_a_number_that_is_anothers_and_one_that_is_nobodys_are_rows_with_one_sentence(cast, case):
    foreign = plain(cast, "department")
    body = {"act": "label", "labels": ["priority"], "numbers": [case.number, foreign.number, "VV-2026-9999999"]}
    given = {"content_type": "application/json", "headers": cast.bearer("police", MONDAY)}

    answer = cast.client("police").post("/api/v1/case-batches", json.dumps(body), **given)

    rows = {one["number"]: (one["done"], one["why"]) for one in answer.json()["rows"]}
    assert rows == {case.number: (True, ""), foreign.number: (False, NOT_SEEN), "VV-2026-9999999": (False, NOT_SEEN)}
    assert not again(foreign).labels
    page = cast.client("police").get(f"/vu-viec/hang-loat/{answer.json()['number']}").content.decode()
    assert NOT_SEEN in page
    assert f'href="/vu-viec/{foreign.number}"' not in page
    undone = actions.undo_bulk(cast.chief, BulkRun.objects.get(number=answer.json()["number"]), at=LATER)
    assert [one["undone"] for one in undone.rows] == [True, False, False]


def test_a_batch_of_assignments_is_taken_back_but_not_what_changed_since(cast):
    first, second = plain(cast), plain(cast)
    actions.assign_case(cast.chief, first, cast.account("chief"), at=MONDAY)
    run = actions.run_bulk(cast.chief, [first.pk, second.pk], BulkOrder("assign", assignee=cast.account("second")), at=LATER)
    third = plain(cast)
    moved = actions.run_bulk(cast.chief, [third.pk], BulkOrder("assign", assignee=cast.account("second")), at=LATER)
    actions.assign_case(cast.chief, again(third), cast.account("police"), at=LATER)

    undone = actions.undo_bulk(cast.chief, run, at=LATER + HOUR)
    kept = actions.undo_bulk(cast.chief, moved, at=LATER + HOUR)

    assert [one["undone"] for one in undone.rows] == [True, True]
    assert (again(first).assignee, again(second).assignee) == (cast.account("chief"), None)
    assert (kept.rows[0]["undone"], kept.rows[0]["why"]) == (False, "Đã giao cho người khác sau đó.")
    assert again(third).assignee == cast.account("police")
    with pytest.raises(Refused) as twice:
        actions.undo_bulk(cast.chief, run, at=LATER + HOUR)
    assert twice.value.code == "bulk.undone"


def test_labels_go_on_and_off_in_a_batch_and_come_from_a_closed_list(cast):
    one, other = plain(cast), plain(cast)
    actions.label_case(cast.police, one, add=["priority"], remove=[], at=MONDAY)
    run = actions.run_bulk(cast.police, [one.pk, other.pk], BulkOrder("label", labels=("priority",)), at=LATER)
    assert [row["done"] for row in run.rows] == [False, True]

    actions.undo_bulk(cast.police, run, at=LATER)
    assert (again(one).labels, again(other).labels) == (["priority"], [])
    with pytest.raises(Invalid):
        actions.label_case(cast.police, one, add=["tôn giáo"], remove=[], at=LATER)


def test_a_note_and_a_closed_file_are_not_taken_back(cast, case):
    closing = actions.run_bulk(cast.police, [concluded(cast, case).pk], BulkOrder("close"), at=LATER)
    noting = actions.run_bulk(cast.police, [plain(cast).pk], BulkOrder("note", text="Chờ mẫu"), at=LATER)

    assert (again(case).state, Note.objects.get().text) == ("closed", "Chờ mẫu")
    for run in (closing, noting):
        with pytest.raises(Refused) as refused:
            actions.undo_bulk(cast.police, run, at=LATER)
        assert refused.value.code == "bulk.final"


@pytest.mark.parametrize(
    ("keys", "order", "field"),
    [
        ([], BulkOrder("claim"), "pick"),
        (list(range(1, 102)), BulkOrder("claim"), "pick"),
        ([1], BulkOrder("burn"), "act"),
        ([1], BulkOrder("assign"), "assignee"),
        ([1], BulkOrder("note", text=" "), "text"),
        ([1], BulkOrder("label"), "labels"),
    ],
)
def test_a_batch_without_what_it_needs_does_nothing(cast, keys, order, field):
    with pytest.raises(Invalid) as invalid:
        actions.run_bulk(cast.police, keys, order, at=LATER)
    assert field in invalid.value.errors
    assert not BulkRun.objects.exists()


def test_a_batch_works_without_script_and_shows_what_became_of_each(cast, case, now):
    client = cast.client("police")
    other = plain(cast)
    page = client.get("/vu-viec").content.decode()
    assert f'name="pick" value="{case.pk}" form="batch"' in page

    answer = client.post("/vu-viec/hang-loat", {"act": "claim", "pick": [case.pk, other.pk, "x"]}, follow=True)
    shown = answer.content.decode()
    assert case.number in shown
    assert other.number in shown
    assert "làm được 2, không làm được 0" in shown
    run = BulkRun.objects.get()
    assert run.number.startswith("HL-2026-")
    assert client.post(f"/vu-viec/hang-loat/{run.number}/hoan-tac").status_code == 302
    assert again(case).assignee is None
    assert client.post("/vu-viec/hang-loat", {"act": "claim"}, follow=True).status_code == 200
    with pytest.raises(NotFound):
        bulk_by_number(cast.market, run.number)


# -- board and timeline --------------------------------------------------------------------------------------------------


def test_the_board_shows_a_body_its_own_cases_and_those_that_it_shares(cast, case):
    plain(cast, "department")
    assert [one.code for one in lanes(cast.market)] == ["cong-an-tinh"]
    assert [one.code for one in lanes(cast.department)] == ["so-khcn"]
    assert lanes(cast.stranger) == []

    plain(cast)  # the market surveillance has no part in this one
    columns = {one.state: one.count for one in board(cast.market, cast.bodies["police"])}
    assert columns == {"received": 1, "verifying": 0, "handling": 0, "concluded": 0}
    assert board(cast.police, cast.bodies["police"])[0].count == 2


def test_the_board_of_a_body_that_one_shares_nothing_with_is_not_found(cast, case, now):
    assert case.number in cast.client("police").get("/vu-viec/bang").content.decode()
    assert cast.client("stranger").get("/vu-viec/bang?co-quan=cong-an-tinh").status_code == 404


def test_what_a_person_wrote_stands_apart_in_the_timeline_and_leaves_as_a_file(cast, case, now):
    actions.write_event(cast.market, case, happened_at=MONDAY - DAY, text="Gặp bưu cục", at=LATER)
    client = cast.client("police")

    written = client.get(f"/vu-viec/{case.number}/dien-bien?nhom=nguoi-ghi").content.decode()
    automatic = client.get(f"/vu-viec/{case.number}/dien-bien?nhom=tu-dong").content.decode()
    assert ("Gặp bưu cục" in written, "Gặp bưu cục" in automatic, "mở vụ việc" in automatic) == (True, False, True)
    file = client.get(f"/vu-viec/{case.number}/dien-bien?tep=csv")
    assert "Gặp bưu cục" in b"".join(file.streaming_content if file.streaming else [file.content]).decode("utf-8-sig")
    assert records("cases.exported")[-1].facts["case"] == case.number


@pytest.mark.parametrize(("moment", "text"), [(LATER + HOUR, "x"), (MONDAY - 4_000 * DAY, "x"), (MONDAY, " "), (MONDAY, "x" * 501)])
def test_an_event_that_has_not_been_or_says_nothing_is_not_written(cast, case, moment, text):
    with pytest.raises(Invalid):
        actions.write_event(cast.police, case, happened_at=moment, text=text, at=LATER)
